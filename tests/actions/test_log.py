"""The log: many at once are the same as one by one, sealed, and never changed again."""

import dataclasses
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, get_type_hints

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dispatch.actions.errors import NotFound
from dispatch.actions.log import Entry, NoAuditKey, append, append_many
from dispatch.orders import events, facts
from dispatch.orders.chain import mac, origin
from dispatch.orders.timing import Timing
from dispatch.storage.event_log import IN_NOTE, LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow
from dispatch.storage.session import Database
from tests.actions.conftest import DESK, WANG, World
from tests.databases import KEYS


def at_once(at: datetime) -> Timing:
    return Timing(occurred_at=at, received_at=at, judged_at=at - timedelta(microseconds=7), skewed=True)


def some_entries(world: World, orders: list[str]) -> list[Entry]:
    entries = []
    for which, order_id in enumerate([*orders, orders[0]]):
        fact = facts.Warned(promise="complete", occasion=1, rung=f"warn_{which}")
        entries.append(Entry(order_id=order_id, fact=fact, timing=at_once(world.now), actor=DESK, note="词"))
    entries.append(
        Entry(
            order_id=orders[1],
            fact=facts.Contacted(agreed_at=world.now),
            timing=at_once(world.now),
            actor=WANG,
            event_id="mine",
            gone_from="t-li",
        )
    )
    return entries


def rows_of(session: Any, table: Any) -> list[dict[str, Any]]:
    columns = list(table.__table__.columns)
    return [dict(row._mapping) for row in session.execute(select(*columns).order_by(columns[0]))]


def write(session: Session, entries: list[Entry], *, bulk: bool) -> None:
    if bulk:
        rows = append_many(session, entries)
        assert [row["seq"] for row in rows] == [2, 2, 2, 3, 3]
        return
    for entry in entries:
        append(
            session,
            session.get_one(Order, entry.order_id),
            entry.fact,
            entry.timing,
            actor=entry.actor,
            event_id=entry.event_id,
            note=entry.note,
            gone_from=entry.gone_from,
        )


class Undone(Exception):
    pass


def test_many_at_once_leave_the_same_rows_as_one_by_one(world: World) -> None:
    orders = [world.accept() for _ in range(3)]
    entries = some_entries(world, orders)
    seen: list[Any] = []
    for bulk in (False, True):
        with suppress(Undone), world.database.write() as session:
            held = [session.get_one(Order, order_id) for order_id in orders]
            write(session, entries, bulk=bulk)
            session.flush()
            seen.append(
                (
                    [(order.version, order.head, order.changed_by_id) for order in held],
                    rows_of(session, Order),
                    rows_of(session, LoggedEvent),
                    [{**row, "id": None} for row in rows_of(session, OutboxRow)],
                    session.info["posted"],
                )
            )
            raise Undone
    assert seen[0] == seen[1]
    assert seen[0][0][0][0] == 3


def test_one_by_one_and_many_at_once_may_follow_each_other(world: World) -> None:
    order_id = world.accept()
    fact = facts.Warned(promise="complete", occasion=1, rung="warn_50")
    with world.database.write() as session:
        order = session.get_one(Order, order_id)
        order.priority = 9
        append(session, order, fact, at_once(world.now))
        append_many(session, [Entry(order_id=order_id, fact=fact, timing=at_once(world.now))] * 2)
        append(session, order, fact, at_once(world.now))
    assert world.order(order_id).priority == 9
    assert [event.seq for event in world.events(order_id)] == [1, 2, 3, 4, 5]
    with world.database.read() as session:
        assert chain_holds(list(session.scalars(select(LoggedEvent).order_by(LoggedEvent.seq))))
        assert session.get_one(Order, order_id).head == session.scalar(
            select(LoggedEvent.mac).order_by(LoggedEvent.seq.desc()).limit(1)
        )


def chain_holds(rows: list[LoggedEvent]) -> bool:
    previous = origin(rows[0].order_id)
    for row in rows:
        fields = {name: getattr(row, name) for name in (
            "order_id", "seq", "type", "occurred_at", "received_at", "judged_at", "skewed", "actor_role", "actor_id", "data"
        )}  # fmt: skip
        if row.mac != mac(KEYS.current, previous, event_id=row.id, **fields):
            return False
        previous = row.mac
    return True


def test_many_for_an_order_that_is_not_there_are_refused(world: World) -> None:
    fact = facts.Taken()
    with pytest.raises(NotFound), world.database.write() as session:
        append_many(session, [Entry(order_id="nobody", fact=fact, timing=at_once(world.now))])


def test_without_a_key_nothing_is_written(world: World) -> None:
    order_id = world.accept()
    database = Database(world.database.url)
    with pytest.raises(NoAuditKey), database.write() as session:
        append(session, session.get_one(Order, order_id), facts.Taken(), at_once(world.now))
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor_id = 'somebody'",
        "UPDATE event SET data = '{}'",
        "UPDATE event SET note = 'other words'",
        "UPDATE event SET note = NULL, seq = 7",
        "DELETE FROM event",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_event(world: World, statement: str) -> None:
    order_id = world.accept()
    world.assign(order_id)
    with pytest.raises(DBAPIError, match="append-only"), world.database.write() as session:
        session.execute(text(statement))
    assert world.types(order_id) == ["accept", "assign"]


def test_the_note_of_an_event_may_be_erased(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, "assign", DESK, {"technician_id": "t-wang", "note": "call 陈怡 first"})
    with world.database.write() as session:
        event = session.scalars(select(LoggedEvent).where(LoggedEvent.note.is_not(None))).one()
        event.note = None
    with world.database.read() as session:
        rows = list(session.scalars(select(LoggedEvent).order_by(LoggedEvent.seq)))
        assert chain_holds(rows)
        assert rows[1].note is None


def test_a_reason_in_somebody_s_own_words_stays_outside_the_seal(world: World) -> None:
    order_id = world.accept()
    said = {"reason": "陈怡 does not want to wait", "note": "and rang twice"}
    world.step(order_id, "request_withdrawal", world.customer(order_id), said)
    world.step(order_id, "retract_withdrawal", DESK)
    world.step(order_id, "request_withdrawal", DESK, {"reason": "moved_away"})
    with world.database.read() as session:
        _, words, _, code = session.scalars(select(LoggedEvent).order_by(LoggedEvent.seq))
    assert words.data == {"reason": IN_NOTE}
    assert words.shown_data == {"reason": "陈怡 does not want to wait\nand rang twice"}
    assert code.shown_data == code.data == {"reason": "moved_away"}
    words.note = None
    assert words.shown_data == {}


CODES_AND_IDS = {
    "area_id", "case_id", "declaration_id", "incident_id", "matter_id", "order_id", "owner", "policy_version", "promise",
    "question_id", "rule", "rung", "technician_id", "through", "tier", "was",
}  # fmt: skip


def test_no_fact_has_room_for_words_about_people_except_a_reason_which_stays_outside() -> None:
    texts = {
        field.name
        for fact in events.FACTS.values()
        for field in dataclasses.fields(fact)
        if get_type_hints(fact)[field.name] in (str, str | None)
    }
    assert texts == CODES_AND_IDS | {"reason"}

"""Whatever was done to an order's events or to its row is found, by order and event; what is right to do is not accused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from dispatch.actions.checkpoints import take_checkpoint
from dispatch.orders.audit import Wrong
from dispatch.storage.checkpoint_files import numbers_in, path_of
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.question import Question
from tests.actions.audit.tampering import audit, named, tamper, tampering
from tests.actions.conftest import DESK, World
from tests.examples import examples


def test_an_untouched_log_is_not_accused(world: World, folder: Path, orders: list[str]) -> None:
    report = audit(world, folder)
    assert report.findings == []
    assert (report.orders, report.events, report.checkpoint) == (3, 10, 2)
    assert (report.beyond_orders, report.beyond_events) == (0, 0)
    for since in (1, 2):
        assert audit(world, folder, since).findings == []


@pytest.mark.parametrize(
    "change",
    [
        "occurred_at = '2026-11-01 00:00:00+00'",
        "received_at = '2026-11-01 00:00:00+00'",
        "judged_at = '2026-11-01 00:00:00+00'",
        "actor_id = 't-li'",
        "actor_role = 'lead'",
        "type = 'decline'",
        'data = \'{"technician_id": "t-li"}\'',
        "mac = 'nonsense'",
        "id = 'another-id'",
    ],
)
def test_an_edited_event_is_named(world: World, folder: Path, orders: list[str], change: str) -> None:
    tamper(world, f"UPDATE event SET {change} WHERE order_id = :order AND seq = 2", order=orders[0])  # noqa: S608  # the test is the attacker
    assert {(order_id, seq) for _, order_id, seq in named(audit(world, folder))} == {(orders[0], 2)}


def test_removed_events_are_named(world: World, folder: Path, orders: list[str]) -> None:
    tamper(world, "DELETE FROM event WHERE order_id = :order AND seq = 2", order=orders[0])
    assert ("removed", orders[0], 2) in named(audit(world, folder))


def test_a_cut_tail_is_named_even_when_the_order_s_row_goes_along(
    world: World, folder: Path, orders: list[str]
) -> None:
    tamper(
        world,
        "DELETE FROM event WHERE order_id = :order AND seq > 2",
        'UPDATE "order" SET version = 2, head = (SELECT mac FROM event WHERE order_id = :order AND seq = 2) '
        "WHERE id = :order",
        order=orders[0],
    )
    report = audit(world, folder)
    assert [(one.wrong, one.number, one.seq, one.until_seq) for one in report.findings] == [
        (Wrong.REMOVED, world.order(orders[0]).number, 3, 4)
    ]
    take_checkpoint(world.database, folder, world.now)  # a later one does not make it good
    assert ("removed", orders[0], 3) in named(audit(world, folder))
    assert ("removed", orders[0], 3) in named(audit(world, folder, since=1))


def test_a_whole_order_that_is_gone_is_named_by_its_number(
    world: World, folder: Path, orders: list[str]
) -> None:
    number = world.order(orders[1]).number
    tamper(
        world,
        "DELETE FROM event WHERE order_id = :order",
        "DELETE FROM promise_clock WHERE order_id = :order",
        "DELETE FROM deadline WHERE order_id = :order",
        "DELETE FROM sealed_order WHERE order_id = :order",
        'DELETE FROM "order" WHERE id = :order',
        order=orders[1],
    )  # fmt: skip
    (finding,) = audit(world, folder).findings
    assert (finding.wrong, finding.number, finding.until_seq) == (Wrong.ORDER_REMOVED, number, 4)


def test_all_rows_of_an_order_or_its_own_row_alone(world: World, folder: Path, orders: list[str]) -> None:
    tamper(world, "DELETE FROM event WHERE order_id = :order", order=orders[0])
    tamper(world, 'DELETE FROM "order" WHERE id = :order', order=orders[2])
    assert named(audit(world, folder)) == {("removed", orders[0], 1), ("order_removed", orders[2], None)}


def test_an_inserted_event_is_named(world: World, folder: Path, orders: list[str]) -> None:
    copy = (
        "INSERT INTO event SELECT 'forged', order_id, seq + 1, type, occurred_at, received_at, judged_at, skewed, "
        "actor_role, actor_id, data, note, mac FROM event WHERE order_id = :order AND seq = 4"
    )
    columns = "id, order_id, seq, type, occurred_at, received_at, judged_at, skewed, actor_role, actor_id, data, note, mac"
    tamper(world, copy.replace("INTO event", f"INTO event ({columns})"), order=orders[0])
    assert named(audit(world, folder)) == {("inserted", orders[0], 5)}


def test_reordered_and_swapped_events_are_named(world: World, folder: Path, orders: list[str]) -> None:
    tamper(
        world,
        "UPDATE event SET seq = 99 WHERE order_id = :order AND seq = 2",
        "UPDATE event SET seq = 2 WHERE order_id = :order AND seq = 3",
        "UPDATE event SET seq = 3 WHERE order_id = :order AND seq = 99",
        order=orders[0],
    )
    assert {(order_id, seq) for _, order_id, seq in named(audit(world, folder))} == {
        (orders[0], 2),
        (orders[0], 3),
    }


def test_events_that_changed_orders_are_named_in_both(world: World, folder: Path, orders: list[str]) -> None:
    tamper(
        world,
        "UPDATE event SET order_id = 'aside' WHERE order_id = :one AND seq = 2",
        "UPDATE event SET order_id = :one WHERE order_id = :other AND seq = 2",
        "UPDATE event SET order_id = :other WHERE order_id = 'aside'",
        one=orders[0],
        other=orders[1],
    )
    found = {(order_id, seq) for _, order_id, seq in named(audit(world, folder))}
    assert found >= {(orders[0], 2), (orders[1], 2)}
    assert {order_id for order_id, _ in found} == set(orders[:2])


def test_an_order_s_row_that_was_changed_is_named(world: World, folder: Path, orders: list[str]) -> None:
    tamper(world, 'UPDATE "order" SET version = 1 WHERE id = :order', order=orders[2])
    assert named(audit(world, folder)) == {("order_edited", orders[2], None)}


@examples(12)
@given(st.data())
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_any_one_change_to_any_one_row_is_found(
    request: pytest.FixtureRequest, kind: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    world: World = request.getfixturevalue(f"{kind}_world")
    folder = tmp_path_factory.getbasetemp() / f"audit-{kind}"
    if not numbers_in(folder):
        for _ in range(3):
            world.completed(world.accept())
        take_checkpoint(world.database, folder, world.now)
        assert audit(world, folder).ok
    with world.database.read() as session:
        keys = session.execute(
            select(LoggedEvent.id, LoggedEvent.order_id, LoggedEvent.seq).order_by(LoggedEvent.id)
        ).all()
    event_id, order_id, seq = data.draw(st.sampled_from([tuple(key) for key in keys]))
    change = data.draw(
        st.sampled_from(
            [
                "DELETE FROM event WHERE id = :id",
                "DELETE FROM event WHERE order_id = :order AND seq >= :seq",
                "UPDATE event SET occurred_at = '2026-01-01 00:00:00+00' WHERE id = :id",
                "UPDATE event SET judged_at = '2026-01-01 00:00:00+00' WHERE id = :id",
                "UPDATE event SET received_at = '2026-01-01 00:00:00+00' WHERE id = :id",
                "UPDATE event SET skewed = NOT skewed WHERE id = :id",
                "UPDATE event SET actor_id = 'somebody' WHERE id = :id",
                "UPDATE event SET actor_role = 'manager' WHERE id = :id",
                "UPDATE event SET type = 'planned' WHERE id = :id",
                "UPDATE event SET data = '{\"x\": 1}' WHERE id = :id",
                "UPDATE event SET seq = seq + 100 WHERE id = :id",
                "UPDATE event SET id = 'new' WHERE id = :id",
                "UPDATE event SET mac = 'x' WHERE id = :id",
            ]
        )
    )
    with world.database.engine.connect() as probe:
        saved = probe.execute(text("SELECT * FROM event")).mappings().all()
    tamper(world, change, **{name: value for name, value in {"id": event_id, "order": order_id, "seq": seq}.items() if f":{name}" in change})  # fmt: skip
    assert order_id in {one.order_id for one in audit(world, folder).findings}
    columns = ", ".join(saved[0])
    holes = ", ".join(f":{name}" for name in saved[0])
    with tampering(world.database) as connection:  # and back, for the next example
        connection.execute(text("DELETE FROM event"))
        rows = [dict(row) | {"data": row["data"] if isinstance(row["data"], str) else json.dumps(row["data"])} for row in saved]  # fmt: skip
        connection.execute(text(f"INSERT INTO event ({columns}) VALUES ({holes})"), rows)  # noqa: S608  # the same rows again
    assert audit(world, folder).ok


def test_erasing_what_names_a_person_leaves_the_chain_whole(
    world: World, folder: Path, orders: list[str]
) -> None:
    order_id = orders[0]
    world.step(
        order_id,
        "hold",
        DESK,
        {"reason": "not_ready", "note": "陈怡 says that the door is locked"},
    )
    asker = world.customer(order_id)
    world.step(order_id, "request_withdrawal", asker, {"reason": "我是陈怡，不想等了 13800002231"})
    with world.database.write() as session:
        session.add(
            Question(
                id="q",
                order_id=order_id,
                text="陈怡: when?",
                asked_by="customer",
                asked_at=world.now,
                owner="x",
            )
        )
        order = session.get_one(Order, order_id)
        order.customer_name = order.customer_phone = order.address = ""
        order.note = None
        for event in session.scalars(select(LoggedEvent).where(LoggedEvent.order_id == order_id)):
            event.note = None
        session.flush()
        session.get_one(Question, "q").text = ""
    assert audit(world, folder).ok
    with world.database.engine.connect() as connection:
        rows = [
            connection.execute(text(statement), {"order": order_id}).all()
            for statement in (
                "SELECT * FROM event WHERE order_id = :order",
                "SELECT * FROM question WHERE order_id = :order",
                'SELECT * FROM "order" WHERE id = :order',
            )
        ]
    kept = str(rows) + "".join(path_of(folder, number).read_text() for number in numbers_in(folder))
    for word in ("陈怡", json.dumps("陈怡")[1:-1], "2231"):
        assert word not in kept

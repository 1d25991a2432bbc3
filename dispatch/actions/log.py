"""Append events to the orders' logs, one or many: the only way in which an order changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from dispatch.actions.errors import InvalidField, NotFound
from dispatch.orders.chain import Key, Keyring, mac, origin
from dispatch.orders.event_json import write_fact
from dispatch.orders.events import FACTS
from dispatch.orders.people import SYSTEM, Actor
from dispatch.orders.timing import Timing
from dispatch.storage.base import new_id
from dispatch.storage.bulk import insert_rows, is_among, update_rows
from dispatch.storage.event_log import IN_NOTE, LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow, Topic, post

_TYPES = {fact: event_type for event_type, fact in FACTS.items()}
_CODE: Final = re.compile("[a-z0-9_-]{1,60}")
"""A reason that is a word of ours; everything else is somebody's own words."""
_AT_ONCE: Final = 5000
"""How many orders one statement names; databases limit its parameters."""


class NoAuditKey(RuntimeError):
    """The database was opened without the key that seals events."""

    def __init__(self) -> None:
        super().__init__(
            "events are sealed with a key and there is none: set SANXIAN_AUDIT_KEY and open the database by "
            "Database.of(settings), or pass Database(url, keys=Keyring(Key.of(...)))"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event to be written by `append_many`; the arguments of `append`."""

    order_id: str
    fact: Any
    timing: Timing
    actor: Actor = SYSTEM
    event_id: str | None = None
    note: str | None = None
    gone_from: str | None = None


def locked_order(session: Session, order_id: str) -> Order:
    """The order as it stands now, ours alone until the transaction ends."""
    order = session.scalar(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    )
    if order is None:
        raise NotFound("order", order_id)
    return order


def claim_name(session: Session, name: str) -> None:
    """Make two transactions that would create the same thing wait for each other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def logged(session: Session, event_id: str) -> LoggedEvent | None:
    """The event of that id, if it has been seen before; the id is the client's."""
    if not isinstance(event_id, str) or not 1 <= len(event_id) <= 36:  # noqa: PLR2004  # a UUID as text
        raise InvalidField("event_id", "a UUID", event_id)
    return session.get(LoggedEvent, event_id)


def append(
    session: Session,
    order: Order,
    fact: Any,
    timing: Timing,
    *,
    actor: Actor = SYSTEM,
    event_id: str | None = None,
    note: str | None = None,
    gone_from: str | None = None,
) -> LoggedEvent:
    """Write the fact down as the order's next version and have it told after commit.

    `gone_from` is the technician whose order it no longer is.
    """
    entry = Entry(
        order_id=order.id,
        fact=fact,
        timing=timing,
        actor=actor,
        event_id=event_id,
        note=note,
        gone_from=gone_from,
    )
    row = _event_row(_sealing_key(session), entry, order.version + 1, order.head)
    order.version, order.head = row["seq"], row["mac"]
    order.updated_at = timing.received_at
    order.changed_by_role, order.changed_by_id = actor.role, actor.id
    event = LoggedEvent(**row)
    session.add(event)
    post(
        session,
        Topic.PUSH,
        _push(entry, row),
        due_at=timing.received_at,
        event_id=event.id,
        order_id=order.id,
    )
    return event


def append_many(session: Session, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Do what `append` does, for many orders in a few statements; the caller holds the orders' locks.

    An order may be named more than once. The events' rows come back, column by name, in the order of the entries.
    """
    if not entries:
        return []
    session.flush()  # what was appended one by one comes before
    key = _sealing_key(session)
    tips = _tips(session, {entry.order_id for entry in entries})
    changed: dict[str, dict[str, Any]] = {}
    events = []
    for entry in entries:
        version, head = tips[entry.order_id]
        row = _event_row(key, entry, version + 1, head)
        tips[entry.order_id] = row["seq"], row["mac"]
        changed[entry.order_id] = {
            "version": row["seq"],
            "head": row["mac"],
            "updated_at": entry.timing.received_at,
            "changed_by_role": entry.actor.role,
            "changed_by_id": entry.actor.id,
        }
        events.append(row)
    connection = session.connection()
    insert_rows(connection, LoggedEvent, events)
    insert_rows(
        connection,
        OutboxRow,
        [
            {
                "topic": Topic.PUSH,
                "payload": _push(entry, row),
                "due_at": entry.timing.received_at,
                "event_id": row["id"],
                "order_id": entry.order_id,
                "attempts": 0,
            }
            for entry, row in zip(entries, events, strict=True)
        ],
    )
    update_rows(
        connection, Order, ["id"], [{"id": order_id} | values for order_id, values in changed.items()]
    )
    session.info["posted"] = True
    for order in session.identity_map.values():
        if isinstance(order, Order) and order.id in changed:
            for name, value in changed[order.id].items():
                set_committed_value(order, name, value)
    return events


def _tips(session: Session, order_ids: set[str]) -> dict[str, tuple[int, str]]:
    """Version and newest seal of each order."""
    wanted = sorted(order_ids)
    tips: dict[str, tuple[int, str]] = {}
    for begin in range(0, len(wanted), _AT_ONCE):
        named = is_among(session, Order.id, wanted[begin : begin + _AT_ONCE])
        rows = session.execute(select(Order.id, Order.version, Order.head).where(named))
        tips.update((order_id, (version, head)) for order_id, version, head in rows)
    for order_id in wanted:
        if order_id not in tips:
            raise NotFound("order", order_id)
    return tips


def _sealing_key(session: Session) -> Key:
    keys: Keyring | None = session.info.get("audit_keys")
    if keys is None:
        raise NoAuditKey
    return keys.current


def _event_row(key: Key, entry: Entry, seq: int, head: str) -> dict[str, Any]:
    """The event as the table keeps it, sealed onto the one before."""
    event_type, timing = _TYPES[type(entry.fact)], entry.timing
    row: dict[str, Any] = {
        "order_id": entry.order_id,
        "seq": seq,
        "type": event_type,
        "occurred_at": timing.occurred_at,
        "received_at": timing.received_at,
        "judged_at": timing.judged_at,
        "skewed": timing.skewed,
        "actor_role": entry.actor.role,
        "actor_id": entry.actor.id,
        "data": (data := write_fact(entry.fact)),
    }
    note = entry.note
    if isinstance(words := data.get("reason"), str) and not _CODE.fullmatch(words):
        data["reason"], note = IN_NOTE, "\n".join(filter(None, (words, note)))
    event_id = entry.event_id or new_id(timing.received_at, entry.order_id, seq, event_type)
    sealed = mac(key, head or origin(entry.order_id), event_id=event_id, **row)
    return {"id": event_id, **row, "note": note, "mac": sealed}


def _push(entry: Entry, row: dict[str, Any]) -> dict[str, Any]:
    return {"version": row["seq"], "type": row["type"], "gone_from": entry.gone_from}

"""The contact ladder of a technician's orders: when a call is owed next, by the very rule that judges it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import LEAVING, OPEN, UNDER_WAY
from dispatch.orders.promises import order_facts
from dispatch.queries.promises import instant
from dispatch.storage.district import District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from sla.first_contact import Ladder, Slot, next_attempts
from sla.order import ladder_of

CALLED: Final = OPEN - LEAVING - UNDER_WAY
"""Nobody calls a customer who is visited now, or who wants no visit."""


def ladders_of(session: Session, orders: Sequence[Order], now: datetime) -> dict[str, dict[str, Any] | None]:
    """By order id: `due_at`, `first_at`, `slots` with their attempts, the `owed` one, `exhausted_at`.

    Before a first call the slots are those that would follow if it failed now. None where no call is owed: before
    the order is taken, and from an agreed time on.
    """
    found: dict[str, dict[str, Any] | None] = {order.id: None for order in orders}
    called = [order for order in orders if order.status in CALLED and order.agreed_at is None]
    if not called:
        return found
    zones = {district.id: district.zone for district in session.scalars(select(District))}
    events: dict[str, list[LoggedEvent]] = {order.id: [] for order in called}
    for row in session.scalars(
        select(LoggedEvent)
        .where(LoggedEvent.order_id.in_(events))
        .order_by(LoggedEvent.order_id, LoggedEvent.seq)
    ):
        events[row.order_id].append(row)
    for order in called:
        zone, policy = zones[order.district_id], policy_for(session, order)
        facts = order_facts([row.to_event() for row in events[order.id]], zone)
        ladder = ladder_of(facts, policy)
        if ladder is None or facts.reached_at is not None:
            continue
        ahead = ladder.slots or next_attempts(now, zone, policy.ladder)
        found[order.id] = _json(ladder, ahead, now)
    return found


def _json(ladder: Ladder, slots: Sequence[Slot], now: datetime) -> dict[str, Any]:
    owed = ladder.owed
    if owed is not None and owed.closes_at <= now:
        owed = None  # missed: the promise is broken, and a call is due at once
    return {
        "due_at": instant(ladder.due_at),
        "first_at": instant(ladder.first_at),
        "slots": [_slot(slot) for slot in slots],
        "owed": None if owed is None else _slot(owed),
        "exhausted_at": instant(ladder.exhausted_at),
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "part": slot.part,
        "opens_at": instant(slot.opens_at),
        "closes_at": instant(slot.closes_at),
        "tried_at": instant(slot.tried_at),
    }

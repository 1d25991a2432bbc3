"""Look whether a slot can be had: before the lock under which it is held, and under it if anything has changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dispatch.actions.errors import NotFound
from dispatch.orders import codes
from dispatch.planning.day import PlannedOrder
from dispatch.planning.slots import Slot, begins_at, slots_between
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.running_day import Travel
from dispatch.storage.slot_day import Stamp, slot_day, stamp_of, wanted_of
from dispatch.storage.slot_draft import wanted_at_intake
from dispatch.storage.slot_hold import SlotHold, live_holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found for one slot, and what the district was like then; good for as long as it is like that."""

    stamp: Stamp
    slot: Slot
    wanted: PlannedOrder
    """The visit as it would be planned."""
    free: bool
    offered_at: datetime | None
    kept_for: timedelta


def look_for_order(
    session: Session, order_id: str, slot: Slot, *, now: datetime, travel: Travel
) -> Look | None:
    """Whether the order could have the slot; None when no time can be sought for it."""
    order = session.get(Order, order_id)
    if order is None:
        raise NotFound("order", order_id)
    wanted = wanted_of(session, order)
    if wanted is None:
        return None
    mine = held_for(session, order.district_id, order_id, now)
    return _look(session, order.district_id, wanted, slot, mine, now=now, travel=travel)


def look_at_intake(
    session: Session,
    district_id: str,
    kind: codes.Kind,
    place: tuple[float, float],
    slot: Slot,
    *,
    now: datetime,
    travel: Travel,
    area_id: str | None = None,
    instead_of: str | None = None,
) -> Look:
    """Whether an order that is being taken in could have the slot."""
    district = session.get(District, district_id)
    if district is None:
        raise NotFound("district", district_id)
    wanted = wanted_at_intake(session, district, kind, place, now, area_id=area_id)
    mine = [hold for hold in live_holds(session, district_id, now) if is_draft(hold, instead_of)]
    return _look(session, district_id, wanted, slot, mine, now=now, travel=travel)


def held_for(session: Session, district_id: str, order_id: str, now: datetime) -> list[SlotHold]:
    return [hold for hold in live_holds(session, district_id, now) if hold.order_id == order_id]


def is_draft(hold: SlotHold, hold_id: str | None) -> bool:
    return hold.id == hold_id and hold.order_id is None


def _look(
    session: Session,
    district_id: str,
    wanted: PlannedOrder,
    slot: Slot,
    mine: Sequence[SlotHold],
    *,
    now: datetime,
    travel: Travel,
) -> Look:
    stamp = stamp_of(session, district_id, now)
    day = slot_day(session, district_id, wanted, now, travel, without=frozenset(one.id for one in mine))
    possible = slots_between(now, day.zone, day.rules.offered_days)
    free = slot in possible and day.slots.offer(day.sought, slot) is not None
    alike = [
        one
        for one in possible
        if (one.half is None) == (slot.half is None)
        and begins_at(one, now, day.zone) <= begins_at(slot, now, day.zone)
    ]
    earliest = day.slots.earliest(day.sought, alike) if free else None
    put_off = earliest is not None and earliest.slot.day < slot.day
    return Look(
        stamp=stamp,
        slot=slot,
        wanted=day.wanted,
        free=free,
        offered_at=earliest.from_at if earliest is not None and put_off else None,
        kept_for=day.rules.slot_hold,
    )

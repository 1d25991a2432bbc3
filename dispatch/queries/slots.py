"""What can be offered to a customer, for an order or at intake: half-days and times that the plan can hold, the best first."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from dispatch.orders.codes import Kind
from dispatch.planning.day import PlannedOrder
from dispatch.planning.slots import Offer, slots_between
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.running_day import Travel
from dispatch.storage.slot_day import slot_day, wanted_of
from dispatch.storage.slot_draft import wanted_at_intake
from dispatch.storage.slot_hold import SlotHold, live_holds
from sla.policy import PromiseCode

View = dict[str, Any]


def slots_for_order(session: Session, order_id: str, *, now: datetime, travel: Travel, whole: bool) -> View:
    """`whole`: with who would come, when, and what it costs us, which is nothing for a customer's eyes."""
    order = session.get_one(Order, order_id)
    wanted = wanted_of(session, order)
    mine = [hold for hold in live_holds(session, order.district_id, now) if hold.order_id == order_id]
    if wanted is None:
        return {"now": now.isoformat(), "halves": [], "times": [], "hold": None}
    view = _slots(session, order.district_id, wanted, mine, now=now, travel=travel, whole=whole)
    return view | {"hold": held_json(mine[-1]) if mine else None}


def slots_at_intake(
    session: Session,
    district_id: str,
    kind: Kind,
    place: tuple[float, float],
    *,
    area_id: str | None,
    hold_id: str | None,
    now: datetime,
    travel: Travel,
) -> View:
    """The half-days that can be sold; the caller's own hold stands in nobody's way."""
    district = session.get_one(District, district_id)
    wanted = wanted_at_intake(session, district, kind, place, now, area_id=area_id)
    mine = [hold for hold in live_holds(session, district_id, now) if hold.id == hold_id]
    view = _slots(session, district_id, wanted, mine, now=now, travel=travel, whole=True)
    return view | {"times": [], "hold": held_json(mine[-1]) if mine else None}


def held_json(hold: SlotHold) -> View:
    return {
        "id": hold.id,
        "date": hold.date.isoformat(),
        "half": None if hold.half is None else str(hold.half),
        "agreed_at": _at(hold.agreed_at),
        "offered_at": _at(hold.offered_at),
        "expires_at": hold.expires_at.isoformat(),
    }


def _slots(
    session: Session,
    district_id: str,
    wanted: PlannedOrder,
    mine: Iterable[SlotHold],
    *,
    now: datetime,
    travel: Travel,
    whole: bool,
) -> View:
    without = frozenset(hold.id for hold in mine)
    day = slot_day(session, district_id, wanted, now, travel, without=without)
    offers = day.slots.offers(day.sought, slots_between(now, day.zone, day.rules.offered_days))
    return {
        "now": now.isoformat(),
        "halves": [_offer(offer, whole=whole) for offer in offers if offer.slot.half is not None],
        "times": [_offer(offer, whole=whole) for offer in offers if offer.slot.half is None],
    }


def _offer(offer: Offer, *, whole: bool) -> View:
    shown: View = {
        "date": offer.slot.day.isoformat(),
        "half": None if offer.slot.half is None else str(offer.slot.half),
        "agreed_at": _at(offer.slot.agreed_at),
        "from_at": offer.from_at.astimezone(UTC).isoformat(),
        "recommended": offer.recommended,
        "breaks": [] if offer.keeps else [str(PromiseCode.COMPLETE)],
    }
    if not whole:
        return shown
    return shown | {
        "technician_id": offer.technician_id,
        "start_at": datetime.fromtimestamp(offer.start, UTC).isoformat(),
        "extra_s": offer.travel,
        "late_s": offer.late,
        "pressure_s": offer.pressure,
        "cost_s": offer.cost,
    }


def _at(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()

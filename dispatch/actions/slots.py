"""Hold a slot while somebody chooses, turn it into a booking or an agreed time, let it go: capacity is sold once.

A hold is checked against the running plan under the lock under which plans are stored, so that of any number of callers
as many get one as the plan can hold. A large district takes half a second to look through: that is done before, without
the lock (`Look`), and again under it only if anything has changed meanwhile. Whatever is held is in the planner's
problem like a booked visit (storage/day.py). A hold that ran out holds nothing any more;
there is nothing to clean up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound, SlotTaken
from dispatch.actions.log import claim_name, locked_order, logged
from dispatch.actions.orders import Intake, OrderDraft, accept_order
from dispatch.actions.slot_look import Look, held_for, is_draft, look_at_intake, look_for_order
from dispatch.actions.steps import StepResult, take_step
from dispatch.orders import codes
from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import Actor, Role
from dispatch.planning.slots import Slot
from dispatch.storage.order import Order
from dispatch.storage.running_day import Travel
from dispatch.storage.slot_day import stamp_of
from dispatch.storage.slot_hold import SlotHold, live_holds
from technicians.skills import needed


@dataclass(frozen=True, slots=True)
class Held:
    hold: SlotHold
    replayed: bool


def hold_for_order(
    session: Session,
    order_id: str,
    slot: Slot,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
    travel: Travel,
    look: Look | None = None,
) -> Held:
    """Keep the slot for this order instead of what was kept for it before. Raises SlotTaken."""
    order = session.get(Order, order_id)
    if order is None:
        raise NotFound("order", order_id)
    _claim(session, order.district_id)
    if known := _replayed(session, event_id, order_id, slot):
        return Held(known, replayed=True)
    if look is None or look.stamp != stamp_of(session, order.district_id, now):
        look = look_for_order(session, order_id, slot, now=now, travel=travel)
    mine = held_for(session, order.district_id, order_id, now)
    hold = SlotHold(id=event_id, district_id=order.district_id, order_id=order_id)
    return _hold(session, hold, look, mine, actor=actor, now=now)


def hold_at_intake(
    session: Session,
    district_id: str,
    kind: codes.Kind,
    place: tuple[float, float],
    slot: Slot,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
    travel: Travel,
    area_id: str | None = None,
    instead_of: str | None = None,
    look: Look | None = None,
) -> Held:
    """Keep a half-day for an order that is being taken in, instead of one kept before. Raises SlotTaken."""
    _claim(session, district_id)
    if known := _replayed(session, event_id, None, slot):
        return Held(known, replayed=True)
    if look is None or look.stamp != stamp_of(session, district_id, now):
        look = look_at_intake(
            session,
            district_id,
            kind,
            place,
            slot,
            now=now,
            travel=travel,
            area_id=area_id,
            instead_of=instead_of,
        )
    mine = [hold for hold in live_holds(session, district_id, now) if is_draft(hold, instead_of)]
    hold = SlotHold(id=event_id, district_id=district_id)
    return _hold(session, hold, look, mine, actor=actor, now=now)


def confirm_hold(
    session: Session,
    order_id: str,
    hold_id: str,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
    travel: Travel,
) -> StepResult:
    """The time that is held becomes the agreed one; if it ran out it is looked for once more. Raises SlotTaken."""
    hold = session.get(SlotHold, hold_id)
    if hold is None or hold.order_id != order_id:
        raise NotFound("slot", hold_id)
    if hold.agreed_at is None:
        raise InvalidField("hold_id", "a time that is held, not a half-day", hold_id)
    _claim(session, hold.district_id)
    event = logged(session, event_id)
    if event is None and not hold.is_live(now):
        _look_again(session, hold, now=now, travel=travel)
    if event is not None:
        step = Step(event.type)
    else:
        status = locked_order(session, order_id).status
        step = Step.RESUME if status is Status.ON_HOLD else Step.CONTACT
    data: dict[str, str] = {"agreed_at": hold.agreed_at.isoformat()}
    if step is Step.CONTACT and actor.role is not Role.CUSTOMER:
        data |= {"channel": codes.Channel.PHONE, "by": codes.Party.CUSTOMER}
    return take_step(
        session,
        order_id,
        step,
        data,
        actor=actor,
        occurred_at=now,
        received_at=now,
        event_id=event_id,
    )


def accept_held(
    session: Session,
    draft: OrderDraft,
    hold_id: str,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
    travel: Travel,
) -> Intake:
    """Take the order in with the half-day that was held for it. Raises SlotTaken when that ran out and is gone."""
    hold = session.get(SlotHold, hold_id)
    if hold is None or hold.district_id != draft.district_id or hold.half is None:
        raise InvalidField("hold_id", "a half-day that is held for an order of this district", hold_id)
    _claim(session, hold.district_id)
    if logged(session, event_id) is None:
        if hold.order_id is not None:
            raise InvalidField("hold_id", "a half-day that is not another order's already", hold_id)
        place = (draft.lat, draft.lon)
        as_held = place == (hold.lat, hold.lon) and sorted(needed(draft.kind)) == hold.skills
        if not (as_held and hold.is_live(now)):
            _look_again(session, hold, now=now, travel=travel, kind=draft.kind, place=place)
    booked = replace(
        draft,
        booked_date=hold.date,
        booked_half=codes.Half(hold.half),
        offered_at=hold.offered_at,
    )
    intake = accept_order(session, booked, actor=actor, now=now, event_id=event_id)
    if not intake.replayed:
        hold.order_id, hold.ended_at = intake.order.id, now
    return intake


def release_hold(session: Session, hold_id: str, *, now: datetime, order_id: str | None = None) -> None:
    """Somebody else may have it; letting go of what ran out already changes nothing."""
    hold = session.get(SlotHold, hold_id)
    if hold is None or hold.order_id != order_id:
        raise NotFound("slot", hold_id)
    if hold.ended_at is None:
        hold.ended_at = now


def _hold(
    session: Session,
    hold: SlotHold,
    look: Look | None,
    mine: Sequence[SlotHold],
    *,
    actor: Actor,
    now: datetime,
) -> Held:
    if look is None or not look.free:
        raise SlotTaken
    for one in mine:
        one.ended_at = now
    hold.date, hold.half, hold.agreed_at = look.slot.day, look.slot.half, look.slot.agreed_at
    hold.offered_at, hold.technician_id = look.offered_at, look.wanted.technician_id
    hold.lat, hold.lon = look.wanted.place
    hold.duration_min = -(-round(look.wanted.duration.total_seconds()) // 60)
    hold.skills, hold.priority = sorted(look.wanted.skills), look.wanted.priority
    hold.created_at, hold.expires_at = now, now + look.kept_for
    hold.held_by_role, hold.held_by_id = actor.role, actor.id
    session.add(hold)
    session.flush()
    return Held(hold, replayed=False)


def _look_again(
    session: Session,
    hold: SlotHold,
    *,
    now: datetime,
    travel: Travel,
    kind: codes.Kind | None = None,
    place: tuple[float, float] | None = None,
) -> None:
    """The hold ran out while somebody was still choosing, or was for another work or place: is there room all the same?"""
    if hold.order_id is not None:
        look = look_for_order(session, hold.order_id, hold.slot, now=now, travel=travel)
    elif kind is not None and place is not None:
        look = look_at_intake(
            session,
            hold.district_id,
            kind,
            place,
            hold.slot,
            now=now,
            travel=travel,
            instead_of=hold.id,
        )
    else:
        look = None
    if look is None or not look.free:
        raise SlotTaken


def _claim(session: Session, district_id: str) -> None:
    """One at a time, and not while a plan is being stored."""
    claim_name(session, f"plan {district_id}")


def _replayed(session: Session, event_id: str, order_id: str | None, slot: Slot) -> SlotHold | None:
    known = session.get(SlotHold, event_id)
    if known is not None and (known.order_id != order_id or known.slot != slot):
        raise InvalidField("event_id", "an id that was not used before", event_id)
    return known

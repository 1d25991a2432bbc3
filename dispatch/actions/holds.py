"""What a hold must bring before it may stop a clock: an end in sight, and a slot that was really offered."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.deed import Deed
from dispatch.actions.errors import InvalidField
from dispatch.orders import codes, facts
from dispatch.orders.lifecycle import Status
from dispatch.orders.people import STAFF
from dispatch.storage.district import District
from dispatch.storage.force_majeure import Declaration, covering
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.slot_hold import offered_with
from sla.appointment import Booking, booked_window
from sla.clock_facts import Evidence
from sla.policy import Half
from sla.reviews import REVIEW_WITHIN

LONGEST_WISH: Final = timedelta(days=366)
"""A customer may choose a slot far away; further than this it is a slip of the pen."""
_CUSTOMERS_LIMIT: Final = "a time at most 366 days ahead, the slot that the customer chose"
_OUR_LIMIT: Final = "a time at most 30 days ahead"
_AT_THE_DOOR: Final = frozenset({Status.ON_SITE, Status.WORKING})
_DISTURBING: Final = frozenset({codes.Channel.PHONE, codes.Channel.SMS, codes.Channel.WECHAT})
"""Whoever uses these disturbs somebody; the customer's own page and a talk at the door do not."""


def check_held(deed: Deed) -> facts.Held:
    """Nobody stops a clock without an end or a review within 30 days, nor by a reason that needs more than words."""
    fact: facts.Held = deed.fact
    begun_at = deed.timing.judged_at
    if fact.until is not None:
        later = fact.reason is codes.HoldReason.CUSTOMER_LATER
        if fact.until <= begun_at:
            raise InvalidField("until", "a time after the hold begins", fact.until.isoformat())
        if fact.until > begun_at + (LONGEST_WISH if later else REVIEW_WITHIN):
            raise InvalidField("until", _CUSTOMERS_LIMIT if later else _OUR_LIMIT, fact.until.isoformat())
    if fact.reason is codes.HoldReason.FORCE_MAJEURE and not is_declared(deed.session, deed.order, begun_at):
        raise InvalidField(
            "reason", "force majeure that a manager has declared for the area", str(fact.reason)
        )
    if fact.reason is codes.HoldReason.INCIDENT and deed.order.incident_id is None:
        raise InvalidField("reason", "the reason of an order that is in an open incident", str(fact.reason))
    if fact.reason is codes.HoldReason.CUSTOMER_LATER:
        offered_at, evidence = _offer(deed, fact.offered_at)
        return replace(fact, offered_at=offered_at, evidence=evidence)
    if fact.reason is codes.HoldReason.NOT_READY:
        seen = deed.before in _AT_THE_DOOR
        return replace(
            fact, offered_at=None, evidence=Evidence.SEEN_ON_SITE if seen else Evidence.CUSTOMERS_WORD
        )
    return replace(fact, offered_at=None, evidence=None)


def _offer(deed: Deed, said_at: datetime | None) -> tuple[datetime | None, Evidence | None]:
    """The slot that the customer puts off: the agreed time, else the booked half-day, else one offered in the talk."""
    order = deed.order
    if order.agreed_at is not None:
        return order.agreed_at, Evidence.AGREED_TIME
    booked_at = booked_from(deed.session, order, deed.timing.judged_at)
    if booked_at is not None and said_at in (None, booked_at):
        return booked_at, Evidence.BOOKED_SLOT
    if said_at is None:
        return None, None
    if said_at < deed.timing.judged_at:
        raise InvalidField("offered_at", "a slot that had not begun when it was offered", said_at.isoformat())
    return said_at, Evidence.OFFERED_SLOT


def put_off(deed: Deed, agreed_at: datetime) -> datetime | None:
    """What a customer puts off who chooses a later date alone, from the slots that we showed; None: nothing.

    It rests on the slot that was held for the customer: we know what else could be had then. What staff agree on the
    phone stops no clock; a customer who wants a later date is then recorded by a hold.
    """
    order = deed.order
    offered_at = offered_with(deed.session, order.id, agreed_at)
    if offered_at is None:
        return None
    first = order.agreed_at
    if first is None:
        first = booked_from(deed.session, order, deed.timing.judged_at)
    if first is None or first < deed.timing.judged_at:
        first = offered_at
    zone = ZoneInfo(deed.session.get_one(District, order.district_id).zone)
    return first if first.astimezone(zone).date() < agreed_at.astimezone(zone).date() else None


def booked_from(session: Session, order: Order, at: datetime) -> datetime | None:
    """When the booked half-day begins that has not passed yet."""
    if order.booked_date is None:
        return None
    zone = session.get_one(District, order.district_id).zone
    booking = Booking(date=order.booked_date, half=Half(order.booked_half or Half.DAY))
    window = booked_window(booking, zone, policy_for(session, order))
    # once it has passed it is no offer any more; the visit that did not come is judged by `arrive`
    return window.from_at if at <= window.to_at else None


def is_declared(session: Session, order: Order, at: datetime) -> bool:
    """Whether a manager has declared force majeure that covers the order then."""
    declared = session.scalars(select(Declaration).where(covering(order.district_id, order.area_id)))
    return any(each.covers(at) for each in declared)


def note_hours(deed: Deed) -> Any:
    """A call or a message of ours outside the contact hours is kept, and marked so that it counts for nothing."""
    fact = deed.fact
    ours = deed.actor.role in STAFF and fact.channel in _DISTURBING
    zone = deed.session.get_one(District, deed.order.district_id).zone
    contact = policy_for(deed.session, deed.order).contact_calendar(zone)
    off_hours = ours and not contact.is_open(deed.timing.judged_at)
    return replace(fact, off_hours=True if off_hours else None)

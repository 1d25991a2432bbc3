"""Call back every completed order: the calls that reached nobody, what the customer said, and the rating."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.actions.aside import DESK, note, replayed
from dispatch.actions.care import open_case_for_rating
from dispatch.actions.errors import InvalidField, NotAllowed
from dispatch.actions.log import locked_order
from dispatch.orders.codes import Channel, Outcome, RatingSource
from dispatch.orders.facts import CallBackTried, CalledBack, Rated
from dispatch.orders.people import Actor
from dispatch.storage.base import new_id
from dispatch.storage.call_back import CallBack, CallBackOutcome
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for

BEST: Final = 5
_LONGEST: Final = 2000


def owe_call_back(session: Session, order: Order, *, since: datetime) -> CallBack:
    """Each completion owes one, to be made by whoever of the desk comes first."""
    number = session.scalar(select(func.count()).where(CallBack.order_id == order.id)) or 0
    owed = CallBack(
        id=new_id(since, "call back", order.id, number + 1),
        order_id=order.id,
        occasion=number + 1,
        technician_id=order.technician_id,
        since=since,
        owner=DESK,
        tries=0,
    )
    session.add(owed)
    return owed


def drop_call_back(session: Session, order: Order) -> None:
    """The order was reopened: its next completion is followed up instead."""
    owed = _last(session, order)
    if owed is not None and owed.outcome is None:
        owed.outcome = CallBackOutcome.REOPENED


def try_call(
    session: Session,
    order_id: str,
    *,
    channel: Channel,
    outcome: Outcome,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> CallBack:
    """A call that reached nobody; when to call again follows from the ladder (sla/follow_up.py)."""
    order = locked_order(session, order_id)
    owed = _of_completed(session, order)
    if replayed(session, event_id, CallBackTried, order.id):
        return owed
    if owed.outcome is not None:
        raise NotAllowed("settled")
    zone = session.get_one(District, order.district_id).zone
    if not policy_for(session, order).contact_calendar(zone).is_open(now):
        raise NotAllowed("outside_contact_hours")
    owed.tries += 1
    owed.tried_at = now
    fact = CallBackTried(channel=channel, outcome=outcome)
    note(session, order, fact, actor=actor, now=now, event_id=event_id)
    return owed


def call_back(
    session: Session,
    order_id: str,
    *,
    source: RatingSource,
    rating: int | None,
    words: str | None,
    actor: Actor,
    now: datetime,
    event_id: str,
    occurred_at: datetime | None = None,
) -> CallBack:
    """Somebody of ours spoke to the customer, or brings the answer of a survey that others made."""
    order = locked_order(session, order_id)
    owed = _of_completed(session, order)
    if replayed(session, event_id, CalledBack, order.id):
        return owed
    _refuse_impossible(rating, words)
    event = note(
        session,
        order,
        CalledBack(source=source, rating=rating),
        actor=actor,
        now=now,
        event_id=event_id,
        occurred_at=occurred_at,
        follows_at=owed.since,
    )
    _hear(owed, CallBackOutcome.REACHED, event.judged_at, rating=rating, source=source, words=words)
    if rating is not None:
        open_case_for_rating(session, order, rating, actor=actor, now=now)
    return owed


def rate(
    session: Session,
    order_id: str,
    *,
    rating: int,
    source: RatingSource,
    words: str | None,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> CallBack:
    """The customer answered the survey, which is what a call-back asks for. A second rating is their newer word."""
    order = locked_order(session, order_id)
    owed = _of_completed(session, order)
    if replayed(session, event_id, Rated, order.id):
        return owed
    _refuse_impossible(rating, words)
    note(session, order, Rated(rating=rating, source=source), actor=actor, now=now, event_id=event_id)
    _hear(owed, CallBackOutcome.ANSWERED, now, rating=rating, source=source, words=words)
    open_case_for_rating(session, order, rating, actor=actor, now=now)
    return owed


def _hear(
    owed: CallBack,
    outcome: CallBackOutcome,
    at: datetime,
    *,
    rating: int | None,
    source: RatingSource,
    words: str | None,
) -> None:
    if owed.outcome is None:
        owed.outcome, owed.done_at, owed.source = outcome, at, source
    if rating is not None:
        owed.rating, owed.source = rating, source
    if words:
        owed.words = words.strip()


def _last(session: Session, order: Order) -> CallBack | None:
    return session.scalar(
        select(CallBack).where(CallBack.order_id == order.id).order_by(CallBack.occasion.desc()).limit(1)
    )


def _of_completed(session: Session, order: Order) -> CallBack:
    """What the order owes for its last completion; before one, or after a reopening, there is nothing to ask."""
    owed = _last(session, order)
    if owed is None or owed.outcome is CallBackOutcome.REOPENED or order.completed_at is None:
        raise NotAllowed("not_completed")
    return owed


def _refuse_impossible(rating: int | None, words: str | None) -> None:
    if rating is not None and not 1 <= rating <= BEST:
        raise InvalidField("rating", f"a whole number from 1 to {BEST}", rating)
    if words is not None and len(words) > _LONGEST:
        raise InvalidField("words", f"a text of 1 to {_LONGEST} characters", words)

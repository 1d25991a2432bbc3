"""Rebuild an order's clocks from its events, and with them what is due when."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.compensations import settle_compensation
from dispatch.actions.log import append
from dispatch.orders.events import Event
from dispatch.orders.facts import BreakWithdrawn, Broken, ReviewDue
from dispatch.orders.lifecycle import LEAVING, OPEN
from dispatch.orders.promises import order_facts
from dispatch.orders.timing import Timing
from dispatch.storage.base import new_id
from dispatch.storage.district import District
from dispatch.storage.event_log import events_of
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.promise_clock import Deadline, PromiseClock
from sla.clock import ClockState, State
from sla.compensation import DAY
from sla.order import clocks_of
from sla.policy import Kind, PerStartedDay, Policy

WAKE: Final = "wake"
"""The rung of a deadline at which a clock changes by itself (a pause begins or ends) and nobody is told."""


def recompute(session: Session, order: Order, now: datetime) -> tuple[ClockState, ...]:
    """Make the stored clocks, deadlines and compensations what the order's events say at `now`.

    An order's time does not run backwards: when the machine's clock was set back after a breach had been rung, judging
    at the earlier time would take the breach back, only to ring it again.
    """
    states, events = judged(session, order, now)
    newest_at = max(event.received_at for event in events)
    if newest_at > now:
        now = newest_at
        states, events = judged(session, order, now)
    if noticed := [*_undone_breaks(events, states), *_reviews_due(events, states)]:
        for fact in noticed:
            append(
                session, order, fact, Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False)
            )
        states, events = judged(session, order, now)
    with session.no_autoflush:  # these read only what was written before; one flush at the end is enough
        _store_clocks(session, order, states)
        _store_deadlines(session, order, states, now)
        settle_compensation(session, order, states, events, now)
    order.judged_at, order.judged_seq = now, events[-1].seq
    return states


def judged(session: Session, order: Order, now: datetime) -> tuple[tuple[ClockState, ...], list[Event]]:
    """The clocks as the log gives them at `now`, and the log; nothing is written."""
    zone = session.get_one(District, order.district_id).zone
    events = events_of(session, order.id)
    return clocks_of(order_facts(events, zone), policy_for(session, order), now), events


def standing_breaks(events: Iterable[Event]) -> dict[tuple[str, int], Event]:
    """The breaches that were announced and not taken back."""
    standing: dict[tuple[str, int], Event] = {}
    for event in events:
        if isinstance(event.fact, Broken):
            standing[event.fact.promise, event.fact.occasion] = event
        elif isinstance(event.fact, BreakWithdrawn):
            standing.pop((event.fact.promise, event.fact.occasion), None)
    return standing


def _undone_breaks(events: list[Event], states: tuple[ClockState, ...]) -> list[BreakWithdrawn]:
    """Announced breaches that the facts, as known by now, no longer bear out."""
    broken = {(str(state.promise), state.occasion) for state in states if state.state is State.BROKEN}
    return [
        BreakWithdrawn(promise=promise, occasion=occasion, episode=event.fact.episode)
        for (promise, occasion), event in standing_breaks(events).items()
        if (promise, occasion) not in broken
    ]


def _reviews_due(events: list[Event], states: tuple[ClockState, ...]) -> list[ReviewDue]:
    """Pauses that have been open for so long that the lead has to look at them, each review told once."""
    told = {event.fact for event in events if isinstance(event.fact, ReviewDue)}
    due = [
        ReviewDue(reason=review.reason, start_at=review.start_at, review_at=review.at)
        for state in states
        for review in state.reviews
    ]
    return [review for review in due if review not in told]


def _store_clocks(session: Session, order: Order, states: tuple[ClockState, ...]) -> None:
    stored = {
        (clock.promise, clock.occasion): clock
        for clock in session.scalars(select(PromiseClock).where(PromiseClock.order_id == order.id))
    }
    for state in states:
        clock = stored.pop((state.promise, state.occasion), None)
        if clock is None:
            clock = PromiseClock(
                order_id=order.id, promise=str(state.promise), occasion=state.occasion, rung=None
            )
            session.add(clock)
        elif clock.episode != state.episode:
            clock.rung = None
        clock.state = str(state.state)
        clock.started_at = state.started_at
        clock.due_at = state.due_at
        clock.opens_at = state.opens_at
        clock.met_at = state.met_at
        clock.broken_at = state.broken_at
        clock.void_at = state.void_at
        clock.paused_since = state.paused_since
        clock.provisional = state.provisional
        clock.episode = state.episode
        clock.facts = [line.as_json() for line in state.because]
    for clock in stored.values():
        session.delete(clock)


def _grows_at(order: Order, policy: Policy, state: ClockState, now: datetime) -> datetime | None:
    """When the next started day of a broken promise begins to cost."""
    if state.state is not State.BROKEN or state.met_at is not None or order.status not in OPEN - LEAVING:
        return None
    price = policy.row(state.promise, Kind(order.kind), order.tier).price
    if not isinstance(price, PerStartedDay):
        return None
    return now + DAY - state.late % DAY + timedelta(seconds=1)


def wanted_deadlines(
    order: Order, policy: Policy, states: Iterable[ClockState], now: datetime
) -> dict[tuple[str, int, int, str], datetime]:
    """What the clocks, as judged at `now`, want to be rung or looked at: promise, occasion, episode, rung; when."""
    wanted: dict[tuple[str, int, int, str], datetime] = {}
    for state in states:
        for rung in state.rungs:
            wanted[str(state.promise), state.occasion, state.episode, rung.name] = rung.at
        wakes_at = state.wakes_at or _grows_at(order, policy, state, now)
        if wakes_at is not None:
            wanted[str(state.promise), state.occasion, state.episode, WAKE] = wakes_at
    return wanted


def _store_deadlines(session: Session, order: Order, states: tuple[ClockState, ...], now: datetime) -> None:
    """Replace what is pending; what fired or passed in this episode is never due again."""
    wanted = wanted_deadlines(order, policy_for(session, order), states, now)
    for row in session.scalars(select(Deadline).where(Deadline.order_id == order.id)):
        due_at = wanted.pop((row.promise, row.occasion, row.episode, row.rung), None)
        if due_at is None:
            if row.done_at is None:
                session.delete(row)
        elif row.done_at is None or row.rung == WAKE or row.outcome == "moot":
            row.due_at, row.done_at, row.outcome = due_at, None, None
    for (promise, occasion, episode, name), due_at in wanted.items():
        session.add(
            Deadline(
                id=new_id(due_at, order.id, promise, occasion, episode, name),
                order_id=order.id,
                promise=str(promise),
                occasion=occasion,
                episode=episode,
                rung=name,
                due_at=due_at,
            )
        )

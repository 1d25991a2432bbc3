"""When each clock of an order was recomputed, because of which event, and from which due time to which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dispatch.orders.events import Event
from dispatch.orders.promises import order_facts
from sla.clock import ClockState, State
from sla.order import OrderFacts, clocks_of
from sla.policy import Policy, PromiseCode

Key = tuple[PromiseCode, int]
_A_WHILE: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A due time that was told before, and the one that holds from here on."""

    promise: PromiseCode
    occasion: int
    at: datetime
    """When we knew it: the receipt of the event, or the instant that passed without one."""
    event: Event | None
    """None: time alone did it (a provisional pause was not earned)."""
    was_due_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """The clocks before and after something was learnt, both as they read at that instant."""

    at: datetime
    event: Event | None
    before: dict[Key, ClockState]
    after: dict[Key, ClockState]
    drifting: frozenset[Key]
    """Standing still with no end known: the due time moves with every look at it."""


def recounts(events: Sequence[Event], zone: str, policy: Policy, now: datetime) -> tuple[Recount, ...]:
    """Every recomputation that moved a due time, oldest first: the log replayed one event at a time.

    That the due time of a clock drifts while it stands still is no recomputation: what a pause moved is told once, when
    its end is known, and is due to the event that said so.
    """
    told: dict[Key, datetime] = {}
    found: list[Recount] = []
    for moment in _moments(sorted(events, key=lambda event: event.seq), zone, policy, now):
        for key, state in moment.after.items():
            if key not in told:
                told[key] = state.due_at
                continue
            before = moment.before.get(key)
            was_due_at = told[key]
            if (
                before is not None
                and not before.provisional
                and state.due_at < before.due_at
                and state.due_at <= was_due_at
            ):
                was_due_at = before.due_at  # something was taken out that had moved it until now
            elif key in moment.drifting:
                continue
            told[key] = state.due_at
            if state.due_at != was_due_at:
                found.append(
                    Recount(
                        promise=state.promise,
                        occasion=state.occasion,
                        at=moment.at,
                        event=moment.event,
                        was_due_at=was_due_at,
                        due_at=state.due_at,
                    )
                )
    return tuple(found)


def _moments(events: Sequence[Event], zone: str, policy: Policy, now: datetime) -> Iterator[_Moment]:
    """After each event that says something, and at each instant between them that changes a clock by itself."""
    facts: OrderFacts | None = None
    known_at = now
    for index, event in enumerate(events):
        if facts is not None:
            yield from _passing(facts, policy, known_at, event.received_at)
        known_at = event.received_at if facts is None else max(known_at, event.received_at)
        after = order_facts(events[: index + 1], zone)
        if after != facts:
            yield _moment(facts, after, policy, known_at, event)
            facts = after
    if facts is not None:
        yield from _passing(facts, policy, known_at, now)


def _passing(facts: OrderFacts, policy: Policy, since: datetime, until: datetime) -> Iterator[_Moment]:
    at = since
    while True:
        wakes = [state.wakes_at for state in clocks_of(facts, policy, at) if state.wakes_at is not None]
        if not wakes or min(wakes) >= until:
            return
        at = min(wakes)
        yield _moment(None, facts, policy, at, None)


def _moment(
    before: OrderFacts | None, after: OrderFacts, policy: Policy, at: datetime, event: Event | None
) -> _Moment:
    states = _by_key(after, policy, at)
    later = _by_key(after, policy, at + _A_WHILE)
    return _Moment(
        at=at,
        event=event,
        before={} if before is None else _by_key(before, policy, at),
        after=states,
        drifting=frozenset(
            key
            for key, state in states.items()
            if state.state is State.PAUSED and later[key].due_at != state.due_at
        ),
    )


def _by_key(facts: OrderFacts, policy: Policy, at: datetime) -> dict[Key, ClockState]:
    return {(state.promise, state.occasion): state for state in clocks_of(facts, policy, at)}

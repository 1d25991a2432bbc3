"""What a simulated technician does on the phone: take orders, call customers, agree a time the plan can keep."""

from collections.abc import Generator
from datetime import datetime, time, timedelta
from typing import Any, Final

from dispatch.simulation.behaviour import Customer, customer_of
from dispatch.simulation.stage import Call, Person, Wait
from dispatch.simulation.technician import Technician
from dispatch.simulation.world import (
    LOCAL,
    Card,
    expected_at,
    in_contact_hours,
    instant,
    ladder_parts,
    local_day,
    quarter_after,
)

Doing = Generator[Wait | Call, Any, datetime]
"""A part of a life that ends at a later time."""

_LOOK_EVERY: Final = timedelta(seconds=75)
_EVENING_CALLS_END: Final = timedelta(hours=2)
_CALL_LASTS: Final = timedelta(seconds=95)
_RINGS_FOR: Final = timedelta(seconds=40)
_TOO_LATE: Final = timedelta(minutes=55)
_SAYS_SO_BEFORE: Final = timedelta(minutes=25)
_HOPES_UNTIL: Final = timedelta(minutes=35)
_NOTICE: Final = timedelta(minutes=25)
"""Nobody agrees on a time sooner than this."""
_MAY_SLIP: Final = timedelta(minutes=30)
_HALF_QUARTER: Final = timedelta(minutes=7, seconds=30)
_TELLS_ALL: Final = 4
"""Calls after which the ladder is exhausted."""
_HALVES: Final = {"am": (time(8), time(12)), "pm": (time(12), time(18)), "day": (time(8), time(18))}


def wait_until(at: datetime) -> Doing:
    woken: datetime = yield Wait(at)
    return woken


def answer_phone(me: Technician, at: datetime) -> Person:
    """Lives for ever: through the shift, and a little of the evening for those who did not answer."""
    while True:
        yield from me.send_waiting(at)
        begins, ends = me.shift(at)
        if at < begins or me.absent:
            at = yield Wait(begins if at < begins else at + timedelta(minutes=30))
            continue
        if at > ends + _EVENING_CALLS_END and not me.waiting:
            at = yield Wait(me.shift(at, days=1)[0])
            continue
        if not me.is_silent(at):
            for card in me.cards():
                if card["status"] == "assigned" and at < ends:
                    at = yield from _take(me, card, at)
                elif card["status"] == "taken":
                    at = yield from _reach(me, card, at)
                elif card["status"] == "contacted":
                    at = yield from _agree_anew(me, card, at)
        at = yield Wait(at + _LOOK_EVERY)


def _take(me: Technician, card: Card, at: datetime) -> Doing:
    if at >= me.since(card, "assigned", at) + me.visit(card).takes_after:
        answer = yield from me.step(card, "take", at)
        if answer.ok:
            me.since(card, "taken", at)
        at = yield Wait(at + timedelta(seconds=12))
    return at


def _reach(me: Technician, card: Card, at: datetime) -> Doing:
    """Call when it is time to; agree when the customer answers."""
    customer = me.world.known.get(card["id"])
    behaviour = customer_of(me.world.seed, customer.placed) if customer else None
    call = len(card["attempts"]) + 1
    rings_back = behaviour is not None and _rings_back(behaviour, card, at)
    if in_contact_hours(at) != at or (at < _next_call_at(me, card, at) and not rings_back):
        return at
    if behaviour is not None and call < behaviour.answers_call and not rings_back:
        at = yield Wait(at + _RINGS_FOR)
        outcome = behaviour.failed_calls[min(call, _TELLS_ALL) - 1]
        yield from me.step(card, "attempt", at, {"channel": "phone", "outcome": outcome})
        if call >= _TELLS_ALL:
            at = yield Wait(at + timedelta(seconds=30))
            yield from me.step(card, "hold", at, {"reason": "unreachable"})
        return at
    agreed_at = _propose(me, card, at, later=behaviour is not None and behaviour.chooses_later)
    if agreed_at is None:
        return at
    at = yield Wait(at + _CALL_LASTS + me.jitter(card, "call", most_min=2))
    if agreed_at > at:
        yield from me.step(
            card, "contact", at, {"agreed_at": agreed_at.isoformat(), "channel": "phone", "by": "customer"}
        )
    return at


def _rings_back(behaviour: Customer, card: Card, at: datetime) -> bool:
    """Many see the missed call and ring back."""
    if behaviour.rings_back_after is None or not card["attempts"]:
        return False
    missed = instant(card["attempts"][-1]["at"])
    return missed is not None and at >= missed + behaviour.rings_back_after


def _agree_anew(me: Technician, card: Card, at: datetime) -> Doing:
    """Nobody can be there in time any more: say so before the customer asks, and agree another time."""
    agreed, expected = instant(card["agreed_at"]), expected_at(card)
    if agreed is None or expected is None or expected < agreed + _TOO_LATE:
        return at
    another_day = local_day(expected) != local_day(agreed)  # the plan may still find room today
    if at < (agreed + _HOPES_UNTIL if another_day else agreed - _SAYS_SO_BEFORE):
        return at
    anew = max(quarter_after(expected - _HALF_QUARTER), quarter_after(at + _NOTICE))
    if (
        in_contact_hours(at) != at
        or at < me.since(card, f"late {card['agreed_at']}", at) + _SAYS_SO_BEFORE / 2
    ):
        return at
    at = yield Wait(at + _CALL_LASTS)
    yield from me.step(card, "contact", at, {"agreed_at": anew.isoformat(), "channel": "phone", "by": "us"})
    return at


def _next_call_at(me: Technician, card: Card, at: datetime) -> datetime:
    failed = [when for attempt in card["attempts"] if (when := instant(attempt["at"])) is not None]
    if not failed:
        return me.since(card, "taken", at) + me.visit(card).calls_after
    begins = next(part for part, _ in ladder_parts(failed[-1]) if part > failed[-1])
    return begins + me.jitter(card, "ladder", len(failed), most_min=60)


def _propose(me: Technician, card: Card, at: datetime, *, later: bool) -> datetime | None:
    """A round time shortly after the planned arrival, inside the half-day that was booked; None without a plan."""
    kept = instant(card["agreed_at"])
    if kept is not None and kept > at + _NOTICE / 2:
        return kept
    planned = expected_at(card)
    earliest = quarter_after(at + _NOTICE)
    if planned is None:
        waited = at - me.since(card, "taken", at) > timedelta(minutes=80)
        booked = _booked(card)
        return max(earliest, booked[0] + timedelta(hours=1)) if waited and booked else None
    agreed = max(quarter_after(planned - _HALF_QUARTER), earliest)
    booked = _booked(card)
    if booked is not None and planned <= booked[1] + _MAY_SLIP:  # else nobody says what the plan cannot keep
        agreed = max(booked[0], earliest, min(agreed, booked[1]))
    if later and not _due_before(card, agreed + timedelta(hours=26)):
        agreed += timedelta(days=1)
    last = me.shift(agreed)[1] - timedelta(minutes=30)  # a visit near the end of the shift is easily lost
    return agreed if agreed <= last or last < earliest else last


def _booked(card: Card) -> tuple[datetime, datetime] | None:
    if not card["booked_date"] or not card["booked_half"]:
        return None
    day = datetime.fromisoformat(card["booked_date"])
    begins, ends = (datetime.combine(day, of_day, LOCAL) for of_day in _HALVES[card["booked_half"]])
    return begins, ends


def _due_before(card: Card, at: datetime) -> bool:
    return any(
        promise["promise"] == "complete" and promise["due_at"] and instant(promise["due_at"]) < at  # type: ignore[operator]
        for promise in card["promises"]
    )

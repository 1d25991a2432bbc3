"""What people and things do to a visit: who answers, who withdraws, how long it takes, what the test shows.

Everything is drawn from the seed and the order's reference, never from the time at which it is asked: the same seed
gives the same stimuli however fast the machine is.
"""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from dispatch.simulation.chance import drawn_for, happens
from dispatch.simulation.names import QUESTIONS, REOPEN_REASONS, WITHDRAWAL_REASONS
from dispatch.simulation.orders import Placed

_MEDIAN_MINUTES: Final = {"install": 49, "move": 58, "repair": 30}
_ANSWERED_AT: Final = ((0.84, 1), (0.95, 2), (0.99, 3))
"""Up to this share of the customers answer that call; the rest answer none of the first four."""
_NEVER: Final = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """How the customer of one order behaves."""

    answers_call: int
    """The first call that is answered, counted from 1."""
    failed_calls: tuple[str, ...]
    rings_back_after: timedelta | None
    """Since a missed call."""
    question: str | None
    asks_after: timedelta
    withdraws_after: timedelta | None
    withdrawal_reason: str
    retracts_after: timedelta | None
    moves_time_by: timedelta | None
    moves_after: timedelta
    """After the time was agreed."""
    confirms_after: timedelta | None
    reopens_after: timedelta | None
    reopen_reason: str
    chooses_later: bool
    """Asked for a time, the customer wants another day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """How one visit goes; a second visit to the same order draws anew."""

    takes_after: timedelta
    calls_after: timedelta
    leaves_late_by: timedelta
    pace: float
    """Driving time, relative to free streets."""
    greets_for: timedelta
    works_for: timedelta
    fails_for: str | None
    speeds_mbps: tuple[float, ...]
    """One figure a test; below 90 % the technician tunes and tests once more."""
    optical_dbm: float
    closes_after: timedelta
    silent_after: timedelta | None
    """Since setting off: the moment at which the signal is lost."""
    silent_for: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """How long the desk takes for what this order brings to it."""

    answers_after: timedelta
    verifies_after: timedelta
    withdraws_after: timedelta
    rescues_after: timedelta
    answer_index: int


def customer_of(seed: int, order: Placed) -> Customer:
    random = drawn_for(seed, "customer", order.ref)
    draw = random.random()
    answers = next((call for share, call in _ANSWERED_AT if draw < share), _NEVER)
    asks = happens(random, 0.07)
    withdraws = happens(random, 0.035)
    retracts = withdraws and happens(random, 0.3)
    moves = happens(random, 0.04)
    confirms = happens(random, 0.8)
    reopens = happens(random, 0.015)
    return Customer(
        answers_call=answers,
        failed_calls=tuple(random.choices(("no_answer", "busy", "off"), (70, 20, 10), k=4)),
        rings_back_after=_minutes(random.triangular(4, 70, 20)) if happens(random, 0.5) else None,
        question=random.choice(QUESTIONS[order.language]) if asks else None,
        asks_after=_minutes(random.triangular(3, 400, 30)),
        withdraws_after=_minutes(random.triangular(10, 500, 60)) if withdraws else None,
        withdrawal_reason=random.choice(WITHDRAWAL_REASONS),
        retracts_after=_minutes(random.triangular(5, 60, 20)) if retracts else None,
        moves_time_by=timedelta(minutes=random.choice((-60, 60, 90, 120))) if moves else None,
        moves_after=_minutes(random.triangular(5, 90, 20)),
        confirms_after=_minutes(random.triangular(2, 150, 12)) if confirms else None,
        reopens_after=_minutes(random.triangular(30, 400, 120)) if reopens else None,
        reopen_reason=random.choice(REOPEN_REASONS),
        chooses_later=happens(random, 0.02),
    )


def visit_of(seed: int, ref: str, kind: str, contracted_mbps: int, number: int) -> Visit:
    """The `number`-th visit (from 1) to the order with this reference."""
    random = drawn_for(seed, "visit", ref, number)
    slow = happens(random, 0.03)
    silent = happens(random, 0.07)
    return Visit(
        takes_after=_minutes(
            random.triangular(1, 22, 4) if happens(random, 0.97) else random.uniform(25, 70)
        ),
        calls_after=_minutes(
            random.triangular(3, 75, 15) if happens(random, 0.985) else random.uniform(95, 150)
        ),
        leaves_late_by=_minutes(0 if happens(random, 0.6) else random.expovariate(1 / 6)),
        pace=random.triangular(0.85, 1.5, 1.0) if not slow else random.uniform(1.6, 2.4),
        greets_for=_minutes(random.uniform(1.5, 5)),
        works_for=_minutes(_MEDIAN_MINUTES[kind] * min(2.4, random.lognormvariate(0, 0.24))),
        fails_for=_failure(random, number),
        speeds_mbps=_speeds(random, contracted_mbps),
        optical_dbm=round(random.triangular(-26.5, -14, -19.5), 1),
        closes_after=_minutes(random.uniform(1, 4)),
        silent_after=_minutes(random.uniform(2, 45)) if silent else None,
        silent_for=_minutes(random.triangular(12, 75, 25)),
    )


def desk_of(seed: int, ref: str, number: int) -> Desk:
    random = drawn_for(seed, "desk", ref, number)
    return Desk(
        answers_after=_minutes(random.triangular(4, 120, 15)),
        verifies_after=_minutes(random.triangular(15, 240, 50)),
        withdraws_after=_minutes(random.triangular(5, 60, 15)),
        rescues_after=_minutes(random.triangular(5, 60, 14)),
        answer_index=random.randrange(100),
    )


def _failure(random: Random, number: int) -> str | None:
    draw = random.random()
    if number > 2:  # noqa: PLR2004  # nobody is unlucky three times
        return None
    return next(
        (
            reason
            for share, reason in (
                (0.012, "no_access"),
                (0.018, "not_ready"),
                (0.024, "parts"),
                (0.028, "line_fault"),
            )
            if draw < share
        ),
        None,
    )


def _speeds(random: Random, contracted_mbps: int) -> tuple[float, ...]:
    first = contracted_mbps * random.triangular(0.93, 1.06, 0.98)
    if happens(random, 0.07):
        second = contracted_mbps * (
            random.uniform(0.92, 0.99) if happens(random, 0.7) else random.uniform(0.7, 0.88)
        )
        return (round(contracted_mbps * random.uniform(0.55, 0.89), 1), round(second, 1))
    return (round(first, 1),)


def _minutes(minutes: float) -> timedelta:
    return timedelta(seconds=round(minutes * 60))

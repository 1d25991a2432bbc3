"""When each visit will really begin and end: the running plan rolled forward from what is known now, P50 and P90.

Who goes and in which order stays; lateness is allowed. Only two points of each distribution are carried along a
route, the median and the 90th percentile. Waiting then truncates exactly: whoever has time to spare sets off as
planned, in the median and in the worse case alike, so that a pause in the day absorbs what came before it. Spreads
that add up are independent, so that their squares add. Nobody is told an earlier time than the plan's: when a day
goes better than planned, the planner plans anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import hypot
from statistics import NormalDist

NONE = timedelta(0)
DURATION_SPREAD = 0.3
"""The standard deviation of a visit's work, as a share of it, while nothing was learned."""
TRAVEL_SPREAD = 0.2
"""The same of a journey, to which comes what parking and lifts take."""
TRAVEL_LEAST = timedelta(minutes=2)
OVERRUN_LEAST = timedelta(minutes=5)
"""Work that is under way is never surer than this."""
STILL = timedelta(minutes=15)
"""What overruns its time goes on for so long, as the planner counts too (`day.predicted_end`)."""
STANDARD = NormalDist()
Z90 = STANDARD.inv_cdf(0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A visit of the running plan that has not begun; `rest` is the lunch that the plan has before it."""

    order_id: str
    start_at: datetime
    travel: timedelta
    duration: timedelta
    rest: timedelta = NONE
    duration_sd: timedelta | None = None
    travel_sd: timedelta | None = None
    not_before_at: datetime | None = None  # what it waits for is done by then


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """What a technician is at: driving until `arrives_at`, or at it since `since_at`."""

    order_id: str
    duration: timedelta
    arrives_at: datetime | None = None
    since_at: datetime | None = None
    duration_sd: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Likely:
    """An instant that is as likely to come earlier as later, and one that nine times out of ten is not exceeded."""

    p50_at: datetime
    p90_at: datetime

    @property
    def spread(self) -> timedelta:
        return (self.p90_at - self.p50_at) / Z90

    def and_then(self, span: timedelta, sd: timedelta) -> "Likely":
        """So much later, give or take."""
        wide = timedelta(seconds=hypot(self.spread.total_seconds(), sd.total_seconds()))
        middle = self.p50_at + span
        return Likely(middle, middle + Z90 * wide)

    def not_before(self, at: datetime) -> "Likely":
        return Likely(max(self.p50_at, at), max(self.p90_at, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Eta:
    """What is to be expected of a visit; no arrival once somebody is there."""

    order_id: str
    arrive: Likely | None
    end: Likely


def roll(
    now: datetime, underway: Underway | None, visits: Sequence[Ahead], *, is_today: bool = True
) -> tuple[Eta, ...]:
    """One technician's day from now on. A day to come begins as planned, not now."""
    found: list[Eta] = []
    free: Likely | None = Likely(now, now) if is_today else None
    if underway is not None:
        eta = _finish(now, underway)
        found.append(eta)
        free = eta.end
    for visit in visits:
        leaves_at = visit.start_at - visit.travel
        ready = Likely(leaves_at, leaves_at)
        if free is not None:
            rested = free if not found else free.and_then(visit.rest, NONE)
            ready = rested.not_before(leaves_at)
        arrive = ready.and_then(visit.travel, travel_spread(visit.travel, visit.travel_sd))
        if visit.not_before_at is not None:
            arrive = arrive.not_before(visit.not_before_at)
        end = arrive.and_then(visit.duration, duration_spread(visit.duration, visit.duration_sd))
        found.append(Eta(order_id=visit.order_id, arrive=arrive, end=end))
        free = end
    return tuple(found)


def duration_spread(duration: timedelta, learned: timedelta | None = None) -> timedelta:
    return DURATION_SPREAD * duration if learned is None else learned


def travel_spread(travel: timedelta, learned: timedelta | None = None) -> timedelta:
    if learned is not None:
        return learned
    return TRAVEL_SPREAD * travel + (TRAVEL_LEAST if travel else NONE)


def window_around(p50_at: datetime, p90_at: datetime, now: datetime) -> tuple[datetime, datetime]:
    """From when to when to expect somebody: nine times out of ten not later, nine times out of ten not earlier.

    In whole fives of minutes around the median, at least five to either side; and nobody came before now.
    """
    five = timedelta(minutes=5)
    around = max(five, -(-(p90_at - p50_at) // five) * five)
    return max(now, p50_at - around), max(now, p50_at + around)


def _finish(now: datetime, underway: Underway) -> Eta:
    sd = duration_spread(underway.duration, underway.duration_sd)
    if underway.since_at is None:
        at = max(now, underway.arrives_at or now)
        arrive = Likely(at, at).and_then(NONE, travel_spread(at - now))
        return Eta(order_id=underway.order_id, arrive=arrive, end=arrive.and_then(underway.duration, sd))
    p50_at = max(underway.since_at + underway.duration, now + STILL)
    p90_at = max(
        underway.since_at + _worse(now - underway.since_at, underway.duration, sd),
        p50_at + Z90 * OVERRUN_LEAST,
    )
    return Eta(order_id=underway.order_id, arrive=None, end=Likely(p50_at, p90_at))


def _worse(gone: timedelta, duration: timedelta, sd: timedelta) -> timedelta:
    """How long the work takes in nine of ten cases, among those that have taken `gone` already."""
    if not sd:
        return duration
    below = STANDARD.cdf((gone - duration) / sd)
    share = below + 0.9 * (1 - below)
    return gone if share >= 1 else duration + STANDARD.inv_cdf(share) * sd

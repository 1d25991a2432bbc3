"""Laws for whole orders while only time passes: nothing changes but at an instant that was announced, or back."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sla.clock import ClockState, State
from sla.order import (
    Agreement,
    Assignment,
    Attempt,
    Booking,
    By,
    Completion,
    Half,
    Kind,
    OrderFacts,
    Pause,
    PauseReason,
    PromiseCode,
    Urgent,
    Verdict,
    Visit,
    Withdrawal,
    clocks_of,
)
from sla.promises import DEFAULT_POLICY
from tests.examples import examples

START = datetime(2026, 11, 20, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
INSTANT = timedelta(microseconds=1)
LAST = 60 * 4
"""Sixty hours, in quarters: enough for the ladder, a night and every target but the longest."""

LADDER = tuple(Attempt(at=START + timedelta(hours=hours), outcome="no_answer") for hours in (1.5, 4, 10, 25))
"""Taken at 09:00; called at 09:30, 12:00, 18:00 and the next morning at 09:00."""

Key = tuple[PromiseCode, int]
ticks = st.integers(0, LAST)


def at(tick: int) -> datetime:
    return START + tick * QUARTER


@st.composite
def orders(draw: st.DrawFn) -> OrderFacts:
    """Orders to which anything that could happen has happened within sixty hours, in a possible order of times."""

    def times(count: int) -> list[datetime]:
        return [at(tick) for tick in sorted(draw(st.lists(ticks, min_size=count, max_size=count)))]

    def some(count: int) -> list[datetime]:
        return times(draw(st.integers(0, count)))

    facts: dict[str, Any] = {}
    if draw(st.booleans()):
        assigned, taken = times(2)
        facts["assignments"] = (Assignment(technician="t", assigned_at=assigned, taken_at=taken),)
    facts["attempts"] = tuple(Attempt(at=each, outcome="no_answer") for each in some(6))
    if draw(st.booleans()):  # chance alone hardly ever climbs the ladder
        facts["assignments"] = (Assignment(technician="t", assigned_at=at(2), taken_at=at(4)),)
        facts["attempts"] = LADDER[: draw(st.integers(1, len(LADDER)))]
    facts["agreements"] = tuple(
        Agreement(at=each, agreed_at=each + draw(st.integers(0, 100)) * QUARTER, by=draw(st.sampled_from(By)))
        for each in some(3)
    )
    facts["visits"] = tuple(Visit(on_site_at=each) for each in some(2))
    facts["pauses"] = tuple(
        Pause(
            reason=PauseReason.CUSTOMER_LATER,
            start_at=each,
            end_at=None if length is None else each + length * QUARTER,
        )
        for each, length in zip(some(2), draw(st.tuples(*[st.none() | st.integers(0, 80)] * 2)), strict=False)
    )
    if draw(st.booleans()):
        facts["booking"] = Booking(date=at(draw(ticks)).date(), half=draw(st.sampled_from(Half)))
    if draw(st.booleans()):
        confirmed, deadline = times(2)
        facts["urgents"] = (Urgent(confirmed_at=confirmed, deadline_at=deadline),)
    if draw(st.integers(0, 3)) == 0:
        requested, verified = times(2)
        verdict = draw(st.sampled_from(Verdict) | st.none())
        facts["withdrawals"] = (
            Withdrawal(requested_at=requested, verified_at=verified if verdict else None, verdict=verdict),
        )
    if draw(st.booleans()):
        done = at(draw(ticks))
        facts["completions"] = (Completion(at=done, tested_at=done),)
    return OrderFacts(
        kind=draw(st.sampled_from(Kind)),
        tier=draw(st.sampled_from(("standard", "premium"))),
        zone="Asia/Shanghai",
        accepted_at=START,
        **facts,
    )


def settled(facts: OrderFacts) -> datetime:
    """The last instant of which the facts know: from here on only time passes."""
    times = [facts.accepted_at]
    for group in (facts.assignments, facts.attempts, facts.agreements, facts.visits, facts.completions):
        times += [
            value for each in group for name in each.__slots__ if _is_time(name, value := getattr(each, name))
        ]
    times += [each.start_at for each in facts.pauses] + [each.confirmed_at for each in facts.urgents]
    times += [each.verified_at or each.requested_at for each in facts.withdrawals]
    return max(times)


def _is_time(name: str, value: object) -> bool:
    return isinstance(value, datetime) and name != "agreed_at"


def judged(facts: OrderFacts, now: datetime) -> dict[Key, ClockState]:
    return {(each.promise, each.occasion): each for each in clocks_of(facts, DEFAULT_POLICY, now)}


laws = examples(100)


@laws
@given(orders(), st.integers(0, 400), st.integers(1, 400))
def test_what_is_settled_stays_settled(facts: OrderFacts, since: int, later: int) -> None:
    now = settled(facts) + since * QUARTER
    before, after = judged(facts, now), judged(facts, now + later * QUARTER)
    for key, clock in before.items():
        if clock.state in (State.KEPT, State.BROKEN, State.VOID, State.ATTEMPTED):
            assert (after[key].state, after[key].due_at, after[key].broken_at) == (
                clock.state,
                clock.due_at,
                clock.broken_at,
            )


@laws
@given(orders(), st.integers(0, 200))
def test_a_state_changes_only_at_an_instant_that_was_announced(facts: OrderFacts, since: int) -> None:
    now = settled(facts) + since * QUARTER
    clocks = judged(facts, now)
    announced = [rung.at for clock in clocks.values() for rung in clock.rungs if rung.at > now]
    announced += [clock.wakes_at for clock in clocks.values() if clock.wakes_at is not None]
    until = min(announced, default=now + timedelta(days=30))
    for moment in (now + INSTANT, now + (until - now) / 2, until - INSTANT):
        if now < moment < until:
            assert {key: clock.state for key, clock in judged(facts, moment).items()} == {
                key: clock.state for key, clock in clocks.items()
            }


@laws
@given(orders(), st.integers(0, 200))
def test_a_breach_that_is_announced_is_one_when_its_time_comes(facts: OrderFacts, since: int) -> None:
    now = settled(facts) + since * QUARTER
    for key, clock in judged(facts, now).items():
        if not clock.rungs or clock.rungs[-1].name != "broken":
            continue
        breaks_at = clock.rungs[-1].at
        if clock.state is State.BROKEN:
            assert breaks_at <= now
        elif clock.wakes_at is None or clock.wakes_at > breaks_at:
            assert judged(facts, breaks_at - INSTANT)[key].state is clock.state
            assert judged(facts, breaks_at)[key].state is State.BROKEN


@laws
@given(orders(), st.integers(0, 400))
def test_every_rung_lies_between_the_start_and_the_breach_in_rising_order(
    facts: OrderFacts, since: int
) -> None:
    for clock in judged(facts, settled(facts) + since * QUARTER).values():
        times = [rung.at for rung in clock.rungs]
        assert times == sorted(times)
        assert [rung.fraction for rung in clock.rungs] == sorted({rung.fraction for rung in clock.rungs})
        assert (
            all(clock.rungs[-1].at >= time >= clock.started_at for time in times)
            or clock.opens_at is not None
        )

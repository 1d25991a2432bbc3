"""Laws for what was known when: an order's log is read from its beginning, and what was settled then is settled now."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sla.clock import ClockFacts, Pause, State, judge
from sla.order import Kind, OrderFacts, PauseReason, PromiseCode
from sla.promises import DEFAULT_POLICY
from sla.working_time import ALWAYS
from tests.examples import examples
from tests.sla.test_time_passing import QUARTER, START, judged, orders, settled

SETTLED = (State.KEPT, State.BROKEN, State.VOID, State.ATTEMPTED)
laws = examples(100)


def known(facts: OrderFacts, now: datetime) -> OrderFacts:
    """What had happened by then; what was still to come is left out, what was still going on has no end yet."""

    def by_then(instant: datetime | None) -> datetime | None:
        return instant if instant is not None and instant <= now else None

    def seen(group: tuple[Any, ...], since: str, *later: str) -> tuple[Any, ...]:
        return tuple(
            replace(each, **{name: by_then(getattr(each, name)) for name in later})
            for each in group
            if getattr(each, since) <= now
        )

    withdrawals = seen(facts.withdrawals, "requested_at", "retracted_at", "verified_at", "withdrawn_at")
    return replace(
        facts,
        assignments=seen(facts.assignments, "assigned_at", "taken_at", "ended_at"),
        attempts=seen(facts.attempts, "at"),
        agreements=seen(facts.agreements, "at", "cancelled_at"),
        visits=seen(facts.visits, "on_site_at", "failed_at"),
        pauses=seen(facts.pauses, "start_at", "end_at"),
        completions=seen(facts.completions, "at", "reopened_at"),
        withdrawals=withdrawals,
        urgents=seen(facts.urgents, "confirmed_at", "works_at"),
    )


@laws
@given(orders(), st.integers(0, 300), st.integers(0, 300))
def test_what_was_settled_then_is_settled_the_same_way_after_all_that_followed(
    facts: OrderFacts, since: int, later: int
) -> None:
    for (
        request
    ) in facts.withdrawals:  # what was asked to be withdrawn is neither taken nor completed any more
        taken = tuple(each for each in facts.assignments if (each.taken_at or START) <= request.requested_at)
        facts = replace(facts, assignments=taken, completions=())
    then = START + since * QUARTER
    now = then + later * QUARTER
    before, after = judged(known(facts, then), then), judged(known(facts, now), now)
    withdrawn_at = known(facts, now).void_at
    for key, clock in before.items():
        if clock.state not in SETTLED:
            continue
        found = after[key]
        if clock.state is not State.VOID and found.state is State.VOID:
            # It was decided after the customer had asked to withdraw, and before that was confirmed.
            assert withdrawn_at is not None
            assert withdrawn_at <= (clock.broken_at or clock.met_at or then)
            continue
        assert (found.state, found.broken_at) == (clock.state, clock.broken_at)


@laws
@given(orders(), st.integers(0, 300), st.integers(0, 300))
def test_every_clock_that_was_there_is_still_there_with_its_own_start(
    facts: OrderFacts, since: int, later: int
) -> None:
    then = START + since * QUARTER
    now = then + later * QUARTER
    before, after = judged(known(facts, then), then), judged(known(facts, now), now)
    assert {
        key: clock.started_at for key, clock in before.items() if key[0] is not PromiseCode.CANCEL_VERIFY
    } == {key: after[key].started_at for key in before if key[0] is not PromiseCode.CANCEL_VERIFY}, (
        "the verification alone may start again: from the later acceptance by a technician"
    )


@laws
@given(orders(), st.integers(0, 300), st.integers(0, 300))
def test_with_pauses_granted_by_hand_the_due_time_only_ever_moves_later(
    facts: OrderFacts, since: int, later: int
) -> None:
    by_hand = replace(facts, attempts=(), withdrawals=(), visits=(), booking=None)
    then = START + since * QUARTER
    now = then + later * QUARTER
    key = (PromiseCode.COMPLETE, 1)
    before, after = judged(known(by_hand, then), then)[key], judged(known(by_hand, now), now)[key]
    assert before.due_at <= after.due_at


@laws
@given(orders(), st.integers(0, 400))
def test_reading_the_whole_log_again_gives_the_same_clocks(facts: OrderFacts, since: int) -> None:
    last = max([settled(facts), *(each.end_at for each in facts.pauses if each.end_at is not None)])
    now = last + since * QUARTER
    whole = judged(facts, now)
    assert judged(known(facts, now), now) == whole
    assert judged(facts, now) == whole


# One clock with whatever facts.

HOUR = timedelta(hours=1)
hours = st.integers(0, 120).map(lambda count: START + count * HOUR)
maybe = st.none() | hours


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    start = draw(hours)
    end = draw(st.none() | st.integers(0, 60).map(lambda length: start + length * HOUR))
    provisional = end is None and draw(st.booleans())
    return Pause(
        reason=draw(st.sampled_from(PauseReason)),
        start_at=start,
        end_at=end,
        provisional=provisional,
        received_at=draw(st.none() | st.integers(0, 60).map(lambda late: start + late * HOUR)),
        approved=draw(st.booleans()),
        taken_out_at=draw(st.none() | st.just(start)),
    )


@st.composite
def clock_facts(draw: st.DrawFn) -> ClockFacts:
    kind = draw(st.sampled_from(Kind))
    row = draw(st.sampled_from([row for row in DEFAULT_POLICY.rows if row.kind in (None, kind)]))
    calendar = draw(st.sampled_from((ALWAYS, DEFAULT_POLICY.contact_calendar("Asia/Shanghai"))))
    base_due_at = calendar.add(START, draw(st.integers(1, 72)) * HOUR)
    reopened = draw(st.lists(st.tuples(hours, st.integers(0, 30)), max_size=2))
    return ClockFacts(
        row=row,
        calendar=calendar,
        occasion=1,
        started_at=START,
        base_due_at=base_due_at,
        opens_at=draw(st.none() | st.just(base_due_at - 2 * HOUR)),
        pauses=tuple(draw(st.lists(pauses(), max_size=4))),
        worked=tuple((begin, begin + length * HOUR) for begin, length in reopened),
        met_at=draw(maybe),
        void_at=draw(maybe),
        failed_at=draw(maybe),
        attempted_at=draw(maybe),
        accrues_until=draw(maybe),
    )


def by_then(facts: ClockFacts, now: datetime) -> ClockFacts:
    """Without what would decide it only later."""
    decisions = {name: getattr(facts, name) for name in ("met_at", "void_at", "failed_at", "attempted_at")}
    return replace(
        facts, **{name: at if at is not None and at <= now else None for name, at in decisions.items()}
    )


@laws
@given(clock_facts(), hours)
def test_nothing_fires_for_a_clock_that_is_kept_void_attempted_or_standing_still(
    facts: ClockFacts, now: datetime
) -> None:
    """Whatever the facts: no rung is left, or only those from before it stood still; and a breach fires if it is one."""
    clock = judge(by_then(facts, now), now)
    fired = [rung for rung in clock.rungs if rung.at <= now]
    if clock.state in (State.KEPT, State.VOID, State.ATTEMPTED):
        assert clock.rungs == ()
    if clock.state is State.PAUSED:
        assert clock.paused_since is not None
        standing = [
            pause
            for pause in facts.pauses
            if pause.start_at <= now and (pause.end_at is None or now < pause.end_at)
        ]
        assert standing
        assert all(rung.at <= max(pause.start_at for pause in standing) for rung in fired)
    assert (clock.state is State.BROKEN) == any(rung.name == "broken" for rung in fired)
    assert (clock.state is State.BROKEN) == (clock.broken_at is not None)


@laws
@given(clock_facts(), hours)
def test_a_clock_is_never_due_before_it_would_be_without_any_pause(facts: ClockFacts, now: datetime) -> None:
    clock = judge(facts, now)
    assert clock.due_at >= facts.base_due_at
    lost = facts.calendar.between(facts.base_due_at, clock.due_at)
    assert facts.calendar.add(facts.base_due_at, lost) <= clock.due_at
    assert clock.late >= timedelta(0)


@laws
@given(clock_facts(), hours, st.randoms())
def test_the_order_in_which_the_facts_are_given_changes_nothing(
    facts: ClockFacts, now: datetime, chance: Any
) -> None:
    shuffled = list(facts.pauses)
    chance.shuffle(shuffled)
    turned = replace(facts, pauses=tuple(shuffled), worked=facts.worked[::-1])
    one, other = judge(facts, now), judge(turned, now)
    assert replace(one, because=()) == replace(other, because=())


@laws
@given(clock_facts(), hours)
def test_a_row_that_cannot_be_paused_is_judged_as_if_nobody_had_tried(
    facts: ClockFacts, now: datetime
) -> None:
    if not facts.row.pausable:
        assert judge(facts, now) == judge(replace(facts, pauses=()), now)

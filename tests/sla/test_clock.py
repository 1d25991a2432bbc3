"""Claims about one clock: what decides it, what may fire, how pauses and corrections move it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.clock import ClockFacts, Pause, State, judge
from sla.policy import Audience, Kind, PauseReason, PromiseCode
from sla.promises import DEFAULT_POLICY
from sla.working_time import ALWAYS
from tests.examples import examples

START = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
DUE = START + 24 * HOUR
INSTANT = timedelta(microseconds=1)
FACTS = ClockFacts(
    row=DEFAULT_POLICY.row(PromiseCode.COMPLETE, Kind.REPAIR, "standard"),
    calendar=ALWAYS,
    occasion=1,
    started_at=START,
    base_due_at=DUE,
)


def pause(start: float, end: float | None, **more: Any) -> Pause:
    """In hours after the start."""
    end_at = None if end is None else START + end * HOUR
    return Pause(reason=PauseReason.CUSTOMER_LATER, start_at=START + start * HOUR, end_at=end_at, **more)


def test_the_very_instant_of_the_due_time_still_keeps_it() -> None:
    assert judge(replace(FACTS, met_at=DUE), DUE).state is State.KEPT
    assert judge(FACTS, DUE).state is State.RUNNING
    late = judge(replace(FACTS, met_at=DUE + INSTANT), DUE + INSTANT)
    assert (late.state, late.broken_at, late.late) == (State.BROKEN, DUE, INSTANT)


def test_who_comes_too_early_breaks_only_what_is_still_owed() -> None:
    window = replace(FACTS, opens_at=START + 2 * HOUR)
    early = judge(replace(window, met_at=START + HOUR), DUE)
    assert (early.state, early.broken_at) == (State.BROKEN, START + HOUR)
    void = replace(window, met_at=START + HOUR, void_at=START)
    assert judge(void, DUE).state is State.VOID


def test_the_rungs_are_half_three_quarters_nine_tenths_and_the_breach_just_after() -> None:
    rungs = judge(FACTS, START).rungs
    assert [(rung.name, rung.at - START) for rung in rungs] == [
        ("warn_50", 12 * HOUR),
        ("warn_75", 18 * HOUR),
        ("warn_90", 21.6 * HOUR),
        ("broken", 24 * HOUR + INSTANT),
    ]
    assert [rung.tells for rung in rungs] == [
        (Audience.TECHNICIAN,),
        (Audience.LEAD,),
        (Audience.MANAGER,),
        (Audience.DIRECTOR, Audience.CUSTOMER),
    ]


def test_a_breach_that_is_swept_at_its_rung_is_broken_then() -> None:
    breach = judge(FACTS, START).rungs[-1]
    assert judge(FACTS, breach.at).state is State.BROKEN


def test_a_pause_moves_the_warnings_that_follow_it_and_no_other() -> None:
    rungs = judge(replace(FACTS, pauses=(pause(13, 15),)), START).rungs
    assert [rung.at - START for rung in rungs] == [12 * HOUR, 20 * HOUR, 23.6 * HOUR, 26 * HOUR + INSTANT]


def test_while_a_pause_is_open_the_due_time_reads_as_if_it_ended_now() -> None:
    facts = replace(FACTS, pauses=(pause(2, None),))
    for hours in (2, 5, 100):
        state = judge(facts, START + hours * HOUR)
        assert (state.state, state.due_at) == (State.PAUSED, DUE + (hours - 2) * HOUR)
        assert state.paused_since == START + 2 * HOUR


def test_an_open_pause_leaves_only_the_rungs_before_it() -> None:
    facts = replace(FACTS, pauses=(pause(14, None),))
    assert [rung.name for rung in judge(facts, START + 20 * HOUR).rungs] == ["warn_50"]


def test_a_pause_that_is_granted_ahead_runs_until_it_starts_and_again_after_it() -> None:
    facts = replace(FACTS, pauses=(pause(10, 40),))
    seen = [judge(facts, START + hours * HOUR) for hours in (9, 10, 39, 40)]
    assert [each.state for each in seen] == [State.RUNNING, State.PAUSED, State.PAUSED, State.RUNNING]
    assert {each.due_at for each in seen} == {START + 54 * HOUR}
    assert [each.wakes_at for each in seen] == [START + 10 * HOUR, START + 40 * HOUR, START + 40 * HOUR, None]


def test_what_is_met_while_paused_is_met() -> None:
    state = judge(replace(FACTS, pauses=(pause(2, None),), met_at=START + 50 * HOUR), START + 60 * HOUR)
    assert (state.state, state.rungs, state.wakes_at) == (State.KEPT, (), None)


def test_a_pause_that_starts_after_the_breach_does_not_undo_it_but_stops_the_money() -> None:
    facts = replace(FACTS, pauses=(pause(25, 35),), met_at=START + 40 * HOUR)
    state = judge(facts, START + 50 * HOUR)
    assert (state.state, state.broken_at, state.late) == (State.BROKEN, DUE, 6 * HOUR)


def test_a_pause_received_after_the_breach_needs_the_lead() -> None:
    late = pause(12, 15, received_at=START + 25 * HOUR)
    refused = judge(replace(FACTS, pauses=(late,)), START + 26 * HOUR)
    assert refused.state is State.BROKEN
    assert "pause_after_breach" in [line.code for line in refused.because]
    granted = judge(replace(FACTS, pauses=(replace(late, approved=True),)), START + 26 * HOUR)
    assert (granted.state, granted.due_at) == (State.RUNNING, DUE + 3 * HOUR)
    in_time = judge(replace(FACTS, pauses=(replace(late, received_at=START + 23 * HOUR),)), START + 26 * HOUR)
    assert in_time.state is State.RUNNING


def test_an_upheld_dispute_takes_the_pause_out() -> None:
    disputed = pause(12, 15, taken_out_at=START + 20 * HOUR)
    state = judge(replace(FACTS, pauses=(disputed,)), START + 25 * HOUR)
    assert (state.state, state.due_at) == (State.BROKEN, DUE)
    assert "pause_taken_out" in [line.code for line in state.because]


def test_only_complete_can_be_paused() -> None:
    row = DEFAULT_POLICY.row(PromiseCode.CONTACT, Kind.REPAIR, "standard")
    state = judge(replace(FACTS, row=row, pauses=(pause(2, None),)), START + 3 * HOUR)
    assert (state.state, state.due_at) == (State.RUNNING, DUE)


def test_a_provisional_pause_says_so_and_wakes_when_it_lapses() -> None:
    facts = replace(FACTS, pauses=(pause(2, None, provisional=True, lapses_at=START + 6 * HOUR),))
    state = judge(facts, START + 3 * HOUR)
    assert (state.state, state.provisional) == (State.PAUSED, True)
    assert state.wakes_at == START + 6 * HOUR + INSTANT


def test_void_before_the_break_is_void_and_after_it_broken() -> None:
    assert judge(replace(FACTS, void_at=DUE), DUE + HOUR).state is State.VOID
    assert judge(replace(FACTS, void_at=DUE + INSTANT), DUE + HOUR).state is State.BROKEN


def test_what_we_cannot_do_is_broken_as_soon_as_it_is_known() -> None:
    state = judge(replace(FACTS, failed_at=START + 5 * HOUR), START + 6 * HOUR)
    assert (state.state, state.broken_at) == (State.BROKEN, START + 5 * HOUR)
    assert [(rung.name, rung.at) for rung in state.rungs] == [("broken", START + 5 * HOUR)]


def test_what_fails_at_the_very_due_time_is_broken_and_told_there_and_then() -> None:
    state = judge(replace(FACTS, failed_at=DUE), DUE)
    assert (state.state, state.rungs[-1].name, state.rungs[-1].at) == (State.BROKEN, "broken", DUE)


def test_a_late_truth_takes_the_breach_back_and_opens_a_new_episode() -> None:
    assert judge(FACTS, DUE + HOUR).state is State.BROKEN
    corrected = judge(replace(FACTS, met_at=DUE - HOUR, withdrawn_breaks=1), DUE + 2 * HOUR)
    assert (corrected.state, corrected.episode, corrected.rungs) == (State.KEPT, 2, ())


def test_the_reasons_are_codes_with_times_in_the_order_of_the_story() -> None:
    state = judge(replace(FACTS, pauses=(pause(2, 5),), met_at=START + 30 * HOUR), START + 31 * HOUR)
    assert [line.as_json() for line in state.because] == [
        {"code": "started", "at": "2026-11-20T02:00:00+00:00"},
        {"code": "target", "at": "2026-11-21T02:00:00+00:00", "calendar": "always"},
        {
            "code": "paused",
            "at": "2026-11-20T04:00:00+00:00",
            "until": "2026-11-20T07:00:00+00:00",
            "reason": "customer_later",
            "dispute": None,
            "evidence": None,
        },
        {"code": "moved", "at": "2026-11-21T05:00:00+00:00", "seconds": 10800.0},
        {"code": "broken", "at": "2026-11-21T05:00:00+00:00"},
        {"code": "met_late", "at": "2026-11-21T08:00:00+00:00"},
    ]


hours = st.integers(0, 100)
any_pause = st.builds(lambda start, length: pause(start, start + length), hours, hours)


@examples(150)
@given(
    st.lists(any_pause, max_size=4),
    st.none() | hours,
    st.none() | hours,
    st.booleans(),
    hours,
)
def test_nothing_fires_for_a_clock_that_is_kept_void_or_paused(
    pauses: list[Pause], met: int | None, void: int | None, leave_open: bool, now: int
) -> None:
    facts = replace(
        FACTS,
        pauses=(*pauses, *([pause(30, None)] if leave_open else [])),
        met_at=None if met is None or met > now else START + met * HOUR,
        void_at=None if void is None or void > now else START + void * HOUR,
    )
    at = START + now * HOUR
    state = judge(facts, at)
    fired = [rung for rung in state.rungs if rung.at <= at]
    if state.state in (State.KEPT, State.VOID):
        assert not state.rungs
    if state.state is State.PAUSED:
        assert all(rung.at <= (state.paused_since or at) for rung in fired), (
            "nothing new while it stands still"
        )
    assert ("broken" in [rung.name for rung in fired]) == (state.state is State.BROKEN)


@examples(150)
@given(st.lists(any_pause, max_size=4), any_pause, hours, hours)
def test_pauses_are_a_set_and_a_longer_one_never_makes_it_due_earlier(
    pauses: list[Pause], last: Pause, longer: int, now: int
) -> None:
    at = START + now * HOUR
    assert last.end_at is not None
    before = judge(replace(FACTS, pauses=(*pauses, last)), at).due_at
    assert judge(replace(FACTS, pauses=(last, *reversed(pauses), last)), at).due_at == before
    grown = replace(last, end_at=last.end_at + longer * HOUR)
    assert judge(replace(FACTS, pauses=(*pauses, grown)), at).due_at >= before


@pytest.mark.parametrize("met", [None, 30])
def test_time_passing_alone_never_mends_a_broken_clock(met: int | None) -> None:
    facts = replace(FACTS, met_at=None if met is None else START + met * HOUR)
    assert {judge(facts, START + later * HOUR).state for later in (31, 40, 400)} == {State.BROKEN}

"""Why a visit is with its technician and at its time: the others' prices, the rules that exclude the rest, what decided."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from dispatch.planning.alternatives import Decision, Reasons, reasons_for
from dispatch.planning.blocks import Block
from dispatch.planning.check import violations
from dispatch.planning.diff_side import promised_windows
from dispatch.planning.insert import best_places
from dispatch.planning.lanes import LOST, Lanes
from dispatch.planning.problem import Break, Busy, Fallback, Job, Problem, Shift, Window
from dispatch.planning.timed_plan import whole
from dispatch.planning.travel import MatrixTravel
from dispatch.planning.why_time import TimeReason, why_then
from tests.planning.test_plan_diff import EAST, ROAD, WEST, any_plans, day, job, plan, shift


def reasons(problem: Problem, name: str, *, held_by: str | None = None, **lanes: tuple[str, ...]) -> Reasons:
    asked = next(one for one in problem.jobs if one.id == name)
    crew = [shift.technician_id for shift in problem.shifts]
    return reasons_for(problem, ROAD, plan(problem, **lanes), asked, crew=crew, held_by=held_by)


def test_the_shorter_road_decides_and_says_by_how_much() -> None:
    found = reasons(day(job("a", 2)), "a", west=("a",))
    assert found.seat is not None
    assert (found.seat.shift.technician_id, found.seat.travel) == ("west", 1200)
    assert (found.decision, found.by) == (Decision.TRAVEL, 7 * 600 - 2 * 600)
    assert found.runner_up is not None
    assert found.runner_up.technician_id == "east"


def test_an_alternative_says_each_part_of_its_price() -> None:
    tired = replace(EAST, regular_end=3000, hourly_overtime_cost=7200)
    known = job("a", 2, preferred=frozenset({"west"}), stranger_cost=300, announced="west", change_cost=900)
    found = reasons(day(known, shifts=(WEST, tired)), "a", west=("a",))
    assert found.runner_up is not None
    assert found.runner_up.more == {
        "travel": 3000,
        "stranger": 300,
        "changed": 900,
        "overtime": 2 * (2 * 7 * 300 + 1800 - 3000),
    }
    assert found.runner_up.cost == sum(found.runner_up.more.values())


def test_a_promise_decides_before_any_road() -> None:
    urgent = job("a", 8, due=4300, weight=10, fallbacks=(Fallback(loss=6),))
    found = reasons(day(urgent), "a", east=("a",))
    assert (found.decision, found.by) == (Decision.LOST, 0) or found.decision is Decision.TRAVEL
    slow = replace(WEST, earliest=2000)
    found = reasons(day(urgent, shifts=(slow, EAST)), "a", east=("a",))
    assert (found.decision, found.by) == (Decision.LOST, 6)
    assert found.runner_up is not None
    assert found.runner_up.more[LOST] == 6


def test_who_took_the_order_keeps_it_whatever_the_road() -> None:
    found = reasons(day(job("a", 2)), "a", held_by="east", east=("a",))
    assert found.decision is Decision.HELD
    assert found.runner_up is not None
    assert found.runner_up.cost < 0, "what it would save is said all the same"
    assert reasons(day(job("a", 2)), "a", east=("a",)).decision is Decision.CHEAPER_ELSEWHERE


@pytest.mark.parametrize(
    ("asked", "other", "code", "names"),
    [
        (job("a", 2, skills=frozenset({"fibre"})), {}, Block.SKILLS, ("fibre",)),
        (job("a", 2, levels={"fibre": 2}), {"levels": {"fibre": 1}}, Block.LEVEL, ("fibre",)),
        (job("a", 2, technicians=frozenset({"west"})), {}, Block.PERSON, ("west",)),
        (job("a", 2, excluded=frozenset({"east"})), {}, Block.EXCLUDED, ()),
        (job("a", 2, tools=frozenset({"ladder"})), {}, Block.PARTS, ("ladder",)),
        (job("a", 2, delivery=(3,)), {"capacity": (2,)}, Block.CAPACITY, ()),
        (job("a", 2, due=3000), {}, Block.SHIFT, ()),
        (job("a", 2), {"max_tasks": 0}, Block.TASKS, ()),
        (job("a", 2), {"latest": 9000}, Block.FULL, ()),
    ],
)
def test_each_rule_excludes_by_its_name(
    asked: Job, other: dict[str, Any], code: Block, names: tuple[str, ...]
) -> None:
    able = replace(
        WEST,
        skills=frozenset({"fibre"}),
        levels={"fibre": 3},
        tools=frozenset({"ladder"}),
        capacity=(9,) if asked.delivery else None,
    )
    busy = job("b", 9, duration=5000)
    lanes = {"east": ("b",)} if code is Block.FULL else {}
    problem = day(asked, busy, shifts=(able, replace(EAST, **other)))
    found = reasons(problem, "a", west=("a",), **lanes)
    assert found.decision is Decision.ONLY_ONE
    (blocked,) = found.blocked
    assert blocked.blocked is not None
    assert (blocked.technician_id, blocked.blocked.code, blocked.blocked.names) == ("east", code, names)


def test_what_must_be_done_before_has_no_place() -> None:
    problem = day(job("a", 2, after=frozenset({"line"})), job("line", 4, skills=frozenset({"fibre"})))
    found = reasons(problem, "a")
    assert [
        (one.blocked and one.blocked.code, one.blocked and one.blocked.names) for one in found.blocked
    ] == [
        (Block.WAITS, ("line",)),
        (Block.WAITS, ("line",)),
    ]


def test_somebody_without_a_shift_is_away() -> None:
    problem = day(job("a", 2), shifts=(WEST,))
    found = reasons_for(problem, ROAD, plan(problem, west=("a",)), problem.jobs[0], crew=["west", "sick"])
    assert [(one.technician_id, one.blocked and one.blocked.code) for one in found.blocked] == [
        ("sick", Block.AWAY)
    ]


def test_a_full_day_says_by_how_much_it_is_too_short() -> None:
    short = replace(WEST, latest=1200 + 1800 + 1800 - 600)
    problem = day(job("a", 2), job("b", 2), shifts=(short,))
    found = reasons(problem, "b", west=("a",))
    (blocked,) = found.blocked
    assert blocked.blocked is not None
    assert (blocked.blocked.code, blocked.blocked.over) == (Block.FULL, 600)
    assert found.decision is None


def test_the_time_follows_from_the_stop_before_the_road_and_lunch() -> None:
    lunch = Break(id="lunch", windows=(Window(1000, 3000),), duration=900)
    eater = shift("west", 0, breaks=(lunch,))
    problem = day(job("a", 2), job("b", 5), shifts=(eater,))
    found = reasons(problem, "b", west=("a", "b"))
    assert found.seat is not None
    because = why_then(found.seat)
    assert [one.code for one in because] == [TimeReason.STOP_BEFORE, TimeReason.BREAK, TimeReason.ROAD]
    assert (because[0].other_id, because[0].at) == ("a", 2400)
    assert (because[2].seconds, because[2].at) == (900, found.seat.start)


def test_a_visit_waits_for_the_time_that_was_agreed() -> None:
    agreed = job("a", 2, windows=(Window(5000, 9000),))
    found = reasons(day(agreed), "a", west=("a",))
    assert found.seat is not None
    codes = {one.code: one for one in why_then(found.seat)}
    assert set(codes) == {TimeReason.STARTS_OUT, TimeReason.ROAD, TimeReason.IN_PROMISED_TIME}, (
        "nobody leaves home to wait at a door"
    )
    held = replace(WEST, busy=Busy(until=1000, location=2))
    second = reasons(day(job("b", 2), agreed, shifts=(held,)), "a", west=("b", "a"))
    assert second.seat is not None
    waits = {one.code: one for one in why_then(second.seat)}[TimeReason.WAITS_FOR_TIME]
    assert (waits.at, waits.seconds) == (5000, 5000 - 2800)
    first = reasons(day(job("b", 2), agreed, shifts=(held,)), "b", west=("b", "a"))
    assert first.seat is not None
    assert why_then(first.seat)[0].code is TimeReason.HELD_UP


def test_a_late_visit_says_what_it_misses() -> None:
    late = job("a", 2, windows=(Window(0, 300),), due=2000, weight=9, fallbacks=(Fallback(loss=4),))
    found = reasons(day(late), "a", west=("a",))
    assert found.seat is not None
    codes = [one.code for one in why_then(found.seat)]
    assert codes[-2:] == [TimeReason.OUTSIDE_WINDOW, TimeReason.AFTER_DUE]


@given(any_plans())
def test_every_place_and_every_price_is_true(one: Any) -> None:
    """Each alternative is driven in full and checked anew; each exclusion is confirmed by the insertion."""
    problem, travel, running = one
    for asked in problem.jobs:
        found = reasons_for(problem, travel, running, asked)
        places = best_places(problem, travel, running, asked)
        can = {place.technician_id for place in places if place.obstacle is None}
        own = found.seat.shift.technician_id if found.seat else None
        assert {alternative.technician_id for alternative in found.possible} == can - {own}
        for alternative in found.possible:
            assert alternative.seat is not None
            lane = alternative.seat.lane
            jobs = tuple(replace(task.job, after=frozenset()) for task in lane.tasks)
            alone = Problem(shifts=(lane.shift,), jobs=jobs, aims=problem.aims)
            assert lane.route is not None
            assert violations(alone, travel, whole(alone, [lane.route])) == ()


def test_a_freer_job_is_priced_with_everybody() -> None:
    """An order that its technician has taken belongs to them alone; what others would cost is asked with a freer one."""
    held = job("a", 2, technicians=frozenset({"west"}))
    problem = day(held)
    freer = replace(held, technicians=None)
    found = reasons_for(problem, ROAD, plan(problem, west=("a",)), freer, held_by="west")
    assert [one.technician_id for one in found.possible] == ["east"]


def test_shifts_of_several_days_are_one_technician() -> None:
    later = shift("west", 0, id="west/2", earliest=86_400, latest=122_400, day=1)
    problem = day(job("a", 2, delay_cost=600), shifts=(WEST, later))
    found = reasons(problem, "a", west=("a",))
    assert (found.possible, found.blocked) == ((), ())


def test_lanes_do_not_hold_the_job_that_is_asked_about() -> None:
    problem: Problem = day(job("a", 2), job("b", 4))
    lanes = Lanes(problem, MatrixTravel(ROAD.table("")), plan(problem, west=("a", "b")), asked="a")
    assert [task.job.id for task in lanes.lane(WEST).tasks] == ["b"]
    home: Shift = lanes.lane(EAST).shift
    assert lanes.lane(home).route is None


def test_an_announced_time_is_no_promise_to_the_customer() -> None:
    """It is kept where that costs little; whoever needs its place may move it."""
    announced = job(
        "a", 2, windows=(Window(3000, 4000),), fallbacks=(Fallback(windows=(Window(0, 20_000),), cost=300),)
    )
    assert promised_windows(announced) == ()
    found = reasons(day(announced), "a", west=("a",))
    assert found.seat is not None
    codes = {one.code: one for one in why_then(found.seat)}
    assert TimeReason.AS_ANNOUNCED in codes
    assert (codes[TimeReason.IN_WINDOW].at, codes[TimeReason.IN_WINDOW].until) == (0, 20_000)

"""Two plans of nearly the same problem: every difference is found, and said with the cause that made it."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning.check import violations
from dispatch.planning.diff_causes import NEWS, Cause
from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan, Route, Visit
from dispatch.planning.plan_diff import Change, VisitChange, diff, news
from dispatch.planning.problem import Busy, Fallback, Job, Problem, Shift, Window, may_do
from dispatch.planning.timed_plan import time_plan, time_route, whole
from dispatch.planning.travel import MatrixTravel, TravelTimes
from tests.planning.cases import cases

ROAD = MatrixTravel([[abs(a - b) * 300 for b in range(10)] for a in range(10)])
"""Ten places along one road, five minutes apart."""


def shift(name: str, home: int, **fields: Any) -> Shift:
    return Shift(
        **{
            "id": f"{name}/1",
            "technician_id": name,
            "start_location": home,
            "end_location": home,
            "earliest": 0,
            "latest": 36_000,
            **fields,
        }
    )


WEST, EAST = shift("west", 0), shift("east", 9)


def job(name: str, place: int, **fields: Any) -> Job:
    return Job(**{"id": name, "location": place, "duration": 1800, **fields})


def plan(problem: Problem, travel: TravelTimes = ROAD, **lanes: tuple[str, ...]) -> Plan:
    """The plan in which each technician drives to these in this order."""
    named = {shift.technician_id: shift.id for shift in problem.shifts}
    bare = Plan(
        routes=tuple(
            Route(
                shift_id=named[who],
                depart=0,
                visits=tuple(Visit(job_id=one, travel=0, arrive=0, start=0, finish=0) for one in jobs),
                rests=(),
                travel_home=0,
                back=0,
            )
            for who, jobs in lanes.items()
        ),
        unassigned=(),
    )
    return time_plan(problem, travel, bare)


def day(*jobs: Job, shifts: tuple[Shift, ...] = (WEST, EAST)) -> Problem:
    return Problem(shifts=shifts, jobs=jobs)


def changes(*sides: Any, travel: TravelTimes = ROAD, **more: Any) -> dict[str, VisitChange]:
    before, plan_before, after, plan_after = sides
    found = diff(before, plan_before, after, plan_after, travel, **more)
    return {change.job_id: change for change in found.changes}


def said(change: VisitChange) -> tuple[Change, Cause, str | None, int]:
    return change.change, change.cause, change.other_id, change.seconds


A, B, C = job("a", 2), job("b", 4), job("c", 7)


def test_the_same_plan_has_no_changes() -> None:
    problem = day(A, B)
    one = plan(problem, west=("a", "b"))
    found = diff(problem, one, problem, one, ROAD)
    assert found.changes == ()
    assert found.before == found.after
    assert (found.after.visits, found.after.travel, found.after.unassigned) == (2, 4 * 300 * 2, 0)


def test_only_the_sequences_of_a_plan_need_to_be_known() -> None:
    problem = day(A, B)
    one = plan(problem, west=("a", "b"))
    bare = replace(
        one,
        routes=tuple(
            replace(
                route,
                depart=0,
                back=0,
                visits=tuple(replace(v, travel=0, arrive=0, start=0, finish=0) for v in route.visits),
            )
            for route in one.routes
        ),
    )
    assert diff(problem, bare, problem, one, ROAD).changes == ()


def test_a_visit_goes_to_somebody_else_because_its_technician_is_away() -> None:
    before, after = day(A, B), day(A, B, shifts=(EAST,))
    found = changes(before, plan(before, west=("a",), east=("b",)), after, plan(after, east=("b", "a")))
    assert said(found["a"])[:2] == (Change.TECHNICIAN, Cause.TECHNICIAN_AWAY)
    assert (found["a"].was.technician_id, found["a"].now.technician_id) == ("west", "east")  # type: ignore[union-attr]


def test_a_new_order_appears_and_takes_anothers_place() -> None:
    before, new = day(A, B), job("n", 2)
    after = day(A, B, new)
    found = changes(before, plan(before, west=("a", "b")), after, plan(after, west=("n", "b"), east=("a",)))
    assert said(found["n"]) == (Change.APPEARED, Cause.NEW_ORDER, None, 0)
    assert said(found["a"]) == (Change.TECHNICIAN, Cause.NEW_ORDER_TOOK_PLACE, "n", 0)


def test_a_visit_that_is_done_or_withdrawn_vanishes_and_its_room_is_used() -> None:
    short = shift("west", 0, latest=3600)
    before, after = day(A, B, shifts=(short,)), day(job("b", 2), shifts=(short,))
    found = changes(before, plan(before, west=("a",)), after, plan(after, west=("b",)))
    assert said(found["a"]) == (Change.VANISHED, Cause.ORDER_GONE, None, 0)
    assert said(found["b"]) == (Change.APPEARED, Cause.ROOM_FREED, "a", 0)


def test_a_shorter_road_is_the_reason_where_nothing_firmer_is() -> None:
    problem = day(B, C)
    found = changes(problem, plan(problem, west=("b", "c")), problem, plan(problem, west=("b",), east=("c",)))
    assert said(found["c"]) == (Change.TECHNICIAN, Cause.CHEAPER_ROAD, None, 1800 - 1200)


def test_a_promise_is_kept_by_moving_another_order() -> None:
    urgent = replace(A, due=3000, weight=10, fallbacks=(Fallback(loss=4),))
    problem = day(urgent, B)
    first, then = plan(problem, west=("b", "a")), plan(problem, west=("a",), east=("b",))
    found = diff(problem, first, problem, then, ROAD)
    told = {change.job_id: change for change in found.changes}
    assert (found.before.lost, found.after.lost) == (4, 0)
    assert said(told["b"])[:3] == (Change.TECHNICIAN, Cause.KEEPS_PROMISE_OF, "a")
    assert said(told["a"])[:2] == (Change.TIME, Cause.KEEPS_OWN_PROMISE)


def test_a_stop_that_overruns_moves_those_after_it() -> None:
    before, after = day(A, B, C), day(replace(A, duration=3600), B, C)
    found = changes(before, plan(before, west=("a", "b", "c")), after, plan(after, west=("a", "b", "c")))
    assert said(found["b"]) == (Change.TIME, Cause.STOP_BEFORE_OVERRAN, "a", 1800)
    assert said(found["c"]) == (Change.TIME, Cause.STOP_BEFORE_MOVED, "b", 1800)
    assert "a" not in found


def test_what_only_shifts_a_little_is_no_news() -> None:
    before, after = day(A, B), day(replace(A, duration=2100), B)
    found = diff(before, plan(before, west=("a", "b")), after, plan(after, west=("a", "b")), ROAD)
    assert [change.job_id for change in found.changes] == ["b"]
    assert news(found).changes == ()
    assert news(found, 300) == found


def test_a_technician_who_is_held_up_comes_later() -> None:
    before = day(A)
    after = day(A, shifts=(replace(WEST, busy=Busy(until=1800, location=0)), EAST))
    found = changes(before, plan(before, west=("a",)), after, plan(after, west=("a",)))
    assert said(found["a"]) == (Change.TIME, Cause.TECHNICIAN_HELD_UP, None, 1800)


def test_traffic_moves_a_visit() -> None:
    slow = MatrixTravel(ROAD.table("") * 2)
    problem = day(A)
    found = changes(
        problem,
        plan(problem, west=("a",)),
        problem,
        plan(problem, slow, west=("a",)),
        travel=slow,
        travel_before=ROAD,
    )
    assert said(found["a"]) == (Change.TIME, Cause.ROAD_CHANGED, None, 600)


def test_an_agreed_time_that_is_given_up_is_counted() -> None:
    agreed = replace(
        A,
        windows=(Window(1000, 4000),),
        weight=10,
        fallbacks=(Fallback(windows=(Window(0, 30_000),), loss=6),),
    )
    problem = day(agreed, B)
    found = diff(problem, plan(problem, west=("a",)), problem, plan(problem, west=("b", "a")), ROAD)
    assert found.agreed_changed == 0, "b takes half an hour only"
    long = replace(B, duration=7200)
    problem = day(agreed, long)
    found = diff(problem, plan(problem, west=("a", "b")), problem, plan(problem, west=("b", "a")), ROAD)
    assert (found.agreed_changed, found.before.agreed_missed, found.after.agreed_missed) == (1, 0, 1)
    assert found.after.lost == 6
    assert next(change for change in found.changes if change.job_id == "a").leaves_promise


def test_a_customer_who_moves_the_time_is_the_cause() -> None:
    then, now = replace(A, windows=(Window(600, 4000),)), replace(A, windows=(Window(20_000, 24_000),))
    before, after = day(then), day(now)
    found = changes(before, plan(before, west=("a",)), after, plan(after, west=("a",)))
    assert said(found["a"])[:2] == (Change.TIME, Cause.WINDOW_CHANGED)


def test_overtime_is_a_total_and_a_cause() -> None:
    tired = replace(WEST, regular_end=5000)
    problem = Problem(shifts=(tired, EAST), jobs=(job("a", 4), job("b", 4)))
    together = plan(problem, west=("a", "b"))
    found = diff(problem, together, problem, plan(problem, west=("a",), east=("b",)), ROAD)
    assert (found.before.overtime, found.after.overtime) == (1200 + 2 * 1800 + 1200 - 5000, 0)
    assert said(found.changes[0])[1:] == (Cause.LESS_OVERTIME, None, 1000)


@st.composite
def any_plans(draw: st.DrawFn) -> tuple[Problem, MatrixTravel, Plan]:
    """Some jobs given to anybody who has their skills, in any order; none waits for another."""
    problem, travel = draw(cases())
    problem = replace(problem, jobs=tuple(replace(one, after=frozenset()) for one in problem.jobs))
    lanes: dict[str, list[Job]] = {}
    for one in draw(st.permutations(problem.jobs)):
        who = [shift for shift in problem.shifts if may_do(shift, one)]
        if who and draw(st.booleans()):
            lanes.setdefault(draw(st.sampled_from(who)).id, []).append(one)
    timetable = Timetable(problem, travel)
    routes = [time_route(timetable, timetable.shifts[name], lane) for name, lane in lanes.items()]
    return problem, travel, whole(problem, [route for route in routes if route is not None])


@given(any_plans(), any_plans())
def test_every_difference_of_any_two_plans_is_found(
    one: tuple[Problem, MatrixTravel, Plan], other: tuple[Problem, MatrixTravel, Plan]
) -> None:
    """Also of problems that have nothing in common but their names."""
    (before, road, first), (after, new_road, then) = one, other
    found = diff(before, first, after, then, new_road, travel_before=road)
    seats = [
        {visit.job_id: (route.shift_id, visit.start) for route in p.routes for visit in route.visits}
        for p in (first, then)
    ]
    differ = {
        job_id
        for job_id in seats[0].keys() | seats[1].keys()
        if (a := seats[0].get(job_id)) is None
        or (b := seats[1].get(job_id)) is None
        or a[0] != b[0]
        or abs(a[1] - b[1]) >= NEWS
    }
    assert {change.job_id for change in found.changes} == differ
    assert found.before.lost == first.lost
    assert found.after.travel == then.travel


@given(any_plans())
def test_a_plan_is_timed_by_its_rules(
    one: tuple[Problem, MatrixTravel, Plan],
) -> None:
    problem, travel, timed = one
    wrong = {each.rule for each in violations(problem, travel, timed)}
    assert wrong <= {"tasks"}

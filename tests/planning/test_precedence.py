"""A job that waits for another: whoever does which, the one is finished before the other starts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.field_service import generate
from dispatch.planning.check import violations
from dispatch.planning.explain import Obstacle, explain_unassigned
from dispatch.planning.insert import best_places
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Job, Problem, ProblemError, Shift, Window
from dispatch.planning.solve import solve
from dispatch.planning.state import POOLED_JOBS
from dispatch.planning.stop import Stretch, iterations
from dispatch.planning.timed_plan import time_plan
from dispatch.planning.travel import MatrixTravel
from tests.planning.cases import cases

TRAVEL = MatrixTravel([[0, 10, 50], [10, 0, 45], [50, 45, 0]])
SHIFTS = tuple(
    Shift(
        id=name,
        technician_id=name,
        start_location=0,
        end_location=0,
        earliest=0,
        latest=1000,
        skills=frozenset({name}),
    )
    for name in ("line", "home")
)
LINE = Job(id="line", location=2, duration=100, skills=frozenset({"line"}), weight=1)
VISIT = Job(
    id="visit", location=1, duration=50, skills=frozenset({"home"}), weight=5, after=frozenset({"line"})
)


def _planned(*jobs: Job, shifts: tuple[Shift, ...] = SHIFTS) -> tuple[Problem, Plan]:
    problem = Problem(shifts=shifts, jobs=jobs)
    return problem, solve(problem, TRAVEL, iterations(200), seed=1)


@given(cases(), st.integers(0, 3))
def test_whatever_waits_starts_after_what_it_waits_for_and_never_without_it(
    case: tuple[Problem, MatrixTravel], seed: int
) -> None:
    """In a chain through all jobs; the checker is asked again, and searching on loses nothing."""
    problem, travel = case
    jobs = tuple(
        replace(job, after=frozenset({f"j{k - 1}"}) if k % 3 else frozenset())
        for k, job in enumerate(problem.jobs)
    )
    problem = replace(problem, jobs=jobs)
    plan = solve(problem, travel, iterations(60), seed)
    assert violations(problem, travel, plan) == ()
    visits = {visit.job_id: visit for route in plan.routes for visit in route.visits}
    for job in jobs:
        if job.id in visits:
            assert all(visits[one].finish <= visits[job.id].start for one in job.after)


def test_the_visit_of_one_waits_for_the_line_task_of_another() -> None:
    _, plan = _planned(VISIT, LINE)
    visits = {visit.job_id: visit for route in plan.routes for visit in route.visits}
    assert visits["line"].finish <= visits["visit"].start
    assert plan.lost == 0


def test_the_instant_between_two_visits_is_found_where_the_first_guess_is_wrong() -> None:
    """Half of the day for each would be too early for the one and too late for the other."""
    early = replace(VISIT, windows=(Window(160, 170),))
    late = replace(LINE, windows=(Window(850, 860),), duration=40)
    assert _planned(early, LINE)[1].lost == 0
    assert _planned(VISIT, late)[1].lost == 0


def test_without_what_it_waits_for_a_visit_has_no_place_and_says_so() -> None:
    problem, plan = _planned(VISIT, LINE, shifts=SHIFTS[1:])
    assert set(plan.unassigned) == {"line", "visit"}
    found = {one.job_id: one for one in explain_unassigned(problem, TRAVEL, plan)}
    assert found["line"].obstacle is Obstacle.NO_SKILL
    assert found["visit"].obstacle is Obstacle.PREDECESSOR
    assert "line" in found["visit"].sentence


def test_what_many_wait_for_is_served_before_what_weighs_more_alone() -> None:
    """One line technician has time for one task: the light one, for three visits hang on it."""
    line = replace(SHIFTS[0], latest=200)
    heavy = replace(LINE, id="heavy", weight=4)
    waiting = tuple(replace(VISIT, id=f"v{k}", weight=2) for k in range(3))
    _, plan = _planned(heavy, LINE, *waiting, shifts=(line, SHIFTS[1]))
    assert plan.unassigned == ("heavy",)


def test_an_insertion_keeps_the_order_of_those_who_wait() -> None:
    problem, plan = _planned(VISIT, LINE)
    start = next(v.start for r in plan.routes for v in r.visits if v.job_id == "visit")
    assert start == 150, "as soon as the line task is done"
    urgent = Job(id="u", location=2, duration=300, skills=frozenset({"line"}))
    best = best_places(problem, TRAVEL, plan, urgent)[0]
    assert best.position == 1, "behind the line task, for the visit keeps its time"
    follower = replace(VISIT, id="f", location=2)
    first = best_places(problem, TRAVEL, plan, follower)[0]
    done = next(v.finish for r in plan.routes for v in r.visits if v.job_id == "line")
    assert first.start is not None
    assert first.start >= done
    lonely = replace(VISIT, id="l", after=frozenset({"nothing"}))
    assert {p.obstacle for p in best_places(problem, TRAVEL, plan, lonely)} == {Obstacle.PREDECESSOR}


def test_a_plan_without_times_is_timed_so_that_all_wait_for_those_before_them() -> None:
    report = replace(VISIT, id="report", location=2, after=frozenset({"visit"}))
    problem, plan = _planned(VISIT, LINE, report)
    bare = tuple(
        replace(route, visits=tuple(replace(visit, arrive=0, start=0, finish=0) for visit in route.visits))
        for route in plan.routes
    )
    timed = time_plan(problem, TRAVEL, replace(plan, routes=bare))
    assert violations(problem, TRAVEL, timed) == ()
    assert timed.unassigned == ()


def test_the_checker_refuses_a_visit_before_what_it_waits_for() -> None:
    alone, plan = _planned(replace(VISIT, after=frozenset()), replace(LINE, windows=(Window(500, 600),)))
    jobs = (replace(alone.jobs[0], after=frozenset({"line"})), alone.jobs[1])
    found = violations(replace(alone, jobs=jobs), TRAVEL, plan)
    assert {one.rule for one in found} == {"after"}


@pytest.mark.parametrize("after", [{"visit": "line", "line": "visit"}, {"line": "line"}, {"visit": "gone"}])
def test_a_job_that_waits_for_itself_or_for_nobody_we_know_is_refused(after: dict[str, str]) -> None:
    jobs = (
        replace(job, after=frozenset({after[job.id]} if job.id in after else ())) for job in (VISIT, LINE)
    )
    with pytest.raises(ProblemError, match="after"):
        _planned(*jobs)


@pytest.mark.parametrize("orders", [60, POOLED_JOBS + 50])
def test_waiting_jobs_are_planned_deterministically_on_islands_and_in_territories(orders: int) -> None:
    case = generate(orders, 2)
    jobs = tuple(
        replace(job, windows=(), after=frozenset({str(k - 1)}) if k % 5 == 1 else frozenset())
        for k, job in enumerate(case.problem.jobs)
    )
    problem = replace(case.problem, jobs=jobs)
    plans = [solve(problem, case.travel, iterations(3000), seed=3, workers=2) for _ in range(2)]
    assert plans[0] == plans[1]
    assert plans[0].lost < 0.2 * case.weight


@pytest.mark.parametrize("ends", [(0.4, 1.0), (0.3, 0.7, 1.0)])
def test_stretches_use_up_the_whole_rule_and_no_more(ends: tuple[float, ...]) -> None:
    whole = Stretch(iterations(10_000), ends[0])
    total = 0
    for end in ends:
        whole = whole.until(end)
        done = 0
        while (chunk := whole(done)) is not None:
            assert 0 <= chunk.begin < chunk.end <= 1
            done += chunk.iterations
        total += done
    assert total == whole.done == 10_000

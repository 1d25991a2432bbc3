"""Side by side: one plan for a seed, a number of steps and a number of workers, and never an invalid one."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.field_service import generate
from dispatch.planning.check import violations
from dispatch.planning.cover import Column, choose
from dispatch.planning.problem import Job, Problem, Shift, Window
from dispatch.planning.solve import solve
from dispatch.planning.state import POOLED_JOBS
from dispatch.planning.stop import Chunk, iterations
from dispatch.planning.travel import MatrixTravel


def _small(worked: bool) -> tuple[Problem, MatrixTravel]:
    case = generate(60, 3)
    shifts = tuple(
        replace(shift, hourly_work_cost=3600 if worked else 0, breaks=()) for shift in case.problem.shifts
    )
    return replace(case.problem, shifts=shifts), case.travel


@pytest.mark.parametrize("worked", [False, True])
@pytest.mark.parametrize("workers", [1, 2])
def test_islands_are_deterministic_and_valid(worked: bool, workers: int) -> None:
    problem, travel = _small(worked)
    plans = [solve(problem, travel, iterations(7000), seed=3, workers=workers) for _ in range(2)]
    assert plans[0] == plans[1]
    assert violations(problem, travel, plans[0]) == ()


def test_territories_are_deterministic_and_valid_and_leave_nobody_out() -> None:
    case = generate(POOLED_JOBS + 50, 1)
    plans = [solve(case.problem, case.travel, iterations(4500), seed=3, workers=2) for _ in range(2)]
    assert plans[0] == plans[1]
    alone = solve(case.problem, case.travel, iterations(4500), seed=3)
    assert plans[0].lost <= 1.02 * alone.lost + 10


def test_a_plan_comes_back_when_there_is_no_time_at_all() -> None:
    case = generate(POOLED_JOBS + 50, 1)
    for problem in (case.problem, _small(worked=True)[0]):
        plan = solve(
            problem, case.travel if problem is case.problem else _small(worked=True)[1], _never, 1, workers=2
        )
        assert len(plan.unassigned) == len(problem.jobs)


def _never(_done: int, /) -> Chunk | None:
    return None


def _column(shift: int, jobs: list[int], cost: float) -> Column:
    return Column(shift, np.array([(j, 0) for j in jobs], dtype=np.int32), cost)


def test_the_cover_puts_the_cheapest_plan_together_from_routes_of_several() -> None:
    columns = [
        _column(0, [0, 1], 10.0),
        _column(1, [2], 9.0),
        _column(0, [2], 4.0),
        _column(1, [0, 1], 12.0),
        _column(1, [1, 2], 5.0),
    ]
    chosen = choose(columns, [50.0] * 3, shifts=2, known=19.0, seconds=None)
    assert chosen.columns == (2, 3)
    assert choose(columns, [50.0] * 3, shifts=2, known=16.0, seconds=None).columns == ()


def test_a_job_is_left_out_where_that_is_cheaper_than_every_known_route() -> None:
    chosen = choose([_column(0, [0], 3.0), _column(0, [1], 2.0)], [50.0, 10.0], 1, known=60.0, seconds=None)
    assert chosen.columns == (0,)


def test_the_depot_is_visited_only_when_something_is_short_and_where_it_costs_least() -> None:
    travel = MatrixTravel([[0, 100, 110, 60], [100, 0, 20, 50], [110, 20, 0, 70], [60, 50, 70, 0]])
    shift = Shift(
        id="s",
        technician_id="t",
        start_location=0,
        end_location=0,
        earliest=0,
        latest=5000,
        parts={"modem": 1},
        depot=3,
        restock=30,
    )
    jobs = tuple(Job(id=str(k), location=k, duration=10, parts={"modem": 1}) for k in (1, 2))
    plan = solve(Problem(shifts=(shift,), jobs=jobs), travel, iterations(50), seed=1)
    assert plan.unassigned == ()
    assert plan.routes[0].restock is not None
    assert plan.routes[0].travel == 60 + 50 + 20 + 110
    enough = replace(shift, parts={"modem": 2})
    plan = solve(Problem(shifts=(enough,), jobs=jobs), travel, iterations(50), seed=1)
    assert plan.routes[0].restock is None
    none = replace(shift, depot=None)
    plan = solve(Problem(shifts=(none,), jobs=jobs), travel, iterations(50), seed=1)
    assert len(plan.unassigned) == 1


def test_nobody_who_is_paid_by_the_hour_leaves_early_to_wait() -> None:
    travel = MatrixTravel([[0, 100, 100], [100, 0, 50], [100, 50, 0]])
    shift = Shift(
        id="s",
        technician_id="t",
        start_location=0,
        end_location=0,
        earliest=0,
        latest=5000,
        hourly_work_cost=3600,
    )
    jobs = (
        Job(id="1", location=1, duration=10, windows=(Window(100, 800),)),
        Job(id="2", location=2, duration=10, windows=(Window(1000, 1100),)),
    )
    plan = solve(Problem(shifts=(shift,), jobs=jobs), travel, iterations(50), seed=1)
    assert plan.work == min(100 + 10 + 200 + 50 + 10 + 100, 100 + 10 + 50 + 10 + 100 + 140)

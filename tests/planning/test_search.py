"""The compiled search and the readable rules say the same, on random problems and random routes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning import offers, pool, search, slack, spans, walk, worked
from dispatch.planning.check import violations
from dispatch.planning.line import Line, Timetable
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Fallback, Job, Problem, Shift, Window, ways_of
from dispatch.planning.schedule import loads_fit, route_cost, schedule
from dispatch.planning.search import cheapest
from dispatch.planning.slack import AFTER, SHIFT, SOUND, fits
from dispatch.planning.solve import solve
from dispatch.planning.state import load, new_routes, new_walk, write
from dispatch.planning.stop import deadline, iterations
from dispatch.planning.tables import WAY_FROM, build_tables
from dispatch.planning.travel import MatrixTravel
from dispatch.planning.walk import begin, relink
from dispatch.planning.warm import warm
from dispatch.planning.worked import work_out
from tests.planning.cases import cases


@given(cases(), st.integers(0, 3))
def test_whatever_the_search_finds_the_independent_checker_accepts(
    case: tuple[Problem, MatrixTravel], seed: int
) -> None:
    problem, travel = case
    plan = solve(problem, travel, iterations(60), seed)  # refuses its own invalid plan; asked again here
    assert violations(problem, travel, plan) == ()
    better = solve(problem, travel, iterations(20), seed + 1, start_from=plan)
    assert better.lost <= plan.lost


@given(cases(), st.data())
def test_a_constant_time_check_agrees_with_a_full_schedule(
    case: tuple[Problem, MatrixTravel], data: st.DataObject
) -> None:
    problem, travel = case
    if not problem.jobs or not problem.shifts:
        return
    plan = solve(problem, travel, iterations(3), data.draw(st.integers(0, 9)))
    tables = build_tables(problem, travel)
    if tables.is_worked:
        return  # such routes are worked out whole: the claims below are about them
    routes = new_routes(tables)
    load(problem, tables, routes, plan)
    timetable = Timetable(problem, travel)
    n = len(problem.jobs)
    by_shift = {route.shift_id: route for route in plan.routes}
    for j, job in enumerate(problem.jobs):
        if routes.link[j, SHIFT] >= 0:
            continue
        for v, shift in enumerate(problem.shifts):
            route = by_shift.get(shift.id)
            tasks = [timetable.task(x.job_id, x.way) for x in route.visits] if route is not None else []
            line = Line(timetable, shift, tasks)
            for way in range(len(ways_of(job))):
                extra = timetable.task(job.id, way)
                p = n + v
                for position in range(len(tasks) + 1):
                    q = int(routes.link[p, AFTER])
                    longer = [*tasks[:position], extra, *tasks[position:]]
                    timely = schedule(timetable, shift, longer) is not None
                    light = loads_fit(shift, [task.job for task in longer])
                    assert fits(tables, routes, v, p, q, j, int(tables.node[j, 4]) + way) == (
                        timely and light
                    )
                    assert line.fits(extra, position) == timely
                    p = q


@given(cases(), st.data())
def test_the_search_prices_and_forbids_as_the_readable_rules_do(
    case: tuple[Problem, MatrixTravel], data: st.DataObject
) -> None:
    """Random routes, then one random change to each: both say what is possible and what it costs."""
    problem, travel = case
    if not problem.jobs or not problem.shifts:
        return
    tables = build_tables(problem, travel)
    routes = new_routes(tables)
    timetable = Timetable(problem, travel)
    n = len(problem.jobs)
    left = list(data.draw(st.permutations(range(n))))
    for v, shift in enumerate(problem.shifts):
        able = [j for j in left if tables.allowed[j, v] >= 0 and ways_of(problem.jobs[j])]
        row = able[: data.draw(st.integers(0, 5))]
        for change in (row, [j for j in row if data.draw(st.booleans())], row[::-1]):
            ways = [data.draw(st.integers(0, len(ways_of(problem.jobs[j])) - 1)) for j in change]
            first = [int(tables.node[j, WAY_FROM]) for j in change]
            nodes = [(j, a + way) for j, a, way in zip(change, first, ways, strict=True)]
            relink(tables, routes, v, np.array(nodes, dtype=np.int64).reshape(-1, 2))
            work_out(tables, routes, v)
            tasks = [timetable.task(problem.jobs[j].id, way) for j, way in zip(change, ways, strict=True)]
            route = schedule(timetable, shift, tasks)
            sound = bool(routes.state[v, SOUND])
            assert sound == (route is not None)
            if route is not None and tasks:
                lost = sum(ways_of(task.job)[task.way].loss for task in tasks)
                lost += sum(job.weight for k, job in enumerate(problem.jobs) if k not in change)
                absent = tuple(job.id for k, job in enumerate(problem.jobs) if k not in change)
                plan = Plan(routes=(route,), unassigned=absent, lost=lost)
                wrong = [
                    one
                    for one in violations(problem, travel, plan)
                    if one.rule not in {"capacity", "tasks", "after"}
                ]
                assert wrong == []
                assert routes.cost[v] == pytest.approx(route_cost(timetable, route))
        left = [j for j in left if j not in row]


def test_the_cheapest_place_is_the_cheapest_of_all_that_fit() -> None:
    rng = np.random.default_rng(5)
    table = rng.integers(1, 200, (12, 12))
    travel = MatrixTravel(table)
    shift = Shift(id="s", technician_id="t", start_location=0, end_location=0, earliest=0, latest=5000)
    jobs = tuple(Job(id=str(k), location=k, duration=10) for k in range(1, 12))
    problem = Problem(shifts=(shift,), jobs=jobs)
    plan = solve(Problem(shifts=(shift,), jobs=jobs[:-1]), travel, iterations(50), seed=1)
    tables = build_tables(problem, travel)
    routes = new_routes(tables)
    load(problem, tables, routes, plan)
    walk = new_walk(tables, seed=1)
    begin(tables, routes, walk)
    assert cheapest(tables, routes, walk, 10) == 0
    cost = walk.seen_cost[10, 0]
    timetable = Timetable(problem, travel)
    line = Line(timetable, shift, [timetable.task(v.job_id, 0) for v in plan.routes[0].visits])
    task = timetable.task("11", 0)
    assert cost == min(line.added_travel(task, k) for k in range(len(line.tasks) + 1) if line.fits(task, k))


def _town(count: int, technicians: int) -> tuple[Problem, MatrixTravel]:
    rng = np.random.default_rng(3)
    at = rng.uniform(0, 3000, (count + technicians, 2))
    travel = MatrixTravel(np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)))
    shifts = tuple(
        Shift(
            id=f"s{k}",
            technician_id=f"t{k}",
            start_location=count + k,
            end_location=count + k,
            earliest=0,
            latest=20_000,
        )
        for k in range(technicians)
    )
    jobs = tuple(Job(id=f"j{k}", location=k, duration=1200, weight=1 + k % 5) for k in range(count))
    return Problem(shifts=shifts, jobs=jobs), travel


def test_the_same_seed_and_iterations_give_the_same_plan() -> None:
    problem, travel = _town(40, 4)
    assert solve(problem, travel, iterations(500), seed=7) == solve(problem, travel, iterations(500), seed=7)
    plans = {solve(problem, travel, iterations(500), seed=seed).travel for seed in range(4)}
    assert len(plans) > 1


def test_searching_longer_finds_less_travel() -> None:
    problem, travel = _town(40, 4)
    first, later = (solve(problem, travel, iterations(count), seed=1) for count in (1, 4000))
    assert (later.lost, later.travel) < (first.lost, first.travel)


def test_a_running_plan_is_not_made_worse_by_starting_from_it() -> None:
    problem, travel = _town(40, 4)
    plan = solve(problem, travel, iterations(2000), seed=1)
    again = solve(problem, travel, iterations(1), seed=2, start_from=plan)
    assert (again.lost, again.travel) <= (plan.lost, plan.travel)


def test_weight_is_served_before_road_is_saved() -> None:
    """One technician has time for one of two: the heavy job far away, not the light one next door."""
    travel = MatrixTravel([[0, 10, 400], [10, 0, 400], [400, 400, 0]])
    shift = Shift(id="s", technician_id="t", start_location=0, end_location=0, earliest=0, latest=1000)
    near = Job(id="near", location=1, duration=150, weight=1)
    far = Job(id="far", location=2, duration=150, weight=2)
    plan = solve(Problem(shifts=(shift,), jobs=(near, far)), travel, iterations(50), seed=1)
    assert plan.unassigned == ("near",)
    assert plan.lost == 1


def test_a_late_way_is_used_only_when_the_timely_one_is_gone() -> None:
    travel = MatrixTravel([[0, 100], [100, 0]])
    shift = Shift(id="s", technician_id="t", start_location=0, end_location=0, earliest=0, latest=1000)
    job = Job(id="j", location=1, duration=50, due=200, weight=10, fallbacks=(Fallback(loss=4),))
    timely = solve(Problem(shifts=(shift,), jobs=(job,)), travel, iterations(5), seed=1)
    late = solve(Problem(shifts=(replace(shift, earliest=500),), jobs=(job,)), travel, iterations(5), seed=1)
    assert (timely.lost, timely.routes[0].visits[0].way) == (0, 0)
    assert (late.lost, late.unassigned) == (4, ())


def test_a_deadline_is_kept_on_the_clock_it_is_given() -> None:
    ticks = iter(range(1000))
    stop = deadline(lambda: float(next(ticks)), 10.0)
    done, chunks = 0, 0
    while (chunk := stop(done)) is not None:
        assert 0 <= chunk.begin < chunk.end <= 1
        done += chunk.iterations
        chunks += 1
    assert 0 < chunks <= 10


@pytest.mark.parametrize("count", [1, 1999, 2000, 4001])
def test_an_iteration_stop_stops_at_its_count(count: int) -> None:
    stop = iterations(count)
    done = 0
    while (chunk := stop(done)) is not None:
        done += chunk.iterations
    assert done == count


def test_nothing_to_do_and_nobody_to_do_it_are_plans_too() -> None:
    problem, travel = _town(3, 1)
    assert solve(Problem(shifts=problem.shifts, jobs=()), travel, iterations(5), seed=1).routes == ()
    nobody = solve(Problem(shifts=(), jobs=problem.jobs), travel, iterations(5), seed=1)
    assert nobody.unassigned == ("j0", "j1", "j2")


def test_the_search_compiles_one_variant_of_each_function() -> None:
    folder = warm()
    assert any(folder.rglob("*.nbi"))
    made = [
        f
        for module in (slack, spans, worked, offers, pool, walk, search)
        for f in vars(module).values()
        if hasattr(f, "signatures")
    ]
    assert made
    assert {f.__name__: len(f.signatures) for f in made if len(f.signatures) > 1} == {}


def test_a_route_is_taken_over_whole_where_a_part_of_it_would_not_hold() -> None:
    """Only who comes from the depot needs no setup there, and only for the modem does anybody go."""
    shift = Shift(
        id="s", technician_id="t", start_location=0, end_location=0, earliest=0, latest=391, depot=1
    )
    there = Job(id="there", location=1, duration=0, setup=15, windows=(Window(377, 388),))
    modem = Job(id="modem", location=1, duration=0, parts={"modem": 1})
    problem = Problem(shifts=(shift,), jobs=(there, modem))
    travel = MatrixTravel([[0, 2], [2, 0]])
    rows = {"s": (("there", 0), ("modem", 0))}
    plan = write(problem, travel, rows, 0)
    tables = build_tables(problem, travel)
    routes = new_routes(tables)
    load(problem, tables, routes, plan)
    assert [int(shift) for shift in routes.link[:2, SHIFT]] == [0, 0]

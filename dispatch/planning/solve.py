"""Solve a planning problem: a pure function of the problem, travel times, stop rule, seed and an optional start."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.islands import REHEAT, Islands
from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan
from dispatch.planning.precedence import Bounds, bounds
from dispatch.planning.problem import Problem
from dispatch.planning.schedule import route_cost
from dispatch.planning.state import POOLED_JOBS, best_sequences, load, new_routes, write
from dispatch.planning.stop import Stop, Stretch, ending_earlier
from dispatch.planning.tables import Tables, build_tables, hold
from dispatch.planning.territory import Territories
from dispatch.planning.travel import TravelTimes, validate_travel
from dispatch.planning.validation import validate

HOT = 6.0  # start temperature, in mean legs of the first plan
WORKED_HOT, WORKED_COLD = (
    5.0,
    0.03,
)  # the same where work, tools or parts count: such routes lie in deeper holes
HOT_FROM_START = 0.05  # the same when a running plan is improved: it is kept unless something is better
COLD = 0.005
# kept free before a deadline, for the best plan to be written down and checked: so many seconds a job, and on a busy
# machine so many times what it took to build the routes
WRITING, WRITING_TO_BUILDING = 1.2e-4, 1.2
# of a search where jobs wait for others: where each stage ends, and the share of precedence.bounds in it
STAGES = ((0.4, 0.5), (0.55, 0.0), (0.7, 1.0), (0.85, 0.25), (1.0, 0.75))
STAGE_HOT = 1.0  # start temperature of the later ones


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begin:
    """From where a search starts: a plan or nothing, the starts left to jobs that wait for others, the temperature."""

    plan: Plan | None
    hot: float | None
    bounds: Bounds
    seed: int
    workers: int


def solve(  # noqa: PLR0917 - all that a plan depends on, in the order of the issue
    problem: Problem,
    travel: TravelTimes,
    stop: Stop,
    seed: int,
    start_from: Plan | None = None,
    workers: int = 1,
) -> Plan:
    """The best plan found before `stop` says so; checked independently before it is given out.

    One plan for a seed, an iteration stop and a number of workers; a deadline promises a valid plan, not the same one.
    """
    validate_travel(travel)
    validate(problem, travel.size, travel.profiles)
    hot = None if start_from is None else HOT_FROM_START
    begin = _Begin(plan=start_from, hot=hot, bounds={}, seed=seed, workers=workers)
    if not problem.jobs or not problem.shifts:
        plan = write(problem, travel, {}, 0)
    elif any(job.after for job in problem.jobs):
        plan = _in_stages(problem, travel, stop, begin)
    else:
        plan = _search(problem, travel, build_tables(problem, travel), stop, begin)
    wrong = violations(problem, travel, plan)
    if wrong:
        raise InvalidPlan(wrong)
    return plan


def _in_stages(problem: Problem, travel: TravelTimes, stop: Stop, begin: _Begin) -> Plan:
    """Where jobs wait for others: one search after the other, the instants between them chosen from the plan so far."""
    tables = build_tables(problem, travel)
    best: Plan | None = None
    stretch = Stretch(stop, STAGES[0][0])
    for end, share in STAGES:
        stretch = stretch.until(end)
        begin = replace(begin, bounds=bounds(problem, begin.plan, share))
        plan = _search(problem, travel, hold(tables, problem, begin.bounds), stretch, begin)
        plan = _soonest(problem, travel, plan)
        if best is None or _value(problem, travel, plan) < _value(problem, travel, best):
            best = plan
        if stretch.is_over:
            break
        begin = replace(begin, plan=best, hot=STAGE_HOT)
    assert best is not None  # noqa: S101 - there are stages
    return replace(best, iterations=stretch.done)


def _soonest(problem: Problem, travel: TravelTimes, plan: Plan) -> Plan:
    """Who waits for others starts when they are done, not at the instant that kept them apart during the search."""
    for _ in problem.jobs:  # a chain is no longer than all of them
        rows = {route.shift_id: [(v.job_id, v.way) for v in route.visits] for route in plan.routes}
        sooner = write(problem, travel, rows, plan.iterations, bounds(problem, plan, 0.0))
        if sooner == plan:
            break
        plan = sooner
    return plan


def _value(problem: Problem, travel: TravelTimes, plan: Plan) -> tuple[int, float]:
    timetable = Timetable(problem, travel)
    return plan.lost, sum(route_cost(timetable, route) for route in plan.routes)


def _left(stop: Stop) -> float:
    """Seconds to the deadline; none pass where there is none."""
    chunk = stop(0)
    return 0.0 if chunk is None or chunk.left is None else chunk.left


def _search(problem: Problem, travel: TravelTimes, tables: Tables, stop: Stop, begin: _Begin) -> Plan:
    pooled = len(problem.jobs) <= POOLED_JOBS
    before = _left(stop)
    crew = [new_routes(tables) for _ in range(begin.workers if pooled else 1)]
    if begin.plan is not None:
        for routes in crew:
            load(problem, tables, routes, begin.plan)
    with ThreadPoolExecutor(begin.workers) as executor:
        team: Islands | Territories
        if pooled:
            team = Islands(tables, crew, begin.seed, executor)
        else:
            team = Territories(tables, crew[0], begin.seed, executor, begin.workers)
        kept_free = max(WRITING * len(problem.jobs), WRITING_TO_BUILDING * (before - _left(stop)))
        stop = ending_earlier(stop, kept_free)
        team.first_plan(stop)
        done = 0
        chunk = stop(done)
        leg = max(1.0, team.leg())
        hot, cold = (WORKED_HOT, WORKED_COLD) if tables.is_worked else (HOT, COLD)
        hot, cold = leg * (hot if begin.hot is None else begin.hot), leg * cold
        restarted = False
        while chunk is not None:
            restarted = team.meet(chunk) or restarted
            top = max(cold, hot * REHEAT) if restarted else hot
            heat = cold * (top / cold) ** team.temperature(chunk.begin)
            cool = cold * (top / cold) ** team.temperature(chunk.end)
            team.run(chunk, heat, min(heat, cool))
            done += chunk.iterations
            chunk = stop(done)
        best = best_sequences(problem, tables, team.best())
    return write(problem, travel, best, done, begin.bounds)

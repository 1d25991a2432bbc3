"""Solve a planning problem: a pure function of the problem, travel times, stop rule, seed and an optional start."""

from concurrent.futures import ThreadPoolExecutor

from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.islands import REHEAT, Islands
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Problem, validate
from dispatch.planning.state import POOLED_JOBS, best_sequences, load, new_routes, write
from dispatch.planning.stop import Stop
from dispatch.planning.tables import build_tables
from dispatch.planning.territory import Territories
from dispatch.planning.travel import TravelTimes

HOT = 1.2  # start temperature, in mean legs of the first plan
WORKED_HOT, WORKED_COLD = (
    5.0,
    0.03,
)  # the same where work, tools or parts count: such routes lie in deeper holes
HOT_FROM_START = 0.05  # the same when a running plan is improved: it is kept unless something is better
COLD = 0.005


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
    validate(problem, travel.size, travel.profiles)
    if problem.jobs and problem.shifts:
        plan = _search(problem, travel, stop, seed, start_from, workers)
    else:
        plan = write(problem, travel, {}, 0)
    wrong = violations(problem, travel, plan)
    if wrong:
        raise InvalidPlan(wrong)
    return plan


def _search(  # noqa: PLR0917 - the same
    problem: Problem, travel: TravelTimes, stop: Stop, seed: int, start_from: Plan | None, workers: int
) -> Plan:
    tables = build_tables(problem, travel)
    crew = [new_routes(tables) for _ in range(workers if len(problem.jobs) <= POOLED_JOBS else 1)]
    if start_from is not None:
        for routes in crew:
            load(problem, tables, routes, start_from)
    with ThreadPoolExecutor(workers) as executor:
        team: Islands | Territories
        if len(problem.jobs) <= POOLED_JOBS:
            team = Islands(tables, crew, seed, executor)
        else:
            team = Territories(tables, crew[0], seed, executor, workers)
        team.first_plan(stop)
        done = 0
        chunk = stop(done)
        leg = max(1.0, team.leg())
        hot, cold = (WORKED_HOT, WORKED_COLD) if tables.is_worked else (HOT, COLD)
        hot, cold = leg * (hot if start_from is None else HOT_FROM_START), leg * cold
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
    return write(problem, travel, best, done)

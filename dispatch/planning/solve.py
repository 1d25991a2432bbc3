"""Solve a planning problem: a pure function of the problem, travel times, stop rule, seed and an optional start."""

from concurrent.futures import ThreadPoolExecutor

from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Problem, validate
from dispatch.planning.islands import REHEAT, Islands
from dispatch.planning.state import best_sequences, load, new_routes, write
from dispatch.planning.stop import Stop
from dispatch.planning.tables import build_tables
from dispatch.planning.travel import TravelTimes

HOT = 1.2  # start temperature, in mean legs of the first plan
WORKED_HOT, WORKED_COLD = 5.0, 0.03  # the same where work, tools or parts count: such routes lie in deeper holes
HOT_FROM_START = 0.05  # the same when a running plan is improved: it is kept unless something is better
COLD = 0.005


def solve(
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


def _search(
    problem: Problem, travel: TravelTimes, stop: Stop, seed: int, start_from: Plan | None, workers: int
) -> Plan:
    tables = build_tables(problem, travel)
    crew = [new_routes(tables) for _ in range(workers)]
    if start_from is not None:
        for routes in crew:
            load(problem, tables, routes, start_from)
    with ThreadPoolExecutor(workers) as executor:
        islands = Islands(tables, crew, seed, executor)
        done = 0
        chunk = stop(done)
        if chunk is not None:
            islands.first_plans()
            chunk = stop(done)
        leg = max(1.0, islands.leg())
        reheat = start_from is not None
        hot, cold = (WORKED_HOT, WORKED_COLD) if tables.is_worked else (HOT, COLD)
        hot, cold = leg * (HOT_FROM_START if reheat else hot), leg * cold
        while chunk is not None:
            if islands.meet(chunk):
                reheat = True
            top = max(cold, hot * REHEAT) if reheat else hot
            heat = cold * (top / cold) ** islands.temperature(chunk.begin)
            cool = cold * (top / cold) ** islands.temperature(chunk.end)
            islands.run(chunk, heat, min(heat, cool))
            done += chunk.iterations
            chunk = stop(done)
        best = best_sequences(problem, tables, islands.best())
    return write(problem, travel, best, done)

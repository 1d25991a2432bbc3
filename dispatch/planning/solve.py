"""Solve a planning problem: a pure function of the problem, travel times, stop rule, seed and an optional start."""

from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Problem, validate
from dispatch.planning.search import ABSENT, anneal, begin, fill, note_best, order_absent
from dispatch.planning.state import best_sequences, load, new_routes, new_walk, write
from dispatch.planning.stop import Stop
from dispatch.planning.tables import build_tables
from dispatch.planning.travel import TravelTimes

HOT = 1.2  # start temperature, in mean legs of the first plan
HOT_FROM_START = 0.05  # the same when a running plan is improved: it is kept unless something is better
COLD = 0.005
STRETCH = 200  # jobs placed between two looks at the stop rule while the first plan is made


def solve(
    problem: Problem, travel: TravelTimes, stop: Stop, seed: int, start_from: Plan | None = None
) -> Plan:
    """The best plan found before `stop` says so; checked independently before it is given out."""
    validate(problem, travel.size, travel.profiles)
    if problem.jobs and problem.shifts:
        plan = _search(problem, travel, stop, seed, start_from)
    else:
        plan = write(problem, travel, {}, 0)
    wrong = violations(problem, travel, plan)
    if wrong:
        raise InvalidPlan(wrong)
    return plan


def _search(problem: Problem, travel: TravelTimes, stop: Stop, seed: int, start_from: Plan | None) -> Plan:
    tables = build_tables(problem, travel)
    routes = new_routes(tables)
    walk = new_walk(tables, seed)
    if start_from is not None:
        load(problem, tables, routes, start_from)
    begin(tables, routes, walk)
    note_best(routes, walk)
    order_absent(tables, walk)
    done = 0
    chunk = stop(done)
    left = int(walk.whole[ABSENT])
    while left and chunk is not None:
        count = min(STRETCH, left)
        first = int(walk.whole[ABSENT]) - left
        fill(tables, routes, walk, first, first + count)
        left -= count
        chunk = stop(done)
    note_best(routes, walk)
    leg = max(1.0, float(routes.cost.sum()) / len(problem.jobs))
    hot, cold = leg * (HOT if start_from is None else HOT_FROM_START), leg * COLD
    while chunk is not None:
        heat, cool = hot * (cold / hot) ** chunk.begin, hot * (cold / hot) ** chunk.end
        anneal(tables, routes, walk, chunk.iterations, heat, cool)
        done += chunk.iterations
        chunk = stop(done)
    return write(problem, travel, best_sequences(problem, tables, walk), done)

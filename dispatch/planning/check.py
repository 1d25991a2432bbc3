"""Is a plan valid? Every claim of it is re-worked from the problem alone; nothing is shared with the search."""

from collections import Counter
from collections.abc import Iterator

from dispatch.planning.constraints import FORBIDDEN, RULES, Facts, Violation, waits_for_others
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Problem, Shift, ways_of
from dispatch.planning.travel import TravelTimes


class InvalidPlan(ValueError):
    """A plan that breaks rules must not be used; `violations` says which."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        shown = "; ".join(str(one) for one in violations[:5])
        more = f" (and {len(violations) - 5} more)" if len(violations) > 5 else ""  # noqa: PLR2004 - the five shown
        super().__init__(f"the plan breaks {len(violations)} rules: {shown}{more}")
        self.violations = violations


def violations(problem: Problem, travel: TravelTimes, plan: Plan) -> tuple[Violation, ...]:
    """All that is wrong with the plan, named; empty for a valid one."""
    return tuple(_violations(problem, travel, plan))


def _violations(problem: Problem, travel: TravelTimes, plan: Plan) -> Iterator[Violation]:
    jobs = {job.id: job for job in problem.jobs}
    shifts = {shift.id: shift for shift in problem.shifts}

    def seconds(shift: Shift, origin: int | None, target: int | None) -> int:
        if origin is None or target is None:
            return 0
        road = int(travel.table(shift.profile)[origin, target])
        return road if shift.speed_factor == 1 else round(road / shift.speed_factor)

    yield from _everything_once(problem, plan)
    used = Counter(route.shift_id for route in plan.routes)
    for shift_id, times in used.items():
        if times > 1:
            yield Violation("shift", shift_id, FORBIDDEN, "has more than one route")
    for route in plan.routes:
        if route.shift_id not in shifts:
            yield Violation("shift", route.shift_id, FORBIDDEN, "is not in the problem")
        elif all(visit.job_id in jobs for visit in route.visits):
            facts = Facts(route, shifts[route.shift_id], jobs, seconds)
            for rule in RULES:
                yield from rule(facts)
    if all(visit.job_id in jobs for route in plan.routes for visit in route.visits):
        yield from waits_for_others(plan, jobs)


def _everything_once(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Every job is in the plan once: in one visit, or among the unassigned."""
    said = Counter(visit.job_id for route in plan.routes for visit in route.visits)
    said.update(plan.unassigned)
    lost = 0
    ways = {visit.job_id: visit.way for route in plan.routes for visit in route.visits}
    for job in problem.jobs:
        times = said.pop(job.id, 0)
        if times != 1:
            yield Violation("once", job.id, FORBIDDEN, f"is in the plan {times} times")
        known = ways_of(job)
        way = ways.get(job.id, -1)
        lost += known[way].loss if 0 <= way < len(known) else job.weight
    for unknown in said:
        yield Violation("once", unknown, FORBIDDEN, "is not a job of the problem")
    if lost != plan.lost:
        yield Violation(
            "sum", "plan", FORBIDDEN, f"says that {plan.lost} of the weight is lost, it is {lost}"
        )

"""What is dear but not forbidden, one function each: what it costs on a route, and one sentence why.

Adding a price starts here; the compiled search is held to these by a property test.
"""

from collections.abc import Callable, Iterator

from dispatch.planning.constraints import Facts, Violation
from dispatch.planning.problem import FAIR_DAY, Aims, ways_of

Price = Callable[[Facts, Aims], Iterator[Violation]]


def travel_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:
    """Every second on the road costs, and that the shift is used at all."""
    cost = aims.travel * facts.route.travel * facts.shift.hourly_cost / 3600 + facts.shift.fixed_cost
    yield Violation("travel", facts.shift.id, cost, f"{facts.route.travel} s on the road")


def work_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:
    """Every second from departure to return costs, where working time has a price."""
    cost = aims.work * facts.route.work * facts.shift.hourly_work_cost / 3600
    yield Violation("work", facts.shift.id, cost, f"{facts.route.work} s at work")


def overtime_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:
    """A return after the regular end of the shift is allowed up to its latest end, and costs."""
    if facts.shift.regular_end is not None and facts.route.back > facts.shift.regular_end:
        over = facts.route.back - facts.shift.regular_end
        cost = aims.overtime * over * facts.shift.hourly_overtime_cost / 3600
        yield Violation("overtime", facts.shift.id, cost, f"{over} s of overtime")


def lateness_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:
    """A start after a job's limit is never forbidden, but costs by how late it is."""
    for visit, job in facts.stops():
        if job.late_after is not None and visit.start > job.late_after:
            late = visit.start - job.late_after
            cost = aims.lateness * late * job.hourly_late_cost / 3600
            yield Violation("late", visit.job_id, cost, f"{late} s late")


def delay_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:  # noqa: ARG001 - of one shape with the others
    """A job that waits for a later day costs for every day."""
    for visit, job in facts.stops():
        if job.delay_cost and facts.shift.day:
            cost = job.delay_cost * facts.shift.day
            yield Violation("delay", visit.job_id, cost, f"{facts.shift.day} days later")


def familiarity_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:
    """A job with preferred technicians costs more when somebody else does it."""
    for visit, job in facts.stops():
        if job.preferred and facts.shift.technician_id not in job.preferred:
            cost = round(aims.familiarity * job.stranger_cost)
            yield Violation(
                "stranger", visit.job_id, cost, f"{facts.shift.technician_id} is a stranger there"
            )


def way_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:  # noqa: ARG001 - of one shape with the others
    """A way other than a job's best, such as another time than announced, costs what the job says."""
    for visit, job in facts.stops():
        cost = ways_of(job)[visit.way].cost
        if cost:
            yield Violation("way", visit.job_id, cost, f"it is served in its way number {visit.way}")


def stability_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:
    """A visit that was announced with one technician costs more when another one comes."""
    for visit, job in facts.stops():
        if job.announced is not None and job.announced != facts.shift.technician_id:
            cost = round(aims.stability * job.change_cost)
            yield Violation("changed", visit.job_id, cost, f"{job.announced} was announced")


def fairness_costs(facts: Facts, aims: Aims) -> Iterator[Violation]:
    """The load of a technician costs by its square, so that the sum is least when the loads are even."""
    load = facts.route.work
    cost = aims.fairness / FAIR_DAY * load * (load + 2 * facts.shift.worked)
    yield Violation("load", facts.shift.id, cost, f"{load} s after {facts.shift.worked} s before")


PRICES: tuple[Price, ...] = (
    travel_costs,
    work_costs,
    overtime_costs,
    lateness_costs,
    delay_costs,
    way_costs,
    familiarity_costs,
    stability_costs,
    fairness_costs,
)


def cost_of(facts: Facts, aims: Aims) -> float:
    """What a route costs, in seconds of travel at the usual price."""
    if not facts.route.visits:
        return 0.0
    return sum(one.cost for rule in PRICES for one in rule(facts, aims))

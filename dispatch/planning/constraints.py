"""The rules of a plan, one function each: what breaks it on a route, and one sentence why. What is only dear: prices.py.

Adding a planning rule starts here; the compiled search is held to these by a property test.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dispatch.planning.plan import Plan, Rest, Route, Visit
from dispatch.planning.problem import Break, Job, Shift, ways_of

Seconds = Callable[[Shift, int | None, int | None], int]

FORBIDDEN = float("inf")


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: its name, where, what it costs (infinite: never allowed) and why."""

    rule: str
    where: str
    cost: float
    reason: str

    def __str__(self) -> str:
        return f"{self.rule} at {self.where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Facts:
    """One route with all that its rules may ask for."""

    route: Route
    shift: Shift
    jobs: Mapping[str, Job]
    seconds: Seconds

    def stops(self) -> Iterator[tuple[Visit, Job]]:
        for visit in self.route.visits:
            yield visit, self.jobs[visit.job_id]


Rule = Callable[[Facts], Iterator[Violation]]


def has_skills(facts: Facts) -> Iterator[Violation]:
    """Who visits has every skill that the job asks for."""
    for visit, job in facts.stops():
        missing = job.skills - facts.shift.skills
        if missing:
            yield _no("skills", visit, f"{facts.shift.technician_id} lacks {', '.join(sorted(missing))}")


def is_right_person(facts: Facts) -> Iterator[Violation]:
    """A job that belongs to certain technicians goes to one of them."""
    for visit, job in facts.stops():
        if job.technicians is not None and facts.shift.technician_id not in job.technicians:
            allowed = ", ".join(sorted(job.technicians)) or "nobody"
            yield _no("person", visit, f"only {allowed} may do it, not {facts.shift.technician_id}")


def has_levels(facts: Facts) -> Iterator[Violation]:
    """Who visits has each skill as well as the job asks for."""
    for visit, job in facts.stops():
        for skill, least in job.levels.items():
            level = facts.shift.levels.get(skill, 0)
            if level < least:
                yield _no("level", visit, f"{facts.shift.technician_id} has {skill} at {level}, not {least}")


def is_not_excluded(facts: Facts) -> Iterator[Violation]:
    """Nobody visits who is excluded from the job."""
    for visit, job in facts.stops():
        if facts.shift.technician_id in job.excluded:
            yield _no("excluded", visit, f"{facts.shift.technician_id} is excluded")


def has_supplies(facts: Facts) -> Iterator[Violation]:
    """Tools and parts are the technician's own until the depot has been visited, after that they are enough."""
    left = dict(facts.shift.parts)
    for k, (visit, job) in enumerate(facts.stops()):
        if facts.route.restock is not None and facts.route.restock.after <= k:
            return
        missing = job.tools - facts.shift.tools
        if missing:
            yield _no(
                "supplies",
                visit,
                f"{facts.shift.technician_id} has not with them: {', '.join(sorted(missing))}",
            )
        for part, count in job.parts.items():
            left[part] = left.get(part, 0) - count
            if left[part] < 0:
                yield _no("supplies", visit, f"{-left[part]} of {part} too few are left")


def restocks_at_depot(facts: Facts) -> Iterator[Violation]:
    """The depot is visited where the shift has one, between two visits or at either end, and as long as it takes."""
    restock = facts.route.restock
    if restock is None:
        return
    if facts.shift.depot is None or not 0 <= restock.after <= len(facts.route.visits):
        yield _shift("depot", facts.shift, f"there is no depot after visit {restock.after}")
    if restock.finish - restock.start != facts.shift.restock:
        yield _shift("depot", facts.shift, f"{restock.finish - restock.start} s, not {facts.shift.restock} s")


def starts_in_window(facts: Facts) -> Iterator[Violation]:
    """A service starts inside a window of the way in which it is planned, after its release, in time for its due."""
    for visit, job in facts.stops():
        ways = ways_of(job)
        if not 0 <= visit.way < len(ways):
            yield _no("window", visit, f"the job has no way number {visit.way}")
        elif not any(w.start <= visit.start <= w.end for w in ways[visit.way].starts):
            yield _no("window", visit, f"a start at {visit.start} is outside its windows")


def lasts_long_enough(facts: Facts) -> Iterator[Violation]:
    """A service takes its duration, and its setup where the technician was not at that place before."""
    previous = facts.shift.leaves_from
    restock = facts.route.restock
    for k, (visit, job) in enumerate(facts.stops()):
        if restock is not None and restock.after == k:
            previous = facts.shift.depot
        needed = job.duration + (job.setup if job.location != previous else 0)
        if visit.finish - visit.start != needed:
            yield _no("duration", visit, f"{visit.finish - visit.start} s planned, {needed} s needed")
        previous = job.location


def travels_truly(facts: Facts) -> Iterator[Violation]:
    """Between two stops lies the time of the road and of the breaks taken on it, and nobody starts before arriving."""
    route, shift = facts.route, facts.shift
    previous, leave = shift.leaves_from, route.depart
    for k, stop in enumerate(route.stops):
        place = facts.jobs[stop.job_id].location if isinstance(stop, Visit) else shift.depot
        name = stop.job_id if isinstance(stop, Visit) else "depot"
        yield from _travels(facts, name, k, (previous, place), (leave, stop.arrive), stop.travel)
        if stop.start < stop.arrive:
            yield Violation("travel", name, FORBIDDEN, "the service starts before the arrival")
        leave, previous = stop.finish, place
    ends = (previous, shift.end_location)
    yield from _travels(facts, "end", len(route.stops), ends, (leave, route.back), route.travel_home)


def _travels(  # noqa: PLR0917 - what one leg is
    facts: Facts,
    name: str,
    number: int,
    ends: tuple[int | None, int | None],
    times: tuple[int, int],
    travel: int,
) -> Iterator[Violation]:
    road = facts.seconds(facts.shift, *ends)
    resting = sum(rest.finish - rest.start for rest in facts.route.rests if rest.after == number)
    if travel != road:
        yield Violation("travel", name, FORBIDDEN, f"{travel} s of travel planned, the road takes {road} s")
    spent = times[1] - times[0]
    if spent < road + resting:
        yield Violation("travel", name, FORBIDDEN, f"{spent} s are too short for {road + resting} s")


def stays_in_shift(facts: Facts) -> Iterator[Violation]:
    """Nobody leaves before the shift starts or the current work ends, nor comes back after the shift."""
    if facts.route.depart < facts.shift.leaves_after:
        yield _shift(
            "shift", facts.shift, f"leaves at {facts.route.depart}, free from {facts.shift.leaves_after}"
        )
    if facts.route.back > facts.shift.latest:
        yield _shift(
            "shift", facts.shift, f"back at {facts.route.back}, the shift ends at {facts.shift.latest}"
        )


def takes_breaks(facts: Facts) -> Iterator[Violation]:
    """Every break is taken once, whole, inside its window, and not during a service."""
    route, shift = facts.route, facts.shift
    taken: dict[str, Rest] = {}
    for rest in route.rests:
        if rest.break_id in taken:
            yield _shift("break", shift, f"{rest.break_id} is taken twice")
        taken[rest.break_id] = rest
    for needed in shift.breaks:
        found = taken.pop(needed.id, None)
        if found is None:
            yield _shift("break", shift, f"{needed.id} is not taken")
        else:
            yield from _break_is_right(shift, needed, found)
    for unknown in taken:
        yield _shift("break", shift, f"{unknown} is not a break of this shift")
    yield from _breaks_between_stops(facts)


def _break_is_right(shift: Shift, needed: Break, found: Rest) -> Iterator[Violation]:
    if found.finish - found.start != needed.duration:
        yield _shift(
            "break", shift, f"{needed.id} lasts {found.finish - found.start} s, not {needed.duration} s"
        )
    if needed.windows and not any(w.start <= found.start <= w.end for w in needed.windows):
        yield _shift("break", shift, f"{needed.id} at {found.start} is outside its windows")


def _breaks_between_stops(facts: Facts) -> Iterator[Violation]:
    stops, shift = facts.route.stops, facts.shift
    clock = facts.shift.leaves_after
    for rest in sorted(facts.route.rests, key=lambda one: (one.after, one.start)):
        if not 0 <= rest.after <= len(stops):
            yield _shift(
                "break", shift, f"{rest.break_id} comes after stop {rest.after}, there are {len(stops)}"
            )
            continue
        begins = stops[rest.after - 1].finish if rest.after else facts.route.depart
        ends = stops[rest.after].start if rest.after < len(stops) else facts.route.back
        if rest.start < max(begins, clock) or rest.finish > ends:
            yield _shift("break", shift, f"{rest.break_id} overlaps a service or another break")
        clock = rest.finish


def carries_no_more(facts: Facts) -> Iterator[Violation]:
    """The load never exceeds what the vehicle holds."""
    capacity = facts.shift.capacity
    if capacity is None:
        return
    jobs = [job for _, job in facts.stops()]
    for d, limit in enumerate(capacity):
        load = sum(_amount(job.delivery, d) for job in jobs)
        most = load
        for job in jobs:
            load += _amount(job.pickup, d) - _amount(job.delivery, d)
            most = max(most, load)
        if most > limit:
            yield _shift("capacity", facts.shift, f"carries {most} of dimension {d}, holds {limit}")


def does_not_exceed_tasks(facts: Facts) -> Iterator[Violation]:
    """A shift has no more tasks than its limit."""
    most = facts.shift.max_tasks
    if most is not None and len(facts.route.visits) > most:
        yield _shift("tasks", facts.shift, f"{len(facts.route.visits)} tasks, at most {most} are allowed")


def waits_for_others(plan: Plan, jobs: Mapping[str, Job]) -> Iterator[Violation]:
    """Nobody starts a job before all that it waits for is finished, by whomever; what has no place is never finished."""
    finished = {visit.job_id: visit.finish for route in plan.routes for visit in route.visits}
    for route in plan.routes:
        for visit in route.visits:
            for one in sorted(jobs[visit.job_id].after):
                if one not in finished:
                    yield _no("after", visit, f"{one} must be finished before, and has no place")
                elif finished[one] > visit.start:
                    yield _no(
                        "after", visit, f"{one} is finished at {finished[one]}, it starts at {visit.start}"
                    )


RULES: tuple[Rule, ...] = (
    has_skills,
    is_right_person,
    has_levels,
    is_not_excluded,
    has_supplies,
    restocks_at_depot,
    starts_in_window,
    lasts_long_enough,
    travels_truly,
    stays_in_shift,
    takes_breaks,
    carries_no_more,
    does_not_exceed_tasks,
)


def _amount(amounts: tuple[int, ...], dimension: int) -> int:
    return amounts[dimension] if amounts else 0


def _no(rule: str, visit: Visit, reason: str) -> Violation:
    return Violation(rule, visit.job_id, FORBIDDEN, reason)


def _shift(rule: str, shift: Shift, reason: str) -> Violation:
    return Violation(rule, shift.id, FORBIDDEN, reason)

"""Which hard rule keeps a job from one technician's shift, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dispatch.planning.lanes import Lanes, Seated
from dispatch.planning.line import Line, Task
from dispatch.planning.problem import Job, Shift
from dispatch.planning.schedule import first_shortage, loads_fit, schedule

LONGEST = 4 * 3600
"""Nobody is asked to stay longer than this."""


class Block(StrEnum):
    """From the most to the least final."""

    AWAY = "away"
    PERSON = "person"
    EXCLUDED = "excluded"
    SKILLS = "skills"
    LEVEL = "level"
    WAITS = "waits"
    WINDOW = "window"
    CAPACITY = "capacity"
    PARTS = "parts"
    SHIFT = "shift"
    TASKS = "tasks"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The rule, and what it is about: skills, tools, parts and orders by name, by how many seconds the shift is too short."""

    code: Block
    names: tuple[str, ...] = ()
    short: Mapping[str, int] = field(default_factory=dict)
    over: int | None = None
    """The smallest overtime beyond the shift's latest end that would do; None where no overtime does."""


def best_or_blocked(lanes: Lanes, shift: Shift, job: Job) -> Seated | Blocked:
    """The best place for the job in the lane, or the firmest rule that keeps it out."""
    found = _by_person(shift, job)
    if found is None and lanes.waits_for:
        return Blocked(code=Block.WAITS, names=tuple(sorted(lanes.waits_for)))
    found = found or _by_supplies(lanes, shift, job)
    return found or lanes.best(shift, job) or _by_time(lanes, shift, job)


def _by_person(shift: Shift, job: Job) -> Blocked | None:
    if job.technicians is not None and shift.technician_id not in job.technicians:
        return Blocked(code=Block.PERSON, names=tuple(sorted(job.technicians)))
    if shift.technician_id in job.excluded:
        return Blocked(code=Block.EXCLUDED)
    if missing := job.skills - shift.skills:
        return Blocked(code=Block.SKILLS, names=tuple(sorted(missing)))
    low = {skill: least for skill, least in job.levels.items() if shift.levels.get(skill, 0) < least}
    return Blocked(code=Block.LEVEL, names=tuple(sorted(low)), short=low) if low else None


def _by_supplies(lanes: Lanes, shift: Shift, job: Job) -> Blocked | None:
    if not lanes.ways(job):
        return Blocked(code=Block.WINDOW)
    if not loads_fit(shift, [job]):
        return Blocked(code=Block.CAPACITY)
    if shift.depot is None and first_shortage(shift, [job]) is not None:
        return _missing(shift, job)
    return None


def _missing(shift: Shift, job: Job, used: Mapping[str, int] | None = None) -> Blocked:
    left = {part: count - (used or {}).get(part, 0) for part, count in shift.parts.items()}
    short = {
        part: count - left.get(part, 0) for part, count in job.parts.items() if count > left.get(part, 0)
    }
    return Blocked(code=Block.PARTS, names=tuple(sorted(job.tools - shift.tools)), short=short)


def _by_time(lanes: Lanes, shift: Shift, job: Job) -> Blocked:
    lane = lanes.lane(shift)
    if shift.max_tasks is not None and len(lane.tasks) >= shift.max_tasks:
        return Blocked(code=Block.TASKS)
    used: dict[str, int] = {}
    for task in lane.tasks:
        for part, count in task.job.parts.items():
            used[part] = used.get(part, 0) + count
    short = _missing(shift, job, used)
    if shift.depot is None and short.short:
        return short
    return Blocked(code=Block.FULL if fits_empty(lanes, shift, job) else Block.SHIFT)


def fits_empty(lanes: Lanes, shift: Shift, job: Job) -> bool:
    """Whether the technician could do it on a day with nothing else."""
    empty = Line(lanes.timetable, shift, ())
    short = first_shortage(shift, [job]) is not None
    for number, way in enumerate(lanes.ways(job)):
        task = Task(job, number, way.starts)
        if schedule(lanes.timetable, shift, [task]) if short else empty.fits(task, 0):
            return True
    return False


def with_overtime(shift: Shift, seconds: int) -> Shift:
    """The shift with a later end; what is worked after its old end is overtime."""
    end = shift.latest if shift.regular_end is None else shift.regular_end
    return replace(shift, latest=shift.latest + seconds, regular_end=end)


def overtime_needed(
    lanes: Lanes, shift: Shift, job: Job, worst: int | None = None
) -> tuple[int, int, int] | None:
    """The smallest overtime beyond the latest end with which the job fits, its position and its way.

    `worst` is the number of the worst way that will do; without it, one that loses nothing more than the best.
    """
    ways = lanes.ways(job)
    if worst is None:
        worst = max((k for k, way in enumerate(ways) if way.loss == ways[0].loss), default=0)
    longer = with_overtime(shift, LONGEST)
    tasks = lanes.lane(shift).tasks
    line = Line(lanes.timetable, longer, tasks)
    best: tuple[int, int, int] | None = None
    for number, way in enumerate(ways[: worst + 1]):
        task = Task(job, number, way.starts)
        for position in range(len(tasks) + 1):
            if line.earliest(task, position) is None:
                continue
            lane = lanes.with_tasks(longer, (*tasks[:position], task, *tasks[position:]))
            if lane is None or lane.route is None:
                continue
            over = max(0, lane.route.back - shift.latest)
            if best is None or over < best[0]:
                best = (over, position, number)
    return best

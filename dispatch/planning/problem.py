"""What the planner is asked: shifts, jobs and their rules, as plain frozen values in whole seconds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

PRIORITIES = range(101)


class ProblemError(ValueError):
    """The problem cannot be meant: says which field, what was expected and what was found."""

    def __init__(self, field: str, expected: str, got: object) -> None:
        super().__init__(f"{field}: expected {expected}, got {got!r}")
        self.field = field
        self.expected = expected
        self.got = got


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The instants, both ends included, at which a service (or a break) may start."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A rest that a shift with any work must contain; travel may be interrupted for it."""

    id: str
    windows: tuple[Window, ...]
    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A technician who is tied up: free at `until`, standing at `location`."""

    until: int
    location: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One technician on one day. Without a start or an end location the route begins or ends at a job.

    Tools are kept and parts are used up; a visit to the depot (at most one, only when something is short) takes
    `restock` seconds and gives all tools and all parts that the rest of the day needs.
    """

    id: str
    technician_id: str
    start_location: int | None
    end_location: int | None
    earliest: int
    latest: int
    breaks: tuple[Break, ...] = ()
    skills: frozenset[str] = frozenset()
    busy: Busy | None = None
    max_tasks: int | None = None
    capacity: tuple[int, ...] | None = None
    day: int = 0
    profile: str = ""
    speed_factor: float = 1.0
    fixed_cost: int = 0
    hourly_cost: int = 3600  # of travel
    regular_end: int | None = None  # overtime begins here and ends at `latest`
    hourly_overtime_cost: int = 0
    worked: int = 0  # seconds of work so far in the period over which the load is to be fair
    levels: Mapping[str, int] = field(default_factory=dict)  # how well a skill is had
    hourly_work_cost: int = (
        0  # from departure to return, waiting and breaks too; the departure is as late as can be
    )
    tools: frozenset[str] = frozenset()
    parts: Mapping[str, int] = field(default_factory=dict)
    depot: int | None = None
    restock: int = 0

    @property
    def leaves_from(self) -> int | None:
        return self.start_location if self.busy is None else self.busy.location

    @property
    def leaves_after(self) -> int:
        return self.earliest if self.busy is None else max(self.earliest, self.busy.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """A worse way to serve a job: it forfeits `loss` of the weight and costs `cost` (seconds of road) more.

    What forfeits weight is taken only where nothing better is open. What only costs, such as another time than the
    announced one, is taken where it saves more than that elsewhere.
    """

    windows: tuple[Window, ...] = ()
    due: int | None = None
    loss: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One visit. No windows means any time; `due` is the latest finish, hard unless a fallback relaxes it."""

    id: str
    location: int
    duration: int
    setup: int = 0
    windows: tuple[Window, ...] = ()
    due: int | None = None
    fallbacks: tuple[Fallback, ...] = ()
    release: int | None = None
    skills: frozenset[str] = frozenset()
    technicians: frozenset[str] | None = None
    levels: Mapping[str, int] = field(default_factory=dict)  # at least so well
    excluded: frozenset[str] = frozenset()  # technicians
    preferred: frozenset[str] = (
        frozenset()
    )  # technicians who know the customer or the place; others at a cost
    stranger_cost: int = 0
    announced: str | None = None  # the technician whom the customer was told; another one at a cost
    change_cost: int = 0
    weight: int = 1
    delay_cost: int = 0
    late_after: int | None = None  # a start after this is late: dear, never forbidden
    hourly_late_cost: int = 0
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    tools: frozenset[str] = frozenset()
    parts: Mapping[str, int] = field(default_factory=dict)
    after: frozenset[str] = frozenset()  # jobs that must be finished before this one starts, by whomever


@dataclass(frozen=True, slots=True, kw_only=True)
class Aims:
    """How much each cost counts, by district; weight lost always counts before all of them."""

    travel: float = 1.0
    work: float = 1.0
    lateness: float = 1.0
    overtime: float = 1.0
    stability: float = 1.0
    familiarity: float = 1.0
    fairness: float = 0.0  # by so many hours an hour after eight of work is dearer than the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    shifts: tuple[Shift, ...]
    jobs: tuple[Job, ...]
    aims: Aims = Aims()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to serve a job, best first: when the service may start, what of the weight it forfeits, what it costs."""

    starts: tuple[Window, ...]
    loss: int
    cost: int = 0


FOREVER = 1 << 40
FAIR_DAY = (
    2 * 8 * 3600
)  # the load is priced by its square; this makes an hour at the end of a day cost an hour more


def may_do(shift: Shift, job: Job) -> bool:
    """Skills, their levels, and the persons who are asked for or excluded."""
    return (
        job.skills <= shift.skills
        and all(shift.levels.get(skill, 0) >= least for skill, least in job.levels.items())
        and (job.technicians is None or shift.technician_id in job.technicians)
        and shift.technician_id not in job.excluded
    )


def person_cost(aims: Aims, shift: Shift, job: Job) -> int:
    """What it costs that this technician does the job on this day: a later day, a stranger, another than announced."""
    stranger = job.stranger_cost if job.preferred and shift.technician_id not in job.preferred else 0
    changed = job.change_cost if job.announced not in {None, shift.technician_id} else 0
    return job.delay_cost * shift.day + round(aims.familiarity * stranger) + round(aims.stability * changed)


def ways_of(job: Job) -> tuple[Way, ...]:
    """The job's own windows and then its fallbacks, with release and due time worked in; may be empty."""
    ways: list[Way] = []
    own = Fallback(windows=job.windows, due=job.due)
    for way in (own, *job.fallbacks):
        starts = _cut(way.windows or (Window(-FOREVER, FOREVER),), job, way.due)
        if starts:
            ways.append(Way(starts, way.loss, way.cost))
    return tuple(ways)


def _cut(windows: Iterable[Window], job: Job, due: int | None) -> tuple[Window, ...]:
    earliest = -FOREVER if job.release is None else job.release
    latest = FOREVER if due is None else due - job.setup - job.duration
    return joined(
        Window(max(w.start, earliest), min(w.end, latest))
        for w in windows
        if max(w.start, earliest) <= min(w.end, latest)
    )


def joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """In order, and one where they overlap: only then is the last start before an instant in the last window before it."""
    found: list[Window] = []
    for window in sorted(windows):
        if found and window.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(window.end, found[-1].end))
        else:
            found.append(window)
    return tuple(found)


def by_precedence(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """Every job after all those that it waits for; otherwise in the given order."""
    by_id = {job.id: job for job in jobs}
    sorter = TopologicalSorter({job.id: sorted(job.after & by_id.keys()) for job in jobs})
    try:
        return tuple(by_id[job_id] for job_id in sorter.static_order())
    except CycleError as error:
        raise ProblemError("jobs.after", "no job that waits for itself", error.args[1]) from error

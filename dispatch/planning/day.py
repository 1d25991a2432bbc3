"""From a district's technicians and orders to a planning problem over the next days, and back to dated stops.

Pure: the caller brings `now`, reads positions and orders, and makes the travel times for `DayProblem.points`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypedDict
from zoneinfo import ZoneInfo

from dispatch.planning.explain import explain_unassigned
from dispatch.planning.plan import Plan, Route, Visit
from dispatch.planning.problem import Break, Busy, Fallback, Job, Problem, Shift, Window
from dispatch.planning.rules import DEFAULT_RULES, Rules
from dispatch.planning.travel import TravelTimes

Point = tuple[float, float]  # latitude, longitude


class Half(StrEnum):
    AM = "am"
    PM = "pm"
    DAY = "day"


HALVES = {Half.AM: (time(8), time(12)), Half.PM: (time(12), time(18)), Half.DAY: (time(8), time(18))}
CONTACT_HOURS = (time(8), time(21))
AGREED = timedelta(hours=1)
AGREED_PREFERRED = timedelta(minutes=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTechnician:
    """Who works: the shift in local time, where they live, and where they are if that is known."""

    id: str
    home: Point
    shift_start: time
    shift_end: time
    lunch_start: time | None = None
    lunch_end: time | None = None
    lunch: timedelta = timedelta(0)
    lunch_taken: bool = False
    skills: frozenset[str] = frozenset()
    position: Point | None = None
    away_until: date | None = None  # on leave up to and including this local date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOrder:
    """What is to be done. `fixed_until` marks one that is under way: it is not planned, its technician is busy."""

    id: str
    place: Point
    duration: timedelta
    skills: frozenset[str] = frozenset()
    priority: int = 0
    due_at: datetime | None = None
    agreed_at: datetime | None = None
    booked_date: date | None = None
    booked_half: Half = Half.DAY
    not_before_at: datetime | None = None
    technician_id: str | None = None  # pinned: taken or contacted by this technician
    fixed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayProblem:
    """`points` are the problem's locations; `later` are orders that are booked beyond the horizon."""

    problem: Problem
    points: tuple[Point, ...]
    zone: ZoneInfo
    later: tuple[str, ...] = field(default=())


class Stop(TypedDict):
    """One planned visit. Whoever would arrive early sets off later: `arrive_at` is when the work starts."""

    order_id: str
    technician_id: str
    day: date
    seq: int
    arrive_at: datetime
    start_at: datetime
    end_at: datetime
    travel_s: int


class Unassigned(TypedDict):
    """An order without a place, and the code of what blocks it (`explain.Obstacle`)."""

    order_id: str
    reason: str


class Running(TypedDict):
    """What must be known of a stop of the running plan to start from it."""

    order_id: str
    technician_id: str
    day: date
    seq: int


def predicted_end(now: datetime, *, since_at: datetime, duration: timedelta) -> datetime:
    """When work under way will end: as planned, and if it overruns, a quarter of an hour from now."""
    return max(since_at + duration, now + timedelta(minutes=15))


def build_day(
    now: datetime,
    zone: ZoneInfo,
    technicians: Iterable[PlannedTechnician],
    orders: Iterable[PlannedOrder],
    rules: Rules = DEFAULT_RULES,
) -> DayProblem:
    """The problem over the rest of today and the days after it."""
    if now.tzinfo is None:
        raise ValueError("now: expected an aware time")
    places = _Places()
    horizon = _Horizon(now, zone, rules)
    busy: dict[str, Busy] = {}
    jobs: list[Job] = []
    later: list[str] = []
    for order in orders:
        if order.fixed_until is not None:
            if order.technician_id is not None:
                until = _seconds(max(order.fixed_until, now))
                known = busy.get(order.technician_id)
                if known is None or known.until < until:
                    busy[order.technician_id] = Busy(until=until, location=places.number(order.place))
        elif horizon.starts_after(order):
            later.append(order.id)
        else:
            jobs.append(_job(order, horizon, places.number(order.place)))
    shifts = [
        shift
        for technician in technicians
        for day in range(rules.days)
        if (shift := _shift(technician, day, horizon, places, busy.get(technician.id))) is not None
    ]
    return DayProblem(
        Problem(shifts=tuple(shifts), jobs=tuple(jobs), aims=rules.aims), places.points(), zone, tuple(later)
    )


def stops_of(day: DayProblem, plan: Plan) -> list[Stop]:
    """The plan's visits with aware UTC times, in driving order."""
    shifts = {shift.id: shift for shift in day.problem.shifts}
    return [
        Stop(
            order_id=visit.job_id,
            technician_id=shifts[route.shift_id].technician_id,
            day=_at(shifts[route.shift_id].earliest).astimezone(day.zone).date(),
            seq=seq,
            arrive_at=_at(visit.start),
            start_at=_at(visit.start),
            end_at=_at(visit.finish),
            travel_s=visit.travel,
        )
        for route in plan.routes
        for seq, visit in enumerate(route.visits, start=1)
    ]


def unassigned_of(day: DayProblem, travel: TravelTimes, plan: Plan) -> list[Unassigned]:
    """The orders that found no place, each with its reason."""
    return [
        Unassigned(order_id=found.job_id, reason=found.obstacle.value)
        for found in explain_unassigned(day.problem, travel, plan)
    ]


def plan_from(day: DayProblem, running: Sequence[Running]) -> Plan:
    """The running plan as a start for the search: only who, which day and in which order count."""
    rows: dict[str, list[Running]] = {}
    for stop in running:
        rows.setdefault(shift_id(stop["technician_id"], stop["day"]), []).append(stop)
    known = {job.id for job in day.problem.jobs}
    routes = []
    for shift in day.problem.shifts:
        row = sorted(rows.get(shift.id, ()), key=lambda stop: stop["seq"])
        visits = tuple(
            Visit(job_id=stop["order_id"], travel=0, arrive=0, start=0, finish=0)
            for stop in row
            if stop["order_id"] in known
        )
        if visits:
            routes.append(Route(shift_id=shift.id, depart=0, visits=visits, rests=(), travel_home=0, back=0))
    placed = {visit.job_id for route in routes for visit in route.visits}
    unassigned = tuple(job.id for job in day.problem.jobs if job.id not in placed)
    return Plan(routes=tuple(routes), unassigned=unassigned)


def shift_id(technician_id: str, day: date) -> str:
    return f"{technician_id}/{day.isoformat()}"


class _Places:
    """Numbers for points, each point once."""

    def __init__(self) -> None:
        self._numbers: dict[Point, int] = {}

    def number(self, point: Point) -> int:
        return self._numbers.setdefault(point, len(self._numbers))

    def points(self) -> tuple[Point, ...]:
        return tuple(self._numbers)


class _Horizon:
    """Local days as instants in seconds."""

    def __init__(self, now: datetime, zone: ZoneInfo, rules: Rules) -> None:
        self.now_at = now
        self.now = _seconds(now)
        self.zone = zone
        self.rules = rules
        self.today = now.astimezone(zone).date()
        self.dates = tuple(self.today + timedelta(days=k) for k in range(rules.days))

    def instant(self, day: date, clock: time) -> int:
        return _seconds(datetime.combine(day, clock, tzinfo=self.zone))

    def contact_hours(self, since: int) -> tuple[Window, ...]:
        """When anybody may be visited, from an instant on, to the end of the horizon."""
        opens = [(self.instant(d, CONTACT_HOURS[0]), self.instant(d, CONTACT_HOURS[1])) for d in self.dates]
        return tuple(Window(max(a, since), b) for a, b in opens if max(a, since) <= b)

    def starts_after(self, order: PlannedOrder) -> bool:
        end = self.instant(self.dates[-1] + timedelta(days=1), time(0))
        if order.agreed_at is not None:
            return _seconds(order.agreed_at - AGREED) >= end
        if order.not_before_at is not None and _seconds(order.not_before_at) >= end:
            return True
        return order.booked_date is not None and order.booked_date > self.dates[-1]


def _shift(
    technician: PlannedTechnician, day: int, horizon: _Horizon, places: _Places, busy: Busy | None
) -> Shift | None:
    on = horizon.dates[day]
    if technician.away_until is not None and on <= technician.away_until:
        return None
    until = on if technician.shift_end > technician.shift_start else on + timedelta(days=1)
    opens, ends = horizon.instant(on, technician.shift_start), horizon.instant(until, technician.shift_end)
    if ends <= horizon.now:
        return None
    home = places.number(technician.home)
    today = opens <= horizon.now
    start = home if technician.position is None or not today else places.number(technician.position)
    if busy is not None and busy.until < opens:
        busy = None
    earliest = max(opens, horizon.now)
    latest = max(earliest, ends + _whole(horizon.rules.overtime))
    free = earliest if busy is None else max(earliest, busy.until)
    return Shift(
        id=shift_id(technician.id, on),
        technician_id=technician.id,
        start_location=start,
        end_location=home,
        earliest=earliest,
        latest=latest,
        breaks=_lunch(technician, on, horizon, free),
        skills=technician.skills,
        busy=busy,
        day=day,
    )


def _lunch(technician: PlannedTechnician, on: date, horizon: _Horizon, free: int) -> tuple[Break, ...]:
    """Lunch, unless it was had or its time has gone by while the technician was busy."""
    if technician.lunch_start is None or technician.lunch_end is None or not technician.lunch:
        return ()
    if technician.lunch_taken and on == horizon.today:
        return ()
    first = horizon.instant(on, technician.lunch_start)
    last = horizon.instant(on, technician.lunch_end) - _whole(technician.lunch)
    if last < first or free > last:
        return ()
    return (Break(id="lunch", windows=(Window(first, last),), duration=_whole(technician.lunch)),)


def _job(order: PlannedOrder, horizon: _Horizon, location: int) -> Job:
    now, rules = horizon.now, horizon.rules
    duration = _whole(order.duration)
    due = None if order.due_at is None else _seconds(order.due_at)
    gone = due is not None and due - duration < now
    near = due is not None and due < now + _whole(rules.urgent_within)
    weight = 100 * (10 + order.priority) + (1000 if gone else 500 if near else 0)
    on_time = None if gone else due
    windows, *worse = _ways(order, horizon, on_time)
    return Job(
        id=order.id,
        location=location,
        duration=duration,
        windows=windows[0],
        due=windows[1],
        fallbacks=tuple(Fallback(windows=w, due=d, loss=weight * share // 100) for w, d, share in worse),
        release=now if order.not_before_at is None else max(now, _seconds(order.not_before_at)),
        skills=frozenset() if order.technician_id is not None else order.skills,
        technicians=None if order.technician_id is None else frozenset({order.technician_id}),
        weight=weight,
        delay_cost=_whole(rules.urgent_delay_cost if near or gone else rules.delay_cost),
    )


_Way = tuple[tuple[Window, ...], int | None, int]


def _ways(order: PlannedOrder, horizon: _Horizon, due: int | None) -> list[_Way]:
    """Best first, with what each forfeits in per cent: at the edge of the agreed hour, late, or at another time.

    Nothing is forbidden: an order that cannot be had in time is had late.
    """
    any_time = horizon.contact_hours(horizon.now)
    ways: list[_Way] = [(any_time, due, 0), (any_time, None, 30)]
    if order.agreed_at is not None:
        edge = Window(_seconds(order.agreed_at - AGREED), _seconds(order.agreed_at + AGREED))
        inner = Window(
            _seconds(order.agreed_at - AGREED_PREFERRED), _seconds(order.agreed_at + AGREED_PREFERRED)
        )
        if edge.end >= horizon.now:
            after = horizon.contact_hours(max(horizon.now, edge.start)) or (edge,)
            ways = [((inner,), due, 0), ((edge,), due, 5), ((edge,), None, 30), (after, None, 60)]
    elif order.booked_date is not None:
        opens, closes = HALVES[order.booked_half]
        half = Window(horizon.instant(order.booked_date, opens), horizon.instant(order.booked_date, closes))
        if half.end >= horizon.now:
            after = horizon.contact_hours(max(horizon.now, half.start)) or (half,)
            ways = [((half,), due, 0), ((half,), None, 30), (after, None, 60)]
    return [way for k, way in enumerate(ways) if k == 0 or way[:2] != ways[k - 1][:2]]


def _seconds(at: datetime) -> int:
    return round(at.timestamp())


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _whole(span: timedelta) -> int:
    return round(span.total_seconds())

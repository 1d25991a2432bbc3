"""What would get an order its place, or a late one its promise: each way tried, verified and priced, the cheapest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from dispatch.planning.alternatives import least_detour
from dispatch.planning.blocks import overtime_needed, with_overtime
from dispatch.planning.check import violations
from dispatch.planning.diff_side import promised_windows
from dispatch.planning.lanes import Lane, Lanes, Seated, loss_of
from dispatch.planning.line import Task
from dispatch.planning.problem import FOREVER, Fallback, Job, Problem, Shift, Window, may_do, ways_of
from dispatch.planning.relief import DEFAULT_PRICES, Relief, ReliefPrices, WayOut
from dispatch.planning.schedule import first_shortage
from dispatch.planning.timed_plan import whole

NEAREST = 12
"""So many lanes are tried for what is costly to try, the shortest way round first."""
BESIDES = 4
"""So many new homes are tried for a visit that is to make room."""


def ways_out(
    lanes: Lanes,
    job: Job,
    *,
    prices: ReliefPrices = DEFAULT_PRICES,
    freer: Job | None = None,
    most: int = 2,
) -> tuple[WayOut, ...]:
    """At most so many ways of each kind, cheapest first; empty where the order has all that it can have.

    `freer` is the order as anybody may have it, where it belongs to somebody now. `lanes` are made without the job (`Lanes(…, asked=job.id)`). What loses as much as now is no way out.
    """
    return _Search(lanes, job, prices, freer).found(most)


class _Search:
    def __init__(self, lanes: Lanes, job: Job, prices: ReliefPrices, freer: Job | None) -> None:
        self.lanes = lanes
        self.job = job
        self.prices = prices
        self.freer = freer
        seat = lanes.seat_of(job)
        self.seat = seat
        self.now_lost = job.weight if seat is None else seat.loss
        shifts = lanes.problem.shifts
        self.able = [shift for shift in shifts if may_do(shift, job)]
        self.near = sorted(self.able, key=lambda shift: (shift.day, least_detour(lanes, shift, job)))[
            :NEAREST
        ]

    def found(self, most: int) -> tuple[WayOut, ...]:
        if not self.now_lost or self.lanes.waits_for:
            return ()
        there = sorted(self._as_it_is(), key=lambda way: way.rank)
        kept = _one_each(there)[:most]
        if kept and not kept[0].lost:
            return tuple(kept)  # nobody need give up anything
        kinds: tuple[Callable[[], Iterator[WayOut]], ...] = (
            self._overtime,
            self._other_time,
            self._waiver,
            self._supplies,
            self._other_person,
            self._other_visits,
            self._two_technicians,
        )
        for kind in kinds:
            by_relief: dict[Relief, list[WayOut]] = {}
            for way in kind():
                if not there or way.rank < there[0].rank:
                    by_relief.setdefault(way.relief, []).append(way)
            for ways in by_relief.values():
                kept += _one_each(sorted(ways, key=lambda way: way.rank))[:most]
        return tuple(sorted(kept, key=lambda way: way.rank))

    def _way(self, relief: Relief, seat: Seated, price: float, **more: object) -> WayOut | None:
        """The way, if it is better than now and every changed lane is valid."""
        others = more.pop("others", ())
        lost = seat.loss + int(more.pop("dropped", 0))  # type: ignore[call-overload]
        lanes = (seat.lane, *others)  # type: ignore[misc]
        if lost >= self.now_lost or not self._valid(lanes):
            return None
        return WayOut(
            relief=relief,
            technician_id=seat.shift.technician_id,
            shift_id=seat.shift.id,
            start=seat.start,
            finish=seat.finish,
            loss=seat.loss,
            lost=lost,
            cost=seat.cost + price,
            travel=seat.travel + int(more.pop("travel", 0)),  # type: ignore[call-overload]
            overtime=seat.overtime,
            job=seat.job,
            changed=tuple(lane.route for lane in lanes if lane.route is not None),
            **more,  # type: ignore[arg-type]
        )

    def _valid(self, lanes: Sequence[Lane]) -> bool:
        """The changed lanes, worked out anew from their problem alone."""
        jobs = tuple(task.job for lane in lanes for task in lane.tasks)
        known = {job.id for job in jobs}
        alone = tuple(replace(job, after=job.after & known) if job.after - known else job for job in jobs)
        problem = Problem(
            shifts=tuple(lane.shift for lane in lanes), jobs=alone, aims=self.lanes.problem.aims
        )
        plan = whole(problem, [lane.route for lane in lanes if lane.route is not None])
        return not violations(problem, self.lanes.travel, plan)

    def _as_it_is(self) -> Iterator[WayOut]:
        """There is room: nobody has looked, or the plan is about to."""
        for shift in self.able:
            seat = self.lanes.best(shift, self.job)
            if seat is not None and (way := self._way(Relief.ASSIGN, seat, 0)) is not None:
                yield way

    def _overtime(self) -> Iterator[WayOut]:
        """The least overtime with which it fits, at a way that is better than now."""
        better = self._better_ways()
        if better is None:
            return
        for shift in self.near:
            need = overtime_needed(self.lanes, shift, self.job)
            if need is None and better:
                need = overtime_needed(self.lanes, shift, self.job, better)
            if need is None or not need[0]:
                continue
            over, position, number = need
            longer = with_overtime(shift, over)
            seat = self._at(longer, position, Task(self.job, number, ways_of(self.job)[number].starts))
            if seat is not None:
                price = max(0.0, over * self.prices.overtime - seat.prices.get("overtime", 0))
                way = self._way(Relief.OVERTIME, seat, price, seconds=over)
                if way is not None:
                    yield way

    def _better_ways(self) -> int | None:
        """The number of the worst way that is still better than now."""
        better = [k for k, way in enumerate(ways_of(self.job)) if way.loss < self.now_lost]
        return better[-1] if better else None

    def _at(self, shift: Shift, position: int, task: Task) -> Seated | None:
        tasks = self.lanes.lane(shift).tasks
        lane = self.lanes.with_tasks(shift, (*tasks[:position], task, *tasks[position:]))
        if lane is None:
            return None
        return self.lanes.seated(self.lanes.lane(shift), lane, (position, task.job, task.way))

    def _other_time(self) -> Iterator[WayOut]:
        """At a time that the customer was not told: what the windows forbid, the due time does not."""
        free = _at_any_time(self.job)
        if free is None:
            return
        for shift in self.able:
            seat = self.lanes.best(shift, free)
            if seat is not None:
                way = self._way(Relief.OTHER_TIME, seat, self.prices.other_time)
                if way is not None:
                    yield way

    def _waiver(self) -> Iterator[WayOut]:
        """By somebody who lacks one skill, or has it not as well as is asked."""
        for shift in self._nearest(lambda shift: not may_do(shift, self.job)):
            low = {s for s, least in self.job.levels.items() if shift.levels.get(s, 0) < least}
            missing = (self.job.skills - shift.skills) | low
            if len(missing) != 1:
                continue
            levels = {s: least for s, least in self.job.levels.items() if s not in missing}
            freed = replace(self.job, skills=self.job.skills - missing, levels=levels)
            if may_do(shift, freed) and (seat := self.lanes.best(shift, freed)) is not None:
                way = self._way(
                    Relief.WAIVER, seat, self.prices.waiver * len(missing), names=tuple(sorted(missing))
                )
                if way is not None:
                    yield way

    def _supplies(self) -> Iterator[WayOut]:
        """With the tools and parts brought to the technician, or fetched from a depot of others on the way."""
        depots = [shift.depot for shift in self.lanes.problem.shifts if shift.depot is not None]
        for shift in self.near:
            jobs = [*(task.job for task in self.lanes.lane(shift).tasks), self.job]
            if shift.depot is not None or first_shortage(shift, jobs) is None:
                continue
            parts = {part: shift.parts.get(part, 0) + count for part, count in self.job.parts.items()}
            stocked = replace(shift, tools=shift.tools | self.job.tools, parts={**shift.parts, **parts})
            names = tuple(sorted({*(self.job.tools - shift.tools), *self.job.parts}))
            yield from self._tried(Relief.SUPPLIES, stocked, self.prices.supplies, names)
            for depot in depots[:1]:
                with_depot = replace(shift, depot=depot, restock=shift.restock or 900)
                yield from self._tried(Relief.DEPOT, with_depot, 0, names)

    def _tried(self, relief: Relief, shift: Shift, price: float, names: tuple[str, ...]) -> Iterator[WayOut]:
        seat = Lanes(self.lanes.problem, self.lanes.travel, self.lanes.plan, self.job.id).best(
            shift, self.job
        )
        if seat is not None and (way := self._way(relief, seat, price, names=names)) is not None:
            yield way

    def _other_person(self) -> Iterator[WayOut]:
        """By somebody whom the order does not ask for, or who is kept from it."""
        freed = self.freer or replace(self.job, technicians=None, excluded=frozenset())
        if freed == self.job:
            return
        for shift in self.lanes.problem.shifts:
            if may_do(shift, self.job) or not may_do(shift, freed):
                continue
            seat = self.lanes.best(shift, freed)
            if seat is not None and (way := self._way(Relief.OTHER_PERSON, seat, self.prices.other_person)):
                yield way

    def _other_visits(self) -> Iterator[WayOut]:
        """In the place of a visit that nobody was promised a time for: moved to somebody else, or dropped if lighter."""
        for shift in self.near:
            tasks = self.lanes.lane(shift).tasks
            for k, gone in enumerate(tasks):
                if promised_windows(gone.job) or gone.job.technicians is not None:
                    continue
                rest = self.lanes.with_tasks(shift, (*tasks[:k], *tasks[k + 1 :]))
                seat = None if rest is None else self.lanes.best_beside(rest, self.job)
                if rest is None or seat is None or seat.loss >= self.now_lost:
                    continue
                yield from self._rehoused(shift, gone, seat)
                dropped = gone.job.weight - loss_of(gone.job, gone.way)
                if gone.job.weight < self.job.weight and (
                    way := self._way(
                        Relief.DROP_OTHER,
                        self._against_now(shift, seat),
                        0,
                        other_id=gone.job.id,
                        dropped=dropped,
                    )
                ):
                    yield way

    def _rehoused(self, shift: Shift, gone: Task, seat: Seated) -> Iterator[WayOut]:
        """The visit that makes room, in a new home where it is as good as before."""
        ways = ways_of(gone.job)[: gone.way + 1]
        others = [one for one in self.lanes.problem.shifts if one.id != shift.id and may_do(one, gone.job)]
        nearest = sorted(others, key=lambda one: (one.day, least_detour(self.lanes, one, gone.job)))[:BESIDES]
        for other in nearest:
            home = self.lanes.best(other, gone.job, ways)
            if home is None:
                continue
            moved = self._against_now(shift, seat)
            way = self._way(
                Relief.MOVE_OTHER,
                moved,
                self.prices.move_other + home.cost,
                other_id=gone.job.id,
                other_technician_id=other.technician_id,
                other_start=home.start,
                travel=home.travel,
                others=(home.lane,),
            )
            if way is not None:
                yield way

    def _against_now(self, shift: Shift, seat: Seated) -> Seated:
        """The same seat, priced against the lane as it is now."""
        return self.lanes.seated(self.lanes.lane(shift), seat.lane, (seat.position, seat.job, seat.way))

    def _two_technicians(self) -> Iterator[WayOut]:
        """Two at once, each half as long: for what is too long for what is left of anybody's day."""
        half = replace(self.job, duration=(self.job.duration + 1) // 2)
        seats = [seat for shift in self.near if (seat := self.lanes.best(shift, half)) is not None]
        for one, other in combinations(sorted(seats, key=lambda seat: seat.rank)[:BESIDES], 2):
            if one.shift.technician_id == other.shift.technician_id:
                continue
            last = max((one, other), key=lambda seat: seat.start)
            together = Window(last.start, last.start)
            part = replace(half, windows=(together,), due=None, fallbacks=(), release=None)
            first = self.lanes.best(one.shift, part)
            second = self.lanes.best(other.shift, replace(part, id=f"{part.id}\0"))
            if first is None or second is None:
                continue
            way = self._way(
                Relief.TWO_TECHNICIANS,
                first,
                self.prices.two_technicians + second.cost,
                other_technician_id=other.shift.technician_id,
                travel=second.travel,
                dropped=last.loss,
                others=(second.lane,),
            )
            if way is not None:
                yield way

    def _nearest(self, which: Callable[[Shift], bool]) -> list[Shift]:
        chosen = [shift for shift in self.lanes.problem.shifts if which(shift)]
        return sorted(chosen, key=lambda shift: (shift.day, least_detour(self.lanes, shift, self.job)))[
            :NEAREST
        ]


def _one_each(ways: Sequence[WayOut]) -> list[WayOut]:
    """The best way of each technician."""
    seen: dict[str, WayOut] = {}
    for way in ways:
        seen.setdefault(way.technician_id, way)
    return list(seen.values())


def _at_any_time(job: Job) -> Job | None:
    """The job at any time that any of its ways allows, in time for its due time if that can be; None if it is free already."""
    if not job.windows:
        return None
    open_at = tuple(
        window for windows in (job.windows, *(one.windows for one in job.fallbacks)) for window in windows
    )
    if len(set(open_at)) == len(job.windows):
        open_at = (Window(-FOREVER, FOREVER),)
    late = next((one.loss for one in job.fallbacks if one.due is None and one.loss), job.weight // 2)
    fallbacks = () if job.due is None else (Fallback(windows=open_at, loss=late),)
    return replace(job, windows=open_at, fallbacks=fallbacks)

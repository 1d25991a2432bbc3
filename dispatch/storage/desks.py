"""The districts' running plans kept warm in this process, so that an urgent order finds its place in milliseconds.

What is kept may be older than the database: whoever stores an offer checks the touched routes there first
(`actions.insertions`), and asks anew from a fresh look if they have changed.
"""

import gc
import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from threading import Event, Lock
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE
from dispatch.planning.day import PlannedOrder, Stop
from dispatch.planning.day_horizon import Horizon, instant_at
from dispatch.planning.day_jobs import job_of
from dispatch.planning.day_kit import Kit
from dispatch.planning.ejection import Hold, NoRoom, Offer, applied
from dispatch.planning.insert_check import route_of, wrong_in
from dispatch.planning.plan import Route
from dispatch.planning.problem import Job
from dispatch.planning.timed_plan import time_plan
from dispatch.planning.travel import UNREACHABLE
from dispatch.storage.day import DayInput, planned_order
from dispatch.storage.order import Order
from dispatch.storage.running_day import Point, RunningDay, Travel, running_day
from dispatch.storage.session import Database
from dispatch.storage.slot_hold import is_hold

if TYPE_CHECKING:
    from dispatch.planning.insert_desk import Desk

log = logging.getLogger(__name__)
LOOKS_EVERY_S: Final = 2.0
OLDEST: Final = timedelta(minutes=3)
"""A look that is older is not asked any more: too many have moved on since."""
STALE: Final = timedelta(seconds=30)
"""From this age on the look is renewed when nobody has asked for a while, from `OLD` on beside the requests: a look holds
them up, at its worst by a tenth of a second at 1,000 orders and a third at 5,000."""
QUIET: Final = timedelta(seconds=5)
OLD: Final = timedelta(minutes=2)
ROOM: Final = 256
"""Orders that a look has room for; the one after them waits for a new look, which takes seconds in a large district."""
SHOWN: Final = 12
"""So many offers of each kind are looked for."""
WANTED_FOR: Final = timedelta(minutes=30)
"""So long after the last question a district is kept fresh."""


class RowTravel(Travel, Protocol):
    """Travel times that also answer for one new place alone."""

    def to_and_back(
        self, place: Point, others: Sequence[Point]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]: ...


class Road(NamedTuple):
    """Between one place and every place of a desk."""

    to: NDArray[np.int32]
    back: NDArray[np.int32]
    added: dict[int, Point]
    """`Kept.added` as it was then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An offer with all that it changes: `stops` are the touched routes, whole, and `ejected` who made room."""

    offer: Offer
    job: Job
    key: str
    stops: tuple[Stop, ...]
    ejected: tuple[str, ...]
    travel_s: int
    """By how much the road grows."""
    before: dict[tuple[str, date], tuple[str, ...]]
    """The touched routes as they have to be found in the database: by technician and day, in order."""
    versions: dict[str, int]
    """The versions of the orders in them."""
    road: Road
    """To and from its place, and the places that had come since the look by then."""
    kept: "Kept"
    """The look in which it was found."""
    settled: int
    """How many orders had been given their place in that look."""

    @property
    def own(self) -> Stop:
        return next(stop for stop in self.stops if stop["order_id"] == self.job.id)


@dataclass(slots=True, kw_only=True)
class Kept:
    """One district as this process saw it last."""

    seen: RunningDay
    desk: "Desk"
    versions: dict[str, int]
    looked_at: datetime
    wanted_at: datetime
    added: dict[int, Point] = field(default_factory=dict)
    """The places that have come since the look, by their numbers at the desk."""
    settled: int = 0
    """How many orders have been given their place since."""
    _timed: RunningDay | None = None

    def timed(self) -> RunningDay:
        """The look with the times of its plan, which are worked out once and not for each question."""
        if self._timed is None:
            seen = self.seen
            self._timed = replace(seen, plan=time_plan(seen.day.problem, seen.travel, seen.plan))
        return self._timed

    def is_stale(self, now: datetime) -> bool:
        age, few = now - self.looked_at, self.desk.room.free_slots
        if now - self.wanted_at >= QUIET:
            return age >= STALE or few < ROOM // 2
        return age >= OLD or few < ROOM // 8


class Desks:
    """One a process. Each district is asked by one thread at a time; a look at it is taken beside that."""

    def __init__(self, travel: RowTravel) -> None:
        self._travel = travel
        self._kept: dict[str, Kept] = {}
        self._locks: dict[str, Lock] = {}
        self._held = Lock()

    def renew(self, session: Session, district_id: str, now: datetime) -> None:
        """Take a new look and put it in the place of the old one."""
        kept = self._look(session, district_id, now)
        with self._lock_of(district_id):
            old = self._kept.get(district_id)
            if old is not None:
                kept.wanted_at = old.wanted_at
            self._kept[district_id] = kept

    def stale(self, now: datetime) -> list[str]:
        """The districts that somebody has asked about lately, and whose look is getting old or full."""
        return [
            district_id
            for district_id, kept in list(self._kept.items())
            if now - kept.wanted_at < WANTED_FOR and kept.is_stale(now)
        ]

    def forget(self, district_id: str) -> None:
        """What was kept has turned out to be wrong."""
        self._kept.pop(district_id, None)

    def was_refused(self, found: Found) -> None:
        """The database did not take it: the look is wrong, unless another request was given its place meanwhile."""
        district_id = found.kept.seen.look.district_id
        with self._lock_of(district_id):
            if self._kept.get(district_id) is found.kept and found.kept.settled == found.settled:
                self.forget(district_id)

    def offers(
        self, session: Session, order: Order, now: datetime, *, most: int = SHOWN, key: str | None = None
    ) -> list[Found]:
        """The best places for an order, whether it has one or not, the cheapest first; only the one of that key.

        NoRoom where that has to be asked of `planning.insert`: the order waits for another one, or another one for it.
        """
        with self._open(session, order.district_id, now) as kept:
            job = self._job(session, kept, order, now)
            if job is None:
                return []
            if job.after:
                raise NoRoom(job.id)
            found: list[Found] = []
            road = self._road(kept, (order.lat, order.lon))
            with kept.desk.asking(job, road.to, road.back):
                for offer in kept.desk.offers(job.id, SHOWN):
                    if len(found) == most:
                        break
                    if key is not None and key_of(offer) != key:
                        continue
                    if (one := _found(kept, job, offer, road)) is not None:
                        found.append(one)
            return found

    def known(self, session: Session, order: Order, now: datetime) -> RunningDay:
        """The district by a look that knows the order as it is now, the last one or a new one; for the readable rules."""
        for _ in range(2):
            try:
                with self._open(session, order.district_id, now) as kept:
                    if kept.seen.versions.get(order.id) == order.version:
                        return kept.timed()
            except NoRoom:
                break
            self.renew(session, order.district_id, now)
        return running_day(session, order.district_id, now, self._travel)

    def settle(self, order: Order, found: Found, versions: Mapping[str, int]) -> None:
        """What was stored is also what is kept, at these versions."""
        with self._lock_of(order.district_id):
            kept = self._kept.get(order.district_id)
            if kept is None or kept is not found.kept:
                return  # a new look was taken meanwhile; it is checked like any other
            place, road = (order.lat, order.lon), found.road
            if road.added != kept.added:  # others have come meanwhile
                road = self._road(kept, place)
            kept.settled += 1
            try:
                kept.desk.settle(found.job, road.to, road.back, found.offer, Hold.STAYS)
            except NoRoom:  # others took the last of it; the order has its place all the same
                self.forget(order.district_id)
                return
            kept.added[kept.desk.room.job(order.id).location] = place
            kept.versions.update(versions)

    def _lock_of(self, district_id: str) -> Lock:
        with self._held:
            return self._locks.setdefault(district_id, Lock())

    @contextmanager
    def _open(self, session: Session, district_id: str, now: datetime) -> Iterator[Kept]:
        with self._lock_of(district_id):
            kept = self._kept.get(district_id)
            full = kept is not None and not kept.desk.room.free_slots
            if kept is None or full or not timedelta(0) <= now - kept.looked_at < OLDEST:
                kept = self._kept[district_id] = self._look(session, district_id, now)
            kept.wanted_at = now
            kept.desk.advance(round(now.timestamp()))
            try:
                yield kept
            except NoRoom:
                raise
            except BaseException:
                self.forget(district_id)
                raise

    def _look(self, session: Session, district_id: str, now: datetime) -> Kept:
        from dispatch.planning.insert_desk import Desk  # noqa: PLC0415  # compiled code, only where it is asked

        seen = running_day(session, district_id, now, self._travel)
        calm = round(seen.look.rules.change_cost.total_seconds())
        desk = Desk(seen.day.problem, seen.travel, seen.plan, holds_of(seen.look), spare=ROOM, calm=calm)
        _set_aside()
        return Kept(seen=seen, desk=desk, versions=dict(seen.versions), looked_at=now, wanted_at=now)

    def _job(self, session: Session, kept: Kept, order: Order, now: datetime) -> Job | None:
        """The order as it is now, free for anybody who may do it, with the road to and from it."""
        if order.status not in PLANNABLE:
            return None
        look = kept.seen.look
        wanted = free_again(planned_order(session, order, look, now))
        horizon = Horizon(now, look.zone, look.rules)
        if horizon.starts_after(wanted):
            return None
        return job_of(wanted, look.technicians, horizon, Kit(), 0)

    def _road(self, kept: Kept, place: Point) -> Road:
        """To and from every place of the desk, those that came since the look too."""
        numbers = [*range(len(kept.seen.day.points)), *kept.added]
        others = (*kept.seen.day.points, *kept.added.values())
        road = np.full((2, kept.desk.room.travel.size), UNREACHABLE, dtype=np.int32)
        road[:, numbers] = self._travel.to_and_back(place, others)
        return Road(road[0], road[1], dict(kept.added))


def holds_of(look: DayInput) -> dict[str, Hold]:
    """Who was promised a time stays; who booked a half-day, or belongs to a technician, is served no worse."""
    return {order.id: hold for order in look.orders if (hold := _hold(order)) is not Hold.FREE}


def _hold(order: PlannedOrder) -> Hold:
    if order.agreed_at is not None or order.taken or is_hold(order.id):
        return Hold.STAYS
    return Hold.KEEPS if order.booked_date is not None or order.technician_id is not None else Hold.FREE


def free_again(order: PlannedOrder) -> PlannedOrder:
    """Somebody else may have it; at the time that the customer was promised."""
    return order if order.technician_id is None else replace(order, technician_id=None, announced=None)


def key_of(offer: Offer) -> str:
    """What an offer is known by between two requests: who goes where, in whose place."""
    moves = [(move.job_id, move.shift_id, move.instead_of) for move in offer.moves]
    return hashlib.sha256(repr(moves).encode()).hexdigest()[:16]


def _found(kept: Kept, job: Job, offer: Offer, road: Road) -> Found | None:
    """None where the readable rules do not bear the offer out. While the desk is `asking` for the job."""
    desk = kept.desk
    rows = {shift_id: desk.row(shift_id) for shift_id in offer.shifts}
    after = applied(rows, offer)
    if wrong_in(desk.room, after):
        return None
    stops: list[Stop] = []
    travel_s = 0
    for shift_id, row in after.items():
        new = route_of(desk.room, shift_id, row)
        old = route_of(desk.room, shift_id, rows[shift_id]) if rows[shift_id] else None
        if new is None:
            return None
        travel_s += new.travel - (0 if old is None else old.travel)
        stops += _stops(kept, shift_id, new)
    orders = [one for row in rows.values() for one, _ in row]
    return Found(
        offer=offer,
        job=job,
        key=key_of(offer),
        stops=tuple(stops),
        ejected=offer.moved,
        travel_s=travel_s,
        before={_who(kept, shift_id): tuple(one for one, _ in row) for shift_id, row in rows.items()},
        versions={one: kept.versions.get(one, 0) for one in orders if not is_hold(one)},
        road=road,
        kept=kept,
        settled=kept.settled,
    )


def _stops(kept: Kept, shift_id: str, route: Route) -> list[Stop]:
    technician_id, day = _who(kept, shift_id)
    return [
        Stop(
            order_id=visit.job_id,
            technician_id=technician_id,
            day=day,
            seq=seq,
            arrive_at=instant_at(visit.start),
            start_at=instant_at(visit.start),
            end_at=instant_at(visit.finish),
            travel_s=visit.travel,
        )
        for seq, visit in enumerate(route.visits, start=1)
    ]


def _who(kept: Kept, shift_id: str) -> tuple[str, date]:
    shift = kept.desk.room.shift(shift_id)
    return shift.technician_id, instant_at(shift.earliest).astimezone(kept.seen.look.zone).date()


def keep_fresh(desks: Desks, database: Database, now: Callable[[], datetime], stop: Event) -> None:
    """Until told to stop, take new looks at the districts that somebody asks about, beside the requests."""
    from dispatch.planning.insert_warm import warm_insertion  # noqa: PLC0415  # compiled code, only where it is asked

    warm_insertion()
    _set_aside()
    while not stop.wait(LOOKS_EVERY_S):
        for district_id in desks.stale(now()):
            try:
                with database.read() as session:
                    desks.renew(session, district_id, now())
            except Exception:  # the requests take their own looks
                log.exception("no new look at %s", district_id)


def _set_aside() -> None:
    """What is kept for long is nobody's garbage: looking through it would hold a request up, by 20 to 200 ms.

    It goes when nothing points to it any more, for a look has no cycles.
    """
    gc.collect()
    gc.freeze()

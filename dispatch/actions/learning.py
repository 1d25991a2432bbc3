"""Once a night, at three in the district's morning: learn from its done work how long visits and roads really take."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.log import claim_name
from dispatch.actions.stock import fill_vans
from dispatch.orders.work import WORK
from dispatch.planning.hours import Hours, factor_at
from dispatch.planning.learning import DoneRoad, DoneVisit, Learned, learn
from dispatch.storage.district import District
from dispatch.storage.learned import LearningRun, read_learned, store_learned
from dispatch.storage.order import Order
from dispatch.storage.session import Database
from dispatch.travel.dialects import NoTable

log = logging.getLogger(__name__)
BEGINS: Final = time(3)
LOOKS_BACK: Final = timedelta(days=180)
ROADS_BACK: Final = timedelta(days=28)
"""Roads change faster than houses, and a source of travel times is asked about each of them."""
NO_STOP: Final = timedelta(minutes=30)
"""Whoever sets off later than that after a visit may have been anywhere in between."""
_GIVEN_UP: Final = timedelta(hours=1)


class Source(Protocol):
    """What travel times are expected to be: free roads, and the factor of each hour."""

    @property
    def hours(self) -> Hours: ...

    def seconds(
        self, origins: Sequence[tuple[float, float]], targets: Sequence[tuple[float, float]]
    ) -> NDArray[np.int32]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was learned, and from how much."""

    learned: Learned
    visits: int
    roads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    kind: str
    area_id: str
    technician_id: str
    place: tuple[float, float]
    set_off_at: datetime | None
    on_site_at: datetime
    completed_at: datetime


def nights_to_learn(database: Database, now: datetime) -> list[tuple[str, date]]:
    """The districts whose night has come and has not been learned from."""
    with database.read() as session:
        zones = session.execute(select(District.id, District.zone).order_by(District.id)).all()
        done = {
            row.district_id: row.day
            for row in session.scalars(select(LearningRun).where(LearningRun.ended_at.is_not(None)))
        }
    local = [(district_id, now.astimezone(ZoneInfo(zone))) for district_id, zone in zones]
    return [
        (district_id, at.date())
        for district_id, at in local
        if at.time() >= BEGINS and done.get(district_id, date.min) < at.date()
    ]


def learn_at_night(database: Database, source: Source, now: Callable[[], datetime]) -> int:
    """Learn for the districts that wait, and begin their day: the vans are full again. How many those were."""
    learned = 0
    for district_id, day in nights_to_learn(database, now()):
        if not _claim(database, district_id, day, now()):
            continue
        with database.write() as session:
            fill_vans(session, district_id)
        lesson = learn_district(database, district_id, source, now())
        log.info("%s learned from %s visits and %s roads", district_id, lesson.visits, lesson.roads)
        learned += 1
    return learned


def learn_district(
    database: Database, district_id: str, source: Source, now: datetime, *, keep: bool = True
) -> Lesson:
    """Estimate a district's durations and roads anew, and plan with them from now on, unless they are not kept."""
    with database.read() as session:
        district = session.get_one(District, district_id)
        zone = ZoneInfo(district.zone)
        done = _done(session, district_id, now - LOOKS_BACK)
        before = read_learned(session, district_id)
    visits = [
        DoneVisit(
            kind=one.kind,
            area_id=one.area_id,
            technician_id=one.technician_id,
            took=one.completed_at - one.on_site_at,
            expected=_default(one.kind),
        )
        for one in done
    ]
    recent = [one for one in done if one.completed_at >= now - ROADS_BACK]
    try:
        roads = list(_roads(recent, source, zone))
        learned = learn(visits, roads)
    except NoTable as silent:  # visits are learned from all the same, and what was known of the roads stays
        log.warning("the roads of %s were not learned from: %s", district_id, silent)
        roads = []
        learned = replace(
            learn(visits, []), road=before.road, parts=before.parts, road_spread=before.road_spread
        )
    if keep:
        with database.write() as session:
            claim_name(session, f"learning {district_id}")
            store_learned(session, district_id, learned)
            run = session.get(LearningRun, district_id)
            if run is None:
                run = LearningRun(district_id=district_id, day=now.astimezone(zone).date(), begun_at=now)
                session.add(run)
            run.ended_at, run.visits, run.roads = now, len(visits), len(roads)
    return Lesson(learned=learned, visits=len(visits), roads=len(roads))


def _claim(database: Database, district_id: str, day: date, now: datetime) -> bool:
    """Several processes may find the same night; one of them works."""
    with database.write() as session:
        claim_name(session, f"learning {district_id}")
        row = session.get(LearningRun, district_id)
        if row is None:
            session.add(LearningRun(district_id=district_id, day=day, begun_at=now))
        elif row.day == day and (row.ended_at is not None or now - row.begun_at < _GIVEN_UP):
            return False
        else:
            row.day, row.begun_at, row.ended_at = day, now, None
    return True


def _default(kind: str) -> timedelta:
    return next(timedelta(minutes=work.duration_min) for name, work in WORK.items() if name == kind)


def _done(session: Session, district_id: str, since: datetime) -> list[_Done]:
    rows = session.execute(
        select(
            Order.kind,
            Order.area_id,
            Order.technician_id,
            Order.lat,
            Order.lon,
            Order.on_the_way_at,
            Order.on_site_at,
            Order.completed_at,
        )
        .where(
            Order.district_id == district_id,
            Order.completed_at >= since,
            Order.on_site_at.is_not(None),
            Order.technician_id.is_not(None),
        )
        .order_by(Order.completed_at, Order.id)
    )
    return [
        _Done(
            kind=kind.value,
            area_id=area_id,
            technician_id=technician_id,
            place=(lat, lon),
            set_off_at=set_off_at,
            on_site_at=on_site_at,
            completed_at=completed_at,
        )
        for kind, area_id, technician_id, lat, lon, set_off_at, on_site_at, completed_at in rows
        if technician_id is not None and on_site_at is not None and completed_at is not None
    ]


def _roads(done: Iterable[_Done], source: Source, zone: ZoneInfo) -> Iterator[DoneRoad]:
    """From one customer's straight to the next one's: only there is it known where somebody set off."""
    days: dict[tuple[str, date], list[_Done]] = {}
    for one in done:
        days.setdefault((one.technician_id, one.completed_at.astimezone(zone).date()), []).append(one)
    for visits in days.values():
        legs = [
            (before, after, after.set_off_at)
            for before, after in pairwise(sorted(visits, key=lambda one: one.on_site_at))
            if after.set_off_at is not None
            and timedelta(0) <= after.set_off_at - before.completed_at <= NO_STOP
            and after.on_site_at > after.set_off_at
        ]
        if not legs:
            continue
        table = source.seconds([a.place for a, _, _ in legs], [b.place for _, b, _ in legs])
        for k, (_, after, set_off_at) in enumerate(legs):
            free = float(table[k, k])
            yield DoneRoad(
                hour=set_off_at.astimezone(zone).hour,
                took=after.on_site_at - set_off_at,
                expected=timedelta(seconds=free * factor_at(source.hours, set_off_at, zone)),
            )

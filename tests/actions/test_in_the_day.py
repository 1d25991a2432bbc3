"""The day changes seven ways and the plan repairs itself: what was not touched stays, and agreed times are kept."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from dispatch.actions.planner import Planner
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import Actor, Role
from dispatch.planning.hours import Hours
from dispatch.planning.stop import iterations
from dispatch.planning.travel import MatrixTravel
from dispatch.storage.technician import Technician
from dispatch.travel.cache import Point, TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.absences import be_away
from tests.actions.conftest import DESK, NINE, World

MINUTE = timedelta(minutes=1)
CREW = ("t-wang", "t-li", "t-zhao", "t-qian")
SAME = 30 * MINUTE
"""So much earlier or later is the same time still (`Rules.shift_free`)."""


@dataclass(frozen=True, slots=True)
class Visit:
    technician_id: str | None
    start_at: datetime | None


@dataclass
class Day:
    """A planned morning: four technicians, five visits each, every third customer with an agreed time."""

    world: World
    planner: Planner
    orders: list[str]
    agreed: dict[str, datetime]

    def look(self) -> dict[str, Visit]:
        found = {one: self.world.order(one) for one in self.orders}
        return {one: Visit(order.technician_id, order.planned_start_at) for one, order in found.items()}

    def replan(self) -> None:
        assert self.planner.plan(lambda: self.world.now) is not None

    def route(self, technician_id: str) -> list[str]:
        looks = self.look()
        mine = [
            one for one, visit in looks.items() if visit.technician_id == technician_id and visit.start_at
        ]
        return sorted(mine, key=lambda one: looks[one].start_at or NINE)

    def changed(self, before: dict[str, Visit], *, but: tuple[str, ...] = ()) -> list[str]:
        """Who of the others has another technician, no place, or another time."""
        after = self.look()
        return [
            one
            for one, was in before.items()
            if one not in but
            and was.start_at is not None
            and (
                after[one].technician_id != was.technician_id
                or (start_at := after[one].start_at) is None
                or abs(start_at - was.start_at) > SAME
            )
        ]

    def agreed_times_hold(self, *, but: tuple[str, ...] = ()) -> bool:
        looks = self.look()
        return all(
            (start_at := looks[one].start_at) is not None and abs(start_at - at) <= 60 * MINUTE
            for one, at in self.agreed.items()
            if one not in but
        )

    def begin(self, order_id: str) -> None:
        """Somebody sets off for the first visit of the day and starts to work."""
        world, who = self.world, Actor(Role.TECHNICIAN, self.look()[order_id].technician_id or "")
        if world.order(order_id).status is Status.ASSIGNED:
            world.step(order_id, Step.TAKE, who)
            start_at = self.look()[order_id].start_at
            assert start_at is not None
            agreed_at = max(start_at, world.now + 5 * MINUTE)
            world.step(order_id, Step.CONTACT, who, {"agreed_at": agreed_at.isoformat()})
        for step in (Step.SET_OFF, Step.ARRIVE, Step.START_WORK):
            world.step(order_id, step, who)


@pytest.fixture
def day(sqlite_world: World) -> Day:
    world = sqlite_world
    with world.database.write() as session:
        for k, name in enumerate(CREW):
            known = session.get(Technician, name)
            if known is None:
                known = Technician(id=name, district_id="north", name=name, badge=name)
                session.add(known)
            known.skills = ["install", "move", "repair"]
            known.home_lat, known.home_lon = 30.25 + (k % 2) / 20, 120.15 + (k // 2) / 20
    orders = [
        world.accept(
            kind=Kind.INSTALL,
            lat=30.25 + (k * 7 % 10) / 150,
            lon=120.15 + (k * 3 % 10) / 150,
            booked_date=NINE.date(),
            booked_half="day",
        )
        for k in range(20)
    ]
    planner = Planner(database=world.database, district_id="north", make_stop=lambda: iterations(1500))
    own = Day(world, planner, orders, {})
    own.replan()
    for order_id in orders[::3]:
        visit = own.look()[order_id]
        assert visit.start_at is not None
        world.step(order_id, Step.TAKE, Actor(Role.TECHNICIAN, visit.technician_id or ""))
        world.step(
            order_id,
            Step.CONTACT,
            Actor(Role.TECHNICIAN, visit.technician_id or ""),
            {"agreed_at": visit.start_at.isoformat()},
        )
        own.agreed[order_id] = visit.start_at
    own.replan()
    return own


def test_without_news_nothing_changes(day: Day) -> None:
    before = day.look()
    day.world.later(minutes=1)
    day.replan()
    assert day.changed(before) == []
    assert day.agreed_times_hold()


def test_an_overrun_moves_at_most_what_follows_it(day: Day) -> None:
    firsts = {technician: day.route(technician)[0] for technician in CREW}
    day.world.later(minutes=20)
    for order_id in firsts.values():
        day.begin(order_id)
    day.replan()
    day.world.later(minutes=60)  # the others are done in time and go on; Wang is not
    for technician, order_id in firsts.items():
        if technician != "t-wang":
            who = Actor(Role.TECHNICIAN, technician)
            day.world.step(order_id, Step.TEST, who, {"download_mbps": 480})
            day.world.step(order_id, Step.COMPLETE, who)
    day.replan()
    nexts = [day.route(technician)[1] for technician in CREW if technician != "t-wang"]
    for order_id in nexts:
        day.begin(order_id)
    day.replan()
    before, his = day.look(), tuple(day.route("t-wang"))
    day.world.later(minutes=40)
    day.replan()
    gone = (*his, *firsts.values(), *nexts)
    assert len(day.changed(before, but=gone)) <= 3, "those who help out, and nobody else"
    assert day.agreed_times_hold(but=gone)


def test_a_sick_technician_s_visits_go_to_the_others_who_keep_their_own(day: Day) -> None:
    before = day.look()
    gone = tuple(day.route("t-li"))
    with day.world.database.write() as session:
        be_away(session, "t-li", NINE + timedelta(hours=14))
    day.replan()
    placed_today = [
        one
        for one in gone
        if (start_at := day.look()[one].start_at) is not None and start_at < NINE + timedelta(hours=10)
    ]
    assert len(placed_today) >= len(gone) - 2
    assert all(day.look()[one].technician_id != "t-li" for one in placed_today)
    assert len(day.changed(before, but=gone)) <= 4
    assert day.agreed_times_hold(but=gone)


def test_a_no_show_frees_a_gap_and_moves_nobody_else(day: Day) -> None:
    first = day.route("t-wang")[0]
    start_at = day.look()[first].start_at
    assert start_at is not None
    day.world.now = max(day.world.now, start_at)
    day.begin(first)
    before = day.look()
    day.world.later(minutes=10)
    day.world.step(
        first, Step.FAIL_VISIT, Actor(Role.TECHNICIAN, "t-wang"), {"reason": "no_access", "note": "没人"}
    )
    day.replan()
    assert len(day.changed(before, but=(first,))) <= 1
    assert day.agreed_times_hold(but=(first,))


def test_a_new_urgent_order_gets_a_place_and_moves_few(day: Day) -> None:
    before = day.look()
    urgent = day.world.accept(lat=30.28, lon=120.18)
    deadline = NINE + timedelta(hours=3)
    day.world.step(urgent, Step.CONFIRM_URGENT, DESK, {"deadline_at": deadline.isoformat()})
    day.replan()
    order = day.world.order(urgent)
    assert order.planned_end_at is not None
    assert order.planned_end_at <= deadline
    assert len(day.changed(before)) <= 4
    assert day.agreed_times_hold()


def test_a_withdrawal_leaves_everybody_else_where_they_are(day: Day) -> None:
    before = day.look()
    gone = day.route("t-zhao")[1]
    day.world.step(gone, Step.REQUEST_WITHDRAWAL, DESK, {"reason": "moves away"})
    day.agreed.pop(gone, None)
    day.replan()
    assert len(day.changed(before, but=(gone,))) <= 2
    assert day.agreed_times_hold()


@dataclass(frozen=True, slots=True)
class Jam:
    """Every road takes half as long again."""

    clear: TravelCache

    @property
    def name(self) -> str:
        return self.clear.name

    @property
    def hours(self) -> Hours:
        return self.clear.hours

    def travel(self, points: tuple[Point, ...]) -> MatrixTravel:
        table = self.clear.travel(points).table("")
        return MatrixTravel(np.rint(table * 1.5).astype(np.int32))


def test_traffic_shifts_times_and_keeps_who_goes_where(day: Day) -> None:
    before = day.look()
    day.planner = replace(day.planner, travel=Jam(TravelCache(GreatCircle())))
    day.replan()
    after = day.look()
    assert sum(after[one].technician_id != was.technician_id for one, was in before.items()) <= 2
    assert day.agreed_times_hold()


def test_a_missing_part_takes_one_visit_away_and_leaves_the_rest(day: Day) -> None:
    first = day.route("t-qian")[0]
    start_at = day.look()[first].start_at
    assert start_at is not None
    day.world.now = max(day.world.now, start_at)
    day.begin(first)
    before = day.look()
    day.world.later(minutes=15)
    data: dict[str, Any] = {"reason": "parts", "note": "没有光猫"}
    day.world.step(first, Step.FAIL_VISIT, Actor(Role.TECHNICIAN, "t-qian"), data)
    day.replan()
    assert day.world.order(first).planned_start_at is not None, "it has another visit"
    assert len(day.changed(before, but=(first,))) <= 1
    assert day.agreed_times_hold(but=(first,))

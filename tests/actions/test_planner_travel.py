"""The planner drives on the roads that the setting names, at the pace of the hour, and its plans say what is estimated."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dispatch.actions.planner import Planner
from dispatch.actions.positions import destinations, report_position, zone_of
from dispatch.orders.lifecycle import Status, Step
from dispatch.planning.hours import FLAT, Hours
from dispatch.planning.stop import iterations
from dispatch.queries.board import board
from dispatch.queries.promises import expected_arrival
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow, Topic
from dispatch.storage.plan import Plan
from dispatch.storage.technician import Position
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from dispatch.travel.road_file import save
from dispatch.travel.road_rules import TurnCosts
from dispatch.travel.roads_build import build_graph
from dispatch.travel.source import Source, make_source
from tests.actions.conftest import NINE, WANG, World
from tests.travel.maps import write_map

HOME = (30.25, 120.15)
NORTH, LAKE = (30.26, 120.15), (30.275, 120.20)


def town(folder: Path, hours: Hours = FLAT) -> Source:
    """A ring road around a lake: home in its corner, the northern order on its western side."""
    corners = {1: HOME, 2: (30.30, 120.15), 3: (30.30, 120.25), 4: (30.25, 120.25)}
    path = write_map(folder / "town.osm.pbf", corners, [((1, 2, 3, 4, 1), {"highway": "primary"})])
    turns = TurnCosts(sharpest_s=0, u_turn_s=0)
    save(build_graph(path, turns=turns, hours=hours), folder / "town.npz")
    return make_source(f"roads:{folder / 'town.npz'}")


def plan(world: World, source: Source) -> Plan:
    planner = Planner(
        database=world.database,
        district_id="north",
        make_stop=lambda: iterations(100),
        travel=TravelCache(source),
    )
    assert planner.plan(lambda: world.now) is not None
    with world.database.read() as session:
        return session.scalars(select(Plan).order_by(Plan.version.desc())).first()  # type: ignore[return-value]


def test_a_plan_without_a_map_says_that_its_times_are_estimated(world: World) -> None:
    world.accept(lat=NORTH[0], lon=NORTH[1])
    stored = plan(world, GreatCircle())
    assert stored.stats["travel"] == "great circle"
    assert (stored.stats["estimated"], stored.stats["estimated_places"], stored.stats["places"]) == (
        True,
        2,
        2,
    )
    with world.database.read() as session:
        roads = board(session, "north", NINE.date(), now=world.now)["plan"]["roads"]
        told = session.scalars(select(OutboxRow).where(OutboxRow.topic == Topic.PLAN)).one()
    assert roads == told.payload["roads"] == {"places": 2, "estimated": True, "estimated_places": 2}


def test_a_plan_on_roads_does_not_and_an_order_off_the_map_is_counted(world: World, tmp_path: Path) -> None:
    order_id = world.accept(lat=NORTH[0], lon=NORTH[1])
    source = town(tmp_path)
    stored = plan(world, source)
    assert (stored.stats["travel"], stored.stats["estimated"]) == ("roads:town.osm.pbf", False)
    assert world.order(order_id).planned_travel_s == source.seconds([HOME], [NORTH])[0, 0]
    world.accept(lat=30.5, lon=120.15)
    assert plan(world, source).stats["estimated_places"] == 1


def test_an_order_in_the_lake_is_left_out_with_a_reason_and_the_others_are_planned(
    world: World, tmp_path: Path
) -> None:
    good, lost = world.accept(lat=NORTH[0], lon=NORTH[1]), world.accept(lat=LAKE[0], lon=LAKE[1])
    stored = plan(world, town(tmp_path))
    assert [one["order_id"] for one in stored.unassigned] == [lost]
    assert stored.unassigned[0]["reason"]
    assert world.order(good).status is Status.ASSIGNED


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_a_shift_drives_at_the_pace_of_its_hours(world: World, tmp_path: Path, factor: float) -> None:
    order_id = world.accept(lat=NORTH[0], lon=NORTH[1])
    source = town(tmp_path, tuple(factor for _ in range(168)))
    plan(world, source)
    free = int(source.seconds([HOME], [NORTH])[0, 0])
    assert world.order(order_id).planned_travel_s == pytest.approx(factor * free, abs=1)
    assert world.order(order_id).planned_start_at >= NINE + timedelta(seconds=factor * free - 1)  # type: ignore[operator]


def test_how_far_it_still_is_is_reckoned_on_the_road_when_a_position_arrives(world: World) -> None:
    order_id = world.accept(lat=NORTH[0], lon=NORTH[1])
    world.contacted(order_id, hours=3)
    world.step(order_id, Step.SET_OFF, WANG)
    with world.database.read() as session:
        assert destinations(session, WANG.id) == {order_id: NORTH}
        assert zone_of(session, WANG.id).key == "Asia/Shanghai"
    for left_s, expected in (({order_id: 1234}, 1234), (None, None)):
        world.later(minutes=1)
        with world.database.write() as session:
            report_position(
                session,
                WANG.id,
                lat=HOME[0],
                lon=HOME[1],
                at=world.now,
                received_at=world.now,
                left_s=left_s,
            )
        with world.database.read() as session:
            row = session.get_one(Position, WANG.id)
            arrives_at = expected_arrival(session.get_one(Order, order_id), world.now, row)
        straight = int(GreatCircle().seconds([HOME], [NORTH])[0, 0])
        assert arrives_at == world.now + timedelta(seconds=straight if expected is None else expected)

"""What completed visits teach reaches the next plan: learned at night, kept by district, asked for with a percentile."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from dispatch.actions.learning import learn_at_night, learn_district, nights_to_learn
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Status
from dispatch.planning.learning import NOTHING_LEARNED, Learned
from dispatch.storage.day import DayInput, day_input
from dispatch.storage.district import District
from dispatch.storage.learned import LearningRun, read_learned, store_learned
from dispatch.storage.order import Order
from dispatch.storage.running_day import problem_of
from dispatch.storage.technician import Technician
from dispatch.travel.great_circle import GreatCircle
from tests.actions.conftest import NINE, World

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
AFTER = NINE + timedelta(days=20)


def done(world: World, count: int, *, minutes: float = 30.0, slower_roads: float = 1.0) -> None:
    """Completed repairs, two technicians' days of five visits, each 4 km from the last."""
    random = Random(count)  # noqa: S311 - simulated lives
    ids = [world.accept(customer_phone=f"139{k:08d}") for k in range(count)]
    free = int(GreatCircle().seconds([(30.25, 120.15)], [(30.25, 120.19)])[0, 0])
    with world.database.write() as session:
        for k, order_id in enumerate(ids):
            order = session.get_one(Order, order_id)
            day, seq = divmod(k, 5)
            set_off_at = datetime(2026, 11, 21, 1, tzinfo=UTC) + timedelta(days=day // 2, hours=1.5 * seq)
            order.status = Status.COMPLETED
            order.technician_id = ("t-wang", "t-li")[day % 2]
            order.lat, order.lon = 30.25, 120.15 + 0.04 * (seq % 2)
            order.on_the_way_at = set_off_at
            order.on_site_at = set_off_at + timedelta(seconds=free * slower_roads * random.uniform(0.9, 1.1))
            took = minutes * random.lognormvariate(0, 0.2)
            order.completed_at = order.on_site_at + took * MINUTE
            if seq < 4:  # so that the next one follows at once
                order.completed_at = max(order.completed_at, set_off_at + timedelta(minutes=31))
    world.now = AFTER


def look(world: World) -> DayInput:
    with world.database.read() as session:
        return day_input(session, "north", world.now)


def known(world: World) -> Learned:
    with world.database.read() as session:
        return read_learned(session, "north")


def test_a_district_without_done_work_plans_with_the_defaults(world: World) -> None:
    world.accept()
    (order,) = look(world).orders
    assert (order.duration, order.duration_sd) == (45 * MINUTE, None)
    assert look(world).learned == NOTHING_LEARNED
    assert learn_district(world.database, "north", GreatCircle(), world.now).visits == 0
    assert look(world).orders[0].duration == 45 * MINUTE


def test_the_next_plan_knows_how_long_visits_and_roads_really_took(world: World) -> None:
    done(world, 60, minutes=75, slower_roads=1.5)
    lesson = learn_district(world.database, "north", GreatCircle(), world.now)
    assert lesson.visits == 60
    assert lesson.roads > 0
    world.accept()
    seen = look(world)
    (order,) = seen.orders
    assert order.duration / MINUTE == pytest.approx(75, rel=0.12)
    assert order.duration_sd is not None
    assert 0.1 < order.duration_sd / order.duration < 0.5
    assert known(world) == seen.learned
    shift = problem_of(seen).problem.shifts[0]
    assert shift.speed_factor == pytest.approx(1 / seen.learned.road.factor, abs=0.1)


def test_what_is_learned_survives_the_tables(world: World) -> None:
    done(world, 40, minutes=75, slower_roads=1.3)
    lesson = learn_district(world.database, "north", GreatCircle(), world.now)
    assert known(world) == lesson.learned
    with world.database.write() as session:
        store_learned(session, "north", NOTHING_LEARNED)
    assert known(world) == NOTHING_LEARNED


def test_looking_without_keeping_changes_nothing(world: World) -> None:
    done(world, 20)
    assert learn_district(world.database, "north", GreatCircle(), world.now, keep=False).visits == 20
    assert known(world) == NOTHING_LEARNED
    assert nights_to_learn(world.database, world.now) == [("north", world.now.date())]


def test_a_districts_percentile_and_a_duration_set_by_hand_are_respected(world: World) -> None:
    done(world, 60, minutes=75)
    learn_district(world.database, "north", GreatCircle(), world.now)
    world.accept()
    by_hand = world.accept(kind=Kind.INSTALL)
    with world.database.write() as session:
        session.get_one(Order, by_hand).duration_min = 200
    before = {one.id: one.duration for one in look(world).orders}
    assert before[by_hand] == 200 * MINUTE
    with world.database.write() as session:
        session.get_one(District, "north").planning = {"duration_percentile": 80}
    after = {one.id: one.duration for one in look(world).orders}
    (learned,) = before.keys() - {by_hand}
    assert after[learned] > before[learned] * 1.1
    assert after[by_hand] == 200 * MINUTE


def test_each_night_is_learned_from_once_and_the_vans_are_full_again(world: World) -> None:
    done(world, 20)
    with world.database.write() as session:
        technician = session.get_one(Technician, "t-wang")
        technician.load, technician.stock = {"ont": 4}, {"ont": 1}
    assert learn_at_night(world.database, GreatCircle(), lambda: world.now) == 1
    with world.database.read() as session:
        assert session.get_one(Technician, "t-wang").stock == {"ont": 4}
        run = session.get_one(LearningRun, "north")
    assert (run.visits, run.ended_at) == (20, world.now)
    assert learn_at_night(world.database, GreatCircle(), lambda: world.now) == 0
    world.later(hours=17)  # 02:00 there
    assert learn_at_night(world.database, GreatCircle(), lambda: world.now) == 0
    world.later(hours=1)
    assert nights_to_learn(world.database, world.now) == [("north", AFTER.date() + timedelta(days=1))]
    assert learn_at_night(world.database, GreatCircle(), lambda: world.now) == 1


def test_a_learner_that_died_is_followed_by_another(world: World) -> None:
    day = world.now.date()
    with world.database.write() as session:
        session.add(LearningRun(district_id="north", day=day, begun_at=world.now))
    assert learn_at_night(world.database, GreatCircle(), lambda: world.now) == 0
    world.later(hours=1)
    assert learn_at_night(world.database, GreatCircle(), lambda: world.now) == 1

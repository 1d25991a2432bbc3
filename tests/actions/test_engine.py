"""A search that dies or hangs costs its share of the time; the plan is then the running one with the rest put in."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from dispatch.actions.engine import EngineFailed, Iterations, Seconds, Watched
from dispatch.actions.planner import Planner
from dispatch.clock import monotonic
from dispatch.config import Settings
from dispatch.planning.check import violations
from dispatch.planning.standby import kept
from dispatch.planning.stop import Stop, iterations
from dispatch.scheduler import workers_of
from dispatch.storage.district import District
from dispatch.storage.plan import Plan
from dispatch.storage.running_day import running_day
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.actions import stops
from tests.actions.conftest import World

COMPILES_S = 120


@contextmanager
def watched(make_stop: Callable[[], Stop], limit_s: float = 1.0) -> Iterator[Watched]:
    engine = Watched(make_stop, limit_s=limit_s)
    try:
        assert engine.is_ready(COMPILES_S)
        yield engine
    finally:
        engine.close()


def planner(world: World, engine: Watched | None = None) -> Planner:
    return Planner(
        database=world.database, district_id="north", make_stop=lambda: iterations(200), engine=engine
    )


def stats(world: World, version: int) -> dict[str, object]:
    with world.database.read() as session:
        found: dict[str, object] = session.get_one(Plan, ("north", version)).stats["engine"]
        return found


def visits(world: World, orders: list[str]) -> dict[str, tuple[object, object]]:
    return {one: ((order := world.order(one)).technician_id, order.planned_start_at) for one in orders}


def test_the_child_plans_as_the_process_itself_would(sqlite_world: World) -> None:
    orders = [sqlite_world.accept(lat=30.25 + k / 300) for k in range(5)]
    with watched(Iterations(200), 60) as engine:
        stored = planner(sqlite_world, engine).plan(lambda: sqlite_world.now)
    assert stored is not None
    assert sorted(stored.changed) == sorted(orders)
    assert stats(sqlite_world, 1)["failed"] is None


def test_a_time_limit_is_kept_in_the_child(sqlite_world: World) -> None:
    sqlite_world.accept()
    with watched(Seconds(0.5), 1.5) as engine:
        begun = monotonic()
        planner(sqlite_world, engine).plan(lambda: sqlite_world.now)
        assert monotonic() - begun < 2.5
    assert stats(sqlite_world, 1)["failed"] is None


@pytest.mark.parametrize(
    ("make_stop", "why"), [(stops.hanging, "hung"), (stops.dying, "died"), (stops.raising, "failed")]
)
def test_a_search_that_is_lost_leaves_the_running_plan_and_puts_in_what_is_new(
    sqlite_world: World, make_stop: Callable[[], Stop], why: str
) -> None:
    world = sqlite_world
    orders = [world.accept(lat=30.25 + k / 300) for k in range(5)]
    planner(world).plan(lambda: world.now)
    before = visits(world, orders)
    new = world.accept(lat=30.26)
    with watched(make_stop, 1.0) as engine:
        own = planner(world, engine)
        begun = monotonic()
        stored = own.plan(lambda: world.now)
        assert monotonic() - begun < 4
        assert stored is not None
        assert own.failures == 1
        assert world.order(new).technician_id is not None
        after = visits(world, orders)
        assert {one: who for one, (who, _) in after.items()} == {one: who for one, (who, _) in before.items()}
        assert stats(world, 2)["failed"] == why
        assert engine.is_ready(COMPILES_S), "its successor is started at once"
        own.look_ahead(world.later(minutes=2))
        assert own.is_needed(), "and the search is tried again"


def test_a_child_that_is_killed_while_it_waits_is_replaced(sqlite_world: World) -> None:
    world = sqlite_world
    world.accept()
    with watched(Iterations(100), 60) as engine:
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
        own = planner(world, engine)
        assert own.plan(lambda: world.now) is not None
        before = own.failures  # none if its death was seen in time: then its successor made the plan
        assert before <= 1
        assert engine.is_ready(COMPILES_S)
        world.accept()
        own.plan(lambda: world.now)
        assert own.failures == before


def test_a_child_that_is_stopped_does_not_stop_us(sqlite_world: World) -> None:
    world = sqlite_world
    world.accept()
    with watched(Iterations(100), 1.0) as engine:
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGSTOP)
        with world.database.read() as session:
            look = running_day(session, "north", world.now, TravelCache(GreatCircle()))
        begun = monotonic()
        with pytest.raises(EngineFailed):
            engine.solve(look.day.problem, look.travel, 1, look.plan)
        assert monotonic() - begun < 2


def test_what_stands_in_is_valid_when_nothing_was_planned_before(sqlite_world: World) -> None:
    world = sqlite_world
    orders = [world.accept(lat=30.25 + k / 300) for k in range(12)]
    engine = Watched(stops.raising, limit_s=0.01)  # not even started
    own = planner(world, engine)
    own.plan(lambda: world.now)
    assert all(world.order(one).planned_start_at is not None for one in orders)
    with world.database.read() as session:
        look = running_day(session, "north", world.now, TravelCache(GreatCircle()))
    assert violations(look.day.problem, look.travel, kept(look.day.problem, look.travel, look.plan)) == ()
    engine.close()


def test_the_cores_are_shared_among_the_districts_unless_somebody_says_otherwise(sqlite_world: World) -> None:
    database = sqlite_world.database
    assert workers_of(database, Settings(plan_workers=3)) == 3
    assert workers_of(database, Settings()) == (os.cpu_count() or 1)
    with database.write() as session:
        session.add_all(District(id=f"d{k}", name="区", zone="Asia/Shanghai") for k in range(500))
    assert workers_of(database, Settings()) == 1

"""A plan becomes the running one: assigned, told, versioned, and never against what people decided meanwhile."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions.errors import NotFound, StalePlan
from dispatch.actions.planner import Planner
from dispatch.actions.plans import StoredPlan, request_plan, store_plan
from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import SYSTEM
from dispatch.planning.day import Stop
from dispatch.planning.stop import iterations
from dispatch.storage.day import changes_of, day_input, plan_version, requested_since
from dispatch.storage.outbox import OutboxRow, Topic
from dispatch.storage.plan import Plan
from dispatch.storage.session import Database
from tests.absences import be_away
from tests.actions.conftest import DESK, LI, NINE, WANG, World
from tests.databases import KEYS


def stop(order_id: str, technician: str = "t-wang", seq: int = 1, **ahead: Any) -> Stop:
    start_at = NINE + timedelta(**ahead or {"hours": 1})
    return Stop(
        order_id=order_id,
        technician_id=technician,
        day=date(2026, 11, 20) + timedelta(days=ahead.get("days", 0)),
        seq=seq,
        arrive_at=start_at,
        start_at=start_at,
        end_at=start_at + timedelta(minutes=45),
        travel_s=600,
    )


def store(
    world: World,
    *stops: Stop,
    base: int,
    unassigned: Mapping[str, str] | None = None,
    since: datetime | None = None,
) -> StoredPlan:
    with world.database.write() as session:
        return store_plan(
            session,
            "north",
            base,
            stops,
            [{"order_id": order, "reason": why} for order, why in (unassigned or {}).items()],
            now=world.now,
            planned_since=since,
        )


def test_a_plan_assigns_and_tells_the_time(world: World) -> None:
    order_id = world.accept()
    stored = store(world, stop(order_id), base=0)
    order = world.order(order_id)
    assert stored.version == 1
    assert stored.changed == (order_id,)
    assert (order.status, order.technician_id) == (Status.ASSIGNED, "t-wang")
    assert order.planned_start_at == NINE + timedelta(hours=1)
    assert (order.planned_seq, order.planned_travel_s) == (1, 600)
    assert world.types(order_id) == ["accept", "assign", "planned"]
    assert stored.bumped == 2
    assert not order.pinned


def test_a_plan_made_from_an_older_one_is_refused(world: World) -> None:
    order_id = world.accept()
    store(world, stop(order_id), base=0)
    with pytest.raises(StalePlan) as refused:
        store(world, stop(order_id, "t-li"), base=0)
    assert refused.value.current == 1
    assert world.order(order_id).technician_id == "t-wang"


def test_less_than_a_minute_is_no_news_today_and_less_than_a_quarter_of_an_hour_later_on(
    world: World,
) -> None:
    near, far = world.accept(), world.accept()
    store(world, stop(near), stop(far, days=1, hours=2), base=0)
    versions = [world.order(near).version, world.order(far).version]
    store(world, stop(near, hours=1, seconds=59), stop(far, days=1, hours=2, minutes=14), base=1)
    assert [world.order(near).version, world.order(far).version] == versions
    store(world, stop(near, hours=1, minutes=1), stop(far, days=1, hours=2, minutes=15), base=2)
    assert [world.order(near).version, world.order(far).version] == [v + 1 for v in versions]


def test_an_order_without_a_place_goes_back_to_the_tray_with_the_reason(world: World) -> None:
    order_id = world.accept()
    store(world, stop(order_id), base=0)
    store(world, base=1, unassigned={order_id: "no_room"})
    order = world.order(order_id)
    assert (order.status, order.technician_id, order.planned_arrive_at) == (Status.ACCEPTED, None, None)
    with world.database.read() as session:
        assert session.get_one(Plan, ("north", 2)).unassigned == [{"order_id": order_id, "reason": "no_room"}]


def test_a_promise_made_by_a_person_outlives_the_plan(world: World) -> None:
    taken, pinned, declined = world.accept(), world.accept(), world.accept()
    world.assign(taken, WANG, DESK)
    world.step(taken, Step.TAKE)
    world.assign(pinned, WANG, DESK)
    world.assign(declined, WANG)
    world.step(declined, Step.DECLINE, data={"reason": "far"})
    store(world, stop(taken, "t-li"), stop(pinned, "t-li", 2), stop(declined, "t-wang"), base=0)
    assert world.order(taken).technician_id == world.order(pinned).technician_id == "t-wang"
    assert world.order(taken).status is Status.TAKEN
    assert world.order(declined).technician_id is None
    store(world, base=1, unassigned={pinned: "no_room", taken: "no_room"})
    assert world.order(pinned).technician_id == "t-wang"


def test_an_agreed_visit_may_change_hands_unless_somebody_spoke_while_the_planner_thought(
    world: World,
) -> None:
    order_id = world.accept()
    agreed_at = world.contacted(order_id, SYSTEM, hours=3)
    store(world, stop(order_id, "t-li", hours=3), base=0, since=world.now)
    assert world.order(order_id).technician_id == "t-wang"  # it was agreed in that very moment
    world.later(minutes=1)
    store(world, stop(order_id, "t-li", hours=3), base=1, since=world.now)
    order = world.order(order_id)
    assert (order.technician_id, order.status, order.agreed_at) == ("t-li", Status.ASSIGNED, agreed_at)
    world.step(order_id, Step.TAKE, LI)
    world.later(hours=2)
    world.step(order_id, Step.SET_OFF, LI)  # the time is agreed: nobody has to call again
    assert world.order(order_id).status is Status.ON_THE_WAY


def test_whoever_is_on_the_way_is_never_moved(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id)
    store(world, stop(order_id), base=0)
    world.step(order_id, Step.SET_OFF)
    before = world.order(order_id)
    store(world, stop(order_id, "t-li", hours=5), base=1, unassigned={})
    after = world.order(order_id)
    assert (after.version, after.technician_id, after.planned_arrive_at) == (
        before.version,
        before.technician_id,
        before.planned_arrive_at,
    )


def test_the_board_hears_of_the_plan(world: World) -> None:
    store(world, base=0, unassigned={"x": "no_skill"})
    with world.database.read() as session:
        row = session.scalar(select(OutboxRow).where(OutboxRow.topic == Topic.PLAN))
        assert row is not None
        assert row.payload == {
            "district_id": "north",
            "version": 1,
            "created_at": NINE.isoformat(),
            "unassigned": [{"order_id": "x", "reason": "no_skill"}],
        }


def test_only_the_newest_runs_are_kept(world: World) -> None:
    for base in range(25):
        store(world, base=base)
    with world.database.read() as session:
        assert [*session.scalars(select(Plan.version).order_by(Plan.version))] == list(range(6, 26))


def test_a_request_is_served_by_the_next_plan(world: World) -> None:
    with world.database.write() as session:
        request_plan(session, "north", actor=DESK, now=world.now)
        request_plan(session, "north", actor=DESK, now=world.now)
        assert requested_since(session, "north") == world.now
        with pytest.raises(NotFound):
            request_plan(session, "south", actor=DESK, now=world.now)
    store(world, base=0)
    with world.database.read() as session:
        assert requested_since(session, "north") is None


def planner(world: World, database: Database | None = None) -> Planner:
    return Planner(
        database=database or world.database, district_id="north", make_stop=lambda: iterations(300)
    )


def test_the_planner_plans_what_changed_and_then_rests(world: World) -> None:
    orders = [world.accept(lat=30.25 + k / 500) for k in range(6)]
    own = planner(world)
    assert own.is_needed()
    stored = own.plan(lambda: world.now)
    assert stored is not None
    assert sorted(stored.changed) == sorted(orders)
    assert not own.is_needed()
    assert {world.order(order_id).status for order_id in orders} == {Status.ASSIGNED}
    world.later(minutes=5)
    world.accept()
    assert own.is_needed()
    again = own.plan(lambda: world.now)
    assert again is not None
    assert again.version == 2


def test_the_planner_does_not_offer_an_order_to_whoever_declined_it(world: World) -> None:
    order_id = world.accept()
    own = planner(world)
    own.plan(lambda: world.now)
    first = world.order(order_id).technician_id
    assert first is not None
    world.step(order_id, Step.DECLINE, WANG if first == WANG.id else LI, {"reason": "far"})
    own.plan(lambda: world.now)
    assert world.order(order_id).technician_id not in (None, first)


def test_a_request_alone_makes_a_plan(world: World) -> None:
    own = planner(world)
    own.plan(lambda: world.now)
    assert not own.is_needed()
    with world.database.write() as session:
        request_plan(session, "north", actor=DESK, now=world.now)
    assert own.is_needed()
    own.plan(lambda: world.now)
    assert not own.is_needed()


def test_two_planners_of_one_district_overtake_each_other_without_harm(world: World) -> None:
    orders = [world.accept(lat=30.25 + k / 500) for k in range(8)]
    start = Barrier(2)
    stored: list[StoredPlan | None] = []

    def run() -> None:
        database = Database(world.database.url, keys=KEYS)
        own = planner(world, database)
        start.wait()
        stored.append(own.plan(lambda: world.now))
        database.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.database.read() as session:
        assert plan_version(session, "north") == len([plan for plan in stored if plan])
    for order_id in orders:
        events = world.events(order_id)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert world.order(order_id).technician_id is not None


def test_the_input_says_what_is_fixed_and_what_runs(world: World) -> None:
    moving, waiting = world.accept(), world.accept()
    world.contacted(moving)
    store(world, stop(moving), stop(waiting, "t-li"), base=0)
    world.step(moving, Step.SET_OFF)
    with world.database.read() as session:
        look = day_input(session, "north", world.now)
        assert look.changes == changes_of(session, "north")
    by_id = {order.id: order for order in look.orders}
    assert by_id[moving].fixed_until == world.now + timedelta(minutes=55)
    assert by_id[moving].technician_id == "t-wang"
    assert by_id[waiting].technician_id is None
    assert by_id[waiting].due_at == datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    assert [run["order_id"] for run in look.running] == [waiting]
    assert look.base_version == 1


def test_the_way_by_the_depot_is_told_and_told_again_when_it_is_off(world: World) -> None:
    order_id = world.accept()
    by_depot = stop(order_id)
    by_depot["depot_at"] = NINE + timedelta(minutes=30)
    store(world, by_depot, base=0)
    assert world.order(order_id).planned_depot_at == NINE + timedelta(minutes=30)
    assert store(world, stop(order_id), base=1).changed == (order_id,)
    assert world.order(order_id).planned_depot_at is None


def test_what_a_technician_had_agreed_goes_to_somebody_else_when_they_fall_ill(world: World) -> None:
    agreed, pinned = world.accept(), world.accept(booked_date=NINE.date())
    tomorrow = world.accept()
    agreed_at = world.contacted(agreed, hours=3)
    world.assign(pinned)
    world.contacted(tomorrow, days=1, hours=2)
    with world.database.write() as session:
        be_away(session, "t-wang", world.now + timedelta(hours=9))
    planner = Planner(database=world.database, district_id="north", make_stop=lambda: iterations(50))
    assert planner.plan(lambda: world.now) is not None
    moved = world.order(agreed)
    assert (moved.technician_id, moved.status, moved.agreed_at) == ("t-li", Status.ASSIGNED, agreed_at)
    assert world.order(pinned).technician_id == "t-li"
    kept = world.order(tomorrow)
    assert (kept.technician_id, kept.status) == ("t-wang", Status.CONTACTED)

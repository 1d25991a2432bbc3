"""The planner's look at a district: who is bound to what, who knows the line, what the running plan has announced."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.actions.errors import InvalidField
from dispatch.actions.plans import store_plan
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import SYSTEM
from dispatch.planning.day import PlannedOrder, Stop
from dispatch.storage.day import day_input
from dispatch.storage.day_history import at_work_today, rested_so_far
from dispatch.storage.district import District
from tests.absences import be_away
from tests.actions.conftest import DESK, LI, WANG, World

HOUR = timedelta(hours=1)


def seen(world: World, order_id: str) -> PlannedOrder:
    with world.database.read() as session:
        return next(one for one in day_input(session, "north", world.now).orders if one.id == order_id)


def plan(world: World, order_id: str) -> None:
    at = world.now + HOUR
    stop = Stop(
        order_id=order_id,
        technician_id="t-wang",
        day=at.date(),
        seq=1,
        arrive_at=at,
        start_at=at,
        end_at=at + HOUR,
        travel_s=600,
    )
    with world.database.write() as session:
        store_plan(session, "north", 0, [stop], [], now=world.now)


def leave(world: World, days: int) -> None:
    with world.database.write() as session:
        be_away(session, "t-wang", world.now + timedelta(days=days))


def test_a_planned_order_is_announced_and_a_taken_one_is_its_technicians(world: World) -> None:
    order_id = world.accept()
    assert (seen(world, order_id).announced, seen(world, order_id).announced_at) == (None, None)
    plan(world, order_id)
    order = seen(world, order_id)
    assert (order.announced, order.announced_at) == ("t-wang", world.now + HOUR)
    assert order.technician_id is None
    world.step(order_id, Step.TAKE)
    assert (seen(world, order_id).technician_id, seen(world, order_id).announced) == ("t-wang", None)


def test_what_was_agreed_stays_with_its_technician_at_a_price(world: World) -> None:
    order_id = world.accept()
    assert seen(world, order_id).to_be_called
    world.contacted(order_id, SYSTEM, hours=2)
    order = seen(world, order_id)
    assert (order.technician_id, order.announced, order.taken) == (None, "t-wang", True)
    assert not order.to_be_called
    world.assign(order_id, LI, DESK)
    assert seen(world, order_id).technician_id == "t-li"


def test_whoever_was_called_in_vain_is_visited_on_chance(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    assert seen(world, order_id).to_be_called
    world.step(order_id, Step.ATTEMPT, data={"channel": "phone", "outcome": "no_answer"})
    assert not seen(world, order_id).to_be_called


NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("visits", "clock", "rested"),
    [
        ([], 30, 30),  # free since noon
        ([], -5, 0),
        ([], 200, 45),
        ([(-60, 50)], 60, 10),  # from the end of a visit
        ([(-60, 10), (60, 90)], 95, 45),  # had it between two visits
        ([(-60, 10), (40, 90)], 95, 5),  # half an hour is none
        ([(-60, None)], 60, 0),  # still there
    ],
)
def test_a_lunch_is_a_long_enough_time_without_a_visit(
    visits: list[tuple[int, int | None]], clock: int, rested: int
) -> None:
    never = datetime.max.replace(tzinfo=UTC)
    spans = [(NOON + a * MINUTE, never if b is None else NOON + b * MINUTE) for a, b in visits]
    found = rested_so_far(
        spans, 45 * MINUTE, opens_at=NOON, closes_at=NOON + 150 * MINUTE, now=NOON + clock * MINUTE
    )
    assert found == rested * MINUTE


def test_a_visit_that_is_under_way_is_work_and_no_lunch(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.step(order_id, Step.SET_OFF)
    with world.database.read() as session:
        spans = at_work_today(session, "north", world.now - timedelta(hours=9))
    assert spans == {"t-wang": [(world.now, datetime.max.replace(tzinfo=UTC))]}


def test_what_a_technician_had_taken_is_anybodys_while_they_are_away_for_it(world: World) -> None:
    today, later = world.accept(), world.accept()
    world.contacted(today, SYSTEM, hours=2)
    world.contacted(later, SYSTEM, days=3)
    leave(world, 1)
    assert seen(world, today).technician_id is None
    assert not seen(world, today).taken
    assert seen(world, later).taken
    leave(world, 4)
    assert not seen(world, later).taken


def test_whoever_completed_an_order_at_the_line_before_is_preferred(world: World) -> None:
    world.completed(world.accept())
    world.later(hours=2)
    assert seen(world, world.accept()).preferred == {"t-wang"}
    assert seen(world, world.accept(customer_phone="13900000000")).preferred == frozenset()


def test_the_customers_refusal_and_a_technicians_count_alike(world: World) -> None:
    order_id = world.accept(not_wanted=("t-li",))
    world.assign(order_id)
    world.step(order_id, Step.DECLINE, WANG, {"reason": "too far"})
    assert seen(world, order_id).excluded == {"t-li", "t-wang"}


def test_a_visit_waits_for_the_work_on_the_line_until_that_is_done(world: World) -> None:
    line = world.accept()
    order_id = world.accept(waits_for=(line,))
    assert seen(world, order_id).after == {line}
    world.completed(line)
    assert seen(world, order_id).after == frozenset()
    with pytest.raises(InvalidField, match="waits_for"):
        world.accept(waits_for=("nothing",))


def test_the_load_so_far_is_only_read_where_a_district_wants_it_fair(world: World) -> None:
    world.completed(world.accept())
    world.later(hours=1)

    def worked() -> dict[str, timedelta]:
        with world.database.read() as session:
            return {one.id: one.worked for one in day_input(session, "north", world.now).technicians}

    assert worked() == {"t-li": timedelta(0), "t-wang": timedelta(0)}
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.later(hours=1)
    for step in (Step.SET_OFF, Step.ARRIVE, Step.START_WORK):
        world.step(order_id, step)
        world.later(minutes=20)
    world.step(order_id, Step.TEST, data={"download_mbps": 480})
    world.step(order_id, Step.COMPLETE)
    with world.database.write() as session:
        session.get_one(District, "north").planning = {"aims": {"fairness": 0.5}}
    assert worked() == {"t-li": timedelta(0), "t-wang": HOUR}
    world.later(days=8)
    assert worked() == {"t-li": timedelta(0), "t-wang": timedelta(0)}

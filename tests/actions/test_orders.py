"""Intake: what is accepted, what is refused and why, and what is fixed for good."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from dispatch.actions.errors import InvalidField, NotFound, NotServiceable
from dispatch.actions.orders import Intake, OrderDraft, accept_order
from dispatch.orders.codes import Half, Kind
from dispatch.orders.lifecycle import Status
from dispatch.storage.order import Order
from tests.actions.conftest import DESK, NINE, World


def accept(world: World, draft: OrderDraft, event_id: str = "e") -> Intake:
    with world.database.write() as session:
        return accept_order(session, draft, actor=DESK, now=world.now, event_id=event_id)


def test_an_order_starts_its_clock_at_once(world: World) -> None:
    order = world.order(world.accept())
    assert order.status is Status.ACCEPTED
    assert order.version == 1
    assert order.tier == "standard"
    assert world.types(order.id) == ["accept"]
    assert world.clock(order.id, "complete").due_at == NINE + timedelta(hours=24)


def test_the_same_event_again_answers_with_the_same_order(world: World) -> None:
    first = accept(world, world.draft())
    again = accept(world, world.draft())
    assert again.replayed
    assert not first.replayed
    assert again.order.id == first.order.id


def test_the_same_external_reference_is_the_same_order(world: World) -> None:
    first = accept(world, world.draft(external_ref="CRM-7"), "a")
    again = accept(world, world.draft(external_ref="CRM-7"), "b")
    assert again.replayed
    assert again.order.id == first.order.id
    with world.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 1


def test_where_there_is_no_port_nothing_is_promised(world: World) -> None:
    with pytest.raises(NotServiceable) as refused:
        accept(world, world.draft(lat=30.16))
    assert refused.value.reason == "no_port"
    with world.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 0


def test_the_nearest_area_gives_the_tier_unless_one_is_named(world: World) -> None:
    assert accept(world, world.draft(lat=30.34), "a").order.tier == "premium"
    assert accept(world, world.draft(lat=30.34, area_id="river"), "b").order.tier == "standard"


def test_the_destination_of_a_move_decides_the_tier(world: World) -> None:
    order = accept(
        world,
        world.draft(kind=Kind.MOVE, lat=30.35, from_address="望江路 1 号", from_lat=30.25, from_lon=120.15),
    ).order
    assert order.area_id == "hill"
    assert world.clock(order.id, "complete").due_at == NINE + timedelta(hours=72)  # a premium move is 72 h


def test_keying_an_order_later_does_not_move_its_acceptance(world: World) -> None:
    sent_at = datetime(2026, 11, 20, 8, 58, tzinfo=UTC)  # 16:58 in Shanghai
    world.now = sent_at + timedelta(minutes=7)
    order = accept(world, world.draft(lat=30.35, accepted_at=sent_at)).order
    assert order.accepted_at == sent_at
    assert order.received_at == world.now
    assert world.clock(order.id, "complete").due_at == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


def test_a_repair_comes_before_an_installation(world: World) -> None:
    repair = accept(world, world.draft(), "a").order
    install = accept(world, world.draft(kind=Kind.INSTALL), "b").order
    assert repair.priority > install.priority


def test_a_booking_without_a_half_is_the_whole_day(world: World) -> None:
    assert accept(world, world.draft(booked_date=date(2026, 11, 21))).order.booked_half == Half.DAY


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("lat", {"lat": 91.0}),
        ("lon", {"lon": float("nan")}),
        ("accepted_at", {"accepted_at": NINE + timedelta(hours=1)}),
        ("accepted_at", {"accepted_at": NINE.replace(tzinfo=None)}),
        ("area_id", {"area_id": "nowhere"}),
        ("from_address", {"kind": Kind.MOVE}),
        ("contracted_mbps", {"contracted_mbps": 0}),
        ("customer_name", {"customer_name": " "}),
        ("language", {"language": "fr"}),
        ("booked_date", {"booked_half": Half.AM}),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(
    world: World, field: str, changed: dict[str, object]
) -> None:
    with pytest.raises(InvalidField) as refused:
        accept(world, replace(world.draft(), **changed))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_unknown_district_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        accept(world, world.draft(district_id="south"))

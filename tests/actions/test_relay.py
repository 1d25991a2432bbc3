"""What leaves after commit: to whom, with the newest state, at least once, and never twice by two relays."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Lock, Thread
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.actions import users
from dispatch.actions.messages import Courier
from dispatch.actions.plans import store_plan
from dispatch.actions.positions import report_position
from dispatch.actions.relay import Views, relay_batch
from dispatch.clock import real_now
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Role
from dispatch.planning.day import Stop
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow
from dispatch.storage.session import Database
from notifications.channels.inbox import Inbox
from notifications.message import Message
from notifications.occasions import Occasion
from tests.actions.conftest import LI, NINE, WANG, World
from tests.databases import KEYS

Told = tuple[str, str, dict[str, Any]]


def seen_as(kind: str) -> Callable[[Session, str], dict[str, Any]]:
    def view(session: Session, order_id: str) -> dict[str, Any]:
        return {"as": kind, "id": order_id, "version": session.get_one(Order, order_id).version}

    return view


def all_seen_as(kind: str) -> Callable[[Session, Sequence[str]], dict[str, dict[str, Any]]]:
    view = seen_as(kind)
    return lambda session, order_ids: {order_id: view(session, order_id) for order_id in order_ids}


VIEWS = Views(cards=all_seen_as("card"), own=all_seen_as("own"), track=seen_as("track"))


def relay(world: World, database: Database | None = None, **named: Any) -> list[Told]:
    told: list[Told] = []

    def push(room: str, name: str, payload: dict[str, Any]) -> None:
        told.append((room, name, payload))

    while relay_batch(database or world.database, push=push, views=VIEWS, now=world.now, **named):
        pass
    return told


def test_a_change_is_pushed_to_the_board_the_technician_and_the_customer(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    version = world.order(order_id).version
    assert relay(world) == [
        ("board:north", "order", {"as": "card", "id": order_id, "version": version}),
        (f"track:{order_id}", "track", {"as": "track", "id": order_id, "version": version}),
        ("day:t-wang", "order", {"as": "own", "id": order_id, "version": version}),
    ]
    assert relay(world) == []


def test_a_technician_who_loses_an_order_is_told_that_it_is_gone(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id, WANG)
    relay(world)
    world.assign(order_id, LI)
    told = relay(world)
    assert ("day:t-wang", "gone", {"order_id": order_id, "version": 3}) in told
    assert [room for room, name, _ in told if name == "order"] == ["board:north", "day:t-li"]


def test_a_plan_is_told_before_the_orders_it_changed_and_when_to_expect_them_after(world: World) -> None:
    order_id = world.accept()
    at = NINE + timedelta(hours=2)
    stop = Stop(
        order_id=order_id,
        technician_id="t-wang",
        day=at.date(),
        seq=1,
        arrive_at=at,
        start_at=at,
        end_at=at + timedelta(minutes=40),
        travel_s=600,
    )
    relay(world)
    with world.database.write() as session:
        store_plan(session, "north", 0, [stop], [], now=world.now)
    told = [name for room, name, _ in relay(world) if room == "board:north"]
    assert told == ["plan", "order", "eta"]


def test_the_orders_of_a_batch_are_read_together_however_many_they_are(world: World) -> None:
    orders = [world.accept() for _ in range(3)]
    asked: list[Sequence[str]] = []

    def cards(_session: Session, order_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        asked.append(sorted(order_ids))
        return {order_id: {} for order_id in order_ids}

    views = Views(cards=cards, own=lambda *_: {}, track=lambda *_: None)
    assert relay_batch(world.database, push=lambda *_: None, views=views, now=world.now) == len(orders)
    assert asked == [sorted(orders)]


def test_pages_do_not_wait_for_the_channel_that_people_are_written_over(world: World) -> None:
    told: list[str] = []

    class Slow(Inbox):
        def send(self, message: Message) -> None:
            super().send(message)
            told.append(message.occasion)

    def push(_room: str, name: str, _payload: dict[str, Any]) -> None:
        told.append(name)

    courier = Courier(channel=Slow(), operator="三线", public_url="https://example.org")
    order_id = world.accept()
    relay_batch(world.database, push=push, views=VIEWS, now=world.now, courier=courier)
    assert told == ["order", "track"]  # and the customer's message is due
    told.clear()
    world.assign(order_id)
    relay_batch(world.database, push=push, views=VIEWS, now=world.now, courier=courier)
    assert told == ["order", "track", "order", Occasion.ACCEPTED, "message"]  # and the board hears of it


def test_rooms_with_nobody_in_them_are_not_rendered_for(world: World) -> None:
    world.accept()
    told = relay(world, watched=lambda room: room.startswith("board:"))
    assert [room for room, _, _ in told] == ["board:north"]


def test_what_a_crashed_relay_had_claimed_is_sent_again(world: World) -> None:
    world.accept()

    def push(_room: str, _name: str, _payload: dict[str, Any]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        relay_batch(world.database, push=push, views=VIEWS, now=world.now)
    assert relay(world) == []  # still claimed
    world.later(minutes=2)
    assert [name for _, name, _ in relay(world)] == ["order", "track"]


def test_a_position_goes_to_the_board_and_to_the_customers_on_the_way(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id)
    world.step(order_id, Step.SET_OFF)
    relay(world)
    with world.database.write() as session:
        assert report_position(session, "t-wang", lat=30.2, lon=120.1, at=world.now, received_at=world.now)
        assert not report_position(session, "t-wang", lat=0.0, lon=0.0, at=world.now, received_at=world.now)
    told = relay(world)
    assert [(room, name) for room, name, _ in told] == [
        ("board:north", "position"),
        (f"track:{order_id}", "position"),
    ]
    assert told[0][2] == {"technician_id": "t-wang", "lat": 30.2, "lon": 120.1, "at": world.now.isoformat()}


def test_a_sign_out_reaches_all_its_sockets_whatever_the_demo_clock_says(world: World) -> None:
    with world.database.write() as session:
        user = users.create_user(
            session,
            login="Chen",
            name="陈",
            password="correct horse",
            role=Role.DISPATCHER,
            district_id="north",
            now=real_now(),
        )
        token = users.sign_in(session, user, now=real_now())
        users.sign_out(session, users.hash_token(token), now=real_now() + timedelta(days=400))
    assert relay(world) == [(f"session:{users.hash_token(token)}", "signed_out", {})]


def test_several_relays_send_each_row_once(world: World) -> None:
    orders = {world.accept() for _ in range(30)}
    told: list[Told] = []
    lock = Lock()

    def run() -> None:
        own = Database(world.database.url, keys=KEYS)
        mine = relay(world, own, limit=4)
        with lock:
            told.extend(mine)
        own.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told += relay(world)
    cards = [payload["id"] for _, name, payload in told if name == "order"]
    assert len(cards) == len(orders)
    assert set(cards) == orders
    with world.database.read() as session:
        assert session.scalar(select(func.count()).where(OutboxRow.done_at.is_(None))) == 0

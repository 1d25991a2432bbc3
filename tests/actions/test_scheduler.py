"""What runs by itself: sweeps, pushes and plans without anybody asking."""

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from sqlalchemy import select

from dispatch.actions.links import create_link
from dispatch.actions.relay import Views
from dispatch.clock import SteppedClock, monotonic
from dispatch.config import Settings
from dispatch.orders.lifecycle import Status
from dispatch.scheduler import Sweeper, planner_loop, relay_loop, tidy
from dispatch.storage.customer_link import CustomerLink
from dispatch.storage.outbox import OutboxRow
from tests.actions.conftest import NINE, World


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    until = monotonic() + seconds
    while monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_the_sweeper_rings_without_being_asked(world: World) -> None:
    order_id = world.accept()
    clock = SteppedClock(NINE)
    sweeper = Sweeper(world.database, Settings(), clock)
    sweeper.start()
    try:
        time.sleep(0.3)
        assert world.types(order_id) == ["accept"]
        clock.step(timedelta(hours=13))
        assert eventually(lambda: world.types(order_id) == ["accept", "warned"])
    finally:
        sweeper.stop()


def test_the_relay_pushes_at_once_what_this_process_commits(world: World) -> None:
    told: list[tuple[str, float]] = []
    stop = Event()

    def push(room: str, name: str, payload: dict[str, Any]) -> None:
        told.append((room, monotonic()))

    views = Views(card=lambda _s, i: {"id": i}, own=lambda _s, i: {"id": i}, track=lambda _s, i: {"id": i})
    thread = Thread(
        target=relay_loop,
        args=(world.database,),
        kwargs={
            "settings": Settings(relay_interval=timedelta(seconds=30)),
            "clock": SteppedClock(NINE),
            "stop": stop,
            "push": push,
            "views": views,
        },
    )
    thread.start()
    try:
        time.sleep(0.2)
        begun = monotonic()
        world.accept()
        assert eventually(lambda: len(told) == 2)
        assert told[-1][1] - begun < 5  # far below the 30 s of looking by itself
    finally:
        stop.set()
        world.accept()  # wakes it up, so that it sees the end
        thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_planner_plans_new_orders_without_being_asked(world: World) -> None:
    order_id = world.accept()
    stop = Event()
    settings = Settings(deterministic=True, plan_iterations=50, plan_debounce=timedelta(milliseconds=50))
    thread = Thread(target=planner_loop, args=(world.database, "north", settings, SteppedClock(NINE), stop))
    thread.start()
    try:
        assert eventually(lambda: world.order(order_id).status is Status.ASSIGNED, 120)
        second = world.accept()
        assert eventually(lambda: world.order(second).technician_id is not None)
    finally:
        stop.set()
        thread.join(timeout=30)
    assert not thread.is_alive()


def test_old_links_and_sent_rows_are_tidied_away(world: World) -> None:
    order_id = world.accept()
    world.completed(order_id)
    with world.database.write() as session:
        create_link(session, order_id, now=world.now)
        for row in session.scalars(select(OutboxRow)):
            row.done_at = world.now
    tidy(world.database, world.now + timedelta(days=59))
    with world.database.read() as session:
        assert session.scalars(select(OutboxRow)).all() == []
        assert len(session.scalars(select(CustomerLink)).all()) == 1
    tidy(world.database, world.now + timedelta(days=61))
    with world.database.read() as session:
        assert session.scalars(select(CustomerLink)).all() == []

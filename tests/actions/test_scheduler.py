"""What runs by itself: sweeps, pushes and plans without anybody asking."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import select, text

from dispatch.actions.links import create_link
from dispatch.actions.nightly import nights_waiting
from dispatch.actions.relay import Views
from dispatch.clock import SteppedClock, monotonic
from dispatch.config import Settings
from dispatch.orders.lifecycle import Status
from dispatch.queries.audit import verify_log
from dispatch.scheduler import Sweeper, _seal_log, planner_loop, relay_loop, seal_log, tidy
from dispatch.storage.checkpoint_files import folder_of, numbers_in, path_of
from dispatch.storage.customer_link import CustomerLink
from dispatch.storage.outbox import OutboxRow
from tests.actions.conftest import NINE, World
from tests.databases import KEYS


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

    views = Views(
        cards=lambda _s, ids: {i: {"id": i} for i in ids},
        own=lambda _s, ids: {i: {"id": i} for i in ids},
        track=lambda _s, i: {"id": i},
    )
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


@dataclass
class Wound:
    """A wall clock that somebody sets."""

    at: datetime
    rate: float = 1.0

    def now(self) -> datetime:
        return self.at


def test_a_clock_that_is_set_back_stops_no_sweeper(world: World) -> None:
    order_id = world.accept()
    clock = Wound(NINE + timedelta(hours=11))
    sweeper = Sweeper(world.database, Settings(), clock)
    sweeper.start()
    try:
        clock.at = NINE + timedelta(hours=1)
        time.sleep(0.3)
        clock.at = NINE + timedelta(hours=13)
        assert eventually(lambda: world.types(order_id) == ["accept", "warned"])
    finally:
        sweeper.stop()


def test_a_sweep_that_fails_is_logged_and_the_next_one_goes_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def rename(old: str, new: str) -> None:
        with world.database.write() as session:
            session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    order_id = world.accept()
    rename("deadline", "away")
    sweeper = Sweeper(world.database, Settings(), SteppedClock(NINE + timedelta(hours=13)))
    sweeper.start()
    try:
        assert eventually(lambda: "the sweep stumbled and goes on" in caplog.text)
        rename("away", "deadline")
        assert eventually(lambda: world.types(order_id) == ["accept", "warned"])
    finally:
        sweeper.stop()


def test_the_log_is_sealed_and_the_promises_are_proven_without_anybody_asking(
    world: World, tmp_path: Path
) -> None:
    world.accept()
    settings = Settings(data_dir=tmp_path, checkpoint_interval=timedelta(milliseconds=200))
    sweeper = Sweeper(world.database, settings, SteppedClock(NINE))
    assert {job.id for job in sweeper._scheduler.get_jobs()} >= {"tidy", "night", "checkpoint"}
    sweeper.start()
    try:
        assert eventually(lambda: numbers_in(folder_of(tmp_path)) == [1])
    finally:
        sweeper.stop()
    assert verify_log(world.database, KEYS, folder_of(tmp_path)).ok


def test_a_sweeper_that_may_not_seal_does_not(world: World) -> None:
    sweeper = Sweeper(world.database, Settings(checkpoint_interval=timedelta(0)), SteppedClock(NINE))
    assert "checkpoint" not in {job.id for job in sweeper._scheduler.get_jobs()}


def test_a_checkpoint_that_cannot_follow_is_refused_in_a_sentence_and_stops_nothing(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world.accept()
    seal_log(world.database, tmp_path, NINE)
    path_of(tmp_path, 1).unlink()
    world.accept()
    seal_log(world.database, tmp_path, NINE)
    assert numbers_in(tmp_path) == []
    assert "files are missing" in caplog.text


def test_the_night_and_the_checkpoint_are_done_apart_from_the_sweep(world: World, tmp_path: Path) -> None:
    world.accept()
    sweeper = Sweeper(world.database, Settings(data_dir=tmp_path), SteppedClock(NINE))
    assert nights_waiting(world.database, NINE) != []
    sweeper._look_for_night()
    assert nights_waiting(world.database, NINE) == []
    sweeper._apart(_seal_log)
    assert list(folder_of(tmp_path).iterdir()) != []

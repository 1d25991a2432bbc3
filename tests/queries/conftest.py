"""The district of the actions' tests, read: plans made for its orders, and statements counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from dispatch.actions.plans import store_plan
from dispatch.actions.positions import report_position
from dispatch.planning.day import Stop
from dispatch.storage.day import plan_version
from dispatch.storage.session import Database
from tests.actions.conftest import World, make_world


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


@pytest.fixture
def plan(world: World) -> Callable[..., None]:
    """Plan these orders for one technician, one an hour from `start_at` on."""

    def store(technician_id: str, start_at: datetime, *order_ids: str) -> None:
        stops = []
        for seq, order_id in enumerate(order_ids, start=1):
            at = start_at + timedelta(hours=seq - 1)
            end_at = at + timedelta(minutes=45)
            stops.append(
                Stop(
                    order_id=order_id,
                    technician_id=technician_id,
                    day=at.date(),
                    seq=seq,
                    arrive_at=at,
                    start_at=at,
                    end_at=end_at,
                    travel_s=600,
                )
            )
        with world.database.write() as session:
            base = plan_version(session, "north")
            store_plan(session, "north", base, stops, [], now=world.now)

    return store


@pytest.fixture
def seen(world: World) -> Callable[..., None]:
    def report(technician_id: str, lat: float, lon: float) -> None:
        with world.database.write() as session:
            report_position(session, technician_id, lat=lat, lon=lon, at=world.now, received_at=world.now)

    return report


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL that is sent inside the block."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)

"""Slots held and chosen in as few words as the tests of slots need."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from dispatch.actions.errors import SlotTaken
from dispatch.actions.slots import Held, confirm_hold, hold_at_intake, hold_for_order
from dispatch.orders.codes import Kind
from dispatch.orders.people import Actor
from dispatch.planning.day import Half
from dispatch.planning.slots import Slot
from dispatch.storage.district import District
from dispatch.storage.slot_hold import SlotHold
from dispatch.storage.technician import Technician
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.actions.conftest import DESK, NINE, World

TOMORROW = date(2026, 11, 21)
MORNING = Slot(day=TOMORROW, half=Half.AM)
PLACE = (30.25, 120.15)


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def time_slot(hours_after_nine: float) -> Slot:
    agreed_at = at(hours_after_nine)
    return Slot(day=(agreed_at + timedelta(hours=8)).date(), agreed_at=agreed_at)


def road() -> TravelCache:
    return TravelCache(GreatCircle())


def hold(world: World, slot: Slot = MORNING, **given: Any) -> SlotHold:
    """A half-day for an install that is being taken in."""
    with world.database.write() as session:
        named = {"actor": DESK, "now": world.now, "event_id": str(uuid.uuid4()), "travel": road()} | given
        return hold_at_intake(session, "north", Kind.INSTALL, PLACE, slot, **named).hold


def hold_order(
    world: World, order_id: str, slot: Slot, actor: Actor = DESK, event_id: str | None = None
) -> Held:
    with world.database.write() as session:
        return hold_for_order(
            session,
            order_id,
            slot,
            actor=actor,
            now=world.now,
            event_id=event_id or str(uuid.uuid4()),
            travel=road(),
        )


def confirm(
    world: World, order_id: str, hold_id: str, actor: Actor = DESK, event_id: str | None = None
) -> None:
    with world.database.write() as session:
        confirm_hold(
            session,
            order_id,
            hold_id,
            actor=actor,
            now=world.now,
            event_id=event_id or str(uuid.uuid4()),
            travel=road(),
        )


def alone(world: World, *, reserved: int = 0) -> None:
    """One technician, and as much reserved for repairs as said."""
    with world.database.write() as session:
        session.get_one(Technician, "t-li").active = False
        session.get_one(District, "north").planning = {"repairs_reserved": reserved}


def fill(world: World) -> list[SlotHold]:
    held = []
    while True:
        try:
            held.append(hold(world))
        except SlotTaken:
            return held

"""Rescues tapped on the risk list, room made, a swap, overtime, another time: done as shown, and taken back by one key."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, StorageState, expect
from sqlalchemy import select

from dispatch.simulation.city import DISTRICT_ID
from dispatch.storage.district import District
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from tests.browser.conftest import HOME, Desk, Server, local
from tests.browser.test_board_drag import people, technicians
from tests.browser.test_board_drag import wait_until as wait_ten_seconds

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

__all__ = ["people"]

TODAY = date(2026, 11, 20)
LI, WANG = "t-02", "t-01"
FAR = 0.45
"""Degrees north of the city: more than an hour's drive."""
NAME = {"phone": "13800002231", "language": "zh-Hans"}


class Town:
    """Li lives beside the customers and Wang far away; nobody else works, and the planner only proposes."""

    def __init__(self, server: Server, desk: Desk) -> None:
        self.desk = desk
        self.database = Database(f"sqlite:///{server.folder / 'sanxian.db'}")
        self.badge = {one["id"]: one["badge"].lower() for one in technicians(desk)}

    def change(self, technician_id: str, **fields: Any) -> None:
        with self.database.write() as session:
            person = session.get_one(Technician, technician_id)
            for name, value in fields.items():
                setattr(person, name, value)

    def rules(self, **planning: Any) -> None:
        with self.database.write() as session:
            session.get_one(District, DISTRICT_ID).planning = {"changes": "propose", **planning}

    def plan(self, order: dict[str, Any], technician_id: str) -> None:
        """Into the technician's day, where there is nothing else: as soon as it can be."""
        body = {
            "event_id": str(uuid.uuid4()),
            "technician_id": technician_id,
            "expected_version": self.of(order)["version"],
        }
        self.desk.call("POST", f"/orders/{order['id']}/place", body)

    def planned_for_li(self, page: Page, **fields: Any) -> dict[str, Any]:
        """An order that nobody was promised a time for, which the planner has given to Li: nobody else works then."""
        self.change(WANG, active=False)
        self.rules(changes="apply")
        order = self.desk.accept(booked_date=None, booked_half=None, **fields)
        wait_until(page, lambda: self.of(order)["technician_id"] == LI, seconds=40)
        self.rules()
        self.change(WANG, active=True)
        return order

    def of(self, order: dict[str, Any]) -> dict[str, Any]:
        return self.desk.order(order["id"])


@pytest.fixture
def town(server: Server, desk: Desk) -> Iterator[Town]:
    here = Town(server, desk)
    with here.database.write() as session:
        for one in session.scalars(select(Technician)):
            one.active, one.home_lat, one.home_lon = one.id in {LI, WANG}, *HOME
            one.shift_start, one.shift_end = "08:00", "18:00"
    here.change(WANG, home_lat=HOME[0] + FAR)
    here.badge = {one["id"]: one["badge"].lower() for one in technicians(desk)}
    here.rules()
    yield here
    for order in desk.call("GET", f"/board?district={DISTRICT_ID}&date={TODAY}")["orders"]:
        if "hold" in order["next_steps"]:
            desk.step(order["id"], "hold", reason="not_ready")
    here.database.close()


@pytest.fixture
def open_board(
    server: Server, people: dict[str, StorageState], new_context: Callable[..., BrowserContext]
) -> Callable[[], Page]:
    def open_it() -> Page:
        page = new_context(
            viewport={"width": 1440, "height": 900}, storage_state=people["dispatcher"]
        ).new_page()
        page.goto(f"{server.url}/board", timeout=40_000)
        expect(page.locator(".live.is-live")).to_be_visible(timeout=40_000)
        return page

    return open_it


def wait_until(page: Page, true: Callable[[], bool], seconds: int = 10) -> None:
    for _ in range(seconds // 10 - 1):
        with suppress(AssertionError):
            return wait_ten_seconds(page, true)
    return wait_ten_seconds(page, true)


def give(town: Town, technician_id: str, name: str, **fields: Any) -> dict[str, Any]:
    return town.desk.give(technician_id, customer={"name": name, **NAME}, **fields)


def urgent(name: str, *, minutes: int = 90) -> dict[str, Any]:
    """What is said of a repair with little time left."""
    return {
        "kind": "repair",
        "area_id": "dongping",
        "customer": {"name": name, **NAME},
        "accepted_at": local(9, minutes, days=-1),
        "booked_date": None,
        "booked_half": None,
        "contracted_mbps": None,
    }


def begins(town: Town, order: dict[str, Any]) -> date | None:
    """The day for which the visit is planned."""
    planned = town.of(order)["planned"]
    return None if planned is None else datetime.fromisoformat(planned["start_at"]).date()


def way(page: Page, order: dict[str, Any], kind: str) -> Locator:
    row = page.locator(f'.risk[data-risk="{order["id"]}"]')
    expect(row).to_be_visible(timeout=60_000)
    row.hover()
    button = row.locator(f"[data-rescue={kind}]")
    expect(button).to_be_visible(timeout=20_000)
    return button


def take_back(page: Page) -> None:
    page.mouse.move(700, 870)
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(page.locator(".notice", has_text="已撤销")).to_be_visible()


def test_the_nearest_other_time_is_told_and_taken_back(open_board: Callable[..., Page], town: Town) -> None:
    town.change(LI, active=False)
    order = give(town, WANG, "欧阳静怡")
    town.desk.agree(order, town.badge[WANG], local(10))
    town.plan(order, WANG)
    page = open_board()
    was = town.of(order)["agreed_at"]
    way(page, order, "other_time").click()
    wait_until(page, lambda: town.of(order)["agreed_at"] != was)
    assert town.of(order)["technician_id"] == WANG
    told = [one["data"] for one in town.of(order)["events"] if one["type"] == "contact"][-1]
    assert told["by"] == "us"
    take_back(page)
    assert town.of(order)["agreed_at"] == was


def test_two_visits_change_technicians_by_one_tap(open_board: Callable[..., Page], town: Town) -> None:
    page = open_board()
    second = town.planned_for_li(page, customer={"name": "上官云", **NAME}, lat=HOME[0] + FAR)
    first = give(town, WANG, "司徒文")
    town.desk.agree(first, town.badge[WANG], local(10))
    town.plan(first, WANG)
    way(page, first, "swap").click()
    wait_until(page, lambda: town.of(first)["technician_id"] == LI)
    assert town.of(second)["technician_id"] == WANG
    take_back(page)
    assert (town.of(first)["technician_id"], town.of(second)["technician_id"]) == (WANG, LI)


def test_room_is_made_by_one_tap_and_given_back(open_board: Callable[..., Page], town: Town) -> None:
    page = open_board()
    town.change(LI, shift_start="10:00")
    first = town.planned_for_li(page, customer={"name": "司马兰", **NAME})
    town.rules(overtime_min=0)
    town.change(LI, shift_end="11:15")
    order = town.desk.give(WANG, **urgent("慕容白", minutes=110))
    town.plan(order, WANG)
    was = town.of(first)["planned"]["start_at"]
    button = way(page, order, "make_room")
    expect(button.locator(".moves")).to_be_visible()
    button.click()
    wait_until(page, lambda: town.of(order)["technician_id"] == LI)
    assert town.of(first)["planned"]["start_at"] != was
    take_back(page)
    assert town.of(order)["technician_id"] == WANG


def test_overtime_is_granted_by_one_tap_and_ends_with_its_undo(
    open_board: Callable[..., Page], town: Town
) -> None:
    town.rules(overtime_min=0)
    town.change(WANG, active=False)
    town.change(LI, shift_end="09:40")
    order = town.desk.accept(**urgent("诸葛明"))
    page = open_board()
    button = way(page, order, "overtime")
    assert "加班" in button.inner_text()
    button.click()
    wait_until(page, lambda: begins(town, order) == TODAY)
    take_back(page)
    wait_until(page, lambda: begins(town, order) != TODAY)  # tomorrow is left, and too late

"""Where in a lane an order is put: by keys and by a drop between two visits, priced, kept by the next plan, taken back."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, local
from tests.browser.test_board_drag import (
    LI,
    bar,
    centre,
    keeper,
    lane_of,
    open_board,
    people,
    technicians,
    wait_until,
)

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

__all__ = ["open_board", "people"]

Lane = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]


@pytest.fixture
def lane(desk: Desk) -> Iterator[Lane]:
    """Li has agreed on eleven and on four; somebody else has one that nobody has agreed."""
    badge = next(t for t in technicians(desk) if t["id"] == LI)["badge"].lower()
    two = []
    for name, hour in (("欧阳静怡", 11), ("司徒文", 16)):
        given = desk.give(LI, customer={"name": name, "phone": "13800002231", "language": "zh-Hans"})
        desk.agree(given, badge, local(hour))
        two.append(given)
    other = next(t["id"] for t in technicians(desk) if t["id"] != LI)
    third = desk.give(
        other,
        customer={"name": "诸葛明", "phone": "13800002232", "language": "zh-Hans"},
        booked_half="day",
    )
    yield two[0], two[1], third
    for order in (*two, third):
        if "hold" in desk.order(order["id"])["next_steps"]:
            desk.step(order["id"], "hold", reason="not_ready")


def starts(desk: Desk, order: dict[str, Any]) -> str:
    planned = desk.order(order["id"])["planned"]
    return str(planned["start_at"]) if planned else ""


def test_by_keys_an_order_is_put_between_two_visits_stays_there_and_goes_back(
    open_board: Callable[..., Page], desk: Desk, lane: Lane
) -> None:
    first, second, third = lane
    page = open_board()
    expect(bar(page, third)).to_be_visible()
    was = keeper(desk, third)
    bar(page, third).focus()
    page.keyboard.press("m")
    expect(page.locator(".hand-bar .hand-cost")).to_be_visible()
    for _ in technicians(desk):
        if "target" in (lane_of(page, desk, LI).get_attribute("class") or ""):
            break
        page.keyboard.press("Shift+ArrowDown")
    expect(lane_of(page, desk, LI)).to_have_class(re.compile("target"))
    page.keyboard.press("]")
    expect(page.locator(".seam.taken")).to_have_count(1)
    for _ in range(3):
        page.keyboard.press("[")
    expect(page.locator(".hand-place")).to_contain_text("第一个")
    page.keyboard.press("]")
    expect(page.locator(".hand-place")).to_contain_text("之间")
    page.keyboard.press("Enter")
    wait_until(page, lambda: keeper(desk, third) == LI)
    expect(lane_of(page, desk, LI).locator(f'[data-order="{third["id"]}"]')).to_be_focused()
    assert starts(desk, first) < starts(desk, third) < starts(desk, second)
    version = desk.call("GET", "/board?district=xiling&date=2026-11-20")["plan"]["version"]
    desk.call("POST", "/districts/xiling/plan-requests", {})
    wait_until(
        page, lambda: desk.call("GET", "/board?district=xiling&date=2026-11-20")["plan"]["version"] > version
    )
    assert starts(desk, first) < starts(desk, third) < starts(desk, second)
    page.keyboard.press("z")
    wait_until(page, lambda: keeper(desk, third) == was)


def test_a_drop_between_two_visits_puts_it_there_and_its_own_lane_may_be_reordered(
    open_board: Callable[..., Page], desk: Desk, lane: Lane
) -> None:
    first, second, third = lane
    page = open_board()
    expect(bar(page, third)).to_be_visible()
    x, y = centre(bar(page, third))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 4, steps=3)
    there_x, there_y = centre(lane_of(page, desk, LI))
    page.mouse.move(there_x, there_y, steps=5)
    seams = lane_of(page, desk, LI).locator(".seam")
    expect(seams).to_have_count(3)
    page.mouse.move(*centre(seams.nth(1)), steps=3)
    expect(page.locator(".hand-place")).to_contain_text("之间")
    page.mouse.up()
    wait_until(page, lambda: keeper(desk, third) == LI and bool(starts(desk, third)))
    assert starts(desk, first) < starts(desk, third) < starts(desk, second)
    bar(page, third).focus()
    page.keyboard.press("m")
    expect(page.locator(".hand-bar .hand-cost, .hand-bar .hand-hint").first).to_be_visible()
    for _ in technicians(desk):
        if "refuses" in (lane_of(page, desk, LI).get_attribute("class") or ""):
            break
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("]")
    expect(page.locator(".seam")).to_have_count(3)
    for _ in range(3):
        page.keyboard.press("]")
    expect(page.locator(".hand-place")).to_contain_text("最后")
    page.keyboard.press("Enter")
    wait_until(page, lambda: starts(desk, third) > starts(desk, second))
    assert desk.order(third["id"])["technician_id"] == LI
    page.keyboard.press("z")
    wait_until(page, lambda: starts(desk, first) < starts(desk, third) < starts(desk, second))

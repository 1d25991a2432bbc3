"""Somebody falls ill: two taps on the head of the lane, the visits go to others, and one key takes it back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from tests.browser.conftest import Desk, Server
from tests.browser.test_board_drag import SCREEN, people
from tests.browser.test_board_plan import look
from tests.browser.test_in_the_day import wait_for_plan

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

__all__ = ["people"]


@pytest.fixture
def page(server: Server, people: dict[str, StorageState], new_context: Callable[..., BrowserContext]) -> Page:
    opened = new_context(viewport=SCREEN, storage_state=people["dispatcher"]).new_page()
    opened.goto(f"{server.url}/board", timeout=40_000)
    expect(opened.locator(".live.is-live")).to_be_visible(timeout=40_000)
    return opened


def test_who_falls_ill_is_away_by_two_taps_and_their_visits_go_to_others(page: Page, desk: Desk) -> None:
    order = desk.accept()
    ill = wait_for_plan(page, desk, order["id"])["technician_id"]
    name = next(
        one
        for one in desk.call("GET", "/board?district=xiling&date=2026-11-20")["technicians"]
        if one["id"] == ill
    )["name"]
    lane = page.get_by_role("listitem", name=name, exact=True)
    head = lane.locator("button.head")
    head.click(button="right")
    menu = page.get_by_role("menu", name=name)
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    box, at = menu.bounding_box(), head.bounding_box()
    assert box
    assert at
    assert at["y"] <= box["y"] <= at["y"] + 2 * at["height"]
    look(page, "lane_menu")
    page.keyboard.press("Enter")
    expect(lane.locator(".absent")).to_contain_text("病假")
    for _ in range(300):
        if desk.order(order["id"])["technician_id"] not in {None, ill}:
            break
        page.wait_for_timeout(100)
    assert desk.order(order["id"])["technician_id"] not in {None, ill}
    look(page, "lane_absent")
    page.keyboard.press("z")
    expect(page.locator(".notice", has_text="已撤销")).to_be_visible()
    expect(lane.locator(".absent")).to_have_count(0, timeout=20_000)
    head.focus()
    page.keyboard.press("Shift+F10")
    expect(menu).to_contain_text("病假")
    page.keyboard.press("Escape")
    expect(head).to_be_focused()

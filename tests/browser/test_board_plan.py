"""The plan panel in Chromium: the running plan, plan now, an imagined day beside it and on the lanes, by keyboard, in three languages."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, Server
from tests.browser.test_in_the_day import SCREEN, wait_for_plan

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_in_the_day.py

SHOTS = os.environ.get("SANXIAN_SHOTS")


@pytest.fixture
def page(server: Server, browser: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    opened = new_context(viewport=SCREEN, locale="zh-CN").new_page()
    opened.goto(f"{server.url}/sign-in")
    opened.fill("input[name=login]", "dispatcher")
    opened.fill("input[name=password]", PASSWORD)
    opened.click("button[type=submit]")
    opened.wait_for_url(f"{server.url}/board")
    expect(opened.locator(".live.is-live")).to_be_visible()
    return opened


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_a_plan_is_asked_for_and_an_imagined_day_stands_beside_it(page: Page, desk: Desk) -> None:
    orders = [desk.accept() for _ in range(4)]
    gone = wait_for_plan(page, desk, orders[0]["id"])["technician_id"]
    page.keyboard.press("p")
    panel = page.get_by_role("region", name="计划", exact=True)
    expect(panel.get_by_role("heading", name="现行计划")).to_be_visible()
    panel.get_by_role("button", name="立即排程").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已生效")).to_be_visible(timeout=60_000)
    expect(panel).to_contain_text("请求")
    look(page, "state")
    panel.get_by_role("button", name="假如").click()
    panel.locator("form select").first.select_option(gone)
    look(page, "what_if")
    panel.get_by_role("button", name="推算").click()
    panel.locator("button[data-proposal]:enabled").click(timeout=60_000)
    expect(panel.get_by_role("row", name="排上的工单")).to_be_visible()
    expect(page.locator(".plan-ghost.leaves").first).to_be_in_viewport()
    goes = page.locator(".plan-ghost.goes").first.bounding_box()
    leaves = page.locator(".plan-ghost.leaves").first.bounding_box()
    assert goes
    assert leaves
    assert abs(goes["width"] - leaves["width"]) < 8  # pixels: the same work for somebody else
    look(page, "compare")
    page.emulate_media(color_scheme="dark")
    look(page, "compare_dark")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "compare_390")
    page.set_viewport_size(SCREEN)
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="换语言").click()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("button", name="All proposals")).to_be_visible()
    expect(panel_en := page.get_by_role("region", name="Plan", exact=True)).to_contain_text("is away")
    expect(panel_en.get_by_role("checkbox").first).to_be_visible()
    look(page, "compare_en")
    page.keyboard.press("Escape")
    expect(page.locator(".plan-ghost")).to_have_count(0)

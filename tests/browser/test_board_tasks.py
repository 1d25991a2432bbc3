"""A task between teams on two boards: made from an order, accepted by somebody else, handed back, done; by keyboard too."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from dispatch.simulation.city import build_city
from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, Server

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
HOME = build_city(1, technicians=1).estates[2].buildings[0].place()
SHOTS = os.environ.get("SANXIAN_SHOTS")


def sign_in(server: Server, browser: Browser, login: str) -> StorageState:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{server.url}/board")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def boards(server: Server, browser: Browser, new_context: Callable[..., BrowserContext]) -> tuple[Page, Page]:
    """The dispatcher's and the lead's."""
    pages = []
    for login in ("dispatcher", "lead"):
        kept = sign_in(server, browser, login)
        page = new_context(viewport=SCREEN, storage_state=kept).new_page()
        page.goto(f"{server.url}/board")
        expect(page.locator(".live.is-live")).to_be_visible()
        pages.append(page)
    return pages[0], pages[1]


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_a_task_goes_from_an_order_to_somebody_else_and_is_done(
    desk: Desk, boards: tuple[Page, Page]
) -> None:
    giver, lead = boards
    order = desk.accept(
        kind="repair",
        customer={"name": "客户甲", "phone": "13800000001", "language": "zh-Hans"},
        address="柳堤路 30 号",
        lat=HOME[0],
        lon=HOME[1],
    )
    giver.goto(f"{giver.url.split('?')[0]}?order={order['id']}")
    expect(giver.locator(".drawer #h-order")).to_contain_text("客户甲")
    giver.get_by_role("button", name="更多", exact=True).last.click()
    giver.get_by_role("menuitem", name="要别组帮忙").click()
    panel = giver.locator('[data-open="tasks"]')
    panel.get_by_label("要做什么").fill("熔接 7 号分纤箱")
    look(giver, "tasks_make")
    panel.get_by_role("button", name="交出去").click()
    expect(panel.locator(".task")).to_contain_text("等调度台接手")

    lead.keyboard.press("t")
    theirs = lead.locator('[data-open="tasks"] .task')
    expect(theirs).to_contain_text("熔接 7 号分纤箱")
    look(lead, "tasks_waiting")
    theirs.get_by_role("button", name="接手").click()
    expect(panel.locator(".task")).to_have_count(0)
    giver.keyboard.press("Escape")
    expect(giver.locator(".drawer-tasks")).to_contain_text("熔接 7 号分纤箱")
    look(giver, "tasks_drawer")
    theirs.get_by_role("button", name="完成").click()
    lead.get_by_label("做了什么").fill("已熔接，光衰 -19")
    lead.locator(".task-form button").click()
    expect(lead.locator(".is-over")).to_contain_text("熔接 7 号分纤箱")
    expect(giver.locator(".drawer-tasks")).to_have_count(0)
    look(lead, "tasks_done")

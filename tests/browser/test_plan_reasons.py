"""Why planned so, or why not, in a real browser: the reasons, the others' prices, and a way out taken by one tap and undone."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, expect
from sqlalchemy import select

from dispatch.simulation.seeding import PASSWORD
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from tests.browser.conftest import HOME, Desk, OpenPage, Server

SCREEN = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def signed_in(server: Server, browser: Browser) -> StorageState:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    page.fill("input[name=login]", "dispatcher")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{server.url}/board")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def show(server: Server, signed_in: StorageState, new_context: Callable[..., BrowserContext]) -> OpenPage:
    """The board with one order open."""

    def open_board(order: dict[str, Any], **options: Any) -> Page:
        page = new_context(**{"viewport": SCREEN, "storage_state": signed_in, **options}).new_page()
        page.goto(f"{server.url}/board?order={order['id']}")
        expect(page.locator(".live.is-live")).to_be_visible()
        return page

    return open_board


@pytest.fixture
def nobody_moves_lines(server: Server) -> Iterator[None]:
    """Whoever can do moves has forgotten it until the test is over."""
    database = Database(f"sqlite:///{server.folder / 'sanxian.db'}")
    with database.write() as session:
        known = {one.id: list(one.skills) for one in session.scalars(select(Technician))}
        for one in session.scalars(select(Technician)):
            one.skills = [skill for skill in one.skills if not skill.startswith("move")]
    yield
    with database.write() as session:
        for technician_id, skills in known.items():
            session.get_one(Technician, technician_id).skills = skills
    database.close()


def reasons(page: Page) -> Locator:
    return page.locator(".plan-why")


def wait_until(page: Page, true: Callable[[], bool]) -> None:
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(100)
    assert true()


def test_a_planned_visit_says_why_this_technician_and_this_time(show: OpenPage, desk: Desk) -> None:
    order = desk.accept(kind="install")
    for _ in range(100):
        if desk.order(order["id"])["planned"]:
            break
        time.sleep(0.1)
    page = show(order)
    reasons(page).locator("summary").click()
    expect(reasons(page).locator(".plan-steps li").first).to_be_visible()
    expect(reasons(page).locator(".decided")).to_be_visible()
    expect(reasons(page)).to_contain_text("时间怎么来的")
    text = reasons(page).inner_text()
    assert not re.search(r"[a-z]+_[a-z]+|undefined|null", text), text


def test_an_order_that_nobody_can_do_names_the_rule_and_a_way_out_is_one_tap(
    show: OpenPage, desk: Desk, nobody_moves_lines: None
) -> None:
    order = desk.accept(
        kind="move",
        contracted_mbps=300,
        from_address="柳堤路 2 号 1 栋 101",
        from_lat=HOME[0],
        from_lon=HOME[1],
    )
    page = show(order)
    expect(reasons(page)).to_contain_text("为什么没排上")
    expect(reasons(page)).to_contain_text("缺技能：移机")
    way = reasons(page).locator(".plan-ways li").filter(has_text="破例").first
    expect(way).to_be_visible()
    way.get_by_role("button", name="就这样办").click()
    wait_until(page, lambda: bool(desk.order(order["id"])["technician_id"]))
    expect(page.locator(".notices")).to_contain_text("撤销")
    page.keyboard.press("z")
    wait_until(page, lambda: not desk.order(order["id"])["technician_id"])


@pytest.mark.parametrize(("locale", "heading"), [("en-GB", "Why it has no place"), ("zh-TW", "為什麼沒排上")])
def test_it_speaks_the_readers_language_and_fits_a_phone(
    show: OpenPage, desk: Desk, nobody_moves_lines: None, locale: str, heading: str
) -> None:
    order = desk.accept(
        kind="move", contracted_mbps=300, from_address="柳堤路 2 号", from_lat=HOME[0], from_lon=HOME[1]
    )
    page = show(order, locale=locale, viewport={"width": 390, "height": 844})
    expect(reasons(page)).to_contain_text(heading)
    expect(reasons(page).locator(".plan-ways li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

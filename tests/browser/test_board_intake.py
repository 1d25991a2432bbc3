"""The intake desk without a mouse: looked up, checked, booked and read out, in counted key strokes."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, StorageState, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import ORIGIN, Desk, Server

SCREEN = {"width": 1440, "height": 900}
SHOTS = os.environ.get("SANXIAN_SHOTS")


class Keys:
    """A keyboard that counts; there is no mouse."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.strokes += len(text)


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
def page(server: Server, signed_in: StorageState, new_context: Callable[..., BrowserContext]) -> Page:
    opened = new_context(viewport=SCREEN, storage_state=signed_in).new_page()
    opened.goto(f"{server.url}/board")
    expect(opened.locator(".live.is-live")).to_be_visible()
    return opened


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def caller(desk: Desk, phone: str, name: str, *, kind: str = "install") -> str:
    """Somebody who has had an order before, an hour ago."""
    order_id: str = desk.accept(
        kind=kind,
        customer={"name": name, "phone": phone, "language": "zh-Hans"},
        address=f"柳堤路 {phone[-2:]} 号",
        booked_date=None,
        booked_half=None,
        line_id=f"OLT9/1/1:{phone[-4:]}",
        accepted_at=(ORIGIN - timedelta(hours=1)).isoformat(),
    )["id"]
    return order_id


def begin(page: Page) -> Keys:
    keys = Keys(page)
    keys.press("n")
    expect(page.locator(".intake-who input")).to_be_focused()
    return keys


def step(page: Page, name: str) -> None:
    expect(page.locator(f".intake[data-step={name}]")).to_be_visible()


def find(page: Page, keys: Keys, typed: str) -> None:
    keys.type(typed)
    expect(page.locator(".intake-found li").first).to_be_visible()
    keys.press("Enter")
    step(page, "kind")


def answer(page: Page, keys: Keys, key: str, next_question: str | None) -> None:
    expect(page.locator(f".intake-check [data-key='{key}']")).to_be_visible()
    keys.press(key)
    if next_question:
        expect(page.locator(".intake-question")).to_contain_text(next_question)


def hold_first(page: Page, keys: Keys) -> None:
    expect(page.locator(".intake-offers [data-key='1']")).to_be_visible(timeout=20_000)
    keys.press("1")
    expect(page.locator(".intake-held")).to_contain_text("已留位")


def save(page: Page, keys: Keys) -> str:
    expect(page.locator(".intake-slot .btn-main")).to_be_focused()
    keys.press("Enter")
    step(page, "done")
    return page.locator(".intake-done h3").inner_text().split()[-1]


def test_a_known_customers_fault_is_solved_without_a_visit(page: Page, desk: Desk) -> None:
    caller(desk, "13900000001", "林晓月")
    keys = begin(page)
    find(page, keys, "139000000")
    keys.press("3")
    step(page, "check")
    answer(page, keys, "2", "光猫上的灯")
    look(page, "intake-check")
    answer(page, keys, "1", "插紧电源")
    answer(page, keys, "1", None)
    step(page, "solved")
    expect(page.locator(".intake-done")).to_contain_text("不用上门")
    expect(page.locator(".intake-foot")).to_contain_text("1 次不用上门")
    look(page, "intake-solved")
    assert keys.strokes <= 16
    keys.press("n")
    step(page, "who")
    expect(page.locator(".intake-who input")).to_be_focused()


def test_a_known_customers_fault_leads_to_a_visit_with_what_was_found(page: Page, desk: Desk) -> None:
    caller(desk, "13900000002", "周文清")
    keys = begin(page)
    find(page, keys, "13900000002")
    keys.press("3")
    step(page, "check")
    answer(page, keys, "2", "光猫上的灯")
    answer(page, keys, "2", None)
    step(page, "slot")
    hold_first(page, keys)
    look(page, "intake-slot")
    number = save(page, keys)
    expect(page.locator(".intake-read")).to_contain_text("完成")
    look(page, "intake-done")
    assert keys.strokes <= 20
    card = next(one for one in desk.call("GET", "/customers?district=xiling&q=13900000002"))
    order = desk.order(card["id"])
    assert order["number"] == number
    assert "LOS 亮红灯" in order["note"]
    assert order["booked_date"] is not None


def test_a_new_customers_install_is_booked_and_survives_a_reload_and_a_lost_answer(
    page: Page, desk: Desk, server: Server
) -> None:
    keys = begin(page)
    keys.type("13700000003")
    expect(page.locator(".intake-who")).to_contain_text("没有找到")
    keys.press("Enter")
    step(page, "new")
    expect(page.locator(".intake-new input").nth(1)).to_be_focused()
    keys.type("何新雨")
    keys.press("Tab")
    keys.type("柳堤路 99 号")
    keys.press("Tab")
    keys.type("柳堤")
    keys.press("Enter")
    if page.locator(".intake[data-step=new]").count():
        keys.press("Enter")  # the first took the area from the browser's list
    step(page, "kind")
    keys.press("1")
    expect(page.locator(".intake-promise")).to_contain_text("承诺")
    look(page, "intake-kind")
    keys.type("500")
    keys.press("Enter")
    step(page, "slot")
    hold_first(page, keys)

    page.reload()
    step(page, "slot")
    expect(page.locator(".intake-held")).to_contain_text("已留位", timeout=20_000)
    expect(page.locator(".intake-so-far")).to_contain_text("何新雨")

    lost: list[str] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/orders", lose)
    number = save(page, keys)
    assert lost
    assert number in lost[0]
    found = desk.call("GET", "/customers?district=xiling&q=13700000003")
    assert [one["open"] for one in found] == [1]
    assert keys.strokes <= 60


def test_where_there_is_no_service_it_says_why_and_makes_no_order(
    page: Page, desk: Desk, server: Server
) -> None:
    areas = desk.call("GET", "/areas?district=xiling")
    without = next(one for one in areas if not one["serviceable"])
    keys = begin(page)
    keys.type("13700000004")
    expect(page.locator(".intake-who")).to_contain_text("没有找到")
    keys.press("Enter")
    step(page, "new")
    keys.type("许远")
    keys.press("Tab")
    keys.type("很远的路 1 号")
    keys.press("Tab")
    keys.type(without["name"])
    keys.press("Enter")
    if page.locator(".intake[data-step=new]").count():
        keys.press("Enter")
    step(page, "kind")
    keys.press("1")
    expect(page.locator(".intake-stop")).to_contain_text("不能受理")
    look(page, "intake-no-service")
    keys.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    assert desk.call("GET", "/customers?district=xiling&q=13700000004") == []


def test_who_has_reported_it_already_is_led_to_the_order(page: Page, desk: Desk) -> None:
    order_id = caller(desk, "13900000005", "钱来顺", kind="repair")
    keys = begin(page)
    find(page, keys, "钱来")
    keys.press("3")
    expect(page.locator(".intake-stop")).to_contain_text("已有修障单")
    look(page, "intake-double")
    keys.press("g")
    expect(page.locator(".panel")).to_have_count(0)
    expect(page.locator("main .drawer, main .order, main [data-order]").first).to_be_visible()
    assert order_id in page.url or "13900000005" in page.content()

"""One order from every side, in the drawer: its story, contact, work, what belongs to it, and its sealed log."""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from dispatch.simulation.city import build_city
from dispatch.simulation.seeding import PASSWORD, login_of
from tests.browser.conftest import Desk, Server

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
PERSON = build_city(1, technicians=4).technicians[1]
LI, LOGIN = PERSON.id, login_of(PERSON.badge)
SHOTS = os.environ.get("SANXIAN_SHOTS")


@pytest.fixture(scope="module", autouse=True)
def channel() -> Iterator[None]:
    """Messages leave this server; they are printed into its log."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANXIAN_CHANNEL", "console")
        yield


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


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def go(page: Page, tab: str) -> None:
    page.locator(f"#tab-{tab}").click()
    expect(page.locator(f"#tab-{tab}")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#order-tab .sk-lines")).to_have_count(0)


def lived(desk: Desk) -> str:
    """An order with a life behind it: called in vain, held, set off as was reported late, tested too slow, done."""
    order_id: str = desk.accept(accepted_at=desk.now().isoformat())["id"]
    desk.step(order_id, "assign", technician_id=LI, reason="test")
    desk.step(order_id, "take", by=LOGIN)
    desk.step(order_id, "attempt", by=LOGIN, channel="phone", outcome="busy")
    desk.step(order_id, "hold", reason="not_ready", evidence="customers_word", note="楼道在施工")
    desk.step(order_id, "resume")
    agreed_at = (desk.now() + timedelta(minutes=30)).isoformat()
    desk.step(order_id, "contact", by=LOGIN, agreed_at=agreed_at, channel="phone")
    late = {
        "event_id": str(uuid.uuid4()),
        "step": "set_off",
        "occurred_at": (desk.now() - timedelta(minutes=4)).isoformat(),
        "data": {},
    }
    desk.call("POST", f"/orders/{order_id}/steps", late, by=LOGIN)
    for step, data in (
        ("arrive", {}),
        ("start_work", {}),
        ("test", {"download_mbps": 380, "optical_dbm": -19.4}),
        ("complete", {}),
    ):
        desk.step(order_id, step, by=LOGIN, **data)
    return order_id


@pytest.fixture(scope="module")
def order_id(desk: Desk) -> str:
    return lived(desk)


def opened(
    server: Server, browser: Browser, order_id: str, new_context: Callable[..., BrowserContext]
) -> Page:
    """The dispatcher's board with the order open."""
    page = new_context(viewport=SCREEN, storage_state=sign_in(server, browser, "dispatcher")).new_page()
    page.goto(f"{server.url}/board?order={order_id}")
    expect(page.locator("#h-order")).to_contain_text("陈静怡")
    return page


def test_the_story_and_what_was_said_to_the_customer(
    server: Server, browser: Browser, order_id: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = opened(server, browser, order_id, new_context)
    go(page, "story")
    log = page.locator("#order-tab .log")
    expect(log.locator("li", has_text="补报")).to_contain_text("出发")
    held = log.locator("li", has_text="停表")
    expect(held).to_contain_text("楼道在施工")
    expect(log).to_contain_text("给客户发「已受理」：已发出")
    look(page, "story")
    page.get_by_role("group", name="看哪些").get_by_role("button", name="上门").click()
    expect(log.locator("li", has_text="停表")).to_have_count(0)
    expect(log.locator("li")).to_have_count(5)
    page.get_by_role("group", name="看哪些").get_by_role("button", name="上门").click()
    page.get_by_label("谁做的").select_option(label=page.locator(".who option").nth(1).inner_text())
    expect(log.locator("li").first).to_be_visible()
    page.get_by_label("谁做的").select_option("")
    log.locator("summary", has_text="为什么").first.click()
    expect(log.locator(".reason-open p").first).to_be_visible()
    look(page, "story_why")

    go(page, "contact")
    tab = page.locator("#order-tab")
    expect(tab.get_by_role("link", name="打给陈静怡")).to_have_attribute("href", "tel:13800002231")
    expect(tab).to_contain_text("电话：占线")
    first = tab.locator(".messages li", has_text="已受理")
    expect(first).to_contain_text("138****2231")
    first.locator("summary").click()
    expect(first.locator(".words p")).to_contain_text("/c/…")
    look(page, "contact")
    first.get_by_role("button", name="再发一次").click()
    expect(first.get_by_role("button", name="再发一次")).to_have_count(0)
    expect(tab.locator(".messages li", has_text="让再发的").first).to_be_visible()


def test_the_work_what_belongs_to_it_and_the_sealed_log(
    server: Server, browser: Browser, desk: Desk, order_id: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = opened(server, browser, order_id, new_context)
    tab = page.locator("#order-tab")
    go(page, "work")
    expect(tab).to_contain_text("不达标")
    expect(tab).to_contain_text("380 / 500 M（76 %）")
    expect(tab).to_contain_text("光猫 × 1")
    expect(tab).to_contain_text("还没有确认，也没有签名")
    desk.step(order_id, "confirm")
    expect(tab).to_contain_text("确认完成")  # live: the tab was open
    look(page, "work")

    go(page, "linked")
    other = tab.locator(".related .row", has_text="优化单")
    expect(other).to_contain_text("修障")
    look(page, "linked")
    go(page, "audit")
    expect(tab).to_contain_text("没有人改过")
    expect(tab).to_contain_text("导出要由班长来做")
    tab.locator(".sealed li").first.locator("summary").click()
    expect(tab.locator(".sealed pre").first).to_contain_text('"seal"')
    look(page, "audit")
    go(page, "linked")
    other.click()
    expect(page.locator("#h-order")).not_to_contain_text("装机")
    expect(page).not_to_have_url(f"{server.url}/board?order={order_id}")


def test_a_lead_takes_the_log_out_and_goes_through_the_tabs_by_keyboard(
    server: Server, browser: Browser, order_id: str, new_context: Callable[..., BrowserContext]
) -> None:
    lead = new_context(
        viewport=SCREEN, storage_state=sign_in(server, browser, "lead"), accept_downloads=True
    ).new_page()
    lead.goto(f"{server.url}/board?order={order_id}")
    go(lead, "audit")
    with lead.expect_download() as saved:
        lead.get_by_role("link", name="JSON").click()
    told = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert told["proof"]["holds"]
    assert told["events"][0]["type"] == "accept"
    lead.locator("#tab-audit").focus()
    lead.keyboard.press("Home")
    expect(lead.locator("#tab-now")).to_have_attribute("aria-selected", "true")


def test_a_tab_that_cannot_be_fetched_says_so_and_tries_again(
    server: Server, browser: Browser, desk: Desk, new_context: Callable[..., BrowserContext]
) -> None:
    order_id = desk.accept(customer={"name": "新客户", "phone": "13800009999", "language": "en"})["id"]
    page = new_context(viewport=SCREEN, storage_state=sign_in(server, browser, "dispatcher")).new_page()
    page.goto(f"{server.url}/board?order={order_id}")
    page.route("**/work", lambda route: route.abort())
    page.locator("#tab-work").click()
    expect(page.locator("#order-tab [role=alert]")).to_contain_text("没有取到")
    page.unroute("**/work")
    page.locator("#order-tab [role=alert] button").click()
    expect(page.locator("#order-tab")).to_contain_text("还没有上门")
    look(page, "work_empty")

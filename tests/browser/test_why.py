"""Why? in a real browser: a customer disputes a pause in one tap, the lead decides, and both see it, live, in three languages."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, OpenPage, Server

SCREEN = {"width": 1440, "height": 900}
LATIN = re.compile(r"[A-Za-z]")
SAME_EVERYWHERE = re.compile(r"Mbps|2026-1|R\d{4}-[0-9A-Z]{4}")
"""What is written in Latin letters in Chinese too: a unit, a version, a number."""


def held(desk: Desk, **fields: Any) -> dict[str, Any]:
    """A repair that would be broken in a few seconds, if it were not for the pause that the desk has granted."""
    due_at = desk.now() + timedelta(seconds=8)
    accepted_at = (due_at - timedelta(hours=24)).isoformat()
    order = desk.accept(
        kind="repair", area_id="wangjiangli", contracted_mbps=None, accepted_at=accepted_at, **fields
    )
    desk.step(order["id"], "hold", reason="not_ready", evidence="customers_word")
    return order


def open_why(place: Locator) -> Locator:
    """Unfold the reasoning there; answers what it shows."""
    place.locator("summary").click()
    story = place.locator(".why[open], .reason").filter(has=place.page.locator("h4")).first
    expect(story).to_be_visible()
    return story


@pytest.fixture
def as_lead(server: Server, new_context: Callable[..., BrowserContext]) -> OpenPage:
    """The board with one order open, as the team's lead."""

    def open_board(order: dict[str, Any], **options: Any) -> Page:
        context = new_context(**{"viewport": SCREEN, **options})
        page = context.new_page()
        if "lead" in server.signed_in:
            context.add_cookies(server.signed_in["lead"])
        else:
            page.goto(f"{server.url}/sign-in")
            page.fill("input[name=login]", "lead")
            page.fill("input[name=password]", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url(f"{server.url}/board")
            server.signed_in["lead"] = context.cookies()
        page.goto(f"{server.url}/board?order={order['id']}")
        expect(page.locator(".live.is-live")).to_be_visible()
        return page

    return open_board


def promise_of(page: Page, name: str) -> Locator:
    return page.locator(".promises > li, .vows li").filter(has_text=name).first


def test_a_customer_disputes_a_pause_in_one_tap_and_the_lead_upholds_it_before_their_eyes(
    desk: Desk, as_customer: OpenPage, as_lead: OpenPage
) -> None:
    order = held(desk)
    customer = as_customer(order["link"])
    board = as_lead(order)
    customer.get_by_role("button", name="情况不是这样").click()
    expect(customer.locator(".owe.is-paused")).to_contain_text("班长在核对", timeout=3_000)
    expect(customer.get_by_role("button", name="情况不是这样")).to_have_count(0)
    asked = board.locator(".rulings")
    expect(asked).to_contain_text("客户不同意停表", timeout=3_000)
    asked.get_by_role("button", name="取消这段停表").click()
    expect(asked).to_have_count(0)
    # without the pause the repair is late, and what that costs us is owed at once
    expect(customer.locator(".owe.is-paused")).to_have_count(0, timeout=3_000)
    expect(customer.locator(".owe.is-broken .sum b")).to_have_text("¥10", timeout=15_000)
    vow = promise_of(customer, "没修好")
    expect(vow).to_contain_text("您说得对")
    story = open_why(vow)
    expect(story).to_contain_text("现场没准备好")
    expect(story).to_contain_text("您说得对，这段停表取消")
    expect(story).to_contain_text("赔您 ¥10")
    told = open_why(promise_of(board, "完成"))
    expect(told).to_contain_text("客户自己说的")
    expect(told).to_contain_text("张立群")
    expect(told).to_contain_text("客户说得对")


def test_the_lead_lets_a_pause_stand_and_the_customer_is_told(
    desk: Desk, as_customer: OpenPage, as_lead: OpenPage
) -> None:
    order = held(desk)
    customer = as_customer(order["link"])
    story = open_why(promise_of(customer, "修好"))
    story.get_by_role("button", name="情况不是这样").click()
    expect(story).to_contain_text("您不同意这段停表", timeout=3_000)
    board = as_lead(order)
    board.locator(".rulings").get_by_role("button", name="停表成立").click()
    expect(customer.locator(".owe.is-paused")).to_contain_text("这段停表成立", timeout=3_000)
    expect(story).to_contain_text("核对过了：这段停表成立")
    assert desk.call("GET", f"/orders/{order['id']}/why?promise=complete")["promises"][0]["state"] == "paused"


def test_the_lead_lets_a_pause_count_that_was_heard_of_after_the_breach(
    desk: Desk, as_lead: OpenPage
) -> None:
    due_at = desk.now() + timedelta(seconds=6)
    accepted_at = (due_at - timedelta(hours=24)).isoformat()
    order = desk.accept(kind="repair", area_id="wangjiangli", contracted_mbps=None, accepted_at=accepted_at)
    desk.step(order["id"], "assign", technician_id="t-01", reason="test")
    before_due = desk.now().isoformat()
    board = as_lead(order)
    expect(promise_of(board, "完成")).to_contain_text("已破约", timeout=15_000)
    body = {
        "event_id": str(uuid.uuid4()),
        "step": "hold",
        "occurred_at": before_due,
        "data": {"reason": "not_ready", "evidence": "customers_word"},
    }
    desk.call("POST", f"/orders/{order['id']}/steps", body, by="rt-4417")
    expect(board.locator(".rulings")).to_contain_text("破约后才收到的停表")
    board.locator(".rulings").get_by_role("button", name="同意算数").click()
    expect(board.locator(".rulings")).to_have_count(0)
    told = open_why(promise_of(board, "完成"))
    expect(told).to_contain_text("张立群（班长）同意这段停表算数")
    expect(told).to_contain_text("收回")


def test_a_dispatcher_sees_the_dispute_and_that_it_is_the_leads_to_decide(
    desk: Desk, as_lead: OpenPage, server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    order = held(desk)
    start_at = desk.call("GET", f"/orders/{order['id']}/why?promise=complete")["promises"][0]["lines"]
    paused = next(line for line in start_at if line["code"] == "paused")
    desk.step(order["id"], "dispute_pause", reason="not_ready", start_at=paused["at"])
    context = new_context(viewport=SCREEN)
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    page.fill("input[name=login]", "dispatcher")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{server.url}/board")
    page.goto(f"{server.url}/board?order={order['id']}")
    expect(page.locator(".rulings")).to_contain_text("等班长核对")
    expect(page.locator(".rulings button")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_the_reasoning_has_no_english_left_in_chinese(
    desk: Desk, as_customer: OpenPage, as_lead: OpenPage, language: str
) -> None:
    order = held(desk, customer={"name": "陈静怡", "phone": "13800002231", "language": language})
    at = desk.now() + timedelta(minutes=1)
    desk.step(order["id"], "resume", agreed_at=(at + timedelta(hours=3)).isoformat())
    cookie = {"name": "lang", "value": language, "domain": "localhost", "path": "/"}
    customer = as_customer(order["link"])
    board = as_lead(order)
    for page, places in ((customer, ".vows li"), (board, ".promises > li")):
        page.context.add_cookies([cookie])
        page.evaluate(f"localStorage.setItem('sanxian.language', '{language}')")
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator(places).first).to_be_visible()
        for place in page.locator(places).all():
            text = SAME_EVERYWHERE.sub("", open_why(place).inner_text())
            assert not LATIN.search(text), text
            assert not re.search(r"[㐀-鿿] [㐀-鿿]", text), text


def test_the_story_changes_its_language_with_the_page(desk: Desk, as_customer: OpenPage) -> None:
    order = held(desk)
    page = as_customer(order["link"])
    open_why(promise_of(page, "修好"))
    story = page.locator(".why[open]")
    expect(story).to_contain_text("现场没准备好")
    page.locator(".cbar .btn").click()
    expect(story).to_contain_text("現場沒準備好")
    page.locator(".cbar .btn").click()
    expect(story).to_contain_text("the premises were not ready")
    expect(story).not_to_contain_text("%")


def test_without_signal_the_reasoning_that_the_page_carries_is_shown(
    desk: Desk, as_customer: OpenPage
) -> None:
    order = held(desk)
    page = as_customer(order["link"])
    expect(page.locator(".fresh")).to_have_class(re.compile("is-live"))
    page.context.set_offline(True)
    vow = promise_of(page, "修好")
    vow.locator("summary").click()
    expect(vow.locator(".why")).to_contain_text("停表")

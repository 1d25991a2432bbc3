"""Two dispatchers, one of them cut off: for two seconds, and for ten minutes of the product's time; nothing is lost or doubled."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, Server, local

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
LI = "t-02"
TEN_MINUTES_MS = 600_000


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
def open_board(
    server: Server, signed_in: StorageState, new_context: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """A live board in a browser of its own; `clock`: its time is in our hand."""

    def open_one(*, clock: bool = False) -> Page:
        page = new_context(viewport=SCREEN, storage_state=signed_in).new_page()
        if clock:
            page.clock.install()
        page.goto(f"{server.url}/board")
        expect(page.locator(".live.is-live")).to_be_visible()
        page.evaluate("window.stillHere = true")
        return page

    return open_one


def agreed_visit(desk: Desk, name: str, at: str) -> dict[str, Any]:
    given = desk.give(LI, customer={"name": name, "phone": "13800002231", "language": "zh-Hans"})
    badge = next(t for t in board(desk)["technicians"] if t["id"] == LI)["badge"].lower()
    desk.agree(given, badge, at)
    return desk.order(given["id"]) | {"login": badge}


def board(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.call("GET", "/board?district=xiling&date=2026-11-20")
    return found


def bar(page: Page, order: dict[str, Any]) -> Locator:
    return page.locator(f'.visit[data-order="{order["id"]}"]')


def shown(page: Page) -> dict[str, int]:
    """Every order that the page holds, by its version; asked of the module that holds them."""
    found: dict[str, int] = page.evaluate(
        """async () => {
          const source = new URL('state.js', document.querySelector('script[type=module][src]').src).href;
          return (await import(source)).orders.have();
        }"""
    )
    return found


def same_as_the_server(page: Page, desk: Desk) -> None:
    """Each order once, in the version that the server has."""
    for _ in range(100):
        truth = {order["id"]: order["version"] for order in board(desk)["orders"]}
        if shown(page) == truth:
            break
        page.wait_for_timeout(100)
    assert shown(page) == truth
    drawn = page.locator(".visit[data-order]:not(.ghost)").evaluate_all(
        "all => all.map(each => each.dataset.order)"
    )
    assert sorted(drawn) == sorted(set(drawn))
    assert page.evaluate("window.stillHere") is True


def events_of(desk: Desk, order: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [event for event in desk.order(order["id"])["events"] if event["type"] == kind]


def test_a_deed_whose_answer_is_cut_off_for_two_seconds_is_done_once(
    open_board: Callable[..., Page], desk: Desk
) -> None:
    visit = agreed_visit(desk, "欧阳静怡", local(15))
    mine, other = open_board(clock=True), open_board()
    expect(bar(mine, visit)).to_be_visible()
    before = len(events_of(desk, visit, "assign"))
    mine.context.set_offline(True)
    expect(mine.locator(".offline")).to_be_visible()
    desk.step(visit["id"], "contact", agreed_at=local(16), channel="phone", by="lead")
    same_as_the_server(other, desk)
    assert shown(mine)[visit["id"]] < shown(other)[visit["id"]]
    mine.clock.run_for(2_000)
    mine.context.set_offline(False)
    expect(mine.locator(".offline")).to_have_count(0, timeout=15_000)
    same_as_the_server(mine, desk)
    same_as_the_server(other, desk)
    assert len(events_of(desk, visit, "assign")) == before
    assert len(events_of(desk, visit, "contact")) == 2


def test_after_ten_minutes_without_a_network_the_board_converges_without_a_reload(
    open_board: Callable[..., Page], desk: Desk
) -> None:
    visit = agreed_visit(desk, "司徒文", local(17))
    leaves = desk.accept(customer={"name": "将离开", "phone": "13800002233", "language": "zh-Hans"})
    mine, other = open_board(clock=True), open_board()
    expect(bar(mine, visit)).to_be_visible()
    mine.context.set_offline(True)
    expect(mine.locator(".offline")).to_be_visible()
    # ten minutes of the page's own time: whatever it does when its patience ends, it does now
    mine.clock.run_for(TEN_MINUTES_MS)
    desk.step(visit["id"], "contact", agreed_at=local(18), channel="phone")
    desk.step(leaves["id"], "hold", reason="not_ready")
    late = desk.give(LI, customer={"name": "后来的人", "phone": "13800002232", "language": "zh-Hans"})
    expect(other.locator(f'[data-order="{late["id"]}"]').first).to_be_visible()
    assert late["id"] not in shown(mine)
    mine.context.set_offline(False)
    mine.clock.run_for(5_000)
    expect(mine.locator(".offline")).to_have_count(0, timeout=15_000)
    expect(mine.locator(f'[data-order="{late["id"]}"]').first).to_be_visible()
    same_as_the_server(mine, desk)
    same_as_the_server(other, desk)


def test_what_another_did_while_this_one_was_cut_off_is_not_overwritten(
    open_board: Callable[..., Page], desk: Desk
) -> None:
    visit = agreed_visit(desk, "上官云", local(14))
    mine, other = open_board(), open_board()
    expect(bar(mine, visit)).to_be_visible()
    # what the other does reaches the server and not this page: only its pushes are lost
    mine.route("**/api/v1/orders/*/steps", lambda route: route.abort("internetdisconnected"))
    bar(mine, visit).focus()
    mine.keyboard.press("m")
    expect(mine.locator(".hand-bar .hand-cost")).to_be_visible()
    mine.keyboard.press("ArrowDown")
    mine.keyboard.press("Enter")
    expect(mine.locator(".notice.is-refused, .hand-bar").first).to_be_visible()
    desk.step(visit["id"], "hold", reason="not_ready", by="lead")
    mine.unroute("**/api/v1/orders/*/steps")
    same_as_the_server(mine, desk)
    same_as_the_server(other, desk)
    assert desk.order(visit["id"])["status"] == "on_hold"
    assert desk.order(visit["id"])["technician_id"] == LI

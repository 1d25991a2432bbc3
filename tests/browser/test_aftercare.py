"""What is owed to people after the visit is seen where it presses: on the board's risk list and in the order's story."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, Server, local

SCREEN = {"width": 1440, "height": 900}


def completed(desk: Desk) -> dict[str, Any]:
    order = desk.give("t-02", customer={"name": "欧阳静怡", "phone": "13800002231", "language": "zh-Hans"})
    people = desk.call("GET", "/board?district=xiling&date=2026-11-20")["technicians"]
    login = next(one for one in people if one["id"] == "t-02")["badge"].lower()
    desk.agree(order, login, local(10))
    for step in ("set_off", "arrive", "start_work"):
        desk.step(order["id"], step, by=login)
    desk.step(order["id"], "test", by=login, download_mbps=495)
    desk.step(order["id"], "complete", by=login)
    return order


def test_a_call_back_that_nobody_made_is_a_risk_of_the_board_and_leaves_it_when_it_is_made(
    server: Server, desk: Desk, new_context: Callable[..., BrowserContext]
) -> None:
    order = completed(desk)
    server.stop()
    server._real_origin -= timedelta(hours=47)  # two mornings later: 08:00
    server.start()
    page: Page = new_context(viewport=SCREEN).new_page()
    page.goto(f"{server.url}/sign-in")
    page.fill("input[name=login]", "dispatcher")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{server.url}/board")
    expect(page.locator(".live.is-live")).to_be_visible()
    expect(page.get_by_text("还没给客户回访")).to_be_visible()
    body = {"event_id": "0b7e4a52-55ba-4b0c-8f0c-9a86d1f8a001", "rating": 5}
    desk.call("POST", f"/orders/{order['id']}/call-backs", body)
    page.reload()
    expect(page.locator(".live.is-live")).to_be_visible()
    expect(page.get_by_text("还没给客户回访")).to_have_count(0)
    assert desk.order(order["id"])["call_backs"][0]["state"] == "kept"

"""One order on all three pages at once: what the technician taps, the customer and the dispatcher see, cut or not."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, OpenPage, Server, local


@pytest.fixture
def technician(desk: Desk) -> tuple[str, str]:
    """Anybody of the seeded city: id and login."""
    people = desk.call("GET", "/board?district=xiling")["technicians"]
    second = sorted(people, key=lambda one: one["id"])[1]
    return second["id"], second["badge"].lower()


@pytest.fixture
def as_dispatcher(server: Server, new_context: Callable[..., BrowserContext]) -> Callable[[], Page]:
    def sign_in() -> Page:
        page = new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"{server.url}/sign-in?next=/board")
        page.fill("input[name=login]", "dispatcher")
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_selector(".lane")
        return page

    return sign_in


def deed(page: Page) -> Locator:
    return page.locator(".dock .btn-main")


def test_a_tap_appears_on_the_customers_page_and_the_board_also_after_the_connection_was_cut(  # noqa: PLR0917  # fixtures
    server: Server,
    desk: Desk,
    technician: tuple[str, str],
    as_technician: OpenPage,
    as_customer: OpenPage,
    as_dispatcher: Callable[[], Page],
    record_property: Callable[[str, object], None],
) -> None:
    order = desk.give(technician[0], customer={"name": "沈安", "phone": "13800005511", "language": "zh-Hans"})
    desk.agree(order, technician[1], local(11))
    phone, customer, board = as_technician(technician[1]), as_customer(order["link"]), as_dispatcher()
    visit = board.locator(f"[data-order='{order['id']}']").first

    # connected: the tap shows on both pages without a reload
    expect(deed(phone)).to_have_text("出发去沈安家")
    tapped = time.perf_counter()
    deed(phone).click()
    expect(customer.locator("h1")).to_contain_text("在路上")
    expect(visit).to_have_class(re.compile("driving"))
    record_property("tap_to_both_pages_s", round(time.perf_counter() - tapped, 3))

    # cut: the server dies; the technician goes on, everybody keeps what they had
    server.stop()
    expect(deed(phone)).to_have_text("到沈安家门口了")
    deed(phone).click()
    expect(deed(phone)).to_have_text("开始装机")
    expect(phone.locator(".offline")).to_contain_text("1 步待发送")
    expect(customer.locator("h1")).to_contain_text("在路上")

    # restored: all three converge by themselves, each step once
    server.start()
    expect(customer.locator("h1")).not_to_contain_text("在路上", timeout=20_000)
    expect(visit).to_have_class(re.compile("running"), timeout=20_000)
    expect(phone.locator(".offline")).to_have_count(0, timeout=20_000)
    taken = [event["type"] for event in desk.order(order["id"])["events"]]
    assert [taken.count(step) for step in ("set_off", "arrive")] == [1, 1]

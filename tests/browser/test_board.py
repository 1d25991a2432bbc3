"""The dispatcher's board in a real browser on the real server: live without a reload, moved by keyboard, undone, cut off and back."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, StorageState, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, OpenPage, Server, local

SCREEN = {"width": 1440, "height": 900}
LI = "t-02"
"""The technician whose visits these tests move."""


@pytest.fixture(scope="module")
def signed_in(server: Server, browser: Browser) -> StorageState:
    """Sign in on the page as a person does, once: a sign-in a test would be more than anybody is allowed in a minute."""
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
def as_dispatcher(
    server: Server, signed_in: StorageState, new_context: Callable[..., BrowserContext]
) -> OpenPage:
    """A filled board that is live."""

    def open_board(**options: Any) -> Page:
        page = new_context(**{"viewport": SCREEN, "storage_state": signed_in, **options}).new_page()
        page.goto(f"{server.url}/board")
        expect(page.locator(".live.is-live")).to_be_visible()
        return page

    return open_board


@pytest.fixture
def visit(desk: Desk) -> Iterator[dict[str, Any]]:
    """One order with a time agreed, in a lane; it stands still when the test is over and leaves the lane to the next."""
    given = desk.give(LI, customer={"name": "欧阳静怡", "phone": "13800002231", "language": "zh-Hans"})
    badge = next(t for t in board(desk)["technicians"] if t["id"] == LI)["badge"].lower()
    desk.agree(given, badge, local(15))
    yield desk.order(given["id"]) | {"login": badge}
    if desk.order(given["id"])["status"] == "on_the_way":
        desk.step(given["id"], "fail_visit", reason="other")
    if "hold" in desk.order(given["id"])["next_steps"]:
        desk.step(given["id"], "hold", reason="not_ready")


def board(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.call("GET", "/board?district=xiling&date=2026-11-20")
    return found


def bar(page: Page, order: dict[str, Any]) -> Locator:
    """The order in its lane."""
    return page.locator(f'.visit[data-order="{order["id"]}"]')


def technician_of(desk: Desk, order: dict[str, Any]) -> str:
    return str(desk.order(order["id"])["technician_id"])


def wait_until(page: Page, true: Callable[[], bool]) -> None:
    for _ in range(60):
        if true():
            return
        page.wait_for_timeout(100)
    assert true()


def test_a_technicians_step_is_on_the_board_within_seconds_and_without_a_reload(
    as_dispatcher: OpenPage, desk: Desk, visit: dict[str, Any]
) -> None:
    page = as_dispatcher()
    page.evaluate("window.stillHere = true")
    expect(bar(page, visit)).to_have_attribute("aria-label", re.compile("已约好"))
    desk.step(visit["id"], "set_off", by=visit["login"])
    expect(bar(page, visit)).to_have_attribute("aria-label", re.compile("在路上"), timeout=3_000)
    assert page.evaluate("window.stillHere") is True


def test_an_order_is_given_to_another_by_keyboard_and_taken_back_by_one_key(
    as_dispatcher: OpenPage, desk: Desk, visit: dict[str, Any]
) -> None:
    page = as_dispatcher()
    bar(page, visit).focus()
    page.keyboard.press("m")
    # the price stands there before anything is moved
    expect(page.locator(".hand-bar .hand-cost")).to_be_visible()
    expect(page.locator(".lane.target")).to_have_count(1)
    assert technician_of(desk, visit) == LI
    page.keyboard.press("Escape")
    expect(page.locator(".hand-bar")).to_have_count(0)
    bar(page, visit).focus()
    page.keyboard.press("m")
    expect(page.locator(".hand-bar .hand-cost")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_until(page, lambda: technician_of(desk, visit) != LI)
    expect(page.locator(".last")).to_contain_text("撤销")
    page.keyboard.press("z")
    wait_until(page, lambda: technician_of(desk, visit) == LI)
    expect(page.locator(".notices")).to_contain_text("已撤销")


def test_a_visit_is_dragged_to_another_lane_and_escape_puts_it_back(
    as_dispatcher: OpenPage, desk: Desk, visit: dict[str, Any]
) -> None:
    page = as_dispatcher()
    lane = page.locator(".lane", has=bar(page, visit))
    others = page.locator(".lane", has_not=bar(page, visit))
    for key, moved in (("Escape", False), (None, True)):
        start, target = bar(page, visit).bounding_box(), others.last.bounding_box()
        assert start is not None
        assert target is not None
        page.mouse.move(start["x"] + 6, start["y"] + 8)
        page.mouse.down()
        page.mouse.move(start["x"] + 20, start["y"] + 12, steps=3)
        expect(lane.locator(".visit.ghost")).to_have_count(1)
        page.mouse.move(target["x"] + 500, target["y"] + 12, steps=6)
        expect(page.locator(".hand-bar .hand-cost")).to_be_visible()
        if key:
            page.keyboard.press(key)
        page.mouse.up()
        page.wait_for_timeout(300)
        if moved:
            wait_until(page, lambda: technician_of(desk, visit) != LI)
        else:
            assert technician_of(desk, visit) == LI


def test_a_board_that_was_cut_off_says_so_and_catches_up_by_itself(
    as_dispatcher: OpenPage, desk: Desk, visit: dict[str, Any]
) -> None:
    page = as_dispatcher()
    expect(bar(page, visit)).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_contain_text("连接断了")
    desk.step(visit["id"], "set_off", by=visit["login"])
    late = desk.give(LI, customer={"name": "后来的人", "phone": "13800002232", "language": "zh-Hans"})
    page.wait_for_timeout(500)
    expect(bar(page, visit)).to_have_attribute("aria-label", re.compile("已约好"))
    page.context.set_offline(False)
    expect(page.locator(".offline")).to_have_count(0, timeout=15_000)
    expect(bar(page, visit)).to_have_attribute("aria-label", re.compile("在路上"))
    expect(page.locator(f'[data-order="{late["id"]}"]')).to_be_visible()


def test_a_change_by_another_dispatcher_is_marked_until_it_is_seen(
    as_dispatcher: OpenPage, desk: Desk, visit: dict[str, Any]
) -> None:
    page = as_dispatcher()
    expect(bar(page, visit)).to_be_visible()
    desk.step(visit["id"], "contact", agreed_at=local(16), channel="phone", by="lead")
    expect(bar(page, visit)).to_have_class(re.compile("changed"))
    expect(page.locator(".last")).to_contain_text("16:00")
    bar(page, visit).click()
    expect(bar(page, visit)).not_to_have_class(re.compile("changed"))


def test_the_open_order_shows_its_reasons_takes_a_step_and_answers_a_question(
    as_dispatcher: OpenPage, desk: Desk, visit: dict[str, Any]
) -> None:
    desk.call(
        "POST",
        f"/orders/{visit['id']}/questions",
        {"event_id": str(uuid.uuid4()), "text": "几点能到？"},
    )
    page = as_dispatcher()
    bar(page, visit).click()
    drawer = page.locator(".drawer")
    expect(drawer.locator("h2")).to_contain_text("欧阳静怡")
    drawer.locator(".why summary").first.click()
    expect(drawer.locator(".why[open] + .reason p").first).to_be_visible()
    drawer.locator(".answer textarea").fill("三点准时到。")
    drawer.locator(".answer .btn").click()
    expect(drawer.locator(".questions")).to_contain_text("答：三点准时到。")
    page.get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="停表", exact=True).click()
    drawer.get_by_text("现场没准备好").click()
    drawer.locator(".step-form .btn-main").click()
    wait_until(page, lambda: desk.order(visit["id"])["status"] == "on_hold")
    expect(drawer.locator(".facts").first).to_contain_text("已停表")


def test_another_time_is_agreed_from_those_that_the_plan_can_keep(
    as_dispatcher: OpenPage, desk: Desk, visit: dict[str, Any]
) -> None:
    page = as_dispatcher()
    bar(page, visit).click()
    drawer = page.locator(".drawer")
    again = drawer.get_by_role("button", name="改约")
    if not again.count():
        drawer.get_by_role("button", name="更多").click()
        again = page.get_by_role("menuitem", name="改约", exact=True)
    again.click()
    offers = drawer.locator(".slot-chips .offer")
    expect(offers.first).to_be_visible()
    expect(offers.first).to_contain_text(re.compile("顺路|多走"))
    offers.first.click()
    expect(drawer.locator(".slot-chips")).to_contain_text("已留到")
    expect(offers.first).to_have_attribute("aria-pressed", "true")
    agreed_at = page.locator(".when input[type=time]").input_value()
    drawer.get_by_text("客户的意思").or_(drawer.locator(".choices label").first).first.click()
    drawer.locator(".step-form .btn-main").click()
    expect(drawer.locator(".step-form")).to_have_count(0)
    wait_until(page, lambda: desk.order(visit["id"])["agreed_at"] != visit["agreed_at"])
    hour = int(desk.order(visit["id"])["agreed_at"][11:13])
    assert (hour + 8) % 24 == int(agreed_at[:2])


def test_a_customer_who_wants_a_later_day_puts_off_what_could_be_offered(
    as_dispatcher: OpenPage, desk: Desk
) -> None:
    order = desk.accept(
        customer={"name": "钱学文", "phone": "13800002239", "language": "zh-Hans"},
        booked_date=None,
        booked_half=None,
    )
    page = as_dispatcher()
    page.get_by_role("button", name=re.compile(r"钱\*文")).first.click()
    drawer = page.locator(".drawer")
    expect(drawer.locator("h2")).to_contain_text("钱学文")
    more = drawer.get_by_role("button", name="更多")
    stop = drawer.get_by_role("button", name="停表")
    expect(more.or_(stop).first).to_be_visible()
    if not stop.count():
        more.click()
        stop = page.get_by_role("menuitem", name="停表", exact=True)
    stop.click()
    drawer.get_by_text("客户要晚些").click()
    offers = drawer.locator(".slot-chips .offer")
    expect(offers.first).to_be_visible()
    offers.last.click()
    drawer.locator(".step-form .btn-main").click()
    wait_until(page, lambda: desk.order(order["id"])["status"] == "on_hold")
    (held,) = [event for event in desk.order(order["id"])["events"] if event["type"] == "hold"]
    assert held["data"]["evidence"] == "offered_slot"
    assert held["data"]["offered_at"] < held["data"]["until"]


@pytest.mark.parametrize(
    ("language", "title"), [("zh-Hans", "先破的在前"), ("zh-Hant", "先破的在前"), ("en", "First to break")]
)
def test_the_board_speaks_every_language_without_a_complaint_on_its_console(
    as_dispatcher: OpenPage, visit: dict[str, Any], language: str, title: str
) -> None:
    page = as_dispatcher()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", listen)
    page.evaluate(f"localStorage.setItem('sanxian.language', '{language}')")
    page.reload()
    expect(page.locator(".live.is-live")).to_be_visible()
    expect(page.locator("#h-risk")).to_contain_text(title)
    bar(page, visit).click()
    page.locator("[data-tab=story]").click()
    expect(page.locator(".drawer .log li").first).to_be_visible()
    # a text that is missing shows its own name
    assert not re.findall(
        r"\b(?:board|risk|cause|rescue|lane|hand|fact|promise|event|do|form|tray)-[a-z]+(?:-[a-z]+)*\b",
        page.locator("body").inner_text(),
    )
    assert complaints == []


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
def test_the_page_itself_never_scrolls_sideways(
    as_dispatcher: OpenPage, visit: dict[str, Any], size: tuple[int, int]
) -> None:
    page = as_dispatcher(viewport={"width": size[0], "height": size[1]})
    page.goto(page.url + f"?order={visit['id']}")
    expect(page.locator(".drawer h2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

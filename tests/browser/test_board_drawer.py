"""An order's life is led from its drawer alone: every step is found by typing, asked as the server says, and refused at its field."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import PHONE, Desk, Server

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
SHOTS = os.environ.get("SANXIAN_SHOTS")
OpenBoard = Callable[..., Page]


@pytest.fixture(scope="module")
def cookies(server: Server, browser: Browser) -> dict[str, StorageState]:
    kept: dict[str, StorageState] = {}
    for login in ("dispatcher", "manager"):
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(f"{server.url}/sign-in")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(f"{server.url}/board**")
        kept[login] = context.storage_state()
        context.close()
    return kept


@pytest.fixture
def board(
    server: Server, cookies: dict[str, StorageState], new_context: Callable[..., BrowserContext]
) -> OpenBoard:
    def open_board(login: str = "dispatcher", address: str = "", **options: Any) -> Page:
        page = new_context(**{"viewport": SCREEN, "storage_state": cookies[login], **options}).new_page()
        page.goto(f"{server.url}/board{address}")
        expect(page.locator(".live.is-live")).to_be_visible()
        expect(page.locator(".drawer #h-order")).to_be_visible()
        return page

    return open_board


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def repair(desk: Desk, name: str, address: str, phone: str) -> dict[str, Any]:
    customer = {"name": name, "phone": phone, "language": "zh-Hans"}
    return desk.accept(kind="repair", customer=customer, address=address, booked_date=None, booked_half=None)


def more(page: Page, words: str = "") -> Locator:
    page.locator(".acts .more-steps > button").click()
    steps = page.locator(".more-steps .menu-list")
    expect(steps.locator("[aria-disabled=true]").first).to_be_attached()
    if words:
        page.keyboard.type(words)
    return steps


def status(page: Page, words: str) -> None:
    expect(page.locator(".drawer .facts").first).to_contain_text(words, timeout=20_000)


def test_an_order_lives_from_the_drawer_alone(  # noqa: PLR0915  # one life, from end to end
    desk: Desk, board: OpenBoard
) -> None:
    order = repair(desk, "沈若兰", "柳堤路 18 号 2 幢 301", "13800007711")
    page = board(address=f"?order={order['id']}")
    form = page.locator(".step-form")

    status(page, "已派单")
    # what cannot be done says why, and is found by typing
    steps = more(page)
    look(page, "drawer_more")
    expect(steps.locator("[data-step=decide_dispute]")).to_contain_text("由班长")
    expect(steps.locator("[data-step=complete]")).to_contain_text("要在「")
    page.keyboard.type("核实")
    expect(steps.get_by_role("menuitem")).to_have_count(1)
    expect(steps.locator("[data-step=verify_withdrawal]")).to_contain_text("要在「")
    page.keyboard.press("Enter")
    expect(form).to_have_count(0)
    page.keyboard.press("Escape")

    # a wrong address: looked up, its consequence said first, put right by the keyboard
    more(page, "更正地址")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("柳堤路 18 号")
    address = form.get_by_label("正确的地址")
    expect(address).to_be_focused()
    address.fill("柳堤路 81 号 2 幢 301")
    page.keyboard.press("Tab")
    form.locator("fieldset label:not([data-off]), select").last.wait_for()
    select = form.locator("select")
    if select.count():
        select.select_option(index=1)
    else:
        form.locator("fieldset label:not([data-off])").first.click()
    expect(form.locator(".trial")).to_contain_text("退出现在的计划")
    look(page, "drawer_address")
    form.locator(".btn-main").click()
    expect(page.locator(".order-head")).to_contain_text("柳堤路 81 号")
    expect(form).to_have_count(0)

    # put off by the customer, and on again
    status(page, "计划")  # it has its new place: nobody else is quicker
    more(page, "停表")
    page.keyboard.press("Enter")
    expect(form.locator("[data-field=reason] [data-off]")).to_have_count(2)
    look(page, "drawer_hold")
    form.locator(".btn-main").click()
    expect(form.get_by_role("alert")).to_contain_text("选一项")
    form.get_by_text("现场没准备好").click()
    expect(form.locator(".trial")).to_be_visible()
    form.locator(".btn-main").click()
    status(page, "已停表")
    page.keyboard.press("z")
    expect(page.locator(".drawer .facts").first).not_to_contain_text("已停表")

    # what the customer says, and what is answered
    more(page, "记下")
    page.keyboard.press("Enter")
    form.get_by_label("写什么").fill("能不能换个路由器？")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".questions")).to_contain_text("能不能换个路由器？")

    # asked out, verified by hand, and stays after all
    more(page, "撤单")
    page.locator(".more-steps [data-step=request_withdrawal]").click()
    form.get_by_label("原因").fill("搬走了")
    form.locator(".btn-main").click()
    status(page, "撤单")
    expect(page.locator(".acts .btn-main")).to_contain_text("核实撤单")
    page.locator(".acts .btn-main").click()
    form.locator(".btn-main").click()
    expect(form.get_by_role("alert")).to_contain_text("选一项")
    form.get_by_text("客户没有要撤").click()
    form.locator(".btn-main").click()
    expect(page.locator(".drawer .facts").first).not_to_contain_text("撤单")


def test_a_refusal_stands_at_its_field_and_a_lost_answer_counts_once(desk: Desk, board: OpenBoard) -> None:
    order = repair(desk, "高远", "柳堤路 22 号", "13800007722")
    page = board(address=f"?order={order['id']}")
    form = page.locator(".step-form")
    status(page, "已派单")  # the planner is done with it: nobody else is quicker
    more(page, "紧急")
    page.keyboard.press("Enter")
    form.locator("input[type=date]").fill("2026-11-19")
    form.locator(".btn-main").click()
    expect(form.locator("[data-field=deadline_at] [role=alert]")).to_be_visible()
    look(page, "drawer_refused")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)

    lost: list[str] = []

    def lose(route: Any) -> None:
        lost.append(route.request.post_data_json["event_id"])
        if len(lost) <= 4:  # the page itself asks three times more
            route.fetch()  # it arrives and is done; its answer never comes back
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/orders/[^/]+/questions$"), lose)
    more(page, "记下")
    page.keyboard.press("Enter")
    form.get_by_label("写什么").fill("几点来？")
    form.locator(".btn-main").click()
    expect(form.get_by_role("alert")).to_contain_text("没有收到回应", timeout=20_000)
    form.locator(".btn-main").click()
    expect(form).to_have_count(0)
    asked = desk.order(order["id"])["questions"]
    assert [each["text"] for each in asked] == ["几点来？"]
    assert len(set(lost)) == 1


def test_the_same_report_twice_is_seen_side_by_side_and_merged(desk: Desk, board: OpenBoard) -> None:
    first = repair(desk, "傅明", "柳堤路 40 号", "13800007733")
    second = repair(desk, "傅明", "柳堤路 40 号", "13800007733")
    page = board(address=f"?order={second['id']}")
    form = page.locator(".step-form")
    more(page, "并单")
    page.keyboard.press("Enter")
    form.get_by_text(first["number"]).click()
    both = form.locator(".beside")
    expect(both.locator("th[scope=col]").first).to_contain_text(first["number"])
    expect(both.locator("th[scope=col]").last).to_contain_text("（这一单）")
    look(page, "drawer_merge")
    form.locator(".btn-main").click()
    expect(page.locator(".order-head")).to_contain_text(first["number"])
    assert desk.order(second["id"])["status"] == "withdrawn"
    assert desk.order(first["id"])["status"] in {"accepted", "assigned"}


def test_a_manager_declares_force_majeure_from_an_order_and_lifts_it(desk: Desk, board: OpenBoard) -> None:
    order = repair(desk, "骆宾", "柳堤路 51 号", "13800007744")
    page = board("manager", f"?order={order['id']}")
    form = page.locator(".step-form")
    more(page, "不可抗力")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("不只这一单")
    form.locator(".btn-main").click()
    expect(form.locator("[data-field=reason] [role=alert]")).to_be_visible()
    form.get_by_label("原因").fill("台风")
    look(page, "drawer_majeure")
    form.locator(".btn-main").click()
    expect(form).to_have_count(0)
    more(page, "不可抗力")
    page.locator(".more-steps [data-step=declare_force_majeure]").click()
    expect(form.locator(".majeure")).to_contain_text("台风")
    form.locator(".majeure .btn").click()
    expect(form).to_have_count(0)
    types = [event["type"] for event in desk.order(order["id"])["events"]]
    assert types.count("force_majeure") == 2


def test_tabs_go_by_the_arrows_and_stay_in_the_address_also_on_a_phone(desk: Desk, board: OpenBoard) -> None:
    order = repair(desk, "何青", "柳堤路 60 号", "13800007755")
    page = board(address=f"?order={order['id']}")
    page.get_by_role("tab", name="现在").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="经过")).to_be_focused()
    expect(page).to_have_url(re.compile("tab=story"))
    page.reload()
    expect(page.get_by_role("tab", name="经过")).to_have_attribute("aria-selected", "true")
    page.emulate_media(color_scheme="dark")
    look(page, "drawer_dark")
    phone = board(address=f"?order={order['id']}&tab=now", viewport=PHONE, has_touch=True)
    assert phone.locator(".drawer").bounding_box()["width"] == PHONE["width"]  # type: ignore[index]  # it is shown
    look(phone, "drawer_phone")
    more(phone)
    box = phone.locator(".more-steps .menu-list").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    look(phone, "drawer_phone_more")

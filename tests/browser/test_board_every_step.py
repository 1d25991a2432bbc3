"""The steps of an order that the other journeys leave out, each taken from the drawer: found by its name, filled in, sent, and in the log."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, StorageState, expect

from tests.browser.conftest import Desk, Server, local
from tests.browser.test_board_drag import people, technicians
from tests.browser.test_board_drawer import more, repair

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

__all__ = ["people"]

SCREEN = {"width": 1440, "height": 900}
LI = "t-02"
OpenOrder = Callable[..., Page]


@pytest.fixture
def open_order(
    server: Server, people: dict[str, StorageState], new_context: Callable[..., BrowserContext]
) -> OpenOrder:
    def open_it(order: dict[str, Any], login: str = "dispatcher") -> Page:
        page = new_context(viewport=SCREEN, storage_state=people[login]).new_page()
        page.goto(f"{server.url}/board?order={order['id']}", timeout=40_000)
        expect(page.locator(".live.is-live")).to_be_visible(timeout=40_000)
        expect(page.locator(".drawer #h-order")).to_be_visible(timeout=20_000)
        return page

    return open_it


def fill(form: Locator, words: str) -> None:
    """As somebody in a hurry: the first that may be tapped, the same words everywhere, tomorrow at ten."""
    for choices in form.locator("fieldset.choices:visible").all():
        if not choices.locator("input:checked").count():
            choices.locator("label:not([data-off])").first.click()
    for field in form.locator("textarea:visible").all():
        field.fill(words)
    for field in form.locator("select:visible").all():
        field.select_option(index=1)
    for field in form.locator("input[type=date]:visible").all():
        if not field.input_value():
            field.fill("2026-11-21")
    for field in form.locator("input[type=time]:visible").all():
        if not field.input_value():
            field.fill("10:00")


def take(page: Page, desk: Desk, order: dict[str, Any], step: str, **chosen: str) -> dict[str, Any]:
    """Take it, and answer with what the log says of it then."""
    before = desk.order(order["id"])["version"]
    more(page, step.replace("_", " "))
    offered = page.locator(f".more-steps [data-step={step}]")
    expect(offered).not_to_have_attribute("aria-disabled", "true", timeout=20_000)
    offered.click()
    form = page.locator(".step-form")
    expect(form.locator(".btn-main")).to_be_visible()
    for value in chosen.values():
        form.get_by_text(value, exact=False).first.click()
    fill(form, "客户说的")
    form.locator(".btn-main").click()
    expect(form).to_have_count(0, timeout=20_000)
    found = [event for event in desk.order(order["id"])["events"] if event["seq"] > before]
    return next(event for event in found if event["type"] == step)


def test_the_desk_gives_back_calls_agrees_and_gives_up_a_visit(desk: Desk, open_order: OpenOrder) -> None:
    order = repair(desk, "祝枝山", "柳堤路 71 号", "13800007801")
    desk.step(order["id"], "assign", technician_id=LI, reason="test")
    login = next(one["badge"].lower() for one in technicians(desk) if one["id"] == LI)
    page = open_order(order)
    assert take(page, desk, order, "unassign")["actor"]["role"] == "dispatcher"
    desk.step(order["id"], "assign", technician_id=LI, reason="test")
    desk.step(order["id"], "take", by=login)
    assert take(page, desk, order, "attempt")["data"]["outcome"]
    assert take(page, desk, order, "contact")["data"]["agreed_at"].startswith("2026-11-2")
    desk.step(order["id"], "set_off", by=login)
    desk.step(order["id"], "arrive", by=login)
    assert take(page, desk, order, "fail_visit")["data"]["reason"]
    assert desk.order(order["id"])["status"] == "visit_failed"


def test_a_pause_is_disputed_for_the_customer_and_ruled_on_by_a_lead(
    desk: Desk, open_order: OpenOrder
) -> None:
    order = repair(desk, "文征明", "柳堤路 72 号", "13800007802")
    desk.step(order["id"], "hold", reason="not_ready")
    page = open_order(order)
    take(page, desk, order, "dispute_pause")
    lead = open_order(order, "lead")
    ruled = take(lead, desk, order, "decide_dispute", upheld="取消这段停表")
    assert ruled["data"]["upheld"] is True
    assert ruled["actor"]["role"] == "lead"


def test_a_wrong_tier_is_put_right_and_a_question_is_answered(desk: Desk, open_order: OpenOrder) -> None:
    order = repair(desk, "唐伯虎", "柳堤路 73 号", "13800007803")
    tier = desk.order(order["id"])["tier"]
    assert take(open_order(order, "lead"), desk, order, "correct_tier")["data"]["tier"] != tier
    page = open_order(order)
    body = {"event_id": str(uuid.uuid4()), "text": "几点来？"}
    desk.call("POST", f"/orders/{order['id']}/questions", body)
    page.reload()
    expect(page.locator(".questions")).to_contain_text("几点来？")
    take(page, desk, order, "answer")
    assert desk.order(order["id"])["questions"][0]["answer"] == "客户说的"


def test_what_was_done_badly_is_opened_again(desk: Desk, open_order: OpenOrder) -> None:
    order = repair(desk, "沈石田", "柳堤路 74 号", "13800007804")
    desk.step(order["id"], "assign", technician_id=LI, reason="test")
    login = next(one["badge"].lower() for one in technicians(desk) if one["id"] == LI)
    desk.agree(order, login, local(10))
    for step in ("set_off", "arrive", "start_work"):
        desk.step(order["id"], step, by=login)
    desk.step(order["id"], "test", by=login, download_mbps=480)
    desk.step(order["id"], "complete", by=login)
    page = open_order(order)
    assert take(page, desk, order, "reopen")["data"]["reason"]
    assert desk.order(order["id"])["status"] in {"accepted", "assigned"}


def test_a_pause_that_came_too_late_is_allowed_by_a_lead(desk: Desk, open_order: OpenOrder) -> None:
    order = repair(desk, "徐祯卿", "柳堤路 75 号", "13800007805")
    steps = desk.call("GET", f"/orders/{order['id']}/steps", by="lead")["steps"]
    late = next(each for each in steps if each["step"] == "approve_pause")
    assert not late["legal"]  # there is none yet, and the menu says so
    page = open_order(order, "lead")
    more(page, "approve pause")
    expect(page.locator(".more-steps [data-step=approve_pause]")).to_contain_text("没有超时后补报的停表")

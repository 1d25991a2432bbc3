"""The customer's page in a real browser on the real server: what it says, that it follows, what a customer can do."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import HOME, Desk, OpenPage, Server, local

WANG = ("t-01", "rt-4417")


def agreed(desk: Desk, at: str, **fields: Any) -> dict[str, Any]:
    order = desk.give(WANG[0], **fields)
    desk.agree(order, WANG[1], at)
    return order


def report_position(desk: Desk) -> None:
    at = desk.now().isoformat()
    desk.call("POST", "/my/position", {"lat": HOME[0] + 0.03, "lon": HOME[1] - 0.02, "at": at}, by=WANG[1])


def test_the_page_follows_the_technician_s_taps_within_a_second(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    page = as_customer(order["link"])
    headline = page.locator("h1")
    expect(headline).to_contain_text("王师傅")
    expect(headline.locator("b")).to_have_text("15:00")
    expect(page.locator(".fresh")).to_have_class(re.compile("is-live"))
    desk.step(order["id"], "set_off", by=WANG[1])
    expect(headline).to_contain_text("在路上", timeout=1_500)
    report_position(desk)
    expect(page.locator(".map .route.now")).to_be_visible()
    expect(page.locator("figcaption")).to_contain_text("公里")
    desk.step(order["id"], "arrive", by=WANG[1])
    expect(headline).to_have_text("王师傅到了", timeout=1_500)
    expect(page.locator(".map")).to_have_count(0)
    desk.step(order["id"], "start_work", by=WANG[1])
    expect(headline).to_have_text("王师傅正在装机", timeout=1_500)
    desk.step(order["id"], "test", by=WANG[1], download_mbps=473)
    desk.step(order["id"], "complete", by=WANG[1])
    expect(headline).to_contain_text("473", timeout=1_500)
    expect(page.locator(".stepper li.done")).to_have_count(5)
    page.get_by_role("button", name="都正常").click()
    expect(page.locator(".verdict")).to_have_count(0)
    assert desk.order(order["id"])["status"] == "confirmed"


def test_a_page_that_was_offline_catches_up_without_a_reload_and_says_when_it_was_last_sure(
    desk: Desk, as_customer: OpenPage
) -> None:
    order = agreed(desk, local(16))
    page = as_customer(order["link"])
    expect(page.locator(".fresh")).to_have_class(re.compile("is-live"))
    page.context.set_offline(True)
    expect(page.locator(".fresh")).to_contain_text("没有网络")
    expect(page.locator(".fresh")).to_contain_text(re.compile(r"\d\d:\d\d 确认"))
    desk.step(order["id"], "set_off", by=WANG[1])
    desk.step(order["id"], "arrive", by=WANG[1])
    page.context.set_offline(False)
    expect(page.locator("h1")).to_have_text("王师傅到了")
    expect(page.locator(".stepper li.done")).to_have_count(3)
    desk.step(order["id"], "fail_visit", by=WANG[1], reason="parts")
    expect(page.locator("h1")).to_contain_text("再约您")


def test_a_customer_chooses_another_time_alone(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    page = as_customer(order["link"])
    page.get_by_role("button", name="改时间").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("radio", name="明天").click()
    sheet.get_by_role("button", name="10:00").click()
    expect(sheet).to_contain_text("09:00–11:00")
    expect(sheet).to_contain_text("给您留到")  # nobody else is sold it meanwhile
    sheet.get_by_role("button", name="改到明天 10:00").click()
    expect(sheet).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("明天")
    assert desk.order(order["id"])["agreed_at"].startswith("2026-11-21T02:00")


def test_a_time_that_is_gone_says_so_and_shows_what_can_be_had(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    page = as_customer(order["link"])

    def sell(route: Any) -> None:
        """Somebody else was faster: as the server says it, with one time left."""
        left = page.request.get(page.url.split("/c/")[0] + "/api/v1/track/slots").json()
        left["times"] = [one for one in left["times"] if one["date"] == "2026-11-22"][:1]
        problem = {"code": "slot-taken", "status": 409, "detail": "这个时间已经约不上了。", "current": left}
        route.fulfill(status=409, json=problem, content_type="application/problem+json")

    page.route("**/track/slots/holds", sell)
    page.get_by_role("button", name="改时间").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("radio", name="明天").click()
    sheet.locator(".slot").first.click()
    expect(sheet.get_by_role("alert")).to_contain_text("约不上")
    expect(sheet.locator(".slot")).to_have_count(1)
    expect(sheet.locator(".btn-main")).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.unroute("**/track/slots/holds")
    sheet.locator(".slot").click()
    expect(sheet.locator(".btn-main")).to_be_enabled()


def test_without_a_free_time_the_customer_asks_for_a_call(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    page = as_customer(order["link"], color_scheme="dark")
    nothing = {"now": desk.now().isoformat(), "halves": [], "times": [], "hold": None}
    page.route("**/track/slots", lambda route: route.fulfill(json=nothing))
    page.get_by_role("button", name="改时间").click()
    sheet = page.get_by_role("dialog", name="现在没有空的时间")
    sheet.get_by_role("button", name="请打电话给我").click()
    expect(sheet).to_have_count(0)
    expect(page.locator(".talk .me")).to_contain_text("请打电话给我")


def test_a_customer_asks_and_reads_the_answer(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    page = as_customer(order["link"])
    page.fill("#say", "小区可以停电动车吗？<b>")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".talk .me")).to_contain_text("小区可以停电动车吗？<b>")
    expect(page.locator(".talk .from span.faint")).to_have_count(0)  # no longer "sending"
    (question,) = desk.order(order["id"])["questions"]
    desk.call("POST", f"/questions/{question['id']}/answer", {"text": "可以，4 栋楼下有车棚。"}, by=WANG[1])
    expect(page.locator(".talk")).to_contain_text("4 栋楼下有车棚")


def test_withdrawing_needs_a_reason_and_can_be_taken_back(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    page = as_customer(order["link"])
    page.get_by_role("button", name="不装了").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator(".btn-main")).to_be_disabled()
    sheet.get_by_role("radio", name="等太久了").click()
    sheet.get_by_role("button", name="申请撤单").click()
    expect(page.locator("h1")).to_have_text("您申请了撤单")
    page.get_by_role("button", name="还是要装").click()
    expect(page.locator("h1")).to_contain_text("王师傅")


def test_still_not_working_opens_the_order_again(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15), kind="repair", booked_date=None, booked_half=None)
    for step, data in (
        ("set_off", {}),
        ("arrive", {}),
        ("start_work", {}),
        ("test", {"download_mbps": 480}),
        ("complete", {}),
    ):
        desk.step(order["id"], step, by=WANG[1], **data)
    page = as_customer(order["link"])
    page.get_by_role("button", name="还有问题").click()
    sheet = page.get_by_role("dialog")
    sheet.locator("textarea").fill("卧室没信号")
    sheet.get_by_role("button", name="告诉我们").click()
    expect(page.locator("h1")).not_to_contain_text("修好了")
    assert "reopen" in [event["type"] for event in desk.order(order["id"])["events"]]


def test_a_pause_is_said_with_its_reason_and_can_be_disputed_in_one_tap(
    desk: Desk, as_customer: OpenPage
) -> None:
    order = agreed(desk, local(15))
    desk.step(order["id"], "hold", by=WANG[1], reason="customer_later", until=local(9, days=4))
    page = as_customer(order["link"])
    expect(page.locator("h1")).to_contain_text("11 月 24 日上午")
    expect(page.locator(".owe.is-paused")).to_contain_text("停表中")
    page.get_by_role("button", name="不是我要求的").click()
    expect(page.locator(".owe.is-paused")).to_contain_text("班长在核对")
    expect(page.get_by_role("button", name="不是我要求的")).to_have_count(0)
    (disputed,) = [event for event in desk.order(order["id"])["events"] if event["type"] == "dispute_pause"]
    assert (disputed["actor"]["role"], disputed["data"]["reason"]) == ("customer", "customer_later")


def test_who_can_be_visited_earlier_chooses_a_time_and_the_clock_runs_again(
    desk: Desk, as_customer: OpenPage
) -> None:
    order = agreed(desk, local(15))
    desk.step(order["id"], "hold", by=WANG[1], reason="customer_later", until=local(9, days=4))
    page = as_customer(order["link"])
    page.get_by_role("button", name="可以早点来").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("radio", name="明天").click()
    sheet.get_by_role("button", name="11:00").click()
    sheet.get_by_role("button", name="改到明天 11:00").click()
    expect(sheet).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("明天")
    seen = desk.order(order["id"])
    assert (seen["status"], seen["agreed_at"][:16]) == ("contacted", "2026-11-21T03:00")


def test_a_lost_reply_does_not_ask_twice(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    page = as_customer(order["link"])
    tries: list[str] = []

    def lose(route: Any) -> None:
        tries.append(route.request.post_data_json["event_id"])
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/track/questions", lose)
    page.fill("#say", "几点来？")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".talk .me")).to_have_count(1)
    expect(page.locator(".talk .from span.faint")).to_have_count(0)
    assert len(tries) == 2
    assert len(set(tries)) == 1
    assert len(desk.order(order["id"])["questions"]) == 1


def test_without_an_answer_the_page_says_so_and_tries_again(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    page = as_customer(order["link"])
    page.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    page.route("**/api/v1/track", lambda route: route.abort())
    page.reload()
    expect(page.locator("h1")).to_have_text("暂时看不到您的订单")
    page.unroute("**/api/v1/track")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator("h1")).not_to_contain_text("看不到")
    expect(page.locator(".brand")).to_have_text("榕通宽带")


def test_a_link_that_is_not_ours_says_so(server: Server, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()
    answer = page.goto(f"{server.url}/c/{'x' * 43}")
    assert answer is not None
    assert answer.status == 410


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en-GB"])
def test_the_page_reads_in_every_language_and_fits_a_narrow_phone(
    desk: Desk, as_customer: OpenPage, language: str
) -> None:
    order = agreed(desk, (desk.now() + timedelta(hours=3)).isoformat())
    page = as_customer(order["link"], locale=language, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, summary')].filter(e => e.offsetParent)
          .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
          .filter(([, box]) => box.height < 44 || box.width < 44).map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert small == []
    assert page.locator("text=/\\b(now|sub|vow|because|step)-[a-z-]+/").count() == 0
    page.evaluate("window.stayed = true")
    before = page.locator("html").get_attribute("lang") or ""
    page.locator(".cbar .btn").click()
    expect(page.locator("html")).not_to_have_attribute("lang", before)
    assert page.evaluate("window.stayed") is True


def test_the_first_load_stays_below_a_hundred_kilobytes(desk: Desk, as_customer: OpenPage) -> None:
    order = agreed(desk, local(15))
    desk.step(order["id"], "set_off", by=WANG[1])
    report_position(desk)
    page = as_customer(order["link"])
    expect(page.locator(".map .route.now")).to_be_visible()
    bodies = page.evaluate(
        """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
    )
    assert bodies <= 100_000
    desk.step(order["id"], "fail_visit", by=WANG[1], reason="other")

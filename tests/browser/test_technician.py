"""The technician's phone in a real browser on the real server: taps, signal lost and back, refusals, several tabs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import Desk, OpenPage, Server, local

WANG = ("t-01", "rt-4417")


@pytest.fixture
def order(desk: Desk, request: pytest.FixtureRequest) -> dict[str, Any]:
    """One order with a time agreed, given to Wang."""
    number = len(request.node.name) * 7 % 90 + 10
    given = desk.give(
        WANG[0], customer={"name": f"陈{number}号", "phone": "13800002231", "language": "zh-Hans"}
    )
    desk.agree(given, WANG[1], local(15))
    return desk.order(given["id"])


@pytest.fixture(autouse=True)
def _clear_the_day(desk: Desk) -> None:
    """Orders of earlier tests stand still, so that the next step is this test's."""
    for one in desk.call("GET", "/my/day", by=WANG[1])["orders"]:
        match one["status"]:
            case "assigned" | "taken" | "contacted" | "visit_failed":
                desk.step(one["id"], "hold", by=WANG[1], reason="not_ready")
            case "on_the_way" | "on_site" | "working":
                desk.step(one["id"], "fail_visit", by=WANG[1], reason="other")
                desk.step(one["id"], "hold", reason="not_ready")  # else the planner gives it back
            case "tested":
                desk.step(one["id"], "complete", by=WANG[1])
            case _:
                pass


def deed(page: Page) -> Locator:
    return page.locator(".dock .btn-main")


def status(desk: Desk, order: dict[str, Any]) -> str:
    return str(desk.order(order["id"])["status"])


def steps(desk: Desk, order: dict[str, Any]) -> list[str]:
    made = ("planned", "warned", "broken", "break_withdrawn", "compensated")
    return [event["type"] for event in desk.order(order["id"])["events"] if event["type"] not in made]


def wait_for_status(desk: Desk, order: dict[str, Any], wanted: str, page: Page) -> None:
    for _ in range(100):
        if status(desk, order) == wanted:
            return
        page.wait_for_timeout(100)
    assert status(desk, order) == wanted


def test_each_tap_is_the_one_right_next_step_until_the_order_is_complete(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    page, name = as_technician(WANG[1]), order["customer"]["name"]
    expect(deed(page)).to_have_text(f"出发去{name}家")
    deed(page).click()
    expect(deed(page)).to_have_text(f"到{name}家门口了")
    deed(page).click()
    expect(deed(page)).to_have_text("开始装机")
    deed(page).click()
    expect(page.locator(".gate")).to_contain_text("还差 2 项才能回单")
    expect(deed(page)).to_have_text("记下收光")
    deed(page).click()
    page.fill(".reading input", "19.4")
    page.get_by_role("dialog").get_by_role("button", name="记下").click()
    expect(page.locator(".gauge")).to_have_attribute("aria-label", re.compile("−19.4"))
    deed(page).click()
    page.fill(".reading input", "473")
    page.get_by_role("dialog").get_by_role("button", name="记下").click()
    expect(page.locator(".meter")).to_have_attribute("aria-label", re.compile("94.6 %"))
    expect(page.locator(".gate")).to_contain_text("都齐了")
    deed(page).click()
    wait_for_status(desk, order, "completed", page)
    assert steps(desk, order)[-5:] == ["set_off", "arrive", "start_work", "test", "complete"]
    assert desk.order(order["id"])["download_mbps"] == 473
    expect(page.locator(".route").last).to_contain_text(name)


def test_new_orders_are_taken_together_and_a_time_is_agreed_on_the_ladder(
    desk: Desk, as_technician: OpenPage
) -> None:
    first = desk.give(WANG[0], customer={"name": "李国强", "phone": "13800001111", "language": "zh-Hans"})
    second = desk.give(WANG[0], customer={"name": "Emma Clarke", "phone": "13800001112", "language": "en"})
    page = as_technician(WANG[1])
    expect(deed(page)).to_have_text("接下 2 张新单")
    deed(page).click()
    wait_for_status(desk, first, "taken", page)
    wait_for_status(desk, second, "taken", page)
    deed(page).click()
    page.get_by_role("radio", name="接通了").click()
    expect(page.get_by_role("button", name="别的时间")).to_be_visible()  # what the plan can keep stands here
    page.locator(".slot").last.click()
    expect(page.locator("#agree")).to_contain_text("给客户留到")
    expect(deed(page)).to_contain_text("约好")
    deed(page).click()
    page.wait_for_url(re.compile("#/today"))
    page.wait_for_timeout(500)
    assert sorted([status(desk, first), status(desk, second)]) == ["contacted", "taken"]


def test_without_signal_and_for_who_insists_any_time_can_be_agreed(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    page = as_technician(WANG[1])
    page.goto(f"{page.url.split('#')[0]}#/ladder/{order['id']}")
    page.route("**/slots", lambda route: route.abort())
    page.get_by_role("radio", name="接通了").click()
    expect(page.locator("#agree")).to_contain_text("不知道路线还有没有空")
    expect(page.locator("#agree .slot").first).to_be_visible()
    page.unroute("**/slots")
    page.get_by_role("radio", name="关机").click()
    page.get_by_role("radio", name="接通了").click()
    offered = page.locator("#agree .slot")
    expect(page.get_by_role("button", name="别的时间")).to_be_visible()
    before = offered.count()
    page.get_by_role("button", name="别的时间").click()
    expect(page.get_by_role("button", name="别的时间")).to_have_count(0)
    assert offered.count() != before
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_call_that_nobody_answers_is_noted_and_the_ladder_says_when_to_call_again(
    desk: Desk, as_technician: OpenPage
) -> None:
    order = desk.give(WANG[0], customer={"name": "邹凯文", "phone": "13800001113", "language": "zh-Hans"})
    desk.step(order["id"], "take", by=WANG[1])
    page = as_technician(WANG[1])
    page.goto(re.sub("#.*", "", page.url) + f"#/ladder/{order['id']}")
    page.get_by_role("radio", name="没人接").click()
    expect(deed(page)).to_have_text(re.compile("记下，今天 11:30 再打"))
    deed(page).click()
    page.wait_for_timeout(400)
    page.goto(re.sub("#.*", "", page.url) + f"#/ladder/{order['id']}")
    expect(page.locator(".ladder")).to_contain_text("今天 11:30–14:00")
    expect(page.locator(".ladder")).to_contain_text("今天 17:00–21:00")
    expect(page.locator(".ladder")).to_contain_text("明天 08:00–11:30")
    assert [attempt["outcome"] for attempt in desk.order(order["id"])["attempts"]] == ["no_answer"]


def test_taps_without_signal_are_kept_shown_and_sent_in_order_afterwards(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    page, name = as_technician(WANG[1]), order["customer"]["name"]
    page.context.set_offline(True)
    deed(page).click()
    expect(deed(page)).to_have_text(f"到{name}家门口了")
    deed(page).click()
    expect(deed(page)).to_have_text("开始装机")
    deed(page).click()
    expect(page.locator(".offline")).to_contain_text("3 步待发送")
    assert status(desk, order) == "contacted"
    page.context.set_offline(False)
    wait_for_status(desk, order, "working", page)
    expect(page.locator(".offline")).to_have_count(0)
    assert steps(desk, order)[-3:] == ["set_off", "arrive", "start_work"]
    assert not any(event["skewed"] for event in desk.order(order["id"])["events"])


def test_the_app_opens_again_without_signal_with_the_day_and_the_unsent_taps(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    page, name = as_technician(WANG[1]), order["customer"]["name"]
    page.evaluate(
        """async () => {
          for (let i = 0; i < 200; i += 1) {
            const cache = await caches.open('sanxian-technician-1');
            if ((await cache.match('/t/')) && (await cache.keys()).some(r => r.url.endsWith('en/technician.ftl'))) return;
            await new Promise(resolve => setTimeout(resolve, 100));
          }
          throw new Error('the app was not kept for a start without signal');
        }"""
    )
    page.context.set_offline(True)
    deed(page).click()
    page.wait_for_timeout(600)
    page.reload()
    expect(deed(page)).to_have_text(f"到{name}家门口了")
    expect(page.locator(".offline")).to_contain_text("1 步待发送")
    page.context.set_offline(False)
    wait_for_status(desk, order, "on_the_way", page)


def test_a_lost_reply_is_sent_again_and_counts_once(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    page = as_technician(WANG[1])
    lost = []

    def lose(route: Route) -> None:
        """The server takes the step; its answer never arrives."""
        if len(lost) < 2:
            lost.append(route.request.post_data_json["event_id"])
            route.fetch()
            route.abort()
        else:
            lost.append(route.request.post_data_json["event_id"])
            route.continue_()

    page.route("**/steps", lose)
    expect(deed(page)).to_have_text(f"出发去{order['customer']['name']}家")
    deed(page).click()
    for _ in range(200):
        if len(lost) >= 3:
            break
        page.wait_for_timeout(100)
    assert len(lost) >= 3
    assert len(set(lost)) == 1
    assert steps(desk, order).count("set_off") == 1


def test_a_refused_step_stays_visible_with_its_reason_until_it_is_put_away(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    page = as_technician(WANG[1])
    page.context.set_offline(True)
    deed(page).click()
    desk.step(order["id"], "hold", reason="not_ready")
    page.context.set_offline(False)
    notice = page.locator(".offline.refused")
    expect(notice).to_contain_text("1 步没被接受")
    notice.click()
    refusal = page.locator(".refusal")
    expect(refusal).to_contain_text(f"出发　{order['customer']['name']}")
    expect(refusal).to_contain_text("现在是：已停表")
    page.reload()
    expect(page.locator(".refusal")).to_have_count(1)
    page.get_by_role("button", name="知道了").click()
    expect(page.locator(".refusal")).to_have_count(0)
    assert status(desk, order) == "on_hold"


def test_the_desk_s_change_appears_without_a_reload_also_after_the_signal_was_gone(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    page, name = as_technician(WANG[1]), order["customer"]["name"]
    desk.step(order["id"], "hold", reason="not_ready")
    expect(page.locator(".route", has_text=name)).to_contain_text("停表")
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    desk.step(order["id"], "resume")
    page.context.set_offline(False)
    expect(deed(page)).to_have_text(f"联系{name}，约时间")  # the hold took the agreed time with it


def test_two_tabs_show_the_same_and_send_each_tap_once(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    first = as_technician(WANG[1])
    second = first.context.new_page()
    second.goto(first.url)
    name = order["customer"]["name"]
    expect(deed(second)).to_have_text(f"出发去{name}家")
    first.context.set_offline(True)
    deed(first).click()
    expect(deed(second)).to_have_text(f"到{name}家门口了")
    deed(second).click()
    first.context.set_offline(False)
    wait_for_status(desk, order, "on_site", first)
    assert steps(desk, order)[-2:] == ["set_off", "arrive"]
    first.goto(re.sub("#.*", "", first.url) + "#/today")
    expect(deed(first)).to_have_text(f"继续{name}家的活")


def test_an_old_tab_survives_an_upgrade_of_the_database_on_the_phone(
    desk: Desk, as_technician: OpenPage, order: dict[str, Any]
) -> None:
    page = as_technician(WANG[1])
    newer = page.context.new_page()
    newer.goto(page.url)
    newer.evaluate(
        """() => new Promise((done, fail) => {
          const open = indexedDB.open('sanxian', 99);
          open.onupgradeneeded = () => open.result.createObjectStore('later');
          open.onsuccess = () => { open.result.close(); done(); };
          open.onerror = () => fail(open.error);
        })"""
    )
    deed(page).click()
    wait_for_status(desk, order, "on_the_way", page)


def test_signing_out_reaches_every_tab(as_technician: OpenPage) -> None:
    page = as_technician(WANG[1], fresh=True)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".screen")
    page.goto(re.sub("#.*", "", page.url) + "#/me")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/sign-in"))
    other.wait_for_url(re.compile("/sign-in"))


def test_the_language_changes_in_one_tap_without_a_reload(as_technician: OpenPage) -> None:
    page = as_technician(WANG[1])
    page.goto(re.sub("#.*", "", page.url) + "#/me")
    page.evaluate("window.stayed = true")
    page.get_by_role("radio", name="English").click()
    expect(page.locator(".tabs")).to_contain_text("Messages")
    page.get_by_role("radio", name="繁體中文").click()
    expect(page.locator(".tabs")).to_contain_text("訊息")
    assert page.evaluate("window.stayed") is True
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en-GB"])
@pytest.mark.parametrize("width", [320, 390])
def test_every_screen_fits_a_narrow_phone_with_targets_of_a_fingertip(
    as_technician: OpenPage, order: dict[str, Any], language: str, width: int
) -> None:
    page = as_technician(WANG[1], locale=language, viewport={"width": width, "height": 640})
    base = re.sub("#.*", "", page.url)
    for screen in ("today", f"visit/{order['id']}", f"ladder/{order['id']}", "messages", "me"):
        page.goto(f"{base}#/{screen}")
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, screen
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, [role=radio]')]
              .filter(e => e.offsetParent && !e.closest('.sr'))
              .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
              .filter(([, box]) => box.height < 44 || box.width < 44).map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
        )
        assert small == [], screen
        unsaid = page.evaluate("document.body.innerText.match(/\\b[a-z]+(?:-[a-z]+)+\\b/g)")
        assert not unsaid or language == "en-GB", f"{screen}: {unsaid}"


def test_the_shell_loads_within_its_budget(
    server: Server, as_technician: OpenPage, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(service_workers="block")
    page = as_technician(WANG[1], context=context)
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    cdp.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(f"{server.url}/t/")
    page.wait_for_selector(".dock")
    page.wait_for_timeout(300)
    assert sum(sizes) <= 150_000

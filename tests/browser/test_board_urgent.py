"""What has a hard deadline stands above the lanes: by time, with owner and next act; tasks ring, wait for nobody away, and come from incidents."""

import os
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from dispatch.simulation.city import DISTRICT_ID, build_city
from dispatch.simulation.seeding import PASSWORD, login_of
from dispatch.storage.session import Database
from tests.absences import be_away, come_back
from tests.browser.conftest import PHONE, Desk, Server

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
SHOTS = os.environ.get("SANXIAN_SHOTS")
TECHNICIAN = login_of(build_city(1, technicians=4).technicians[0].badge)
OpenBoard = Callable[..., Page]


@pytest.fixture(scope="module")
def cookies(server: Server, browser: Browser) -> dict[str, StorageState]:
    kept: dict[str, StorageState] = {}
    for login in ("dispatcher", "lead"):
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(f"{server.url}/sign-in")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(f"{server.url}/board")
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
        return page

    return open_board


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def give_task(desk: Desk, title: str, *, by: str = "dispatcher", **more: Any) -> dict[str, Any]:
    hours = more.pop("hours", 4)
    body = {
        "event_id": str(uuid.uuid4()),
        "id": str(uuid.uuid4()),
        "district_id": DISTRICT_ID,
        "kind": "line_work",
        "title": title,
        "due_at": (desk.now() + timedelta(hours=hours)).isoformat(),
        **({} if "to_user" in more else {"to_team": "desk"}),
        **more,
    }
    answer = desk.call("POST", "/tasks", body, by=by)
    return next(task for task in answer["tasks"] if task["id"] == body["id"])


def end_all(desk: Desk) -> None:
    for task in desk.call("GET", f"/tasks?district={DISTRICT_ID}", by="lead")["tasks"]:
        if task["state"] in {"open", "accepted"}:
            body = {"event_id": str(uuid.uuid4()), "version": task["version"], "words": "test"}
            desk.call("POST", f"/tasks/{task['id']}/cancel", body, by="lead")


def complaint(desk: Desk, name: str, *, hours: float) -> dict[str, Any]:
    order = desk.accept(
        kind="repair",
        customer={"name": name, "phone": "13800000001", "language": "zh-Hans"},
        booked_date=None,
        booked_half=None,
    )
    deadline_at = (desk.now() + timedelta(hours=hours)).isoformat()
    return desk.step(order["id"], "confirm_urgent", deadline_at=deadline_at)


def test_deadlines_stand_above_the_lanes_by_time_and_are_done_with_the_keyboard(
    desk: Desk, board: OpenBoard
) -> None:
    give_task(desk, "送光猫到泷桥站", hours=5, kind="parts")
    complaint(desk, "客户乙", hours=3)
    soon = give_task(desk, "熔接 7 号分纤箱", hours=1, by="lead")
    page = board()
    cards = page.locator(".urgent-card")
    expect(cards).to_have_count(3)
    expect(cards.nth(0)).to_contain_text("熔接 7 号分纤箱")
    expect(cards.nth(1)).to_contain_text("紧急投诉")
    expect(cards.nth(2)).to_contain_text("送光猫到泷桥站")
    expect(cards.nth(0)).to_contain_text("等调度台接手")
    look(page, "urgent_zh_light")

    page.keyboard.press("u")
    expect(cards.nth(0).locator(".urgent-open")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".drawer #h-order")).to_contain_text("客户乙")
    page.keyboard.press("u")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    act = cards.nth(0).locator("[data-act]")
    expect(act).to_be_focused()
    expect(act).to_have_attribute("aria-label", "接手：熔接 7 号分纤箱")
    page.keyboard.press("Enter")
    expect(cards.nth(0).locator("[data-act]")).to_have_text("完成")

    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    panel = page.locator('[data-open="tasks"]')
    done = panel.locator(f'[data-task="{soon["id"]}"] .task-form')
    expect(done).to_be_visible()
    page.keyboard.type("已熔接")
    page.keyboard.press("Enter")
    expect(cards).to_have_count(2)
    page.keyboard.press("Escape")

    page.locator(".urgent-head").click()
    expect(cards).to_have_count(0)
    expect(page.locator(".urgent-head")).to_contain_text("最近还剩")
    page.reload()
    expect(page.locator(".urgent-head")).to_contain_text("2 项硬时限")
    expect(cards).to_have_count(0)
    page.keyboard.press("u")
    expect(cards).to_have_count(2)
    end_all(desk)
    expect(cards).to_have_count(1)


def test_a_task_rings_for_its_owner_then_for_the_lead_who_sees_to_it(desk: Desk, board: OpenBoard) -> None:
    page, lead = board(), board("lead")
    give_task(desk, "换分光器", hours=12 / 3600)
    notice = page.locator(".notice", has_text="换分光器")
    expect(notice).to_contain_text("75 %", timeout=20_000)
    look(page, "urgent_rings")
    expect(lead.locator(".notice", has_text="已超时")).to_be_visible(timeout=20_000)
    lead.keyboard.press("e")
    rang = lead.locator('[data-open="escalations"] .escalation', has_text="换分光器")
    expect(rang).to_contain_text("负责")
    look(lead, "urgent_escalation")
    rang.get_by_role("button", name="我来跟").click()
    expect(rang).to_have_count(0)
    lead.keyboard.press("t")
    lead.locator('[data-open="tasks"]').get_by_role("button", name="全部").click()
    expect(lead.locator(".task", has_text="换分光器")).to_contain_text("在跟")
    end_all(desk)


def test_what_somebody_on_leave_has_is_listed_until_it_is_handed_over(
    desk: Desk, server: Server, board: OpenBoard
) -> None:
    technician = desk.call("GET", "/session", by=TECHNICIAN)["user"]
    task = give_task(desk, "核对 3 号箱端口", to_user=technician["id"])
    accept = {"event_id": str(uuid.uuid4()), "version": task["version"]}
    desk.call("POST", f"/tasks/{task['id']}/accept", accept, by=TECHNICIAN)
    database = Database(f"sqlite:///{server.folder / 'sanxian.db'}")
    with database.write() as session:
        be_away(session, technician["technician_id"], desk.now() + timedelta(days=2))
    page = board(address="?panel=tasks")
    stranded = page.locator(".stranded")
    expect(stranded).to_contain_text("1 项任务的负责人不在岗")
    expect(page.locator(".urgent-card", has_text="核对 3 号箱端口")).to_contain_text("不在岗")
    look(page, "urgent_stranded")
    page.locator(".urgent-card", has_text="核对 3 号箱端口").locator("[data-act]").click()
    form = stranded.locator(".task-form")
    form.get_by_label("交给谁").select_option("team:desk")
    form.get_by_role("button", name="移交").click()
    expect(stranded.locator(".task")).to_contain_text("等调度台接手")
    stranded.get_by_role("button", name="接手").click()
    expect(stranded).to_have_count(0)
    expect(page.locator(".task", has_text="核对 3 号箱端口")).to_contain_text("负责")
    with database.write() as session:
        come_back(session, technician["technician_id"])
    database.close()
    end_all(desk)


def test_a_visit_waits_for_the_task_that_was_made_from_its_order(desk: Desk, board: OpenBoard) -> None:
    order = desk.accept(kind="repair", booked_date=None, booked_half=None, address="柳堤路 77 号")
    page = board(address=f"?order={order['id']}")
    expect(page.locator(".drawer #h-order")).to_be_visible()
    page.get_by_role("button", name="更多", exact=True).last.click()
    page.get_by_role("menuitem", name="要别组帮忙").click()
    panel = page.locator('[data-open="tasks"]')
    expect(panel.get_by_label("办完之前不排上门")).to_be_checked()
    panel.get_by_label("电话").check(force=True)
    expect(panel.get_by_label("办完之前不排上门")).not_to_be_checked()
    panel.get_by_label("线路").check(force=True)
    panel.get_by_label("要做什么").fill("先通主干")
    panel.get_by_role("button", name="交出去").click()
    expect(panel.locator(".task", has_text="先通主干")).to_contain_text("办完之前不排上门")
    page.keyboard.press("Escape")
    expect(page.locator(".drawer-tasks")).to_contain_text("办完之前不排上门")
    look(page, "urgent_visit_waits")
    (task,) = [
        one
        for one in desk.call("GET", f"/tasks?district={DISTRICT_ID}&order={order['id']}")["tasks"]
        if one["visit_waits"]
    ]
    page.wait_for_function(
        """async ([id, due]) => {
          const order = await (await fetch(`/api/v1/orders/${id}`)).json();
          return order.planned && Date.parse(order.planned.start_at) >= Date.parse(due);
        }""",
        arg=[order["id"], task["due_at"]],
        timeout=30_000,
    )
    end_all(desk)


def test_an_incident_asks_for_what_it_needs_on_its_own_page(desk: Desk, board: OpenBoard) -> None:
    order = desk.accept(kind="repair", booked_date=None, booked_half=None, address="柳堤路 78 号")
    body = {
        "event_id": str(uuid.uuid4()),
        "cause": "fibre_cut",
        "title": "望江主干",
        "order_ids": [order["id"]],
        "district_id": DISTRICT_ID,
        "areas": [],
        "line_prefix": None,
        "expected_end_at": (desk.now() + timedelta(hours=3)).isoformat(),
    }
    desk.call("POST", "/incidents", body)
    page = board(address="?panel=incidents")
    page.locator(".incident-row", has_text="望江主干").click()
    page.get_by_role("button", name="新任务…").click()
    panel = page.locator('[data-open="tasks"]')
    expect(panel.get_by_label("要做什么")).to_have_value("望江主干")
    panel.get_by_label("要做什么").fill("请物业开弱电间")
    look(page, "urgent_incident_task")
    panel.get_by_role("button", name="交出去").click()
    expect(page.locator(".urgent-card", has_text="请物业开弱电间")).to_be_visible()
    page.keyboard.press("i")
    expect(page.locator(".incident-tasks")).to_contain_text("请物业开弱电间")
    look(page, "urgent_incident")
    end_all(desk)


def test_it_looks_right_in_the_dark_in_english_and_on_a_phone(desk: Desk, board: OpenBoard) -> None:
    give_task(desk, "熔接 7 号分纤箱", hours=0.5)
    complaint(desk, "客户丙", hours=1.5)
    for login, name, options in (
        ("dispatcher", "dark", {"color_scheme": "dark"}),
        ("lead", "english", {}),
        ("dispatcher", "phone", {"viewport": PHONE}),
    ):
        page = board(login, **options)
        if name == "english":
            page.evaluate("localStorage.setItem('sanxian.language', 'en')")
            page.reload()
            expect(page.locator("html")).to_have_attribute("lang", "en")
        if name == "phone":
            page.locator('[data-tab="lanes"]').click()
        expect(page.locator(".urgent-card").first).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert width, f"{name}: wider than its window"
        look(page, f"urgent_{name}")
    end_all(desk)

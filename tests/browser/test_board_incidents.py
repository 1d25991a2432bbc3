"""Many report the same fault: drawn around on the map, held, told, released; on the board of somebody else too."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, expect

from dispatch.simulation.city import build_city
from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import ORIGIN, Desk, Server

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
HOMES = [building.place() for building in build_city(1, technicians=1).estates[3].buildings]
SHOTS = os.environ.get("SANXIAN_SHOTS")


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
def page(server: Server, signed_in: StorageState, new_context: Callable[..., BrowserContext]) -> Page:
    opened = new_context(viewport=SCREEN, storage_state=signed_in).new_page()
    opened.goto(f"{server.url}/board")
    expect(opened.locator(".live.is-live")).to_be_visible()
    return opened


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def reports(desk: Desk, count: int, *, first: int = 0) -> list[str]:
    return [
        desk.accept(
            kind="repair",
            customer={
                "name": f"客户{'甲乙丙丁戊己庚辛'[n % 8]}",
                "phone": f"138000{n:05}",
                "language": ("zh-Hans", "en")[n % 2],
            },
            address=f"柳堤路 {30 + n} 号",
            lat=HOMES[n % len(HOMES)][0] + n * 0.0002,
            lon=HOMES[n % len(HOMES)][1],
            line_id=f"OLT3/1/4:{n}",
            booked_date=None,
            booked_half=None,
            accepted_at=(ORIGIN - timedelta(minutes=20 - n)).isoformat(),
        )["id"]
        for n in range(first, first + count)
    ]


def lasso(page: Page) -> None:
    """Around the whole map, as a hand draws."""
    box = page.locator(".leaflet-place").bounding_box()
    assert box is not None
    left, top = box["x"] + 12, box["y"] + 12
    right, bottom = box["x"] + box["width"] - 60, box["y"] + box["height"] - 60
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top + 20)):
        page.mouse.move(x, y, steps=8)
    page.mouse.up()


def draw_and_make(page: Page, panel: Locator) -> None:
    panel.get_by_role("button", name="在地图上圈选").click()
    expect(page.locator(".map-catch")).to_contain_text("圈出")
    lasso(page)
    expect(page.locator(".map-catch")).to_contain_text("已选 6 单")
    look(page, "incidents-lasso")
    page.locator(".map-catch").get_by_role("button", name="建为大面积故障").click()

    expect(panel.locator(".picked-orders li")).to_have_count(6)
    look(page, "incidents-new")
    panel.get_by_role("button", name="建立故障").click()
    expect(panel.get_by_role("alert")).to_contain_text("请选原因")
    panel.get_by_text("光缆断", exact=True).click()
    panel.get_by_role("button", name="2 小时后").click()
    panel.locator(".chip", has_text="柳堤").first.click()
    panel.get_by_role("button", name="建立故障").click()
    expect(panel.locator(".members li")).to_have_count(6)
    expect(panel.locator(".incident-acts")).to_contain_text("6 次上门会白跑")
    look(page, "incidents-open")


def release_all_but_the_last(page: Page, panel: Locator) -> None:
    panel.get_by_role("button", name="恢复…").click()
    panel.get_by_text("7 单报修全部测通").click()
    panel.locator(".solved input").last.uncheck()
    expect(panel.locator(".restore")).to_contain_text("6 单办结，1 单继续")
    look(page, "incidents-restore")
    panel.get_by_role("button", name="确认恢复，放行").click()
    expect(page.locator(".notices")).to_contain_text("6 单办结，1 单继续")


def test_a_fault_of_many_is_drawn_around_held_told_and_released(
    page: Page,
    desk: Desk,
    server: Server,
    signed_in: StorageState,
    new_context: Callable[..., BrowserContext],
) -> None:
    ids = reports(desk, 6)
    button = page.locator("[data-panel=incidents]")
    expect(button.locator(".count")).to_have_text("1", timeout=20_000)

    page.keyboard.press("i")
    panel = page.locator(".panel[data-open=incidents]")
    expect(panel.locator(".incident-suggested")).to_contain_text("6 单报修，像是同一个故障")
    look(page, "incidents-suggested")
    draw_and_make(page, panel)
    panel.get_by_role("button", name="暂缓上门").click()
    expect(panel.locator(".tag.visit-held")).to_have_count(6)
    held = desk.order(ids[0])
    assert held["status"] == "on_hold"
    complete = next(one for one in held["promises"] if one["promise"] == "complete")
    assert complete["state"] == "running"

    panel.get_by_role("button", name="告知客户").click()
    expect(panel.locator(".incident-acts")).to_contain_text("客户都已告知")
    panel.get_by_role("button", name="派任务").click()
    expect(panel.locator(".incident-acts")).to_contain_text("待接")

    # a later report of the area is in it at once, held and told, here and on the board of somebody else
    other = new_context(viewport=SCREEN, storage_state=signed_in).new_page()
    other.goto(f"{server.url}/board?panel=incidents")
    expect(other.locator(".incident-row")).to_contain_text("6 单")
    reports(desk, 1, first=7)
    expect(panel.locator(".members li")).to_have_count(7)
    expect(panel.locator(".members")).to_contain_text("自动归入")
    expect(other.locator(".incident-row")).to_contain_text("7 单")
    look(page, "incidents-held")

    # its order says so in the drawer and leads back
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    page.locator(".search input").fill("柳堤路 30")
    page.locator(".search input").press("Enter")
    expect(page.locator(".drawer .in-incident")).to_contain_text("光缆断")
    look(page, "incidents-drawer")
    page.locator(".drawer .in-incident").click()

    release_all_but_the_last(page, panel)
    expect(other.locator(".incidents")).to_contain_text("最近恢复")
    assert desk.order(ids[0])["status"] == "completed"
    types = [event["type"] for event in desk.order(ids[0])["events"]]
    assert [one for one in types if one not in ("planned", "assign", "unassign")] == [
        "accept",
        "incident_joined",
        "hold",
        "incident_told",
        "restore",
        "incident_over",
    ]
    look(page, "incidents-restored")
    if SHOTS:
        page.emulate_media(color_scheme="dark")
        look(page, "incidents-dark")

"""The plan panel in Chromium: the running plan, plan now, an imagined day beside it and on the lanes, by keyboard, in three languages."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy.orm import Session

from dispatch.actions.proposals import Proposed, propose
from dispatch.planning.day import Stop, plan_from
from dispatch.planning.diff_json import difference_json
from dispatch.planning.plan_diff import diff
from dispatch.simulation.city import DISTRICT_ID
from dispatch.simulation.seeding import PASSWORD
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.running_day import running_day
from dispatch.storage.session import Database
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.browser.conftest import Desk, Server
from tests.browser.test_in_the_day import SCREEN, wait_for_plan

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_in_the_day.py

SHOTS = os.environ.get("SANXIAN_SHOTS")


@pytest.fixture
def page(server: Server, browser: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    opened = new_context(viewport=SCREEN, locale="zh-CN").new_page()
    opened.goto(f"{server.url}/sign-in")
    opened.fill("input[name=login]", "dispatcher")
    opened.fill("input[name=password]", PASSWORD)
    opened.click("button[type=submit]")
    opened.wait_for_url(f"{server.url}/board")
    expect(opened.locator(".live.is-live")).to_be_visible()
    return opened


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_a_plan_is_asked_for_and_an_imagined_day_stands_beside_it(page: Page, desk: Desk) -> None:
    orders = [desk.accept() for _ in range(4)]
    gone = wait_for_plan(page, desk, orders[0]["id"])["technician_id"]
    page.keyboard.press("p")
    panel = page.get_by_role("region", name="计划", exact=True)
    expect(panel.get_by_role("heading", name="现行计划")).to_be_visible()
    panel.get_by_role("button", name="立即排程").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已生效")).to_be_visible(timeout=60_000)
    expect(panel).to_contain_text("请求")
    look(page, "state")
    panel.get_by_role("button", name="假如").click()
    panel.locator("form select").first.select_option(gone)
    look(page, "what_if")
    panel.get_by_role("button", name="推算").click()
    panel.locator("button[data-proposal]:enabled").click(timeout=60_000)
    expect(panel.get_by_role("row", name="排上的工单")).to_be_visible()
    expect(page.locator(".plan-ghost.leaves").first).to_be_in_viewport()
    goes = page.locator(".plan-ghost.goes").first.bounding_box()
    leaves = page.locator(".plan-ghost.leaves").first.bounding_box()
    assert goes
    assert leaves
    assert abs(goes["width"] - leaves["width"]) < 8  # pixels: the same work for somebody else
    look(page, "compare")
    page.emulate_media(color_scheme="dark")
    look(page, "compare_dark")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "compare_390")
    page.set_viewport_size(SCREEN)
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="换语言").click()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("button", name="All proposals")).to_be_visible()
    expect(page.get_by_role("region", name="Plan", exact=True)).to_contain_text("is away")
    look(page, "compare_en")
    page.keyboard.press("Escape")
    expect(page.locator(".plan-ghost")).to_have_count(0)


def put_off(session: Session, order_id: str, now: datetime) -> str:
    """Propose that its technician does it tomorrow, and comes to the next one in its place; answers with that one."""
    running = running_day(session, DISTRICT_ID, now, TravelCache(GreatCircle()))
    rows = {one["order_id"]: session.get_one(Order, one["order_id"]) for one in running.look.running}
    lane = sorted(
        (one for one in running.look.running if one["technician_id"] == rows[order_id].technician_id),
        key=lambda one: (one["day"], one["seq"]),
    )
    following = next(one["order_id"] for one in lane if one["order_id"] != order_id)
    stops = []
    for one in running.look.running:
        row = rows[one["order_id"]]
        assert row.planned_arrive_at
        assert row.planned_end_at
        later = {order_id: timedelta(days=1), following: timedelta(minutes=40)}.get(row.id, timedelta(0))
        stops.append(
            Stop(
                order_id=row.id,
                technician_id=one["technician_id"],
                day=one["day"] + timedelta(days=later.days),
                seq=one["seq"],
                arrive_at=row.planned_arrive_at + later,
                start_at=row.planned_arrive_at + later,
                end_at=row.planned_end_at + later,
                travel_s=row.planned_travel_s or 0,
            )
        )
    problem, bare = running.day.problem, plan_from(running.day, stops)
    found = difference_json(diff(problem, running.plan, problem, bare, running.travel), problem, problem)
    told = {one["order_id"] for one in found["changes"]}
    for one in (order_id, following):
        if one not in told:
            found["changes"].append(
                {
                    "order_id": one,
                    "change": "time",
                    "cause": "road",
                    "was": None,
                    "now": None,
                    "other_id": None,
                    "seconds": 0,
                }
            )
    proposed = Proposed(base_version=running.look.base_version, stops=stops, unassigned=(), difference=found)
    assert propose(session, DISTRICT_ID, proposed, now=now)
    return following


def test_a_part_is_adopted_with_what_has_to_go_along(page: Page, desk: Desk, server: Server) -> None:
    database = Database(f"sqlite:///{server.folder / 'sanxian.db'}")
    with database.write() as session:
        session.get_one(District, DISTRICT_ID).planning = {"changes": "propose"}
    given = [desk.give("t-02", booked_date=None, booked_half=None) for _ in range(2)]
    for order in given:
        wait_for_plan(page, desk, order["id"])
    first = min(given, key=lambda one: desk.order(one["id"])["planned"]["start_at"])
    was = desk.order(first["id"])["planned"]["start_at"]
    with database.write() as session:
        put_off(session, first["id"], desk.now())
    database.close()
    page.keyboard.press("p")
    panel = page.get_by_role("region", name="计划", exact=True)
    panel.locator("button[data-proposal]:enabled").first.click(timeout=30_000)
    panel.get_by_role("checkbox", name=first["number"]).check()
    expect(panel.get_by_role("status").filter(has_text="要一起采用")).to_contain_text("同一位师傅")
    look(page, "part")
    panel.get_by_role("button", name="处变动").click()
    expect(page.locator(".notice", has_text="新计划").or_(page.locator(".notice")).first).to_be_visible()
    for _ in range(100):
        if desk.order(first["id"])["planned"]["start_at"] > was:
            break
        page.wait_for_timeout(100)
    assert desk.order(first["id"])["planned"]["start_at"][:10] == "2026-11-21"
    page.get_by_role("button", name="撤销").first.click()
    expect(page.locator(".notice", has_text="已撤销")).to_be_visible()
    assert desk.order(first["id"])["planned"]["start_at"] == was

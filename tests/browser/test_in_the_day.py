"""A dispatcher wonders what happens without a technician, adopts the answer, and decides about what the planner proposes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from dispatch.actions.proposals import Proposed, propose
from dispatch.simulation.city import DISTRICT_ID
from dispatch.simulation.seeding import PASSWORD
from dispatch.storage.day import plan_version
from dispatch.storage.session import Database
from tests.browser.conftest import Desk, Server

SCREEN = {"width": 1440, "height": 900}
PLANNED_MS = 90_000
"""The first plan waits for a search that has to be compiled."""


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


def visits_of(desk: Desk, technician_id: str) -> list[str]:
    board: dict[str, Any] = desk.call("GET", f"/board?district={DISTRICT_ID}&date=2026-11-20")
    return [one["id"] for one in board["orders"] if one["technician_id"] == technician_id and one["planned"]]


def wait_for_plan(page: Page, desk: Desk, order_id: str) -> dict[str, Any]:
    for _ in range(PLANNED_MS // 500):
        order = desk.order(order_id)
        if order["planned"]:
            return order
        page.wait_for_timeout(500)
    raise AssertionError("no plan")


def test_what_if_somebody_is_away_is_answered_by_the_planner_and_adopted(page: Page, desk: Desk) -> None:
    orders = [desk.accept() for _ in range(3)]
    planned = wait_for_plan(page, desk, orders[0]["id"])
    gone = planned["technician_id"]
    page.keyboard.press("p")
    panel = page.locator("[data-open=plan]")
    panel.get_by_role("button", name="假如").click()
    panel.locator("form select").first.select_option(gone)
    panel.get_by_role("button", name="推算").click()
    panel.locator("button[data-proposal]:enabled").click(timeout=30_000)
    expect(panel.get_by_role("row", name="排上的工单")).to_be_visible()
    panel.get_by_role("button", name="采用", exact=True).click()
    expect(panel.locator(".plan-compare")).to_have_count(0)
    expect(page.get_by_text("已采用")).to_be_visible()
    for _ in range(60):
        if not visits_of(desk, gone):
            break
        page.wait_for_timeout(500)
    assert visits_of(desk, gone) == []


def test_a_proposal_is_shown_at_once_with_its_changes_and_turned_down(
    page: Page, desk: Desk, server: Server
) -> None:
    order = wait_for_plan(page, desk, desk.accept()["id"])
    database = Database(f"sqlite:///{server.folder / 'sanxian.db'}")
    seat = {
        "technician_id": order["technician_id"],
        "start_at": order["planned"]["start_at"],
        "end_at": order["planned"]["end_at"],
    }
    figures = {
        "visits": 1, "unassigned": 0, "travel": 1200, "overtime": 0, "late_visits": 1, "agreed_missed": 0,
    }  # fmt: skip
    with database.write() as session:
        found = propose(
            session,
            DISTRICT_ID,
            Proposed(
                base_version=plan_version(session, DISTRICT_ID),
                stops=[],
                unassigned=[],
                difference={
                    "before": figures,
                    "after": figures | {"late_visits": 0, "travel": 600},
                    "moved": 1,
                    "agreed_changed": 0,
                    "saved": 1,
                    "broken": 0,
                    "changes": [
                        {
                            "order_id": order["id"],
                            "change": "technician",
                            "cause": "cheaper_road",
                            "was": seat,
                            "now": seat | {"technician_id": "t-01"},
                            "other_id": None,
                            "seconds": 600,
                        }
                    ],
                },
            ),
            now=desk.now(),
        )
    database.close()
    assert found is not None
    bar = page.locator(".proposal")
    expect(bar).to_contain_text("保住 1 个承诺")
    bar.get_by_role("button", name="1 处变动").click()
    expect(page.locator(".plan-compare .plan-list")).to_contain_text(order["number"])
    bar.get_by_role("button", name="不采用").click()
    expect(bar).to_have_count(0)
    assert desk.call("GET", f"/proposals/{found.id}")["standing"] == "dismissed"

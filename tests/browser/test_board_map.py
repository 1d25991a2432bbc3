"""The map with three thousand orders: clusters, a legend that filters, one selection with the lanes, a lasso without a mouse."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, StorageState, expect

from dispatch.simulation.seeding import PASSWORD
from dispatch.travel.datum import Datum, from_wgs84
from tests.browser.conftest import HOME, Desk, Server

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
MANY = 3000
CUSTOMER = {"name": "罗向东", "phone": "13800007788", "language": "zh-Hans"}
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
    return new_context(viewport=SCREEN, storage_state=signed_in).new_page()


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def crowd(route: Route) -> None:
    """The board as the server answers it, its first order three thousand times over the whole district."""
    answer = route.fetch()
    board: dict[str, Any] = answer.json()
    points = [point for street in board["district"]["map"]["streets"] for point in street["points"]]
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    chance = random.Random(4)  # noqa: S311  # places on a map, no secret
    first = board["orders"][0]
    for n in range(MANY):
        risk = ("track", "track", "track", "risk", "jeop")[n % 5]
        board["orders"].append(
            {
                **first,
                "id": f"many-{n}",
                "number": f"R1120-{n:04}",
                "technician_id": None,
                "planned": None,
                "promises": [{**promise, "risk": risk} for promise in first["promises"]],
                "lat": chance.uniform(south, north),
                "lon": chance.uniform(west, east),
            }
        )
    route.fulfill(response=answer, body=json.dumps(board))


def wait_for_markers(page: Page, count: int) -> None:
    """Orders that stand for themselves and those counted in clusters are so many: they are put in slices."""
    page.wait_for_function(
        "count => document.querySelectorAll('.map-order').length + [...document.querySelectorAll('.map-cluster span')]"
        ".reduce((sum, face) => sum + Number(face.textContent), 0) === count",
        arg=count,
    )


def test_three_thousand_orders_are_counted_and_filtered(page: Page, server: Server, desk: Desk) -> None:
    desk.accept()
    page.route("**/api/v1/board?*", crowd)
    page.route_web_socket("**/socket.io/**", lambda _silent: None)  # the server knows of none of them
    page.goto(f"{server.url}/board")
    expect(page.locator(".map-cluster").first).to_be_visible(timeout=60_000)
    look(page, "map-many-small")
    page.get_by_role("button", name="放大地图").click()
    expect(page.locator(".side.map-large")).to_be_visible()
    page.wait_for_function(
        "() => document.querySelectorAll('.map-cluster, .map-order').length > 100 && document.querySelector('.map-pane').clientWidth > 900"
    )
    wait_for_markers(page, MANY + 1)
    assert page.locator(".map-cluster, .map-order").count() < 900
    look(page, "map-many-large")

    on_track = page.locator(".map-legend [data-state=track]")
    expect(on_track).to_have_attribute("aria-label", "正常：1,801")
    on_track.click()
    expect(on_track).to_have_attribute("aria-pressed", "false")
    wait_for_markers(page, MANY + 1 - 1801)
    on_track.click()

    zoom = "() => Number(document.querySelector('.leaflet-proxy')?.style.transform.match(/scale\\(([^)]+)/)?.[1] ?? 0)"
    before = page.evaluate(zoom)
    page.locator(".map-cluster").nth(40).click(force=True)
    page.wait_for_function(f"(before) => ({zoom})() > before", arg=before)

    # dragged about, it still counts them all; how long its tasks are is measured by benchmarks.board
    box = page.locator(".leaflet-place").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 500, box["y"] + 400)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 300, steps=25)
    page.mouse.up()
    expect(page.locator(".map-order, .map-cluster").first).to_be_attached()
    expect(on_track).to_have_attribute("aria-label", "正常：1,801")


def test_one_selection_with_the_lanes_and_a_pointer_that_is_seen_in_both(
    page: Page, server: Server, desk: Desk
) -> None:
    technician = desk.call("GET", "/board?district=xiling&date=2026-11-20")["technicians"][0]
    plain = {"kind": "repair", "booked_date": None, "booked_half": None}
    order = desk.give(technician["id"], **plain, lat=HOME[0] + 0.01, customer=CUSTOMER)
    desk.give(technician["id"], **plain, lat=HOME[0] - 0.01, lon=HOME[1] + 0.01)
    page.goto(f"{server.url}/board")
    visit = page.locator(f".visit[data-order='{order['id']}']")
    expect(visit).to_be_visible(timeout=90_000)
    visit.hover()
    expect(page.locator(".map-order.under")).to_have_count(1)
    visit.click()
    expect(page.locator(".map-order.sel")).to_have_count(1)
    expect(page.locator("path.map-route").first).to_be_attached(timeout=30_000)
    page.keyboard.press("Escape")
    expect(page.locator(".map-order.sel")).to_have_count(0)

    mark = page.locator(f".map-order[title*='{order['customer']['name']}']").first
    page.get_by_role("button", name="放大地图").click()
    mark.hover(force=True)
    mark.click(force=True)
    expect(page.locator(".drawer .order-head")).to_contain_text(order["number"])
    page.get_by_role("button", name="所有师傅的路线").click()
    expect(page.get_by_role("button", name="所有师傅的路线")).to_have_attribute("aria-pressed", "true")

    # without a mouse: all that is in sight
    page.get_by_role("button", name="圈选工单").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="选中画面里全部").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-catch")).to_contain_text("已选")
    look(page, "map-caught")


def test_places_are_shifted_for_the_tiles_of_china_as_the_server_would(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/board")
    places = [(30.25, 120.15), (39.9042, 116.4074), (22.5431, 114.0579), (43.8256, 87.6168), (40.7, -74.0)]
    shifted = page.evaluate(
        "async places => { const { toGcj02 } = await import(document.querySelector('script[type=module]').src"
        ".replace('main.js', 'map_datum.js')); return places.map(([lat, lon]) => toGcj02(lat, lon)); }",
        places,
    )
    for place, (lat, lon) in zip(places, shifted, strict=True):
        expected = from_wgs84(*place, Datum.GCJ02)
        assert (lat, lon) == pytest.approx(expected, abs=2e-6)

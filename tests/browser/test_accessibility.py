"""No serious accessibility finding (axe-core) on any page: the board with its panels, light and dark, and the other surfaces."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, OpenPage, Server, local

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

AXE: Final = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SCREEN: Final = {"width": 1440, "height": 900}
_RUN: Final = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: true } } });
  return found.violations.filter(each => ['serious', 'critical'].includes(each.impact)).map(each => ({
    id: each.id, nodes: each.nodes.slice(0, 6).map(node => node.target.join(' ') + ' | ' + node.html.slice(0, 140) + ' | ' + node.failureSummary.slice(0, 220)),
  }));
}"""


@pytest.fixture(scope="module", autouse=True)
def axe() -> None:
    if not AXE.is_file():
        pytest.fail("npm ci brings axe-core")


def findings(page: Page) -> list[dict[str, Any]]:
    """What axe-core calls serious or critical, once the page stands still."""
    page.wait_for_timeout(350)  # colours that are still fading in are no colours yet
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # past the page's own content policy
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return found


def told(name: str, rows: list[dict[str, Any]]) -> list[str]:
    """A line for each place, so that a failure can be read."""
    return [f"{name}: {row['id']}: {node}" for row in rows for node in row["nodes"]]


def sign_in(server: Server, browser: Browser, login: str, lands_on: str) -> StorageState:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{server.url}{lands_on}")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture(scope="module")
def at_the_desk(server: Server, browser: Browser) -> StorageState:
    return sign_in(server, browser, "manager", "/board")


@pytest.fixture(scope="module")
def order(desk: Desk) -> dict[str, Any]:
    """An order in a lane with a time agreed, and another that is nobody's."""
    badge = next(
        t
        for t in desk.call("GET", "/board?district=xiling&date=2026-11-20")["technicians"]
        if t["id"] == "t-02"
    )["badge"].lower()
    given = desk.give("t-02")
    desk.agree(given, badge, local(15))
    desk.accept(
        kind="repair",
        address="柳堤路 38 号 2 栋 501",
        customer={"name": "李明", "phone": "13900001111", "language": "en"},
    )
    return {**given, "login": badge}


def board(server: Server, context: BrowserContext, more: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/board{more}")
    expect(page.locator(".live.is-live")).to_be_visible()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_with_an_open_order_and_each_panel(
    scheme: str,
    server: Server,
    at_the_desk: StorageState,
    new_context: Callable[..., BrowserContext],
    order: dict[str, Any],
) -> None:
    context = new_context(viewport=SCREEN, storage_state=at_the_desk, color_scheme=scheme)
    page = board(server, context, f"?order={order['id']}")
    found = {"order": findings(page)}
    for panel in page.locator("[data-panel]").evaluate_all("all => all.map(each => each.dataset.panel)"):
        page.locator(f"[data-panel={panel}]").click()
        expect(page.locator(f".panel[data-open={panel}] .sk-lines")).to_have_count(0)
        found[panel] = findings(page)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("柳堤路")
    expect(page.locator(".found li").first).to_be_visible()
    found["search"] = findings(page)
    assert [line for name, rows in found.items() for line in told(name, rows)] == []


def test_the_board_on_a_phone_and_the_desks_other_pages(
    server: Server, at_the_desk: StorageState, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(storage_state=at_the_desk)
    found = {"phone": findings(board(server, context))}
    page = context.new_page()
    for path in ("/admin/promises", "/admin/learned", "/nowhere"):
        page.goto(f"{server.url}{path}")
        page.wait_for_load_state("networkidle")
        found[path] = findings(page)
    fresh = new_context().new_page()
    fresh.goto(f"{server.url}/sign-in")
    found["sign-in"] = findings(fresh)
    assert [line for name, rows in found.items() for line in told(name, rows)] == []


def test_the_technicians_and_the_customers_pages(
    as_technician: OpenPage, as_customer: OpenPage, order: dict[str, Any]
) -> None:
    found: dict[str, Any] = {}
    for scheme in ("light", "dark"):
        page = as_technician(order["login"], color_scheme=scheme)
        found[f"technician {scheme}"] = findings(page)
        found[f"customer {scheme}"] = findings(as_customer(order["link"], color_scheme=scheme))
    assert [line for name, rows in found.items() for line in told(name, rows)] == []

"""The board says at its foot that travel times are estimated, in the reader's language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, Server

WIDE = {"width": 1680, "height": 950}
_FIRST_PLAN_MS = 120_000
"""The planner compiles before it plans, and this machine may be busy."""


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ("Travel (estimated)", "estimated from the straight line")),
        ("zh-CN", ("路程（估算）", "按直线距离估算")),
        ("zh-TW", ("路程（估算）", "按直線距離估算")),
    ],
)
def test_without_a_map_the_legend_says_that_travel_is_estimated(
    server: Server,
    desk: Desk,
    new_context: Callable[..., BrowserContext],
    locale: str,
    words: tuple[str, str],
) -> None:
    says, why = words
    desk.accept()
    context = new_context(viewport=WIDE, locale=locale)
    if "dispatcher" in server.signed_in:
        context.add_cookies(server.signed_in["dispatcher"])
    page = context.new_page()
    page.goto(f"{server.url}/board")
    if "dispatcher" not in server.signed_in:
        page.fill("input[name=login]", "dispatcher")
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(f"{server.url}/board")
        server.signed_in["dispatcher"] = context.cookies()
    mark = page.locator(".foot .roads")
    expect(mark).to_contain_text(says, timeout=_FIRST_PLAN_MS)
    assert why in (mark.get_attribute("title") or "")

"""The page of the promises in a real browser: a manager reads, an administrator changes what we promise from a day on."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, Server

OpenPage = Callable[..., Page]
DESK_SIZE = {"width": 1024, "height": 800}


@pytest.fixture
def as_head(server: Server, new_context: Callable[..., BrowserContext]) -> OpenPage:
    """Sign in as the admin or the manager, asked for by the page itself."""

    def sign_in(login: str, **options: Any) -> Page:
        context = new_context(**{"viewport": DESK_SIZE, "locale": "en-GB", **options})
        page = context.new_page()
        known = server.signed_in.get(login)
        if known is not None:
            context.add_cookies(known)
        page.goto(f"{server.url}/admin/promises")
        if known is None:
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url(f"{server.url}/admin/promises")
            server.signed_in[login] = [each for each in context.cookies() if each["name"] != "lang"]
        expect(page.locator("table.catalogue")).to_be_visible()
        return page

    return sign_in


def repair_row(page: Page) -> Any:
    return page.locator("ol.rows > li").nth(2)


def test_an_administrator_changes_a_promise_from_a_day_to_come(as_head: OpenPage, desk: Desk) -> None:
    order = desk.accept(kind="repair")
    page = as_head("admin")
    page.get_by_role("button", name="New version from this one").click()
    assert page.get_by_label("Valid from").input_value() == "2026-12-01"
    page.get_by_label("Version", exact=True).fill("2026-winter")

    row = repair_row(page)
    row.locator(".fold-row").click()
    row.get_by_role("spinbutton", name="Within").fill("20")
    warning = row.get_by_role("spinbutton", name="At").nth(1)
    warning.fill("120")
    page.get_by_role("button", name="Show what it changes").click()
    expect(row.locator(".warning").nth(1).locator(".fault")).to_have_text(
        "A warning comes before the breach: 120 % is too late."
    )
    expect(page.locator(".faults")).to_contain_text("promises[2].warnings[1].percent")
    assert warning.get_attribute("aria-invalid") == "true"

    warning.fill("75")
    page.get_by_role("button", name="Show what it changes").click()
    preview = page.locator(".preview")
    expect(preview).to_contain_text("This changes 0 running orders")
    expect(preview).to_contain_text("within 24 h → within 20 h")
    expect(preview).to_contain_text("keeps its older version")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".said")).to_have_text("Version 2026-winter is saved.")
    expect(page.locator(".is-shown")).to_contain_text("To come")
    expect(page.locator("table.catalogue tbody tr").nth(2)).to_contain_text("within 20 h")

    due = {each["promise"]: each["due_at"] for each in desk.order(order["id"])["promises"]}
    was = {each["promise"]: each["due_at"] for each in order["promises"]}
    assert due["complete"] == was["complete"], "what runs is as it was"
    kept = desk.call("GET", "/policies/2026-winter", by="admin")
    assert kept["document"]["promises"][2]["target"] == {"within": "20h"}

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".said")).to_have_text("Version 2026-winter is taken back.")
    expect(page.locator(".versions li")).to_have_count(1)


def test_a_pilot_with_24_hour_installs_is_a_new_tier_and_the_text_says_the_same(as_head: OpenPage) -> None:
    page = as_head("admin", locale="zh-CN")
    page.get_by_role("button", name="以此为底，新建版本").click()
    page.get_by_label("名称，如 pilot").fill("pilot")
    page.get_by_role("button", name="增加类别").click()
    page.get_by_role("button", name="预览影响").click()
    expect(page.locator(".preview")).to_contain_text("新增类别：pilot")
    expect(page.locator(".preview")).to_contain_text("新增：24 小时内")
    page.get_by_role("button", name="以文本（TOML）编辑").click()
    written = page.locator("#f-text")
    expect(written).to_be_visible()
    assert 'tier = "pilot"\ntarget = { within = "24h" }' in written.input_value()
    written.fill(written.input_value().replace("cap_yuan = 100", "cap_yuan = -100"))
    page.get_by_role("button", name="预览影响").click()
    expect(page.locator(".faults")).to_contain_text("每单赔付上限：“-100.0”小于零。")


def test_a_manager_reads_and_is_offered_no_change(as_head: OpenPage) -> None:
    page = as_head("manager", locale="zh-TW", viewport={"width": 390, "height": 844})
    expect(page.locator("h1")).to_have_text("我們的承諾")
    expect(page.get_by_role("button", name="以此為底，新建版本")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

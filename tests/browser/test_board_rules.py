"""The planning rules in Chromium: changed by keyboard, refused at the field, saved, seen by the other board, put back; read-only for the desk."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Server
from tests.browser.test_in_the_day import SCREEN

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_in_the_day.py

SHOTS = os.environ.get("SANXIAN_SHOTS")


def open_rules(server: Server, context: BrowserContext, login: str) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{server.url}/board")
    expect(page.locator(".live.is-live")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".rules-panel .rule").first).to_be_visible()
    return page


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_a_lead_changes_the_rules_and_the_desk_reads_them(
    server: Server,
    new_context: Callable[..., BrowserContext],
) -> None:
    lead = open_rules(server, new_context(viewport=SCREEN, locale="zh-CN"), "lead")
    desk = open_rules(server, new_context(viewport={"width": 390, "height": 844}, locale="en"), "dispatcher")
    expect(desk.locator(".rules-panel input, .rules-panel select, .rules-panel .btn")).to_have_count(0)
    seen = desk.locator("[data-rule='weights.word'] .rule-value")
    expect(seen).to_have_text("5000 points")
    look(desk, "desk_390")
    panel = lead.get_by_role("region", name="计划规则", exact=True)
    word = panel.get_by_role("textbox", name="说定时间的分量")
    word.fill("x")
    lead.keyboard.press("Enter")
    expect(word).to_be_focused()
    expect(word).to_have_attribute("aria-invalid", "true")
    expect(panel.get_by_role("alert")).to_contain_text("0 到 100000")
    field, foot = word.bounding_box(), panel.locator(".rules-foot").bounding_box()
    assert field
    assert foot
    assert field["y"] + field["height"] <= foot["y"], "the focused field is not beneath the foot"
    look(lead, "wrong")
    word.fill("8000")
    panel.get_by_role("combobox", name="当天有更好的计划时").select_option("propose")
    expect(panel.locator(".rule.is-changed")).to_have_count(2)
    expect(panel.get_by_text("2 项改动未保存")).to_be_visible()
    look(lead, "changed")
    panel.locator(".rule.is-changed").first.scroll_into_view_if_needed()
    look(lead, "marked")
    word.press("Enter")
    expect(lead.get_by_text("规则已保存")).to_be_visible()
    expect(panel.locator(".rule.is-changed")).to_have_count(0)
    expect(seen).to_have_text("8000 points")
    history = panel.get_by_role("list").first
    expect(history).to_contain_text("→ 8000 分")
    history.scroll_into_view_if_needed()
    look(lead, "history")
    lead.emulate_media(color_scheme="dark")
    lead.evaluate("document.documentElement.dataset.theme = 'dark'")
    look(lead, "dark")
    panel.get_by_role("button", name="改动前的值").first.click()
    expect(lead.get_by_text("已恢复原值")).to_be_visible()
    expect(word).to_have_value("5000")
    expect(seen).to_have_text("5000 points")

"""The lanes as they are looked at, in a real browser: half a day, a week, groups; kept in the address and for the next visit."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.test_board_drag import LI, open_board, people, visit

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

__all__ = ["open_board", "people", "visit"]


def test_half_a_day_is_wider_and_the_address_and_the_next_visit_keep_it(
    open_board: Callable[..., Page],
    visit: dict[str, Any],
) -> None:
    page = open_board()
    bar = page.locator(f'.visit[data-order="{visit["id"]}"]')
    day = bar.evaluate("one => one.offsetWidth")
    page.locator("[data-zoom=half]").click()
    expect(page).to_have_url(re.compile("zoom=half"))
    assert bar.evaluate("one => one.offsetWidth") > day * 1.5
    page.goto(page.url.partition("?")[0])
    expect(page.locator("[data-zoom=half]")).to_have_attribute("aria-pressed", "true")


def test_groups_have_counts_stay_in_sight_and_fold(open_board: Callable[..., Page], desk: Desk) -> None:
    page = open_board(address="/board?group=team")
    heads = page.locator(".group-head")
    lanes = page.locator(".lane").count()
    expect(heads.first).to_contain_text("人")
    heads.first.click()
    expect(heads.first).to_have_attribute("aria-expanded", "false")
    assert page.locator(".lane").count() < lanes
    heads.first.click()
    expect(page.locator(".lane")).to_have_count(lanes)
    page.locator("[data-group=none]").click()
    expect(heads).to_have_count(0)


def test_the_week_counts_visits_by_day_and_a_tap_opens_that_day(
    open_board: Callable[..., Page], desk: Desk, visit: dict[str, Any]
) -> None:
    assert desk.order(visit["id"])["technician_id"] == LI
    page = open_board(address="/board?zoom=week")
    expect(page.locator(".days button")).to_have_count(7)
    expect(page.locator(".week-cell:not(.none) b").first).to_be_visible()
    page.locator(".days button").nth(1).click()
    expect(page).to_have_url(re.compile("date=2026-11-21"))
    expect(page.locator("[data-zoom=day]")).to_have_attribute("aria-pressed", "true")

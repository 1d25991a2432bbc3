"""A thousand promises in danger: the risk list draws what is in sight, by wheel and by keys; lanes scroll under a dragged order."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.test_board_drag import bar, centre, open_board, people, visit, wait_until

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

__all__ = ["open_board", "people", "visit"]

MANY_RISKS = """async ([id, many]) => {
  const source = new URL('state.js', document.querySelector('script[type=module][src]').src).href;
  const { orders } = await import(source);
  const one = orders.row(id).peek();
  const due = Date.parse(one.promises[0].due_at);
  orders.reset([one, ...Array.from({ length: many }, (_, index) => ({
    ...one, id: `copy-${String(index).padStart(4, '0')}`, number: `C-${index}`, technician_id: null, planned: null,
    customer: { ...one.customer, name: `第${index}位` },
    promises: [{ ...one.promises.find(each => each.promise === 'complete'), state: 'running', risk: 'jeop', due_at: new Date(due + index * 1000).toISOString() }],
  }))]);
}"""
MANY_LANES = """async many => {
  const source = new URL('state.js', document.querySelector('script[type=module][src]').src).href;
  const { technicians } = await import(source);
  const [one] = technicians.peek();
  technicians.value = [...technicians.peek(), ...Array.from({ length: many }, (_, index) => ({ ...one, id: `x-${index}`, name: `第${index}人`, badge: `X${index}` }))];
}"""


def test_of_a_thousand_risks_only_those_in_sight_are_drawn_and_all_can_be_reached(
    open_board: Callable[..., Page], visit: dict[str, Any]
) -> None:
    page = open_board()
    expect(bar(page, visit)).to_be_visible()
    page.route("**/api/v1/orders/*/rescues", lambda route: route.fulfill(json=[]))
    page.evaluate(MANY_RISKS, [visit["id"], 1000])
    rows = page.locator(".risk")
    expect(rows.first).to_contain_text("第0位")
    assert rows.count() < 40
    expect(rows.first).to_have_attribute("aria-setsize", "1000")
    box = page.locator(".risk-scroll")
    assert box.evaluate("one => one.scrollHeight") > 50_000
    box.evaluate("one => one.scrollTo(0, one.scrollHeight)")
    expect(page.locator('.risk[aria-posinset="1000"]')).to_be_visible()
    assert rows.count() < 40
    box.evaluate("one => one.scrollTo(0, 0)")
    expect(page.locator('.risk[aria-posinset="1"]')).to_be_visible()
    page.locator('.risk[aria-posinset="1"] .risk-open').focus()
    for _ in range(45):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(16)
    assert page.evaluate("document.activeElement.closest('.risk').getAttribute('aria-posinset')") == "46"
    assert rows.count() < 40


def test_lanes_scroll_under_an_order_that_is_dragged_to_their_edge_and_it_lands_there(
    open_board: Callable[..., Page], desk: Desk, visit: dict[str, Any]
) -> None:
    page = open_board()
    expect(bar(page, visit)).to_be_visible()
    page.evaluate(MANY_LANES, 40)
    scroller = page.locator(".lane-scroll")
    assert scroller.evaluate("one => one.scrollHeight - one.clientHeight") > 500
    x, y = centre(bar(page, visit))
    area = scroller.bounding_box()
    assert area is not None
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 4, steps=3)
    page.mouse.move(x + 12, area["y"] + area["height"] - 12, steps=4)
    wait_until(
        page, lambda: scroller.evaluate("one => one.scrollTop + one.clientHeight > one.scrollHeight - 80")
    )
    expect(page.locator(".lane.refuses, .lane.target")).to_have_count(1)
    assert str(page.locator(".lane.refuses, .lane.target").get_attribute("aria-label")).startswith("第")
    page.mouse.move(x + 12, area["y"] + 50, steps=4)
    wait_until(page, lambda: scroller.evaluate("one => one.scrollTop") == 0)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".hand-bar")).to_have_count(0)
    assert desk.order(visit["id"])["technician_id"] == "t-02"

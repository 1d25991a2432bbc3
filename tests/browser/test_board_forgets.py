"""What the board has shown it forgets: after something was in hand, no change keeps the lanes as they were before it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_board_drag import open_board, people, visit

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

__all__ = ["open_board", "people", "visit"]

CHANGES = 120
# what is handed on as children and the templates' own nodes keep a few trees, however many there were
KEPT = 12

# every node of the lanes' list that is made from now on, held weakly
WATCH = """async () => {
  const { options } = await import('preact');
  const before = options.vnode;
  window.made = [];
  options.vnode = node => {
    before?.(node);
    if (node.type === 'ol' && node.props.class === 'lanes') window.made.push(new WeakRef(node));
  };
}"""
CHANGE = """async ([id, many]) => {
  const source = new URL('state.js', document.querySelector('script[type=module][src]').src).href;
  const { orders, technicians } = await import(source);
  const one = orders.row(id).peek();
  const ids = technicians.peek().map((person, index) => {
    const copy = { ...one, id: `copy-${index}`, number: `C-${index}`, technician_id: person.id };
    orders.put(copy);
    return copy.id;
  });
  for (let n = 0; n < many; n++) {
    const row = orders.row(ids[n % ids.length]);
    orders.put({ ...row.peek(), version: row.peek().version + 1 });
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  }
  return window.made.length;
}"""
ALIVE = "() => window.made.filter(node => node.deref()).length"


def test_after_something_was_in_hand_old_lanes_are_forgotten(
    open_board: Callable[..., Page], visit: dict[str, Any]
) -> None:
    page = open_board()
    bar = page.locator(f'.visit[data-order="{visit["id"]}"]')
    bar.focus()
    page.keyboard.press("m")
    expect(page.locator(".hand-bar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".hand-bar")).to_have_count(0)
    page.evaluate(WATCH)
    assert page.evaluate(CHANGE, [visit["id"], CHANGES]) >= CHANGES
    client = page.context.new_cdp_session(page)
    for _ in range(3):
        client.send("HeapProfiler.collectGarbage")
    assert page.evaluate(ALIVE) <= KEPT

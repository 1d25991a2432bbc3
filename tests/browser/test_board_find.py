"""Finding, lists, files, paper and alerts, as a dispatcher uses them: by keyboard, over a reload, from a sent link."""

import csv
import io
import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from dispatch.simulation.city import DISTRICT_ID
from dispatch.simulation.seeding import PASSWORD
from tests.browser.conftest import Desk, Server

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
SHOTS = os.environ.get("SANXIAN_SHOTS")
HEARD = """(() => {
  window.heard = { tones: 0, notices: [] };
  window.AudioContext = class {
    currentTime = 0; destination = {};
    resume() { return Promise.resolve(); }
    createGain() {
      return { gain: { value: 0, setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: to => to };
    }
    createOscillator() {
      return { frequency: { value: 0 }, connect: to => to, start() { window.heard.tones += 1; }, stop() {} };
    }
  };
  window.Notification = class {
    static permission = 'granted';
    static requestPermission() { return Promise.resolve('granted'); }
    constructor(title) { window.heard.notices.push(title); }
    close() {}
  };
  document.hasFocus = () => !window.away;
})()"""
"""What the page asks of the sound and of the desktop, written down; and whether somebody looks, as the test says."""


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


OpenBoard = Callable[..., Page]


@pytest.fixture
def board(server: Server, signed_in: StorageState, new_context: Callable[..., BrowserContext]) -> OpenBoard:
    def open_board(address: str = "", *, script: str = "", **options: Any) -> Page:
        context = new_context(viewport=SCREEN, storage_state=signed_in, accept_downloads=True, **options)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(f"{server.url}/board{address}")
        expect(page.locator(".live.is-live")).to_be_visible()
        return page

    return open_board


def look(page: Page, name: str) -> None:
    """For whoever wants to see it: SANXIAN_SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def repair(desk: Desk, name: str, phone: str, address: str, **more: Any) -> dict[str, Any]:
    customer = {"name": name, "phone": phone, "language": "zh-Hans"}
    return desk.accept(
        kind="repair", customer=customer, address=address, booked_date=None, booked_half=None, **more
    )


def test_search_finds_by_number_phone_address_technician_and_line_with_the_keyboard_alone(
    desk: Desk, board: OpenBoard
) -> None:
    order = repair(desk, "欧阳静", "13912348765", "学府路 211 号 2 幢 601", line_id="OLT9/2/7:33")
    page = board()
    field = page.get_by_role("combobox", name="搜索")
    for words in (order["number"], "8765", "学府路 211", "OLT9/2/7"):
        page.keyboard.press("/")
        expect(field).to_be_focused()
        page.keyboard.type(words)
        expect(page.locator("#search-found [role=option]").first).to_contain_text("欧*静")
        page.keyboard.press("Enter")
        expect(page.locator(".drawer #h-order")).to_be_visible()
        assert f"order={order['id']}" in page.url
        page.keyboard.press("/")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(page.locator(".drawer.none")).to_be_visible()
    person = desk.call("GET", f"/board?district={DISTRICT_ID}&date=2026-11-20")["technicians"][0]
    page.keyboard.press("/")
    page.keyboard.type(person["badge"])
    expect(page.locator("#search-found [role=option]").first).to_contain_text(person["badge"])
    look(page, "find_search")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"technician={person['id']}" in url)
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("查无此人")
    expect(page.locator("#search-found")).to_contain_text("没")


def test_a_list_is_filtered_kept_found_again_and_taken_away_as_a_file(
    desk: Desk, board: OpenBoard, tmp_path: Path
) -> None:
    repair(desk, "司马丽", "13712340001", "旧埠巷 7 号", note="=HYPERLINK(1)")
    repair(desk, "司马丽", "13712340002", "旧埠巷 8 号")
    page = board()
    page.keyboard.press("f")
    panel = page.locator('[data-open="lists"]')
    panel.get_by_role("searchbox").fill("旧埠巷")
    expect(panel.locator("[role=status]")).to_contain_text("2")
    panel.get_by_role("button", name="保存").first.click()
    page.keyboard.type("旧埠的")
    page.keyboard.press("Enter")
    expect(panel.locator(".list-one")).to_contain_text("旧埠的")
    look(page, "find_list")
    address = page.url
    page.reload()
    expect(panel.locator("[role=status]")).to_contain_text("2")
    expect(panel.get_by_role("searchbox")).to_have_value("旧埠巷")
    expect(panel.get_by_role("button", name="旧埠的").first).to_have_attribute("aria-pressed", "true")
    other = board(address[address.index("/board") + len("/board") :])
    expect(other.locator('[data-open="lists"] [role=status]')).to_contain_text("2")

    files: dict[str, bytes] = {}
    for kind in ("CSV", "XLSX"):
        with page.expect_download() as waited:
            panel.get_by_role("link", name=kind).click()
        target = tmp_path / waited.value.suggested_filename
        waited.value.save_as(target)
        files[kind] = target.read_bytes()
    rows = list(csv.reader(io.StringIO(files["CSV"].decode("utf-8-sig"))))
    assert len(rows) == 3
    assert {row[rows[0].index("地址")] for row in rows[1:]} == {"旧埠巷 7 号", "旧埠巷 8 号"}
    assert not any(cell.startswith("=") for row in rows for cell in row)
    with zipfile.ZipFile(io.BytesIO(files["XLSX"])) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = sheet + "".join(
            book.read(name).decode() for name in book.namelist() if "sharedStrings" in name
        )
    assert "旧埠巷 7 号" in words
    assert "<f>" not in sheet


def test_paper_has_the_whole_day_whatever_is_in_sight(desk: Desk, board: OpenBoard, tmp_path: Path) -> None:
    for n in range(6):
        repair(desk, "客户丁", f"1360000{n:04d}", f"北岗街 {n + 1} 号")
    page = board()
    expect(page.locator(".lane").first).to_be_visible()
    page.get_by_role("combobox", name="搜索").fill("北岗街 3 号")
    page.wait_for_function("() => document.querySelector('#paper')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    sheet = page.locator("#paper .sheet")
    expect(sheet).to_be_visible()
    expect(sheet.locator(".sheet-head")).to_contain_text("2026-11-20")
    expect(sheet.locator(".strip .who")).to_have_count(4)
    for n in range(6):
        expect(sheet).to_contain_text(f"北岗街 {n + 1} 号")
    expect(page.locator("#app")).not_to_be_visible()
    look(page, "find_paper")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator("#app")).to_be_visible()
    pages = page.pdf(prefer_css_page_size=True)
    assert pages.startswith(b"%PDF")
    assert len(pages) > 20_000


def test_red_rings_once_only_where_it_was_asked_for_and_not_for_who_looks(
    desk: Desk, board: OpenBoard
) -> None:
    page = board(script=HEARD)
    menu = page.get_by_role("button", name="的账号")

    def heard() -> dict[str, Any]:
        found: dict[str, Any] = page.evaluate("window.heard")
        return found

    def turn_red(name: str) -> None:
        order = repair(desk, name, "13500000009", "梧桐里 9 号")
        desk.step(order["id"], "confirm_urgent", deadline_at=(desk.now() + timedelta(minutes=12)).isoformat())
        expect(page.locator(".risk.is-jeop", has_text=name[0])).to_be_visible(timeout=20_000)

    def settled() -> None:
        page.evaluate("new Promise(done => setTimeout(done, 1600))")

    page.evaluate("window.away = true")
    turn_red("甲某")
    settled()
    assert heard() == {"tones": 0, "notices": []}, "nobody asked for it"

    menu.click()
    page.get_by_role("menuitem", name="告警时提醒我").click()
    assert heard()["tones"] == 2, "a taste of it"
    turn_red("乙某")
    page.wait_for_function("() => window.heard.notices.length === 1")
    assert heard()["tones"] == 4
    page.get_by_role("combobox", name="搜索").fill("查无此人")
    page.get_by_role("combobox", name="搜索").fill("")
    settled()
    assert len(heard()["notices"]) == 1, "the same risk rings once"

    page.evaluate("window.away = false")
    turn_red("丙某")
    settled()
    assert len(heard()["notices"]) == 1, "who looks at the board is not rung for"
    menu.click()
    page.get_by_role("menuitem", name="看着板时也提醒").click()
    turn_red("丁某")
    page.wait_for_function("() => window.heard.notices.length === 2")
    menu.click()
    look(page, "find_alarm_menu")
    page.get_by_role("menuitem", name="不再提醒").click()
    page.evaluate("window.away = true")
    turn_red("戊某")
    settled()
    assert len(heard()["notices"]) == 2

"""Moving orders on the board in a real browser: foreseen, refused and forced, by keyboard and finger, undone and redone, by two at once."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, expect

from dispatch.simulation.city import DISTRICT_ID
from dispatch.simulation.seeding import PASSWORD
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from tests.browser.conftest import Desk, Server, local

SCREEN = {"width": 1440, "height": 900}
LI = "t-02"


def sign_in(server: Server, browser: Browser, login: str) -> StorageState:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{server.url}/board")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture(scope="module")
def people(server: Server, browser: Browser) -> dict[str, StorageState]:
    return {login: sign_in(server, browser, login) for login in ("dispatcher", "lead")}


@pytest.fixture
def open_board(
    server: Server, people: dict[str, StorageState], new_context: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    def open_it(login: str = "dispatcher", address: str = "/board", **options: Any) -> Page:
        page = new_context(**{"viewport": SCREEN, "storage_state": people[login], **options}).new_page()
        page.goto(server.url + address)
        expect(page.locator(".live.is-live")).to_be_visible()
        return page

    return open_it


@pytest.fixture
def visit(desk: Desk) -> Iterator[dict[str, Any]]:
    given = desk.give(LI, customer={"name": "欧阳静怡", "phone": "13800002231", "language": "zh-Hans"})
    badge = next(t for t in technicians(desk) if t["id"] == LI)["badge"].lower()
    desk.agree(given, badge, local(15))
    yield desk.order(given["id"]) | {"login": badge}
    if "hold" in desk.order(given["id"])["next_steps"]:
        desk.step(given["id"], "hold", reason="not_ready")


@pytest.fixture
def unskilled(server: Server, desk: Desk) -> Iterator[str]:
    """Somebody to whom the planner gives no installation."""
    person = technicians(desk)[-1]
    database = Database(f"sqlite:///{server.folder / 'sanxian.db'}")

    def teach(skills: list[str]) -> None:
        with database.write() as session:
            session.get_one(Technician, person["id"]).skills = skills

    teach(["fiber"])
    yield person["id"]
    teach(person["skills"])
    database.close()


def technicians(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.call("GET", f"/board?district={DISTRICT_ID}")["technicians"]
    return found


def bar(page: Page, order: dict[str, Any]) -> Locator:
    return page.locator(f'.visit[data-order="{order["id"]}"]')


def lane_of(page: Page, desk: Desk, technician_id: str) -> Locator:
    name = next(t for t in technicians(desk) if t["id"] == technician_id)["name"]
    return page.locator(f'.lane[aria-label="{name}"]')


def keeper(desk: Desk, order: dict[str, Any]) -> str:
    return str(desk.order(order["id"])["technician_id"])


def wait_until(page: Page, true: Callable[[], bool]) -> None:
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come true")


def centre(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_over(page: Page, visit: Locator, lane: Locator) -> None:
    x, y = centre(visit)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 4, steps=3)
    there_x, there_y = centre(lane)
    page.mouse.move(there_x, there_y, steps=6)


def test_a_refusing_lane_says_the_planners_rule_and_takes_the_order_only_with_a_reason(
    open_board: Callable[..., Page], desk: Desk, visit: dict[str, Any], unskilled: str
) -> None:
    page = open_board()
    lane = lane_of(page, desk, unskilled)
    drag_over(page, bar(page, visit), lane)
    expect(lane).to_have_class(re.compile("refused"))
    expect(lane.locator(".head")).to_contain_text("缺技能")
    expect(page.locator(".lane.eligible").first).to_be_visible()
    page.mouse.up()
    form = page.locator(".force-form")
    expect(form).to_contain_text("缺技能")
    form.locator(".btn-main").click()
    expect(form.locator(".force-missing")).to_be_visible()
    assert keeper(desk, visit) == LI
    form.locator(".chip").first.click()
    form.locator(".btn-main").click()
    wait_until(page, lambda: keeper(desk, visit) == unskilled)
    given = [event["data"] for event in desk.order(visit["id"])["events"] if event["type"] == "assign"][-1]
    assert (given["forced"], given["rule"], given["reason"]) == (True, "skills", "客户点名")
    expect(page.locator(".last")).to_contain_text("硬派")


def test_an_order_is_moved_by_keyboard_alone_taken_back_and_done_again(
    open_board: Callable[..., Page], desk: Desk, visit: dict[str, Any]
) -> None:
    page = open_board()
    bar(page, visit).focus()
    page.keyboard.press("m")
    expect(page.locator(".hand-bar .hand-cost")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    wait_until(page, lambda: keeper(desk, visit) != LI)
    second = keeper(desk, visit)
    expect(lane_of(page, desk, second).locator(f'[data-order="{visit["id"]}"]')).to_be_focused()
    expect(page.locator(".last")).to_contain_text("撤销")
    page.keyboard.press("z")
    wait_until(page, lambda: keeper(desk, visit) == LI)
    expect(page.locator(".redo")).to_be_visible()
    page.keyboard.press("Shift+Z")
    wait_until(page, lambda: keeper(desk, visit) == second)


def test_what_somebody_moved_on_cannot_be_taken_back_and_the_board_says_why(
    open_board: Callable[..., Page], desk: Desk, visit: dict[str, Any]
) -> None:
    page = open_board()
    bar(page, visit).focus()
    page.keyboard.press("m")
    expect(page.locator(".hand-bar .hand-cost")).to_be_visible()
    page.keyboard.press("Enter")
    wait_until(page, lambda: keeper(desk, visit) != LI)
    third = next(t["id"] for t in technicians(desk) if t["id"] not in {LI, keeper(desk, visit)})
    desk.step(visit["id"], "assign", technician_id=third, by="lead")
    expect(lane_of(page, desk, third).locator(".load").first).to_be_visible()
    page.wait_for_timeout(600)
    page.keyboard.press("z")
    expect(page.locator(".notices")).to_contain_text("撤不了")
    assert keeper(desk, visit) == third


def test_two_people_with_the_same_order_in_hand_see_each_other_and_lose_nothing(
    open_board: Callable[..., Page], desk: Desk, visit: dict[str, Any]
) -> None:
    mine, other = open_board(), open_board("lead")
    bar(mine, visit).focus()
    mine.keyboard.press("m")
    expect(mine.locator(".hand-bar .hand-cost")).to_be_visible()
    expect(bar(other, visit).locator(".held-by")).to_be_visible()
    expect(bar(other, visit)).to_have_attribute("aria-label", re.compile("正在移动"))
    target = mine.locator(".lane.target").get_attribute("aria-label")
    theirs = next(t for t in technicians(desk) if t["id"] != LI and t["name"] != target)
    desk.step(visit["id"], "assign", technician_id=theirs["id"], by="lead")
    expect(lane_of(mine, desk, theirs["id"]).locator(f'[data-order="{visit["id"]}"]')).to_have_count(1)
    mine.keyboard.press("Enter")
    expect(mine.locator(".notices")).to_contain_text("别人先动了")
    assert keeper(desk, visit) == theirs["id"]
    expect(other.locator(".held-by")).to_have_count(0)
    mine.get_by_role("button", name="仍按我的").click()
    wait_until(mine, lambda: keeper(desk, visit) not in {LI, theirs["id"]})


def test_a_finger_that_rests_moves_an_order_and_one_that_does_not_scrolls(
    open_board: Callable[..., Page], desk: Desk, visit: dict[str, Any]
) -> None:
    page = open_board(has_touch=True, viewport={"width": 900, "height": 1000})
    if page.locator("[data-tab=lanes]").is_visible():
        page.locator("[data-tab=lanes]").click()
    bar(page, visit).scroll_into_view_if_needed()
    touch = page.context.new_cdp_session(page)

    def send(kind: str, x: float = 0, y: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = centre(bar(page, visit))
    send("touchStart", x, y)
    send("touchMove", x, y + 30)
    page.wait_for_timeout(500)
    expect(page.locator(".hand-bar")).to_have_count(0)
    send("touchEnd")
    x, y = centre(bar(page, visit))
    send("touchStart", x, y)
    expect(page.locator(".hand-bar")).to_be_visible()
    expect(page.locator(".lane.eligible").first).to_be_visible()
    there = page.locator(".lane.eligible").first.bounding_box()
    assert there is not None
    for part in (0.3, 0.6, 1):
        send("touchMove", x, y + (there["y"] + there["height"] / 2 - y) * part)
        page.wait_for_timeout(60)
    expect(page.locator(".lane.target")).to_have_count(1)
    send("touchEnd")
    wait_until(page, lambda: keeper(desk, visit) != LI)

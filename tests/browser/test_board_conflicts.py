"""Two at the same visit, lost answers and lost networks: every deed is done once, kept or refused in words, and nobody's is overwritten."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, WebSocketRoute, expect

from tests.browser.conftest import Desk, Server, local
from tests.browser.test_board_drag import centre, lane_of, sign_in, technicians, wait_until
from tests.browser.test_board_network import agreed_visit, bar, events_of, same_as_the_server, shown

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
LI = "t-02"
STEPS = "**/api/v1/orders/*/steps"


class Held:
    """The pushes to a page: while it is deaf, what the server says waits."""

    def __init__(self) -> None:
        self.deaf = False
        self._waiting: list[Callable[[], None]] = []

    def attach(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)

        def hear(message: str | bytes) -> None:
            if self.deaf:
                self._waiting.append(lambda: socket.send(message))
            else:
                socket.send(message)

        server.on_message(hear)

    def hear_again(self) -> None:
        self.deaf = False
        for say in self._waiting:
            say()
        self._waiting.clear()


OpenBoard = Callable[..., Page]


@pytest.fixture(scope="module")
def people(server: Server, browser: Browser) -> dict[str, Any]:
    return {login: sign_in(server, browser, login) for login in ("dispatcher", "lead")}


@pytest.fixture
def open_board(
    server: Server, people: dict[str, Any], new_context: Callable[..., BrowserContext]
) -> OpenBoard:
    def open_one(login: str = "dispatcher", *, held: Held | None = None, clock: bool = False) -> Page:
        page = new_context(viewport=SCREEN, storage_state=people[login]).new_page()
        if clock:
            page.clock.install()
        if held is not None:
            page.route_web_socket("**/socket.io/**", held.attach)
        page.goto(f"{server.url}/board")
        expect(page.locator(".live.is-live")).to_be_visible(timeout=20_000)
        page.evaluate("window.stillHere = true")
        return page

    return open_one


@pytest.fixture
def visit_at(desk: Desk) -> Iterator[Callable[[str, int], dict[str, Any]]]:
    """A visit of Li's at an agreed hour; held when the test is over, so that the next one has the day to itself."""
    made: list[dict[str, Any]] = []

    def agree(name: str, hour: int) -> dict[str, Any]:
        made.append(agreed_visit(desk, name, local(hour)))
        return made[-1]

    yield agree
    for order in made:
        if "hold" in desk.order(order["id"])["next_steps"]:
            desk.step(order["id"], "hold", reason="not_ready")


VisitAt = Callable[[str, int], dict[str, Any]]


def keeper(desk: Desk, order: dict[str, Any]) -> str:
    return str(desk.order(order["id"])["technician_id"])


def pick(page: Page, visit: Locator, lane: Locator) -> None:
    """Drag a visit over a lane, and hold it there."""
    x, y = centre(visit)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 4, steps=3)
    box = lane.bounding_box()
    assert box is not None
    # between eighteen and nineteen o'clock: on nobody's seam
    page.mouse.move(box["x"] + box["width"] - 60, box["y"] + box["height"] / 2, steps=5)


def others(desk: Desk) -> list[str]:
    return [one["id"] for one in technicians(desk) if one["id"] != LI]


def test_of_two_drops_on_the_same_version_the_second_is_refused_and_told_who_was_first(
    open_board: OpenBoard, desk: Desk, visit_at: VisitAt
) -> None:
    """The second page has heard nothing when it drops, and its request reaches the server after the first one's."""
    visit = visit_at("欧阳静怡", 15)
    deaf = Held()
    mine, other = open_board(held=deaf), open_board("lead")
    expect(bar(mine, visit)).to_be_visible()
    expect(bar(other, visit)).to_be_visible()
    theirs, wanted = others(desk)[:2]
    assigned = len(events_of(desk, visit, "assign"))
    sent: list[Route] = []
    mine.route(STEPS, lambda route: sent.append(route))  # noqa: PLW0108  # a builtin is no handler to Playwright
    deaf.deaf = True
    before = shown(mine)[visit["id"]]
    pick(mine, bar(mine, visit), lane_of(mine, desk, wanted))
    pick(other, bar(other, visit), lane_of(other, desk, theirs))
    mine.mouse.up()
    wait_until(mine, lambda: len(sent) == 1)
    assert sent[0].request.post_data_json["expected_version"] == before
    other.mouse.up()
    wait_until(other, lambda: keeper(desk, visit) == theirs)
    assert shown(mine)[visit["id"]] == before, "the page still knows nothing of it"
    with mine.expect_response(STEPS) as answered:
        sent[0].continue_()
    assert answered.value.status == 409
    assert answered.value.json()["code"] == "stale-version"
    mine.unroute(STEPS)
    expect(mine.locator(".notices")).to_contain_text("别人先动了")
    assert keeper(desk, visit) == theirs
    deaf.hear_again()
    same_as_the_server(mine, desk)
    same_as_the_server(other, desk)
    mine.get_by_role("button", name="仍按我的").click()
    wait_until(mine, lambda: keeper(desk, visit) == wanted)
    assert len(events_of(desk, visit, "assign")) == assigned + 2, "theirs, and mine with open eyes"


def test_a_deed_whose_answer_is_lost_is_found_out_about_and_done_once(
    open_board: OpenBoard, desk: Desk, visit_at: VisitAt
) -> None:
    """The server has done it; twice the answer dies on its way, and no push comes either."""
    visit = visit_at("司徒文", 16)
    deaf = Held()
    page = open_board(held=deaf)
    expect(bar(page, visit)).to_be_visible()
    wanted = others(desk)[0]
    before = len(events_of(desk, visit, "assign"))
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(route.request.post_data_json["event_id"])
        if len(sent) > 2:
            route.continue_()
            return
        assert route.fetch().ok
        route.abort("connectionreset")

    page.route(STEPS, lose)
    deaf.deaf = True
    pick(page, bar(page, visit), lane_of(page, desk, wanted))
    page.mouse.up()
    expect(page.locator(".notice.is-done")).to_be_visible()
    assert len(sent) == 3
    assert len(set(sent)) == 1, "the same deed"
    assert len(events_of(desk, visit, "assign")) == before + 1
    expect(lane_of(page, desk, wanted).locator(f'[data-order="{visit["id"]}"]')).to_have_count(1)
    deaf.hear_again()
    same_as_the_server(page, desk)
    page.keyboard.press("z")
    wait_until(page, lambda: keeper(desk, visit) == LI)


def test_a_cut_of_two_seconds_while_something_is_dragged_costs_nothing(
    open_board: OpenBoard, desk: Desk, visit_at: VisitAt
) -> None:
    visit = visit_at("上官云", 14)
    page = open_board(clock=True)
    expect(bar(page, visit)).to_be_visible()
    wanted = others(desk)[1]
    before = len(events_of(desk, visit, "assign"))
    pick(page, bar(page, visit), lane_of(page, desk, wanted))
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    page.clock.run_for(2_000)
    page.mouse.up()
    expect(page.locator(".offline")).to_contain_text("等着送")
    assert keeper(desk, visit) == LI
    page.context.set_offline(False)
    wait_until(page, lambda: keeper(desk, visit) == wanted)
    expect(page.locator(".offline")).to_have_count(0)
    assert len(events_of(desk, visit, "assign")) == before + 1
    same_as_the_server(page, desk)


def test_a_cut_of_two_seconds_while_a_form_is_sent_sends_it_once(open_board: OpenBoard, desk: Desk) -> None:
    visit = desk.give(LI, customer={"name": "诸葛明", "phone": "13800002231", "language": "zh-Hans"})
    page = open_board(clock=True)
    bar(page, visit).click()
    page.locator(".acts").get_by_role("button", name="停表").click()
    page.locator("form input[type=radio]").first.check()
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    page.locator(".form-acts .btn-main").click()
    expect(page.locator(".offline")).to_contain_text("等着送")
    page.clock.run_for(2_000)
    page.context.set_offline(False)
    wait_until(page, lambda: desk.order(visit["id"])["status"] == "on_hold")
    expect(page.locator(".offline")).to_have_count(0)
    assert len(events_of(desk, visit, "hold")) == 1
    same_as_the_server(page, desk)


def test_ten_minutes_without_a_network_what_was_tried_is_refused_and_all_that_was_missed_is_there(
    open_board: OpenBoard, desk: Desk, visit_at: VisitAt
) -> None:
    visit = visit_at("欧阳文", 15)
    leaves = desk.accept(customer={"name": "将离开", "phone": "13800002233", "language": "zh-Hans"})
    page, other = open_board(clock=True), open_board("lead")
    expect(bar(page, visit)).to_be_visible()
    theirs, wanted = others(desk)[:2]
    before = len(events_of(desk, visit, "assign"))
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    pick(page, bar(page, visit), lane_of(page, desk, wanted))
    page.mouse.up()
    expect(page.locator(".offline")).to_contain_text("等着送")
    page.clock.run_for(121_000)
    expect(page.locator(".notice.is-refused")).to_contain_text("没有回音")
    expect(page.locator(".offline")).not_to_contain_text("等着送")
    page.clock.run_for(479_000)
    desk.step(visit["id"], "assign", technician_id=theirs, by="lead")
    desk.step(leaves["id"], "hold", reason="not_ready", by="lead")
    late = desk.give(LI, customer={"name": "后来的人", "phone": "13800002232", "language": "zh-Hans"})
    assert late["id"] not in shown(page)
    page.context.set_offline(False)
    page.clock.run_for(5_000)
    expect(page.locator(".offline")).to_have_count(0, timeout=15_000)
    expect(page.locator(f'[data-order="{late["id"]}"]').first).to_be_visible()
    same_as_the_server(page, desk)
    same_as_the_server(other, desk)
    assert keeper(desk, visit) == theirs
    assert len(events_of(desk, visit, "assign")) == before + 1, "theirs alone"


def test_by_keyboard_alone_from_the_address_bar_to_another_technician(
    open_board: OpenBoard, desk: Desk, visit_at: VisitAt
) -> None:
    visit = visit_at("东方白", 11)
    page = open_board()
    expect(bar(page, visit)).to_be_visible()
    page.keyboard.press("Tab")
    in_lanes = "document.activeElement?.matches('.visit[data-order]') ?? false"
    for _ in range(80):
        if page.evaluate(in_lanes):
            break
        page.keyboard.press("Tab")
    assert page.evaluate(in_lanes), "Tab comes to the lanes"
    mine = f"document.activeElement?.dataset.order === '{visit['id']}'"
    for key in ("ArrowRight", "ArrowUp", "ArrowDown"):
        for _ in range(8):
            if page.evaluate(mine):
                break
            page.keyboard.press(key)
            page.wait_for_timeout(60)
    if not page.evaluate(mine):
        page.keyboard.press("Home")
        for _ in range(8):
            if page.evaluate(mine):
                break
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(60)
    assert page.evaluate(mine), "the arrows come to every visit"
    page.keyboard.press("m")
    expect(page.locator(".hand-bar .hand-cost")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_until(page, lambda: keeper(desk, visit) != LI)
    expect(bar(page, visit)).to_be_focused()
    page.keyboard.press("z")
    wait_until(page, lambda: keeper(desk, visit) == LI)

"""Rescues by one tap and taken back, escalations in two browsers, the districts at a glance, the reserve: on the real server."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from dispatch.simulation.city import DISTRICT_ID
from dispatch.simulation.seeding import PASSWORD
from dispatch.storage.district import Area, District
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from tests.browser.conftest import HOME, Desk, Server, local

pytestmark = pytest.mark.prove  # `make test` has the board's journeys in test_board.py and test_board_drag.py

SCREEN = {"width": 1440, "height": 900}
NAME = {"name": "欧阳静怡", "phone": "13800002231", "language": "zh-Hans"}


@pytest.fixture(scope="module")
def neighbour(server: Server) -> str:
    """A second district, whose one technician it can do without today; and a lead's own team."""
    database = Database(f"sqlite:///{server.folder / 'sanxian.db'}")
    with database.write() as session:
        session.add(District(id="south", name="城南区", name_en="South"))
        session.flush()
        session.add(
            Area(
                id="s-1",
                district_id="south",
                name="南苑",
                tier="standard",
                serviceable=True,
                lat=HOME[0],
                lon=HOME[1],
            )
        )
        known = session.scalars(select(Technician).order_by(Technician.id)).all()
        session.add(
            Technician(
                id="t-gu",
                district_id="south",
                name="顾南",
                badge="S1",
                skills=list(known[0].skills),
                home_lat=HOME[0],
                home_lon=HOME[1],
            )
        )
        lead = session.scalars(select(User).where(User.login == "lead")).one()
        lead.team = known[0].team
        team = known[0].team
        session.scalars(select(User).where(User.login == "manager")).one().district_id = None
    database.close()
    return str(team)


@pytest.fixture
def opened(server: Server, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    def open_board(login: str, path: str = "/board", **options: Any) -> Page:
        context = new_context(**{"viewport": SCREEN, **options})
        if (known := server.signed_in.get(login)) is not None:
            context.add_cookies(known)
        page = context.new_page()
        if known is None:
            page.goto(f"{server.url}/sign-in")
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url("**/board*")
            server.signed_in[login] = context.cookies()
        page.goto(f"{server.url}{path}")
        expect(page.locator(".live.is-live")).to_be_visible()
        return page

    return open_board


@pytest.fixture
def late(desk: Desk) -> dict[str, Any]:
    """A repair of which eleven twelfths of the time are over, and nobody has it: the lead and the manager were told."""
    return desk.accept(
        kind="repair",
        area_id="dongping",
        customer=NAME,
        accepted_at=local(11, days=-1),
        booked_date=None,
        booked_half=None,
        contracted_mbps=None,
    )


@pytest.mark.usefixtures("neighbour")
def test_a_rescue_is_one_tap_and_one_key_takes_it_back(
    desk: Desk, late: dict[str, Any], opened: Callable[..., Page]
) -> None:
    offered = desk.call("POST", "/technicians/t-gu/offers", {}, by="manager")
    assert offered[0]["offered"]
    page = opened("dispatcher")
    row = page.locator(".risk", has_text="欧**怡").first
    expect(row).to_be_visible()
    assert "破约" in (page.locator("#h-risk").get_attribute("title") or "")
    row.hover()
    button = row.locator("[data-rescue]").first
    expect(button).to_be_visible()
    kind = button.get_attribute("data-rescue")
    assert "破约" in (told := button.get_attribute("title") or "") or "守住" in told
    was = desk.order(late["id"])["technician_id"]
    button.click()
    expect(page.locator(".notice", has_text="欧**怡")).to_be_visible()
    now = desk.order(late["id"])["technician_id"]
    assert now is not None, kind
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(page.locator(".notice", has_text="已撤销")).to_be_visible()
    back = desk.order(late["id"])["technician_id"]
    assert back == was
    ways = {one["kind"]: one for one in desk.call("GET", f"/orders/{late['id']}/rescues")}
    assert "borrow" in ways, ways
    event_id = str(uuid.uuid4())
    desk.call("POST", f"/orders/{late['id']}/rescues", {"event_id": event_id, "key": ways["borrow"]["key"]})
    expect(page.get_by_role("listitem", name="顾南")).to_be_visible()
    assert desk.order(late["id"])["technician_id"] == "t-gu"
    desk.call("POST", f"/rescues/{event_id}/undo", {})
    expect(page.get_by_role("listitem", name="顾南")).to_have_count(0)


@pytest.mark.usefixtures("neighbour")
def test_an_escalation_is_taken_in_one_browser_and_seen_in_the_other(
    late: dict[str, Any], opened: Callable[..., Page]
) -> None:
    lead = opened("lead")
    manager = opened("manager", f"/board?district={DISTRICT_ID}")
    expect(lead.locator("[data-panel=escalations] .count")).to_be_visible()
    expect(manager.locator("[data-panel=escalations] .count")).to_be_visible()
    for page in (lead, manager):
        page.keyboard.press("e")
        expect(page.locator(".escalation").first).to_be_visible()
    mine = lead.locator(f".escalation[data-key^='{late['id']}']")
    mine.get_by_role("button", name="我来处理").click()
    expect(mine).to_contain_text("由我处理")
    theirs = manager.locator(f".escalation[data-key^='{late['id']}']")
    expect(theirs).to_contain_text("张立群在处理")
    mine.get_by_role("button", name="转给同事").click()
    mine.get_by_role("button", name="吕敏").click()
    expect(mine).to_contain_text("吕敏在处理")
    expect(theirs).to_contain_text("吕敏在处理")
    dispatcher = opened("dispatcher", "/board?panel=escalations")
    given = dispatcher.locator(f".escalation[data-key^='{late['id']}']")
    expect(given).to_contain_text("张立群转来")
    given.get_by_role("button", name="写下怎么办的").click()
    given.get_by_role("textbox").fill("请林海中午前到")
    given.get_by_role("button", name="办结").click()
    expect(lead.locator(".escalation", has_text="请林海中午前到")).to_be_visible()


def test_a_lead_sees_the_own_team_and_one_tap_shows_the_district(
    neighbour: str, opened: Callable[..., Page]
) -> None:
    page = opened("lead")
    scope = page.locator(".tool.scope")
    expect(scope).to_have_text(neighbour)
    few = page.locator(".lane").count()
    assert few
    scope.click()
    expect(scope).to_have_text("全区")
    assert page.locator(".lane").count() >= few


@pytest.mark.usefixtures("neighbour", "late")
def test_the_districts_at_a_glance_and_the_reserve_in_two_taps(opened: Callable[..., Page]) -> None:
    lead = opened("lead")
    lead.keyboard.press("o")
    expect(lead.locator(".districts tbody tr")).to_have_count(1)
    lead.locator(".standby select").select_option(index=1)
    lead.locator(".standby input[type=time]").first.fill("08:00")
    lead.get_by_role("button", name="安排备勤").click()
    reserved = lead.locator(".reserve li[data-technician]")
    expect(reserved).to_contain_text("备勤 08:00–22:00")
    reserved.get_by_role("button", name="上班").click()
    reserved.get_by_role("button", name="确定").click()
    expect(reserved).to_contain_text("已叫")
    manager = opened("manager", f"/board?district={DISTRICT_ID}&panel=overview")
    expect(manager.locator(".districts tbody tr")).to_have_count(2)
    manager.locator(".districts").get_by_role("button", name="城南区").click()
    expect(manager.locator(".top .pick")).to_contain_text("城南区")

"""Live pages: in the room before what is newer is said, pushed to after commit, hung up on when the sign-in ends."""

from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from dispatch.actions import links, users
from dispatch.actions.relay import relay_batch
from dispatch.app import Background, parts_of, relay_views
from dispatch.clock import monotonic, real_now
from dispatch.storage.user import User
from dispatch.web import presence, sockets
from tests.web.conftest import House, new_id

TODAY = "2026-11-20"


def open_page(house: House, login: str | None = None, *, link: str | None = None) -> SocketIOTestClient:
    given = {"token": house.token(login)} if login else {"link": link}
    client = house.live.test_client(house.app, auth=given)
    assert client.is_connected()
    return client


def watch(client: SocketIOTestClient, kind: str, **wanted: Any) -> Any:
    if kind == "board":
        wanted = {"district": "north", "date": TODAY, **wanted}
    return client.emit("watch", {"kind": kind, **wanted}, callback=True)


def pump(house: House) -> None:
    """What the relay does, once and now."""
    parts = parts_of(house.app)
    while relay_batch(
        house.database,
        push=lambda room, name, payload: parts.live.emit(name, payload, to=room),
        views=relay_views(parts),
        now=house.clock.now(),
    ):
        pass


def heard(client: SocketIOTestClient, name: str) -> list[Any]:
    return [event["args"][0] for event in client.get_received() if event["name"] == name]


def test_a_board_hears_of_an_order_that_was_accepted_after_it_began_to_watch(house: House) -> None:
    client = open_page(house, "chen")
    assert watch(client, "board")["orders"] == []
    order = house.accept()["order"]
    pump(house)
    pushed = heard(client, "order")
    assert [card["id"] for card in pushed] == [order["id"]]
    assert pushed[0]["customer"]["phone"] == "138****2231"


def test_a_page_that_was_away_is_told_what_is_newer_and_nothing_else(house: House) -> None:
    known, changed = house.accept()["order"], house.accept()["order"]
    assert house.step("chen", changed["id"], "assign", technician_id="t-wang").status_code == 200
    have = {known["id"]: known["version"], changed["id"]: changed["version"]}
    answer = watch(open_page(house, "chen"), "board", have=have)
    assert [order["id"] for order in answer["orders"]] == [changed["id"]]
    assert answer["gone"] == []


def test_one_tap_reaches_all_three_surfaces(house: House) -> None:
    order_id = house.assigned()
    pump(house)
    board, day = open_page(house, "chen"), open_page(house, "wang")
    track = open_page(house, link=house.link_of(order_id))
    watch(board, "board")
    watch(day, "day")
    watch(track, "track")
    for page in (board, day, track):
        page.get_received()
    assert house.step("wang", order_id, "take").status_code == 200
    pump(house)
    assert heard(board, "order")[0]["status"] == "taken"
    assert heard(day, "order")[0]["customer"]["phone"] == "13800002231"
    assert heard(track, "track")[0]["order"]["status"] == "taken"


def test_a_customers_page_gets_its_order_only_if_it_is_newer(house: House) -> None:
    order_id = house.assigned()
    client = open_page(house, link=house.link_of(order_id))
    view = watch(client, "track", version=0)
    assert view["order"]["id"] == order_id
    assert watch(client, "track", version=view["order"]["version"]) is None


def test_an_order_that_is_given_away_leaves_the_phone(house: House) -> None:
    order_id = house.assigned()
    pump(house)
    wang, li = open_page(house, "wang"), open_page(house, "li")
    watch(wang, "day")
    watch(li, "day")
    assert house.step("chen", order_id, "assign", technician_id="t-li").status_code == 200
    pump(house)
    assert heard(wang, "gone")[0]["order_id"] == order_id
    assert heard(li, "order")[0]["id"] == order_id
    assert watch(wang, "day", have={order_id: 2})["gone"] == [order_id]


def test_a_position_reaches_the_board_and_the_customer_who_waits(house: House) -> None:
    order_id = house.on_the_way()
    pump(house)
    board, track = open_page(house, "chen"), open_page(house, link=house.link_of(order_id))
    watch(board, "board")
    watch(track, "track")
    sent = {"lat": 30.26, "lon": 120.17, "at": house.clock.now().isoformat()}
    assert house.client("wang").post("/api/v1/my/position", json=sent).status_code == 204
    pump(house)
    assert heard(board, "position")[0]["technician_id"] == "t-wang"
    assert heard(track, "position")[0]["lat"] == 30.26


def test_nobody_hears_a_room_that_is_not_theirs(house: House) -> None:
    order_id = house.assigned()
    pump(house)
    other = open_page(house, "li")
    watch(other, "day")
    stranger = open_page(house, link=house.link_of(house.accept()["order"]["id"]))
    pump(house)
    watch(stranger, "track")
    for page in (other, stranger):
        page.get_received()
    assert house.step("wang", order_id, "take").status_code == 200
    pump(house)
    assert other.get_received() == []
    assert stranger.get_received() == []


def test_everybody_at_a_board_sees_who_else_is_there_each_connection_on_its_own(house: House) -> None:
    first, second, third = open_page(house, "chen"), open_page(house, "chen"), open_page(house, "zhou")
    for page in (first, second, third):
        watch(page, "board")
    people = heard(first, "presence")[-1]["people"]
    assert sorted(person["name"] for person in people) == ["Chen", "Chen", "Zhou"]
    assert len({person["connection"] for person in people}) == 3
    second.disconnect()
    assert len(heard(first, "presence")[-1]["people"]) == 2


def test_whoever_turns_to_another_district_leaves_the_first(house: House) -> None:
    chen, sun = open_page(house, "chen"), open_page(house, "sun")
    watch(chen, "board")
    watch(sun, "board")
    watch(sun, "board", district="south")
    assert [person["name"] for person in heard(chen, "presence")[-1]["people"]] == ["Chen"]
    sun.get_received()
    house.accept()
    pump(house)
    assert heard(sun, "order") == []


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (None, "missing-field"),
        ("board", "missing-field"),
        ({"kind": "secrets"}, "invalid-field"),
        ({"kind": "board"}, "missing-field"),
        ({"kind": "board", "district": "north"}, "missing-field"),
        ({"kind": "board", "district": "north", "date": TODAY, "have": {"x": "y"}}, "invalid-field"),
        ({"kind": "board", "district": "north", "date": TODAY, "colour": "red"}, "unknown-field"),
        ({"kind": "board", "district": "south", "date": TODAY}, "other-district"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_answered_with_the_reason(
    house: House, wanted: Any, code: str
) -> None:
    answer = open_page(house, "chen").emit("watch", wanted, callback=True)
    assert answer["error"]["code"] == code
    assert answer["error"]["detail"]


def test_strangers_are_not_connected(house: House) -> None:
    for given in (None, {}, {"token": "x"}, {"link": "x"}, {"token": 3}, "x"):
        assert not house.live.test_client(house.app, auth=given).is_connected()


def test_a_browser_is_known_by_its_cookies(house: House) -> None:
    browser = house.browser("chen")
    client = house.live.test_client(house.app, flask_test_client=browser)
    assert client.is_connected()
    assert watch(client, "board")["orders"] == []


def test_signing_out_is_heard_by_all_pages_of_that_sign_in_and_hangs_them_up(house: House) -> None:
    first, second, other = open_page(house, "chen"), open_page(house, "chen"), open_page(house, "zhou")
    browser = house.browser("chen")
    csrf = browser.get("/api/v1/session").json["csrf"]
    browser.delete("/api/v1/session", headers={"X-CSRF-Token": csrf})
    for page in (first, second):
        assert not page.is_connected()
    assert other.is_connected()


def test_whoever_was_disabled_elsewhere_is_found_by_the_next_check(house: House) -> None:
    page = open_page(house, "chen")
    watch(page, "board")
    with house.database.write() as session:
        users.disable_user(session, session.query(User).filter_by(login="chen").one(), now=real_now())
    assert watch(page, "board")["error"]["code"] == "not-signed-in"
    house.app.extensions[sockets.KEY].check(parts_of(house.app))
    assert not page.is_connected()


def test_a_revoked_link_is_hung_up_on_by_the_next_check(house: House) -> None:
    token = house.link_of(house.assigned())
    page = open_page(house, link=token)
    watch(page, "track")
    live = house.app.extensions[sockets.KEY]
    live.check(parts_of(house.app))
    assert page.is_connected()
    with house.database.write() as session:
        links.revoke_link(session, links.hash_token(token), now=house.clock.now())
    live.check(parts_of(house.app))
    assert not page.is_connected()


def test_a_question_is_pushed_to_the_board(house: House) -> None:
    order_id = house.assigned()
    pump(house)
    page = open_page(house, "chen")
    watch(page, "board")
    body = {"event_id": new_id(), "text": "几点来？"}
    assert (
        house.client(link=house.link_of(order_id)).post("/api/v1/track/questions", json=body).status_code
        == 201
    )
    pump(house)
    assert heard(page, "order")[0]["open_questions"] == 1


@pytest.fixture
def background(house: House) -> Iterator[Background]:
    background = Background(parts_of(house.app))
    background.relay()
    background.sweep()
    yield background
    background.stop()


def test_the_running_relay_pushes_by_itself_after_the_commit(house: House, background: Background) -> None:
    page = open_page(house, "chen")
    watch(page, "board")
    page.get_received()
    began = monotonic()
    order = house.accept()["order"]
    pushed: list[Any] = []
    while not pushed and monotonic() - began < 5:
        pushed = heard(page, "order")
        Event().wait(0.01)
    assert pushed[0]["id"] == order["id"]


def test_a_step_between_joining_and_looking_is_not_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room is joined first: a commit that the answer has missed is pushed into it."""
    order_id = house.assigned()
    pump(house)
    page = open_page(house, "chen")
    look = sockets._after_joining

    def look_after_somebody_took_it(read: Any) -> Any:
        answer = look(read)
        thread = Thread(target=house.step, args=("wang", order_id, "take"))
        thread.start()
        thread.join()
        pump(house)
        return answer

    monkeypatch.setattr(sockets, "_after_joining", look_after_somebody_took_it)
    answer = watch(page, "board")
    assert answer["orders"][0]["status"] == "assigned"
    assert heard(page, "order")[0]["status"] == "taken"


def test_presence_in_memory_forgets_whoever_leaves() -> None:
    here = presence.MemoryPresence()
    here.enter("north", presence.Person(id="u", name="Chen", connection="c"))
    here.leave("north", "c")
    here.leave("north", "c")
    assert here.people("north") == []

"""Every route and every socket event, for every role: in, or turned away, as each door declares."""

import re
from typing import Any

import pytest
from flask import Flask, g

from dispatch.orders.people import Role
from dispatch.web import auth, sockets
from dispatch.web.auth import (
    NotAllowed,
    NotSignedIn,
    admit,
    admitted_roles,
    is_public,
    may,
    public,
    refuse_undeclared,
)
from tests.web.conftest import LOGIN_OF, House, new_id

ROLES = [None, *(role for role in Role if role is not Role.SYSTEM)]
EXPECTED: dict[str, str] = {
    # endpoint: who may come in; a new door needs a line here
    "static_files.send_static": "public",
    "pages.start": "public",
    "pages.sign_in_page": "public",
    "pages.sign_in": "public",
    "pages.open_link": "public",
    "pages.change_language": "public",
    "pages.service_worker": "public",
    "pages.manifest": "public",
    "pages.board": "desk",
    "pages.admin": "managers",
    "pages.technician": "technician",
    "pages.customer": "customer",
    "openapi": "public",
    "describe": "public",
    "session.sign_in": "public",
    "session.show_session": "staff",
    "session.sign_out": "staff customer",
    "session.show_clock": "public",
    "session.show_health": "public",
    "orders.accept_order": "desk",
    "orders.show_order": "staff",
    "orders.make_link": "desk",
    "orders.take_step": "staff",
    "orders.ask": "staff",
    "order_tabs.show_story": "staff",
    "order_tabs.show_contact": "staff",
    "order_tabs.repeat_message": "desk",
    "order_tabs.show_work": "staff",
    "order_tabs.show_relations": "desk",
    "order_log.show_log": "desk",
    "order_log.export_log": "lead managers",
    "orders.answer": "staff",
    "aftercare.list_questions": "desk",
    "aftercare.try_answer": "staff",
    "aftercare.hand_over_question": "staff",
    "aftercare.list_call_backs": "desk",
    "aftercare.call_back": "desk",
    "aftercare.hand_over_call_back": "desk",
    "aftercare.list_care_cases": "desk",
    "aftercare.move_care_case": "desk",
    "aftercare.close_care_case": "desk",
    "aftercare.hand_over_care_case": "desk",
    "aftercare.merge_duplicate": "desk",
    "my.show_day": "technician",
    "my.report_position": "technician",
    "board.show_board": "desk",
    "board.show_changes": "desk",
    "board.show_rescues": "desk",
    "planner.request_plan": "desk",
    "rescues.show_rescues": "desk",
    "rescues.do_rescue": "desk",
    "rescues.undo_rescue": "desk",
    "escalations.list_escalations": "desk",
    "lists.find": "desk",
    "lists.show_list": "desk",
    "lists.export_list": "desk",
    "lists.show_filters": "desk",
    "lists.save_filter": "desk",
    "lists.drop_filter": "desk",
    "tasks.list_tasks": "staff",
    "tasks.make_task": "staff",
    "tasks.accept_task": "staff",
    "tasks.attend_task": "staff",
    "tasks.export_tasks": "staff",
    "tasks.hand_over_task": "staff",
    "tasks.comment_task": "staff",
    "tasks.finish_task": "staff",
    "tasks.cancel_task": "staff",
    "escalations.take": "desk",
    "escalations.hand_over": "desk",
    "escalations.settle": "desk",
    "absences.show_absences": "desk",
    "absences.try_absence": "desk",
    "absences.report": "desk",
    "absences.change": "desk",
    "absences.end": "desk",
    "duties.show_overview": "desk",
    "duties.show_reserve": "desk",
    "duties.call_out": "desk",
    "duties.put_on_standby": "lead managers",
    "duties.offer": "lead managers",
    "duties.revoke": "desk",
    "lanes.show_foresight": "desk",
    "lanes.show_week": "desk",
    "places.show_places": "desk",
    "places.place": "desk",
    "board.list_districts": "staff",
    "board.list_areas": "staff",
    "learned.show_learned": "desk",
    "learned.set_stock": "staff",
    "force_majeure.list_declarations": "desk",
    "intake.look_up": "desk",
    "intake.show_customer": "desk",
    "intake.show_promise": "desk",
    "intake.show_fault_check": "desk",
    "intake.keep_fault_check": "desk",
    "intake.show_figures": "desk",
    "incidents.list_incidents": "desk",
    "incidents.show_incident": "desk",
    "incidents.open_incident": "desk",
    "incidents.change_incident": "desk",
    "incidents.change_orders": "desk",
    "incidents.hold_visits": "desk",
    "incidents.tell_customers": "desk",
    "incidents.ask_crew": "desk",
    "incidents.restore": "desk",
    "compensations.export": "managers",
    "force_majeure.declare": "managers",
    "force_majeure.end": "managers",
    "track.show_track": "customer",
    "track.take_step": "customer",
    "track.ask": "customer",
    "track.rate": "customer",
    "track.give_verdict": "customer",
    "track.report_again": "customer",
    "why.explain_order": "staff",
    "why.explain_own": "customer",
    "plan_reasons.explain_plan": "desk",
    "plan_reasons.show_plan_changes": "desk",
    "planner.show_planner": "desk",
    "planning-rules.show_rules": "desk",
    "planning-rules.change": "lead managers",
    "plans.list_proposals": "desk",
    "plans.ask_what_if": "desk",
    "plans.show_proposal": "desk",
    "adoption.adopt": "desk",
    "adoption.show_part": "desk",
    "adoption.undo": "desk",
    "plans.dismiss": "desk",
    "insertions.show_insertions": "desk",
    "insertions.insert_order": "desk",
    "steps.show_steps": "staff",
    "step-trials.show_trial": "desk",
    "step-trials.show_merge": "desk",
    "step-trials.find_place": "desk",
    "slots.offer_for_order": "staff",
    "slots.hold_for_order": "staff",
    "slots.choose_for_order": "staff",
    "slots.release_for_order": "staff",
    "slots.offer_at_intake": "desk",
    "slots.hold_at_intake": "desk",
    "slots.release_at_intake": "desk",
    "slots.offer_for_me": "customer",
    "slots.hold_for_me": "customer",
    "slots.choose_for_me": "customer",
    "slots.release_for_me": "customer",
    "policies.list_policies": "managers",
    "policies.show_policy": "managers",
    "policies.save_policy": "admin",
    "policies.preview_policy": "managers",
    "policies.remove_policy": "admin",
}
DESK = {Role.DISPATCHER, Role.LEAD, Role.MANAGER, Role.ADMIN}
GROUPS: dict[str, set[Role]] = {
    "public": set(Role),
    "desk": DESK,
    "lead": {Role.LEAD},
    "managers": {Role.MANAGER, Role.ADMIN},
    "admin": {Role.ADMIN},
    "staff": {*DESK, Role.TECHNICIAN},
    "technician": {Role.TECHNICIAN},
    "customer": {Role.CUSTOMER},
}


def expected_roles(endpoint: str) -> set[Role]:
    return set().union(*(GROUPS[name] for name in EXPECTED[endpoint].split()))


def test_every_door_is_in_the_table_and_declares_what_it_says(house: House) -> None:
    doors = {rule.endpoint for rule in house.app.url_map.iter_rules()}
    assert doors == set(EXPECTED)
    for endpoint in doors:
        assert admitted_roles(house.app.view_functions[endpoint]) == expected_roles(endpoint), endpoint
        assert is_public(house.app.view_functions[endpoint]) is (EXPECTED[endpoint] == "public"), endpoint


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_each_role_passes_its_doors_and_is_turned_away_at_all_others(house: House, role: Role | None) -> None:
    order_id = house.assigned()
    link = house.link_of(order_id)
    for rule in house.app.url_map.iter_rules():
        address = re.sub(r"<[^>]*\btoken>", "x" * 20, rule.rule)
        address = re.sub(r"<any\([^>]*>", "en", address)
        address = re.sub(r"<int:[^>]+>", "1", address)
        address = re.sub(r"<id:district_id>", "north", address)
        address = re.sub(r"<id:order_id>", order_id, address)
        address = re.sub(r"<[^>]+>", "css/base.css" if "static" in address else "x", address)
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            # signing out would end the walk, so each door has a client of its own
            house.tokens.clear()
            client = (
                house.client(link=link)
                if role is Role.CUSTOMER
                else house.client(LOGIN_OF[role] if role else None)
            )
            answer = client.open(address, method=method, json={} if method == "POST" else None)
            let_in = answer.status_code not in (401, 403) and "/sign-in" not in answer.headers.get(
                "Location", ""
            )
            if EXPECTED[rule.endpoint] == "public":
                # the start leads strangers to the sign-in, and a wrong password is refused as such
                assert answer.status_code in (200, 302, 401, 403, 404, 410, 415, 422), f"{method} {address}"
                continue
            expected = role is not None and role in expected_roles(rule.endpoint)
            assert let_in is expected, f"{role} {method} {address}: {answer.status_code}"
            assert answer.status_code < 500, f"{role} {method} {address}"


EVENTS: dict[str, str] = {
    "connect": "staff customer",
    "disconnect": "staff customer",
    "watch": "staff customer",
    "holding": "desk",
}
WATCHES: dict[str, str] = {"board": "desk", "day": "technician", "track": "customer"}


def test_every_socket_event_and_room_is_in_the_table_and_declares_what_it_says(house: House) -> None:
    handlers = house.live.server.handlers["/"]
    assert set(handlers) == set(EVENTS)
    assert set(sockets.WATCHES) == set(WATCHES)
    for name, groups in EVENTS.items():
        assert admitted_roles(handlers[name]) == set().union(*(GROUPS[group] for group in groups.split()))
    for name, groups in WATCHES.items():
        assert admitted_roles(sockets.WATCHES[name]) == GROUPS[groups]


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_each_role_watches_its_rooms_and_no_others(house: House, role: Role | None) -> None:
    order_id = house.assigned()
    if role is Role.CUSTOMER:
        auth_given: dict[str, Any] = {"link": house.link_of(order_id)}
    else:
        auth_given = {"token": house.token(LOGIN_OF[role])} if role else {}
    client = house.live.test_client(house.app, auth=auth_given)
    assert client.is_connected() is (role is not None)
    if role is None:
        return
    for kind, group in WATCHES.items():
        wanted = {"kind": kind, "district": "north", "date": "2026-11-20"}
        answer = client.emit("watch", wanted, callback=True)
        refused = isinstance(answer, dict) and "error" in answer
        assert refused is (role not in GROUPS[group]), f"{role} {kind}: {answer}"
        if refused:
            assert answer["error"]["status"] in (401, 403)
    client.disconnect()


def test_an_app_with_a_door_that_declares_nothing_does_not_start() -> None:
    app = Flask("test", static_folder=None)
    app.add_url_rule("/open", view_func=public(lambda: "x"), endpoint="open")
    refuse_undeclared(app, {})
    app.add_url_rule("/forgotten", view_func=lambda: "x", endpoint="forgotten")
    with pytest.raises(RuntimeError, match="forgotten"):
        refuse_undeclared(app, {})
    with pytest.raises(RuntimeError, match="event shout"):
        refuse_undeclared(Flask("test", static_folder=None), {"shout": lambda: None})


def test_a_dispatcher_sees_their_own_district_only(house: House) -> None:
    order_id = house.assigned()
    other = house.client("he")
    for address in (
        "/api/v1/board?district=north",
        "/api/v1/questions?district=north",
        "/api/v1/call-backs?district=north",
        "/api/v1/care-cases?district=north",
        "/api/v1/areas?district=north",
        f"/api/v1/orders/{order_id}",
        f"/api/v1/orders/{order_id}/story",
        f"/api/v1/orders/{order_id}/contact",
        f"/api/v1/orders/{order_id}/work",
        f"/api/v1/orders/{order_id}/relations",
        f"/api/v1/orders/{order_id}/log",
        f"/api/v1/board/rescues?order={order_id}",
        f"/api/v1/board/foresight?order={order_id}",
        f"/api/v1/board/places?order={order_id}&technician=t-wang",
        "/api/v1/board/week?district=north",
    ):
        answer = other.get(address)
        assert (answer.status_code, answer.json["code"]) == (403, "other-district"), address
    body = house.order_body()
    assert other.post("/api/v1/orders", json=body).json["code"] == "other-district"
    assert house.step("he", order_id, "hold", reason="not_ready").json["code"] == "other-district"
    assert other.post("/api/v1/districts/north/plan-requests").json["code"] == "other-district"
    assert [d["id"] for d in other.get("/api/v1/districts").json] == ["south"]
    assert [d["id"] for d in house.client("sun").get("/api/v1/districts").json] == ["north", "south"]
    client = house.live.test_client(house.app, auth={"token": house.token("he")})
    answer = client.emit("watch", {"kind": "board", "district": "north", "date": "2026-11-20"}, callback=True)
    assert answer["error"]["code"] == "other-district"


def test_a_technician_knows_no_order_of_others(house: House) -> None:
    order_id = house.assigned()
    assert house.client("li").get(f"/api/v1/orders/{order_id}").status_code == 404
    assert house.step("li", order_id, "take").status_code == 404
    assert house.client("wang").get(f"/api/v1/orders/{order_id}").status_code == 200


def test_a_link_opens_one_order_and_no_other_door(house: House) -> None:
    order_id = house.assigned()
    other_id = house.accept()["order"]["id"]
    client = house.client(link=house.link_of(order_id))
    assert client.get("/api/v1/track").json["order"]["id"] == order_id
    assert client.get(f"/api/v1/orders/{other_id}").status_code == 401


def test_with_a_staff_and_a_customer_cookie_each_door_sees_the_right_one(house: House) -> None:
    link = house.link_of(house.assigned())
    browser = house.browser("chen", link=link)
    assert browser.get("/c/").status_code == 200
    assert browser.get("/board").status_code == 200
    assert browser.get("/api/v1/session").json["user"]["role"] == "dispatcher"


def test_the_guard_says_why_it_turns_away() -> None:
    @may(Role.LEAD)
    def door() -> None: ...

    @may(Role.CUSTOMER)
    def customers_door() -> None: ...

    chen = auth.Identity(role=Role.DISPATCHER, name="Chen", session="s")
    with pytest.raises(NotSignedIn):
        admit(door, None)
    with pytest.raises(NotAllowed):
        admit(door, chen)
    with pytest.raises(NotSignedIn) as refused:
        admit(customers_door, chen)
    assert refused.value.link


def test_nobody_is_known_outside_a_request(house: House) -> None:
    with house.app.test_request_context("/"):
        g.identity = None
        assert auth.whoever() is None
        with pytest.raises(NotSignedIn):
            auth.who()


def test_the_id_of_an_event_of_one_order_is_refused_for_another(house: House) -> None:
    first, second = house.accept()["order"]["id"], house.accept()["order"]["id"]
    body = {
        "event_id": new_id(),
        "step": "assign",
        "occurred_at": house.clock.now().isoformat(),
        "data": {"technician_id": "t-wang"},
    }
    desk = house.client("chen")
    assert desk.post(f"/api/v1/orders/{first}/steps", json=body).status_code == 200
    refused = desk.post(f"/api/v1/orders/{second}/steps", json=body)
    assert (refused.status_code, refused.json["code"]) == (409, "event-id-reused")

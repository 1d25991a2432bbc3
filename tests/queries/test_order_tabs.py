"""One order from every side: what happened and when we knew, what was said, done, and what belongs to it."""

from datetime import timedelta
from typing import Any

import pytest

from dispatch.actions.linked import link_orders
from dispatch.orders.codes import Kind, Relation
from dispatch.orders.events import FACTS
from dispatch.orders.lifecycle import Step
from dispatch.orders.recounting import recounts
from dispatch.queries.order_contact import contact
from dispatch.queries.order_relations import relations
from dispatch.queries.order_story import KIND, KINDS, Wanted, story
from dispatch.queries.order_work import work
from dispatch.storage.district import Area, District
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from notifications.channels.inbox import Inbox
from tests.actions.conftest import DESK, NINE, WANG, World
from tests.actions.test_messages import relay

View = dict[str, Any]


def told(world: World, order_id: str, **wanted: Any) -> View:
    with world.database.read() as session:
        return story(session, order_id, Wanted(**wanted), now=world.now)


def spoken(world: World, order_id: str, *, masked: bool = False, **how: Any) -> View:
    with world.database.read() as session:
        return contact(session, order_id, now=world.now, masked=masked, **how)


def done(world: World, order_id: str) -> View:
    with world.database.read() as session:
        return work(session, order_id)


def related(world: World, order_id: str, districts: list[str] | None = None, **how: Any) -> View:
    with world.database.read() as session:
        return relations(session, order_id, districts, **how)


def test_every_event_belongs_to_one_kind_of_the_story() -> None:
    assert set(KIND) == set(FACTS)
    assert set(KIND.values()) | {"messages"} == set(KINDS)


def test_a_late_truth_stands_where_it_was_learnt_and_says_when_it_happened(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id)
    world.later(hours=2)
    world.step(order_id, Step.SET_OFF, occurred_at=NINE + timedelta(hours=1, minutes=30))
    newest = told(world, order_id)["lines"][0]
    assert (newest["type"], newest["late_s"], newest["by"]["name"]) == ("set_off", 1800, "王强")
    assert newest["recorded_at"] == world.now.isoformat()


def test_an_event_that_moved_a_due_time_says_from_when_to_when(world: World) -> None:
    order_id = world.accept()
    world.later(hours=3)
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready", "evidence": "customers_word"})
    world.later(hours=3)
    world.step(order_id, Step.RESUME, DESK)
    moves = {line["type"]: line["moves"] for line in told(world, order_id)["lines"]}
    complete = next(move for move in moves["resume"] if move["promise"] == "complete")
    assert complete["was_due_at"] == (NINE + timedelta(hours=24)).isoformat()
    assert complete["due_at"] == (NINE + timedelta(hours=27)).isoformat()
    assert moves["accept"] == []


def test_the_story_is_filtered_by_kind_and_by_person_and_still_counts_all(world: World) -> None:
    order_id = world.accept()
    world.completed(order_id)
    whole = told(world, order_id)
    work_alone = told(world, order_id, kinds=frozenset({"work"}))
    assert {line["kind"] for line in work_alone["lines"]} == {"work"}
    assert work_alone["matching"] == whole["kinds"]["work"] == 5
    assert work_alone["total"] == whole["total"]
    by_wang = told(world, order_id, by="technician:t-wang")
    assert {line["by"]["name"] for line in by_wang["lines"]} == {"王强"}
    assert next(one["count"] for one in whole["people"] if one["name"] == "王强") == by_wang["matching"]
    assert len(told(world, order_id, limit=2)["lines"]) == 2


def test_messages_stand_in_the_story_and_a_former_technician_does_not_read_them(world: World) -> None:
    order_id = world.accept()
    relay(world, Inbox())
    (message,) = [line for line in told(world, order_id)["lines"] if line["kind"] == "messages"]
    assert message["data"] == {"occasion": "accepted", "to": "customer", "state": "sent"}
    with world.database.read() as session:
        former = story(session, order_id, Wanted(), now=world.now, masked=True)
    assert "messages" not in former["kinds"]


def test_the_ladder_says_which_call_is_owed_and_what_came_of_each(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    ahead = spoken(world, order_id)["ladder"]
    assert ahead["first_at"] is None
    assert not any(slot["missed"] for slot in ahead["slots"])
    world.step(order_id, Step.ATTEMPT, data={"channel": "phone", "outcome": "busy"})
    view = spoken(world, order_id)
    (call,) = view["calls"]
    assert (call["outcome"], call["counts"], call["by"]["name"]) == ("busy", True, "王强")
    owed = next(slot for slot in view["ladder"]["slots"] if slot["owed"])
    assert owed["opens_at"] > world.now.isoformat()
    world.step(order_id, Step.CONTACT, data={"agreed_at": (world.now + timedelta(hours=3)).isoformat()})
    assert spoken(world, order_id)["ladder"]["is_over"]


def test_a_part_of_the_day_in_which_nobody_called_is_missed(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    world.step(order_id, Step.ATTEMPT, data={"channel": "phone", "outcome": "no_answer"})
    world.later(hours=30)
    slots = spoken(world, order_id)["ladder"]["slots"]
    assert slots[0]["missed"]
    assert not any(slot["owed"] for slot in slots if slot["missed"])


def test_what_was_written_is_shown_in_its_words_with_the_number_masked(world: World) -> None:
    order_id = world.accept(language="en")
    relay(world, Inbox())
    view = spoken(world, order_id)
    (message,) = view["messages"]
    assert (message["to"], message["address"], message["state"]) == ("customer", "138****2231", "sent")
    assert "/c/…" in message["text"]
    assert message["may_again"]
    assert view["customer"]["phone"] == "13800002231"


def test_whoever_has_it_no_more_sees_neither_number_nor_messages(world: World) -> None:
    order_id = world.accept()
    relay(world, Inbox())
    view = spoken(world, order_id, masked=True)
    assert view["customer"] == {"name": "陈*", "phone": "138****2231", "language": "zh-Hans"}
    assert (view["messages"], view["message_count"]) == ([], 0)


def test_many_messages_are_paged(world: World) -> None:
    order_id = world.accept()
    world.completed(order_id)
    relay(world, Inbox())
    view = spoken(world, order_id, messages=1)
    assert len(view["messages"]) == 1
    assert view["message_count"] > 1


def test_a_visit_has_its_times_against_the_estimate_and_its_test_against_the_contract(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL, contracted_mbps=500)
    world.contacted(order_id, hours=1)
    world.later(hours=1)
    world.step(order_id, Step.SET_OFF)
    world.later(minutes=20)
    world.step(order_id, Step.ARRIVE)
    world.step(order_id, Step.START_WORK)
    world.later(minutes=70)
    world.step(order_id, Step.TEST, data={"download_mbps": 470, "optical_dbm": -19.5})
    world.step(order_id, Step.COMPLETE)
    view = done(world, order_id)
    (visit,) = view["visits"]
    assert (visit["travel_s"], visit["on_site_s"], visit["over_s"]) == (1200, 4200, 600)
    assert visit["by"]["name"] == "王强"
    assert visit["tests"][0]["download_mbps"] == 470
    assert view["line_tests"][0]["optical_dbm"] == -19.5
    assert (view["contracted_mbps"], view["gate_percent"]) == (500, 90)
    assert view["confirmed"] is None
    assert view["parts_needed"] == {"ont": 1, "drop_cable": 1}


def test_a_failed_visit_and_the_next_one_are_two_and_a_photo_is_a_flag_without_a_picture(
    world: World,
) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.later(hours=1)
    world.step(order_id, Step.SET_OFF)
    world.step(order_id, Step.ARRIVE)
    world.later(minutes=15)
    world.step(order_id, Step.FAIL_VISIT, data={"reason": "no_access", "photo": True})
    world.completed(order_id)
    view = done(world, order_id)
    assert [visit["number"] for visit in view["visits"]] == [2, 1]
    assert view["visits"][1]["failed"]["reason"] == "no_access"
    assert view["visits"][1]["over_s"] is None  # nothing was done that could have taken its time
    (photo,) = view["photos"]
    assert (photo["of"], photo["url"], photo["by"]["name"]) == ("fail_visit", None, "王强")


def test_nothing_done_is_nothing_shown(world: World) -> None:
    view = done(world, world.accept())
    assert (view["visits"], view["photos"], view["line_tests"], view["fault_check"]) == ([], [], [], None)


def test_orders_of_the_same_line_customer_or_address_are_found_with_the_reason_and_masked(
    world: World,
) -> None:
    first = world.accept(line_id="OLT3/1/4:12")
    world.later(days=1)
    of = {
        "same_line": world.accept(line_id="OLT3/1/4:12", kind=Kind.INSTALL),
        "same_customer": world.accept(address="别处 1 号", line_id="OLT9/9:9"),
        "same_address": world.accept(customer_phone="13900000000", line_id="OLT9/9:8"),
    }
    world.accept(customer_phone="13700000000", address="毫不相干 9 号")
    view = related(world, first)
    found = {order["id"]: order for order in view["orders"]}
    assert set(found) == set(of.values())
    for reason, order_id in of.items():
        assert [why["why"] for why in found[order_id]["why"]] == [reason]
    assert {order["customer"] for order in view["orders"]} == {"陈*"}
    assert view["total"] == 3
    assert len(related(world, first, shown=1)["orders"]) == 1


def test_what_was_linked_stands_first_and_says_which_came_later(world: World) -> None:
    first, later = world.accept(), world.accept(customer_phone="13900000000", address="别处 1 号")
    newest = world.accept(kind=Kind.INSTALL)
    with world.database.write() as session:
        link_orders(
            session,
            session.get_one(Order, first),
            session.get_one(Order, later),
            Relation.REPEAT,
            now=world.now,
        )
    orders = related(world, first)["orders"]
    assert [order["id"] for order in orders] == [later, newest]
    why = orders[0]["why"][0]
    assert (why["why"], why["later"], why["linked"]) == ("repeat", True, True)


def test_orders_of_districts_that_the_reader_may_not_see_are_left_out(world: World) -> None:
    first = world.accept()
    with world.database.write() as session:
        session.add(District(id="south", name="城南"))
        session.flush()
        session.add(Area(id="s-1", district_id="south", name="南山", lat=29.25, lon=120.15))
    world.accept(district_id="south", lat=29.25, lon=120.15)
    assert related(world, first, ["north"])["orders"] == []
    assert related(world, first, None)["total"] == 1


@pytest.mark.parametrize("kind", ["install", "repair"])
def test_the_story_of_a_short_life_fits_a_page(world: World, kind: str) -> None:
    order_id = world.accept(kind=Kind(kind))
    world.step(order_id, Step.ASSIGN, DESK, {"technician_id": WANG.id})
    lines = told(world, order_id)["lines"]
    assert [line["type"] for line in lines] == ["assign", "accept"]
    assert lines[0]["technician"] == "王强"


def test_what_the_clocks_made_themselves_is_left_out_of_the_replay_and_changes_nothing(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready", "evidence": "customers_word"})
    world.later(hours=2)
    world.step(order_id, Step.RESUME, DESK)
    world.later(hours=30)
    world.ring()
    with world.database.read() as session:
        order = session.get_one(Order, order_id)
        policy = policy_for(session, order)
    events = world.events(order_id)
    assert {"warned", "broken"} & {event.type for event in events}
    moved = [
        (each.event.id, each.promise, each.due_at)
        for each in recounts(events, "Asia/Shanghai", policy, world.now)
        if each.event is not None
    ]
    shown = [(line["id"], move) for line in told(world, order_id)["lines"][::-1] for move in line["moves"]]
    assert [(event_id, move["promise"], move["due_at"]) for event_id, move in shown] == [
        (event_id, str(promise), due_at.isoformat()) for event_id, promise, due_at in moved
    ]
    assert moved

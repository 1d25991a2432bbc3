"""One cause for many orders: no clock stands still by it, nobody drives in vain, everybody is told once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions import incidents
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound, StaleVersion
from dispatch.actions.incidents import IncidentDraft
from dispatch.actions.messages import Courier
from dispatch.actions.relay import Views, relay_batch
from dispatch.orders.codes import IncidentCause, Kind
from dispatch.orders.lifecycle import Status, Step
from dispatch.queries import incidents as views
from dispatch.storage.incident import Incident, IncidentStanding
from dispatch.storage.outbox import OutboxRow, Topic
from dispatch.storage.plan import PlanRequest
from notifications.channels.inbox import Inbox
from tests.actions.conftest import DESK, NINE, WANG, World

HOUR = timedelta(hours=1)
VIEWS = Views(cards=lambda *_: {}, own=lambda *_: {}, track=lambda *_: None)


def report(world: World, n: int = 1, **changed: Any) -> str:
    return world.accept(customer_phone=f"1380000{n:04}", address=f"望江路 {n} 号", **changed)


def opened(world: World, order_ids: Sequence[str] = (), event_id: str = "cut", **changed: Any) -> str:
    given: dict[str, Any] = {"district_id": "north", "cause": IncidentCause.FIBRE_CUT, "order_ids": order_ids}
    with world.database.write() as session:
        return incidents.open_incident(
            session,
            IncidentDraft(**given | changed),
            actor=DESK,
            now=world.now,
            event_id=event_id,
        ).id


def deed(world: World, name: str, *given: Any, **named: Any) -> None:
    with world.database.write() as session:
        getattr(incidents, name)(session, "cut", *given, actor=DESK, now=world.now, **named)


def shown(world: World) -> dict[str, Any]:
    with world.database.read() as session:
        found = views.incident(session, "cut")
        assert found is not None
        return found


def messages(world: World, inbox: Inbox) -> list[tuple[str, str, str]]:
    courier = Courier(channel=inbox, operator="三限宽带", public_url="https://example.test")
    while relay_batch(world.database, push=lambda *_: None, views=VIEWS, now=world.now, courier=courier):
        pass
    return [(str(m.occasion), m.to, m.text) for m in inbox.read() if "incident" in m.occasion]


def test_orders_that_were_picked_are_put_down_to_it_and_say_so_in_their_logs(world: World) -> None:
    first, second = report(world, 1), report(world, 2)
    other = report(world, 3)
    opened(world, [first, second])
    assert [world.order(each).incident_id for each in (first, second, other)] == ["cut", "cut", None]
    assert world.types(first) == ["accept", "incident_joined"]
    assert [order["automatic"] for order in shown(world)["orders"]] == [False, False]


def test_opening_it_twice_changes_nothing(world: World) -> None:
    order_id = report(world)
    opened(world, [order_id])
    opened(world, [order_id])
    assert world.types(order_id).count("incident_joined") == 1
    assert shown(world)["version"] == 1


def test_open_reports_of_the_area_since_it_began_are_in_it_from_the_start(world: World) -> None:
    early = report(world, 1)
    world.later(hours=1)
    late, elsewhere = report(world, 2), report(world, 3, area_id="hill")
    install = report(world, 4, kind=Kind.INSTALL)
    opened(world, areas=["river"], started_at=world.now - timedelta(minutes=10))
    inside = [world.order(each).incident_id for each in (early, late, elsewhere, install)]
    assert inside == [None, "cut", None, None]


def test_a_port_gathers_the_lines_that_hang_on_it(world: World) -> None:
    below = report(world, 1, line_id="OLT3/1/4:2")
    beside = report(world, 2, line_id="OLT3/11/4:2")
    opened(world, line_prefix="OLT3/1", started_at=world.now)
    assert [world.order(each).incident_id for each in (below, beside)] == ["cut", None]


def test_a_held_visit_frees_the_technician_and_stops_no_clock(world: World) -> None:
    order_id = report(world)
    world.contacted(order_id, hours=3)
    due = world.clock(order_id, "complete").due_at
    opened(world, [order_id], expected_end_at=NINE + 5 * HOUR)
    world.later(minutes=5)
    deed(world, "hold_visits")
    order = world.order(order_id)
    assert (order.status, order.held_reason, order.agreed_at) == (Status.ON_HOLD, "incident", None)
    assert order.planned_start_at is None
    clock = world.clock(order_id, "complete")
    assert (clock.state, clock.due_at) == ("running", due)
    with world.database.read() as session:
        assert session.get(PlanRequest, "north") is not None


def test_a_visit_called_off_in_time_is_not_missed_and_a_late_one_is(world: World) -> None:
    in_time, late = report(world, 1), report(world, 2)
    world.contacted(in_time, hours=4)
    world.contacted(late, hours=1)
    opened(world, [in_time, late])
    deed(world, "hold_visits")
    world.later(hours=6)
    world.ring()
    assert world.clock(in_time, "arrive").state == "void"
    assert world.clock(late, "arrive").state == "broken"


def test_who_is_on_the_way_or_has_a_later_time_is_left_alone(world: World) -> None:
    driving, tomorrow, waiting = report(world, 1), report(world, 2), report(world, 3)
    world.contacted(driving, hours=1)
    world.step(driving, Step.SET_OFF)
    world.contacted(tomorrow, hours=24)
    world.step(waiting, Step.HOLD, DESK, {"reason": "not_ready"})
    opened(world, [driving, tomorrow, waiting], expected_end_at=NINE + 5 * HOUR)
    deed(world, "hold_visits")
    stands = {order["id"]: order["visit"] for order in shown(world)["orders"]}
    assert stands == {driving: "under_way", tomorrow: "later", waiting: "on_hold"}
    assert world.order(tomorrow).agreed_at == NINE + 24 * HOUR
    deed(world, "restore", solved=[])
    assert world.order(waiting).status is Status.ON_HOLD


def test_holding_again_takes_only_what_is_new(world: World) -> None:
    order_id = report(world)
    opened(world, [order_id])
    deed(world, "hold_visits")
    version = shown(world)["version"]
    deed(world, "hold_visits")
    assert world.types(order_id).count("hold") == 1
    assert shown(world)["version"] == version


def test_a_later_report_joins_by_itself_is_held_and_told(world: World) -> None:
    inbox = Inbox()
    opened(world, [report(world, 1)], areas=["river"])
    deed(world, "hold_visits")
    deed(world, "tell_customers")
    world.later(minutes=10)
    order_id = report(world, 2)
    order = world.order(order_id)
    assert (order.incident_id, order.status, order.held_reason) == ("cut", Status.ON_HOLD, "incident")
    assert world.types(order_id)[:4] == ["accept", "incident_joined", "hold", "incident_told"]
    assert shown(world)["orders"][1]["automatic"] is True
    assert [to for _, to, _ in messages(world, inbox)] == ["13800000001", "13800000002"]
    assert world.clock(order_id, "complete").state == "running"
    deed(world, "restore", solved=[])
    assert world.order(order_id).status is Status.ACCEPTED


def test_before_it_is_held_or_told_a_later_report_only_joins(world: World) -> None:
    opened(world, [report(world, 1)], areas=["river"])
    assert world.types(report(world, 2)) == ["accept", "incident_joined"]
    assert world.order(report(world, 3, area_id="hill")).incident_id is None


def test_a_person_with_two_orders_gets_one_message_in_the_own_language(world: World) -> None:
    inbox = Inbox()
    twice = [
        world.accept(customer_phone=phone, kind=kind, language="en")
        for phone, kind in (("13900000001", Kind.REPAIR), ("+86 139 0000 0001", Kind.INSTALL))
    ]
    other = report(world, 2)
    opened(world, [*twice, other], expected_end_at=NINE + 3 * HOUR)
    deed(world, "hold_visits")
    deed(world, "tell_customers")
    deed(world, "tell_customers")
    told = messages(world, inbox)
    assert len(told) == 2
    english = next(text for _, to, text in told if to != "13800000002")
    assert "a cut cable" in english
    assert "by today 12:00" in english
    chinese = next(text for _, to, text in told if to == "13800000002")
    assert "光缆断了" in chinese
    assert "不必在家等" in chinese


def test_its_end_releases_what_was_held_tells_everybody_once_and_asks_for_a_plan(world: World) -> None:
    inbox = Inbox()
    solved, open_still = report(world, 1), report(world, 2)
    world.assign(open_still)
    world.step(open_still, Step.TAKE)
    opened(world, [solved, open_still])
    deed(world, "hold_visits")
    world.later(hours=2)
    deed(world, "restore", solved=[solved])
    deed(world, "restore", solved=[solved])
    assert world.order(solved).status is Status.COMPLETED
    assert world.order(open_still).status is Status.TAKEN
    assert world.order(open_still).incident_id is None
    assert world.types(open_still).count("resume") == 1
    over = {to: text for occasion, to, text in messages(world, inbox) if occasion == "incident_over"}
    assert "远程测通" in over["13800000001"]
    assert "还开着" in over["13800000002"]
    assert len(over) == 2
    with world.database.read() as session:
        sent = session.scalars(select(OutboxRow).where(OutboxRow.topic == Topic.MESSAGE)).all()
        assert not [row for row in sent if row.payload["occasion"] == "resumed" and row.failed_reason is None]


def test_a_line_that_tests_good_keeps_its_promise_and_is_owed_a_call(world: World) -> None:
    order_id = report(world)
    opened(world, [order_id])
    world.later(hours=2)
    deed(world, "restore", solved=[order_id])
    clock = world.clock(order_id, "complete")
    assert (clock.state, clock.met_at) == ("kept", world.now)
    assert world.clock(order_id, "callback").state == "running"
    world.later(hours=1)
    world.step(order_id, Step.REOPEN, world.customer(order_id), {"reason": "still down"})
    assert world.clock(order_id, "complete").state == "running"


def test_only_a_repair_that_nobody_is_at_is_solved_from_the_desk(world: World) -> None:
    install = report(world, 1, kind=Kind.INSTALL)
    opened(world, [install])
    with pytest.raises(InvalidField):
        deed(world, "restore", solved=[install])
    with pytest.raises(InvalidField):
        deed(world, "restore", solved=["elsewhere"])
    assert shown(world)["standing"] == "open"


def test_who_has_another_cause_leaves_and_goes_on(world: World) -> None:
    order_id = report(world)
    opened(world, [order_id])
    deed(world, "hold_visits")
    deed(world, "remove_orders", [order_id])
    deed(world, "remove_orders", [order_id])
    assert world.order(order_id).incident_id is None
    assert world.types(order_id)[-2:] == ["incident_left", "resume"]
    deed(world, "add_orders", [order_id])
    assert world.order(order_id).status is Status.ON_HOLD
    assert shown(world)["count"] == 1


def test_an_order_is_in_one_incident_and_of_its_district(world: World) -> None:
    order_id, done = report(world, 1), report(world, 2)
    world.completed(done)
    opened(world, [order_id])
    for wrong in ([order_id], [done], ["nobody"]):
        with pytest.raises(InvalidField):
            opened(world, wrong, event_id="other")
    with pytest.raises(InvalidField):
        opened(world, areas=["far"], event_id="other")
    with pytest.raises(InvalidField):
        opened(world, event_id="other")
    with pytest.raises(NotFound):
        deed_on_nothing(world)


def deed_on_nothing(world: World) -> None:
    with world.database.write() as session:
        incidents.hold_visits(session, "nothing", actor=DESK, now=world.now)


def test_nobody_holds_for_an_incident_that_the_order_is_not_in(world: World) -> None:
    order_id = report(world)
    with pytest.raises(InvalidField):
        world.step(order_id, Step.HOLD, DESK, {"reason": "incident"})


def test_two_who_change_it_do_not_overwrite_each_other(world: World) -> None:
    opened(world, [report(world)])

    def change(version: int, ends_at: datetime) -> None:
        with world.database.write() as session:
            incidents.change_incident(
                session, "cut", {"expected_end_at": ends_at}, now=world.now, expected_version=version
            )

    change(1, NINE + HOUR)
    change(1, NINE + HOUR)
    with pytest.raises(StaleVersion):
        change(1, NINE + 2 * HOUR)
    with pytest.raises(InvalidField):
        change(2, NINE - HOUR)


def test_another_expected_end_may_be_told_and_is_told_once_however_late_the_first_word_leaves(
    world: World,
) -> None:
    inbox, order_id = Inbox(), report(world)
    opened(world, [order_id], expected_end_at=NINE + 2 * HOUR)
    deed(world, "tell_customers")
    with world.database.write() as session:
        later = {"expected_end_at": NINE + 5 * HOUR}
        incidents.change_incident(session, "cut", later, now=world.now, expected_version=2)
    assert shown(world)["untold"] == 1
    deed(world, "tell_customers")
    (told,) = messages(world, inbox)
    assert "14:00" in told[2]
    assert world.types(order_id).count("incident_told") == 2


def test_what_is_over_takes_no_more(world: World) -> None:
    order_id = report(world)
    opened(world, [order_id], areas=["river"])
    deed(world, "restore", solved=[])
    for name, given in (("hold_visits", ()), ("tell_customers", ()), ("add_orders", ([order_id],))):
        with pytest.raises(NotAllowed):
            deed(world, name, *given)
    assert world.order(report(world, 2)).incident_id is None
    with world.database.read() as session:
        assert session.get_one(Incident, "cut").standing is IncidentStanding.RESTORED


def test_every_change_is_pushed_to_the_boards_of_the_district(world: World) -> None:
    opened(world, [report(world)])
    deed(world, "hold_visits")
    pushed: list[tuple[str, str, dict[str, Any]]] = []
    while relay_batch(
        world.database, push=lambda *one: pushed.append(one), views=VIEWS, now=world.now, courier=None
    ):
        pass
    told = [(room, payload["version"]) for room, name, payload in pushed if name == "incident"]
    assert told == [("board:north", 1), ("board:north", 2)]


def test_a_technician_who_has_it_sees_it_held(world: World) -> None:
    order_id = report(world)
    world.assign(order_id, WANG)
    opened(world, [order_id])
    deed(world, "hold_visits")
    assert world.order(order_id).technician_id == WANG.id
    assert world.order(order_id).held_from is Status.ASSIGNED


def test_what_looks_like_one_fault_is_suggested_until_it_is_one(world: World) -> None:
    order_ids = [report(world, n) for n in range(5)]
    world.later(minutes=5)
    with world.database.read() as session:
        (found,) = views.incidents(session, "north", now=world.now)["suggestions"]
    assert found["order_ids"] == sorted(order_ids)
    opened(world, order_ids)
    with world.database.read() as session:
        listed = views.incidents(session, "north", now=world.now)
    assert listed["suggestions"] == []
    assert [one["count"] for one in listed["incidents"]] == [5]

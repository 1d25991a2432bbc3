"""The line that failed again, the report that came twice, and the fault that comes too late to reopen."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch.actions.again import report_again
from dispatch.actions.duplicates import Merge, merge_duplicate
from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed, NotFound
from dispatch.actions.orders import OrderDraft
from dispatch.actions.questions import answer
from dispatch.orders.codes import Kind, Relation
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor
from dispatch.storage.compensation import Compensation
from dispatch.storage.order import Order
from tests.actions.aftercare import ask, install, links
from tests.actions.conftest import DESK, WANG, World


def merge(world: World, one: str, two: str, event_id: str | None = None, actor: Actor = DESK) -> Merge:
    with world.database.write() as session:
        return merge_duplicate(session, one, two, actor=actor, now=world.now, event_id=event_id or world.id())


def test_a_repair_after_an_install_is_a_repeat_that_counts_against_that_visit(world: World) -> None:
    first_id = install(world)
    world.later(days=3)
    repair_id = world.accept(customer_phone="138 0000 2231", address="望江路8号3幢502")
    (link,) = links(world, repair_id)
    assert (link.first_id, link.later_id, link.relation) == (first_id, repair_id, Relation.REPEAT)
    assert (link.technician_id, link.area_id, link.visit_no) == (WANG.id, "river", 1)
    assert link.visit_at == world.order(first_id).completed_at
    other_id = world.accept(customer_phone="13900000000")
    assert world.order(repair_id).priority > world.order(other_id).priority
    assert world.types(first_id)[-1] == world.types(repair_id)[-1] == "linked"


@pytest.mark.parametrize(
    ("accepted_at", "repeats"),
    [
        (datetime(2026, 12, 20, 15, 59, 59, tzinfo=UTC), True),  # 23:59:59 of the 30th day in Shanghai
        (datetime(2026, 12, 20, 16, 0, tzinfo=UTC), False),
    ],
)
def test_the_thirtieth_local_day_is_the_last(world: World, accepted_at: datetime, repeats: bool) -> None:
    install(world)
    world.now = accepted_at
    assert bool(links(world, world.accept())) is repeats


def test_another_line_a_new_install_and_an_unfinished_visit_are_no_repeats(world: World) -> None:
    open_id = world.accept(customer_phone="13900000009")
    assert links(world, world.accept(customer_phone="13900000009")) == []
    assert links(world, open_id) == []
    install(world, line_id="L-1")
    world.later(days=1)
    assert links(world, world.accept(customer_phone="13900000001")) == []
    assert links(world, world.accept(line_id="L-2")) == []
    assert links(world, world.accept(kind=Kind.INSTALL)) == []
    assert len(links(world, world.accept(line_id="L-1", customer_phone="13900000001", address="x"))) == 1


def test_the_last_visit_is_the_one_that_it_counts_against(world: World) -> None:
    install(world)
    world.later(days=2)
    second_id = world.accept()
    world.completed(second_id)
    world.later(days=2)
    (link,) = links(world, world.accept())
    assert link.first_id == second_id


def test_a_corrected_address_is_the_line_that_counts(world: World) -> None:
    first_id = install(world)
    with world.database.write() as session:
        session.get_one(Order, first_id).address = "望江路 9 号"
    world.later(days=1)
    assert links(world, world.accept()) == []
    assert len(links(world, world.accept(address="望江路9号"))) == 1


def test_a_duplicate_is_closed_into_the_earlier_one_which_keeps_its_start(world: World) -> None:
    first_id = world.accept(note="dog")
    question = ask(world, first_id)
    started_at = world.clock(first_id, "complete").started_at
    world.later(hours=1)
    second_id = world.accept(note="bell is broken")
    second_question = ask(world, second_id)
    world.assign(second_id)
    result = merge(world, first_id, second_id)
    assert (result.kept.id, result.closed.id) == (first_id, second_id)
    assert world.order(second_id).status == "withdrawn"
    assert world.order(first_id).note == "dog\nbell is broken"
    assert world.clock(first_id, "complete").started_at == started_at
    assert world.clock(first_id, "complete").state == "running"
    assert {world.clock(second_id, "complete").state, world.clock(second_id, "accept").state} == {"void"}
    assert [link.relation for link in links(world, first_id)] == [Relation.DUPLICATE]
    for asked in (question, second_question):
        with world.database.write() as session:
            answer(session, asked.id, "明天", actor=DESK, now=world.now, event_id=world.id())
    assert world.clock(second_id, "answer").state == "kept"


def test_a_break_before_the_merge_stays_and_grows_no_more(world: World) -> None:
    first_id = world.accept()
    world.later(minutes=1)
    second_id = world.accept()
    world.later(hours=25)
    world.ring()
    merge(world, first_id, second_id)
    for _ in range(3):
        world.later(days=1)
        world.ring()
        ask(world, second_id)  # whatever is judged anew
    assert world.clock(second_id, "complete").state == "broken"
    with world.database.read() as session:
        (entry,) = session.scalars(select(Compensation).where(Compensation.order_id == second_id))
    assert entry.amount_cents == 1000


def test_what_was_received_first_is_kept_even_if_it_was_keyed_later(world: World) -> None:
    keyed_first = world.accept()
    world.later(minutes=30)
    received_first = world.accept(accepted_at=world.now - timedelta(hours=1))
    assert merge(world, received_first, keyed_first).kept.id == received_first


def test_a_merge_replayed_changes_nothing(world: World) -> None:
    one, two = world.accept(), world.accept()
    first = merge(world, one, two, "merged")
    version = world.order(first.kept.id).version
    assert merge(world, one, two, "merged").replayed
    assert world.order(first.kept.id).version == version
    assert len(links(world, one)) == 1


def test_only_open_orders_of_one_kind_and_only_by_the_desk(world: World) -> None:
    one, two = world.accept(), world.accept(kind=Kind.INSTALL)
    for other, error in ((two, InvalidField), (one, InvalidField), ("nothing", NotFound)):
        with pytest.raises(error):
            merge(world, one, other)
    done = world.accept()
    world.completed(done)
    with pytest.raises((InvalidField, IllegalStep)):
        merge(world, one, done)
    with pytest.raises(NotAllowed):
        merge(world, one, world.accept(), actor=WANG)
    assert world.order(one).status == "accepted"


def again(world: World, order_id: str) -> Order:
    with world.database.write() as session:
        return report_again(
            session,
            order_id,
            "断网",
            actor=world.customer(order_id),
            now=world.now,
            event_id=world.id(),
        ).order


def test_within_48_hours_it_is_reopened_and_later_it_is_a_new_order_linked_to_the_visit(world: World) -> None:
    order_id = install(world)
    world.later(hours=48)
    with pytest.raises(IllegalStep) as refused:
        again(world, order_id)
    assert Step.REOPEN in refused.value.allowed
    world.later(seconds=1)
    with pytest.raises(NotAllowed, match="too_late_to_reopen"):
        world.step(order_id, Step.REOPEN, world.customer(order_id), {"reason": "dead"})
    order = again(world, order_id)
    assert (order.kind, order.source, order.note) == (Kind.REPAIR, "customer", "断网")
    (link,) = links(world, order.id)
    assert (link.first_id, link.relation) == (order_id, Relation.REPEAT)


def test_a_draft_says_nothing_of_a_line_unless_told() -> None:
    assert OrderDraft.__dataclass_fields__["line_id"].default is None


def test_our_own_order_to_put_the_network_right_is_not_taken_for_the_customers_report(world: World) -> None:
    order_id = install(world, 60)
    world.later(hours=49)
    reported = again(world, order_id)
    assert reported.source == "customer"
    assert again(world, order_id).id == reported.id

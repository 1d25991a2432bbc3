"""What is owed to people is found again: on the board when it presses, in figures against the visit that failed."""

from datetime import date, timedelta

from dispatch.actions.questions import answer
from dispatch.orders.lifecycle import Step
from dispatch.queries.board import board
from dispatch.queries.linked import repeats
from tests.actions.aftercare import ask, install, rate, reach
from tests.actions.conftest import DESK, WANG, World


def on_board(world: World) -> set[str]:
    local = world.now + timedelta(hours=8)
    with world.database.read() as session:
        shown = board(session, "north", date(local.year, local.month, local.day), now=world.now)
    return {card["id"] for card in shown["orders"]}


def test_a_call_back_comes_onto_the_board_when_it_presses_and_leaves_when_it_is_made(world: World) -> None:
    order_id = install(world)
    world.later(hours=30)
    assert order_id not in on_board(world)
    world.later(hours=6)
    assert order_id in on_board(world)
    reach(world, order_id, 5)
    assert order_id not in on_board(world)


def test_an_open_question_and_a_dissatisfied_customer_stay_on_the_board(world: World) -> None:
    asked, unhappy = install(world), install(world, customer_phone="13900000001")
    question = ask(world, asked)
    rate(world, unhappy, 1)
    reach(world, asked)
    world.later(days=2)
    assert {asked, unhappy} <= on_board(world)
    with world.database.write() as session:
        answer(session, question.id, "好", actor=DESK, now=world.now)
    assert asked not in on_board(world)


def test_a_withdrawn_order_with_a_question_is_not_forgotten(world: World) -> None:
    order_id = world.accept()
    ask(world, order_id)
    world.step(order_id, Step.REQUEST_WITHDRAWAL, world.customer(order_id), {"reason": "no"})
    world.step(order_id, Step.VERIFY_WITHDRAWAL, DESK)
    world.step(order_id, Step.WITHDRAW, DESK)
    world.later(days=1)
    assert order_id in on_board(world)


def test_repeats_are_counted_against_the_visit_once_however_often_the_line_fails(world: World) -> None:
    begun_at = world.now
    install(world)
    install(world, customer_phone="13900000001")
    ended_at = world.now + timedelta(hours=1)
    for _ in range(2):
        world.later(days=2)
        world.accept()
    with world.database.read() as session:
        found = repeats(session, "north", begun_at, ended_at)
    assert found == {
        "technicians": {WANG.id: {"visits": 2, "repeats": 1}},
        "areas": {"river": {"visits": 2, "repeats": 1}},
    }

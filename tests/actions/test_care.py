"""A low rating or a complaint is cared for in order, and only the customer's own verdict closes the case."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dispatch.actions.care import move_case
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.owners import hand_over
from dispatch.orders.codes import CareCause, CareStage, CareVerdict, Matter
from dispatch.orders.lifecycle import Step
from dispatch.storage.care_case import CareNote
from dispatch.storage.question import QuestionKind
from tests.actions.aftercare import ask, cases, install, judge, move, person, rate, reach
from tests.actions.conftest import DESK, WANG, World

LOCATE, ANALYSE, CARE = CareStage
SATISFIED, DISSATISFIED = CareVerdict


def dissatisfied(world: World) -> tuple[str, str]:
    order_id = install(world)
    rate(world, order_id, 1)
    return order_id, cases(world, order_id)[0].id


@pytest.mark.parametrize(("rating", "opened"), [(1, 1), (2, 1), (3, 0), (5, 0)])
def test_up_to_two_of_five_opens_a_case_with_72_hours(world: World, rating: int, opened: int) -> None:
    order_id = install(world)
    rate(world, order_id, rating)
    found = cases(world, order_id)
    assert len(found) == opened
    if opened:
        clock = world.clock(order_id, "care")
        assert (clock.state, clock.due_at) == ("running", world.now + timedelta(hours=72))
        assert (found[0].cause, found[0].rating, found[0].owner) == (CareCause.RATING, rating, "desk")


def test_whoever_hears_of_it_on_the_phone_owns_it(world: World) -> None:
    order_id = install(world)
    reach(world, order_id, 2)
    assert cases(world, order_id)[0].owner == f"{DESK.role}:{DESK.id}"


def test_a_complaint_is_a_question_and_a_case_and_a_technician_does_not_judge_it(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    question = ask(world, order_id, WANG, QuestionKind.COMPLAINT)
    (case,) = cases(world, order_id)
    assert (case.cause, case.question_id, case.owner) == (CareCause.COMPLAINT, question.id, "desk")
    assert question.owner == "technician:t-wang"
    assert world.clock(order_id, "answer").state == world.clock(order_id, "care").state == "running"
    ask(world, order_id, kind=QuestionKind.OPINION)
    assert len(cases(world, order_id)) == 1


def test_a_second_low_rating_joins_the_open_case_and_a_complaint_has_its_own(world: World) -> None:
    order_id, _ = dissatisfied(world)
    rate(world, order_id, 2)
    assert len(cases(world, order_id)) == 1
    ask(world, order_id, kind=QuestionKind.COMPLAINT)
    assert [case.occasion for case in cases(world, order_id)] == [1, 2]


def test_the_stages_come_in_order_each_with_who_when_and_words(world: World) -> None:
    order_id, case_id = dissatisfied(world)
    for wrong in (ANALYSE, CARE):
        with pytest.raises(NotAllowed, match="care_out_of_order"):
            move(world, case_id, wrong)
    for stage in (LOCATE, ANALYSE, CARE):
        with pytest.raises(NotAllowed, match="care_out_of_order"):
            judge(world, case_id, SATISFIED)
        world.later(hours=1)
        move(world, case_id, stage)
        with pytest.raises(NotAllowed, match="care_out_of_order"):
            move(world, case_id, stage)
    judge(world, case_id, SATISFIED)
    with world.database.read() as session:
        notes = session.scalars(select(CareNote).order_by(CareNote.written_at, CareNote.id)).all()
    assert sorted(note.stage for note in notes) == ["analyse", "care", "locate", "verdict"]
    assert {note.written_by for note in notes} == {"dispatcher:u-desk"}
    assert all("线路" not in str(event.fact) for event in world.events(order_id))
    assert world.clock(order_id, "care").state == "kept"
    with pytest.raises(NotAllowed, match="settled"):
        judge(world, case_id, SATISFIED)


def test_a_negative_verdict_keeps_this_case_and_begins_the_next_with_its_own_clock(world: World) -> None:
    order_id, case_id = dissatisfied(world)
    for stage in (LOCATE, ANALYSE, CARE):
        move(world, case_id, stage)
    world.later(hours=70)
    for _ in range(2):
        judge(world, case_id, DISSATISFIED, "verdict-once")
    first, second = cases(world, order_id)
    assert (first.verdict, second.cause, second.follows_id) == (DISSATISFIED, CareCause.VERDICT, case_id)
    assert world.clock(order_id, "care").state == "kept"
    clock = world.clock(order_id, "care", 2)
    assert (clock.state, clock.due_at) == ("running", world.now + timedelta(hours=72))


def test_a_case_that_nobody_closes_breaks_after_72_hours(world: World) -> None:
    order_id, _ = dissatisfied(world)
    world.later(hours=72, seconds=1)
    world.ring()
    assert world.clock(order_id, "care").state == "broken"
    assert "broken" in world.types(order_id)


def test_care_outlives_the_confirmation_and_the_withdrawal(world: World) -> None:
    order_id, case_id = dissatisfied(world)
    world.step(order_id, Step.CONFIRM, world.customer(order_id))
    move(world, case_id, LOCATE)
    other_id = world.accept(customer_phone="13900000001")
    ask(world, other_id, kind=QuestionKind.COMPLAINT)
    world.step(other_id, Step.REQUEST_WITHDRAWAL, world.customer(other_id), {"reason": "enough"})
    world.step(other_id, Step.VERIFY_WITHDRAWAL, DESK)
    world.step(other_id, Step.WITHDRAW, DESK)
    (case,) = cases(world, other_id)
    for stage in (LOCATE, ANALYSE, CARE):
        move(world, case.id, stage)
    judge(world, case.id, SATISFIED)
    assert world.clock(other_id, "care").state == "kept"
    assert world.clock(other_id, "complete").state == "void"
    assert world.clock(other_id, "answer").state == "running"


def test_words_are_needed_and_a_case_that_is_not_there_is_said(world: World) -> None:
    _, case_id = dissatisfied(world)
    with world.database.write() as session, pytest.raises(InvalidField):
        move_case(session, case_id, LOCATE, " ", actor=DESK, now=world.now, event_id=world.id())
    with pytest.raises(NotFound):
        move(world, "nothing", LOCATE)


def test_a_case_is_handed_to_somebody_of_the_desk_and_never_to_a_technician(world: World) -> None:
    order_id, case_id = dissatisfied(world)
    lead, technician = person(world, "lead"), person(world, "technician")
    with world.database.write() as session, pytest.raises(InvalidField):
        hand_over(
            session, Matter.CARE_CASE, case_id, technician, actor=DESK, now=world.now, event_id=world.id()
        )
    with world.database.write() as session:
        hand_over(session, Matter.CARE_CASE, case_id, lead, actor=DESK, now=world.now, event_id=world.id())
    for stage in (LOCATE, ANALYSE, CARE):
        move(world, case_id, stage)
    judge(world, case_id, DISSATISFIED)
    assert [case.owner for case in cases(world, order_id)] == [f"lead:{lead}"] * 2

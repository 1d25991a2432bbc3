"""Whoever is asked first owns it, hands it to somebody and never to nobody, and it is open until the customer was told."""

from datetime import timedelta

import pytest

from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.owners import hand_over
from dispatch.actions.questions import answer, try_answer
from dispatch.orders.codes import Channel, Matter, Outcome
from dispatch.orders.people import Actor
from dispatch.storage.district import District
from dispatch.storage.question import Question
from tests.actions.aftercare import ask, person
from tests.actions.conftest import DESK, LI, WANG, World


def give(
    world: World, question_id: str, user_id: str, actor: Actor = DESK, event_id: str | None = None
) -> None:
    with world.database.write() as session:
        hand_over(
            session,
            Matter.QUESTION,
            question_id,
            user_id,
            actor=actor,
            now=world.now,
            event_id=event_id or world.id(),
        )


def tell(world: World, question_id: str) -> None:
    with world.database.write() as session:
        answer(session, question_id, "今天下午", actor=DESK, now=world.now, event_id=world.id())


def call(world: World, question_id: str) -> None:
    with world.database.write() as session:
        try_answer(
            session,
            question_id,
            channel=Channel.PHONE,
            outcome=Outcome.NO_ANSWER,
            actor=DESK,
            now=world.now,
            event_id=world.id(),
        )


def stored(world: World, question_id: str) -> Question:
    with world.database.read() as session:
        return session.get_one(Question, question_id)


def test_whoever_was_asked_first_owns_it_and_the_desk_what_the_page_was_asked(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    assert ask(world, order_id, WANG).owner == "technician:t-wang"
    assert ask(world, order_id, DESK).owner == "dispatcher:u-desk"
    assert ask(world, order_id).owner == "desk"


def test_it_is_handed_to_a_person_of_the_district_once_and_the_log_says_by_whom(world: World) -> None:
    order_id = world.accept()
    question = ask(world, order_id)
    lead, technician = person(world, "lead"), person(world, "technician")
    for _ in range(2):
        give(world, question.id, lead, event_id="given")
    assert stored(world, question.id).owner == f"lead:{lead}"
    given = world.events(order_id)[-1]
    assert (given.type, given.fact.owner, given.actor) == ("handed_over", f"lead:{lead}", DESK)
    assert world.types(order_id).count("handed_over") == 1
    give(world, question.id, technician)
    assert stored(world, question.id).owner == "technician:t-li"
    assert world.clock(order_id, "answer").state == "running"


def test_it_is_never_handed_to_nobody_to_a_stranger_or_to_whom_it_is(world: World) -> None:
    order_id = world.accept()
    question = ask(world, order_id)
    with world.database.write() as session:
        session.add(District(id="south", name="城南"))
    stranger, lead = person(world, "lead", "south"), person(world, "lead")
    for nobody in ("", "desk", "nobody", stranger):
        with pytest.raises(InvalidField):
            give(world, question.id, nobody)
    give(world, question.id, lead)
    with pytest.raises(InvalidField):
        give(world, question.id, lead)
    with pytest.raises(NotFound):
        give(world, "nothing", lead)


def test_a_technician_gives_away_only_what_is_theirs(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    question = ask(world, order_id, WANG)
    lead = person(world, "lead")
    with pytest.raises(NotAllowed, match="not_your_matter"):
        give(world, question.id, lead, LI)
    give(world, question.id, lead, WANG)
    assert stored(world, question.id).owner == f"lead:{lead}"


def test_an_answer_within_24_hours_keeps_it_and_what_is_answered_changes_hands_no_more(world: World) -> None:
    order_id = world.accept()
    question = ask(world, order_id)
    world.later(hours=24)
    tell(world, question.id)
    assert world.clock(order_id, "answer").state == "kept"
    with pytest.raises(NotAllowed, match="settled"):
        give(world, question.id, person(world, "lead"))
    with pytest.raises(NotAllowed, match="settled"):
        call(world, question.id)


def test_a_punctual_ladder_leaves_it_attempted_and_the_question_open(world: World) -> None:
    order_id = world.accept()
    question = ask(world, order_id)  # 09:00
    for hours in (1, 2, 6, 14):  # 10:00, 12:00, 18:00, 08:00
        world.later(hours=hours)
        call(world, question.id)
    assert world.clock(order_id, "answer").state == "attempted"
    world.later(days=3)
    world.ring()
    assert world.clock(order_id, "answer").state == "attempted"
    assert stored(world, question.id).answered_at is None
    tell(world, question.id)
    assert stored(world, question.id).answered_at == world.now


def test_without_the_ladder_an_unanswered_question_is_broken_after_a_day(world: World) -> None:
    order_id = world.accept()
    question = ask(world, order_id)
    world.later(hours=1)
    call(world, question.id)
    world.later(hours=23, seconds=1)
    world.ring()
    clock = world.clock(order_id, "answer")
    assert (clock.state, clock.due_at - clock.started_at) == ("broken", timedelta(hours=24))


def test_nobody_is_called_with_an_answer_at_night(world: World) -> None:
    order_id = world.accept()
    question = ask(world, order_id)
    world.later(hours=13)
    with pytest.raises(NotAllowed, match="outside_contact_hours"):
        call(world, question.id)


def test_a_second_answer_adds_words_and_moves_no_time(world: World) -> None:
    order_id = world.accept()
    question = ask(world, order_id)
    told_at = world.later(hours=1)
    tell(world, question.id)
    world.later(days=2)
    tell(world, question.id)
    assert world.clock(order_id, "answer").state == "kept"
    assert stored(world, question.id).answered_at == world.clock(order_id, "answer").met_at == told_at

"""Who hears of call-backs, care and matters that change hands, and who no longer has to."""

from sqlalchemy import select

from dispatch.actions.duplicates import merge_duplicate
from dispatch.actions.owners import hand_over
from dispatch.orders.codes import Matter
from dispatch.storage.call_back import CallBack
from dispatch.storage.question import QuestionKind
from notifications.channels.inbox import Inbox
from tests.actions.aftercare import ask, cases, install, miss, person, rate
from tests.actions.conftest import DESK, World
from tests.actions.test_messages import relay, texts, told


def test_the_first_missed_call_sends_the_survey_once_a_completion(world: World) -> None:
    inbox = Inbox()
    order_id = install(world)
    for hours in (1, 1.5, 5):
        world.later(hours=hours)
        miss(world, order_id)
        relay(world, inbox)
        relay(world, inbox)
    assert told(inbox).count("survey") == 1
    assert "打个分" in texts(inbox, "survey")[0]


def test_whoever_has_answered_meanwhile_is_not_asked_again(world: World) -> None:
    inbox = Inbox()
    order_id = install(world)
    miss(world, order_id)
    rate(world, order_id, 5)
    relay(world, inbox)
    assert "survey" not in told(inbox)


def test_a_dissatisfied_customer_is_told_until_when_it_is_cared_for(world: World) -> None:
    inbox = Inbox()
    order_id = install(world)
    rate(world, order_id, 1)
    relay(world, inbox)
    assert "23 日 10:00" in texts(inbox, "care")[0]
    rate(world, order_id, 2)
    relay(world, inbox)
    assert told(inbox).count("care") == 1


def test_the_new_owner_is_told_and_the_warning_goes_to_them_and_not_to_the_technician(world: World) -> None:
    inbox = Inbox()
    order_id = install(world)
    lead = person(world, "manager")
    with world.database.write() as session:
        owed = session.scalars(select(CallBack)).one()
        hand_over(session, Matter.CALL_BACK, owed.id, lead, actor=DESK, now=world.now, event_id=world.id())
    relay(world, inbox)
    (message,) = [message for message in inbox.read() if message.occasion == "handed_over"]
    assert message.to == "manager-north"
    assert "回访" in message.text
    world.later(hours=24)
    world.ring()
    relay(world, inbox)
    assert [message.to for message in inbox.read() if message.occasion == "warned"] == ["manager-north"]
    assert world.order(order_id).technician_id == "t-wang"


def test_what_lies_at_the_desk_warns_nobody_in_particular(world: World) -> None:
    inbox = Inbox()
    install(world)
    world.later(hours=24)
    world.ring()
    relay(world, inbox)
    assert "warned" not in told(inbox)


def test_a_matter_that_was_settled_before_the_message_left_is_not_handed_on(world: World) -> None:
    inbox = Inbox()
    order_id = install(world)
    lead = person(world, "lead")
    ask(world, order_id, kind=QuestionKind.COMPLAINT)
    (case,) = cases(world, order_id)
    for to in (lead, person(world, "manager")):
        with world.database.write() as session:
            hand_over(session, Matter.CARE_CASE, case.id, to, actor=DESK, now=world.now, event_id=world.id())
    relay(world, inbox)
    assert [m.to for m in inbox.read() if m.occasion == "handed_over"] == ["manager-north"]


def test_an_optimisation_order_is_told_as_the_order_that_it_is(world: World) -> None:
    inbox = Inbox()
    install(world, 60)
    relay(world, inbox)
    assert told(inbox).count("accepted") == 2


def test_whoever_reported_twice_is_told_which_report_goes_on(world: World) -> None:
    inbox = Inbox()
    first_id = world.accept()
    world.later(minutes=5)
    second_id = world.accept()
    with world.database.write() as session:
        merge_duplicate(session, first_id, second_id, actor=DESK, now=world.now, event_id=world.id())
    relay(world, inbox)
    (text,) = texts(inbox, "merged")
    assert world.order(first_id).number in text
    assert "明天 09:00" in text
    assert "withdrawn" not in told(inbox)

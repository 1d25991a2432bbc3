"""What was written to people stands with its words and its fate, and may be sent once more."""

import pytest
from sqlalchemy import select

from dispatch.actions.errors import NotAllowed
from dispatch.actions.message_again import send_again
from dispatch.scheduler import OUTBOX_KEPT, tidy
from dispatch.storage.message import MessageState, PersonalMessage
from dispatch.storage.outbox import OutboxRow, Topic
from notifications.channels.inbox import Inbox
from notifications.delivery import Failure, Fault, Undelivered
from notifications.message import Message
from tests.actions.conftest import DESK, World
from tests.actions.test_messages import relay


class Silent:
    """A channel that is down."""

    name = "silent"
    form = "sms"

    def send(self, message: Message) -> None:
        raise Undelivered(Failure(Fault.TEMPORARY, f"no answer for {message.occasion}"))


def kept(world: World, order_id: str) -> list[PersonalMessage]:
    with world.database.read() as session:
        return list(
            session.scalars(
                select(PersonalMessage)
                .where(PersonalMessage.order_id == order_id)
                .order_by(PersonalMessage.created_at, PersonalMessage.id)
            )
        )


def again(world: World, message_id: str) -> PersonalMessage:
    with world.database.write() as session:
        return send_again(session, message_id, actor=DESK, now=world.now)


def test_what_was_sent_stands_in_its_words_without_the_links_token_and_outlives_the_outbox(
    world: World,
) -> None:
    inbox = Inbox()
    order_id = world.accept(language="en")
    relay(world, inbox)
    (message,) = kept(world, order_id)
    (sent,) = inbox.read()
    token = sent.text.partition("/c/")[2].split()[0].rstrip(".")
    assert message.text == sent.text.replace(token, "…")
    assert (message.occasion, message.state, message.tries) == ("accepted", MessageState.SENT, 1)
    assert (message.channel, message.address, message.language) == ("inbox", "138****2231", "en")
    world.later(days=2)
    tidy(world.database, world.now)
    with world.database.read() as session:
        assert not session.scalars(select(OutboxRow).where(OutboxRow.topic == Topic.MESSAGE)).all()
    assert OUTBOX_KEPT.days < 2
    assert kept(world, order_id)[0].text == message.text


def test_a_message_that_fails_waits_with_its_reason_and_then_is_given_up(world: World) -> None:
    order_id = world.accept()
    relay(world, Silent())
    (message,) = kept(world, order_id)
    assert (message.state, message.tries, message.reason) == (
        MessageState.QUEUED,
        1,
        "no answer for accepted",
    )
    assert message.due_at > world.now
    for _ in range(6):
        world.later(hours=3)
        relay(world, Silent())
    (message,) = kept(world, order_id)
    assert message.state is MessageState.FAILED
    assert message.reason is not None
    assert message.reason.startswith("failed ")


def test_a_failed_message_goes_out_once_more_and_never_a_third_time(world: World) -> None:
    inbox = Inbox()
    order_id = world.accept()
    for _ in range(7):
        relay(world, Silent())
        world.later(hours=1)
    (failed,) = kept(world, order_id)
    repeated = again(world, failed.id)
    assert again(world, failed.id).id == repeated.id
    relay(world, inbox)
    assert [message.occasion for message in inbox.read()] == ["accepted"]
    second = next(one for one in kept(world, order_id) if one.again_of)
    assert (second.state, second.asked_by) == (MessageState.SENT, "dispatcher:u-desk")
    with pytest.raises(NotAllowed):
        again(world, second.id)


def test_what_was_delivered_is_delivered_again_though_the_channel_knows_its_first_id(world: World) -> None:
    inbox = Inbox()
    order_id = world.accept()
    relay(world, inbox)
    again(world, kept(world, order_id)[0].id)
    relay(world, inbox)
    assert [message.occasion for message in inbox.read()] == ["accepted", "accepted"]


def test_what_still_waits_is_not_sent_again(world: World) -> None:
    world.later(hours=13)  # 22:00: it waits for the morning
    order_id = world.accept()
    relay(world, Inbox())
    with pytest.raises(NotAllowed):
        again(world, kept(world, order_id)[0].id)

"""Who hears of a pause: why it stands, that somebody objects, what was decided, that it has lasted long."""

from datetime import timedelta

import pytest

from dispatch.actions import force_majeure, users
from dispatch.actions.messages import Courier
from dispatch.actions.relay import Views, relay_batch
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor, Role
from notifications.channels.inbox import Inbox
from tests.actions.conftest import DESK, LEAD, NINE, World

VIEWS = Views(cards=lambda *_: {}, own=lambda *_: {}, track=lambda *_: None)
HOUR = timedelta(hours=1)


@pytest.fixture
def inbox(world: World) -> Inbox:
    with world.database.write() as session:
        for role in (Role.LEAD, Role.MANAGER):
            users.create_user(
                session,
                login=str(role),
                name=str(role),
                password="correct horse battery",
                role=role,
                district_id="north",
                now=NINE,
            )
    return Inbox()


def read(world: World, inbox: Inbox) -> list[tuple[str, str]]:
    """Everybody's messages so far: why, and to whom."""
    courier = Courier(channel=inbox, operator="三限宽带", public_url="https://example.test")
    while relay_batch(world.database, push=lambda *_: None, views=VIEWS, now=world.now, courier=courier):
        pass
    return [(str(message.occasion), message.to) for message in inbox.read()]


def texts(inbox: Inbox, occasion: str) -> list[str]:
    return [message.text for message in inbox.read() if message.occasion == occasion]


def test_a_dispute_reaches_the_lead_and_its_decision_the_customer(world: World, inbox: Inbox) -> None:
    order_id = world.accept()
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready"})
    pause = {"reason": "not_ready", "start_at": NINE.isoformat()}
    world.step(order_id, Step.DISPUTE_PAUSE, world.customer(order_id), pause)
    sent = read(world, inbox)
    assert ("disputed", "lead") in sent
    assert ("disputed", "manager") not in sent
    world.step(order_id, Step.DECIDE_DISPUTE, LEAD, pause | {"upheld": True})
    assert ("dispute_decided", "13800002231") in read(world, inbox)
    (decided,) = texts(inbox, "dispute_decided")
    assert "明天 09:00 前修好" in decided


def test_the_reason_of_a_pause_is_the_clocks_not_the_words_of_whoever_held_the_order(
    world: World, inbox: Inbox
) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    for hours in (1, 3, 9, 24):
        world.now = NINE + hours * HOUR
        world.step(order_id, Step.ATTEMPT)
    world.step(order_id, Step.HOLD, data={"reason": "not_ready"})
    read(world, inbox)
    (paused,) = texts(inbox, "paused")
    assert "联系不上您" in paused


def test_a_hold_that_stops_no_clock_is_not_told_as_a_pause(world: World, inbox: Inbox) -> None:
    order_id = world.accept()
    world.step(order_id, Step.HOLD, DESK, {"reason": "customer_later"})
    assert "paused" not in [occasion for occasion, _ in read(world, inbox)]


def test_a_pause_of_a_month_comes_before_the_lead(world: World, inbox: Inbox) -> None:
    order_id = world.accept()
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready"})
    read(world, inbox)
    world.later(days=30)
    world.ring()
    assert ("review_due", "lead") in read(world, inbox)
    assert "停表 30 天了" in texts(inbox, "review_due")[0]


def test_force_majeure_is_told_when_it_begins_and_when_it_is_over(world: World, inbox: Inbox) -> None:
    manager = Actor(Role.MANAGER, "u-manager")
    world.accept()
    with world.database.write() as session:
        force_majeure.declare(
            session,
            event_id="storm",
            district_id="north",
            area_id=None,
            from_at=NINE,
            until_at=None,
            reason="typhoon",
            actor=manager,
            now=world.now,
        )
    assert [occasion for occasion, _ in read(world, inbox)].count("paused") == 1
    assert texts(inbox, "resumed") == []
    world.later(hours=3)
    with world.database.write() as session:
        force_majeure.end(session, "storm", actor=manager, now=world.now)
    read(world, inbox)
    assert len(texts(inbox, "resumed")) == len(texts(inbox, "paused")) == 1


@pytest.mark.parametrize(("at_hours", "told"), [(4, 4), (14, 23)])
def test_a_customer_who_could_not_be_reached_gets_a_link_to_choose_a_time_not_before_eight(
    world: World, inbox: Inbox, at_hours: float, told: float
) -> None:
    """The last call of the ladder may be at any contact hour; what the desk sends at night waits."""
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    for hours in (1, 3, 9):
        world.now = NINE + hours * HOUR
        world.step(order_id, Step.ATTEMPT)
    done_at = NINE + 24 * HOUR
    world.now = done_at + at_hours * HOUR
    world.step(order_id, Step.ATTEMPT, occurred_at=done_at)  # a phone that was offline
    world.now = done_at + told * HOUR - timedelta(seconds=1)
    before = read(world, inbox) if told != at_hours else []
    assert "choose_time" not in [occasion for occasion, _ in before]
    world.now = done_at + told * HOUR
    assert ("choose_time", "13800002231") in read(world, inbox)
    (choose,) = texts(inbox, "choose_time")
    assert "https://example.test/c/" in choose

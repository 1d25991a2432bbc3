"""Who is written to, when, in which words; what failed is tried again and what is overtaken is not sent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions import users
from dispatch.actions.links import order_of_link
from dispatch.actions.message_facts import FACTS
from dispatch.actions.messages import Courier, courier_of
from dispatch.actions.plans import store_plan
from dispatch.actions.relay import OCCASIONS, Views, relay_batch
from dispatch.config import InvalidSetting, Settings
from dispatch.orders.events import FACTS as EVENT_TYPES
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Role
from dispatch.planning.day import Stop
from dispatch.storage.compensation import Compensation
from dispatch.storage.outbox import OutboxRow, Topic
from notifications.channels.inbox import Inbox
from notifications.delivery import Failure, Fault, Undelivered
from notifications.message import Message
from notifications.occasions import Occasion
from tests.actions.conftest import DESK, NINE, World

VIEWS = Views(cards=lambda *_: {}, own=lambda *_: {}, track=lambda *_: None)


def relay(world: World, channel: Any) -> None:
    courier = Courier(channel=channel, operator="三限宽带", public_url="https://example.test")
    while relay_batch(world.database, push=lambda *_: None, views=VIEWS, now=world.now, courier=courier):
        pass


def texts(inbox: Inbox, *occasions: str) -> list[str]:
    return [message.text for message in inbox.read() if not occasions or message.occasion in occasions]


def told(inbox: Inbox) -> list[str]:
    return [str(message.occasion) for message in inbox.read()]


def test_every_event_says_whom_it_tells() -> None:
    assert set(OCCASIONS) == set(EVENT_TYPES)


def test_every_occasion_is_told_by_some_event_and_has_its_facts() -> None:
    assert (
        {occasion for occasions in OCCASIONS.values() for occasion in occasions}
        == set(Occasion)
        == set(FACTS)
    )


def test_the_setting_names_the_channel() -> None:
    courier = courier_of(Settings(channel="inbox", public_url="https://example.test/"))
    assert courier is not None
    assert courier.channel.name == "inbox"
    assert courier.public_url == "https://example.test"
    assert courier_of(Settings()) is None
    with pytest.raises(InvalidSetting, match="SANXIAN_CHANNEL"):
        courier_of(Settings(channel="pigeon"))


def test_a_customer_reads_of_every_turn_of_a_visit(world: World) -> None:
    inbox = Inbox()
    order_id = world.accept(language="en", contracted_mbps=100)
    world.assign(order_id)
    for step, data in (
        (Step.TAKE, {}),
        (Step.CONTACT, {"agreed_at": (NINE + timedelta(hours=2)).isoformat()}),
        (Step.SET_OFF, {}),
    ):
        world.step(order_id, step, data=data)
        relay(world, inbox)
    for step, data in (
        (Step.ARRIVE, {}),
        (Step.START_WORK, {}),
        (Step.TEST, {"download_mbps": 96}),
        (Step.COMPLETE, {}),
    ):
        world.step(order_id, step, data=data)
    relay(world, inbox)
    assert told(inbox) == ["accepted", "assigned", "agreed_time", "on_the_way", "completed"]
    assert {message.to for message in inbox.read()} == {"13800002231"}
    assert "王强" in texts(inbox, "on_the_way")[0]


def test_the_link_in_a_message_opens_the_order_and_is_kept_nowhere(world: World) -> None:
    inbox = Inbox()
    order_id = world.accept()
    relay(world, inbox)
    token = texts(inbox)[0].partition("/c/")[2].split()[0].rstrip("。.")
    with world.database.read() as session:
        assert order_of_link(session, token, now=world.now) == order_id
        rows = session.scalars(select(OutboxRow)).all()
        assert all(token not in str(row.payload) and "陈怡" not in str(row.payload) for row in rows)


def test_nobody_is_written_to_at_night(world: World) -> None:
    inbox = Inbox()
    world.later(hours=13)  # 22:00 in Shanghai
    world.accept()
    relay(world, inbox)
    assert told(inbox) == []
    world.later(hours=10)
    relay(world, inbox)
    assert told(inbox) == ["accepted"]


def staff(world: World) -> None:
    with world.database.write() as session:
        for login, role, district in (
            ("lead", Role.LEAD, "north"),
            ("boss", Role.MANAGER, None),
            ("root", Role.ADMIN, None),
        ):
            users.create_user(
                session,
                login=login,
                name=login,
                password="long enough",
                role=role,
                district_id=district,
                now=NINE,
            )


def test_each_rung_tells_those_whom_the_policy_names(world: World) -> None:
    staff(world)
    inbox = Inbox()
    order_id = world.accept()
    world.assign(order_id)
    heard: list[set[str]] = []
    for _ in range(5):
        world.later(hours=6)
        world.ring()
        before = len(inbox.read())
        relay(world, inbox)
        heard.append({m.to for m in inbox.read()[before:] if m.occasion in ("warned", "escalated", "broken")})
    assert "lead" in heard[2]  # 18 h of 24 h are 75 %
    assert "root" in heard[4]
    assert "broken" in told(inbox)
    assert "escalated" in told(inbox)


def test_a_breach_is_told_with_its_price_and_the_price_stays(world: World) -> None:
    inbox = Inbox()
    order_id = world.accept(language="en")
    world.contacted(order_id, hours=2)
    relay(world, inbox)
    world.later(hours=25)
    world.ring()
    relay(world, inbox)
    assert any("¥10 a day" in text for text in texts(inbox, "broken"))
    for step in (Step.SET_OFF, Step.ARRIVE, Step.START_WORK, Step.TEST, Step.COMPLETE):
        world.step(order_id, step, occurred_at=NINE + timedelta(hours=2, minutes=30))
    with world.database.read() as session:
        entries = session.scalars(select(Compensation).where(Compensation.promise == "complete")).all()
        assert [(entry.goodwill, entry.withdrawn_at) for entry in entries] == [(True, None)]


def test_a_breach_that_was_withdrawn_over_night_is_not_told(world: World) -> None:
    inbox = Inbox()
    world.later(hours=12)  # 21:00
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.later(hours=24, minutes=1)  # broken at 21:00 of the next day
    world.ring()
    relay(world, inbox)
    for step in (Step.SET_OFF, Step.ARRIVE, Step.START_WORK, Step.TEST, Step.COMPLETE):
        world.step(order_id, step, occurred_at=NINE + timedelta(hours=13))
    world.later(hours=12)
    relay(world, inbox)
    assert "broken" not in told(inbox)


def test_the_ladder_ends_in_a_message_with_a_link(world: World) -> None:
    inbox = Inbox()
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    for hours in (1, 2.75, 6, 14.25):  # 10:00, then noon, evening and the next morning
        world.now = NINE
        world.later(hours=hours if hours < 14 else 23.5)
        if hours == 6:
            world.later(hours=3)
        world.step(order_id, Step.ATTEMPT)
        relay(world, inbox)
    assert told(inbox).count("choose_time") == 1
    assert "4" in texts(inbox, "choose_time")[0]


class Flaky(Inbox):
    """Fails so often, then works."""

    def __init__(self, failures: int, fault: Fault = Fault.TEMPORARY) -> None:
        super().__init__()
        self.failures, self.fault = failures, fault

    def send(self, message: Message) -> None:
        if self.failures:
            self.failures -= 1
            raise Undelivered(Failure(self.fault, "no answer"))
        super().send(message)


def rows(world: World) -> list[OutboxRow]:
    with world.database.read() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.topic == Topic.MESSAGE)))


def test_what_could_not_be_sent_is_tried_again_later(world: World) -> None:
    flaky = Flaky(2)
    world.accept()
    relay(world, flaky)
    assert told(flaky) == []
    for _ in range(4):
        world.later(minutes=2)
        relay(world, flaky)
    assert told(flaky) == ["accepted"]
    assert rows(world)[0].done_at is not None


@pytest.mark.parametrize(
    ("make", "reason"), [(lambda: Flaky(1, Fault.REFUSED), "refused"), (lambda: Flaky(99), "failed")]
)
def test_what_can_never_be_sent_is_given_up_with_the_reason(
    world: World, make: Callable[[], Flaky], reason: str
) -> None:
    world.accept()
    channel = make()
    for _ in range(12):
        relay(world, channel)
        world.later(minutes=31) if world.now < NINE + timedelta(hours=2) else world.later(hours=3)
        if rows(world)[0].done_at:
            break
    assert (rows(world)[0].failed_reason or "").startswith(reason)


def test_a_time_that_moved_again_is_told_once(world: World) -> None:
    inbox = Inbox()
    order_id = world.accept()
    world.contacted(order_id, hours=2)
    world.step(
        order_id, Step.CONTACT, DESK, {"agreed_at": (NINE + timedelta(hours=5)).isoformat(), "by": "us"}
    )
    relay(world, inbox)
    assert told(inbox).count("agreed_time") == 1
    assert "14:00" in texts(inbox, "agreed_time")[0]


def test_a_plan_that_comes_too_late_for_the_agreed_time_is_told_once(world: World) -> None:
    inbox = Inbox()
    order_id = world.accept()
    world.contacted(order_id, hours=2)

    def plan(base: int, **ahead: float) -> None:
        at = NINE + timedelta(**ahead)
        stop = Stop(
            order_id=order_id,
            technician_id="t-wang",
            day=date(2026, 11, 20),
            seq=1,
            arrive_at=at,
            start_at=at,
            end_at=at + timedelta(hours=1),
            travel_s=300,
        )
        with world.database.write() as session:
            store_plan(session, "north", base, [stop], [], now=world.now)
        relay(world, inbox)

    plan(0, hours=3)
    assert "late_risk" not in told(inbox)  # the very end of the hour keeps it
    plan(1, hours=3, minutes=20)
    plan(2, hours=3, minutes=40)
    assert told(inbox).count("late_risk") == 1
    assert "12:20" in texts(inbox, "late_risk")[0]

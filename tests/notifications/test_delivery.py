"""Claims about when a message may be sent, what happens when it fails, and what every channel must do."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from io import StringIO

import pytest

from notifications.channels import CHANNELS, Channel
from notifications.channels.console import Console
from notifications.channels.inbox import Inbox
from notifications.delivery import PAUSES, Failure, Fault, GiveUp, RetryAt, Undelivered, decide
from notifications.message import Message, masked
from notifications.occasions import OCCASIONS, Occasion
from notifications.preferences import Preferences

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
TEMPORARY = Failure(Fault.TEMPORARY, "no answer")
SHANGHAI = Preferences(language="zh-Hans", zone="Asia/Shanghai")


def message(number: int = 1, *, to: str = "13800002231") -> Message:
    return Message(
        id=f"m{number}",
        occasion=Occasion.ON_THE_WAY,
        to=to,
        language="zh-Hans",
        text=f"榕通宽带：第 {number} 条",
        created_at=NOW,
        expires_at=NOW + timedelta(hours=1),
    )


def local(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{clock}+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("20:59:59", "2026-11-20T20:59:59"),
        ("21:00:00", "2026-11-21T08:00:00"),
        ("23:59:00", "2026-11-21T08:00:00"),
        ("00:30:00", "2026-11-20T08:00:00"),
        ("07:59:59", "2026-11-20T08:00:00"),
        ("08:00:00", "2026-11-20T08:00:00"),
    ],
)
def test_at_night_a_message_is_held_until_eight_and_never_dropped(now: str, sent: str) -> None:
    assert SHANGHAI.send_at(Occasion.BROKEN, local(now)) == datetime.fromisoformat(f"{sent}+08:00")


def test_staff_and_a_customers_own_appointment_do_not_wait() -> None:
    night = local("23:00:00")
    for occasion in (Occasion.WARNED, Occasion.ESCALATED, Occasion.ON_THE_WAY, Occasion.LATE_RISK):
        assert SHANGHAI.send_at(occasion, night) == night


def test_quiet_hours_within_a_day_are_kept_too() -> None:
    siesta = Preferences(language="en", zone="Asia/Shanghai", quiet_from=time(12), quiet_to=time(14))
    assert siesta.send_at(Occasion.BROKEN, local("13:00:00")) == local("14:00:00")
    assert siesta.send_at(Occasion.BROKEN, local("14:00:00")) == local("14:00:00")


def test_each_failure_waits_longer_until_it_is_given_up() -> None:
    decided = [decide(attempt, TEMPORARY, NOW) for attempt in range(1, len(PAUSES) + 2)]
    assert decided[:-1] == [RetryAt(NOW + pause) for pause in PAUSES]
    assert decided[-1] == GiveUp("failed 6 times: no answer")
    assert sorted(PAUSES) == list(PAUSES)


def test_a_channel_that_is_throttled_says_until_when() -> None:
    throttled = Failure(Fault.THROTTLED, "slow down", retry_after=timedelta(minutes=5))
    assert decide(1, throttled, NOW) == RetryAt(NOW + timedelta(minutes=5))
    assert decide(3, throttled, NOW) == RetryAt(NOW + timedelta(minutes=10))


def test_a_refusal_is_final() -> None:
    assert decide(1, Failure(Fault.REFUSED, "no such number"), NOW) == GiveUp("refused: no such number")


def test_what_would_come_too_late_is_not_tried_again() -> None:
    assert isinstance(decide(5, TEMPORARY, NOW, expires_at=NOW + timedelta(hours=1)), GiveUp)
    assert decide(1, TEMPORARY, NOW, expires_at=NOW + timedelta(hours=1)) == RetryAt(NOW + PAUSES[0])


@pytest.fixture(params=sorted(CHANNELS))
def make(request: pytest.FixtureRequest) -> Callable[[], Channel]:
    return CHANNELS[request.param]


def test_a_channel_is_named_as_in_the_registry_and_carries_a_form_that_is_written(
    make: Callable[[], Channel],
) -> None:
    channel = make()
    assert CHANNELS[channel.name] is make
    assert any(channel.form in definition.forms for definition in OCCASIONS.values())


def test_a_channel_delivers_and_a_second_try_with_the_same_id_delivers_nothing_new(
    make: Callable[[], Channel], capsys: pytest.CaptureFixture[str]
) -> None:
    channel = make()
    for number in (1, 1, 2, 1):
        channel.send(message(number))
    delivered = (
        [each.text for each in channel.read()]
        if isinstance(channel, Inbox)
        else capsys.readouterr().out.splitlines()
    )
    assert len(delivered) == 2
    assert delivered[0].endswith("第 1 条")
    assert delivered[1].endswith("第 2 条")


def test_a_channel_refuses_a_message_without_an_address(make: Callable[[], Channel]) -> None:
    with pytest.raises(Undelivered) as refused:
        make().send(message(to=" "))
    assert refused.value.failure.fault is Fault.REFUSED


def test_the_console_shows_no_whole_phone_number() -> None:
    stream = StringIO()
    Console(stream).send(message())
    assert stream.getvalue() == "[on_the_way] 138****2231 榕通宽带：第 1 条\n"


def test_the_inbox_keeps_the_newest_of_each_address() -> None:
    inbox = Inbox(kept=2)
    for number, to in ((1, "a"), (2, "b"), (3, "a")):
        inbox.send(message(number, to=to))
    assert [each.id for each in inbox.read()] == ["m2", "m3"]
    assert [each.id for each in inbox.read("a")] == ["m3"]
    inbox.send(message(1, to="a"))
    assert [each.id for each in inbox.read()] == ["m3", "m1"], "what was forgotten may come again"


@pytest.mark.parametrize(
    ("address", "shown"), [("13800002231", "138****2231"), ("1234567", "*******"), ("", "")]
)
def test_an_address_is_masked(address: str, shown: str) -> None:
    assert masked(address) == shown

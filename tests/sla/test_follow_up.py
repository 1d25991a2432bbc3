"""Reaching somebody after the visit: any call in time may begin the ladder, and only a punctual one lets us off."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sla.first_contact import Attempt
from sla.follow_up import next_try, reach
from sla.promises import DEFAULT_POLICY

ZONE = "Asia/Shanghai"
SINCE = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
"""Friday 20 November, 15:00 in Shanghai."""
DUE = SINCE + timedelta(hours=48)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def reached(*calls: datetime, done_at: datetime | None = None) -> tuple[datetime, datetime | None]:
    found = reach(
        since=SINCE,
        base_due_at=DUE,
        done_at=done_at,
        attempts=[Attempt(at=call) for call in calls],
        zone=ZONE,
        policy=DEFAULT_POLICY,
    )
    return found.due_at, found.attempted_at


LADDER = (local(20, 16), local(20, 18), local(21, 9), local(21, 12))


def test_without_a_call_it_is_due_when_it_is_due() -> None:
    assert reached() == (DUE, None)


def test_a_punctual_ladder_that_reached_nobody_lets_us_off() -> None:
    assert reached(*LADDER) == (DUE, LADDER[-1])


def test_a_missed_part_ends_a_ladder_and_the_next_call_begins_another() -> None:
    assert reached(LADDER[0], *LADDER[2:]) == (DUE, None)
    again = (local(21, 9), local(21, 12), local(21, 18), local(22, 9))
    assert reached(LADDER[0], *again) == (DUE, again[-1])


def test_a_ladder_begun_at_the_last_moment_may_be_climbed_to_its_end() -> None:
    calls = (local(22, 14, 30), local(22, 17, 30), local(23, 8), local(23, 11, 30))
    assert reached(calls[0])[0] == local(22, 21)
    assert reached(*calls[:2])[0] == local(23, 11, 30)
    assert reached(*calls) == (local(23, 14), calls[-1])


def test_a_call_after_the_due_time_begins_no_ladder() -> None:
    assert reached(local(22, 17), local(23, 8), local(23, 12), local(23, 18)) == (DUE, None)


def test_a_call_at_night_is_no_attempt() -> None:
    assert reached(local(20, 21), *LADDER[1:]) == (DUE, None)
    assert reached(local(20, 23)) == (DUE, None)


def test_whoever_is_reached_in_time_was_reached_however_many_calls_it_took() -> None:
    assert reached(*LADDER, done_at=local(21, 18)) == (DUE, None)


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (None, local(20, 15), local(20, 15)),
        (None, local(20, 21), local(21, 8)),
        (None, local(20, 7), local(20, 8)),
        (local(20, 15), local(20, 15, 5), local(20, 17)),
        (local(20, 18), local(20, 18, 5), local(21, 8)),
        (local(20, 9), local(20, 22), local(21, 8)),
        (local(20, 9), local(20, 16), local(20, 16)),
    ],
)
def test_the_next_call_is_in_another_part_of_the_day_and_in_contact_hours(
    last: datetime | None, now: datetime, expected: datetime
) -> None:
    assert next_try(last, now, ZONE, DEFAULT_POLICY) == expected

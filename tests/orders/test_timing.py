"""Two clocks on every event: the device's and ours, and which instant is judged."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dispatch.orders.event_json import InvalidField
from dispatch.orders.people import Role
from dispatch.orders.timing import Timing, settle

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def timing(**given: Any) -> Timing:
    defaults: dict[str, Any] = {
        "occurred_at": NOON,
        "device_now": NOON,
        "received_at": NOON,
        "follows_at": None,
        "role": Role.TECHNICIAN,
    }
    return settle(**defaults | given)


def test_a_tap_that_was_offline_is_judged_when_it_happened() -> None:
    late = timing(occurred_at=NOON - 130 * MINUTE)
    assert late.judged_at == NOON - 130 * MINUTE
    assert late.received_at == NOON
    assert not late.skewed


def test_a_device_that_is_ten_minutes_fast_is_corrected_and_flagged() -> None:
    fast = timing(occurred_at=NOON - 20 * MINUTE, device_now=NOON + 10 * MINUTE)
    assert fast.occurred_at == fast.judged_at == NOON - 30 * MINUTE
    assert fast.skewed


def test_a_device_that_is_a_minute_slow_is_corrected_without_a_flag() -> None:
    slow = timing(occurred_at=NOON - 20 * MINUTE, device_now=NOON - MINUTE)
    assert slow.judged_at == NOON - 19 * MINUTE
    assert not slow.skewed


def test_a_tap_in_the_future_is_kept_flagged_and_judged_when_it_came() -> None:
    future = timing(occurred_at=NOON + 60 * MINUTE)
    assert future.occurred_at == NOON + 60 * MINUTE
    assert future.judged_at == NOON
    assert future.skewed


def test_a_future_time_typed_at_a_desk_is_refused() -> None:
    with pytest.raises(InvalidField, match="occurred_at"):
        timing(occurred_at=NOON + 60 * MINUTE, device_now=None, role=Role.DISPATCHER)


def test_a_tap_before_the_step_it_follows_is_judged_at_that_step() -> None:
    early = timing(occurred_at=NOON - 60 * MINUTE, follows_at=NOON - 30 * MINUTE)
    assert early.occurred_at == NOON - 60 * MINUTE
    assert early.judged_at == NOON - 30 * MINUTE
    assert early.skewed


@pytest.mark.parametrize("field", ["occurred_at", "device_now", "received_at"])
def test_a_time_without_a_zone_is_refused(field: str) -> None:
    with pytest.raises(InvalidField, match=field):
        timing(**{field: NOON.replace(tzinfo=None)})

"""The one clock: its rate, its steps and how it is named in a setting."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.clock import ScaledClock, SteppedClock, from_text, real_now

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def test_a_scaled_clock_runs_sixty_times_as_fast() -> None:
    clock = ScaledClock(origin_at=AT, real_origin=real_now() - timedelta(seconds=10), rate=60)
    assert timedelta(minutes=10) <= clock.now() - AT < timedelta(minutes=11)


def test_a_stepped_clock_stands_still_and_never_goes_back() -> None:
    clock = SteppedClock(AT)
    clock.step(timedelta(minutes=1))
    clock.step_to(AT)
    assert clock.now() == AT + timedelta(minutes=1)


def test_a_clock_is_named_in_a_setting() -> None:
    assert from_text("stepped:2026-11-20T16:00:00+08:00").now() == AT
    assert from_text("real").rate == 1


@pytest.mark.parametrize("text", ["sundial", "stepped:2026-11-20T08:00:00", "scaled:2026", "real:1"])
def test_what_is_no_clock_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"clock|zone"):
        from_text(text)

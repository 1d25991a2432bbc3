"""Contact hours, the ladder's parts of the day and round times, as the simulated people keep them."""

from datetime import UTC, datetime

import pytest

from dispatch.simulation.world import LOCAL, in_contact_hours, ladder_parts, quarter_after


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{text}").replace(tzinfo=LOCAL).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "called_at"),
    [("07:10", "08:00"), ("08:00", "08:00"), ("20:59", "20:59")],
)
def test_nobody_is_called_before_eight(at: str, called_at: str) -> None:
    assert in_contact_hours(local(at)) == local(called_at)


def test_nobody_is_called_after_nine_in_the_evening() -> None:
    assert in_contact_hours(local("21:00")).astimezone(LOCAL).isoformat() == "2026-11-21T08:00:00+08:00"


def test_after_a_failed_morning_comes_noon_and_then_the_evening() -> None:
    after = [begins.astimezone(LOCAL).strftime("%d %H:%M") for begins, _ in ladder_parts(local("10:00"))]
    assert after[:5] == ["20 08:00", "20 11:30", "20 17:00", "21 08:00", "21 11:30"]


def test_agreed_times_are_full_quarters() -> None:
    assert quarter_after(local("10:01")) == local("10:15")
    assert quarter_after(local("10:15")) == local("10:15")

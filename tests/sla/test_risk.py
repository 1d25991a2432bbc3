"""Claims about what is to be feared for a promise, and who is told at each rung."""

import pytest

from sla.escalation import height, told
from sla.order import Kind, PromiseCode
from sla.policy import Audience
from sla.promises import DEFAULT_POLICY
from sla.risk import Level, outlook
from tests.sla.november import agreed, at, clocks, order

ARRIVE, COMPLETE = PromiseCode.ARRIVE, PromiseCode.COMPLETE


def test_the_higher_of_two_rungs_speaks_and_the_breach_over_all() -> None:
    rungs = clocks(order(), "21 07:00")[COMPLETE, 1].rungs
    assert [rung.name for rung in sorted(rungs, key=lambda rung: height(rung.name))] == [
        rung.name for rung in rungs
    ]


def test_the_policy_names_who_is_told_at_each_rung() -> None:
    row = DEFAULT_POLICY.row(COMPLETE, Kind.REPAIR, "standard")
    for rung in clocks(order(), "21 07:00")[COMPLETE, 1].rungs:
        assert told(row, rung.name) == rung.tells
    assert told(row, "broken") == (Audience.DIRECTOR, Audience.CUSTOMER)
    assert told(row, "warn_60") == ()


@pytest.mark.parametrize(
    ("now", "predicted", "lacking", "level"),
    [
        ("20 09:00", None, False, Level.TRACK),
        ("20 09:00", "21 08:00", False, Level.TRACK),
        ("20 09:00", "21 08:00:01", False, Level.JEOPARDY),
        ("20 09:00", None, True, Level.RISK),
        ("21 02:00", None, False, Level.RISK),
        ("21 02:00", "21 09:00", False, Level.JEOPARDY),
        ("21 09:00", "21 07:00", False, Level.BROKEN),
    ],
)
def test_the_plan_decides_before_any_percentage(
    now: str, predicted: str | None, lacking: bool, level: Level
) -> None:
    clock = clocks(order(), now)[COMPLETE, 1]
    seen = outlook(
        clock, DEFAULT_POLICY, at(now), predicted_at=at(predicted) if predicted else None, lacking=lacking
    )
    assert seen.level is level
    assert seen.left == at("21 08:00") - at(now)


def test_a_plan_outside_the_window_is_jeopardy_on_either_side() -> None:
    clock = clocks(order(agreements=(agreed("20 09:00", "20 14:00"),)), "20 10:00")[ARRIVE, 1]
    levels = [
        outlook(clock, DEFAULT_POLICY, at("20 10:00"), predicted_at=at(time)).level
        for time in ("20 12:59", "20 13:00", "20 15:00", "20 15:01")
    ]
    assert levels == [Level.JEOPARDY, Level.TRACK, Level.TRACK, Level.JEOPARDY]

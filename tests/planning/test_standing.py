"""What the desk is told about the planner itself."""

from datetime import UTC, datetime, timedelta

from dispatch.planning.standing import PATIENCE, PlannerStanding, planner_standing

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def test_a_planner_that_nobody_waits_for_rests() -> None:
    assert planner_standing(None, None, NOW) is PlannerStanding.IDLE


def test_it_is_at_work_for_whoever_asked_until_that_takes_too_long() -> None:
    assert planner_standing(NOW - PATIENCE, None, NOW) is PlannerStanding.AT_WORK
    assert planner_standing(NOW - PATIENCE - timedelta(seconds=1), None, NOW) is PlannerStanding.LATE


def test_a_failed_search_is_said_until_the_next_one_is_asked_for() -> None:
    assert planner_standing(None, "timeout", NOW) is PlannerStanding.FAILED
    assert planner_standing(NOW, "timeout", NOW) is PlannerStanding.AT_WORK

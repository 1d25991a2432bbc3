"""A benchmark says what it met, what it missed and what it did not run; and its cases are what they claim."""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import planning
from benchmarks.engines import ENGINES, judge, nearest_first
from benchmarks.field_service import generate
from benchmarks.pyvrp_engine import with_lunches
from benchmarks.runner import Goal, apart, command
from benchmarks.vrptw_to_vroom import convert
from dispatch.planning import vroom
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations

GOALS = (Goal("high", 1.0), Goal("low", 2.0, at_least=False), Goal("absent", 1.0))


def _figures(quick: bool) -> Mapping[str, float | None]:
    """Two figures, one of which misses."""
    return {"high": 1.0, "low": 2.5, "absent": None, "quick": float(quick)}


def test_goals_are_met_missed_or_not_run_and_missing_one_is_no_error(tmp_path: Path) -> None:
    target = tmp_path / "figures.json"
    result = CliRunner().invoke(command("example", GOALS, _figures), ["--quick", "--json", str(target)])
    assert result.exit_code == 0
    report = json.loads(target.read_text(encoding="utf-8"))
    assert report["name"] == "example"
    assert report["machine"]
    assert report["figures"] == {"high": 1.0, "low": 2.5, "absent": None, "quick": 1.0}
    assert report["goals"] == [
        {"name": "high", "goal": "≥ 1", "got": 1.0, "met": True},
        {"name": "low", "goal": "≤ 2", "got": 2.5, "met": False},
        {"name": "absent", "goal": "≥ 1", "got": None, "met": False},
    ]
    assert "missed (not run)" in result.output


def test_no_goals_are_a_missed_goal() -> None:
    assert "missed" in CliRunner().invoke(command("example", (), _figures), []).output


def test_goals_may_depend_on_what_is_asked(tmp_path: Path) -> None:
    target = tmp_path / "figures.json"
    made = command("example", lambda **_: GOALS[:1], _figures)
    CliRunner().invoke(made, ["--json", str(target)])
    assert [goal["name"] for goal in json.loads(target.read_text(encoding="utf-8"))["goals"]] == ["high"]
    assert "figures only" in CliRunner().invoke(command("example", lambda **_: (), _figures), []).output


def _missing() -> None:
    raise ImportError(name="pyvroom")


def _dying() -> None:
    os._exit(3)


def test_a_peer_that_is_missing_hangs_or_dies_costs_only_itself() -> None:
    assert "not installed (pyvroom)" in apart(_missing, limit=30).reason
    assert apart(time.sleep, 30, limit=0.5).reason == "no answer within 0 s"
    assert apart(_dying, limit=30).reason == "it died"
    answered = apart(len, "four", limit=30)
    assert (answered.answer, answered.reason) == (4, "")
    assert answered.gib > 0


def test_the_planning_goals_are_those_that_are_published() -> None:
    assert [goal.name for goal in planning.GOALS] == [
        "weight_ratio_1000_10s",
        "weight_ratio_1000_60s",
        "weight_ratio_3000_60s",
        "travel_ratio_1000",
        "travel_ratio_3000",
        "seconds_10000",
        "gib_10000",
    ]
    assert set(planning.PEERS) < set(ENGINES)


def test_what_is_not_asked_for_is_not_run_and_says_so() -> None:
    figures = planning.run(quick=False, seconds=60.0, instances=1, orders=())
    assert {figures[goal.name] for goal in planning.GOALS} == {None}


def test_a_tour_that_was_planned_without_lunch_loses_what_does_not_fit_with_it() -> None:
    case = generate(60, 1)
    plan = solve(case.problem, case.travel, iterations(300), seed=1)
    sound = {route.shift_id: [v.job_id for v in route.visits] for route in plan.routes}
    assert judge(case, with_lunches(case, sound))[0] == sum(len(tour) for tour in sound.values())
    first = case.problem.shifts[0]
    able = [job.id for job in case.problem.jobs if job.skills <= first.skills and not job.windows]
    served, _, _ = judge(case, with_lunches(case, {first.id: able}))
    assert 0 < served <= len(able)


def test_pyvrp_is_told_of_skills_and_judged_with_lunches() -> None:
    pytest.importorskip("pyvrp")
    case = generate(60, 1)
    served, weight, travel = judge(case, ENGINES["pyvrp"](case, 2.0))
    assert 0.7 * len(case.problem.jobs) < served <= len(case.problem.jobs)
    assert 0 < weight <= case.weight
    assert travel > 0


def test_a_case_is_the_same_for_a_size_and_a_seed() -> None:
    assert generate(40, 2).problem == generate(40, 2).problem
    assert generate(40, 2).problem != generate(40, 3).problem


def test_the_search_serves_more_than_the_greedy_hand() -> None:
    case = generate(60, 1)
    _, greedy, _ = judge(case, nearest_first(case, 1))
    plan = solve(case.problem, case.travel, iterations(500), seed=1)
    assert case.weight - plan.lost > greedy


VRPTW = """tiny

VEHICLE
NUMBER     CAPACITY
  2          10

CUSTOMER
CUST NO.  XCOORD.    YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0         0          0        0        100          0
    1      3         4          7        10       20           5
    2      6         8          4        0        90           5
"""


def test_a_vrptw_instance_becomes_a_vroom_problem() -> None:
    document = convert(VRPTW)
    assert len(document["vehicles"]) == 2
    asked = vroom.read(document, lambda points: pytest.fail(f"matrices are there: {points}"))
    plan = solve(asked.problem, asked.travel, iterations(50), seed=1)
    assert plan.unassigned == ()
    assert len(plan.routes) == 2  # both would weigh 11, more than the capacity of 10
    assert plan.travel == 100 * (5 + 5 + 10 + 10)


def test_what_is_no_instance_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a VRPTW instance"):
        convert("hello")

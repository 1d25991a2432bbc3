"""The technician routing benchmark judges by its own rules, in floats, from the instance alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.trsp import tours_of
from benchmarks.trsp_instances import SCALE, Instance, Tour, WrongTour, problem_of, read, working_time
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations

TEXT = """tiny

INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
1           2       2       1

DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS
0    0     10    0      500    0      []       []       []
1    0     0     0      500    0      [0]      [0]      [1]
2    10    0     50     60     5      [0]      [0]      [1]
3    10    10    200    300    5      [0]      [1]      [1]
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Instance:
    path = tmp_path / "tiny.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read(path)


def test_waiting_counts_but_the_departure_is_delayed(tiny: Instance) -> None:
    # Off as late as the first request allows (start 60), depot on the way, 200 at the second, home by 10√2.
    back = 205 + 200**0.5
    assert working_time(tiny, [Tour(1, (2, 3), 1)]) == pytest.approx(back - 50)


@pytest.mark.parametrize(
    "tours",
    [
        [Tour(1, (2, 3), None)],  # lacks a tool
        [Tour(1, (2, 3), 2)],  # the depot comes too late
        [Tour(1, (3, 2), 0)],  # late
        [Tour(1, (2,), None)],  # somebody is left out
        [Tour(1, (2,), None), Tour(1, (3,), 0)],  # two tours of one technician
    ],
)
def test_a_broken_rule_is_refused(tiny: Instance, tours: list[Tour]) -> None:
    with pytest.raises(WrongTour):
        working_time(tiny, tours)


def test_a_missing_skill_is_refused(tiny: Instance) -> None:
    unskilled = replace(tiny, technicians=(replace(tiny.technicians[0], skills=frozenset()),))
    with pytest.raises(WrongTour):
        working_time(unskilled, [Tour(1, (2, 3), 1)])


def test_the_planner_finds_the_tour_and_says_the_same_cost(tiny: Instance) -> None:
    problem, travel = problem_of(tiny)
    plan = solve(problem, travel, iterations(50), seed=1)
    assert tours_of(plan) == [Tour(1, (2, 3), 1)] or tours_of(plan) == [Tour(1, (2, 3), 0)]
    assert plan.work / SCALE == pytest.approx(working_time(tiny, tours_of(plan)), abs=1e-3)

"""What cannot be meant is refused and says what; what merely cannot be done is left out, explained, and ruins nothing."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dispatch.planning.check import violations
from dispatch.planning.explain import Obstacle, explain_unassigned
from dispatch.planning.problem import Aims, Break, Busy, Fallback, Job, Problem, ProblemError, Shift, Window
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations
from dispatch.planning.travel import UNREACHABLE, MatrixTravel

NAN = float("nan")
SHIFT = Shift(
    id="s",
    technician_id="t",
    start_location=0,
    end_location=0,
    earliest=0,
    latest=1000,
    skills=frozenset({"tv"}),
)
JOB = Job(id="j", location=1, duration=50)
TRAVEL = MatrixTravel([[0, 10, 20], [10, 0, 15], [20, 15, 0]])


@pytest.mark.parametrize(
    "table",
    [
        [[0, NAN], [1, 0]],
        [[0, float("inf")], [1, 0]],
        [[0, -1], [1, 0]],
        [[0, 1, 2], [1, 0, 2]],
        [[0, 1], [1]],
        [["0", "1"], ["1", "0"]],
        [[0, UNREACHABLE + 1], [1, 0]],
        [0, 1],
    ],
)
def test_a_matrix_that_no_road_has_is_refused(table: Any) -> None:
    with pytest.raises(ProblemError, match="durations"):
        MatrixTravel(table)


class _Lying:
    """Says that it knows three places, and has a table of another size or none at all."""

    profiles = ("",)
    size = 3

    def __init__(self, table: NDArray[Any]) -> None:
        self._table = table

    def table(self, _profile: str) -> NDArray[np.int32]:
        return self._table


@pytest.mark.parametrize(
    "table", [np.zeros((2, 2), dtype=np.int32), np.full((3, 3), NAN), np.full((3, 3), -5, dtype=np.int32)]
)
def test_a_matrix_of_another_size_or_without_numbers_is_refused_whoever_made_it(table: NDArray[Any]) -> None:
    with pytest.raises(ProblemError, match="durations"):
        solve(Problem(shifts=(SHIFT,), jobs=(JOB,)), _Lying(table), iterations(5), seed=1)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("location", {"location": 3}),
        ("location", {"location": -1}),
        ("duration", {"duration": -1}),
        ("duration", {"duration": NAN}),
        ("duration", {"duration": 0.5}),
        ("setup", {"setup": -1}),
        ("weight", {"weight": -1}),
        ("weight", {"weight": 1 << 60}),
        ("windows", {"windows": (Window(20, 10),)}),
        ("windows", {"windows": (Window(NAN, 10),)}),  # type: ignore[arg-type]  # what is to be refused
        ("due", {"due": NAN}),
        ("release", {"release": 1 << 60}),
        ("fallbacks", {"fallbacks": (Fallback(windows=(Window(9, 8),), loss=0),)}),
        ("fallbacks", {"fallbacks": (Fallback(loss=2),)}),
        ("fallbacks", {"fallbacks": (Fallback(cost=-1),)}),
        ("parts", {"parts": {"modem": -1}}),
        ("stranger_cost", {"stranger_cost": -1}),
        ("after", {"after": frozenset({"j"})}),
    ],
)
def test_a_job_that_cannot_be_meant_is_refused_by_name(field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ProblemError, match=field):
        solve(Problem(shifts=(SHIFT,), jobs=(replace(JOB, **wrong),)), TRAVEL, iterations(5), seed=1)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("latest", {"latest": -1}),
        ("earliest", {"earliest": NAN}),
        ("start_location", {"start_location": 9}),
        ("depot", {"depot": -2}),
        ("busy", {"busy": Busy(until=0, location=7)}),
        ("speed_factor", {"speed_factor": 0.0}),
        ("speed_factor", {"speed_factor": NAN}),
        ("speed_factor", {"speed_factor": 1e-12}),
        ("profile", {"profile": "boat"}),
        ("max_tasks", {"max_tasks": -1}),
        ("breaks", {"breaks": (Break(id="b", windows=(Window(5, 4),), duration=1),)}),
        ("breaks", {"breaks": (Break(id="b", windows=(), duration=-1),)}),
        ("hourly_cost", {"hourly_cost": -1}),
    ],
)
def test_a_shift_that_cannot_be_meant_is_refused_by_name(field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ProblemError, match=field):
        solve(Problem(shifts=(replace(SHIFT, **wrong),), jobs=(JOB,)), TRAVEL, iterations(5), seed=1)


@pytest.mark.parametrize("wrong", [Aims(travel=NAN), Aims(lateness=-1), Aims(fairness=float("inf"))])
def test_aims_that_cannot_be_meant_are_refused(wrong: Aims) -> None:
    with pytest.raises(ProblemError, match="aims"):
        solve(Problem(shifts=(SHIFT,), jobs=(JOB,), aims=wrong), TRAVEL, iterations(5), seed=1)


def test_the_same_id_twice_is_refused() -> None:
    for problem in (
        Problem(shifts=(SHIFT, SHIFT), jobs=(JOB,)),
        Problem(shifts=(SHIFT,), jobs=(JOB, JOB)),
    ):
        with pytest.raises(ProblemError, match="id"):
            solve(problem, TRAVEL, iterations(5), seed=1)


def test_what_cannot_be_done_is_left_out_with_its_reason_and_the_rest_is_planned() -> None:
    far = MatrixTravel(
        [
            [0, 10, 20, UNREACHABLE],
            [10, 0, 15, UNREACHABLE],
            [20, 15, 0, UNREACHABLE],
            [UNREACHABLE, UNREACHABLE, UNREACHABLE, 0],
        ]
    )
    jobs = (
        JOB,
        replace(JOB, id="island", location=3),
        replace(JOB, id="skill", skills=frozenset({"fibre"})),
        replace(JOB, id="person", technicians=frozenset({"nobody"})),
        replace(JOB, id="over", release=900, due=800),
        replace(JOB, id="endless", duration=5000),
        replace(JOB, id="parts", parts={"modem": 1}),
    )
    problem = Problem(shifts=(SHIFT,), jobs=jobs)
    plan = solve(problem, far, iterations(50), seed=1, workers=2)
    assert [v.job_id for route in plan.routes for v in route.visits] == ["j"]
    assert violations(problem, far, plan) == ()
    found = {one.job_id: one.obstacle for one in explain_unassigned(problem, far, plan)}
    assert found == {
        "island": Obstacle.NO_TIME,
        "skill": Obstacle.NO_SKILL,
        "person": Obstacle.PERSON_AWAY,
        "over": Obstacle.WINDOW_CLOSED,
        "endless": Obstacle.NO_TIME,
        "parts": Obstacle.CAPACITY,
    }


@pytest.mark.parametrize("cut_off", ["start_location", "end_location"])
def test_who_stands_where_no_road_leads_gets_no_work_and_the_others_all(cut_off: str) -> None:
    table = np.full((5, 5), UNREACHABLE)
    table[:4, :4] = 10
    np.fill_diagonal(table, 0)
    alone = replace(SHIFT, id="alone", technician_id="alone", **{cut_off: 4})
    jobs = tuple(replace(JOB, id=f"j{k}", location=1 + k % 3) for k in range(6))
    plan = solve(Problem(shifts=(alone, SHIFT), jobs=jobs), MatrixTravel(table), iterations(200), seed=1)
    assert plan.unassigned == ()
    assert [route.shift_id for route in plan.routes] == ["s"]


def test_where_nothing_at_all_can_be_done_there_is_a_plan_that_says_so() -> None:
    jobs = tuple(replace(JOB, id=f"j{k}", duration=5000) for k in range(3))
    plan = solve(Problem(shifts=(SHIFT,), jobs=jobs), TRAVEL, iterations(50), seed=1, workers=2)
    assert plan.unassigned == ("j0", "j1", "j2")
    assert plan.lost == len(jobs)


def test_a_running_plan_that_no_longer_holds_is_taken_over_as_far_as_it_does() -> None:
    jobs = tuple(replace(JOB, id=f"j{k}") for k in range(4))
    plan = solve(Problem(shifts=(SHIFT,), jobs=jobs), TRAVEL, iterations(50), seed=1)
    gone = Problem(shifts=(replace(SHIFT, latest=100),), jobs=jobs[1:])
    again = solve(gone, TRAVEL, iterations(5), seed=1, start_from=plan)
    assert len(again.unassigned) == 2
    sick = Problem(shifts=(replace(SHIFT, id="other"),), jobs=jobs)
    assert solve(sick, TRAVEL, iterations(5), seed=1, start_from=plan).unassigned == ()

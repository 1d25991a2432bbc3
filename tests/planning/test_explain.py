"""Every job without a place gets the constraint that keeps it out."""

from dataclasses import replace

import pytest

from dispatch.planning.explain import SENTENCES, Obstacle, explain, explain_unassigned
from dispatch.planning.insert import best_places
from dispatch.planning.problem import Job, Problem, Shift, Window
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations
from dispatch.planning.travel import MatrixTravel

TRAVEL = MatrixTravel([[0, 10, 20], [10, 0, 10], [20, 10, 0]])
SHIFT = Shift(
    id="s",
    technician_id="t",
    start_location=0,
    end_location=0,
    earliest=100,
    latest=200,
    skills=frozenset({"tv"}),
)
JOB = Job(id="j", location=1, duration=10)


@pytest.mark.parametrize(
    ("job", "obstacle"),
    [
        (replace(JOB, skills=frozenset({"fibre"})), Obstacle.NO_SKILL),
        (replace(JOB, technicians=frozenset({"absent"})), Obstacle.PERSON_AWAY),
        (replace(JOB, windows=(Window(110, 120),), release=130), Obstacle.WINDOW_CLOSED),
        (replace(JOB, due=105), Obstacle.NO_TIME),
        (replace(JOB, windows=(Window(0, 90),)), Obstacle.NO_TIME),
        (replace(JOB, duration=81), Obstacle.NO_TIME),
    ],
)
def test_an_impossible_job_is_explained(job: Job, obstacle: Obstacle) -> None:
    problem = Problem(shifts=(SHIFT,), jobs=(job,))
    plan = solve(problem, TRAVEL, iterations(5), seed=1)
    (found,) = explain_unassigned(problem, TRAVEL, plan)
    assert (found.job_id, found.obstacle) == ("j", obstacle)
    assert found.sentence
    assert "{" not in found.sentence


def test_without_a_shift_nobody_works() -> None:
    assert explain(Problem(shifts=(), jobs=(JOB,)), TRAVEL, JOB).obstacle is Obstacle.NO_SHIFT


def test_a_full_shift_names_who_could_have_done_it() -> None:
    jobs = tuple(replace(JOB, id=f"j{k}", duration=40) for k in range(3))
    problem = Problem(shifts=(SHIFT,), jobs=jobs)
    plan = solve(problem, TRAVEL, iterations(20), seed=1)
    (found,) = explain_unassigned(problem, TRAVEL, plan)
    assert (found.obstacle, found.candidates) == (Obstacle.NO_ROOM, ("t",))


def test_every_obstacle_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Obstacle)


def test_the_best_places_come_cheapest_first_and_the_impossible_with_a_reason() -> None:
    here = replace(SHIFT, id="here", technician_id="here", start_location=1, end_location=1)
    unskilled = replace(SHIFT, id="no", technician_id="no", skills=frozenset())
    job = replace(JOB, skills=frozenset({"tv"}))
    problem = Problem(shifts=(unskilled, SHIFT, here), jobs=())
    plan = solve(problem, TRAVEL, iterations(1), seed=1)
    places = best_places(problem, TRAVEL, plan, job)
    assert [(place.shift_id, place.extra_travel, place.obstacle) for place in places] == [
        ("here", 0, None),
        ("s", 20, None),
        ("no", 0, Obstacle.NO_SKILL),
    ]
    assert places[0].start == 100
    assert places[1].start == 110


def test_a_promised_window_is_not_given_up_for_an_insertion() -> None:
    promised = Job(id="promised", location=2, duration=10, windows=(Window(120, 120),))
    problem = Problem(shifts=(SHIFT,), jobs=(promised,))
    plan = solve(problem, TRAVEL, iterations(5), seed=1)
    long = replace(JOB, duration=30)
    (place,) = best_places(problem, TRAVEL, plan, long)
    assert place.position == 1
    (none,) = best_places(problem, TRAVEL, plan, replace(JOB, due=125))
    assert none.obstacle is Obstacle.NO_ROOM


def test_a_job_that_is_in_the_plan_is_looked_at_as_if_it_were_not() -> None:
    problem = Problem(shifts=(SHIFT,), jobs=(JOB,))
    plan = solve(problem, TRAVEL, iterations(5), seed=1)
    (place,) = best_places(problem, TRAVEL, plan, JOB)
    assert (place.position, place.extra_travel) == (0, 20)

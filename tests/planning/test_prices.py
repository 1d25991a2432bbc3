"""What is dear but not forbidden: each price steers the plan, and gives way when there is no other."""

from dataclasses import replace

import pytest

from dispatch.planning.plan import Plan
from dispatch.planning.prices import PRICES
from dispatch.planning.problem import Aims, Fallback, Job, Problem, Shift, Window
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations
from dispatch.planning.travel import MatrixTravel

NEAR = MatrixTravel([[0, 10, 10], [10, 0, 10], [10, 10, 0]])
SHIFTS = tuple(
    Shift(id=name, technician_id=name, start_location=0, end_location=0, earliest=0, latest=2000)
    for name in "ab"
)
JOB = Job(id="j", location=1, duration=50)


def _planned(problem: Problem, travel: MatrixTravel = NEAR) -> Plan:
    return solve(problem, travel, iterations(200), seed=1)


def _who(problem: Problem) -> str:
    return _planned(problem).routes[0].shift_id


def test_a_known_technician_is_taken_unless_a_stranger_is_much_cheaper() -> None:
    cheap = (replace(SHIFTS[0], fixed_cost=0), replace(SHIFTS[1], fixed_cost=20))
    job = replace(JOB, preferred=frozenset({"b"}), stranger_cost=30)
    assert _who(Problem(shifts=cheap, jobs=(job,))) == "b"
    assert _who(Problem(shifts=cheap, jobs=(job,), aims=Aims(familiarity=0.5))) == "a"
    assert _who(Problem(shifts=cheap[:1], jobs=(job,))) == "a"


def test_the_announced_technician_is_kept_unless_the_change_saves_more() -> None:
    cheap = (SHIFTS[0], replace(SHIFTS[1], fixed_cost=100))
    assert _who(Problem(shifts=cheap, jobs=(replace(JOB, announced="b", change_cost=500),))) == "b"
    assert _who(Problem(shifts=cheap, jobs=(replace(JOB, announced="b", change_cost=50),))) == "a"


PAID = {
    "by the road": {},
    "by the hour": {"hourly_work_cost": 3600},
    "with overtime": {"regular_end": 1500, "hourly_overtime_cost": 3600},
}


@pytest.mark.parametrize("terms", PAID.values(), ids=PAID)
@pytest.mark.parametrize(("cost", "starts"), [(50, 500), (1000, 100)])
def test_the_announced_time_is_kept_unless_another_saves_more(
    terms: dict[str, int], cost: int, starts: int
) -> None:
    """Two neighbours far away, one told a time early and one late: together they save a whole way there and back."""
    travel = MatrixTravel([[0, 200, 200], [200, 0, 1], [200, 1, 0]])
    shifts = tuple(replace(shift, **terms, fixed_cost=0) for shift in SHIFTS)
    late = Job(id="late", location=2, duration=50, windows=(Window(500, 560),))
    early = Job(
        id="early",
        location=1,
        duration=400,
        windows=(Window(100, 260),),
        fallbacks=(Fallback(windows=(Window(500, 560),), cost=cost),),
    )
    plan = _planned(Problem(shifts=shifts, jobs=(early, late)), travel)
    found = next(visit for route in plan.routes for visit in route.visits if visit.job_id == "early")
    assert plan.lost == 0
    assert (found.way, found.start >= starts) == (int(cost < 200), True)


def test_the_excluded_and_those_who_know_too_little_do_not_come() -> None:
    problem = Problem(shifts=SHIFTS, jobs=(replace(JOB, excluded=frozenset({"a"})),))
    assert _who(problem) == "b"
    able = (SHIFTS[0], replace(SHIFTS[1], levels={"fibre": 2}))
    assert _who(Problem(shifts=able, jobs=(replace(JOB, levels={"fibre": 2}),))) == "b"
    assert _planned(Problem(shifts=able, jobs=(replace(JOB, levels={"fibre": 3}),))).unassigned == ("j",)


def test_who_would_be_late_is_served_late_rather_than_not() -> None:
    jobs = tuple(replace(JOB, id=f"j{k}", late_after=100, hourly_late_cost=3600) for k in range(4))
    plan = _planned(Problem(shifts=SHIFTS[:1], jobs=jobs))
    assert plan.unassigned == ()
    dear = (*jobs[:3], replace(jobs[3], hourly_late_cost=36_000))
    first = _planned(Problem(shifts=SHIFTS[:1], jobs=dear)).routes[0].visits
    assert "j3" in {visit.job_id for visit in first if visit.start <= 100}


def test_overtime_is_taken_only_when_nobody_else_has_time() -> None:
    long = tuple(replace(JOB, id=f"j{k}", duration=400) for k in range(2))
    shifts = tuple(replace(shift, regular_end=600, hourly_overtime_cost=7200) for shift in SHIFTS)
    assert len(_planned(Problem(shifts=shifts, jobs=long)).routes) == 2
    alone = _planned(Problem(shifts=shifts[:1], jobs=long))
    assert alone.unassigned == ()
    assert alone.routes[0].back > 600


def test_load_is_shared_where_fairness_is_an_aim() -> None:
    jobs = tuple(replace(JOB, id=f"j{k}", duration=300) for k in range(4))
    assert len(_planned(Problem(shifts=SHIFTS, jobs=jobs)).routes) == 1
    fair = _planned(Problem(shifts=SHIFTS, jobs=jobs, aims=Aims(fairness=100.0)))
    assert [len(route.visits) for route in fair.routes] == [2, 2]
    tired = (replace(SHIFTS[0], worked=20_000), SHIFTS[1])
    uneven = _planned(Problem(shifts=tired, jobs=jobs, aims=Aims(fairness=100.0)))
    assert [route.shift_id for route in uneven.routes] == ["b"]


def test_every_price_says_in_a_sentence_what_it_is_for() -> None:
    for price in PRICES:
        assert (price.__doc__ or "").strip().endswith(".")

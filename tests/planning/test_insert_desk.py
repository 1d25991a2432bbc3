"""The compiled places for one more job and those worked out by plain trial are the same, and break no rule."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning.check import violations
from dispatch.planning.ejection import Hold, Offer, Row, Trial, applied, every_offer, rows_of
from dispatch.planning.insert_desk import Desk
from dispatch.planning.problem import Job, Problem, Shift
from dispatch.planning.solve import solve
from dispatch.planning.state import write
from dispatch.planning.stop import iterations
from dispatch.planning.travel import MatrixTravel
from tests.planning.cases import cases

ALL = (20, 20, 20, 20)  # of the small cases every visit is tried
MANY = 10_000


def free_of_waiting(problem: Problem) -> Problem:
    return replace(problem, jobs=tuple(replace(job, after=frozenset()) for job in problem.jobs))


def without_a_load(problem: Problem) -> Problem:
    """Nothing that has to be fetched or lent: whether a visit fits is known at once, and dear places are skipped."""
    return replace(problem, jobs=tuple(replace(job, tools=frozenset(), parts={}) for job in problem.jobs))


def is_valid(problem: Problem, travel: MatrixTravel, rows: dict[str, Row]) -> bool:
    plan = write(problem, travel, rows, 0)
    placed = {job_id for row in rows.values() for job_id, _ in row}
    assert {v.job_id for route in plan.routes for v in route.visits} == placed
    return violations(problem, travel, plan) == ()


@given(cases(most_jobs=6, most_shifts=3), st.data())
def test_the_compiled_offers_are_those_found_by_plain_trial(
    case: tuple[Problem, MatrixTravel], data: st.DataObject
) -> None:
    problem, travel = free_of_waiting(case[0]), case[1]
    if not problem.jobs or not problem.shifts:
        return
    if data.draw(st.booleans()):
        problem = without_a_load(problem)
    job = problem.jobs[-1]
    others = replace(problem, jobs=problem.jobs[:-1])
    plan = solve(others, travel, iterations(2), data.draw(st.integers(0, 9)))
    held = {one.id: data.draw(st.sampled_from(Hold)) for one in others.jobs}
    desk = Desk(problem, travel, plan, held, spare=2, limits=ALL)
    assert desk.rows() == rows_of(plan)
    desk.bench.guess[:] = 0
    found = desk.offers(job.id, MANY)
    expected = every_offer(problem, travel, plan, job.id, held)
    trial, rows = Trial(problem, travel, held), rows_of(plan)
    for offer in found:
        change = trial.change(rows, offer)
        assert change is not None
        assert abs(change - offer.cost) < 1e-6
        assert is_valid(problem, travel, applied(rows, offer))
        assert all(held.get(job_id) is not Hold.STAYS for job_id in offer.moved)
    for moved in range(3):
        ours = [offer for offer in found if len(offer.moved) == moved]
        theirs = [offer for offer in expected if len(offer.moved) == moved]
        assert best(ours) == best(theirs)


def best(offers: list[Offer]) -> tuple[int, float] | None:
    if not offers:
        return None
    loss = min(offer.loss for offer in offers)
    return loss, round(min(offer.cost for offer in offers if offer.loss == loss), 6)


def test_what_was_tried_elsewhere_leaves_the_job_s_own_road_as_it_was() -> None:
    shift = Shift(
        id="a", technician_id="a", start_location=None, end_location=None, earliest=0, latest=9, capacity=(0,)
    )
    one = Job(id="one", location=0, duration=0, delivery=(0,))
    jobs = (one, replace(one, id="two"), replace(one, id="far", location=1), replace(one, id="new"))
    problem = Problem(shifts=(shift, replace(shift, id="b", technician_id="b")), jobs=jobs)
    travel = MatrixTravel([[0, 1], [1, 0]])
    rows: dict[str, Row] = {"a": (("two", 0), ("one", 0)), "b": (("far", 0),)}
    desk = Desk(problem, travel, write(problem, travel, rows, 0), {}, spare=1, limits=ALL)
    beside = {offer.shift_id: offer.cost for offer in desk.offers("new") if not offer.moved}
    assert beside == {"a": 0, "b": 1}


def test_a_known_job_that_gets_its_place_takes_a_spare_row() -> None:
    """Its own row is not used again: a desk that counted it as room would refuse the next job instead of being made anew."""
    shift = Shift(
        id="s", technician_id="s", start_location=None, end_location=None, earliest=0, latest=10_000
    )
    jobs = (Job(id="a", location=0, duration=60), Job(id="b", location=1, duration=60))
    problem, travel = Problem(shifts=(shift,), jobs=jobs), MatrixTravel([[0, 60], [60, 0]])
    desk = Desk(problem, travel, write(problem, travel, {"s": (("a", 0),)}, 0), spare=1)
    road = np.full(travel.size + 1, 60, dtype=np.int32)
    with desk.asking(jobs[1], road, road):
        offer = desk.offers("b")[0]
    assert desk.room.free_slots == 1
    desk.settle(jobs[1], road, road, offer, Hold.STAYS)
    assert desk.room.free_slots == 0


@given(cases(most_jobs=6, most_shifts=3))
def test_who_asks_for_one_place_gets_the_best_of_all(case: tuple[Problem, MatrixTravel]) -> None:
    """What is too dear by the road alone is not worked out: that leaves out nothing that would have been better."""
    problem, travel = without_a_load(free_of_waiting(case[0])), case[1]
    if not problem.jobs or not problem.shifts:
        return
    job = problem.jobs[-1]
    plan = solve(replace(problem, jobs=problem.jobs[:-1]), travel, iterations(2), 1)
    every = [offer for offer in every_offer(problem, travel, plan, job.id, {}) if not offer.moved]
    found = Desk(problem, travel, plan, spare=1, limits=(0, 0, 0, 0)).offers(job.id, 1)
    assert best(found) == best(every)


def test_a_route_that_cannot_be_driven_any_more_is_left_alone_as_time_goes_by() -> None:
    shift = Shift(id="a", technician_id="a", start_location=0, end_location=0, earliest=0, latest=400)
    jobs = tuple(Job(id=name, location=0, duration=100) for name in ("one", "two", "new"))
    problem = Problem(shifts=(shift, replace(shift, id="b", technician_id="b")), jobs=jobs)
    travel = MatrixTravel([[0]])
    desk = Desk(problem, travel, write(problem, travel, {"a": (("one", 0), ("two", 0))}, 0))
    assert {offer.shift_id for offer in desk.offers("new") if not offer.moved} == {"a", "b"}
    desk.advance(250)
    assert [offer.shift_id for offer in desk.offers("new")] == ["b"]
    assert all(shift.earliest == 250 for shift in map(desk.room.shift, "ab"))

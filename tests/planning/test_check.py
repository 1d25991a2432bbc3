"""The checker refuses what is wrong, by name."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dispatch.planning.check import violations
from dispatch.planning.constraints import RULES
from dispatch.planning.plan import Plan, Rest, Route, Visit
from dispatch.planning.problem import Break, Job, Problem, Shift, Window
from dispatch.planning.travel import MatrixTravel

TRAVEL = MatrixTravel([[0, 10], [10, 0]])
SHIFT = Shift(
    id="s",
    technician_id="t",
    start_location=0,
    end_location=0,
    earliest=0,
    latest=200,
    breaks=(Break(id="lunch", windows=(Window(50, 60),), duration=20),),
    skills=frozenset({"fibre"}),
    max_tasks=1,
    capacity=(2,),
)
JOB = Job(
    id="j",
    location=1,
    duration=30,
    setup=5,
    windows=(Window(10, 40),),
    skills=frozenset({"fibre"}),
    technicians=frozenset({"t"}),
    delivery=(2,),
)
PROBLEM = Problem(shifts=(SHIFT,), jobs=(JOB,))
VISIT = Visit(job_id="j", travel=10, arrive=10, start=10, finish=45)
LUNCH = Rest(break_id="lunch", start=50, finish=70, after=1)
ROUTE = Route(shift_id="s", depart=0, visits=(VISIT,), rests=(LUNCH,), travel_home=10, back=75)
PLAN = Plan(routes=(ROUTE,), unassigned=(), lost=0)


def test_a_right_plan_has_no_violations() -> None:
    assert violations(PROBLEM, TRAVEL, PLAN) == ()


def _job(**change: object) -> Problem:
    return Problem(shifts=(SHIFT,), jobs=(replace(JOB, **change),))  # type: ignore[arg-type]


def _shift(**change: object) -> Problem:
    return Problem(shifts=(replace(SHIFT, **change),), jobs=(JOB,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("skills", _shift(skills=frozenset())),
        ("person", _job(technicians=frozenset({"other"}))),
        ("window", _job(windows=(Window(11, 40),))),
        ("window", _job(due=44)),
        ("window", _job(release=11)),
        ("duration", _job(duration=31)),
        ("duration", _job(setup=0)),
        ("shift", _shift(earliest=1)),
        ("shift", _shift(latest=74)),
        ("break", _shift(breaks=())),
        ("break", _shift(breaks=(Break(id="lunch", windows=(Window(51, 60),), duration=20),))),
        ("break", _shift(breaks=(Break(id="lunch", windows=(Window(50, 60),), duration=21),))),
        ("break", _shift(breaks=(*SHIFT.breaks, Break(id="tea", windows=(Window(90, 90),), duration=1)))),
        ("capacity", _shift(capacity=(1,))),
        ("tasks", _shift(max_tasks=0)),
    ],
)
def test_a_broken_rule_is_named(rule: str, problem: Problem) -> None:
    found = [one.rule for one in violations(problem, TRAVEL, PLAN)]
    assert [name for name in found if name != "sum"] == [rule]  # a job without any way also changes the sum


def _route(**change: object) -> Plan:
    return replace(PLAN, routes=(replace(ROUTE, **change),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "plan"),
    [
        ("travel", _route(back=74)),
        ("travel", _route(travel_home=9)),
        ("travel", _route(visits=(replace(VISIT, arrive=11, start=10),))),
        ("break", _route(rests=())),
        ("break", _route(rests=(LUNCH, replace(LUNCH, start=55, finish=75)), back=95)),
        ("break", _route(rests=(replace(LUNCH, after=0),), back=75)),
        ("once", replace(PLAN, unassigned=("j",))),
        ("once", replace(PLAN, routes=(), lost=1)),
        ("once", replace(PLAN, unassigned=("unknown",))),
        ("sum", replace(PLAN, lost=1)),
        ("shift", replace(PLAN, routes=(replace(ROUTE, shift_id="unknown"),))),
        ("shift", replace(PLAN, routes=(ROUTE, replace(ROUTE, visits=(), rests=(LUNCH,), travel_home=0)))),
    ],
)
def test_a_false_claim_is_named(rule: str, plan: Plan) -> None:
    assert rule in {one.rule for one in violations(PROBLEM, TRAVEL, plan)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_says_in_a_sentence_what_it_asks(rule: Callable[..., object]) -> None:
    assert rule.__doc__ is not None
    assert rule.__doc__.strip().endswith(".")

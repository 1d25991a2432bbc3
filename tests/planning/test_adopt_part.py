"""A part of another plan is adopted with what has to go along, and what comes of it is a plan again."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning.adopt_part import Along, Because, closure, days_of
from dispatch.planning.check import violations
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Problem
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations
from dispatch.planning.timed_plan import whole
from tests.examples import examples
from tests.planning.cases import cases

SEATS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(("wang", "li", "gu")))
WAITS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.frozensets(st.sampled_from("abcdefgh"), max_size=2), max_size=3
)


def taken(
    was: Mapping[str, str],
    now: Mapping[str, str],
    chosen: Collection[str],
    waits: Mapping[str, Collection[str]],
) -> set[str]:
    along = closure(was, now, chosen, waits=waits)
    return {*chosen, *(one.order_id for one in along)}


def mixed(was: Mapping[str, str], now: Mapping[str, str], order_ids: Collection[str]) -> dict[str, list[str]]:
    """Whose day holds an order then: each order with all the days it is on."""
    days = days_of(was, now, order_ids)
    found: dict[str, list[str]] = {}
    for side, mine in ((now, True), (was, False)):
        for order_id, day in side.items():
            if (day in days) is mine:
                found.setdefault(order_id, []).append(day)
    return found


def test_a_visit_that_changes_hands_draws_in_what_changes_on_both_days_and_says_so() -> None:
    was = {"a": "wang", "b": "li", "c": "gu", "d": "wang", "e": "gu"}
    now = {"a": "li", "b": "wang", "c": "gu", "d": "wang", "e": "gu"}
    assert closure(was, now, ["a"], retimed=["d", "c"]) == (
        Along(order_id="b", with_id="a", because=Because.SAME_DAY),
        Along(order_id="d", with_id="a", because=Because.SAME_DAY),
    )


def test_who_waits_for_a_visit_that_changes_goes_along() -> None:
    was, now = {"a": "wang", "b": "li"}, {"a": "gu", "b": "li"}
    assert closure(was, now, ["a"], retimed=["b"], waits={"b": ["a"]}) == (
        Along(order_id="b", with_id="a", because=Because.WAITS),
    )
    assert closure(was, now, ["a"], waits={"b": ["a"]}) == (), "it stays where and when it was"


@given(was=SEATS, now=SEATS, waits=WAITS, data=st.data())
def test_every_order_is_on_one_day_or_where_neither_plan_has_it(
    was: dict[str, str], now: dict[str, str], waits: dict[str, frozenset[str]], data: st.DataObject
) -> None:
    changed = sorted({one for one in {*was, *now} if was.get(one) != now.get(one)})
    chosen = [one for one in changed if data.draw(st.booleans())]
    order_ids = taken(was, now, chosen, waits)
    seats = mixed(was, now, order_ids)
    assert all(len(days) == 1 for days in seats.values())
    for one in {*was, *now}:
        expected = now.get(one) if one in order_ids else was.get(one)
        assert seats.get(one, [None]) == [expected]


@given(was=SEATS, now=SEATS, waits=WAITS, data=st.data())
def test_the_closure_is_closed_and_grows_with_what_is_chosen(
    was: dict[str, str], now: dict[str, str], waits: dict[str, frozenset[str]], data: st.DataObject
) -> None:
    changed = sorted({one for one in {*was, *now} if was.get(one) != now.get(one)})
    chosen = [one for one in changed if data.draw(st.booleans())]
    fewer = [one for one in chosen if data.draw(st.booleans())]
    once = taken(was, now, chosen, waits)
    assert taken(was, now, sorted(once), waits) == once
    assert taken(was, now, fewer, waits) <= once
    assert taken(was, now, [], waits) == set()
    assert mixed(was, now, set(changed)) == {one: [day] for one, day in now.items()} | {
        one: [day] for one, day in was.items() if now.get(one) == day
    }


def _days(plan: Plan) -> dict[str, str]:
    return {visit.job_id: route.shift_id for route in plan.routes for visit in route.visits}


def _starts(plan: Plan) -> dict[str, int]:
    return {visit.job_id: visit.start for route in plan.routes for visit in route.visits}


@examples(60)
@given(case=cases(), data=st.data())
def test_a_part_of_one_valid_plan_upon_another_is_valid(
    case: tuple[Problem, object], data: st.DataObject
) -> None:
    problem, travel = case
    ids = [job.id for job in problem.jobs]
    if len(ids) > 1 and data.draw(st.booleans()):
        problem = replace(
            problem, jobs=(*problem.jobs[:-1], replace(problem.jobs[-1], after=frozenset(ids[:1])))
        )
    one, other = (solve(problem, travel, iterations(20), seed) for seed in (1, 2))  # type: ignore[arg-type]
    was, now = _days(one), _days(other)
    before, after = _starts(one), _starts(other)
    retimed = [each for each in was if was[each] == now.get(each) and before[each] != after[each]]
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    waits = {job.id: job.after for job in problem.jobs}
    along = closure(was, now, chosen, retimed=retimed, waits=waits)
    days = days_of(was, now, [*chosen, *(each.order_id for each in along)])
    routes = [
        route
        for plan, mine in ((other, True), (one, False))
        for route in plan.routes
        if (route.shift_id in days) is mine
    ]
    assert violations(problem, travel, whole(problem, routes)) == ()  # type: ignore[arg-type]

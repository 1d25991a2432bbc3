"""What would get an order its place: each way is found where it is the one, driven in full, and priced."""

from dataclasses import replace
from typing import Any

from hypothesis import given

from dispatch.planning.check import violations
from dispatch.planning.lanes import Lanes
from dispatch.planning.problem import Fallback, Job, Problem, Window
from dispatch.planning.relief import Relief, WayOut, apply
from dispatch.planning.timed_plan import whole
from dispatch.planning.ways_out import ways_out
from tests.planning.test_plan_diff import EAST, ROAD, WEST, any_plans, day, job, plan, shift

MAY_BREAK = {
    Relief.ASSIGN: set[str](),
    Relief.OVERTIME: {"shift"},
    Relief.OTHER_TIME: set[str](),
    Relief.WAIVER: set[str](),
    Relief.SUPPLIES: {"supplies"},
    Relief.DEPOT: {"depot", "supplies", "travel", "duration"},  # who comes from there needs no setup there
    Relief.OTHER_PERSON: set[str](),
    Relief.MOVE_OTHER: set[str](),
    Relief.DROP_OTHER: set[str](),
}
"""What of the shifts' own rules a way gives up, and nothing else; what it asks of the order is in `way.job`."""


def found(problem: Problem, name: str, **lanes: tuple[str, ...]) -> tuple[WayOut, ...]:
    asked = next(one for one in problem.jobs if one.id == name)
    return ways_out(Lanes(problem, ROAD, plan(problem, **lanes), asked=name), asked)


def only(ways: tuple[WayOut, ...], relief: Relief) -> WayOut:
    return next(way for way in ways if way.relief is relief)


SHORT = replace(WEST, latest=1200 + 1800 + 300)


def test_so_many_minutes_of_overtime_and_not_one_less() -> None:
    problem = day(job("a", 2), job("b", 2), shifts=(SHORT,))
    way = only(found(problem, "b", west=("a",)), Relief.OVERTIME)
    assert (way.technician_id, way.seconds, way.lost) == ("west", 1500, 0)
    enough = replace(problem, shifts=(replace(SHORT, latest=SHORT.latest + 1500),))
    assert [one.relief for one in found(enough, "b", west=("a",))] == [Relief.ASSIGN]
    less = replace(problem, shifts=(replace(SHORT, latest=SHORT.latest + 1499),))
    assert only(found(less, "b", west=("a",)), Relief.OVERTIME).seconds == 1


def test_an_order_with_room_needs_nothing_but_to_be_given() -> None:
    ways = found(day(job("a", 2)), "a")
    assert [(way.relief, way.technician_id) for way in ways] == [
        (Relief.ASSIGN, "west"),
        (Relief.ASSIGN, "east"),
    ]
    assert ways[0].cost == 1200


def test_another_time_for_the_customer() -> None:
    early = job("a", 2, windows=(Window(0, 300),), weight=9)
    way = only(found(day(early, shifts=(WEST,)), "a"), Relief.OTHER_TIME)
    assert (way.start, way.loss) == (600, 0)


def test_another_time_still_keeps_the_due_time_if_it_can() -> None:
    early = job("a", 2, windows=(Window(0, 300),), due=9000, weight=9, fallbacks=(Fallback(loss=5),))
    held = found(day(early, shifts=(WEST,)), "a", west=("a",))
    assert only(held, Relief.OTHER_TIME).loss == 0


def test_a_skill_is_waived_by_its_name() -> None:
    way = only(found(day(job("a", 2, skills=frozenset({"fibre"}))), "a"), Relief.WAIVER)
    assert (way.technician_id, way.names, way.start) == ("west", ("fibre",), 600)
    low = job("a", 2, skills=frozenset({"fibre"}), levels={"fibre": 2})
    junior = replace(WEST, skills=frozenset({"fibre"}), levels={"fibre": 1})
    assert only(found(day(low, shifts=(junior,)), "a"), Relief.WAIVER).names == ("fibre",)


def test_parts_are_brought_or_fetched() -> None:
    needy = job("a", 2, parts={"modem": 1})
    near = replace(EAST, depot=1, restock=600, latest=1000)
    ways = found(day(needy, shifts=(WEST, near)), "a")
    assert only(ways, Relief.SUPPLIES).names == ("modem",)
    fetched = only(ways, Relief.DEPOT)
    assert (fetched.technician_id, fetched.start) == ("west", 300 + 900 + 300)


def test_another_technician_for_an_order_that_asks_for_one() -> None:
    asked = job("a", 2, technicians=frozenset({"sick"}))
    assert only(found(day(asked), "a"), Relief.OTHER_PERSON).technician_id == "west"


def test_a_visit_without_a_promise_makes_room_and_finds_a_new_home() -> None:
    needs = job("a", 2, skills=frozenset({"fibre"}), weight=5)
    skilled = replace(SHORT, skills=frozenset({"fibre"}))
    problem = day(needs, job("b", 2, weight=5), shifts=(skilled, EAST))
    way = only(found(problem, "a", west=("b",)), Relief.MOVE_OTHER)
    assert (way.technician_id, way.other_id, way.other_technician_id, way.lost) == ("west", "b", "east", 0)
    promised = replace(problem, jobs=(needs, job("b", 2, weight=5, windows=(Window(0, 5000),))))
    assert Relief.MOVE_OTHER not in {one.relief for one in found(promised, "a", west=("b",))}


def test_a_lighter_order_is_dropped_only_for_a_heavier_one() -> None:
    problem = day(job("a", 2, weight=9), job("b", 2, weight=2), shifts=(SHORT,))
    way = only(found(problem, "a", west=("b",)), Relief.DROP_OTHER)
    assert (way.other_id, way.lost, way.loss) == ("b", 2, 0)
    heavier = day(job("a", 2, weight=2), job("b", 2, weight=9), shifts=(SHORT,))
    assert Relief.DROP_OTHER not in {one.relief for one in found(heavier, "a", west=("b",))}


def test_two_technicians_for_what_is_too_long_for_one() -> None:
    long = job("a", 2, duration=8000)
    pair = (shift("west", 0, latest=6000), shift("twin", 1, latest=6000))
    way = only(found(day(long, shifts=pair), "a"), Relief.TWO_TECHNICIANS)
    assert {way.technician_id, way.other_technician_id} == {"west", "twin"}
    assert way.finish - way.start == 4000


def test_a_late_visit_is_saved_by_overtime_elsewhere() -> None:
    """Not only what has no place: what breaks its promise has its ways out as well."""
    urgent = job("a", 8, due=3000, weight=10, fallbacks=(Fallback(loss=6),))
    east = replace(EAST, latest=2000)
    problem = day(urgent, shifts=(replace(WEST, earliest=3000), east))
    way = found(problem, "a", west=("a",))[0]
    assert (way.relief, way.technician_id, way.seconds, way.lost) == (Relief.OVERTIME, "east", 400, 0)


def test_what_has_all_that_it_can_have_needs_no_way_out() -> None:
    assert found(day(job("a", 2)), "a", west=("a",)) == ()


def test_the_cheapest_comes_first() -> None:
    problem = day(job("a", 2, weight=9), job("b", 2, weight=2), job("c", 2), shifts=(SHORT, EAST))
    ways = found(problem, "a", west=("b",), east=("c",))
    assert list(ways) == sorted(ways, key=lambda way: (way.lost, way.cost))


@given(any_plans())
def test_every_way_out_is_a_valid_plan_but_for_what_it_gives_up(one: Any) -> None:
    problem, travel, running = one
    for asked in problem.jobs:
        lanes = Lanes(problem, travel, running, asked=asked.id)
        seat = lanes.seat_of(asked)
        lost = asked.weight if seat is None else seat.loss
        for way in ways_out(lanes, asked):
            assert way.lost < lost
            if way.relief is Relief.TWO_TECHNICIANS:
                continue  # its second half is a job of its own
            freed, after = apply(running, problem, way)
            assert freed.shifts == problem.shifts
            wrong = {each.rule for each in violations(freed, travel, after)}
            assert wrong <= MAY_BREAK[way.relief] | {"tasks"}, way


def test_the_asked_one_may_be_freer_than_the_plan_knows() -> None:
    freer: Job = replace(job("a", 2), technicians=None)
    problem = day(job("a", 2, technicians=frozenset({"sick"})))
    running = plan(problem)
    known = replace(problem, jobs=(freer,))
    assert (
        ways_out(Lanes(known, ROAD, whole(known, running.routes), asked="a"), freer)[0].relief
        is Relief.ASSIGN
    )

"""A district's day becomes a problem, and the plan becomes dated stops."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dispatch.planning.day import (
    DayProblem,
    Half,
    PlannedOrder,
    PlannedTechnician,
    Stop,
    build_day,
    plan_from,
    predicted_end,
    stops_of,
    unassigned_of,
)
from dispatch.planning.day_values import TOP
from dispatch.planning.plan import Plan
from dispatch.planning.rules import DEFAULT_RULES, Rules, Weights
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from technicians.absences import Absent

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)
HOME = (30.66, 104.06)
NEAR = (30.67, 104.06)


def _at(clock: str, day: int = 0) -> datetime:
    return datetime.combine(TODAY + timedelta(days=day), time.fromisoformat(clock), tzinfo=ZONE)


NOW = _at("09:00")
WANG = PlannedTechnician(
    id="wang",
    home=HOME,
    shift_start=time(8),
    shift_end=time(18),
    lunch_start=time(12),
    lunch_end=time(13, 30),
    lunch=timedelta(minutes=45),
    skills=frozenset({"install"}),
)


def _order(name: str = "a", **fields: Any) -> PlannedOrder:
    return PlannedOrder(**({"id": name, "place": NEAR, "duration": timedelta(minutes=60)} | fields))


def _plan(*orders: PlannedOrder, now: datetime = NOW, technicians: Any = (WANG,)) -> tuple[DayProblem, Plan]:
    day = build_day(now, ZONE, technicians, orders)
    return day, solve(day.problem, TravelCache(GreatCircle()).travel(day.points), iterations(100), seed=1)


def _stops(*orders: PlannedOrder, now: datetime = NOW, technicians: Any = (WANG,)) -> dict[str, Stop]:
    day, plan = _plan(*orders, now=now, technicians=technicians)
    return {stop["order_id"]: stop for stop in stops_of(day, plan)}


def _away(days: int) -> tuple[Absent, ...]:
    return (Absent(_at("00:00"), _at("00:00", days)),)


def test_a_free_order_is_visited_today_in_contact_hours() -> None:
    stop = _stops(_order())["a"]
    assert stop["day"] == TODAY
    assert stop["seq"] == 1
    assert stop["start_at"].tzinfo is UTC
    assert (
        NOW < stop["arrive_at"] == stop["start_at"] < stop["end_at"] == stop["start_at"] + timedelta(hours=1)
    )
    assert 0 < stop["travel_s"] < 600


def test_an_agreed_time_is_kept_with_a_margin() -> None:
    agreed = _at("15:00")
    orders = [_order(f"o{k}", duration=timedelta(minutes=45)) for k in range(8)]
    stop = _stops(_order(agreed_at=agreed), *orders)["a"]
    assert timedelta(minutes=-50) <= stop["arrive_at"] - agreed <= timedelta(minutes=20)


def test_the_edge_of_the_agreed_hour_is_taken_when_the_margin_is_gone() -> None:
    stop = _stops(_order(agreed_at=_at("15:00")), now=_at("15:52"))["a"]
    assert timedelta(minutes=50) < stop["arrive_at"] - _at("15:00") <= timedelta(hours=1)


def test_a_missed_agreed_time_is_still_served() -> None:
    stop = _stops(_order(agreed_at=_at("08:30")), now=_at("11:00"))["a"]
    assert stop["day"] == TODAY


@pytest.mark.parametrize(
    ("half", "opens", "closes"),
    [(Half.AM, "08:00", "12:00"), (Half.PM, "12:00", "18:00"), (Half.DAY, "08:00", "18:00")],
)
def test_a_booked_half_day_is_kept(half: Half, opens: str, closes: str) -> None:
    stop = _stops(_order(booked_date=TODAY + timedelta(days=1), booked_half=half))["a"]
    assert _at(opens, 1) <= stop["arrive_at"] <= _at(closes, 1)


def test_an_order_that_cannot_be_in_time_is_served_late() -> None:
    stop = _stops(_order(due_at=NOW + timedelta(minutes=20)))["a"]
    assert stop["day"] == TODAY


def test_a_due_order_goes_before_one_that_can_wait() -> None:
    long = timedelta(hours=6)
    stops = _stops(
        _order("wait", duration=long, due_at=_at("20:00", 2)),
        _order("due", duration=long, due_at=_at("18:00")),
    )
    assert stops["due"]["day"] == TODAY
    assert stops["wait"]["day"] == TODAY + timedelta(days=1)


def test_work_under_way_is_not_planned_but_keeps_its_technician_busy_there() -> None:
    there = (30.70, 104.10)
    until = _at("10:30")
    stops = _stops(
        _order("on", place=there, fixed_until=until, technician_id="wang"), _order("next", place=there)
    )
    assert "on" not in stops
    assert stops["next"]["arrive_at"] == until
    assert stops["next"]["travel_s"] == 0


def test_a_taken_order_stays_with_its_technician_even_without_the_skill() -> None:
    li = PlannedTechnician(id="li", home=(30.9, 104.3), shift_start=time(8), shift_end=time(18))
    stop = _stops(_order(technician_id="li", skills=frozenset({"install"})), technicians=(WANG, li))["a"]
    assert stop["technician_id"] == "li"


FAR_WEST, NEAR_WEST = (30.66, 103.98), (30.66, 104.045)
LI = replace(WANG, id="li", home=FAR_WEST)


def _goes(order: PlannedOrder, rules: Rules = DEFAULT_RULES, technicians: Any = (WANG, LI)) -> str:
    day = build_day(NOW, ZONE, technicians, (order,), rules)
    plan = solve(day.problem, TravelCache(GreatCircle()).travel(day.points), iterations(50), seed=1)
    (stop,) = stops_of(day, plan)
    return stop["technician_id"]


def test_the_running_plans_technician_stays_unless_another_saves_more_than_a_change_costs() -> None:
    between = _order(place=(30.66, 104.022))
    assert _goes(between) == "wang"
    assert _goes(replace(between, announced="li")) == "li"
    assert _goes(replace(between, announced="li"), Rules(change_cost=timedelta(0))) == "wang"
    assert _goes(replace(between, place=NEAR_WEST, announced="li"), Rules(days=1)) == "wang"


def test_who_knows_the_house_or_owns_the_area_goes_first_among_equals() -> None:
    order = _order(place=(30.66, 104.022), area_id="river")
    assert _goes(order) == "wang"
    assert _goes(replace(order, preferred=frozenset({"li"}))) == "li"
    assert _goes(order, technicians=(WANG, replace(LI, areas=frozenset({"river"})))) == "li"


def test_nobody_gets_again_what_they_handed_back_while_somebody_else_works() -> None:
    assert _goes(_order(excluded=frozenset({"wang"}))) == "li"
    assert _goes(_order(excluded=frozenset({"wang", "li"}))) == "wang"
    assert _goes(_order(excluded=frozenset({"wang"}), technician_id="wang")) == "wang"


def test_a_district_says_what_a_late_order_forfeits() -> None:
    order = _order(agreed_at=_at("15:00"), due_at=_at("18:00"))
    weights = Weights(served=500, priority=0, near=100, late=40, missed=90, word=300)
    (job,) = build_day(NOW, ZONE, (WANG,), (order,), Rules(weights=weights)).problem.jobs
    assert (job.weight, [way.loss for way in job.fallbacks]) == (900, [0, 240, 624, 864])


def test_a_time_that_was_agreed_is_not_given_up_for_what_weighs_more() -> None:
    """Whoever gave their word goes there anyway: what took that place in the plan would be late, too."""
    install = _order("install", priority=40, agreed_at=_at("16:45"), duration=timedelta(minutes=90))
    repair = _order("repair", priority=60, due_at=_at("18:00"), duration=timedelta(minutes=90))
    stops = _stops(install, repair, now=_at("15:50"))
    assert stops["install"]["day"] == TODAY
    assert abs(stops["install"]["arrive_at"] - _at("16:45")) <= timedelta(hours=1)
    given_up = replace(install, agreed_at=None, booked_date=TODAY, booked_half=Half.PM)
    assert _stops(given_up, repair, now=_at("15:50"))["repair"]["end_at"] <= _at("18:00")


def test_who_comes_at_another_time_than_agreed_comes_in_time_all_the_same() -> None:
    """The due time is another promise than the agreed one: where that cannot be had, this one is still worth something."""
    ill = replace(WANG, absent=_away(1))
    order = _order(agreed_at=_at("15:00"), due_at=_at("12:00", 1))
    stop = _stops(order, now=_at("10:00"), technicians=(ill,))["a"]
    assert (stop["day"], stop["end_at"] <= _at("12:00", 1)) == (TODAY + timedelta(days=1), True)


def test_the_time_of_an_urgent_complaint_outweighs_an_agreed_one() -> None:
    urgent = _order("urgent", priority=TOP, due_at=_at("12:00"), duration=timedelta(minutes=100))
    agreed = _order("agreed", priority=60, agreed_at=_at("11:00"), duration=timedelta(minutes=100))
    stops = _stops(urgent, agreed, now=_at("10:00"))
    assert stops["urgent"]["end_at"] <= _at("12:00")


def test_whoever_agreed_a_time_keeps_it_before_they_go_home() -> None:
    order = _order(agreed_at=_at("17:30"), announced="wang", taken=True)
    on = _order("on", fixed_until=_at("18:12"), technician_id="wang")
    assert _stops(order, on, now=_at("17:50"))["a"]["arrive_at"] <= _at("18:30")
    assert _stops(order, now=_at("18:05"))["a"]["arrive_at"] <= _at("18:30")
    strict = build_day(_at("18:05"), ZONE, (WANG,), (order,), Rules(word_overtime=timedelta(0))).problem
    assert strict.shifts[0].latest == _at("19:00").timestamp()
    assert _stops(_order(), now=_at("18:05"))["a"]["day"] == TODAY + timedelta(days=1)


def test_who_is_booked_for_today_is_not_given_to_somebody_who_calls_nobody_today() -> None:
    booked = _order(booked_date=TODAY, booked_half=Half.PM, to_be_called=True, place=FAR_WEST)
    ill, early = replace(LI, absent=_away(1)), replace(WANG, shift_end=time(9, 30))
    assert _goes(booked, Rules(days=2), technicians=(early, ill)) == "wang"
    assert _goes(replace(booked, to_be_called=False), Rules(days=2), technicians=(early, ill)) == "li"
    assert _goes(booked, Rules(days=2), technicians=(ill,)) == "li"


def test_nobody_is_planned_on_leave_or_after_the_shift() -> None:
    on_leave = PlannedTechnician(
        id="wang", home=HOME, shift_start=time(8), shift_end=time(18), absent=_away(2)
    )
    assert _stops(_order(), technicians=(on_leave,))["a"]["day"] == TODAY + timedelta(days=2)
    assert _stops(_order(), now=_at("19:00"))["a"]["day"] == TODAY + timedelta(days=1)


def test_nothing_is_planned_while_somebody_is_away_for_a_part_of_the_day() -> None:
    away = replace(WANG, absent=(Absent(_at("10:00"), _at("15:00")),))
    orders = [_order(f"o{k}") for k in range(4)]
    stops = _stops(*orders, technicians=(away,))
    today = [stop for stop in stops.values() if stop["day"] == TODAY]
    assert any(stop["start_at"] >= _at("15:00") for stop in today), "the afternoon is worked"
    assert all(stop["end_at"] <= _at("10:00") or stop["start_at"] >= _at("15:00") for stop in today)
    (shift,) = build_day(_at("09:00"), ZONE, (away,), (), Rules(days=1)).problem.shifts
    assert [rest.id for rest in shift.breaks] == ["away1"], "lunch is had while they are away"


def test_who_goes_home_sick_works_no_overtime() -> None:
    sick = replace(WANG, absent=(Absent(_at("14:00")),))
    (shift,) = build_day(_at("09:00"), ZONE, (sick,), (), Rules(days=2)).problem.shifts
    assert shift.latest == _at("14:00").timestamp()
    assert [rest.id for rest in shift.breaks] == ["lunch"]


def test_who_goes_home_before_lunch_is_over_works_until_then() -> None:
    assert _stops(_order(due_at=_at("11:00")), technicians=(replace(WANG, shift_end=time(11)),))


def test_lunch_is_had_in_its_hours() -> None:
    orders = [_order(f"o{k}") for k in range(9)]
    day, plan = _plan(*orders)
    today = next(route for route in plan.routes if route.shift_id == f"wang/{TODAY}")
    (rest,) = today.rests
    assert _at("12:00").timestamp() <= rest.start
    assert rest.finish <= _at("13:30").timestamp()
    assert len(day.problem.shifts[1].breaks) == 1


@pytest.mark.parametrize(
    ("clock", "rested", "left"),
    [("13:00", 0, 45), ("14:30", 0, 45), ("14:31", 0, None), ("13:00", 20, 25), ("12:50", 45, None)],
)
def test_a_lunch_that_work_has_kept_from_its_hour_is_had_at_once_and_what_was_rested_counts(
    clock: str, rested: int, left: int | None
) -> None:
    day, plan = _plan(
        _order(), now=_at(clock), technicians=(replace(WANG, rested=timedelta(minutes=rested)),)
    )
    today = day.problem.shifts[0]
    assert [rest.duration for rest in today.breaks] == ([] if left is None else [60 * left])
    assert len(day.problem.shifts[1].breaks) == 1
    rests = [rest for route in plan.routes if route.shift_id == today.id for rest in route.rests]
    assert [rest.start for rest in rests] == ([] if left is None else [_at(clock).timestamp()])


def test_whom_nobody_has_called_is_not_visited_unannounced() -> None:
    assert _stops(_order(to_be_called=True))["a"]["arrive_at"] >= NOW + timedelta(minutes=30)
    early = _stops(_order(to_be_called=True), now=_at("07:00"))["a"]
    assert early["arrive_at"] >= _at("08:30")
    assert _stops(_order())["a"]["arrive_at"] < NOW + timedelta(minutes=30)


def test_what_was_taken_changes_hands_only_to_keep_a_promise() -> None:
    li = replace(WANG, id="li", home=(30.72, 104.06))
    mine = _order(announced="li", taken=True)
    assert _stops(mine, technicians=(WANG, li))["a"]["technician_id"] == "li"
    on_the_job = _order("long", place=(30.75, 104.06), technician_id="li", fixed_until=_at("13:00"))
    promised = replace(mine, agreed_at=_at("11:00"))
    assert _stops(promised, on_the_job, technicians=(WANG, li))["a"]["technician_id"] == "wang"


def test_the_last_of_a_shift_is_kept_for_what_has_to_be_today() -> None:
    orders = [_order(f"o{k}", duration=timedelta(hours=1)) for k in range(9)]
    free = _stops(*orders)
    today = [stop["end_at"] for stop in free.values() if stop["day"] == TODAY]
    assert max(today) <= _at("18:00") - timedelta(minutes=54)
    due = _stops(*(replace(order, due_at=_at("19:00")) for order in orders))
    assert max(stop["end_at"] for stop in due.values() if stop["day"] == TODAY) > _at("18:00")


def test_a_visit_begins_when_what_it_waits_for_is_done() -> None:
    far = (30.80, 104.20)
    line = _order("line", place=far, duration=timedelta(hours=2))
    stops = _stops(_order("visit", after=frozenset({"line"})), line, technicians=(WANG, LI))
    assert stops["visit"]["start_at"] >= stops["line"]["end_at"]
    until = _at("13:45")
    working = replace(line, fixed_until=until, technician_id="li")
    assert _stops(_order("visit", after=frozenset({"line"})), working)["visit"]["start_at"] >= until


def test_what_waits_for_an_order_outside_the_problem_waits_outside_too() -> None:
    far = _order("far", booked_date=TODAY + timedelta(days=9))
    day, _ = _plan(
        far, _order("b", after=frozenset({"far"})), _order("c", after=frozenset({"b"})), _order("d")
    )
    assert sorted(day.later) == ["b", "c", "far"]
    day, _ = _plan(_order("a", after=frozenset({"held"})))
    assert day.later == ("a",)


def test_orders_booked_beyond_the_horizon_wait_outside_the_problem() -> None:
    day, plan = _plan(
        _order("far", booked_date=TODAY + timedelta(days=5)),
        _order("later", agreed_at=_at("10:00", 4)),
        _order(),
    )
    assert day.later == ("far", "later")
    assert plan.unassigned == ()


def test_an_order_without_a_place_has_a_reason() -> None:
    day, plan = _plan(_order(skills=frozenset({"fibre"})), _order("b", technician_id="gone"))
    travel = TravelCache(GreatCircle()).travel(day.points)
    assert unassigned_of(day, travel, plan) == [
        {"order_id": "a", "reason": "no_skill"},
        {"order_id": "b", "reason": "person_away"},
    ]


def test_a_running_plan_is_a_start() -> None:
    orders = [_order(f"o{k}", place=(30.6 + k / 50, 104.0 + (k * 7 % 5) / 50)) for k in range(12)]
    day, plan = _plan(*orders)
    start = plan_from(day, stops_of(day, plan))
    assert start.sequences() == plan.sequences()
    travel = TravelCache(GreatCircle()).travel(day.points)
    again = solve(day.problem, travel, iterations(1), seed=9, start_from=start)
    assert (again.lost, again.travel) <= (plan.lost, plan.travel)


def test_the_hour_that_a_clock_change_skips_shortens_the_shift() -> None:
    zone = ZoneInfo("Europe/Berlin")
    night = PlannedTechnician(id="n", home=HOME, shift_start=time(0), shift_end=time(8))
    day = build_day(datetime(2026, 3, 28, 23, 30, tzinfo=zone), zone, (night,), (_order(),))
    lengths = [shift.latest - shift.earliest - 3600 for shift in day.problem.shifts]
    assert lengths == [7 * 3600, 8 * 3600]


def test_an_overrun_is_expected_to_end_in_a_quarter_of_an_hour() -> None:
    assert predicted_end(NOW, since_at=_at("08:00"), duration=timedelta(hours=2)) == _at("10:00")
    assert predicted_end(NOW, since_at=_at("07:00"), duration=timedelta(hours=1)) == _at("09:15")


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        build_day(datetime(2026, 11, 20, 9), ZONE, (WANG,), ())  # noqa: DTZ001 - the fault in question

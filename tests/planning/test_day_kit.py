"""Tools, parts, the depot, lateness and overtime reach the planner where they can stop or cost something, and only there."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.planning.check import violations
from dispatch.planning.day import DayProblem, PlannedOrder, PlannedTechnician, Stop, build_day, stops_of
from dispatch.planning.explain import explain_unassigned
from dispatch.planning.plan import Plan
from dispatch.planning.rules import Depot, Rules, read_rules
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)
NOW = datetime.combine(TODAY, time(9), tzinfo=ZONE)
HOUR = timedelta(hours=1)
TOOLS = frozenset({"splicer"})
WANG = PlannedTechnician(
    id="wang", home=(30.66, 104.06), shift_start=time(8), shift_end=time(18), skills=frozenset({"install"})
)
LI = replace(WANG, id="li", home=(30.66, 103.96))
ONE_DAY = Rules(days=1)
DEPOT = Depot(place=(30.67, 104.05))


def install(name: str, **fields: Any) -> PlannedOrder:
    given = {"place": (30.665, 104.06), "duration": HOUR, "skills": frozenset({"install"}), "tools": TOOLS}
    return PlannedOrder(**({"id": name, "parts": {"ont": 1}} | given | fields))


def plan(
    crew: tuple[PlannedTechnician, ...], orders: list[PlannedOrder], rules: Rules = ONE_DAY
) -> tuple[DayProblem, Plan, list[Stop]]:
    day = build_day(NOW, ZONE, crew, orders, rules)
    travel = TravelCache(GreatCircle()).travel(day.points)
    found = solve(day.problem, travel, iterations(200), seed=1)
    assert not violations(day.problem, travel, found)
    return day, found, stops_of(day, found)


def test_what_nobody_counts_or_everybody_has_plenty_of_is_not_asked_about() -> None:
    plenty = replace(WANG, tools=TOOLS, stock={"ont": 9}, load={"ont": 9})
    for crew in ((WANG, LI), (plenty, LI)):
        problem = build_day(NOW, ZONE, crew, [install("a"), install("b")], Rules(depot=DEPOT)).problem
        assert not any(job.tools or job.parts for job in problem.jobs)
        assert not any(shift.depot is not None for shift in problem.shifts)


def test_who_has_run_out_of_parts_is_not_sent() -> None:
    out = replace(WANG, stock={"ont": 1}, load={"ont": 5})
    _, _, stops = plan((out, LI), [install("a"), install("b"), install("c")])
    assert len(stops) == 3
    assert [stop["technician_id"] for stop in stops].count("wang") <= 1
    _, _, stops = plan((replace(out, stock=None), LI), [install("a"), install("b"), install("c")])
    assert {stop["technician_id"] for stop in stops} == {"wang"}


def test_without_a_depot_the_third_router_waits_for_the_next_day_when_the_van_is_full_again() -> None:
    van = replace(WANG, stock={"ont": 2}, load={"ont": 2})
    orders = [install(name) for name in "abc"]
    day, found, _ = plan((van,), orders)
    assert len(found.unassigned) == 1
    travel = TravelCache(GreatCircle()).travel(day.points)
    assert [one.job_id for one in explain_unassigned(day.problem, travel, found)] == list(found.unassigned)
    _, found, stops = plan((van,), orders, Rules(days=2))
    assert sorted(stop["day"] for stop in stops) == [TODAY, TODAY, TODAY + timedelta(days=1)]


def test_with_a_depot_the_van_is_filled_up_on_the_way() -> None:
    van = replace(WANG, stock={"ont": 1}, load={"ont": 5})
    _, found, stops = plan((van,), [install("a"), install("b")], Rules(days=1, depot=DEPOT))
    assert len(stops) == 2
    assert found.unassigned == ()
    (filled,) = (stop for stop in stops if "depot_at" in stop)
    assert NOW <= filled["depot_at"] < filled["start_at"]


def test_a_tool_that_somebody_lacks_sends_somebody_else() -> None:
    lacking = replace(WANG, tools=frozenset())
    _, _, stops = plan((lacking, LI), [install("a")])
    assert [stop["technician_id"] for stop in stops] == ["li"]
    _, _, stops = plan((lacking,), [install("a", technician_id="wang")])
    assert [stop["technician_id"] for stop in stops] == ["wang"]  # taken is taken


def test_orders_that_are_somebodys_already_keep_their_parts_in_the_van() -> None:
    van = replace(WANG, stock={"ont": 1}, load={"ont": 1})
    _, found, stops = plan((van,), [install("taken", technician_id="wang"), install("free")])
    assert [stop["order_id"] for stop in stops] == ["taken"]
    assert found.unassigned == ("free",)


def test_the_running_plans_time_is_kept_unless_another_saves_more() -> None:
    at = datetime.combine(TODAY, time(15), tzinfo=ZONE)
    other = install("other", booked_date=TODAY)
    for free, cost in ((timedelta(minutes=30), timedelta(minutes=5)), (timedelta(minutes=10), HOUR)):
        rules = Rules(days=1, shift_free=free, shift_cost=cost)
        _, _, stops = plan((WANG,), [install("a", announced_at=at), other], rules)
        (stop,) = (stop for stop in stops if stop["order_id"] == "a")
        assert abs(stop["start_at"] - at) <= free
    _, _, stops = plan((WANG,), [install("a", announced_at=at)], Rules(days=1, shift_cost=timedelta(0)))
    assert stops[0]["start_at"] < at - HOUR


def test_an_hour_of_overtime_has_its_price() -> None:
    near, away = replace(WANG, shift_end=time(10)), LI
    order = install("a", duration=timedelta(minutes=80), place=(30.66, 104.06))
    _, _, stops = plan((near, away), [order], Rules(days=1))
    assert stops[0]["technician_id"] == "wang"
    _, _, stops = plan((near, away), [order], Rules(days=1, overtime_cost=4 * HOUR))
    assert stops[0]["technician_id"] == "li"


def test_lateness_after_the_due_time_is_priced_by_the_hour_where_the_district_says_so() -> None:
    order = install("a", due_at=NOW + 2 * HOUR)
    (job,) = build_day(NOW, ZONE, (WANG,), [order], ONE_DAY).problem.jobs
    assert (job.late_after, job.hourly_late_cost) == (None, 0)
    (job,) = build_day(NOW, ZONE, (WANG,), [order], Rules(late_cost=HOUR)).problem.jobs
    assert job.late_after == round((NOW + HOUR).timestamp())
    assert job.hourly_late_cost == 3600


def test_who_worked_more_so_far_gets_less_where_the_load_is_to_be_fair() -> None:
    rules = read_rules({"days": 1, "aims": {"fairness": 1}})
    tired, rested = replace(WANG, worked=40 * HOUR), replace(WANG, id="li", home=(30.66, 104.055))
    _, _, stops = plan((tired, rested), [install("a"), install("b")], rules)
    assert {stop["technician_id"] for stop in stops} == {"li"}

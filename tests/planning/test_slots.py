"""What a customer is offered is what the plan can hold: nobody promised is moved, repairs keep their reserve, cheap first."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning.check import violations
from dispatch.planning.day import Half, PlannedOrder, PlannedTechnician, build_day, plan_from
from dispatch.planning.day_stops import Running
from dispatch.planning.plan import Plan, Route
from dispatch.planning.problem import Problem
from dispatch.planning.routes import Routes
from dispatch.planning.rules import Rules
from dispatch.planning.slots import Offer, Slot, Slots, Sought, slots_between, starts_in
from dispatch.planning.timed_plan import time_plan
from dispatch.planning.travel import MatrixTravel
from tests.examples import examples

ZONE = ZoneInfo("Asia/Shanghai")
SEVEN = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
"""Friday 20 November 2026, 07:00 in Shanghai, before anybody works."""
TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)
RULES = Rules(days=2, overtime=timedelta(0), repairs_reserved=0, offered_days=2)
HOME = (30.0, 120.0)


def local(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE)


def technician(name: str = "t", *skills: str, ends: int = 18) -> PlannedTechnician:
    return PlannedTechnician(
        id=name,
        home=HOME,
        shift_start=time(8),
        shift_end=time(ends),
        skills=frozenset(skills or ("install", "repair")),
    )


def order(name: str, hours: float = 1.0, place: float = 0.0, **given: object) -> PlannedOrder:
    base = PlannedOrder(
        id=name, place=(30.0 + place, 120.0), duration=timedelta(hours=hours), skills=frozenset({"install"})
    )
    return replace(base, **given)  # type: ignore[arg-type]  # fields of the order


def ask(
    wanted: PlannedOrder,
    planned: list[PlannedOrder] = [],  # noqa: B006  # never changed
    crew: tuple[PlannedTechnician, ...] = (technician(),),
    *,
    rules: Rules = RULES,
    now: datetime = SEVEN,
    slots: tuple[Slot, ...] = (),
) -> list[Offer]:
    """Offers for `wanted` while the one technician drives the planned orders, in their order, today."""
    day = build_day(now, ZONE, crew, [*planned, wanted], rules)
    running = [
        Running(order_id=one.id, technician_id=one.technician_id or "t", day=TODAY, seq=k)
        for k, one in enumerate(planned)
    ]
    points = [place[0] for place in day.points]
    # a degree of latitude is an hour's drive
    travel = MatrixTravel([[round(abs(a - b) * 3600) for b in points] for a in points])
    routes = Routes(day.problem, travel, plan_from(day, running))
    repairs = frozenset(one.id for one in planned if "repair" in one.skills)
    found = Slots(routes, rules, now=now, zone=ZONE, repairs=repairs)
    job = next(job for job in day.problem.jobs if job.id == wanted.id)
    due = None if wanted.due_at is None else round(wanted.due_at.timestamp())
    sought = Sought(job=job, repair="repair" in wanted.skills, due=due)
    return found.offers(sought, slots or slots_between(now, ZONE, rules.offered_days))


def halves(offers: list[Offer], day: date = TODAY) -> set[Half]:
    return {offer.slot.half for offer in offers if offer.slot.half and offer.slot.day == day}


def hours(offers: list[Offer], day: date = TODAY) -> list[int]:
    return sorted(
        offer.slot.agreed_at.astimezone(ZONE).hour
        for offer in offers
        if offer.slot.agreed_at and offer.slot.day == day
    )


def test_an_empty_day_offers_every_half_and_every_hour_that_the_shift_can_reach() -> None:
    offers = ask(order("a"))
    assert halves(offers) == {Half.AM, Half.PM, Half.DAY}
    assert hours(offers) == list(range(8, 18))  # at 17:00 the last one ends with the shift
    assert halves(offers, TOMORROW) == {Half.AM, Half.PM, Half.DAY}


def test_a_half_day_that_is_full_of_promised_visits_is_not_offered() -> None:
    morning = [order(f"m{k}", 1.1, booked_date=TODAY, booked_half=Half.AM) for k in range(4)]
    offers = ask(order("a", place=0.0), morning)
    assert halves(offers) == {Half.PM, Half.DAY}
    assert hours(offers)[0] == 12
    assert halves(offers, TOMORROW) == {Half.AM, Half.PM, Half.DAY}


def test_nobody_who_agreed_a_time_is_moved_to_make_room() -> None:
    agreed = order("b", hours=2.0, agreed_at=local(10), technician_id="t")
    offers = ask(order("a", hours=2.0), [agreed])
    for offer in offers:
        if offer.slot.day == TODAY:
            # the agreed one starts from 09:10 to 10:50 and lasts two hours
            ends = datetime.fromtimestamp(offer.start, ZONE) + timedelta(hours=2)
            assert ends <= local(10, 50) or datetime.fromtimestamp(offer.start, ZONE) >= local(11, 10)
    assert 10 not in hours(offers)


def test_an_agreed_time_is_offered_only_where_the_plan_comes_within_half_an_hour_of_it() -> None:
    slot = Slot(day=TODAY, agreed_at=local(14))
    window = starts_in(slot, SEVEN, ZONE, 3600)
    assert window is not None
    assert window.start == local(13, 30).timestamp()
    assert window.end == local(14, 30).timestamp()
    late = starts_in(Slot(day=TODAY, agreed_at=local(20)), SEVEN, ZONE, 3600)
    assert late is not None
    assert late.end == local(20).timestamp()  # and is over when the contact hours are


def test_the_cheapest_comes_first_and_is_recommended() -> None:
    far = order("far", place=0.5, agreed_at=local(15), technician_id="t")
    offers = ask(order("a", place=0.5), [far])
    timed = [offer for offer in offers if offer.slot.agreed_at]
    beside = [offer for offer in timed if offer.slot.day == TODAY and offer.travel == 0]
    assert timed[0] in beside  # no road more than the visit next door takes
    assert timed[0].recommended
    assert all(offer.cost >= timed[0].cost for offer in timed)
    away = next(offer for offer in timed if offer.slot.day == TOMORROW)
    assert away.travel == 3600
    assert not away.recommended


def test_what_ends_after_the_due_time_says_so_and_comes_after_everything_else() -> None:
    offers = ask(order("a", due_at=local(13)))
    kept = [offer.keeps for offer in offers]
    assert kept == sorted(kept, reverse=True)
    assert {offer.slot.half for offer in offers if offer.keeps} == {Half.AM, Half.DAY, None} | (
        {Half.PM} if any(o.slot.half is Half.PM and o.keeps for o in offers) else set()
    )
    assert not any(offer.recommended for offer in offers if not offer.keeps)
    tomorrow = next(o for o in offers if o.slot == Slot(day=TOMORROW, half=Half.AM))
    assert tomorrow.late == (local(9, day=TOMORROW) - local(13)).total_seconds()


def test_repairs_keep_their_reserve() -> None:
    """Of the four morning hours 30 per cent are for repairs: two installs of an hour fit beside them, a third does not."""
    rules = replace(RULES, repairs_reserved=30)
    installs = [order(f"m{k}", booked_date=TODAY, booked_half=Half.AM) for k in range(2)]
    assert Half.AM not in halves(ask(order("a"), installs, rules=rules))
    assert Half.AM in halves(ask(order("a"), installs[:1], rules=rules))
    repair = order("r", skills=frozenset({"repair"}))
    assert Half.AM in halves(ask(repair, installs, rules=rules))
    others = [replace(one, skills=frozenset({"repair"})) for one in installs]
    assert Half.AM in halves(ask(order("a"), others, rules=rules))  # repairs do not use up what installs have


def test_who_does_no_repairs_has_no_reserve() -> None:
    rules = replace(RULES, repairs_reserved=100)
    assert halves(ask(order("a"), rules=rules)) == set()
    assert halves(ask(order("a"), crew=(technician("t", "install"),), rules=rules)) >= {Half.AM, Half.PM}


def test_a_fuller_half_day_costs_more_than_an_emptier_one() -> None:
    morning = [order(f"m{k}", booked_date=TODAY, booked_half=Half.AM) for k in range(2)]
    offers = {offer.slot.half: offer for offer in ask(order("a"), morning) if offer.slot.day == TODAY}
    assert offers[Half.AM].pressure > offers[Half.PM].pressure > 0
    assert offers[Half.AM].cost > offers[Half.PM].cost


def test_nobody_is_offered_what_no_one_can_do() -> None:
    assert ask(order("a", skills=frozenset({"splice"}))) == []
    assert ask(order("a", technician_id="somebody else")) == []


def test_only_the_technician_who_has_the_order_is_offered() -> None:
    crew = (technician("t"), technician("u"))
    offers = ask(order("a", technician_id="u"), crew=crew)
    assert {offer.technician_id for offer in offers} == {"u"}


def test_a_half_day_is_offered_until_an_hour_before_its_end() -> None:
    def on(now: datetime) -> set[Half | None]:
        return {slot.half for slot in slots_between(now, ZONE, 1) if slot.half}

    assert Half.AM in on(local(11))
    assert Half.AM not in on(local(11, 1))
    assert on(local(17, 30)) == set()
    first = next(slot for slot in slots_between(local(9, 5), ZONE, 1) if slot.agreed_at)
    assert first.agreed_at == local(11)


PLACES = st.floats(-0.5, 0.5).map(lambda degree: round(degree, 2))


@st.composite
def days(draw: st.DrawFn) -> tuple[list[PlannedOrder], PlannedOrder, tuple[PlannedTechnician, ...]]:
    """A few people, what they have to do, and somebody who asks."""
    crew = tuple(
        technician(name, ends=draw(st.integers(14, 18))) for name in "tuv"[: draw(st.integers(1, 3))]
    )
    orders = []
    for k in range(draw(st.integers(0, 9))):
        promised: dict[str, object] = draw(
            st.sampled_from(
                (
                    {},
                    {"agreed_at": local(draw(st.integers(8, 17)))},
                    {"booked_date": TODAY, "booked_half": draw(st.sampled_from((Half.AM, Half.PM)))},
                    {"skills": frozenset({"repair"}), "due_at": local(draw(st.integers(9, 20)))},
                )
            )
        )
        orders.append(order(f"o{k}", draw(st.sampled_from((0.5, 1.0, 2.5))), draw(PLACES), **promised))
    due_at = local(draw(st.integers(10, 20)), day=draw(st.sampled_from((TODAY, TOMORROW))))
    return orders, order("wanted", draw(st.sampled_from((0.5, 1.5))), draw(PLACES), due_at=due_at), crew


@given(days())
@examples(60)
def test_every_offer_can_be_kept_with_everybody_else_as_promised(
    drawn: tuple[list[PlannedOrder], PlannedOrder, tuple[PlannedTechnician, ...]],
) -> None:
    orders, wanted, crew = drawn
    day = build_day(SEVEN, ZONE, crew, [*orders, wanted], RULES)
    points = [place[0] for place in day.points]
    travel = MatrixTravel([[round(abs(a - b) * 3600) for b in points] for a in points])
    job = next(job for job in day.problem.jobs if job.id == wanted.id)

    def placed() -> Routes:
        routes = Routes(day.problem, travel, plan_from(day, []))
        for one in day.problem.jobs:
            if one is not job:
                routes.place(one)
        return routes

    def standing(routes: Routes, problem: Problem) -> Plan:
        """As everything would be driven, worked out and checked by others."""
        rows = [
            Route(shift_id=s.id, depart=0, visits=routes.visits(s), rests=(), travel_home=0, back=0)
            for s in problem.shifts
            if routes.visits(s)
        ]
        plan = time_plan(problem, travel, Plan(routes=tuple(rows), unassigned=()))
        assert violations(problem, travel, plan) == ()
        return plan

    before = standing(placed(), day.problem)
    ways = {visit.job_id: visit.way for route in before.routes for visit in route.visits}
    found = Slots(placed(), RULES, now=SEVEN, zone=ZONE, repairs=frozenset())
    due = round(wanted.due_at.timestamp()) if wanted.due_at else None
    for offer in found.offers(Sought(job=job, repair=False, due=due), slots_between(SEVEN, ZONE, 2)):
        starts = starts_in(offer.slot, SEVEN, ZONE, job.duration)
        assert starts is not None
        there = replace(job, windows=(starts,), due=due if offer.keeps else None, fallbacks=())
        jobs = tuple(there if one is job else one for one in day.problem.jobs)
        routes = placed()
        shifts = [s for s in day.problem.shifts if s.technician_id == offer.technician_id]
        assert routes.place(there, shifts) is not None
        after = standing(routes, replace(day.problem, jobs=jobs))
        for route in after.routes:
            for visit in route.visits:
                assert visit.way == ways.get(visit.job_id, 0)


def test_a_slot_is_a_half_day_or_a_time() -> None:
    with pytest.raises(ValueError, match="one of the two"):
        Slot(day=TODAY)


def test_a_route_that_the_day_has_overtaken_takes_nothing_more() -> None:
    """Two who were both promised 08:00 cannot both be met; the district's one technician is then offered to nobody today."""
    both = [order(f"b{k}", hours=9.5, agreed_at=local(8), technician_id="t") for k in range(2)]
    assert ask(order("a"), both, slots=(Slot(day=TODAY, half=Half.PM),)) == []

"""Claims about windows: booked, agreed, called off, missed; and what a visit in vain does to the clock."""

from dataclasses import replace
from datetime import date

import pytest

from sla.clock import State
from sla.order import Booking, By, Half, Kind, PromiseCode, Visit
from tests.sla.november import agreed, at, clocks, order, tried

ARRIVE, COMPLETE = PromiseCode.ARRIVE, PromiseCode.COMPLETE


def test_without_an_agreed_time_the_booked_window_is_judged() -> None:
    booked = order(booking=Booking(date=date(2026, 11, 21), half=Half.AM))
    window = clocks(booked, "20 09:00")[ARRIVE, 0]
    assert (window.opens_at, window.due_at, window.state) == (at("21 08:00"), at("21 12:00"), State.RUNNING)
    came = order(
        booking=Booking(date=date(2026, 11, 21), half=Half.DAY), visits=(Visit(on_site_at=at("21 18:00")),)
    )
    assert clocks(came, "21 19:00")[ARRIVE, 0].state is State.KEPT


def test_the_agreed_time_takes_the_place_of_the_booked_window() -> None:
    facts = order(
        booking=Booking(date=date(2026, 11, 21), half=Half.AM), agreements=(agreed("20 10:00", "21 15:00"),)
    )
    seen = clocks(facts, "21 13:00")
    assert (seen[ARRIVE, 0].state, seen[ARRIVE, 1].state) == (State.VOID, State.RUNNING)


@pytest.mark.parametrize(("cancelled", "state"), [("20 12:00", State.VOID), ("20 12:00:01", State.BROKEN)])
def test_a_visit_called_off_two_hours_before_is_void_and_later_it_is_missed(
    cancelled: str, state: State
) -> None:
    facts = order(agreements=(agreed("20 09:00", "20 14:00", cancelled=cancelled),))
    assert clocks(facts, "20 18:00")[ARRIVE, 1].state is state


def test_a_visit_that_the_customer_calls_off_late_is_no_miss_of_ours() -> None:
    called_off = replace(agreed("20 09:00", "20 14:00", cancelled="20 13:30"), cancelled_by=By.CUSTOMER)
    assert clocks(order(agreements=(called_off,)), "20 18:00")[ARRIVE, 1].state is State.VOID
    too_late = replace(called_off, cancelled_at=at("20 15:00:01"))
    assert clocks(order(agreements=(too_late,)), "20 18:00")[ARRIVE, 1].state is State.BROKEN


def test_a_booked_window_that_is_called_off_in_time_is_void() -> None:
    booking = Booking(date=date(2026, 11, 21), half=Half.AM, cancelled_at=at("20 20:00"))
    assert clocks(order(booking=booking), "22 09:00")[ARRIVE, 0].state is State.VOID


def test_saying_the_same_time_again_is_the_same_appointment() -> None:
    facts = order(agreements=(agreed("20 09:00", "20 14:00"), agreed("20 10:00", "20 14:00", By.US)))
    assert [key for key in clocks(facts, "20 11:00") if key[0] == ARRIVE] == [(ARRIVE, 1)]


def test_a_second_visit_has_an_arrival_of_its_own() -> None:
    facts = order(
        kind=Kind.INSTALL,
        agreements=(agreed("20 09:00", "20 14:00"), agreed("20 15:00", "21 10:00", By.US)),
        visits=(
            Visit(on_site_at=at("20 14:10"), failed_at=at("20 14:30"), failure="parts"),
            Visit(on_site_at=at("21 11:30")),
        ),
    )
    seen = clocks(facts, "21 12:00")
    assert [(seen[ARRIVE, n].visit, seen[ARRIVE, n].state) for n in (1, 2)] == [
        (1, State.KEPT),
        (2, State.BROKEN),
    ]


def test_the_warnings_of_a_window_are_those_of_its_own_length() -> None:
    facts = order(agreements=(agreed("20 09:00", "23 14:00"),))
    assert [rung.at for rung in clocks(facts, "20 10:00")[ARRIVE, 1].rungs[:3]] == [
        at("23 14:00"),
        at("23 14:30"),
        at("23 14:48"),
    ]


def test_no_access_stops_the_clock_only_with_all_its_evidence() -> None:
    visit = Visit(on_site_at=at("20 14:10"), failed_at=at("20 14:30"), failure="no_access", photo=True)
    first, second = agreed("20 09:00", "20 14:00"), agreed("20 16:00", "21 14:30")
    whole = order(agreements=(first, second), visits=(visit,), attempts=tried("20 14:20"))
    assert clocks(whole, "20 18:00")[COMPLETE, 1].due_at == at("22 08:00")
    without_call = order(agreements=(first, second), visits=(visit,))
    assert clocks(without_call, "20 18:00")[COMPLETE, 1].due_at == at("21 08:00")


def test_a_later_slot_at_the_counter_stops_the_clock_from_the_earliest_that_we_offered() -> None:
    booking = Booking(date=date(2026, 11, 25), half=Half.AM, offered_at=at("21 08:00"))
    assert clocks(order(kind=Kind.INSTALL, booking=booking), "20 09:00")[COMPLETE, 1].due_at == at("27 08:00")

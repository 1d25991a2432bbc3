"""Every worked example of the promises' own page, one row each; the page is the specification."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla.clock import ClockState, Pause, State
from sla.compensation import owed
from sla.order import (
    Agreement,
    Assignment,
    Attempt,
    By,
    Completion,
    Correction,
    Kind,
    OrderFacts,
    PauseReason,
    PromiseCode,
    Urgent,
    Verdict,
    Visit,
    Withdrawal,
    clocks_of,
    ladder_of,
)
from sla.promises import DEFAULT_POLICY

SHANGHAI = ZoneInfo("Asia/Shanghai")
FAR = datetime(2027, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """A wall clock in Shanghai: "20 16:30" is in November 2026, "09-30 10:00" in another month."""
    day, clock = text.split()
    date = day if "-" in day else f"11-{day}"
    return datetime.fromisoformat(f"2026-{date}T{clock}").replace(tzinfo=SHANGHAI).astimezone(UTC)


def order(kind: Kind, accepted: str, *, tier: str = "standard", **facts: Any) -> OrderFacts:
    return OrderFacts(kind=kind, tier=tier, zone="Asia/Shanghai", accepted_at=at(accepted), **facts)


def taken(*times: str) -> tuple[Assignment, ...]:
    return tuple(Assignment(technician="t", assigned_at=at(time), taken_at=at(time)) for time in times)


def clock(facts: OrderFacts, promise: PromiseCode, *, occasion: int = 1, now: datetime = FAR) -> ClockState:
    found = [each for each in clocks_of(facts, DEFAULT_POLICY, now) if each.promise is promise]
    return next(each for each in found if each.occasion == occasion)


def pause(start: str, end: str | None, reason: PauseReason = PauseReason.CUSTOMER_LATER) -> Pause:
    return Pause(reason=reason, start_at=at(start), end_at=None if end is None else at(end))


FAILED_CALLS = tuple(
    Attempt(at=at(time), outcome="no_answer") for time in ("20 10:15", "20 12:00", "20 17:30", "21 09:00")
)

DUE = [
    ("standard repair", order(Kind.REPAIR, "20 16:30"), "complete", "21 16:30"),
    ("install before National Day", order(Kind.INSTALL, "09-30 10:00"), "complete", "10-03 10:00"),
    ("premium install, a second before five", order(Kind.INSTALL, "20 16:59:59", tier="premium"), "complete", "21 00:00"),
    ("premium install at five", order(Kind.INSTALL, "20 17:00:00", tier="premium"), "complete", "21 17:00"),
    ("premium repair at five", order(Kind.REPAIR, "20 17:00:00", tier="premium"), "complete", "21 15:00"),
    ("contact over night", order(Kind.REPAIR, "20 20:00", assignments=taken("20 20:10")), "contact", "21 09:10"),
    ("paused by the customer", order(Kind.REPAIR, "20 10:00", pauses=(pause("20 12:00", "20 15:00"),)), "complete", "21 13:00"),
    ("premium repair paused over night", order(Kind.REPAIR, "20 16:00", tier="premium", pauses=(pause("20 18:00", "21 09:00"),)), "complete", "21 15:00"),
    ("premium move falls back to standard", order(Kind.MOVE, "20 16:00", tier="premium"), "complete", "23 16:00"),
    (
        "nobody could be reached",
        order(Kind.REPAIR, "20 10:00", tier="premium", assignments=taken("20 10:05"), attempts=FAILED_CALLS,
              agreements=(Agreement(at=at("22 09:00"), agreed_at=at("22 15:00")),)),
        "complete", "22 22:45",
    ),
    ("a failed call moves the contact", order(Kind.REPAIR, "20 08:50", assignments=taken("20 09:00"), attempts=(Attempt(at=at("20 10:00"), outcome="busy"),)), "contact", "20 14:00"),
    ("reassigned", order(Kind.REPAIR, "20 08:50", assignments=taken("20 09:00", "20 10:50")), "contact", "20 11:00"),
    ("the customer wants a later day", order(Kind.INSTALL, "20 10:00", pauses=(pause("21 08:00", "25 08:00"),)), "complete", "27 10:00"),
    ("withdrawal retracted", order(Kind.INSTALL, "20 10:00", withdrawals=(Withdrawal(requested_at=at("22 09:00"), retracted_at=at("23 11:00")),)), "complete", "24 12:00"),
    ("withdrawal to be verified", order(Kind.INSTALL, "20 08:00", assignments=taken("20 09:00"), withdrawals=(Withdrawal(requested_at=at("24 09:00"), verified_at=at("25 10:00"), verdict=Verdict.CUSTOMER),)), "cancel_verify", "26 00:00"),
    ("withdrawal to be done", order(Kind.INSTALL, "20 08:00", assignments=taken("20 09:00"), withdrawals=(Withdrawal(requested_at=at("24 09:00"), verified_at=at("25 10:00"), verdict=Verdict.CUSTOMER),)), "cancel_done", "27 10:00"),
    ("our wrong tier corrected", order(Kind.INSTALL, "20 10:00", tier="premium", corrections=(Correction(at=at("20 18:00"), was="standard"),)), "complete", "21 00:00"),
    ("reopened", order(Kind.REPAIR, "20 10:00", completions=(Completion(at=at("20 20:00"), tested_at=at("20 19:55"), reopened_at=at("21 09:00")),)), "complete", "21 23:00"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "promise", "due"), [row[1:] for row in DUE], ids=[row[0] for row in DUE])
def test_the_due_time_is_the_published_one(facts: OrderFacts, promise: str, due: str) -> None:
    assert clock(facts, PromiseCode(promise)).due_at == at(due)


def test_the_next_attempts_after_ten_are_noon_and_evening_and_the_next_morning() -> None:
    facts = order(
        Kind.REPAIR,
        "20 08:50",
        assignments=taken("20 09:00"),
        attempts=(Attempt(at=at("20 10:00"), outcome="off"),),
    )
    ladder = ladder_of(facts, DEFAULT_POLICY)
    assert ladder is not None
    assert [(slot.part, slot.opens_at, slot.closes_at) for slot in ladder.slots] == [
        ("noon", at("20 11:30"), at("20 14:00")),
        ("evening", at("20 17:00"), at("20 21:00")),
        ("morning", at("21 08:00"), at("21 11:30")),
    ]


def test_reached_after_a_failed_call_and_before_the_moved_due_time_is_kept() -> None:
    facts = order(
        Kind.REPAIR,
        "20 08:50",
        assignments=taken("20 09:00"),
        attempts=(Attempt(at=at("20 10:00"), outcome="no_answer"),),
        agreements=(Agreement(at=at("20 13:10"), agreed_at=at("20 16:00")),),
    )
    contact = clock(facts, PromiseCode.CONTACT)
    assert (contact.state, contact.due_at) == (State.KEPT, at("20 14:00"))
    assert clock(facts, PromiseCode.COMPLETE).due_at == at("21 08:50"), "the provisional pause is dropped"


def test_a_punctual_ladder_that_reached_nobody_is_attempted() -> None:
    facts = order(Kind.REPAIR, "20 10:00", assignments=taken("20 10:05"), attempts=FAILED_CALLS)
    assert clock(facts, PromiseCode.CONTACT).state is State.ATTEMPTED


def test_an_urgent_deadline_breaks_beside_a_kept_completion() -> None:
    facts = order(
        Kind.REPAIR,
        "20 09:00",
        urgents=(Urgent(confirmed_at=at("20 11:00"), deadline_at=at("20 14:30"), works_at=at("20 15:00")),),
        completions=(Completion(at=at("20 15:00"), tested_at=at("20 15:00")),),
    )
    assert clock(facts, PromiseCode.URGENT).state is State.BROKEN
    assert clock(facts, PromiseCode.COMPLETE).state is State.KEPT


@pytest.mark.parametrize(("done", "cents"), [("21 10:00:00", 1000), ("21 10:00:01", 2000)])
def test_a_late_repair_costs_ten_yuan_a_started_day(done: str, cents: int) -> None:
    facts = order(Kind.REPAIR, "19 10:00", completions=(Completion(at=at(done), tested_at=at(done)),))
    complete = clock(facts, PromiseCode.COMPLETE)
    assert complete.due_at == at("20 10:00")
    entries = owed([complete], DEFAULT_POLICY, Kind.REPAIR, "standard")
    assert [entry.cents for entry in entries] == [cents]


def arrivals(facts: OrderFacts, now: str) -> list[State]:
    return [
        each.state for each in clocks_of(facts, DEFAULT_POLICY, at(now)) if each.promise is PromiseCode.ARRIVE
    ]


def moved(by: By, on_site: str | None = None) -> OrderFacts:
    return order(
        Kind.REPAIR,
        "20 08:00",
        agreements=(
            Agreement(at=at("20 09:00"), agreed_at=at("20 14:00")),
            Agreement(at=at("20 13:00"), agreed_at=at("20 16:00"), by=by),
        ),
        visits=() if on_site is None else (Visit(on_site_at=at(on_site)),),
    )


def test_a_time_that_we_move_is_still_judged() -> None:
    assert arrivals(moved(By.US), "20 15:00:01") == [State.BROKEN, State.RUNNING]
    assert arrivals(moved(By.US, "20 16:00"), "20 16:30") == [State.BROKEN, State.KEPT]


def test_a_time_that_the_customer_moves_is_void_and_only_the_new_one_counts() -> None:
    assert arrivals(moved(By.CUSTOMER), "20 15:00:01") == [State.VOID, State.RUNNING]
    assert arrivals(moved(By.CUSTOMER, "20 15:00"), "20 16:30") == [State.VOID, State.KEPT]
    assert arrivals(moved(By.CUSTOMER, "20 17:00:00"), "20 18:30") == [State.VOID, State.KEPT]
    assert arrivals(moved(By.CUSTOMER, "20 14:59"), "20 18:30") == [State.VOID, State.BROKEN]


@pytest.mark.parametrize(
    ("on_site", "state"),
    [
        ("20 12:59", State.BROKEN),
        ("20 13:00", State.KEPT),
        ("20 15:00:00", State.KEPT),
        ("20 15:00:01", State.BROKEN),
    ],
)
def test_an_arrival_more_than_an_hour_early_or_late_breaks_the_visit(on_site: str, state: State) -> None:
    facts = order(
        Kind.REPAIR,
        "20 08:00",
        agreements=(Agreement(at=at("20 09:00"), agreed_at=at("20 14:00")),),
        visits=(Visit(on_site_at=at(on_site)),),
    )
    assert arrivals(facts, "20 18:00") == [state]


def test_a_day_in_new_york_that_has_25_hours_is_due_an_hour_earlier_on_the_wall() -> None:
    new_york = ZoneInfo("America/New_York")
    facts = OrderFacts(
        kind=Kind.REPAIR,
        tier="standard",
        zone="America/New_York",
        accepted_at=datetime(2026, 10, 31, 12, tzinfo=new_york),
    )
    due_at = clock(facts, PromiseCode.COMPLETE).due_at
    assert due_at.astimezone(new_york).isoformat() == "2026-11-01T11:00:00-05:00"
    assert due_at - facts.accepted_at == timedelta(hours=24)

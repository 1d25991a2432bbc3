"""A recomputation is told once, with the event that caused it, and only when a due time really moved."""

from datetime import UTC, datetime, timedelta
from typing import Any

from dispatch.orders import codes, facts
from dispatch.orders.events import FACTS, Event
from dispatch.orders.people import Actor, Role
from dispatch.orders.recounting import Recount, recounts
from sla.clock_facts import Evidence
from sla.policy import PauseReason
from sla.promises import DEFAULT_POLICY

NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai."""
DESK = Actor(Role.DISPATCHER, "u-desk")
TYPES = {fact: name for name, fact in FACTS.items()}


def hour(ahead: float) -> datetime:
    return NINE + timedelta(hours=ahead)


class Log:
    """Events as they come in, each so many hours after nine."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        repair = facts.Accepted(kind=codes.Kind.REPAIR, area_id="a", tier="standard", policy_version="2026-1")
        self.add(0, repair)

    def add(self, occurred: float, fact: Any, *, received: float | None = None) -> None:
        number = len(self.events) + 1
        self.events.append(
            Event(
                id=f"e{number}",
                order_id="o",
                seq=number,
                type=TYPES[type(fact)],
                occurred_at=hour(occurred),
                received_at=hour(occurred if received is None else received),
                judged_at=hour(occurred),
                skewed=False,
                actor=DESK,
                fact=fact,
            )
        )

    def hold(self, at: float, **named: Any) -> None:
        reason = codes.HoldReason.NOT_READY
        self.add(at, facts.Held(reason=reason, evidence=Evidence.CUSTOMERS_WORD), **named)

    def told(self, now: float) -> list[tuple[str | None, float, float, float]]:
        """(event, when, from, to) of `complete`, in hours after nine."""
        return [
            (None if each.event is None else each.event.type, *map(_hours, _times(each)))
            for each in recounts(self.events, "Asia/Shanghai", DEFAULT_POLICY, hour(now))
            if each.promise == "complete"
        ]


def _times(recount: Recount) -> tuple[datetime, datetime, datetime]:
    return recount.at, recount.was_due_at, recount.due_at


def _hours(at: datetime) -> float:
    return (at - NINE) / timedelta(hours=1)


def test_an_order_that_nothing_happened_to_was_never_computed_anew() -> None:
    assert Log().told(now=10) == []


def test_the_end_of_a_pause_is_what_moved_the_due_time() -> None:
    log = Log()
    log.hold(3)
    log.add(6, facts.Resumed())
    assert log.told(now=10) == [("resume", 6, 24, 27)]


def test_a_clock_that_stands_still_drifts_and_is_not_computed_anew() -> None:
    log = Log()
    log.hold(3)
    log.add(5, facts.Asked(question_id="q"))
    assert log.told(now=10) == []


def test_what_is_heard_of_later_is_told_when_it_was_heard_of() -> None:
    log = Log()
    log.hold(3, received=8)
    log.add(6, facts.Resumed(), received=8)
    assert log.told(now=10) == [("resume", 8, 24, 27)]


def test_a_pause_that_is_taken_out_is_told_from_what_it_had_moved() -> None:
    log = Log()
    log.hold(3)
    log.add(5, facts.PauseDisputed(reason=PauseReason.NOT_READY, start_at=hour(3)))
    log.add(7, facts.DisputeDecided(reason=PauseReason.NOT_READY, start_at=hour(3), upheld=True))
    assert log.told(now=10) == [("decide_dispute", 7, 28, 24)]


def test_a_completion_that_keeps_the_promise_moves_no_due_time() -> None:
    log = Log()
    log.add(2, facts.Assigned(technician_id="t"))
    log.add(3, facts.Taken())
    log.add(4, facts.Arrived())
    log.add(5, facts.Tested(download_mbps=500))
    log.add(6, facts.Completed())
    assert log.told(now=40) == []
    log.add(12, facts.Reopened(reason="slow"))
    assert log.told(now=13) == [("reopen", 12, 24, 30)]


def test_a_provisional_pause_that_is_dropped_was_never_told() -> None:
    log = Log()
    log.add(0, facts.Assigned(technician_id="t"))
    log.add(0, facts.Taken())
    log.add(1, facts.Attempted())
    log.add(2, facts.Contacted(agreed_at=hour(5)))
    assert log.told(now=6) == []


def test_our_wrong_tier_is_told_with_its_correction() -> None:
    log = Log()
    log.add(4, facts.TierCorrected(tier="premium", was="standard"))
    assert log.told(now=5) == [("correct_tier", 4, 24, 15)]

"""Facts are read from JSON with every mistake named, and written back as they were."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dispatch.orders.codes import Kind
from dispatch.orders.event_json import InvalidField, read_fact, write_fact
from dispatch.orders.events import FACTS
from dispatch.orders.facts import Accepted, Contacted

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)

EXAMPLES: dict[str, dict[str, Any]] = {
    "accept": {
        "kind": "install",
        "area_id": "a",
        "tier": "standard",
        "policy_version": "2026-1",
        "booked_date": "2026-11-21",
        "booked_half": "am",
        "contracted_mbps": 500,
    },
    "assign": {"technician_id": "t", "reason": "nearer"},
    "unassign": {"reason": "no_room"},
    "decline": {"reason": "no ladder"},
    "contact": {
        "agreed_at": AT.isoformat(),
        "channel": "phone",
        "by": "us",
        "offered_at": AT.isoformat(),
    },
    "attempt": {"channel": "phone", "outcome": "busy"},
    "test": {"download_mbps": 480.5, "optical_dbm": -21.0},
    "hold": {"reason": "customer_later", "until": AT.isoformat(), "offered_at": AT.isoformat()},
    "resume": {"agreed_at": AT.isoformat()},
    "request_withdrawal": {"reason": "moving away"},
    "verify_withdrawal": {"verdict": "ours"},
    "fail_visit": {"reason": "no_access", "photo": True},
    "reopen": {"reason": "still slow"},
    "ask": {"question_id": "q"},
    "answer": {"question_id": "q"},
    "dispute_pause": {"reason": "no_access", "start_at": AT.isoformat()},
    "decide_dispute": {"reason": "no_access", "start_at": AT.isoformat(), "upheld": True},
    "approve_pause": {"reason": "not_ready", "start_at": AT.isoformat()},
    "confirm_urgent": {"deadline_at": AT.isoformat()},
    "correct_tier": {"tier": "premium", "was": "standard"},
    "correct_address": {"area_id": "hill", "tier": "premium", "was": "standard"},
    "force_majeure": {"declaration_id": "f", "from_at": AT.isoformat(), "until_at": AT.isoformat()},
    "review_due": {"reason": "not_ready", "start_at": AT.isoformat(), "review_at": AT.isoformat()},
    "merge": {"order_id": "o"},
    "linked": {"order_id": "o", "relation": "repeat"},
    "restore": {"incident_id": "i", "optical_dbm": -19.5},
    "incident_joined": {"incident_id": "i", "automatic": True},
    "incident_left": {"incident_id": "i"},
    "incident_told": {"incident_id": "i", "expected_end_at": AT.isoformat(), "through": "o"},
    "incident_over": {"incident_id": "i", "through": "o"},
    "answer_tried": {"question_id": "q", "channel": "phone", "outcome": "no_answer"},
    "call_back_tried": {"channel": "sms", "outcome": "busy"},
    "called_back": {"source": "voice", "rating": 4},
    "rated": {"rating": 1, "source": "web"},
    "complained": {"case_id": "c", "cause": "rating"},
    "care_moved": {"case_id": "c", "stage": "analyse"},
    "care_closed": {"case_id": "c", "verdict": "dissatisfied", "source": "web"},
    "handed_over": {"matter": "question", "matter_id": "q", "owner": "lead:u"},
    "planned": {
        "technician_id": "t",
        "arrive_at": AT.isoformat(),
        "start_at": AT.isoformat(),
        "end_at": AT.isoformat(),
    },
    "warned": {"promise": "contact", "occasion": 1, "rung": "warn_50", "episode": 1},
    "broken": {"promise": "contact", "occasion": 1, "due_at": AT.isoformat(), "episode": 2},
    "break_withdrawn": {"promise": "contact", "occasion": 1, "episode": 1},
    "compensated": {"promise": "complete", "occasion": 1, "amount_cents": 2000},
}


@pytest.mark.parametrize("event_type", FACTS)
def test_a_fact_is_written_back_as_it_was_read(event_type: str) -> None:
    data = EXAMPLES.get(event_type, {})
    fact = read_fact(event_type, data)
    assert write_fact(fact) == data
    assert read_fact(event_type, write_fact(fact)) == fact


def test_a_time_of_another_zone_is_kept_in_utc() -> None:
    fact: Contacted = read_fact("contact", {"agreed_at": "2026-11-20T14:00:00+08:00"})
    assert fact.agreed_at == AT
    assert fact.agreed_at.tzinfo is UTC


def test_codes_and_dates_are_read_as_what_they_are() -> None:
    fact: Accepted = read_fact("accept", EXAMPLES["accept"])
    assert fact.kind is Kind.INSTALL
    assert fact.booked_date == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("event_type", "data", "field"),
    [
        ("contact", {}, "agreed_at"),
        ("contact", {"agreed_at": "2026-11-20T14:00:00"}, "agreed_at"),
        ("contact", {"agreed_at": "soon"}, "agreed_at"),
        ("contact", {"agreed_at": 14}, "agreed_at"),
        ("attempt", {"outcome": "asleep"}, "outcome"),
        ("decline", {"reason": " "}, "reason"),
        ("decline", {"reason": "x" * 501}, "reason"),
        ("test", {"download_mbps": "fast"}, "download_mbps"),
        ("test", {"download_mbps": float("nan")}, "download_mbps"),
        ("test", {"download_mbps": True}, "download_mbps"),
        ("fail_visit", {"reason": "other", "photo": "yes"}, "photo"),
        ("take", {"speed": 1}, "speed"),
    ],
)
def test_a_mistake_is_named_by_its_field(event_type: str, data: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        read_fact(event_type, data)
    assert refused.value.field == field
    assert refused.value.expected

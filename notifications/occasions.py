"""Every reason we write to someone: who reads it, which facts it needs, over which channels, and how long it is worth it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Occasion(StrEnum):
    """Why we write. To customers first, then to staff."""

    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    AGREED_TIME = "agreed_time"
    ON_THE_WAY = "on_the_way"
    LATE_RISK = "late_risk"
    CHOOSE_TIME = "choose_time"
    PAUSED = "paused"
    RESUMED = "resumed"
    BROKEN = "broken"
    COMPLETED = "completed"
    ANSWER = "answer"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    INCIDENT_OPEN = "incident_open"
    INCIDENT_OVER = "incident_over"
    SURVEY = "survey"
    CARE = "care"
    DISPUTE_DECIDED = "dispute_decided"
    WARNED = "warned"
    ESCALATED = "escalated"
    HANDED_OVER = "handed_over"
    DISPUTED = "disputed"
    REVIEW_DUE = "review_due"


class Reader(StrEnum):
    """Who reads it: the customer of the order, or somebody of ours."""

    CUSTOMER = "customer"
    STAFF = "staff"


class MissingFacts(ValueError):
    """A message cannot be written from these facts."""

    def __init__(self, occasion: Occasion, *, missing: frozenset[str], unknown: frozenset[str]) -> None:
        super().__init__(f"{occasion}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        self.occasion = occasion
        self.missing = missing
        self.unknown = unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What an occasion is made of. Facts whose name ends in `_at` are aware datetimes, in `_cents` whole cents."""

    reader: Reader
    needs: frozenset[str]
    may_have: frozenset[str] = frozenset()
    forms: tuple[str, ...] = ("sms",)
    """In which forms it is written; every channel says which form it carries."""
    by_appointment: bool = False
    """It belongs to an appointment that the customer made himself, so that it need not wait for 08:00."""
    worth: timedelta = timedelta(days=2)
    """After so long it would only confuse, and is given up."""

    def complete(self, occasion: Occasion, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with None for what may be missing; `MissingFacts` when they do not fit."""
        missing = self.needs - {name for name, value in facts.items() if value is not None}
        unknown = frozenset(facts) - self.needs - self.may_have
        if missing or unknown:
            raise MissingFacts(occasion, missing=missing, unknown=unknown)
        return dict.fromkeys(self.may_have) | dict(facts)


def _customer(
    *needs: str,
    may_have: tuple[str, ...] = (),
    by_appointment: bool = False,
    worth: timedelta = timedelta(days=2),
) -> Definition:
    """Every message to a customer names the operator and leads to the page of the order."""
    return Definition(
        reader=Reader.CUSTOMER,
        needs=frozenset({"operator", "link", *needs}),
        may_have=frozenset(may_have),
        by_appointment=by_appointment,
        worth=worth,
    )


def _staff(*needs: str, may_have: tuple[str, ...] = ()) -> Definition:
    return Definition(
        reader=Reader.STAFF,
        needs=frozenset({"number", "kind", "promise", "due_at", *needs}),
        may_have=frozenset(may_have),
        worth=timedelta(hours=12),
    )


OCCASIONS: Mapping[Occasion, Definition] = MappingProxyType(
    {
        Occasion.ACCEPTED: _customer("kind", "number", "due_at", may_have=("price_cents", "price_per_day")),
        Occasion.ASSIGNED: _customer("technician", "badge", "kind", may_have=("contact_by_at",)),
        Occasion.AGREED_TIME: _customer(
            "agreed_at", "from_at", "to_at", may_have=("technician", "price_cents")
        ),
        Occasion.ON_THE_WAY: _customer(
            "technician", "badge", "eta_at", by_appointment=True, worth=timedelta(hours=1)
        ),
        Occasion.LATE_RISK: _customer(
            "technician",
            "eta_at",
            "agreed_at",
            "to_at",
            may_have=("price_cents",),
            by_appointment=True,
            worth=timedelta(hours=2),
        ),
        Occasion.CHOOSE_TIME: _customer("kind", "tries"),
        Occasion.PAUSED: _customer("kind", "reason", "since_at", may_have=("until_at", "due_at")),
        Occasion.RESUMED: _customer("kind", "due_at", may_have=("paused_minutes",)),
        Occasion.BROKEN: _customer(
            "promise", "kind", "was_due_at", may_have=("new_at", "price_cents", "price_per_day")
        ),
        Occasion.COMPLETED: _customer("kind", may_have=("measured_mbps", "contracted_mbps")),
        Occasion.ANSWER: _customer("answer"),
        Occasion.WITHDRAWN: _customer("kind", "number", "withdrawn_at"),
        Occasion.DISPUTE_DECIDED: _customer("kind", "reason", "since_at", "upheld", may_have=("due_at",)),
        Occasion.MERGED: _customer("number", "kept_number", "due_at"),
        Occasion.INCIDENT_OPEN: _customer(
            "cause", "since_at", "held", may_have=("expected_at",), worth=timedelta(hours=12)
        ),
        Occasion.INCIDENT_OVER: _customer("restored_at", "solved", worth=timedelta(hours=24)),
        Occasion.SURVEY: _customer("kind"),
        Occasion.CARE: _customer("due_at"),
        Occasion.WARNED: _staff("customer", "left_minutes", may_have=("technician",)),
        Occasion.ESCALATED: _staff("customer", "late_minutes", may_have=("technician",)),
        Occasion.HANDED_OVER: _staff("customer"),
        Occasion.DISPUTED: _staff("customer", "reason", "since_at", may_have=("technician",)),
        Occasion.REVIEW_DUE: _staff("customer", "reason", "since_at", "open_days", may_have=("technician",)),
    }
)

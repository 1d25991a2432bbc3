"""What each occasion needs to know of an order, read from the database when the message leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import judged, standing_breaks
from dispatch.actions.owners import find, is_settled
from dispatch.orders.codes import HoldReason, Matter
from dispatch.orders.events import Event
from dispatch.orders.facts import DisputeDecided, ForceMajeure, Held
from dispatch.orders.lifecycle import LEAVING, OPEN, Status
from dispatch.storage.care_case import CareCase
from dispatch.storage.compensation import Compensation
from dispatch.storage.incident import Incident, IncidentStanding
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.question import Question
from dispatch.storage.technician import Technician
from notifications.occasions import Occasion
from sla.clock import ClockState
from sla.policy import Kind, PerStartedDay, PromiseCode
from sla.targets import AroundAgreed

MINUTE: Final = timedelta(minutes=1)


class Moot(Exception):  # named for the fact
    """By now the message would be wrong: what it tells has been overtaken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event and the order as it stands when somebody is told of it."""

    session: Session
    order: Order
    event: Event
    events: tuple[Event, ...]
    clocks: tuple[ClockState, ...]
    now: datetime

    @property
    def technician(self) -> Technician | None:
        technician_id = self.order.technician_id
        return None if technician_id is None else self.session.get_one(Technician, technician_id)

    def clock(self, promise: str, occasion: int | None = None) -> ClockState | None:
        """That clock; without an occasion the newest of the promise."""
        found = [c for c in self.clocks if c.promise == promise and occasion in (None, c.occasion)]
        return found[-1] if found else None


def look(session: Session, order: Order, event: Event, now: datetime) -> Told:
    clocks, events = judged(session, order, now)
    return Told(session=session, order=order, event=event, events=tuple(events), clocks=clocks, now=now)


def _price(told: Told, promise: str) -> dict[str, Any]:
    """What a breach of the promise costs us under the order's policy."""
    row = policy_for(told.session, told.order).find(
        PromiseCode(promise), Kind(told.order.kind), told.order.tier
    )
    if row is None or row.price is None:
        return {}
    return {"price_cents": row.price.cents, "price_per_day": isinstance(row.price, PerStartedDay)}


def _technician(told: Told) -> Technician:
    technician = told.technician
    if technician is None:
        raise Moot
    return technician


def _accepted(told: Told) -> dict[str, Any]:
    clock = told.clock("complete")
    if clock is None:
        raise Moot
    return {
        "kind": str(told.order.kind),
        "number": told.order.number,
        "due_at": clock.due_at,
        **_price(told, "complete"),
    }


def _assigned(told: Told) -> dict[str, Any]:
    technician, contact = _technician(told), told.clock("contact")
    facts = {"technician": technician.name, "badge": technician.badge, "kind": str(told.order.kind)}
    if contact is not None and contact.met_at is None:
        return facts | {"contact_by_at": contact.due_at}
    return facts


def _agreed_time(told: Told) -> dict[str, Any]:
    agreed_at = told.event.fact.agreed_at
    if agreed_at is None or agreed_at != told.order.agreed_at:
        raise Moot
    early, late = _tolerance(told)
    technician = told.technician
    return {
        "agreed_at": agreed_at,
        "from_at": agreed_at - early,
        "to_at": agreed_at + late,
        "technician": technician.name if technician else None,
        **{name: value for name, value in _price(told, "arrive").items() if name == "price_cents"},
    }


def _tolerance(told: Told) -> tuple[timedelta, timedelta]:
    row = policy_for(told.session, told.order).row(PromiseCode.ARRIVE, Kind(told.order.kind), told.order.tier)
    if not isinstance(row.target, AroundAgreed):
        raise Moot
    return row.target.early, row.target.late


def _on_the_way(told: Told) -> dict[str, Any]:
    technician, order = _technician(told), told.order
    if order.on_the_way_at is None or order.on_site_at is not None:
        raise Moot
    drive = timedelta(seconds=order.planned_travel_s or 0)
    return {
        "technician": technician.name,
        "badge": technician.badge,
        "eta_at": max(order.on_the_way_at + drive, told.now),
    }


def _late_risk(told: Told) -> dict[str, Any]:
    order, late = told.order, _tolerance(told)[1]
    if order.agreed_at is None or order.planned_arrive_at is None:
        raise Moot
    if order.planned_arrive_at <= order.agreed_at + late or order.on_site_at is not None:
        raise Moot
    return {
        "technician": _technician(told).name,
        "eta_at": order.planned_arrive_at,
        "agreed_at": order.agreed_at,
        "to_at": order.agreed_at + late,
        **{name: value for name, value in _price(told, "arrive").items() if name == "price_cents"},
    }


def _choose_time(told: Told) -> dict[str, Any]:
    if told.order.agreed_at is not None:
        raise Moot
    tries = sum(1 for event in told.events if event.type == "attempt" and event.seq <= told.event.seq)
    return {"kind": str(told.order.kind), "tries": tries}


def _paused(told: Told) -> dict[str, Any]:
    clock = told.clock("complete")
    if clock is None or clock.paused_since is None:
        raise Moot
    line = next(line for line in clock.because if line.code in _PAUSED and line.at == clock.paused_since)
    return {
        "kind": str(told.order.kind),
        "reason": str(line.data["reason"]),
        "since_at": line.at,
        "until_at": line.until,
    }


_PAUSED: Final = frozenset({"paused", "paused_provisionally"})


def _resumed(told: Told) -> dict[str, Any]:
    clock = told.clock("complete")
    if clock is None or clock.state not in ("running", "broken"):
        raise Moot
    fact = told.event.fact
    holds = [
        event.fact for event in told.events if event.seq < told.event.seq and isinstance(event.fact, Held)
    ]
    if told.event.type == "resume" and holds and holds[-1].reason is HoldReason.INCIDENT:
        raise Moot  # its clock never stood still, and the end of the incident is told by itself
    if isinstance(fact, ForceMajeure) and not (fact.until_at and fact.from_at < fact.until_at <= told.now):
        raise Moot  # it did not stand still, or does so later
    return {"kind": str(told.order.kind), "due_at": clock.due_at}


def _dispute_decided(told: Told) -> dict[str, Any]:
    fact, clock = told.event.fact, told.clock("complete")
    owed = clock is not None and clock.state in ("running", "broken") and clock.due_at > told.now
    return {
        "kind": str(told.order.kind),
        "reason": str(fact.reason),
        "since_at": fact.start_at,
        "upheld": fact.upheld,
        "due_at": clock.due_at if clock is not None and owed and fact.upheld else None,
    }


def _about_a_pause(told: Told) -> dict[str, Any]:
    """What a lead has to know to decide on a pause."""
    fact, clock, technician = told.event.fact, told.clock("complete"), told.technician
    if clock is None:
        raise Moot
    return {
        "number": told.order.number,
        "kind": str(told.order.kind),
        "promise": "complete",
        "due_at": clock.due_at,
        "customer": told.order.customer_name,
        "technician": technician.name if technician else None,
        "reason": str(fact.reason),
        "since_at": fact.start_at,
    }


def _disputed(told: Told) -> dict[str, Any]:
    fact = told.event.fact
    decided = (
        (event.fact.reason, event.fact.start_at)
        for event in told.events
        if isinstance(event.fact, DisputeDecided)
    )
    if (fact.reason, fact.start_at) in decided:
        raise Moot
    return _about_a_pause(told)


def _review_due(told: Told) -> dict[str, Any]:
    clock = told.clock("complete")
    if clock is None or clock.state != "paused":
        raise Moot
    fact = told.event.fact
    return _about_a_pause(told) | {"open_days": (fact.review_at - fact.start_at) // timedelta(days=1)}


def _broken(told: Told) -> dict[str, Any]:
    fact = told.event.fact
    clock = told.clock(fact.promise, fact.occasion)
    standing = standing_breaks(told.events).get((fact.promise, fact.occasion))
    if clock is None or standing is None or standing.fact.episode != fact.episode:
        raise Moot
    entry = told.session.scalar(
        select(Compensation).where(
            Compensation.order_id == told.order.id,
            Compensation.promise == fact.promise,
            Compensation.occasion == fact.occasion,
            Compensation.withdrawn_at.is_(None),
        )
    )
    facts: dict[str, Any] = {
        "promise": fact.promise,
        "kind": str(told.order.kind),
        "was_due_at": clock.due_at,
        **(_price(told, fact.promise) if entry is not None and entry.amount_cents else {}),
    }
    ends_at = told.order.planned_end_at
    if clock.met_at is None and ends_at is not None and ends_at > told.now:
        facts["new_at"] = ends_at
    return facts


def _completed(told: Told) -> dict[str, Any]:
    if told.order.completed_at is None:
        raise Moot
    return {
        "kind": str(told.order.kind),
        "measured_mbps": told.order.download_mbps,
        "contracted_mbps": told.order.contracted_mbps,
    }


def _answer(told: Told) -> dict[str, Any]:
    question = told.session.get(Question, told.event.fact.question_id)
    if question is None or question.answer is None:
        raise Moot
    return {"answer": question.answer}


def _withdrawn(told: Told) -> dict[str, Any]:
    return {
        "kind": str(told.order.kind),
        "number": told.order.number,
        "withdrawn_at": told.event.judged_at,
    }


def _to_staff(told: Told) -> tuple[ClockState, dict[str, Any]]:
    clock = told.clock(told.event.fact.promise, told.event.fact.occasion)
    if clock is None or clock.state not in ("running", "broken"):
        raise Moot
    technician = told.technician
    return clock, {
        "number": told.order.number,
        "kind": str(told.order.kind),
        "promise": told.event.fact.promise,
        "due_at": clock.due_at,
        "customer": told.order.customer_name,
        "technician": technician.name if technician else None,
    }


def _warned(told: Told) -> dict[str, Any]:
    clock, facts = _to_staff(told)
    if told.now > clock.due_at:
        raise Moot  # the escalation speaks now
    return facts | {"left_minutes": (clock.due_at - told.now) // MINUTE}


def _escalated(told: Told) -> dict[str, Any]:
    clock, facts = _to_staff(told)
    return facts | {"late_minutes": max(0, (told.now - clock.due_at) // MINUTE)}


def _merged(told: Told) -> dict[str, Any]:
    kept = told.session.get_one(Order, told.event.fact.order_id)
    clock = told.session.get(PromiseClock, (kept.id, "complete", 1))
    if clock is None or clock.state in ("kept", "void") or clock.due_at <= told.now:
        raise Moot
    return {"number": told.order.number, "kept_number": kept.number, "due_at": clock.due_at}


def _survey(told: Told) -> dict[str, Any]:
    clock = told.clock("callback")
    if clock is None or clock.met_at is not None or clock.void_at is not None:
        raise Moot  # the customer has been heard meanwhile
    return {"kind": str(told.order.kind)}


def _care(told: Told) -> dict[str, Any]:
    case = told.session.get(CareCase, told.event.fact.case_id)
    clock = None if case is None else told.clock("care", case.occasion)
    if clock is None or clock.met_at is not None:
        raise Moot
    return {"due_at": clock.due_at}


def _incident_open(told: Told) -> dict[str, Any]:
    incident = told.session.get_one(Incident, told.event.fact.incident_id)
    if incident.standing is not IncidentStanding.OPEN or told.order.incident_id != incident.id:
        raise Moot  # its end is told, or it was not this customer's
    if any(event.type == "incident_told" and event.seq > told.event.seq for event in told.events):
        raise Moot  # told anew since, with what is known by now
    ends_at = incident.expected_end_at
    return {
        "cause": str(incident.cause),
        "since_at": incident.started_at,
        "held": told.order.held_reason == HoldReason.INCIDENT,
        "expected_at": ends_at if ends_at is not None and ends_at > told.now else None,
    }


def _incident_over(told: Told) -> dict[str, Any]:
    incident = told.session.get_one(Incident, told.event.fact.incident_id)
    if incident.restored_at is None or told.order.status in LEAVING | {Status.WITHDRAWN}:
        raise Moot
    return {"restored_at": incident.restored_at, "solved": told.order.status not in OPEN}


_CLOCK_OF: Final = {
    Matter.QUESTION: "answer",
    Matter.CALL_BACK: "callback",
    Matter.CARE_CASE: "care",
}


def _handed_over(told: Told) -> dict[str, Any]:
    fact = told.event.fact
    owned = find(told.session, fact.matter, fact.matter_id)
    if owned is None or owned.owner != fact.owner or is_settled(owned):
        raise Moot
    clock = told.clock(_CLOCK_OF[fact.matter], owned.occasion)
    if clock is None:
        raise Moot
    return {
        "number": told.order.number,
        "kind": str(told.order.kind),
        "promise": str(clock.promise),
        "due_at": clock.due_at,
        "customer": told.order.customer_name,
    }


FACTS: Final[dict[Occasion, Callable[[Told], dict[str, Any]]]] = {
    Occasion.ACCEPTED: _accepted,
    Occasion.ASSIGNED: _assigned,
    Occasion.AGREED_TIME: _agreed_time,
    Occasion.ON_THE_WAY: _on_the_way,
    Occasion.LATE_RISK: _late_risk,
    Occasion.CHOOSE_TIME: _choose_time,
    Occasion.PAUSED: _paused,
    Occasion.RESUMED: _resumed,
    Occasion.BROKEN: _broken,
    Occasion.COMPLETED: _completed,
    Occasion.ANSWER: _answer,
    Occasion.WITHDRAWN: _withdrawn,
    Occasion.DISPUTE_DECIDED: _dispute_decided,
    Occasion.DISPUTED: _disputed,
    Occasion.REVIEW_DUE: _review_due,
    Occasion.WARNED: _warned,
    Occasion.ESCALATED: _escalated,
    Occasion.MERGED: _merged,
    Occasion.INCIDENT_OPEN: _incident_open,
    Occasion.INCIDENT_OVER: _incident_over,
    Occasion.SURVEY: _survey,
    Occasion.CARE: _care,
    Occasion.HANDED_OVER: _handed_over,
}

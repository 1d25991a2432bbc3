"""What stops the clock, read from the log: holds, visits, declarations, and what was ruled on them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from dispatch.orders.codes import FailReason, HoldReason
from dispatch.orders.events import Event
from dispatch.orders.facts import (
    Arrived,
    DisputeDecided,
    ForceMajeure,
    Held,
    PauseApproved,
    PauseDisputed,
    Resumed,
    VisitFailed,
)
from dispatch.orders.people import LEADS
from dispatch.orders.reading import Reading
from sla.clock import Pause
from sla.clock_facts import Evidence
from sla.order import Agreement, Approval, By, Dispute, Visit
from sla.policy import PauseReason


def _held(reading: Reading, event: Event, fact: Held) -> None:
    reading.held = fact.reason
    if reading.at_the_door:
        reading.at_the_door = False
    else:
        customer_later = fact.reason is HoldReason.CUSTOMER_LATER
        reading.call_off(event.judged_at, By.CUSTOMER if customer_later else By.US)
    if fact.reason is HoldReason.CUSTOMER_LATER:
        if fact.offered_at is not None:  # without a slot that was really offered there is nothing to put off
            later = _granted(event, PauseReason.CUSTOMER_LATER, fact.offered_at, fact.evidence)
            end_at = None if fact.until is None else max(fact.until, later.start_at)
            reading.pauses.append(replace(later, end_at=end_at))
    elif fact.reason is HoldReason.NOT_READY and reading.waits_for_premises is None:
        _wait_for_premises(reading, event, fact.evidence or Evidence.CUSTOMERS_WORD, fact.until)


def _granted(event: Event, reason: PauseReason, start_at: datetime, evidence: Evidence | None) -> Pause:
    return Pause(
        reason=reason,
        start_at=start_at,
        received_at=event.received_at,
        approved=event.actor.role in LEADS,
        evidence=evidence,
    )


def _wait_for_premises(
    reading: Reading, event: Event, evidence: Evidence, until: datetime | None = None
) -> None:
    """From the visit, or the customer's word, to the customer's word that they are ready."""
    reading.waits_for_premises = len(reading.pauses)
    waits = _granted(event, PauseReason.NOT_READY, event.judged_at, evidence)
    reading.pauses.append(replace(waits, review_at=until))


def premises_ready(reading: Reading, at: datetime) -> None:
    if reading.waits_for_premises is not None:
        waited = reading.pauses[reading.waits_for_premises]
        reading.pauses[reading.waits_for_premises] = replace(waited, end_at=max(at, waited.start_at))
        reading.waits_for_premises = None


def chosen(reading: Reading, event: Event, agreed_at: datetime, offered_at: datetime | None) -> None:
    """A time was agreed: an earlier putting off ends there at the latest, and a later date may begin one."""
    if reading.put_off is not None:
        pause = reading.pauses[reading.put_off]
        end_at = agreed_at if pause.end_at is None else min(pause.end_at, agreed_at)
        reading.pauses[reading.put_off] = replace(pause, end_at=max(pause.start_at, end_at))
    if offered_at is not None and offered_at < agreed_at:
        reading.put_off = len(reading.pauses)
        later = _granted(event, PauseReason.CUSTOMER_LATER, offered_at, Evidence.OFFERED_SLOT)
        reading.pauses.append(replace(later, end_at=agreed_at))


def _resumed(reading: Reading, event: Event, fact: Resumed) -> None:
    later = reading.held is HoldReason.CUSTOMER_LATER
    if later and reading.pauses and reading.pauses[-1].reason is PauseReason.CUSTOMER_LATER:
        pause = reading.pauses[-1]  # it lasts to the start of the slot chosen
        end_at = fact.agreed_at or pause.end_at or event.judged_at
        reading.pauses[-1] = replace(pause, end_at=max(end_at, pause.start_at))
    premises_ready(reading, event.judged_at)
    reading.held = None
    if fact.agreed_at is not None:
        reading.agreements.append(Agreement(at=event.judged_at, agreed_at=fact.agreed_at, by=By.CUSTOMER))


def _arrived(reading: Reading, event: Event, _fact: Arrived) -> None:
    premises_ready(reading, event.judged_at)
    reading.visits.append(Visit(on_site_at=event.judged_at))
    reading.at_the_door = True


def _visit_failed(reading: Reading, event: Event, fact: VisitFailed) -> None:
    if not reading.at_the_door:
        reading.call_off(event.judged_at, By.US)
        return
    reading.visits[-1] = replace(
        reading.visits[-1],
        failed_at=event.judged_at,
        failure=fact.reason,
        photo=fact.photo,
        received_at=event.received_at,
    )
    reading.at_the_door = False
    if fact.reason is FailReason.NOT_READY:
        _wait_for_premises(reading, event, Evidence.SEEN_ON_SITE)


def _disputed(reading: Reading, event: Event, fact: PauseDisputed) -> None:
    key = (fact.reason, fact.start_at)
    reading.disputes.setdefault(
        key, Dispute(reason=fact.reason, start_at=fact.start_at, disputed_at=event.judged_at)
    )


def _dispute_decided(reading: Reading, event: Event, fact: DisputeDecided) -> None:
    key = (fact.reason, fact.start_at)
    if dispute := reading.disputes.get(key):
        reading.disputes[key] = replace(dispute, decided_at=event.judged_at, upheld=fact.upheld)


def _pause_approved(reading: Reading, _event: Event, fact: PauseApproved) -> None:
    reading.approvals.append(Approval(reason=fact.reason, start_at=fact.start_at))


def _force_majeure(reading: Reading, event: Event, fact: ForceMajeure) -> None:
    first = reading.majeure.get(fact.declaration_id)
    reading.majeure[fact.declaration_id] = Pause(
        reason=PauseReason.FORCE_MAJEURE,
        start_at=fact.from_at,
        end_at=None if fact.until_at is None else max(fact.until_at, fact.from_at),
        received_at=first.received_at if first else event.received_at,
        approved=True,  # a manager declared it
        evidence=Evidence.DECLARATION,
    )


PAUSES: Final[dict[type[Any], Callable[[Reading, Event, Any], None]]] = {
    Held: _held,
    Resumed: _resumed,
    Arrived: _arrived,
    VisitFailed: _visit_failed,
    PauseDisputed: _disputed,
    DisputeDecided: _dispute_decided,
    PauseApproved: _pause_approved,
    ForceMajeure: _force_majeure,
}

"""What a pause rests on, and what became of it when somebody doubted it: the events that speak for and against it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from dispatch.orders.events import Event
from dispatch.orders.facts import (
    Arrived,
    Attempted,
    Contacted,
    DisputeDecided,
    ForceMajeure,
    Held,
    PauseApproved,
    PauseDisputed,
    VisitFailed,
    WithdrawalRequested,
)
from sla.policy import PauseReason

Line = dict[str, Any]
Names = Mapping[str, tuple[str, str | None]]
RECORDED: Final = "evidence_recorded"


def pause_lines(line: Mapping[str, Any], events: Sequence[Event], names: Names) -> Iterator[Line]:
    """The lines that stand under one pause: its evidence first, then the dispute and who decided it."""
    start_at = datetime.fromisoformat(line["at"])
    until = datetime.fromisoformat(line["until"]) if line.get("until") else None
    doors = [
        each.judged_at for each in events if isinstance(each.fact, Arrived) and each.judged_at <= start_at
    ]
    door_at = max(doors, default=None)
    proof = line.get("evidence")
    shown = False
    for event in events:
        found = _evidence(event, PauseReason(line["reason"]), start_at, until, door_at)
        if found is not None:
            code, data = found
            shown = True
            yield _line(code, event, names) | data | ({"evidence": proof} if code == RECORDED else {})
    if proof is not None and not shown:
        yield {"code": "evidence_kept", "under": True, "evidence": proof}
    for event in events:
        fact = event.fact
        if not isinstance(fact, PauseDisputed | DisputeDecided | PauseApproved):
            continue
        if (str(fact.reason), fact.start_at) != (line["reason"], start_at):
            continue
        if isinstance(fact, PauseDisputed):
            yield _line("disputed", event, names)
        elif isinstance(fact, PauseApproved):
            yield _line("pause_approved", event, names)
        else:
            yield _line("dispute_upheld" if fact.upheld else "dispute_rejected", event, names)


def _line(code: str, event: Event, names: Names) -> Line:
    name, latin = names.get(event.actor.id, (None, None))
    return {
        "code": code,
        "under": True,
        "at": event.judged_at.isoformat(),
        "role": str(event.actor.role),
        "name": name,
        "name_en": latin,
    }


Found = tuple[str, Line] | None


def _evidence(
    event: Event,
    reason: PauseReason,
    start_at: datetime,
    until: datetime | None,
    door_at: datetime | None,
) -> Found:
    """What this event says for the pause, if anything."""
    match reason:
        case PauseReason.UNREACHABLE:
            inside = start_at <= event.judged_at and (until is None or event.judged_at <= until)
            return _attempt(event) if inside else None
        case PauseReason.NO_ACCESS:
            return _at_the_door(event, start_at, door_at)
        case PauseReason.WITHDRAWAL:
            asked = isinstance(event.fact, WithdrawalRequested) and event.judged_at == start_at
            return ("evidence_request", {}) if asked else None
        case _:
            return _granted(event, reason, start_at)


def _attempt(event: Event) -> Found:
    if not isinstance(event.fact, Attempted):
        return None
    return "evidence_attempt", {"channel": str(event.fact.channel), "outcome": str(event.fact.outcome)}


def _at_the_door(event: Event, start_at: datetime, door_at: datetime | None) -> Found:
    """On site in time, called from there, and a picture of the closed door."""
    if door_at is None or not door_at <= event.judged_at <= start_at:
        return None
    if isinstance(event.fact, VisitFailed):
        return ("evidence_photo", {}) if event.fact.photo and event.judged_at == start_at else None
    return ("evidence_arrived", {}) if isinstance(event.fact, Arrived) else _attempt(event)


def _granted(event: Event, reason: PauseReason, start_at: datetime) -> Found:
    fact = event.fact
    if isinstance(fact, ForceMajeure) and reason is PauseReason.FORCE_MAJEURE:
        return ("evidence_declared", {}) if fact.from_at <= start_at else None
    if (
        isinstance(fact, Held)
        and str(fact.reason) == reason
        and start_at in (event.judged_at, fact.offered_at)
    ):
        return RECORDED, {}
    if isinstance(fact, Contacted) and reason is PauseReason.CUSTOMER_LATER and fact.offered_at == start_at:
        return RECORDED, {}
    return None

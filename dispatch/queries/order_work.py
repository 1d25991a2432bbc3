"""What was done at the customer's: each visit with its times against the estimate, tests, parts, and what bears witness."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.events import Event
from dispatch.orders.facts import (
    Arrived,
    Completed,
    Confirmed,
    Held,
    Restored,
    SetOff,
    Tested,
    VisitFailed,
    WorkStarted,
)
from dispatch.orders.work import WORK
from dispatch.queries.aftercare import names_of
from dispatch.queries.promises import instant
from dispatch.storage.event_log import events_of
from dispatch.storage.fault_check import FaultCheck
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from sla.clock_facts import Evidence
from sla.policy import Kind, PromiseCode
from sla.targets import ShareOfContract

View = dict[str, Any]
_STEPS: Final[tuple[tuple[str, type[Any]], ...]] = (
    ("set_off", SetOff),
    ("arrive", Arrived),
    ("start_work", WorkStarted),
    ("test", Tested),
    ("complete", Completed),
)
_ENDS: Final = (Completed, VisitFailed)
_VISIT: Final = (*(kind for _, kind in _STEPS), VisitFailed)


def work(session: Session, order_id: str) -> View:
    """The visits, the newest first; what is not recorded is None, never made up."""
    order = session.get_one(Order, order_id)
    events = events_of(session, order_id)
    names = names_of(session, *(f"{event.actor.role}:{event.actor.id}" for event in events))
    visits = [_visit(order, number, visit, names) for number, visit in enumerate(_visits(events), 1)]
    needed = WORK[order.kind]
    return {
        "version": order.version,
        "estimate_min": order.duration_min,
        "contracted_mbps": order.contracted_mbps,
        "gate_percent": _gate(session, order),
        "visits": visits[::-1],
        "line_tests": [
            {"at": instant(event.occurred_at), "optical_dbm": event.fact.optical_dbm, "of": event.type}
            for event in events
            if isinstance(event.fact, Tested | Restored) and event.fact.optical_dbm is not None
        ][::-1],
        "parts_needed": dict(needed.parts),
        "tools_needed": sorted(needed.tools),
        "parts_used": dict(order.parts_used),
        "photos": [_photo(event, names) for event in events if _has_photo(event)][::-1],
        "confirmed": next(
            (
                {"at": instant(event.occurred_at), "by": _who(event, names)}
                for event in reversed(events)
                if isinstance(event.fact, Confirmed)
            ),
            None,
        ),
        "fault_check": _fault_check(session, order_id),
    }


def _visits(events: Sequence[Event]) -> list[list[Event]]:
    """What belongs to each journey to the customer; a step after one has ended begins the next."""
    visits: list[list[Event]] = []
    is_over = True
    for event in events:
        if not isinstance(event.fact, _VISIT):
            continue
        if is_over or (isinstance(event.fact, SetOff) and visits[-1]):
            visits.append([])
        visits[-1].append(event)
        is_over = isinstance(event.fact, _ENDS)
    return visits


def _visit(order: Order, number: int, events: Sequence[Event], names: dict[str, str]) -> View:
    at = {
        name: next((event for event in reversed(events) if isinstance(event.fact, kind)), None)
        for name, kind in _STEPS
    }
    failed = next((event for event in events if isinstance(event.fact, VisitFailed)), None)
    first_at = _judged(at["arrive"])
    ended_at = _judged(at["complete"]) or _judged(failed)
    on_site_s = None if first_at is None or ended_at is None else (ended_at - first_at).total_seconds()
    return {
        "number": number,
        "by": _who(events[-1], names),
        "steps": [
            {
                "step": name,
                "at": instant(_judged(event)),
                "recorded_at": None if event is None else instant(event.received_at),
                "skewed": event is not None and event.skewed,
            }
            for name, event in at.items()
        ],
        "failed": None
        if failed is None
        else {
            "at": instant(failed.judged_at),
            "reason": str(failed.fact.reason),
            "photo": failed.fact.photo,
        },
        "travel_s": _between(_judged(at["set_off"]), first_at),
        "on_site_s": on_site_s,
        "over_s": None if on_site_s is None or failed else on_site_s - order.duration_min * 60,
        "tests": [
            {
                "at": instant(event.judged_at),
                "download_mbps": event.fact.download_mbps,
                "optical_dbm": event.fact.optical_dbm,
            }
            for event in events
            if isinstance(event.fact, Tested)
        ],
    }


def _judged(event: Event | None) -> datetime | None:
    return None if event is None else event.judged_at


def _between(since: datetime | None, until: datetime | None) -> float | None:
    return None if since is None or until is None else (until - since).total_seconds()


def _gate(session: Session, order: Order) -> int | None:
    """The share of the contracted rate below which a completion asks for more; None where nothing is contracted."""
    row = policy_for(session, order).find(PromiseCode.SPEED, Kind(order.kind), order.tier)
    if row is None or order.contracted_mbps is None or not isinstance(row.target, ShareOfContract):
        return None
    return row.target.percent


def _has_photo(event: Event) -> bool:
    """That a picture was taken is in the log; the picture itself is kept nowhere yet."""
    fact = event.fact
    return (isinstance(fact, VisitFailed) and fact.photo) or (
        isinstance(fact, Held) and fact.evidence is Evidence.CALL_AND_PHOTO
    )


def _photo(event: Event, names: dict[str, str]) -> View:
    """`url` is where the picture is; nothing stores pictures yet, so it is empty."""
    return {
        "at": instant(event.occurred_at),
        "by": _who(event, names),
        "of": event.type,
        "reason": str(event.fact.reason),
        "url": None,
    }


def _who(event: Event, names: dict[str, str]) -> View:
    return {
        "role": str(event.actor.role),
        "name": names.get(f"{event.actor.role}:{event.actor.id}"),
    }


def _fault_check(session: Session, order_id: str) -> View | None:
    """What was asked before anybody drove out."""
    check = session.scalar(
        select(FaultCheck)
        .where(FaultCheck.order_id == order_id)
        .order_by(FaultCheck.checked_at.desc())
        .limit(1)
    )
    if check is None:
        return None
    return {
        "at": instant(check.checked_at),
        "end": check.end,
        "outcome": str(check.outcome),
        "channel": str(check.channel),
        "answers": check.answers,
    }

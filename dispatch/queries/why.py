"""Why each promise of an order stands where it stands: what it is counted from, what moved it, what was said to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.events import SYSTEM_MADE, Event
from dispatch.orders.facts import Assigned
from dispatch.orders.promises import order_facts
from dispatch.orders.recounting import Recount, recounts
from dispatch.queries.history_lines import history_lines
from dispatch.queries.pause_evidence import Names, pause_lines
from dispatch.queries.promises import instant
from dispatch.queries.targets import target_line
from dispatch.storage.compensation import Compensation
from dispatch.storage.district import District
from dispatch.storage.event_log import events_of
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from sla.clock import ClockState
from sla.order import clocks_of
from sla.policy import Audience, Kind, Policy, Row
from sla.targets import AroundAgreed

Line = dict[str, Any]
BASIS: Final = "basis"
HISTORY: Final = "history"
BOTH_TIMES: Final = timedelta(minutes=1)
"""From here on it matters that something was received later than it happened."""
TOLD_TO_CUSTOMERS: Final = frozenset(
    {"complete", "urgent", "contact", "arrive", "speed", "cancel_verify", "cancel_done", "answer"}
)
"""The others are promises of ours to ourselves."""
_STAFF_ONLY: Final = frozenset({"policy", "assigned", "warned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that the lines of one order are made from."""

    order: Order
    zone: str
    policy: Policy
    events: Sequence[Event]
    states: tuple[ClockState, ...]
    recounts: tuple[Recount, ...]
    owed: Sequence[Compensation]
    names: Names
    now: datetime


def why(
    session: Session,
    order_id: str,
    *,
    now: datetime,
    promise: str | None = None,
    customer: bool = False,
) -> dict[str, Any]:
    """The reasoning of every clock of the order, or of one promise; without what is the staff's own for a customer."""
    told = _told(session, session.get_one(Order, order_id), now)
    return {
        "order_id": order_id,
        "number": told.order.number,
        "kind": str(told.order.kind),
        "tier": told.order.tier,
        "zone": told.zone,
        "policy_version": told.policy.version,
        "now": now.isoformat(),
        "promises": [
            _clock(told, state, customer=customer)
            for state in sorted(told.states, key=lambda state: (state.started_at, state.promise))
            if (promise is None or state.promise == promise)
            and (not customer or state.promise in TOLD_TO_CUSTOMERS)
        ],
    }


def _told(session: Session, order: Order, now: datetime) -> Told:
    zone = session.get_one(District, order.district_id).zone
    policy = policy_for(session, order)
    events = events_of(session, order.id)
    return Told(
        order=order,
        zone=zone,
        policy=policy,
        events=events,
        states=clocks_of(order_facts(events, zone), policy, now),
        recounts=recounts(events, zone, policy, now),
        owed=session.scalars(
            select(Compensation)
            .where(Compensation.order_id == order.id)
            .order_by(Compensation.created_at, Compensation.id)
        ).all(),
        names=_names(session, events),
        now=now,
    )


def _names(session: Session, events: Sequence[Event]) -> Names:
    """Who had a hand in it, by id: the name, and the one in Latin letters where there is one."""
    ids = {event.actor.id for event in events}
    ids |= {event.fact.technician_id for event in events if isinstance(event.fact, Assigned)}
    people = select(Technician.id, Technician.name, Technician.name_en).where(Technician.id.in_(ids))
    staff = select(User.id, User.name).where(User.id.in_(ids))
    found: dict[str, tuple[str, str | None]] = {key: (name, None) for key, name in session.execute(staff)}
    return found | {key: (name, latin) for key, name, latin in session.execute(people)}


def _clock(told: Told, state: ClockState, *, customer: bool) -> dict[str, Any]:
    row = told.policy.find(state.promise, Kind(told.order.kind), told.order.tier)
    basis = list(_basis(told, state, row))
    history = history_lines((state.promise, state.occasion), row, told.events, told.recounts, told.owed)
    return {
        "promise": str(state.promise),
        "occasion": state.occasion,
        "state": str(state.state),
        "started_at": instant(state.started_at),
        "due_at": instant(state.due_at),
        "met_at": instant(state.met_at),
        "broken_at": instant(state.broken_at),
        "lines": [
            line
            for line in (
                {**line, "part": part}
                for part, lines in ((BASIS, basis), (HISTORY, history))
                for line in lines
            )
            if not customer or _for_customers(line)
        ],
    }


def _for_customers(line: Line) -> bool:
    if line["code"] == "announced":
        return Audience.CUSTOMER in line["tells"]
    for name in ("name", "name_en"):  # who of us it was is ours to know
        line.pop(name, None)
    return line["code"] not in _STAFF_ONLY


def _basis(told: Told, state: ClockState, row: Row | None) -> Iterator[Line]:
    """The engine's own reasoning, line by line, each with what it rests on."""
    moved = _moves(told, state)
    for because in state.because:
        line: Line = because.as_json()
        if because.code == "started":
            yield {**line, **_received(told, because.at), "promise": str(state.promise)}
            yield {
                "code": "policy",
                "version": told.policy.version,
                "tier": told.order.tier,
                "kind": str(told.order.kind),
            }
        elif because.code == "target" and row is not None and isinstance(row.target, AroundAgreed):
            continue  # the window has been said
        elif because.code == "target" and row is not None:
            yield line | target_line(
                row, told.policy, told.zone, state.started_at, told.order.contracted_mbps
            )
        elif because.code == "assigned":
            name, latin = told.names.get(str(line["technician"]), (str(line["technician"]), None))
            yield {**line, "technician": name, "technician_en": latin}
        elif because.code == "break_withdrawn":
            continue  # the history says what was announced, and what showed that it was none
        elif "reason" in line:
            yield line | {"seconds": moved.get((because.code, because.at, because.until), 0)}
            yield from pause_lines(line, told.events, told.names)
        else:
            yield {**line, **_received(told, because.at)}


def _moves(told: Told, state: ClockState) -> dict[tuple[str, datetime | None, datetime | None], float]:
    """By how much each pause moved the due time; what two of them share is the first one's."""
    target = next((line for line in state.because if line.code == "target"), None)
    row = told.policy.find(state.promise, Kind(told.order.kind), told.order.tier)
    if target is None or target.at is None or row is None:
        return {}
    calendar = told.policy.calendar(row, told.zone)
    amount = calendar.between(state.started_at, target.at)
    ends_at = min(at for at in (told.now, state.met_at, state.void_at) if at is not None)
    spans: list[tuple[datetime, datetime]] = []
    due_at = target.at
    moved: dict[tuple[str, datetime | None, datetime | None], float] = {}
    for line in state.because:
        if line.at is None or line.code not in _STOPPING:
            continue
        spans.append((line.at, line.until or max(line.at, ends_at)))
        after = calendar.add(state.started_at, amount, spans)
        moved[line.code, line.at, line.until] = (after - due_at).total_seconds()
        due_at = after
    return moved


_STOPPING: Final = frozenset({"paused", "paused_provisionally", "worked_until_reopened"})


def _received(told: Told, at: datetime | None) -> Line:
    """When the server learnt of what happened at that instant, if noticeably later than it happened."""
    for event in told.events:
        if event.judged_at == at and event.type not in SYSTEM_MADE:
            return _both_times(event)
    return {}


def _both_times(event: Event) -> Line:
    if abs(event.received_at - event.occurred_at) <= BOTH_TIMES:
        return {}
    return {"occurred_at": instant(event.occurred_at), "received_at": instant(event.received_at)}

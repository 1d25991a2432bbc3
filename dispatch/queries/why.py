"""Why each promise of an order stands where it stands: what it is counted from, what moved it, what was said to whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.events import SYSTEM_MADE, BreakWithdrawn, Broken, Event, Warned
from dispatch.orders.promises import order_facts
from dispatch.orders.recounting import Recount, recounts
from dispatch.queries.pause_evidence import pause_lines
from dispatch.queries.promises import instant
from dispatch.queries.targets import target_line
from dispatch.storage.compensation import Compensation
from dispatch.storage.district import District
from dispatch.storage.event_log import events_of
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from sla.clock import BROKEN, ClockState
from sla.order import clocks_of
from sla.policy import Audience, Kind, Policy, PromiseCode, Row
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
    names: Mapping[str, str]
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
    names = dict(session.execute(select(Technician.id, Technician.name)).all())
    names |= dict(session.execute(select(User.id, User.name)).all())
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
        names=names,
        now=now,
    )


def _clock(told: Told, state: ClockState, *, customer: bool) -> dict[str, Any]:
    row = told.policy.find(state.promise, Kind(told.order.kind), told.order.tier)
    basis = list(_basis(told, state, row))
    history = sorted(_history(told, state, row), key=lambda line: str(line["at"]))
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
    line.pop("name", None)  # who of us it was is ours to know
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
            yield {**line, "technician": told.names.get(str(line["technician"]), line["technician"])}
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


def _history(told: Told, state: ClockState, row: Row | None) -> Iterator[Line]:
    """What was computed anew, told, taken back and paid, in the order in which it happened."""
    for recount in told.recounts:
        if (recount.promise, recount.occasion) == (state.promise, state.occasion):
            yield _recomputed(recount)
    announced: Event | None = None
    for index, event in enumerate(told.events):
        fact = event.fact
        if not isinstance(fact, Warned | Broken | BreakWithdrawn):
            continue
        if (fact.promise, fact.occasion) != (state.promise, state.occasion):
            continue
        if isinstance(fact, BreakWithdrawn):
            yield _taken_back(event, announced, told.events[:index])
            continue
        rung = fact.rung if isinstance(fact, Warned) else BROKEN
        line: Line = {"at": instant(event.received_at), "tells": _tells(row, rung)}
        if isinstance(fact, Broken):
            announced = event
            yield {**line, "code": "announced", "due_at": instant(fact.due_at)}
        else:
            yield {**line, "code": "warned", "percent": _percent(rung)}
    for entry in told.owed:
        if (entry.promise, entry.occasion) == (state.promise, state.occasion):
            yield _owed(entry)


def _recomputed(recount: Recount) -> Line:
    event = recount.event
    return {
        "code": "recomputed_by_time" if event is None else "recomputed",
        "at": instant(recount.at),
        "was_due_at": instant(recount.was_due_at),
        "due_at": instant(recount.due_at),
        "seconds": (recount.due_at - recount.was_due_at).total_seconds(),
        **({} if event is None else _event(event)),
    }


def _event(event: Event) -> Line:
    return {
        "event": event.type,
        "occurred_at": instant(event.occurred_at),
        "received_at": instant(event.received_at),
    }


def _taken_back(event: Event, announced: Event | None, earlier: Sequence[Event]) -> Line:
    """The breach was announced; something that came late showed that it was none."""
    cause = next((each for each in reversed(earlier) if each.type not in SYSTEM_MADE), event)
    return {
        "code": "taken_back",
        "at": instant(event.received_at),
        "announced_at": instant((announced or event).received_at),
        **_event(cause),
    }


def _tells(row: Row | None, rung: str) -> list[str]:
    if row is None:
        return []
    if rung == BROKEN:
        return [str(each) for each in row.on_breach]
    percent = _percent(rung)
    return [str(each) for warned in row.warnings if warned.percent == percent for each in warned.tells]


def _percent(rung: str) -> int:
    digits = rung.rpartition("_")[2]
    return int(digits) if digits.isdigit() else 0


def _owed(entry: Compensation) -> Line:
    code = "owed_withdrawn" if entry.withdrawn_at else "owed_goodwill" if entry.goodwill else "owed"
    return {
        "code": code,
        "at": instant(entry.created_at),
        "amount_cents": entry.amount_cents,
        "withdrawn_at": instant(entry.withdrawn_at),
        "announced_at": instant(entry.announced_at),
    }


def promise_codes() -> tuple[str, ...]:
    """The promises that can be asked about."""
    return tuple(str(code) for code in PromiseCode)

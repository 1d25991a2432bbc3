"""Compute every order's clocks again from its log, and name each stored value that is another one."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, load_only

from dispatch.actions.clocks import WAKE, recompute, wanted_deadlines
from dispatch.actions.deadlines import TRIED_AGAIN
from dispatch.actions.log import locked_order
from dispatch.orders.event_json import read_fact
from dispatch.orders.events import Event
from dispatch.orders.facts import BreakWithdrawn, Broken, Warned
from dispatch.orders.people import Actor, Role
from dispatch.orders.promises import order_facts
from dispatch.storage.compensation import Compensation
from dispatch.storage.district import District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.promise_clock import Deadline, PromiseClock
from dispatch.storage.session import Database
from sla.clock import ClockState, State
from sla.compensation import owed
from sla.escalation import height
from sla.order import clocks_of
from sla.policy import Kind, Policy

ORDERS_AT_ONCE: Final = 200
_FIELDS: Final = (
    "started_at",
    "due_at",
    "opens_at",
    "met_at",
    "void_at",
    "paused_since",
    "provisional",
    "episode",
)
_NEEDED: Final[tuple[InstrumentedAttribute[Any], ...]] = (
    Order.id,
    Order.number,
    Order.district_id,
    Order.kind,
    Order.tier,
    Order.policy_version,
    Order.status,
    Order.judged_at,
    Order.judged_seq,
)
_EVENT: Final = (
    LoggedEvent.id,
    LoggedEvent.order_id,
    LoggedEvent.seq,
    LoggedEvent.type,
    LoggedEvent.occurred_at,
    LoggedEvent.received_at,
    LoggedEvent.judged_at,
    LoggedEvent.skewed,
    LoggedEvent.actor_role,
    LoggedEvent.actor_id,
    LoggedEvent.data,
)
_Key = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One stored value that is not what the log says."""

    order_id: str
    number: str
    promise: str | None
    occasion: int | None
    field: str
    stored: str | None
    computed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One batch of orders."""

    orders: int
    differences: tuple[Difference, ...]


def check_promises(
    database: Database,
    now: datetime,
    *,
    district_id: str | None = None,
    goes_on: Callable[[], bool] = lambda: True,
) -> Iterator[Checked]:
    """All orders, batch by batch; each batch as it stands at one instant, so that work goes on beside it."""
    last = ""
    while goes_on():
        wanted = select(Order.id).where(Order.id > last).order_by(Order.id).limit(ORDERS_AT_ONCE)
        if district_id is not None:
            wanted = wanted.where(Order.district_id == district_id)
        with database.read() as session:
            order_ids = list(session.scalars(wanted))
            if not order_ids:
                return
            yield Checked(orders=len(order_ids), differences=tuple(differences_of(session, order_ids, now)))
        last = order_ids[-1]


def differences_of(session: Session, order_ids: Sequence[str], now: datetime) -> Iterator[Difference]:
    """What differs in these orders."""
    zones = dict(session.execute(select(District.id, District.zone)).all())
    events = _events(session, order_ids)
    clocks = _rows(session, PromiseClock, order_ids)
    deadlines = _rows(session, Deadline, order_ids)
    ledger = _rows(session, Compensation, order_ids)
    orders = select(Order).options(load_only(*_NEEDED)).where(Order.id.in_(order_ids)).order_by(Order.id)
    for order in session.scalars(orders):
        order_check = _OrderCheck(
            order=order,
            zone=zones[order.district_id],
            now=now,
            clocks={(row["promise"], row["occasion"]): row for row in clocks[order.id]},
            deadlines={
                (row["promise"], row["occasion"], row["episode"], row["rung"]): row
                for row in deadlines[order.id]
            },
            ledger={(row["promise"], row["occasion"]): row for row in ledger[order.id]},
        )
        try:
            yield from order_check.run([_event(row) for row in events[order.id]], policy_for(session, order))
        except Exception as wrong:  # noqa: BLE001  # a log that nothing can be computed from is a finding, not an end
            yield order_check.difference("log", None, f"{type(wrong).__name__}: {wrong}")


def repair_promises(session: Session, order_id: str, now: datetime) -> None:
    """Compute and store anew what the log says; no event of its own, for nothing happened to the order.

    What follows from the true clocks (a breach taken back, money) is written down as always.
    """
    order = locked_order(session, order_id)
    recompute(session, order, now)
    session.flush()
    told = _told([_event(row) for row in _events(session, [order_id])[order_id]])
    for clock in session.scalars(select(PromiseClock).where(PromiseClock.order_id == order_id)):
        clock.rung = told.get((clock.promise, clock.occasion, clock.episode))


def _events(session: Session, order_ids: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    rows = session.execute(
        select(*_EVENT)
        .where(LoggedEvent.order_id.in_(order_ids))
        .order_by(LoggedEvent.order_id, LoggedEvent.seq)
    )
    for row in rows.mappings():
        found[row["order_id"]].append(dict(row))
    return found


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        id=row["id"],
        order_id=row["order_id"],
        seq=row["seq"],
        type=row["type"],
        occurred_at=row["occurred_at"],
        received_at=row["received_at"],
        judged_at=row["judged_at"],
        skewed=row["skewed"],
        actor=Actor(Role(row["actor_role"]), row["actor_id"]),
        fact=read_fact(row["type"], row["data"]),
    )


def _rows(
    session: Session, noun: type[PromiseClock | Deadline | Compensation], order_ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in session.execute(
        select(*noun.__table__.columns).where(noun.order_id.in_(order_ids))
    ).mappings():
        found[row["order_id"]].append(dict(row))
    return found


def _told(events: Sequence[Event]) -> dict[tuple[str, int, int], str]:
    """The highest rung that was rung in each episode."""
    told: dict[tuple[str, int, int], str] = {}
    for event in events:
        fact = event.fact
        if isinstance(fact, Warned | Broken):
            key = (fact.promise, fact.occasion, fact.episode)
            rung = fact.rung if isinstance(fact, Warned) else str(State.BROKEN)
            if key not in told or height(rung) > height(told[key]):
                told[key] = rung
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class _OrderCheck:
    """Judged at the instant for which the order's clocks were last computed, not at now: a clock that has run out
    since, and waits to be rung, is as it should be; that it waits at all is what its deadline proves.
    """

    order: Order
    zone: str
    now: datetime
    clocks: Mapping[_Key, Mapping[str, Any]]
    deadlines: Mapping[tuple[str, int, int, str], Mapping[str, Any]]
    ledger: Mapping[_Key, Mapping[str, Any]]

    def difference(self, field: str, stored: object, computed: object, key: _Key | None = None) -> Difference:
        return Difference(
            order_id=self.order.id,
            number=self.order.number,
            promise=key[0] if key else None,
            occasion=key[1] if key else None,
            field=field,
            stored=_say(stored),
            computed=_say(computed),
        )

    def run(self, events: Sequence[Event], policy: Policy) -> Iterator[Difference]:
        at, seq = self.order.judged_at, self.order.judged_seq
        if at is None or seq is None:
            yield self.difference("judged_at", None, "the instant of its last event or deadline")
            return
        known = [event for event in events if event.seq <= seq]
        facts = order_facts(known, self.zone)
        if len(known) < len(events) and order_facts(events, self.zone) != facts:
            yield self.difference("judged_seq", seq, events[-1].seq)
        states = clocks_of(facts, policy, at)
        broken_since = {
            (event.fact.promise, event.fact.occasion, event.fact.episode)
            for event in events
            if event.seq > seq and isinstance(event.fact, Broken)
        }
        yield from self.compare_clocks(states, _told(events), broken_since)
        yield from self.compare_deadlines(wanted_deadlines(self.order, policy, states, at), broken_since)
        yield from self.compare_ledger(states, known, policy)

    def compare_clocks(
        self,
        states: Sequence[ClockState],
        told: Mapping[tuple[str, int, int], str],
        broken_since: set[tuple[str, int, int]],
    ) -> Iterator[Difference]:
        left = dict(self.clocks)
        for state in states:
            key = (str(state.promise), state.occasion)
            stored = left.pop(key, None)
            if stored is None:
                yield self.difference("clock", None, str(state.state), key)
                continue
            expected: dict[str, Any] = {name: getattr(state, name) for name in _FIELDS}
            expected |= {"state": str(state.state), "broken_at": state.broken_at}
            if state.state is State.RUNNING and (*key, state.episode) in broken_since:
                expected |= {"state": str(State.BROKEN), "broken_at": state.due_at}  # rung, not yet judged
            expected["rung"] = told.get((*key, state.episode))
            expected["facts"] = [line.as_json() for line in state.because]
            for name, value in expected.items():
                if stored[name] != value:
                    yield self.difference(name, stored[name], value, key)
        for key, stored in left.items():
            yield self.difference("clock", stored["state"], None, key)

    def compare_deadlines(
        self,
        wanted: Mapping[tuple[str, int, int, str], datetime],
        broken_since: set[tuple[str, int, int]],
    ) -> Iterator[Difference]:
        for place, due_at in wanted.items():
            promise, occasion, episode, rung = place
            stored = self.deadlines.get(place)
            if rung == WAKE and (promise, occasion, episode) in broken_since:
                continue
            if stored is None or (rung == WAKE and stored["done_at"] is not None):
                yield self.difference(f"deadline {rung}", None, due_at, (promise, occasion))
            elif stored["done_at"] is None and stored["due_at"] != due_at:
                postponed = rung == WAKE and due_at < stored["due_at"] <= self.now + TRIED_AGAIN
                if not postponed:
                    yield self.difference(f"deadline {rung}", stored["due_at"], due_at, (promise, occasion))
        for place, stored in self.deadlines.items():
            promise, occasion, episode, rung = place
            woken = rung == WAKE and (promise, occasion, episode) in broken_since
            if stored["done_at"] is None and place not in wanted and not woken:
                yield self.difference(f"deadline {rung}", stored["due_at"], None, (promise, occasion))

    def compare_ledger(
        self, states: Sequence[ClockState], events: Sequence[Event], policy: Policy
    ) -> Iterator[Difference]:
        announced = {
            (event.fact.promise, event.fact.occasion)
            for event in events
            if isinstance(event.fact, Broken | BreakWithdrawn)
        }
        kind, tier = Kind(self.order.kind), self.order.tier
        goodwill = sum(row["amount_cents"] for row in self.ledger.values() if row["goodwill"])
        entries = {
            key: entry
            for entry in owed(states, policy, kind, tier, given_cents=goodwill)
            if (key := (str(entry.promise), entry.occasion)) in announced
        }
        for key, entry in entries.items():
            row = self.ledger.get(key)
            standing = row is not None and row["withdrawn_at"] is None and not row["goodwill"]
            if row is None or not standing:
                yield self.difference("compensation", None, entry.cents, key)
                continue
            kept = row["announced_at"] is not None or row["exported_at"] is not None
            if row["amount_cents"] != entry.cents and not (kept and row["amount_cents"] > entry.cents):
                yield self.difference("compensation", row["amount_cents"], entry.cents, key)
        for key, row in self.ledger.items():
            if key not in entries and row["withdrawn_at"] is None and not row["goodwill"]:
                yield self.difference("compensation", row["amount_cents"], None, key)


def _say(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value)

"""The product's door for the simulated people of `benchmarks.day`: the actions themselves, without HTTP."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import (
    InvalidField,
    NotAllowed,
    NotFound,
    NotServiceable,
    StaleVersion,
)
from dispatch.actions.orders import OrderDraft, accept_order
from dispatch.actions.positions import report_position
from dispatch.actions.steps import take_step
from dispatch.clock import Clock
from dispatch.orders.codes import Half
from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY, IllegalStep, Status, Step
from dispatch.orders.people import Actor, Role
from dispatch.simulation.api import Answer, Api, Tally
from dispatch.simulation.seeding import Keys
from dispatch.simulation.world import LOCAL, Card
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.session import Database
from sla.policy import PromiseCode

DESK: Final = Actor(Role.DISPATCHER, "desk")
_REFUSED: Final = (
    IllegalStep,
    InvalidField,
    NotAllowed,
    NotFound,
    NotServiceable,
    StaleVersion,
)
_SHOWN: Final = sorted(PLANNABLE | UNDER_WAY | {Status.ON_HOLD})


def keys_of(technicians: list[str]) -> Keys:
    """Who knocks, as the simulation writes it into its requests."""
    return Keys(desk="desk", lead="desk", technicians={one: f"technician {one}" for one in technicians})


class Door(Api):
    """Answers what the simulated people ask of the API, and refuses what the planner has no part in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.tally = Tally()
        self.tell: Callable[[Card], None] = lambda _: None
        """Hears how each order looks after a step."""
        self._in_vain: dict[str, list[dict[str, str]]] = {}
        """The calls that nobody answered, by order."""

    def get(self, path: str, *, key: str, what: str = "") -> Answer:
        del path, key, what
        return Answer(404, None)

    def post(self, path: str, body: dict[str, Any], *, key: str, what: str = "") -> Answer:
        name = what or path.rsplit("/", 1)[-1]
        now = self.clock.now()
        try:
            answer = self._answer(path, body, _actor(key), now)
        except _REFUSED as refused:
            self.tally.note(self.tally.refused, f"{name} {type(refused).__name__}")
            return Answer(409, {"code": str(refused)})
        self.tally.note(self.tally.asked, name)
        return answer

    def _answer(self, path: str, body: dict[str, Any], actor: Actor, now: datetime) -> Answer:
        match path.split("/")[1:]:
            case ["orders", order_id, "steps"]:
                return self._step(order_id, body, actor, now)
            case ["track", "steps"]:
                return self._step(actor.id, body, actor, now)
            case ["my", "position"]:
                return self._position(body, actor, now)
        return Answer(404, None)  # questions and ratings are not the planner's

    def accept(self, draft: OrderDraft, event_id: str) -> Answer:
        with self.database.write() as session:
            try:
                order = accept_order(
                    session, draft, actor=DESK, now=self.clock.now(), event_id=event_id
                ).order
            except NotServiceable as refused:
                return Answer(422, {"code": refused.reason})
            session.flush()
            return Answer(201, {"order": self._card(session, order), "link": order.id})

    def _step(self, order_id: str, body: dict[str, Any], actor: Actor, now: datetime) -> Answer:
        step, device_now = Step(body["step"]), body.get("device_now")
        by_customer = actor.role is Role.CUSTOMER
        with self.database.write() as session:
            order = take_step(
                session,
                order_id,
                step,
                body["data"],
                actor=actor,
                occurred_at=now if by_customer else datetime.fromisoformat(body["occurred_at"]),
                device_now=None if device_now is None else datetime.fromisoformat(device_now),
                received_at=now,
                event_id=body["event_id"],
            ).order
            if step is Step.ATTEMPT:
                self._in_vain.setdefault(order_id, []).append(
                    {"at": now.isoformat(), "outcome": body["data"]["outcome"]}
                )
            session.flush()
            card = self._card(session, order)
        self.tell(card)
        return Answer(200, {"order": card})

    def _position(self, body: dict[str, Any], actor: Actor, now: datetime) -> Answer:
        with self.database.write() as session:
            report_position(
                session,
                actor.id,
                lat=body["lat"],
                lon=body["lon"],
                at=datetime.fromisoformat(body["at"]),
                received_at=now,
            )
        return Answer(204, None)

    def cards(self, known: Mapping[str, Card]) -> list[Card]:
        """The open orders whose technician, time or state is not what is known of them."""
        with self.database.read() as session:
            rows = session.scalars(select(Order).where(Order.status.in_(_SHOWN)))
            return [
                self._card(session, row)
                for row in rows
                if row.id not in known
                or known[row.id]["version"] != row.version
                or known[row.id]["planned"] != _planned(row)
            ]

    def _card(self, session: Session, order: Order) -> Card:
        due_at = session.scalar(
            select(PromiseClock.due_at).where(
                PromiseClock.order_id == order.id, PromiseClock.promise == PromiseCode.COMPLETE
            )
        )
        return {
            "id": order.id,
            "number": order.number,
            "version": order.version,
            "kind": str(order.kind),
            "status": str(order.status),
            "customer": {"language": order.language},
            "lat": order.lat,
            "lon": order.lon,
            "contracted_mbps": order.contracted_mbps,
            "booked_date": order.booked_date.isoformat() if order.booked_date else None,
            "booked_half": str(order.booked_half) if order.booked_half else None,
            "agreed_at": _text(order.agreed_at),
            "window": _booked_window(order),
            "technician_id": order.technician_id,
            "duration_min": order.duration_min,
            "planned": _planned(order),
            "promises": [{"promise": "complete", "due_at": _text(due_at)}],
            "attempts": list(self._in_vain.get(order.id, ())),
            "open_questions": 0,
        }


def _actor(key: str) -> Actor:
    kind, _, name = key.partition(" ")
    if kind == "technician":
        return Actor(Role.TECHNICIAN, name)
    return Actor(Role.CUSTOMER, name) if kind == "Link" else DESK


def _planned(order: Order) -> dict[str, Any] | None:
    if order.planned_arrive_at is None:
        return None
    return {"arrive_at": _text(order.planned_arrive_at), "seq": order.planned_seq}


def _booked_window(order: Order) -> dict[str, str] | None:
    """The half-day that was booked: only who was called in vain is visited on chance in it."""
    if order.booked_date is None:
        return None
    begins, ends = _HALF_HOURS[Half(order.booked_half or Half.DAY)]
    return {
        "from": _local(order.booked_date, begins).isoformat(),
        "to": _local(order.booked_date, ends).isoformat(),
    }


_HALF_HOURS: Final = {Half.AM: (8, 12), Half.PM: (12, 18), Half.DAY: (8, 18)}


def _local(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LOCAL).astimezone(UTC)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()

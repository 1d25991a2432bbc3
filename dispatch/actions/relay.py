"""Which event tells whom: live pushes to pages and messages to people, after commit and at least once."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from dispatch.actions.deliveries import deliver
from dispatch.actions.etas import roll_forward
from dispatch.actions.messages import Courier, compose
from dispatch.orders.lifecycle import Status
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow, Topic
from dispatch.storage.session import Database
from notifications.occasions import Occasion

log = logging.getLogger(__name__)

Push = Callable[[str, str, dict[str, Any]], None]
"""push(room, name, payload): app.py gives the Socket.IO server's emit."""
Seen = dict[str, Any]
View = Callable[[Session, str], Seen | None]
"""view(session, order_id): app.py gives those of dispatch.queries."""
Cards = Callable[[Session, Sequence[str]], Mapping[str, Seen]]
"""cards(session, order_ids) by order id: a plan changes many at once, and they are read together."""
OCCASIONS: Final[dict[str, tuple[Occasion, ...]]] = {
    # event: whom we write to; every event also changes the pages (a push), whatever stands here
    "accept": (Occasion.ACCEPTED,),
    "assign": (),  # the planner may still move it; the customer hears of whoever takes it
    "unassign": (),
    "decline": (),
    "take": (Occasion.ASSIGNED,),
    "contact": (Occasion.AGREED_TIME,),
    "attempt": (Occasion.CHOOSE_TIME,),
    "set_off": (Occasion.ON_THE_WAY,),
    "arrive": (),  # the bell rings
    "start_work": (),
    "test": (),
    "complete": (Occasion.COMPLETED,),
    "confirm": (),
    "hold": (Occasion.PAUSED,),
    "resume": (Occasion.RESUMED,),
    "request_withdrawal": (Occasion.PAUSED,),
    "retract_withdrawal": (Occasion.RESUMED,),
    "verify_withdrawal": (),
    "withdraw": (Occasion.WITHDRAWN,),
    "fail_visit": (),  # the next visit is told when its time is agreed
    "reopen": (),
    "ask": (),  # the page shows it to whoever owns it
    "answer": (Occasion.ANSWER,),
    "merge": (Occasion.MERGED,),
    "restore": (),  # the end of the incident is told to everybody in it
    "incident_joined": (),  # the desk tells all at once, when it knows what to say
    "incident_left": (),
    "incident_told": (Occasion.INCIDENT_OPEN,),
    "incident_over": (Occasion.INCIDENT_OVER,),
    "linked": (),  # an optimisation order is an order of its own, and its acceptance is told
    "answer_tried": (),
    "call_back_tried": (Occasion.SURVEY,),  # once a completion: a message instead of more calls
    "called_back": (),
    "rated": (),
    "complained": (Occasion.CARE,),
    "care_moved": (),
    "care_closed": (),
    "handed_over": (Occasion.HANDED_OVER,),
    "dispute_pause": (Occasion.DISPUTED,),
    "decide_dispute": (Occasion.DISPUTE_DECIDED,),
    "approve_pause": (),
    "confirm_urgent": (),  # the desk has just said it to the customer
    "settle_urgent": (),
    "correct_tier": (),
    "correct_address": (),
    "force_majeure": (Occasion.PAUSED, Occasion.RESUMED),
    "review_due": (Occasion.REVIEW_DUE,),
    "planned": (Occasion.LATE_RISK,),
    "warned": (Occasion.WARNED,),
    "broken": (Occasion.BROKEN, Occasion.ESCALATED),
    "break_withdrawn": (),
    "compensated": (),  # the breach itself says what it costs us
}
TOGETHER: Final = 50
"""So many orders are rendered before the first of them is pushed."""
LEASE: Final = timedelta(minutes=1)
"""What a relay has claimed and not finished after so long, another one takes over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """How an order looks to whoever is told of it."""

    cards: Cards
    """On the board: personal data masked."""
    own: Cards
    """To the technician whose orders they are."""
    track: View
    """To its customer."""


def relay_batch(
    database: Database,
    *,
    push: Push,
    views: Views,
    now: datetime,
    courier: Courier | None = None,
    watched: Callable[[str], bool] = lambda _room: True,
    limit: int = 200,
    lease: timedelta = LEASE,
) -> int:
    """Send what is due; how many rows were settled. Pushes carry the newest state, so that sending twice is harmless.

    A plan's head is told first, then the orders that it changed, then when they are expected: a page learns at once that
    there is another plan, and no expectation comes before the visit that it is about. What is to be expected in routes
    that an insertion changed is worked out after that, and told by the next batch. People are written to last: a channel
    may be slow.

    `watched` says whether anybody is in a room at all; without Redis the app knows, and spares the rendering.
    """
    rows = _claim(database, now, limit, lease)
    if not rows:
        return 0
    settled: list[int] = []
    changed: dict[str, list[OutboxRow]] = {}
    for row in rows:
        if row.topic is Topic.PUSH and row.order_id is not None:
            changed.setdefault(row.order_id, []).append(row)
    settled += _push_all(push, rows, _AHEAD)
    with database.read() as session:
        for begin in range(0, len(changed), TOGETHER):
            some = dict(list(changed.items())[begin : begin + TOGETHER])
            _push_orders(session, some, push, views, watched)
    settled += [row.id for of_order in changed.values() for row in of_order]
    settled += _push_all(push, rows, _PUSHES)
    _settle(database, settled, [row for row in rows if row.topic is Topic.PUSH and courier], now)
    for row in rows:
        if row.topic is Topic.ROLL:
            _roll(database, row, now)
    if courier is not None:
        messages = [row for row in rows if row.topic is Topic.MESSAGE]
        deliver(database, messages, courier, now)
        _push_told(database, messages, push, watched)
    return len(rows)


def _push_told(
    database: Database, messages: Sequence[OutboxRow], push: Push, watched: Callable[[str], bool]
) -> None:
    """To the boards: of which orders a message was sent or failed; whoever has one of them open asks."""
    told = {row.order_id for row in messages if row.order_id is not None}
    if not told:
        return
    with database.read() as session:
        places = session.execute(select(Order.id, Order.district_id).where(Order.id.in_(told))).all()
    for order_id, district_id in places:
        if watched(f"board:{district_id}"):
            push(f"board:{district_id}", "message", {"order_id": order_id})


def _claim(database: Database, now: datetime, limit: int, lease: timedelta) -> list[OutboxRow]:
    """Take what is due for a while; several relays never take the same row, a crash gives it back."""
    due = or_(OutboxRow.due_at <= now, OutboxRow.topic == Topic.SIGNED_OUT)  # sign-ins live in real time
    with database.read() as session:  # mostly there is nothing; a look is cheaper than a write
        if session.scalar(select(OutboxRow.id).where(OutboxRow.done_at.is_(None), due).limit(1)) is None:
            return []
    with database.write() as session:
        rows = list(
            session.scalars(
                select(OutboxRow)
                .where(OutboxRow.done_at.is_(None), due)
                .order_by(OutboxRow.id + 0)  # by id alone SQLite would walk through all that was ever sent
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
        )
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_([row.id for row in rows]))
            .values(due_at=now + lease, attempts=OutboxRow.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        for row in rows:
            set_committed_value(row, "attempts", row.attempts + 1)
    return rows


def _push_orders(
    session: Session,
    changed: Mapping[str, Iterable[OutboxRow]],
    push: Push,
    views: Views,
    watched: Callable[[str], bool],
) -> None:
    """Each order to everybody who may be looking at it; rendered only for rooms with somebody in them."""
    orders = {order.id: order for order in session.scalars(select(Order).where(Order.id.in_(changed)))}
    on_board = [one.id for one in orders.values() if watched(f"board:{one.district_id}")]
    on_phone = [one.id for one in orders.values() if (day := _day_of(one)) is not None and watched(day)]
    cards = views.cards(session, on_board) if on_board else {}
    own = views.own(session, on_phone) if on_phone else {}
    for order_id, rows in changed.items():
        order = orders.get(order_id)
        if order is None:
            continue
        for row in rows:
            left = row.payload.get("gone_from")
            if left is not None and left != order.technician_id:
                push(f"day:{left}", "gone", {"order_id": order_id, "version": row.payload["version"]})
        if order.technician_id is not None and order.status is Status.WITHDRAWN:
            push(f"day:{order.technician_id}", "gone", {"order_id": order_id, "version": order.version})
        if (card := cards.get(order_id)) is not None:
            push(f"board:{order.district_id}", "order", card)
        track = f"track:{order_id}"
        if watched(track) and (view := views.track(session, order_id)) is not None:
            push(track, "track", view)
        if (card := own.get(order_id)) is not None:
            push(f"day:{order.technician_id}", "order", card)


def _day_of(order: Order) -> str | None:
    """The room of whoever has to do it."""
    has_it = order.technician_id is not None and order.status is not Status.WITHDRAWN
    return f"day:{order.technician_id}" if has_it else None


def _push_all(
    push: Push, rows: Iterable[OutboxRow], sends: Mapping[Topic, Callable[[Push, Mapping[str, Any]], None]]
) -> list[int]:
    """Those of these topics, in the order in which they were posted; the rows that were sent."""
    sent: list[int] = []
    for row in rows:
        if send := sends.get(row.topic):
            send(push, row.payload)
            sent.append(row.id)
    return sent


def _push_position(push: Push, payload: Mapping[str, Any]) -> None:
    told = {key: payload[key] for key in ("technician_id", "lat", "lon", "at")}
    push(f"board:{payload['district_id']}", "position", told)
    for order_id in payload.get("orders", ()):  # customers whom the technician is driving to
        push(f"track:{order_id}", "position", told)


def _push_plan(push: Push, payload: Mapping[str, Any]) -> None:
    push(f"board:{payload['district_id']}", "plan", dict(payload))


def _push_proposal(push: Push, payload: Mapping[str, Any]) -> None:
    """Which one, and what became of it; whoever wants to see it asks."""
    push(f"board:{payload['district_id']}", "proposal", dict(payload))


def _push_incident(push: Push, payload: Mapping[str, Any]) -> None:
    """Which one, and its version; whoever wants to see it asks."""
    push(f"board:{payload['district_id']}", "incident", dict(payload))


def _push_duty(push: Push, payload: Mapping[str, Any]) -> None:
    """Whoever shows the shifts asks for them anew."""
    push(f"board:{payload['district_id']}", "duty", dict(payload))


def _push_escalation(push: Push, payload: Mapping[str, Any]) -> None:
    push(f"board:{payload['district_id']}", "escalation", dict(payload))


def _push_task(push: Push, payload: Mapping[str, Any]) -> None:
    push(f"board:{payload['district_id']}", "task", dict(payload))


def _push_rules(push: Push, payload: Mapping[str, Any]) -> None:
    """Which version is in force; whoever shows them asks for them anew."""
    push(f"board:{payload['district_id']}", "rules", dict(payload))


def _push_eta(push: Push, payload: Mapping[str, Any]) -> None:
    """What is expected of visits now: all to the board, to each technician the own ones, to each customer theirs."""
    visits = payload["visits"]
    push(f"board:{payload['district_id']}", "eta", {"at": payload["at"], "visits": visits})
    days: dict[str, list[Any]] = {}
    for visit in visits:
        days.setdefault(visit["technician_id"], []).append(visit)
        if visit["from"] is not None:
            told = {"from": visit["from"], "to": visit["to"], "at": visit["arrive_p50_at"]}
            push(f"track:{visit['order_id']}", "eta", told)
    for technician_id, own in days.items():
        push(f"day:{technician_id}", "eta", {"at": payload["at"], "visits": own})


def _push_signed_out(push: Push, payload: Mapping[str, Any]) -> None:
    push(f"session:{payload['session']}", "signed_out", {})


_AHEAD: Final[dict[Topic, Callable[[Push, Mapping[str, Any]], None]]] = {
    Topic.PLAN: _push_plan,
    Topic.SIGNED_OUT: _push_signed_out,
}
"""What costs no rendering and is waited for: before the orders."""
_PUSHES: Final[dict[Topic, Callable[[Push, Mapping[str, Any]], None]]] = {
    Topic.POSITION: _push_position,
    Topic.ETA: _push_eta,
    Topic.PROPOSAL: _push_proposal,
    Topic.INCIDENT: _push_incident,
    Topic.DUTY: _push_duty,
    Topic.ESCALATION: _push_escalation,
    Topic.TASK: _push_task,
    Topic.RULES: _push_rules,
}


def _roll(database: Database, row: OutboxRow, now: datetime) -> None:
    """In a transaction of its own: nobody waits for it with a lock. The planner's next look does what fails here."""
    try:
        with database.write() as session:
            roll_forward(session, row.payload["district_id"], now, of=row.payload["technicians"])
            session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(done_at=now))
    except Exception:
        log.exception("what is to be expected of %s was not rolled forward", row.payload["technicians"])


def _settle(database: Database, settled: list[int], told: list[OutboxRow], now: datetime) -> None:
    """Mark as sent what was pushed and, in the same transaction, write down whom else the events tell."""
    if not settled:
        return
    with database.write() as session:
        for row in told:
            if occasions := OCCASIONS.get(row.payload.get("type", ""), ()):
                compose(session, row, occasions, now)
        session.execute(update(OutboxRow).where(OutboxRow.id.in_(settled)).values(done_at=now))

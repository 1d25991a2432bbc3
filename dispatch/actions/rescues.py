"""Do what a rescue says, all of it or nothing; and take it back as long as nobody has built on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from dispatch.actions.duties import grant_overtime, lend, revoke
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.insertions import insert_into_plan
from dispatch.actions.log import claim_name, locked_order
from dispatch.actions.plans import request_plan
from dispatch.actions.steps import take_step
from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import Actor
from dispatch.planning.rescue import Rescue, RescueKind
from dispatch.storage.base import new_id
from dispatch.storage.order import Order
from dispatch.storage.rescue import RescueDone
from dispatch.storage.slot_hold import is_hold

_BACK: Final = frozenset({Status.ASSIGNED, Status.TAKEN, Status.CONTACTED, Status.VISIT_FAILED})
"""From these an order goes back to whom it was taken from; later somebody is on the way."""


def rescue_done(session: Session, event_id: str, order_id: str) -> RescueDone | None:
    """What was done under this id before, if anything."""
    row = session.get(RescueDone, event_id)
    if row is not None and row.order_id != order_id:
        raise InvalidField("event_id", "an id that was not used before", event_id)
    return row


def do_rescue(
    session: Session, order_id: str, rescue: Rescue, *, actor: Actor, now: datetime, event_id: str
) -> RescueDone:
    """In one transaction: the grant or the loan, the new time, and the routes. StalePlan where they have changed.

    The same event id again changes nothing.
    """
    order = locked_order(session, order_id)
    claim_name(session, f"plan {order.district_id}")
    if (row := rescue_done(session, event_id, order_id)) is not None:
        return row
    if rescue.kind is RescueKind.CALL:
        raise NotAllowed("rescue_is_a_call")
    facts: dict[str, Any] = {
        "had": {
            one.id: one.technician_id
            for stop in rescue.stops
            if not is_hold(stop["order_id"])
            and (one := session.get(Order, stop["order_id"])) is not None
            and (one.id == order_id or one.id in rescue.others)
        },
        "gets": {stop["order_id"]: stop["technician_id"] for stop in rescue.stops},
        "agreed_at": None if order.agreed_at is None else order.agreed_at.isoformat(),
        "saves": list(rescue.saves),
        "breaks": list(rescue.breaks),
    }
    grants = _grant(session, order, rescue, actor, now)
    facts["duties"] = grants
    if rescue.kind is RescueKind.OTHER_TIME and rescue.agreed_at is not None:
        facts["new_agreed_at"] = rescue.agreed_at.isoformat()
        told = {"agreed_at": facts["new_agreed_at"], "channel": "phone", "by": "us"}
        _step(
            session,
            order_id,
            Step.CONTACT,
            told,
            actor=actor,
            now=now,
            event_id=new_id(now, event_id, "contact"),
        )
    insert_into_plan(
        session,
        order_id,
        rescue.stops,
        before=rescue.before,
        versions=rescue.versions,
        actor=actor,
        now=now,
        event_id=event_id,
        is_news=order.technician_id != rescue.technician_id,
    )
    row = RescueDone(
        event_id=event_id,
        order_id=order_id,
        kind=rescue.kind,
        key=rescue.key,
        technician_id=rescue.technician_id,
        facts=facts,
        done_at=now,
        done_by=f"{actor.role}:{actor.id}",
    )
    session.add(row)
    session.flush()
    if grants:
        request_plan(session, order.district_id, actor=actor, now=now)
    return row


def _grant(session: Session, order: Order, rescue: Rescue, actor: Actor, now: datetime) -> list[str]:
    if rescue.on_date is None:
        return []
    if rescue.kind is RescueKind.OVERTIME:
        row = grant_overtime(
            session,
            rescue.technician_id,
            rescue.on_date,
            rescue.minutes,
            actor=actor,
            now=now,
            order_id=order.id,
        )
        return [row.id]
    if rescue.kind is RescueKind.BORROW:
        row = lend(
            session,
            rescue.technician_id,
            order.district_id,
            rescue.on_date,
            actor=actor,
            now=now,
            order_id=order.id,
        )
        return [row.id]
    return []


def undo_rescue(session: Session, event_id: str, *, actor: Actor, now: datetime) -> RescueDone:
    """Everybody gets back what they had, and grants end; NotAllowed where somebody has gone on meanwhile. Twice is once."""
    row = session.get(RescueDone, event_id)
    if row is None:
        raise NotFound("rescue", event_id)
    order = locked_order(session, row.order_id)
    if row.undone_at is not None:
        return row
    had: Mapping[str, str | None] = row.facts["had"]
    gets: Mapping[str, str] = row.facts["gets"]
    for order_id, technician_id in had.items():
        moved = locked_order(session, order_id)
        if moved.technician_id == technician_id:
            continue
        if moved.technician_id != gets[order_id] or moved.status not in _BACK:
            raise NotAllowed("rescue_went_on")
        name = new_id(now, event_id, order_id, "undo")
        if technician_id is None:
            _step(session, order_id, Step.UNASSIGN, {"reason": "undo"}, actor=actor, now=now, event_id=name)
        else:
            _step(
                session,
                order_id,
                Step.ASSIGN,
                {"technician_id": technician_id},
                actor=actor,
                now=now,
                event_id=name,
            )
    told = row.facts.get("new_agreed_at")
    if told is not None and row.facts["agreed_at"] is not None:
        if order.agreed_at is None or order.agreed_at.isoformat() != told:
            raise NotAllowed("rescue_went_on")
        back = {"agreed_at": row.facts["agreed_at"], "channel": "phone", "by": "us"}
        _step(
            session,
            order.id,
            Step.CONTACT,
            back,
            actor=actor,
            now=now,
            event_id=new_id(now, event_id, "contact", "undo"),
        )
    for duty_id in row.facts["duties"]:
        revoke(session, duty_id, actor=actor, now=now)
    row.undone_at, row.undone_by = now, f"{actor.role}:{actor.id}"
    request_plan(session, order.district_id, actor=actor, now=now)
    return row


def _step(
    session: Session,
    order_id: str,
    step: Step,
    data: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> None:
    take_step(session, order_id, step, data, actor=actor, occurred_at=now, received_at=now, event_id=event_id)

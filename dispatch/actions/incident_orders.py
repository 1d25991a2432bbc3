"""An order joins an incident, leaves it, and is told of it; a new report that falls into the scope of one joins by itself."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import recompute
from dispatch.actions.deed import Deed
from dispatch.actions.log import append
from dispatch.actions.step_effects import FOLLOW
from dispatch.orders.codes import HoldReason, Kind
from dispatch.orders.facts import Held, IncidentJoined, IncidentLeft, IncidentTold
from dispatch.orders.lifecycle import Status
from dispatch.orders.line import phone_digits
from dispatch.orders.people import SYSTEM, Actor
from dispatch.orders.timing import Timing
from dispatch.storage.district import District
from dispatch.storage.incident import (
    Incident,
    IncidentOrder,
    IncidentStanding,
    VisitStands,
    open_incidents,
    visit_stands,
)
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post


def join(
    session: Session,
    incident: Incident,
    order: Order,
    *,
    now: datetime,
    actor: Actor,
    automatic: bool = False,
) -> None:
    """The caller has locked both; joining twice changes nothing."""
    if order.incident_id == incident.id:
        return
    row = session.get(IncidentOrder, (incident.id, order.id))
    if row is None:
        row = IncidentOrder(incident_id=incident.id, order_id=order.id, joined_at=now, automatic=automatic)
        session.add(row)
    row.joined_at, row.automatic, row.left_at = now, automatic, None
    order.incident_id = incident.id
    fact = IncidentJoined(incident_id=incident.id, automatic=automatic or None)
    append(session, order, fact, at(now), actor=actor)


def leave(session: Session, incident: Incident, order: Order, *, now: datetime, actor: Actor) -> None:
    row = session.get(IncidentOrder, (incident.id, order.id))
    if row is not None:
        row.left_at = now
    order.incident_id = None
    append(session, order, IncidentLeft(incident_id=incident.id), at(now), actor=actor)


def announce(
    session: Session, incident: Incident, orders: Iterable[Order], *, now: datetime, actor: Actor
) -> int:
    """Tell the customers of these orders who do not know yet; one message a person. How many are told."""
    known = {
        phone_digits(phone): order_id
        for phone, order_id in session.execute(
            select(Order.customer_phone, Order.id)
            .join(IncidentOrder, IncidentOrder.order_id == Order.id)
            .where(IncidentOrder.incident_id == incident.id, IncidentOrder.told_at.is_not(None))
            .order_by(Order.id)
        )
    }
    told = 0
    for order in orders:
        row = session.get_one(IncidentOrder, (incident.id, order.id))
        if row.told_at is not None:
            continue
        row.told_at = now
        person = phone_digits(order.customer_phone)
        fact = IncidentTold(
            incident_id=incident.id,
            expected_end_at=incident.expected_end_at,
            through=known.get(person),
        )
        told += fact.through is None
        known.setdefault(person, order.id)
        append(session, order, fact, at(now), actor=actor)
    return told


def join_incidents(session: Session, order: Order, *, now: datetime) -> Incident | None:
    """A fresh report joins the open incident that it falls into, is held with its visits and told with its customers."""
    for seen in open_incidents(session, order.district_id):
        covered = seen.scope.covers(area_id=order.area_id, line_id=order.line_id)
        if not covered or order.accepted_at < seen.started_at:
            continue
        incident = session.get_one(Incident, seen.id, with_for_update=True, populate_existing=True)
        if incident.standing is not IncidentStanding.OPEN:
            continue
        join(session, incident, order, now=now, actor=SYSTEM, automatic=True)
        if incident.held_at is not None:
            _hold_newcomer(session, incident, order, now)
        session.flush()
        if incident.told_at is not None:
            announce(session, incident, [order], now=now, actor=SYSTEM)
        tell_boards(session, incident, now)
        return incident
    return None


def joins_by_itself(order: Order) -> bool:
    """Only a report of a fault has the same cause as other reports."""
    return order.kind is Kind.REPAIR and order.source != "optimisation"


def hold_of(incident: Incident, now: datetime) -> Held:
    ends_at = incident.expected_end_at
    return Held(reason=HoldReason.INCIDENT, until=ends_at if ends_at is not None and ends_at > now else None)


def _hold_newcomer(session: Session, incident: Incident, order: Order, now: datetime) -> None:
    """The step `hold`, taken by nobody: the desk has decided it for all that join."""
    zone = session.get_one(District, order.district_id).zone
    if visit_stands(order, incident.expected_end_at, zone) is not VisitStands.FUTILE:
        return
    fact, before = hold_of(incident, now), order.status
    deed = Deed(
        session=session, order=order, fact=fact, timing=at(now), actor=SYSTEM, before=before, beside={}
    )
    order.status = Status.ON_HOLD
    FOLLOW[Held](deed)
    append(session, order, fact, at(now), actor=SYSTEM)
    recompute(session, order, now)


def tell_boards(session: Session, incident: Incident, now: datetime) -> None:
    """A new version of it, to every open board of the district."""
    incident.version = (incident.version or 0) + 1
    payload = {
        "id": incident.id,
        "district_id": incident.district_id,
        "standing": str(incident.standing),
        "version": incident.version,
    }
    post(session, Topic.INCIDENT, payload, due_at=now)


def at(now: datetime) -> Timing:
    return Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False)

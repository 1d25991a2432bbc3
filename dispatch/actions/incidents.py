"""One cause for many orders: open an incident, put orders to it, hold their visits, tell their customers, and end it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotAllowed, NotFound, StaleVersion
from dispatch.actions.incident_orders import (
    announce,
    at,
    hold_of,
    join,
    joins_by_itself,
    leave,
    tell_boards,
)
from dispatch.actions.log import append, claim_name
from dispatch.actions.plans import request_plan
from dispatch.actions.steps import take_step
from dispatch.actions.tasks import TaskDraft, Whom, make_task
from dispatch.orders.codes import HoldReason, IncidentCause, Kind
from dispatch.orders.event_json import write_fact
from dispatch.orders.facts import IncidentOver
from dispatch.orders.lifecycle import LEAVING, OPEN, PLANNABLE, Status, Step
from dispatch.orders.line import phone_digits
from dispatch.orders.people import Actor
from dispatch.storage.base import new_id
from dispatch.storage.district import Area, District
from dispatch.storage.incident import (
    Incident,
    IncidentStanding,
    VisitStands,
    orders_in,
    visit_stands,
)
from dispatch.storage.order import Order
from dispatch.storage.task import TaskKind

CHANGEABLE: Final = ("cause", "title", "expected_end_at")
CREW_WITHIN: Final = timedelta(hours=4)
"""By when the line crew is asked to be done where nobody knows the end yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDraft:
    district_id: str
    cause: IncidentCause
    title: str = ""
    started_at: datetime | None = None
    """When it began; unknown: with its first report."""
    expected_end_at: datetime | None = None
    areas: Sequence[str] = ()
    line_prefix: str | None = None
    order_ids: Collection[str] = ()


def open_incident(
    session: Session, draft: IncidentDraft, *, actor: Actor, now: datetime, event_id: str
) -> Incident:
    """With the orders that were picked and the open reports that its scope covers; the same event id again changes nothing."""
    claim_name(session, f"incident {event_id}")
    if known := session.get(Incident, event_id):
        return known
    claim_name(session, f"incidents of {draft.district_id}")
    _check(session, draft, now)
    picked = _locked(session, draft.order_ids)
    _refuse_strangers(picked, draft.order_ids, draft.district_id, incident_id=None)
    began_at = draft.started_at or min((order.accepted_at for order in picked), default=now)
    incident = Incident(
        id=event_id,
        district_id=draft.district_id,
        standing=IncidentStanding.OPEN,
        cause=draft.cause,
        title=draft.title.strip(),
        started_at=began_at,
        expected_end_at=draft.expected_end_at,
        areas=sorted(set(draft.areas)),
        line_prefix=draft.line_prefix or None,
        created_at=now,
        created_by=f"{actor.role}:{actor.id}",
        version=0,
    )
    session.add(incident)
    session.flush()
    covered = [order.id for order in _covered(session, incident)]
    for order in _locked(session, {*draft.order_ids, *covered}):
        join(session, incident, order, now=now, actor=actor, automatic=order.id not in draft.order_ids)
    tell_boards(session, incident, now)
    return incident


def change_incident(
    session: Session, incident_id: str, changed: dict[str, Any], *, now: datetime, expected_version: int
) -> Incident:
    """What is known of it by now: cause, title, expected end. Another end is news for those who were told of the former."""
    incident = locked_incident(session, incident_id)
    if all(getattr(incident, name) == value for name, value in changed.items()):
        return incident
    if incident.version != expected_version:
        raise StaleVersion(incident.version)
    ends_at = changed.get("expected_end_at")
    if ends_at is not None and ends_at <= now:
        raise InvalidField("expected_end_at", "a time that is still to come", ends_at.isoformat())
    if "expected_end_at" in changed and incident.expected_end_at != ends_at:
        for row in orders_in(session, incident.id).values():
            row.told_at = None
    for name in CHANGEABLE:
        if name in changed:
            setattr(incident, name, changed[name])
    tell_boards(session, incident, now)
    return incident


def add_orders(
    session: Session, incident_id: str, order_ids: Collection[str], *, actor: Actor, now: datetime
) -> Incident:
    """These have the same cause; what is in it already stays as it is."""
    incident = locked_incident(session, incident_id)
    orders = _locked(session, order_ids)
    _refuse_strangers(orders, order_ids, incident.district_id, incident_id=incident.id)
    fresh = [order for order in orders if order.incident_id is None]
    for order in fresh:
        join(session, incident, order, now=now, actor=actor)
    session.flush()
    if incident.held_at is not None:
        _hold(session, incident, fresh, actor=actor, now=now)
    if incident.told_at is not None:
        announce(session, incident, fresh, now=now, actor=actor)
    if fresh:
        tell_boards(session, incident, now)
    return incident


def remove_orders(
    session: Session, incident_id: str, order_ids: Collection[str], *, actor: Actor, now: datetime
) -> Incident:
    """These have another cause: whose visit was held goes on."""
    incident = locked_incident(session, incident_id)
    inside = [order for order in _locked(session, order_ids) if order.incident_id == incident.id]
    for order in inside:
        leave(session, incident, order, now=now, actor=actor)
        _resume(session, incident, order, actor=actor, now=now)
    if inside:
        request_plan(session, incident.district_id, actor=actor, now=now)
        tell_boards(session, incident, now)
    return incident


def hold_visits(session: Session, incident_id: str, *, actor: Actor, now: datetime) -> Incident:
    """Nobody drives there in vain: futile visits are held, now and of those who join later, and technicians are free."""
    incident = locked_incident(session, incident_id)
    first = incident.held_at is None
    incident.held_at = incident.held_at or now
    held = _hold(session, incident, _locked(session, orders_in(session, incident.id)), actor=actor, now=now)
    if first or held:
        tell_boards(session, incident, now)
    return incident


def tell_customers(session: Session, incident_id: str, *, actor: Actor, now: datetime) -> Incident:
    """One message to everybody in it who does not know yet, and to everybody who joins later."""
    incident = locked_incident(session, incident_id)
    first = incident.told_at is None
    incident.told_at = incident.told_at or now
    known = {order_id for order_id, row in orders_in(session, incident.id).items() if row.told_at is not None}
    orders = _locked(session, orders_in(session, incident.id).keys() - known)
    announce(
        session,
        incident,
        [order for order in orders if order.status in OPEN - LEAVING],
        now=now,
        actor=actor,
    )
    if first or orders:
        tell_boards(session, incident, now)
    return incident


def ask_crew(
    session: Session, incident_id: str, team: str, title: str, *, actor: Actor, now: datetime
) -> Incident:
    """One task for those who mend the line, due when the end is expected; asking again changes nothing."""
    incident = locked_incident(session, incident_id)
    ends_at = incident.expected_end_at
    make_task(
        session,
        new_id(incident.created_at, "crew", incident.id),
        TaskDraft(
            district_id=incident.district_id,
            kind=TaskKind.LINE_WORK,
            title=title,
            due_at=ends_at if ends_at is not None and ends_at > now else now + CREW_WITHIN,
            to=Whom(team=team),
            incident_id=incident.id,
        ),
        user_id=actor.id,
        now=now,
        event_id=new_id(incident.created_at, "crew is asked", incident.id),
    )
    tell_boards(session, incident, now)
    return incident


def restore(
    session: Session,
    incident_id: str,
    *,
    solved: Collection[str],
    restored_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Incident:
    """It is over: repairs whose line tested good are done, what was held goes on, and everybody is told once."""
    incident = locked_incident(session, incident_id, standing=None)
    if incident.standing is IncidentStanding.RESTORED:
        return incident
    ended_at = restored_at or now
    if not incident.started_at <= ended_at <= now:
        raise InvalidField("restored_at", "a time since it began, not in the future", ended_at.isoformat())
    inside = orders_in(session, incident.id)
    if strange := sorted(set(solved) - inside.keys()):
        raise InvalidField("solved", "orders of the incident", strange[0])
    incident.standing, incident.restored_at = IncidentStanding.RESTORED, ended_at
    orders = _locked(session, inside)
    for order in orders:
        if order.id in solved:
            _settle(session, incident, order, actor=actor, now=now)
        else:
            _resume(session, incident, order, actor=actor, now=now)
    _tell_end(session, incident, orders, actor=actor, now=now)
    request_plan(session, incident.district_id, actor=actor, now=now)
    tell_boards(session, incident, now)
    return incident


def locked_incident(
    session: Session, incident_id: str, *, standing: IncidentStanding | None = IncidentStanding.OPEN
) -> Incident:
    incident = session.get(Incident, incident_id, with_for_update=True, populate_existing=True)
    if incident is None:
        raise NotFound("incident", incident_id)
    if standing is not None and incident.standing is not standing:
        raise NotAllowed("incident_over")
    return incident


def _check(session: Session, draft: IncidentDraft, now: datetime) -> None:
    if session.get(District, draft.district_id) is None:
        raise NotFound("district", draft.district_id)
    own = set(session.scalars(select(Area.id).where(Area.district_id == draft.district_id)))
    for area_id in draft.areas:
        if area_id not in own:
            raise InvalidField("areas", "areas of the district", area_id)
    if not draft.areas and not draft.line_prefix and not draft.order_ids:
        raise InvalidField("order_ids", "orders, areas or a port: what it is about")
    if draft.started_at is not None and draft.started_at > now:
        raise InvalidField("started_at", "a time that is not in the future", draft.started_at.isoformat())
    if draft.expected_end_at is not None and draft.expected_end_at <= now:
        raise InvalidField(
            "expected_end_at", "a time that is still to come", draft.expected_end_at.isoformat()
        )


def _refuse_strangers(
    orders: Sequence[Order], order_ids: Collection[str], district_id: str, *, incident_id: str | None
) -> None:
    found = {order.id: order for order in orders}
    for order_id in sorted(set(order_ids)):
        order = found.get(order_id)
        if order is None or order.district_id != district_id or order.status not in OPEN - LEAVING:
            raise InvalidField("order_ids", "open orders of the district", order_id)
        if order.incident_id not in (None, incident_id):
            raise InvalidField("order_ids", "orders that are in no other incident", order.number)


def _covered(session: Session, incident: Incident) -> list[Order]:
    """Open reports that came since it began, are in no incident yet, and that its scope covers."""
    reports = session.scalars(
        select(Order).where(
            Order.district_id == incident.district_id,
            Order.kind == Kind.REPAIR,
            Order.status.in_(sorted(OPEN - LEAVING)),
            Order.accepted_at >= incident.started_at,
            Order.incident_id.is_(None),
        )
    )
    scope = incident.scope
    return [
        order
        for order in reports
        if joins_by_itself(order) and scope.covers(area_id=order.area_id, line_id=order.line_id)
    ]


def _locked(session: Session, order_ids: Collection[str]) -> list[Order]:
    """Always in the same sequence, so that two deeds never wait for each other."""
    return list(
        session.scalars(
            select(Order)
            .where(Order.id.in_(sorted(set(order_ids))))
            .order_by(Order.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _hold(
    session: Session, incident: Incident, orders: Sequence[Order], *, actor: Actor, now: datetime
) -> int:
    zone = session.get_one(District, incident.district_id).zone
    futile = [
        order for order in orders if visit_stands(order, incident.expected_end_at, zone) is VisitStands.FUTILE
    ]
    for order in futile:
        _step(session, incident, order, Step.HOLD, write_fact(hold_of(incident, now)), actor=actor, now=now)
    if futile:
        request_plan(session, incident.district_id, actor=actor, now=now)
    return len(futile)


def _resume(session: Session, incident: Incident, order: Order, *, actor: Actor, now: datetime) -> None:
    if order.status is Status.ON_HOLD and order.held_reason == HoldReason.INCIDENT:
        _step(session, incident, order, Step.RESUME, {}, actor=actor, now=now)


def _settle(session: Session, incident: Incident, order: Order, *, actor: Actor, now: datetime) -> None:
    """Only a repair nobody is at: a new line is not there because the old fault has gone."""
    may_be = order.status in PLANNABLE or order.status is Status.ON_HOLD
    if order.kind is not Kind.REPAIR or not may_be:
        raise InvalidField("solved", "repairs that nobody is on the way to", order.number)
    _step(session, incident, order, Step.RESTORE, {"incident_id": incident.id}, actor=actor, now=now)


def _step(
    session: Session,
    incident: Incident,
    order: Order,
    step: Step,
    data: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    take_step(
        session,
        order.id,
        step,
        data,
        actor=actor,
        occurred_at=now,
        received_at=now,
        event_id=new_id(now, step, incident.id, order.id, order.version),
    )


def _tell_end(
    session: Session, incident: Incident, orders: Sequence[Order], *, actor: Actor, now: datetime
) -> None:
    """Whose order is still open reads so, whatever became of their other one."""
    told: dict[str, str] = {}
    for order in sorted(orders, key=lambda order: (order.status not in OPEN, order.id)):
        through = None
        if order.status not in LEAVING | {Status.WITHDRAWN}:
            person = phone_digits(order.customer_phone)
            through = told.get(person)
            told.setdefault(person, order.id)
        order.incident_id = None
        append(session, order, IncidentOver(incident_id=incident.id, through=through), at(now), actor=actor)

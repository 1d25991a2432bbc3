"""Incidents as the desk sees them: what is open, who is in it and what became of their visits, and what looks like one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.orders.codes import Kind
from dispatch.orders.incidents import LOOK_BACK, Report, suggest
from dispatch.orders.lifecycle import LEAVING, OPEN
from dispatch.orders.line import prefixes
from dispatch.queries.masking import mask_name
from dispatch.queries.promises import instant
from dispatch.storage.district import Area, District
from dispatch.storage.incident import Incident, IncidentOrder, IncidentStanding, VisitStands, visit_stands
from dispatch.storage.order import Order
from dispatch.storage.task import Task, TaskKind
from dispatch.storage.user import User

KEPT_IN_SIGHT: Final = timedelta(days=2)
"""So long a restored incident stays in the list."""


def incidents(session: Session, district_id: str, *, now: datetime) -> dict[str, Any]:
    """The open ones first, then those that were restored lately; and what looks like another."""
    rows = session.scalars(
        select(Incident)
        .where(
            Incident.district_id == district_id,
            (Incident.standing == IncidentStanding.OPEN) | (Incident.restored_at >= now - KEPT_IN_SIGHT),
        )
        .order_by(Incident.standing, Incident.started_at.desc(), Incident.id)
    ).all()
    counts = dict(
        session.execute(
            select(IncidentOrder.incident_id, func.count())
            .where(IncidentOrder.incident_id.in_([row.id for row in rows]), IncidentOrder.left_at.is_(None))
            .group_by(IncidentOrder.incident_id)
        ).all()
    )
    areas = _area_names(session, district_id)
    return {
        "incidents": [{**_head(row, areas), "count": counts.get(row.id, 0)} for row in rows],
        "suggestions": _suggestions(session, district_id, areas, now),
    }


def incident(session: Session, incident_id: str) -> dict[str, Any] | None:
    """One of them with its orders, and how each visit stands."""
    row = session.get(Incident, incident_id)
    if row is None:
        return None
    zone = session.get_one(District, row.district_id).zone
    areas = _area_names(session, row.district_id)
    inside = session.execute(
        select(Order, IncidentOrder)
        .join(IncidentOrder, IncidentOrder.order_id == Order.id)
        .where(IncidentOrder.incident_id == row.id, IncidentOrder.left_at.is_(None))
        .order_by(IncidentOrder.joined_at, Order.accepted_at, Order.id)
    ).all()
    orders = [_order(order, part, row, zone, areas) for order, part in inside]
    name = session.scalar(select(User.name).where(User.id == row.created_by.partition(":")[2]))
    return {
        **_head(row, areas),
        "count": len(orders),
        "created_by": name,
        "orders": orders,
        "visits": {
            str(stands): sum(1 for order in orders if order["visit"] == stands) for stands in VisitStands
        },
        "untold": sum(1 for order in orders if order["told_at"] is None and order["visit"] != "over"),
        "crew": _crew(session, row.id),
        "ports": _ports([order for order, _ in inside]),
    }


def _head(row: Incident, areas: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "district_id": row.district_id,
        "standing": str(row.standing),
        "cause": str(row.cause),
        "title": row.title,
        "started_at": instant(row.started_at),
        "expected_end_at": instant(row.expected_end_at),
        "areas": [{"id": area_id, "name": areas.get(area_id, area_id)} for area_id in row.areas],
        "line_prefix": row.line_prefix,
        "held_at": instant(row.held_at),
        "told_at": instant(row.told_at),
        "restored_at": instant(row.restored_at),
        "created_at": instant(row.created_at),
        "version": row.version,
    }


def _order(
    order: Order, part: IncidentOrder, row: Incident, zone: str, areas: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": order.id,
        "number": order.number,
        "version": order.version,
        "kind": str(order.kind),
        "status": str(order.status),
        "customer": mask_name(order.customer_name),
        "address": order.address,
        "area": areas.get(order.area_id, order.area_id),
        "line_id": order.line_id,
        "agreed_at": instant(order.agreed_at),
        "accepted_at": instant(order.accepted_at),
        "joined_at": instant(part.joined_at),
        "automatic": part.automatic,
        "told_at": instant(part.told_at),
        "visit": str(_visit(order, row, zone)),
    }


def _crew(session: Session, incident_id: str) -> dict[str, Any] | None:
    """The task that the line crew has for it."""
    task = session.scalar(
        select(Task)
        .where(Task.incident_id == incident_id, Task.kind == TaskKind.LINE_WORK)
        .order_by(Task.created_at)
        .limit(1)
    )
    if task is None:
        return None
    owner = session.scalar(select(User.name).where(User.id == task.owner_id))
    return {
        "id": task.id,
        "state": str(task.state),
        "team": task.offered_team,
        "owner": owner,
        "due_at": instant(task.due_at),
    }


def _visit(order: Order, row: Incident, zone: str) -> VisitStands:
    if row.standing is IncidentStanding.OPEN:
        return visit_stands(order, row.expected_end_at, zone)
    return VisitStands.GOES_ON if order.status in OPEN - LEAVING else VisitStands.OVER


def _ports(orders: Sequence[Order]) -> list[dict[str, Any]]:
    """Ports and splitters that several of the orders hang on, the most of them first: where the line crew looks."""
    counts: dict[str, int] = {}
    for order in orders:
        for prefix in prefixes(order.line_id or ""):
            counts[prefix] = counts.get(prefix, 0) + 1
    by_length = sorted(counts, key=lambda prefix: (len(prefix), prefix))
    # what is above a port and has no more lines than it says nothing new: of each number the longest
    nearest = {counts[prefix]: prefix for prefix in by_length if counts[prefix] > 1}
    shared = [(prefix, count) for count, prefix in sorted(nearest.items(), reverse=True)]
    return [{"prefix": prefix, "count": count} for prefix, count in shared[:3]]


def _suggestions(
    session: Session, district_id: str, areas: dict[str, str], now: datetime
) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Order.id, Order.area_id, Order.line_id, Order.accepted_at).where(
            Order.district_id == district_id,
            Order.kind == Kind.REPAIR,
            Order.source != "optimisation",
            Order.status.in_(sorted(OPEN - LEAVING)),
            Order.incident_id.is_(None),
            Order.accepted_at >= now - LOOK_BACK,
        )
    )
    reports = [
        Report(order_id=order_id, area_id=area_id, line_id=line_id, accepted_at=accepted_at)
        for order_id, area_id, line_id, accepted_at in rows
    ]
    return [
        {
            "area": None
            if one.area_id is None
            else {"id": one.area_id, "name": areas.get(one.area_id, one.area_id)},
            "line_prefix": one.line_prefix,
            "order_ids": list(one.order_ids),
            "from_at": instant(one.from_at),
            "to_at": instant(one.to_at),
        }
        for one in suggest(reports, now)
    ]


def _area_names(session: Session, district_id: str) -> dict[str, str]:
    return dict(session.execute(select(Area.id, Area.name).where(Area.district_id == district_id)).all())

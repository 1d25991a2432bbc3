"""Who is away or will be, and which visits no longer fit because of it, with who would have them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY
from dispatch.queries.people import absence_json
from dispatch.queries.promises import instant
from dispatch.queries.rescues import rescues
from dispatch.storage.absence import absences
from dispatch.storage.desks import Desks
from dispatch.storage.order import Order
from dispatch.storage.technician import Technician
from technicians.absences import Absent


def absences_json(session: Session, district_id: str, *, now: datetime) -> list[dict[str, Any]]:
    crew = session.scalars(select(Technician.id).where(Technician.district_id == district_id)).all()
    return [absence_json(row) for row in absences(session, crew, now)]


def consequences(
    session: Session,
    technician_id: str,
    away: Absent,
    *,
    now: datetime,
    desks: Desks | None = None,
) -> dict[str, Any]:
    """`released`: not begun, and the planner gives them away; `under_way`: begun, and nobody moves them silently.

    With `desks`, each released visit names who would have it, as the running plan has room for it alone.
    """
    rows = session.scalars(
        select(Order)
        .where(Order.technician_id == technician_id, Order.status.in_(sorted(PLANNABLE | UNDER_WAY)))
        .order_by(Order.planned_start_at, Order.id)
    ).all()
    found: dict[str, list[dict[str, Any]]] = {"released": [], "under_way": []}
    for row in rows:
        begun = row.status in UNDER_WAY
        starts_at = now if begun else (row.agreed_at or row.planned_start_at)
        if starts_at is None or not away.meets(starts_at, starts_at + timedelta(minutes=row.duration_min)):
            continue
        offers = rescues(session, row.id, now=now, desks=desks) if desks is not None and not begun else []
        found["under_way" if begun else "released"].append(
            {
                "order_id": row.id,
                "number": row.number,
                "status": str(row.status),
                "start_at": instant(row.planned_start_at),
                "agreed_at": instant(row.agreed_at),
                "technician_id": offers[0]["technician_id"] if offers else None,
            }
        )
    return found

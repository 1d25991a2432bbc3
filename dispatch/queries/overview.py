"""Every district in one line: its figures, what is in danger, what nobody has, who is on duty."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import OPEN
from dispatch.orders.people import Role
from dispatch.queries.escalations import waiting
from dispatch.queries.figures import figures
from dispatch.queries.people import technicians_json
from dispatch.storage.district import District
from dispatch.storage.duty import DutyKind, duties
from dispatch.storage.eta import Expected
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.technician import Technician
from sla.clock import State


def overview(
    session: Session, district_ids: Iterable[str], *, role: Role, user_id: str | None, now: datetime
) -> list[dict[str, Any]]:
    """The worst first: by what is expected to break, then by what nobody has taken."""
    found = [_one(session, one, role=role, user_id=user_id, now=now) for one in district_ids]
    return sorted(found, key=lambda one: (-one["jeop"], -one["escalations"], -one["risk"], one["id"]))


def _one(
    session: Session, district_id: str, *, role: Role, user_id: str | None, now: datetime
) -> dict[str, Any]:
    district = session.get_one(District, district_id)
    today = now.astimezone(ZoneInfo(district.zone)).date()
    running = select(PromiseClock.order_id).where(
        PromiseClock.state == State.RUNNING, PromiseClock.rung.is_not(None), PromiseClock.met_at.is_(None)
    )
    open_here = (
        select(func.count())
        .select_from(Order)
        .where(Order.district_id == district_id, Order.status.in_(sorted(OPEN)))
    )
    late = select(Expected.order_id).where(Expected.is_late)

    def count(*conditions: Any) -> int:
        return session.scalar(open_here.where(*conditions)) or 0

    return {
        "id": district.id,
        "name": district.name,
        "name_en": district.name_en,
        "open": count(),
        "jeop": count(Order.id.in_(late)),
        "risk": count(Order.id.in_(running), Order.id.not_in(late)),
        "unassigned": count(Order.technician_id.is_(None)),
        "escalations": waiting(session, [district_id], role=role, user_id=user_id, now=now),
        "figures": figures(session, district, today),
        "on_duty": _on_duty(session, district, today),
    }


def _on_duty(session: Session, district: District, today: date) -> int:
    crew = session.scalars(
        select(Technician).where(Technician.district_id == district.id, Technician.active)
    ).all()
    return sum(1 for one in technicians_json(session, crew, district, today) if not one["on_leave"])


def reserve(session: Session, district_id: str, *, now: datetime) -> list[dict[str, Any]]:
    """Who could be called out today: on standby, with the hours; and who was called out already."""
    district = session.get_one(District, district_id)
    today = now.astimezone(ZoneInfo(district.zone)).date()
    crew = {
        one.id: one
        for one in session.scalars(
            select(Technician).where(Technician.district_id == district_id, Technician.active)
        )
    }
    found: dict[str, dict[str, Any]] = {}
    for row in duties(session, list(crew), today):
        if row.on_date != today:
            continue
        technician = crew[row.technician_id]
        one = found.setdefault(
            technician.id,
            {
                "technician": {
                    "id": technician.id,
                    "name": technician.name,
                    "name_en": technician.name_en,
                    "team": technician.team,
                    "skills": technician.skills,
                },
                "shift": f"{technician.shift_start}-{technician.shift_end}",
                "standby": None,
                "called": None,
                "overtime_min": 0,
                "offered": None,
                "lent_to": None,
            },
        )
        hours = {"id": row.id, "from": row.from_time, "until": row.until_time}
        if row.kind is DutyKind.STANDBY:
            one["standby"] = hours
        elif row.kind is DutyKind.CALL_OUT:
            one["called"] = hours
        elif row.kind is DutyKind.OVERTIME:
            one["overtime_min"] = row.minutes
        elif row.kind is DutyKind.OFFER:
            one["offered"] = row.id
        elif row.kind is DutyKind.LOAN:
            one["lent_to"] = row.district_id
    return sorted(found.values(), key=lambda one: (one["called"] is not None, one["technician"]["id"]))

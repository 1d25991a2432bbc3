"""Technicians as a page shows them: hours of a day, last position, leave."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.queries.promises import instant
from dispatch.storage.district import District
from dispatch.storage.technician import Position, Technician
from technicians.shifts import Hours, shift_on


def technicians_json(
    session: Session, technicians: Sequence[Technician], district: District, day: date
) -> list[dict[str, Any]]:
    """Each technician with the shift of that local day; on leave there is none."""
    positions = {
        position.technician_id: position
        for position in session.scalars(
            select(Position).where(Position.technician_id.in_([one.id for one in technicians]))
        )
    }
    return [_technician(one, positions.get(one.id), district.zone, day) for one in technicians]


def _technician(technician: Technician, position: Position | None, zone: str, day: date) -> dict[str, Any]:
    until = technician.on_leave_until
    hours = Hours.read(
        shift_start=technician.shift_start,
        shift_end=technician.shift_end,
        lunch_start=technician.lunch_start,
        lunch_end=technician.lunch_end,
        lunch_minutes=technician.lunch_minutes,
    )
    back_on = None if until is None else until.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    shift = shift_on(day, zone, hours, on_leave_until=back_on)
    return {
        "id": technician.id,
        "name": technician.name,
        "name_en": technician.name_en,
        "badge": technician.badge,
        "team": technician.team,
        "skills": technician.skills,
        "shift_start_at": instant(shift.starts_at) if shift else None,
        "shift_end_at": instant(shift.ends_at) if shift else None,
        "lunch_start_at": instant(shift.lunch_from_at) if shift else None,
        "lunch_end_at": instant(shift.lunch_to_at) if shift else None,
        "position": position_json(position),
        "on_leave": shift is None,
    }


def position_json(position: Position | None) -> dict[str, Any] | None:
    return (
        None if position is None else {"lat": position.lat, "lon": position.lon, "at": instant(position.at)}
    )

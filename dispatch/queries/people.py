"""Technicians as a page shows them: hours of a day, last position, leave."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.queries.promises import instant
from dispatch.storage.district import District
from dispatch.storage.duty import Days, days_of
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
    days = days_of(session, [one.id for one in technicians], day)
    return [
        _technician(one, positions.get(one.id), district, day, days.get(one.id, Days()))
        for one in technicians
    ]


def _technician(
    technician: Technician, position: Position | None, district: District, day: date, own: Days
) -> dict[str, Any]:
    zone = district.zone
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
    opens, closes = (shift.starts_at, shift.ends_at) if shift else (None, None)
    if day in own.called:
        called_at, over_at = _called(own.called[day], day, ZoneInfo(zone))
        opens = called_at if opens is None else min(opens, called_at)
        closes = over_at if closes is None else max(closes, over_at)
    lent_to = own.lent.get(day)
    is_here = lent_to == district.id if technician.district_id != district.id else lent_to is None
    if not is_here:
        opens = closes = None
    return {
        "id": technician.id,
        "name": technician.name,
        "name_en": technician.name_en,
        "badge": technician.badge,
        "team": technician.team,
        "skills": technician.skills,
        "shift_start_at": instant(opens),
        "shift_end_at": instant(closes),
        "lunch_start_at": instant(shift.lunch_from_at) if shift else None,
        "lunch_end_at": instant(shift.lunch_to_at) if shift else None,
        "position": position_json(position),
        "on_leave": opens is None,
        "duty": {
            "overtime_min": round(own.overtime.get(day, timedelta(0)).total_seconds() / 60),
            "called_out": day in own.called,
            "lent_to": lent_to,
            "from_district": technician.district_id if technician.district_id != district.id else None,
        },
    }


def _called(hours: tuple[time, time], day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    since, until = hours
    ends_on = day if until > since else day + timedelta(days=1)
    return (
        datetime.combine(day, since, tzinfo=zone).astimezone(UTC),
        datetime.combine(ends_on, until, tzinfo=zone).astimezone(UTC),
    )


def position_json(position: Position | None) -> dict[str, Any] | None:
    return (
        None if position is None else {"lat": position.lat, "lon": position.lon, "at": instant(position.at)}
    )

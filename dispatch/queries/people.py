"""Technicians as a page shows them: hours of a day, last position, leave."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.queries.promises import instant
from dispatch.storage.absence import Absence, absences
from dispatch.storage.district import District
from dispatch.storage.duty import Days, days_of
from dispatch.storage.technician import Position, Technician
from technicians.absences import left_of
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
    ids = [one.id for one in technicians]
    days = days_of(session, ids, day)
    starts_at = datetime.combine(day, time(), ZoneInfo(district.zone))
    away: dict[str, list[Absence]] = {}
    for row in absences(session, ids, starts_at):
        if row.from_at < starts_at + timedelta(days=1):
            away.setdefault(row.technician_id, []).append(row)
    return [
        _technician(
            one, positions.get(one.id), district, day, own=days.get(one.id, Days()), away=away.get(one.id, ())
        )
        for one in technicians
    ]


def _technician(
    technician: Technician,
    position: Position | None,
    district: District,
    day: date,
    *,
    own: Days,
    away: Sequence[Absence],
) -> dict[str, Any]:
    zone = district.zone
    hours = Hours.read(
        shift_start=technician.shift_start,
        shift_end=technician.shift_end,
        lunch_start=technician.lunch_start,
        lunch_end=technician.lunch_end,
        lunch_minutes=technician.lunch_minutes,
    )
    shift = shift_on(day, zone, hours)
    there = left_of(shift.starts_at, shift.ends_at, [one.span for one in away])
    opens, closes = (there[0][0], there[-1][1]) if there else (None, None)
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
        "lunch_start_at": instant(shift.lunch_from_at) if there else None,
        "lunch_end_at": instant(shift.lunch_to_at) if there else None,
        "position": position_json(position),
        "on_leave": opens is None,
        "absences": [absence_json(one) for one in away],
        "duty": {
            "overtime_min": round(own.overtime.get(day, timedelta(0)).total_seconds() / 60),
            "called_out": day in own.called,
            "lent_to": lent_to,
            "from_district": technician.district_id if technician.district_id != district.id else None,
        },
    }


def absence_json(row: Absence) -> dict[str, Any]:
    return {
        "id": row.id,
        "version": row.version,
        "technician_id": row.technician_id,
        "kind": str(row.kind),
        "from_at": instant(row.from_at),
        "until_at": instant(row.over_at),
        "note": row.note,
        "ended_at": instant(row.ended_at),
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

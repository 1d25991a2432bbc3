"""Say that somebody is away (sick, on leave), change it, or that they are back; the plan is asked anew each time."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound, StaleVersion
from dispatch.actions.plans import request_plan
from dispatch.orders.people import Actor
from dispatch.storage.absence import Absence, AbsenceKind, absences
from dispatch.storage.base import new_id
from dispatch.storage.district import District
from dispatch.storage.duty import DutyKind, duties
from dispatch.storage.outbox import Topic, post
from dispatch.storage.technician import Technician


def report(
    session: Session,
    technician_id: str,
    kind: AbsenceKind,
    from_at: datetime,
    until_at: datetime | None,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
    note: str = "",
) -> Absence:
    """Away from then on, until then or until told back. What they were called out for meanwhile is taken back.

    The same event id again changes nothing; two absences of one person never overlap.
    """
    if (known := session.get(Absence, event_id)) is not None:
        if known.technician_id != technician_id:
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return known
    technician = _technician(session, technician_id)
    _check(session, technician_id, from_at, until_at, now=now)
    row = Absence(
        id=event_id,
        technician_id=technician_id,
        district_id=technician.district_id,
        kind=kind,
        from_at=from_at,
        until_at=until_at,
        note=note,
        created_at=now,
        created_by=f"{actor.role}:{actor.id}",
        version=1,
        event_id=event_id,
    )
    session.add(row)
    session.flush()
    _revoke_calls(session, technician, row, actor=actor, now=now)
    _tell(session, technician, actor=actor, now=now)
    return row


def change(
    session: Session,
    absence_id: str,
    *,
    kind: AbsenceKind,
    from_at: datetime,
    until_at: datetime | None,
    note: str,
    version: int,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> Absence:
    """Longer, shorter, or for another reason. What is over stays as it was."""
    row = _locked(session, absence_id)
    if row.event_id == event_id:
        return row
    _expect(row, version)
    if row.ended_at is not None:
        raise InvalidField("absence", "an absence that is not over", str(row.over_at))
    technician = _technician(session, row.technician_id)
    _check(session, row.technician_id, from_at, until_at, now=now, but=row.id)
    row.kind, row.from_at, row.until_at, row.note = kind, from_at, until_at, note
    row.version, row.event_id = row.version + 1, event_id
    session.flush()
    _revoke_calls(session, technician, row, actor=actor, now=now)
    _tell(session, technician, actor=actor, now=now)
    return row


def end(
    session: Session, absence_id: str, *, version: int, actor: Actor, now: datetime, event_id: str
) -> Absence:
    """Back again, from now on; what has not begun yet never begins. Twice is once."""
    row = _locked(session, absence_id)
    if row.event_id == event_id or row.ended_at is not None:
        return row
    _expect(row, version)
    row.ended_at, row.ended_by = now, f"{actor.role}:{actor.id}"
    row.version, row.event_id = row.version + 1, event_id
    session.flush()
    _tell(session, _technician(session, row.technician_id), actor=actor, now=now)
    return row


def cover(
    session: Session,
    technician_id: str,
    from_at: datetime,
    until_at: datetime,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Away over this span at least: an absence that reaches into it is made to reach over it."""
    met = [one for one in absences(session, [technician_id], now) if one.span.meets(from_at, until_at)]
    for row in met[1:]:
        row.ended_at, row.ended_by = min(now, row.from_at), f"{actor.role}:{actor.id}"
        row.version += 1
    if not met:
        report(
            session,
            technician_id,
            AbsenceKind.OTHER,
            from_at,
            until_at,
            actor=actor,
            now=now,
            event_id=new_id(now, technician_id, "away"),
        )
        return
    first = met[0]
    ends = [one.until_at for one in met]
    first.from_at = min(first.from_at, from_at)
    first.until_at = None if None in ends else max(until_at, *(at for at in ends if at is not None))
    first.version += 1
    _tell(session, _technician(session, technician_id), actor=actor, now=now)


def _technician(session: Session, technician_id: str) -> Technician:
    technician = session.get(Technician, technician_id, with_for_update=True)
    if technician is None or not technician.active:
        raise NotFound("technician", technician_id)
    return technician


def _locked(session: Session, absence_id: str) -> Absence:
    row = session.get(Absence, absence_id, with_for_update=True)
    if row is None:
        raise NotFound("absence", absence_id)
    return row


def _expect(row: Absence, version: int) -> None:
    if row.version != version:
        raise StaleVersion(row.version)


def _check(
    session: Session,
    technician_id: str,
    from_at: datetime,
    until_at: datetime | None,
    *,
    now: datetime,
    but: str | None = None,
) -> None:
    if until_at is not None and until_at <= max(from_at, now):
        raise InvalidField("until_at", "later than the beginning, and than now", until_at.isoformat())
    for row in absences(session, [technician_id], from_at):
        if row.id != but and row.span.meets(from_at, until_at):
            raise InvalidField("from_at", "a time that no other absence takes", row.from_at.isoformat())


def _revoke_calls(
    session: Session, technician: Technician, row: Absence, *, actor: Actor, now: datetime
) -> None:
    """Who is ill is not on call: what was granted for hours in which they are away counts no more."""
    zone = ZoneInfo(session.get_one(District, technician.district_id).zone)
    until = None if row.until_at is None else row.until_at.astimezone(zone).date()
    for duty in duties(session, [technician.id], row.from_at.astimezone(zone).date()):
        if duty.kind in {DutyKind.CALL_OUT, DutyKind.STANDBY} and (until is None or duty.on_date <= until):
            duty.revoked_at, duty.revoked_by = now, f"{actor.role}:{actor.id}"


def _tell(session: Session, technician: Technician, *, actor: Actor, now: datetime) -> None:
    for district_id in _places(session, technician, now):
        post(session, Topic.DUTY, {"district_id": district_id}, due_at=now)
        request_plan(session, district_id, actor=actor, now=now)


def _places(session: Session, technician: Technician, now: datetime) -> Iterable[str]:
    """The own district, and whoever has borrowed them."""
    today = now.astimezone(ZoneInfo(session.get_one(District, technician.district_id).zone)).date()
    lent = {
        duty.district_id
        for duty in duties(session, [technician.id], today)
        if duty.kind is DutyKind.LOAN and duty.district_id is not None
    }
    return sorted({technician.district_id, *lent})

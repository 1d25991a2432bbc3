"""Change one technician's one day: overtime, standby, a call-out, a loan to the neighbours; nothing is deleted, all is named."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.plans import request_plan
from dispatch.orders.lifecycle import OPEN
from dispatch.orders.people import Actor
from dispatch.storage.base import new_id
from dispatch.storage.district import District
from dispatch.storage.duty import Duty, DutyKind, days_of
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.technician import Technician

LONGEST_MIN: Final = 480
"""Nobody is granted more overtime than a shift."""


def grant_overtime(
    session: Session,
    technician_id: str,
    on_date: date,
    minutes: int,
    *,
    actor: Actor,
    now: datetime,
    order_id: str | None = None,
) -> Duty:
    """So many minutes beyond the shift's end in all, in the place of what was granted for that day before."""
    if not 0 < minutes <= LONGEST_MIN:
        raise InvalidField("minutes", f"a whole number from 1 to {LONGEST_MIN}", str(minutes))
    return _add(
        session,
        _working(session, technician_id),
        DutyKind.OVERTIME,
        on_date,
        actor=actor,
        now=now,
        minutes=minutes,
        order_id=order_id,
    )


def lend(
    session: Session,
    technician_id: str,
    to_district: str,
    on_date: date,
    *,
    actor: Actor,
    now: datetime,
    order_id: str | None = None,
) -> Duty:
    """For one day; whoever has work at home stays there."""
    technician = _working(session, technician_id)
    own = days_of(session, [technician_id], on_date).get(technician_id)
    lent = None if own is None else own.lent.get(on_date)
    if technician.district_id == to_district:
        raise InvalidField("technician_id", "a technician of another district", technician_id)
    if lent is not None and lent != to_district:
        raise NotAllowed("lent_already")
    if lent is None and _has_work(session, technician_id):
        raise NotAllowed("has_work_at_home")
    row = _add(
        session,
        technician,
        DutyKind.LOAN,
        on_date,
        actor=actor,
        now=now,
        district_id=to_district,
        order_id=order_id,
    )
    post(session, Topic.DUTY, {"district_id": to_district}, due_at=now)
    request_plan(session, technician.district_id, actor=actor, now=now)
    return row


def offer(session: Session, technician_id: str, on_date: date, *, actor: Actor, now: datetime) -> Duty:
    """The own district can do without them that day."""
    return _add(session, _working(session, technician_id), DutyKind.OFFER, on_date, actor=actor, now=now)


def put_on_standby(
    session: Session,
    technician_id: str,
    on_date: date,
    hours: tuple[time, time],
    *,
    actor: Actor,
    now: datetime,
) -> Duty:
    return _add(
        session,
        _working(session, technician_id),
        DutyKind.STANDBY,
        on_date,
        actor=actor,
        now=now,
        hours=hours,
    )


def call_out(
    session: Session,
    technician_id: str,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
    until: time | None = None,
) -> Duty:
    """Who is on standby works from now to the end of the standby, or to `until`; the plan is asked anew.

    The same event id again changes nothing; who is called out already is not called out twice.
    """
    if (known := session.get(Duty, event_id)) is not None:
        if known.technician_id != technician_id or known.kind is not DutyKind.CALL_OUT:
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return known
    technician = _working(session, technician_id)
    zone = ZoneInfo(session.get_one(District, technician.district_id).zone)
    local = now.astimezone(zone)
    days = days_of(session, [technician_id], local.date()).get(technician_id)
    if days is None or local.date() not in days.standby:
        raise NotAllowed("not_on_standby")
    if local.date() in days.called:
        raise NotAllowed("called_already")
    since, closes = days.standby[local.date()]
    from_time = max(local.time().replace(second=0, microsecond=0), since)
    closes = until or closes
    if closes > since and from_time >= closes:
        raise NotAllowed("standby_is_over")
    row = _add(
        session,
        technician,
        DutyKind.CALL_OUT,
        local.date(),
        actor=actor,
        now=now,
        hours=(from_time, closes),
        event_id=event_id,
    )
    request_plan(session, technician.district_id, actor=actor, now=now)
    return row


def revoke(session: Session, duty_id: str, *, actor: Actor, now: datetime) -> Duty:
    """From now on it counts no more; twice is once."""
    row = session.get(Duty, duty_id, with_for_update=True)
    if row is None:
        raise NotFound("duty", duty_id)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now, f"{actor.role}:{actor.id}"
        session.flush()
        technician = session.get_one(Technician, row.technician_id)
        for district_id in {technician.district_id, row.district_id or technician.district_id}:
            post(session, Topic.DUTY, {"district_id": district_id}, due_at=now)
            request_plan(session, district_id, actor=actor, now=now)
    return row


def _working(session: Session, technician_id: str) -> Technician:
    technician = session.get(Technician, technician_id, with_for_update=True)
    if technician is None or not technician.active:
        raise NotFound("technician", technician_id)
    return technician


def _has_work(session: Session, technician_id: str) -> bool:
    held = (
        select(Order.id).where(Order.technician_id == technician_id, Order.status.in_(sorted(OPEN))).limit(1)
    )
    return session.scalar(held) is not None


def _add(
    session: Session,
    technician: Technician,
    kind: DutyKind,
    on_date: date,
    *,
    actor: Actor,
    now: datetime,
    minutes: int = 0,
    hours: tuple[time, time] | None = None,
    district_id: str | None = None,
    order_id: str | None = None,
    event_id: str | None = None,
) -> Duty:
    row = Duty(
        id=event_id or new_id(now),
        technician_id=technician.id,
        on_date=on_date,
        kind=kind,
        minutes=minutes,
        from_time=None if hours is None else f"{hours[0]:%H:%M}",
        until_time=None if hours is None else f"{hours[1]:%H:%M}",
        district_id=district_id,
        order_id=order_id,
        granted_at=now,
        granted_by=f"{actor.role}:{actor.id}",
    )
    session.add(row)
    session.flush()
    post(session, Topic.DUTY, {"district_id": technician.district_id}, due_at=now)
    return row

"""What the planner must know of a district: its technicians, its open work and the running plan, as plain data."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import OPEN, PLANNABLE, UNDER_WAY, Status
from dispatch.orders.work import WORK
from dispatch.planning.day import Half, PlannedOrder, PlannedTechnician, Running, predicted_end
from dispatch.planning.day_values import LUNCH_SLIPS, TOP
from dispatch.planning.learning import Learned
from dispatch.planning.rules import Rules, read_rules
from dispatch.storage.absence import absent_changes, away_of
from dispatch.storage.day_history import (
    at_work_today,
    called_in_vain,
    not_done_yet,
    rested_so_far,
    visited_before,
    worked_since,
)
from dispatch.storage.district import District
from dispatch.storage.duty import Days, borrowed_by, days_of
from dispatch.storage.learned import Lengths, read_learned
from dispatch.storage.order import Order
from dispatch.storage.plan import Plan, PlanRequest
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.slot_hold import live_holds
from dispatch.storage.task import visits_wait_until
from dispatch.storage.technician import Position, Technician
from sla.clock import State
from sla.policy import PromiseCode
from technicians.absences import left_of
from technicians.skills import held

SEEN_WITHIN: Final = timedelta(hours=2)
"""An older position says nothing about where somebody is."""
TAKEN: Final = frozenset({Status.TAKEN, Status.CONTACTED})
"""A technician has said yes to it."""


_USUAL: Final = Days()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInput:
    """One consistent look at a district; the plan made from it is stored against `base_version`."""

    district_id: str
    zone: ZoneInfo
    rules: Rules
    learned: Learned
    """How long visits and roads really take; the visits' part is in `orders` already."""
    read_at: datetime
    base_version: int
    changes: int
    """See `changes_of`."""
    technicians: tuple[PlannedTechnician, ...]
    orders: tuple[PlannedOrder, ...]
    running: tuple[Running, ...]
    declined: dict[str, frozenset[str]]
    """Who handed which order back and is not to get it again."""


def changes_of(session: Session, district_id: str) -> int:
    """A number that differs whenever the district's open work, who is there for it, or its rules differ: versions only
    grow, whoever commits first.
    """
    work = session.scalar(
        select(func.coalesce(func.sum(Order.version), 0)).where(
            Order.district_id == district_id, Order.status.in_(sorted(OPEN))
        )
    )
    rules = session.scalar(select(District.planning_version).where(District.id == district_id))
    return (work or 0) + absent_changes(session, district_id) + (rules or 0)


def requested_since(session: Session, district_id: str) -> datetime | None:
    """Since when somebody has been waiting for a plan."""
    return session.scalar(select(PlanRequest.requested_at).where(PlanRequest.district_id == district_id))


def plan_version(session: Session, district_id: str) -> int:
    return session.scalar(select(func.max(Plan.version)).where(Plan.district_id == district_id)) or 0


def day_input(session: Session, district_id: str, now: datetime) -> DayInput:
    """The district as it stands, in the planner's own words."""
    district = session.get_one(District, district_id)
    zone = ZoneInfo(district.zone)
    rows = list(
        session.scalars(
            select(Order)
            .where(
                Order.district_id == district_id,
                Order.status.in_(sorted(PLANNABLE | UNDER_WAY)),
            )
            .order_by(Order.id)
        )
    )
    due, urgent = due_times(session, district_id)
    rules = read_rules(district.planning)
    technicians = _technicians(session, district_id, zone, rules, now=now)
    known = visited_before(session, district_id)
    learned = read_learned(session, district_id)
    in_vain = called_in_vain(session, district_id)
    after = not_done_yet(session, rows)
    tasks = visits_wait_until(session, district_id, now)
    at_work = {one.id: one for one in technicians}
    return DayInput(
        district_id=district_id,
        zone=zone,
        rules=rules,
        learned=learned,
        read_at=now,
        base_version=plan_version(session, district_id),
        changes=changes_of(session, district_id),
        technicians=technicians,
        orders=(
            *(
                _order(
                    row,
                    due.get(row.id),
                    now,
                    urgent=row.id in urgent,
                    away=_is_away(row, due.get(row.id), at_work, zone, now),
                    known=known.get(row.id, frozenset()),
                    lengths=Lengths(learned, rules.duration_percentile),
                    to_be_called=row.agreed_at is None and row.id not in in_vain,
                    after=after.get(row.id, frozenset()),
                    not_before_at=tasks.get(row.id),
                )
                for row in rows
            ),
            *(hold.to_planned_order() for hold in live_holds(session, district_id, now)),
        ),
        running=tuple(
            Running(
                order_id=row.id,
                technician_id=row.technician_id,
                day=row.planned_start_at.astimezone(zone).date(),
                seq=row.planned_seq,
            )
            for row in rows
            if row.status in PLANNABLE
            and row.technician_id is not None
            and row.planned_start_at is not None
            and row.planned_seq is not None
        ),
        declined={row.id: frozenset(row.declined_by) for row in rows if row.declined_by},
    )


def lent_crew(
    session: Session, district_id: str, now: datetime, borrowing: Collection[str]
) -> tuple[PlannedTechnician, ...]:
    """Technicians of other districts as they would work here today."""
    district = session.get_one(District, district_id)
    crew = _technicians(
        session,
        district_id,
        ZoneInfo(district.zone),
        read_rules(district.planning),
        now=now,
        borrowing=borrowing,
    )
    return tuple(one for one in crew if one.id in borrowing)


def planned_order(session: Session, row: Order, look: DayInput, now: datetime) -> PlannedOrder:
    """One order as the planner would see it now, in the district as it was when `look` was taken."""
    due, urgent = due_times(session, row.district_id, (row.id,))
    at_work = {one.id: one for one in look.technicians}
    return _order(
        row,
        due.get(row.id),
        now,
        urgent=row.id in urgent,
        away=_is_away(row, due.get(row.id), at_work, look.zone, now),
        known=visited_before(session, row.district_id, row.id).get(row.id, frozenset()),
        lengths=Lengths(look.learned, look.rules.duration_percentile),
        to_be_called=row.agreed_at is None and row.id not in called_in_vain(session, row.district_id, row.id),
        not_before_at=visits_wait_until(session, row.district_id, now, (row.id,)).get(row.id),
    )


def due_times(
    session: Session, district_id: str, only: Collection[str] | None = None
) -> tuple[dict[str, datetime], set[str]]:
    """When each order (or each of these) has to be done, by the stricter of its clocks; and which have an urgent complaint
    unsettled.
    """
    clocks = session.execute(
        select(PromiseClock.order_id, PromiseClock.promise, PromiseClock.state, PromiseClock.due_at)
        .join(Order, Order.id == PromiseClock.order_id)
        .where(
            Order.district_id == district_id if only is None else Order.id.in_(only),
            Order.status.in_(sorted(PLANNABLE | UNDER_WAY)),
            (PromiseClock.promise == PromiseCode.COMPLETE)
            | (
                (PromiseClock.promise == PromiseCode.URGENT)
                & PromiseClock.met_at.is_(None)
                & PromiseClock.state.in_([State.RUNNING, State.BROKEN])
            ),
        )
    )
    due: dict[str, datetime] = {}
    urgent: set[str] = set()
    for order_id, promise, state, due_at in clocks:
        if promise == PromiseCode.URGENT:
            urgent.add(order_id)
        if promise == PromiseCode.COMPLETE or state == State.RUNNING:
            due[order_id] = min(due_at, due.get(order_id, due_at))
    return due, urgent


def _technicians(
    session: Session,
    district_id: str,
    zone: ZoneInfo,
    rules: Rules,
    *,
    now: datetime,
    borrowing: Collection[str] = (),
) -> tuple[PlannedTechnician, ...]:
    since = now - timedelta(days=rules.fair_days)
    so_far = worked_since(session, district_id, since) if rules.aims.fairness else {}
    today = now.astimezone(zone).date()
    borrowed = {
        **borrowed_by(session, district_id, today),
        **dict.fromkeys(borrowing, frozenset({today})),
    }
    found = session.execute(
        select(Technician, Position)
        .outerjoin(Position, Position.technician_id == Technician.id)
        .where(
            (Technician.district_id == district_id) | Technician.id.in_(sorted(borrowed)), Technician.active
        )
        .order_by(Technician.id)
    ).all()
    crew = [technician.id for technician, _ in found]
    days, absent = days_of(session, crew, today), away_of(session, crew, now)
    at_work = at_work_today(session, district_id, datetime.combine(today, time(), zone))

    def rested(technician: Technician) -> timedelta:
        return rested_so_far(
            at_work.get(technician.id, ()),
            timedelta(minutes=technician.lunch_minutes),
            opens_at=datetime.combine(today, time.fromisoformat(technician.lunch_start), zone),
            closes_at=datetime.combine(today, time.fromisoformat(technician.lunch_end), zone) + LUNCH_SLIPS,
            now=now,
        )

    return tuple(
        PlannedTechnician(
            id=technician.id,
            home=(technician.home_lat, technician.home_lon),
            shift_start=time.fromisoformat(technician.shift_start),
            shift_end=time.fromisoformat(technician.shift_end),
            lunch_start=time.fromisoformat(technician.lunch_start),
            lunch_end=time.fromisoformat(technician.lunch_end),
            lunch=timedelta(minutes=technician.lunch_minutes),
            rested=rested(technician),
            skills=held(technician.skills),
            areas=frozenset(technician.areas),
            tools=None if technician.tools is None else frozenset(technician.tools),
            stock=technician.stock,
            load=technician.load,
            worked=so_far.get(technician.id, timedelta(0)),
            position=(position.lat, position.lon)
            if position is not None and now - position.at <= SEEN_WITHIN
            else None,
            absent=absent.get(technician.id, ()),
            overtime=(of := days.get(technician.id, _USUAL)).overtime,
            called=of.called,
            lent=frozenset(on for on, to in of.lent.items() if to != district_id),
            only=borrowed.get(technician.id),
        )
        for technician, position in found
    )


def _is_away(
    row: Order,
    due_at: datetime | None,
    at_work: Mapping[str, PlannedTechnician],
    zone: ZoneInfo,
    now: datetime,
) -> bool:
    """Whether its technician is away when the visit should be: what they had taken is anybody's then."""
    if row.technician_id is None:
        return False
    person = at_work.get(row.technician_id)
    return person is None or (bool(person.absent) and _misses(row, due_at, person, zone, now))


def _misses(
    row: Order, due_at: datetime | None, person: PlannedTechnician, zone: ZoneInfo, now: datetime
) -> bool:
    if row.agreed_at is not None:
        return any(away.covers(row.agreed_at) for away in person.absent)
    if row.booked_date is not None:
        opens_at, closes_at = _roster(row.booked_date, person, zone)
        return not left_of(max(opens_at, now), closes_at, person.absent)
    if row.planned_start_at is not None and any(away.covers(row.planned_start_at) for away in person.absent):
        return True
    wanted_at = None if due_at is None else due_at - timedelta(minutes=row.duration_min)
    return any(
        away.covers(now) and (wanted_at is None or away.until_at is None or wanted_at < away.until_at)
        for away in person.absent
    )


def _roster(day: date, person: PlannedTechnician, zone: ZoneInfo) -> tuple[datetime, datetime]:
    ends_on = day if person.shift_end > person.shift_start else day + timedelta(days=1)
    return datetime.combine(day, person.shift_start, zone), datetime.combine(ends_on, person.shift_end, zone)


def _order(
    row: Order,
    due_at: datetime | None,
    now: datetime,
    *,
    urgent: bool,
    away: bool,
    known: frozenset[str],
    lengths: Lengths,
    to_be_called: bool,
    after: frozenset[str] = frozenset(),
    not_before_at: datetime | None,
) -> PlannedOrder:
    about_to_call = row.status is Status.TAKEN and row.agreed_at is None
    kept = row.status in UNDER_WAY or (not away and (row.pinned or about_to_call))
    taken = not kept and not away and row.status in TAKEN
    placed = row.technician_id is not None and row.planned_start_at is not None
    duration, differs = lengths.of(row, row.technician_id if kept or taken else None)
    return PlannedOrder(
        id=row.id,
        place=(row.lat, row.lon),
        duration=duration,
        duration_sd=differs,
        skills=frozenset(row.skills),
        priority=TOP if urgent else row.priority,
        due_at=due_at,
        agreed_at=row.agreed_at,
        booked_date=row.booked_date,
        booked_half=Half(row.booked_half or Half.DAY),
        to_be_called=to_be_called,
        technician_id=row.technician_id if kept else None,
        fixed_until=_free_again(row, duration, now) if row.status in UNDER_WAY else None,
        area_id=row.area_id,
        announced=row.technician_id if (placed or taken) and not kept else None,
        taken=taken,
        announced_at=row.planned_start_at,
        placed=row.placed_by_hand,
        preferred=known,
        after=after,
        not_before_at=not_before_at,
        tools=WORK[row.kind].tools,
        parts={} if row.parts_used else WORK[row.kind].parts,
        excluded=frozenset((*row.declined_by, *row.not_wanted)),
    )


def _free_again(row: Order, duration: timedelta, now: datetime) -> datetime:
    """When the technician who is on it will be free."""
    if row.on_site_at is not None:
        begun_at = row.on_site_at
    elif row.on_the_way_at is not None:
        begun_at = row.on_the_way_at + timedelta(seconds=row.planned_travel_s or 0)
    else:
        begun_at = now
    return predicted_end(now, since_at=begun_at, duration=duration)

"""What would save an order's promises, a way of each kind: by somebody else, with room made, by a swap, overtime, another time, or a technician of the neighbours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import ceil
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import OPEN, PLANNABLE, Status, Step, steps_from
from dispatch.orders.people import Role
from dispatch.planning.day import plan_from
from dispatch.planning.day_values import AGREED, PlannedTechnician
from dispatch.planning.ejection import NoRoom
from dispatch.planning.lanes import Lanes, Seated
from dispatch.planning.plan import Route
from dispatch.planning.problem import Job, Shift, Window, may_do
from dispatch.planning.relief import DEFAULT_PRICES, Relief
from dispatch.planning.rescue import Rescue, RescueKind
from dispatch.planning.swaps import swaps
from dispatch.planning.ways_out import ways_out
from dispatch.queries.insertions import due_of, offers
from dispatch.queries.masking import mask_name
from dispatch.queries.plan_reasons import freed
from dispatch.queries.promises import instant, window_of
from dispatch.queries.touched import date_of, rescue_by
from dispatch.storage.absence import absent_now
from dispatch.storage.day import lent_crew
from dispatch.storage.desks import Desks
from dispatch.storage.district import District
from dispatch.storage.duty import Days, days_of
from dispatch.storage.eta import Expected
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.running_day import RunningDay, Travel, problem_of
from dispatch.storage.technician import Position, Technician
from dispatch.travel.great_circle import GreatCircle
from sla.clock import State
from sla.policy import PromiseCode
from technicians.skills import held

Sees = Callable[[str], bool]
"""Whether the person may see a district."""
ROUNDED: Final = 5
"""Overtime is granted in whole five minutes."""
QUARTER: Final = 900
"""An agreed time is told in quarters of an hour."""
WIDER_BY: Final = 1800
LATEST: Final = timedelta(hours=8)
"""A new time that is further away is no rescue; the customer chooses a slot then."""
NEIGHBOURS: Final = 6
WITHIN_M: Final = 40_000
"""Nobody is borrowed from further away."""
MANY: Final = 12


def rescue_kinds(
    session: Session, order_id: str, *, now: datetime, travel: Travel, desks: Desks, sees: Sees
) -> list[Rescue]:
    """The best of each kind, the best first: what keeps most, then what costs least. Empty while nothing can be done."""
    order = session.get_one(Order, order_id)
    found: list[Rescue] = []
    if _calls(session, order):
        found.append(Rescue(kind=RescueKind.CALL, technician_id=order.technician_id or ""))
    if order.status not in PLANNABLE:
        return found
    judge = _judge(session, order, now)
    found += _by_desk(session, order, desks, now, judge)
    found += _Search(session, order, judge, now=now, travel=travel, desks=desks, sees=sees).found()
    found = [one for one in found if _helps(one, order, judge)]
    best: dict[RescueKind, Rescue] = {}
    for one in sorted(found, key=lambda one: one.rank):
        best.setdefault(one.kind, one)
    call = [one for one in best.values() if one.kind is RescueKind.CALL]
    others = [one for one in best.values() if one.kind is not RescueKind.CALL]
    return [*call, *sorted(others, key=lambda one: one.rank)]


def _calls(session: Session, order: Order) -> bool:
    """The customer waits for our call: nothing but the call saves that."""
    if Step.CONTACT not in steps_from(order.status, Role.DISPATCHER):
        return False
    waits = select(PromiseClock.order_id).where(
        PromiseClock.order_id == order.id,
        PromiseClock.promise == PromiseCode.CONTACT,
        PromiseClock.state == State.RUNNING,
    )
    return session.scalar(waits) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """What a visit at a time would break, and what is in danger as things stand."""

    due: Mapping[str, datetime]
    opens_at: datetime | None
    closes_at: datetime | None
    danger: frozenset[str]

    def breaks(self, arrive_at: datetime, end_at: datetime) -> tuple[str, ...]:
        broken = [promise for promise, due_at in sorted(self.due.items()) if end_at > due_at]
        if (
            self.opens_at is not None
            and self.closes_at is not None
            and not self.opens_at <= arrive_at <= self.closes_at
        ):
            broken.append(str(PromiseCode.ARRIVE))
        return tuple(broken)

    def of(self, rescue: Rescue) -> Rescue:
        if rescue.arrive_at is None or rescue.end_at is None:
            return rescue
        breaks = self.breaks(rescue.arrive_at, rescue.end_at)
        return replace(rescue, breaks=breaks, saves=tuple(sorted(self.danger - set(breaks))))


def _helps(rescue: Rescue, order: Order, judge: _Judge) -> bool:
    """It breaks nothing that would be kept as things stand, and saves something of what would not; for who has nobody, any place helps."""
    if rescue.kind is RescueKind.CALL or order.technician_id is None:
        return True
    fresh = set(rescue.breaks) - judge.danger
    if rescue.kind is RescueKind.OTHER_TIME:
        return not fresh
    return not fresh and (bool(rescue.saves) or not judge.danger)


def _judge(session: Session, order: Order, now: datetime) -> _Judge:
    due = due_of(session, order.id)
    window = (
        window_of(session, order, session.get_one(District, order.district_id).zone)
        if order.agreed_at
        else None
    )
    judge = _Judge(
        due=due,
        opens_at=None if window is None else window.from_at,
        closes_at=None if window is None else window.to_at,
        danger=frozenset(),
    )
    expected = session.get(Expected, order.id)
    if expected is not None and expected.technician_id == order.technician_id:
        at, end_at = expected.arrive_p90_at or expected.end_p90_at, expected.end_p90_at
    elif order.planned_arrive_at is not None and order.planned_end_at is not None:
        at, end_at = order.planned_arrive_at, order.planned_end_at
    else:  # nobody comes: everything that is still owed is in danger
        all_owed = {*due, *([str(PromiseCode.ARRIVE)] if window is not None else [])}
        return replace(judge, danger=frozenset(all_owed))
    return replace(judge, danger=frozenset(judge.breaks(max(at, now), max(end_at, now))))


def _by_desk(session: Session, order: Order, desks: Desks, now: datetime, judge: _Judge) -> Iterable[Rescue]:
    """To somebody else, or in the place of visits that were promised to nobody: the warm plan's own offers."""
    with suppress(NoRoom):
        asked = desks.offers(session, order, now, most=MANY)
        unasked = {order.technician_id, *order.declined_by, *order.not_wanted}
        for one, shown in zip(asked, offers(session, order, asked), strict=True):
            own = one.own
            if own["technician_id"] in unasked:
                continue
            yield judge.of(
                Rescue(
                    kind=RescueKind.MAKE_ROOM if shown["moves"] else RescueKind.REASSIGN,
                    technician_id=own["technician_id"],
                    arrive_at=own["arrive_at"],
                    end_at=own["end_at"],
                    cost_s=shown["cost_s"],
                    extra_s=one.travel_s,
                    others=tuple(move["order_id"] for move in shown["moves"]),
                    stops=one.stops,
                    before=one.before,
                    versions=one.versions,
                )
            )


class _Search:
    """One look at the district, shared with all who ask about it; each kind is tried in it."""

    def __init__(
        self,
        session: Session,
        order: Order,
        judge: _Judge,
        *,
        now: datetime,
        travel: Travel,
        desks: Desks,
        sees: Sees,
    ) -> None:
        self.session, self.order, self.now, self.judge = session, order, now, judge
        self.travel, self.sees = travel, sees
        self.running = desks.known(session, order, now)
        self.job, self.problem = freed(self.running, order.id)

    def found(self) -> list[Rescue]:
        if self.job is None:
            return []
        lanes = Lanes(self.problem, self.running.travel, self.running.plan, asked=self.order.id)
        return [
            self.judge.of(one) if one.agreed_at is None else one
            for one in (*self._overtime(lanes), *self._swap(lanes), *self._other_time(lanes), *self._borrow())
        ]

    def _overtime(self, lanes: Lanes) -> Iterable[Rescue]:
        assert self.job is not None  # noqa: S101 - `found` has looked
        for way in ways_out(lanes, self.job):
            if way.relief is not Relief.OVERTIME:
                continue
            shift = next(one for one in lanes.problem.shifts if one.id == way.shift_id)
            on_date = date_of(shift)
            allowed = max(
                self.running.look.rules.overtime,
                days_of(self.session, [way.technician_id], on_date)
                .get(way.technician_id, Days())
                .overtime.get(on_date, timedelta(0)),
            )
            more = ceil(way.seconds / 60 / ROUNDED) * ROUNDED
            yield self._rescue(
                RescueKind.OVERTIME,
                way.technician_id,
                way.changed,
                start=way.start,
                finish=way.finish,
                cost=way.cost,
                travel=way.travel,
                minutes=round(allowed.total_seconds() / 60) + more,
                more_minutes=more,
                on_date=on_date,
            )

    def _swap(self, lanes: Lanes) -> Iterable[Rescue]:
        assert self.job is not None  # noqa: S101 - `found` has looked
        seat = lanes.seat_of(self.job)
        if seat is None or not seat.loss:
            return
        for one in swaps(lanes, self.job, lanes.timetable.shifts[seat.shift.id], seat.loss)[:1]:
            yield self._rescue(
                RescueKind.SWAP,
                one.seat.shift.technician_id,
                one.routes,
                start=one.seat.start,
                finish=one.seat.finish,
                cost=one.cost - seat.cost,
                travel=one.travel - seat.travel,
                others=(one.other_id,),
                other_technician_id=one.home.shift.technician_id,
            )

    def _other_time(self, lanes: Lanes) -> Iterable[Rescue]:
        """The nearest time that the one who has it can keep; who was told a time is told the new one, by us."""
        order, job = self.order, self.job
        assert job is not None  # noqa: S101 - `found` has looked
        agreed_at = order.agreed_at
        if (
            agreed_at is None
            or order.status is not Status.CONTACTED
            or str(PromiseCode.ARRIVE) not in self.judge.danger
        ):
            return
        shifts = [
            one
            for one in lanes.problem.shifts
            if one.technician_id == order.technician_id and may_do(one, job)
        ]
        seat = _nearest(lanes, job, shifts, agreed_at, self.now)
        if seat is None or seat.lane.route is None:
            return
        told_at = datetime.fromtimestamp(-(-seat.start // QUARTER) * QUARTER, UTC)
        rescue = self._rescue(
            RescueKind.OTHER_TIME,
            seat.shift.technician_id,
            (seat.lane.route,),
            start=seat.start,
            finish=seat.finish,
            cost=seat.cost + DEFAULT_PRICES.other_time,
            travel=seat.travel,
            agreed_at=told_at,
        )
        late = [
            name
            for name, due_at in sorted(self.judge.due.items())
            if rescue.end_at and rescue.end_at > due_at
        ]
        # the former time is still judged, and stays broken (docs: who moves a time owes for the old one)
        broken = (*late, str(PromiseCode.ARRIVE))
        yield replace(rescue, breaks=broken, saves=tuple(sorted(self.judge.danger - set(broken))))

    def _borrow(self) -> Iterable[Rescue]:
        """Whoever comes from the neighbours has nothing else to do: they and the order are a day of their own."""
        today = self.now.astimezone(self.running.look.zone).date()
        lenders = _lendable(self.session, self.order, self.now, today, self.sees)
        if not lenders or self.job is None or self.job.after:
            return
        alone = self._with_crew(lent_crew(self.session, self.order.district_id, self.now, tuple(lenders)))
        job, problem = freed(alone, self.order.id)
        if job is None:
            return
        lanes = Lanes(problem, alone.travel, alone.plan, asked=job.id)
        for shift in problem.shifts:
            seat = lanes.best(shift, job) if may_do(shift, job) else None
            if seat is None or seat.lane.route is None:
                continue
            yield rescue_by(
                alone,
                problem,
                RescueKind.BORROW,
                shift.technician_id,
                (seat.lane.route,),
                start=seat.start,
                finish=seat.finish,
                cost=seat.cost + DEFAULT_PRICES.other_person,
                travel=seat.travel,
                district_id=lenders[shift.technician_id],
                on_date=today,
            )

    def _with_crew(self, crew: tuple[PlannedTechnician, ...]) -> RunningDay:
        look = replace(
            self.running.look,
            technicians=crew,
            orders=tuple(one for one in self.running.look.orders if one.id == self.order.id),
            running=(),
        )
        day = problem_of(look, self.travel.hours)
        return RunningDay(look=look, day=day, travel=self.travel.travel(day.points), plan=plan_from(day, ()))

    def _rescue(self, kind: RescueKind, technician_id: str, routes: Sequence[Route], **more: Any) -> Rescue:
        return rescue_by(self.running, self.problem, kind, technician_id, routes, **more)


def _nearest(
    lanes: Lanes, job: Job, shifts: Sequence[Shift], agreed_at: datetime, now: datetime
) -> Seated | None:
    """In a window around the agreed time that grows until a visit fits and is in time for all that is due."""
    middle, width = round(agreed_at.timestamp()), round(AGREED.total_seconds())
    while width <= LATEST.total_seconds():
        opens = max(middle - width, round(now.timestamp()))
        if opens <= middle + width:
            asked = replace(job, windows=(Window(opens, middle + width),), fallbacks=())
            seats = [seat for shift in shifts if (seat := lanes.best(shift, asked)) is not None]
            if seats:
                return min(seats, key=lambda seat: abs(seat.start - middle))
        width += WIDER_BY
    return None


def _lendable(session: Session, order: Order, now: datetime, today: date, sees: Sees) -> dict[str, str]:
    """Who of another district has nothing to do there today and is near enough; whose district offers them, or may be seen."""
    busy = select(Order.technician_id).where(Order.technician_id.is_not(None), Order.status.in_(sorted(OPEN)))
    rows = session.execute(
        select(Technician, Position)
        .outerjoin(Position, Position.technician_id == Technician.id)
        .where(
            Technician.district_id != order.district_id,
            Technician.active,
            Technician.id.not_in(absent_now(now)),
            Technician.id.not_in(busy),
        )
        .order_by(Technician.id)
    ).all()
    days = days_of(session, [technician.id for technician, _ in rows], today)
    near: list[tuple[float, str, str]] = []
    for technician, position in rows:
        own = days.get(technician.id, Days())
        if today in own.lent or not (today in own.offered or sees(technician.district_id)):
            continue
        if not set(order.skills) <= held(technician.skills):
            continue
        place = (
            (technician.home_lat, technician.home_lon) if position is None else (position.lat, position.lon)
        )
        away = float(GreatCircle().metres([place], [(order.lat, order.lon)])[0][0])
        if away <= WITHIN_M:
            near.append((away, technician.id, technician.district_id))
    return {technician_id: district_id for _, technician_id, district_id in sorted(near)[:NEIGHBOURS]}


def rescues_json(session: Session, rescues: Sequence[Rescue]) -> list[dict[str, Any]]:
    """As the page shows them."""
    people = {one for rescue in rescues for one in (rescue.technician_id, rescue.other_technician_id) if one}
    orders = {one for rescue in rescues for one in rescue.others}
    districts = {rescue.district_id for rescue in rescues if rescue.district_id}
    names = {one.id: one for one in session.scalars(select(Technician).where(Technician.id.in_(people)))}
    moved = {one.id: one for one in session.scalars(select(Order).where(Order.id.in_(orders)))}
    places = {one.id: one for one in session.scalars(select(District).where(District.id.in_(districts)))}

    def person(technician_id: str | None) -> dict[str, Any] | None:
        known = names.get(technician_id or "")
        return None if known is None else {"id": known.id, "name": known.name, "name_en": known.name_en}

    def place(district_id: str | None) -> dict[str, Any] | None:
        known = places.get(district_id or "")
        return None if known is None else {"id": known.id, "name": known.name, "name_en": known.name_en}

    return [
        {
            "kind": str(rescue.kind),
            "key": rescue.key,
            "technician": person(rescue.technician_id),
            "arrive_at": instant(rescue.arrive_at),
            "end_at": instant(rescue.end_at),
            "extra_s": rescue.extra_s,
            "cost_s": rescue.cost_s,
            "saves": list(rescue.saves),
            "breaks": list(rescue.breaks),
            "minutes": rescue.more_minutes,
            "agreed_at": instant(rescue.agreed_at),
            "district": place(rescue.district_id),
            "other_technician": person(rescue.other_technician_id),
            "others": [
                {"id": one, "number": moved[one].number, "customer": mask_name(moved[one].customer_name)}
                for one in rescue.others
                if one in moved
            ],
        }
        for rescue in rescues
    ]

"""Why an order is planned as it is: this technician, this time, the others' prices, who cannot; or why it is not, and the ways out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY
from dispatch.planning.alternatives import Alternative, Decision, Reasons, reasons_in
from dispatch.planning.blocks import Block, Blocked
from dispatch.planning.day_values import AGREED, HALVES, PlannedOrder
from dispatch.planning.lanes import LOST, Lanes, Seated
from dispatch.planning.problem import Job, Problem
from dispatch.planning.relief import Relief, WayOut
from dispatch.planning.ways_out import ways_out
from dispatch.planning.why_time import Because, TimeReason, why_then
from dispatch.queries.masking import mask_name
from dispatch.storage.day import DayInput
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.running_day import RunningDay, Travel, problem_of, running_day
from dispatch.storage.technician import Technician

Line = dict[str, Any]
NEAR: Final = 60
"""Seconds: a price that is smaller is not said."""
_TAKEN: Final = frozenset({Relief.ASSIGN, Relief.WAIVER, Relief.OTHER_PERSON})
"""Ways out that are nothing but giving the order to that technician."""
_WINDOWS: Final = frozenset(
    {
        TimeReason.IN_WINDOW,
        TimeReason.OUTSIDE_WINDOW,
        TimeReason.WAITS_FOR_WINDOW,
        TimeReason.IN_PROMISED_TIME,
    }
)


def plan_reasons(session: Session, order_id: str, *, now: datetime, travel: Travel) -> dict[str, Any]:
    """Everything as codes with their data; `standing` says whether the planner has a say in the order at all."""
    order = session.get_one(Order, order_id)
    head = {
        "order_id": order.id,
        "number": order.number,
        "version": order.version,
        "zone": session.get_one(District, order.district_id).zone,
        "now": now.isoformat(),
    }
    if order.status not in PLANNABLE:
        standing = "under_way" if order.status in UNDER_WAY else "not_planned"
        return head | _nothing(standing)
    running = running_day(session, order.district_id, now, travel)
    asked = next((one for one in running.look.orders if one.id == order_id), None)
    job, problem = freed(running, order_id)
    if asked is None or job is None:
        return head | _nothing("later")
    keeper = asked.technician_id or (asked.announced if asked.taken else None)
    lanes = Lanes(problem, running.travel, running.plan, asked=order_id)
    crew = [technician.id for technician in running.look.technicians]
    found = reasons_in(lanes, job, crew=crew, held_by=keeper)
    own = next(one for one in running.day.problem.jobs if one.id == order_id)
    if keeper is not None:
        own = replace(own, technicians=frozenset({keeper}))
    if own != job:
        bound = replace(problem, jobs=tuple(own if one.id == order_id else one for one in problem.jobs))
        lanes = Lanes(bound, running.travel, lanes.plan, asked=order_id)
    outs = ways_out(lanes, own, freer=None if own == job else job)
    told = _Told(_names(session, running.look, found.blocked, found.seat, outs), asked, running.look)
    return head | told.answer(order, found, outs)


def _nothing(standing: str) -> dict[str, Any]:
    return {
        "standing": standing,
        "seat": None,
        "time": [],
        "decision": None,
        "possible": [],
        "blocked": [],
        "ways_out": [],
    }


def freed(running: RunningDay, order_id: str) -> tuple[Job | None, Problem]:
    """The order as anybody may have it, whoever has taken it, and the day with it so."""
    look, problem = running.look, running.day.problem
    own = next((job for job in problem.jobs if job.id == order_id), None)
    if own is None or not any(one.id == order_id and one.technician_id for one in look.orders):
        return own, problem
    alone = tuple(replace(one, technician_id=None) for one in look.orders if one.id == order_id)
    made = next(job for job in problem_of(replace(look, orders=alone)).problem.jobs if job.id == order_id)
    stocked = {part for shift in problem.shifts for part in shift.parts}
    freed = replace(
        made,
        location=own.location,
        tools=made.tools & frozenset(tool for shift in problem.shifts for tool in shift.tools),
        parts={part: count for part, count in made.parts.items() if part in stocked},
    )
    jobs = tuple(freed if job.id == order_id else job for job in problem.jobs)
    return freed, replace(problem, jobs=jobs)


def blocked_lines(
    session: Session, running: RunningDay, order_id: str, blocked: Sequence[Alternative]
) -> list[Line]:
    """A line for each of them: the technician, and the rule that keeps the order from them."""
    asked = next(one for one in running.look.orders if one.id == order_id)
    told = _Told(_names(session, running.look, blocked), asked, running.look)
    return [told.refusal(one) for one in blocked if one.blocked is not None]


@dataclass(frozen=True, slots=True)
class _Names:
    """Who and what the lines are about, by id."""

    people: Mapping[str, tuple[str, str | None]]
    orders: Mapping[str, tuple[str, str]]

    def person(self, technician_id: str | None) -> Line:
        if technician_id is None:
            return {}
        name, latin = self.people.get(technician_id, (technician_id, None))
        return {"technician_id": technician_id, "technician": name, "technician_en": latin}

    def other(self, order_id: str | None) -> Line:
        if order_id is None:
            return {}
        number, customer = self.orders.get(order_id, (order_id, order_id))
        return {"other_id": order_id, "other": customer, "other_number": number}


def _names(
    session: Session,
    look: DayInput,
    blocked: Iterable[Alternative],
    seat: Seated | None = None,
    outs: Sequence[WayOut] = (),
) -> _Names:
    ids = {way.other_id for way in outs}
    if seat is not None:
        ids |= {because.other_id for because in why_then(seat)}
    waits = {
        name
        for one in blocked
        if one.blocked and one.blocked.code is Block.WAITS
        for name in one.blocked.names
    }
    people = session.execute(
        select(Technician.id, Technician.name, Technician.name_en).where(
            Technician.id.in_([technician.id for technician in look.technicians])
        )
    )
    orders = session.execute(
        select(Order.id, Order.number, Order.customer_name).where(Order.id.in_({*ids, *waits} - {None}))
    )
    return _Names(
        {key: (name, latin) for key, name, latin in people},
        {key: (number, mask_name(customer)) for key, number, customer in orders},
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """The planner's values as lines of codes, instants and names."""

    names: _Names
    asked: PlannedOrder
    look: DayInput

    def answer(self, order: Order, found: Reasons, outs: Sequence[WayOut]) -> dict[str, Any]:
        seat = found.seat
        return {
            "standing": "unassigned" if seat is None else "planned",
            "seat": None if seat is None else self._seat(seat),
            "time": [] if seat is None else self._time(seat),
            "decision": self._decision(order, found),
            "possible": [self._possible(one, seat) for one in found.possible],
            "blocked": self._blocked(found.blocked),
            "ways_out": [self._way_out(way) for way in outs],
        }

    def _seat(self, seat: Seated) -> Line:
        return {
            **self.names.person(seat.shift.technician_id),
            "start_at": _instant(seat.start),
            "end_at": _instant(seat.finish),
            "travel_s": seat.travel,
            "overtime_s": seat.overtime,
            "breaks": self._breaks(seat.start, seat.finish),
        }

    def _breaks(self, start: int, finish: int) -> list[str]:
        """The promises that a visit then would break."""
        asked, broken = self.asked, []
        if asked.due_at is not None and _at(finish) > asked.due_at:
            broken.append("complete")
        if asked.agreed_at is not None:
            outside = abs(_at(start) - asked.agreed_at) > AGREED
        elif asked.booked_date is not None:
            opens, closes = (
                datetime.combine(asked.booked_date, clock, tzinfo=self.look.zone)
                for clock in HALVES[asked.booked_half]
            )
            outside = not opens <= _at(start) <= closes
        else:
            outside = False
        return [*broken, "arrive"] if outside else broken

    def _time(self, seat: Seated) -> list[Line]:
        """Windows are told only where the customer knows of one; else they are nothing but our calling hours."""
        told = self.asked.agreed_at is not None or self.asked.booked_date is not None
        return [self._because(one) for one in why_then(seat) if told or one.code not in _WINDOWS]

    def _because(self, because: Because) -> Line:
        line: Line = {"code": str(because.code), **self.names.other(because.other_id)}
        for name, value in (("at", because.at), ("until", because.until)):
            if value is not None:
                line[name] = _instant(value)
        if because.seconds is not None:
            line["seconds"] = because.seconds
        return line

    def _decision(self, order: Order, found: Reasons) -> Line | None:
        if found.decision is None or found.seat is None:
            return None
        line: Line = {"code": str(found.decision), "seconds": round(found.by)}
        line |= self.names.person(found.runner_up.technician_id if found.runner_up else None)
        if found.decision is Decision.LOST and found.runner_up and found.runner_up.seat:
            other = found.runner_up.seat
            line["breaks"] = self._breaks(other.start, other.finish)
        if found.decision is Decision.HELD:
            line["by"] = "desk" if order.pinned else str(order.status)
            line |= self.names.person(found.seat.shift.technician_id)
        return line

    def _possible(self, one: Alternative, seat: Seated | None) -> Line:
        assert one.seat is not None  # noqa: S101 - it is possible
        start, finish = one.seat.start, one.seat.finish
        broken = self._breaks(start, finish)
        if seat is not None:
            broken = [code for code in broken if code not in self._breaks(seat.start, seat.finish)]
        return {
            **self.names.person(one.technician_id),
            "start_at": _instant(start),
            "end_at": _instant(finish),
            "cost_s": round(one.cost),
            "lost": round(one.more.get(LOST, 0)),
            "more": [
                {"code": name, "seconds": round(price)}
                for name, price in sorted(one.more.items(), key=lambda item: -abs(item[1]))
                if name != LOST and abs(price) >= NEAR
            ],
            "breaks": broken,
        }

    def _blocked(self, blocked: Iterable[Alternative]) -> list[Line]:
        """By the rule that excludes them: all who share it in one line, the softest rule first."""
        lines: dict[tuple[Any, ...], Line] = {}
        for one in blocked:
            if one.blocked is None:
                continue
            block = one.blocked
            code = self._code(block, one.technician_id)
            key = (code, block.names, tuple(sorted(block.short.items())), block.over)
            line = lines.setdefault(key, {"code": code, **self._about(block), "technicians": []})
            line["technicians"].append(self.names.person(one.technician_id))
        return list(lines.values())

    def refusal(self, one: Alternative) -> Line:
        assert one.blocked is not None  # noqa: S101 - it is refused
        return {
            "technician_id": one.technician_id,
            "code": self._code(one.blocked, one.technician_id),
            **{name: value for name, value in self._about(one.blocked).items() if name != "technician_id"},
        }

    def _code(self, block: Blocked, technician_id: str) -> str:
        if block.code in {Block.EXCLUDED, Block.PERSON}:
            declined = technician_id in self.look.declined.get(self.asked.id, frozenset())
            return "declined" if declined else str(block.code)
        return str(block.code)

    def _about(self, block: Blocked) -> Line:
        line: Line = {}
        if block.code is Block.WAITS:
            return self.names.other(block.names[0])
        if block.code is Block.PERSON:
            return self.names.person(block.names[0] if block.names else None)
        if block.names:
            line["names"] = list(block.names)
        if block.short:
            line["short"] = dict(block.short)
        if block.over:
            line["over_s"] = block.over
        return line

    def _way_out(self, way: WayOut) -> Line:
        acts: list[Line] = [{"order_id": self.asked.id, "technician_id": way.technician_id}]
        if way.relief is Relief.MOVE_OTHER:
            acts.insert(0, {"order_id": way.other_id, "technician_id": way.other_technician_id})
        elif way.relief not in _TAKEN:
            acts = []
        back = max(
            (route.back for route in way.changed if route.shift_id == way.shift_id), default=way.finish
        )
        second = self.names.person(way.other_technician_id)
        return {
            "code": str(way.relief),
            **self.names.person(way.technician_id),
            **self.names.other(way.other_id),
            **{f"second_{name}": value for name, value in second.items()},
            "start_at": _instant(way.start),
            "end_at": _instant(way.finish),
            "back_at": _instant(back),
            "travel_s": way.travel,
            "cost_s": round(way.cost),
            "lost": way.lost,
            "seconds": way.seconds,
            "allowed_s": round(self.look.rules.overtime.total_seconds()),
            "names": list(way.names),
            "breaks": [
                code
                for code in self._breaks(way.start, way.finish)
                if code != "arrive" or way.relief is not Relief.OTHER_TIME  # agreed anew, nothing is missed
            ],
            "acts": acts,
        }


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _instant(seconds: int) -> str:
    return _at(seconds).isoformat()

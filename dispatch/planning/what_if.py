"""A day that might be: somebody away, overtime, one more technician, an order more or less, slower roads."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import numpy as np

from dispatch.planning.day_horizon import seconds
from dispatch.planning.day_values import PlannedOrder, PlannedTechnician
from dispatch.planning.problem import Problem, Shift
from dispatch.planning.rules import Rules
from dispatch.planning.travel import MatrixTravel

EXTRA = "extra:"
"""What the id of a technician or an order begins with who is only imagined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    technician_id: str
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """One more technician, who begins and ends at a place."""

    place: tuple[float, float]
    skills: frozenset[str]
    shift_start: time = time(8)
    shift_end: time = time(18)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreWork:
    """One more order."""

    place: tuple[float, float]
    duration: timedelta
    skills: frozenset[str]
    due_at: datetime | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    away: tuple[Away, ...] = ()
    overtime: timedelta | None = None
    helpers: tuple[Helper, ...] = ()
    added: tuple[MoreWork, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    travel_factor: float = 1.0

    @property
    def is_empty(self) -> bool:
        return self == WhatIf()


def rules_if(rules: Rules, given: WhatIf) -> Rules:
    return rules if given.overtime is None else replace(rules, overtime=given.overtime)


def technicians_if(technicians: Iterable[PlannedTechnician], given: WhatIf) -> tuple[PlannedTechnician, ...]:
    return (
        *technicians,
        *(
            PlannedTechnician(
                id=f"{EXTRA}{number}",
                home=helper.place,
                shift_start=helper.shift_start,
                shift_end=helper.shift_end,
                skills=helper.skills,
            )
            for number, helper in enumerate(given.helpers, start=1)
        ),
    )


def orders_if(
    orders: Iterable[PlannedOrder], given: WhatIf, running: dict[str, datetime | None]
) -> tuple[PlannedOrder, ...]:
    """Without the withdrawn ones, with the added ones; whoever is away cannot keep what they had taken.

    `running` says when each order begins in the running plan.
    """
    return (
        *(
            _released(order, given, running.get(order.id))
            for order in orders
            if order.id not in given.withdrawn
        ),
        *(
            PlannedOrder(
                id=f"{EXTRA}{number}",
                place=more.place,
                duration=more.duration,
                skills=more.skills,
                due_at=more.due_at,
                agreed_at=more.agreed_at,
            )
            for number, more in enumerate(given.added, start=1)
        ),
    )


def _released(order: PlannedOrder, given: WhatIf, start_at: datetime | None) -> PlannedOrder:
    if order.technician_id is None or order.fixed_until is not None:
        return order
    at = order.agreed_at or start_at
    gone = any(
        away.technician_id == order.technician_id and (at is None or away.from_at <= at < away.until_at)
        for away in given.away
    )
    return replace(order, technician_id=None) if gone else order


def shifts_if(problem: Problem, given: WhatIf) -> Problem:
    """Shifts without the spans in which their technicians are away; of one that is cut in two the longer part."""
    shifts: list[Shift] = []
    for shift in problem.shifts:
        left: Shift | None = shift
        for away in given.away:
            if left is not None and away.technician_id == shift.technician_id:
                left = _without(left, seconds(away.from_at), seconds(away.until_at))
        if left is not None:
            shifts.append(left)
    return replace(problem, shifts=tuple(shifts))


def _without(shift: Shift, since: int, until: int) -> Shift | None:
    if until <= shift.earliest or since >= shift.latest:
        return shift
    morning, evening = since - shift.earliest, shift.latest - until
    if max(morning, evening) <= 0:
        return None
    if morning >= evening:
        ends = None if shift.regular_end is None else min(shift.regular_end, since)
        kept = replace(shift, latest=since, regular_end=ends)
    else:
        kept = replace(shift, earliest=until)
    breaks = tuple(
        rest
        for rest in kept.breaks
        if all(kept.leaves_after <= w.end and w.start + rest.duration <= kept.latest for w in rest.windows)
    )
    return replace(kept, breaks=breaks)


def travel_if(travel: MatrixTravel, given: WhatIf) -> MatrixTravel:
    if given.travel_factor == 1:
        return travel
    slow = {
        name: np.rint(travel.table(name) * given.travel_factor).astype(np.int32) for name in travel.profiles
    }
    first, *others = slow
    return MatrixTravel(
        slow[first],
        profile=first,
        more={name: slow[name] for name in others},
        estimated=travel.estimated,
    )

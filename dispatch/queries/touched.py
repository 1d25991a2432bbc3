"""Changed routes as they are to be stored, and as they have to be found for that: what a rescue or a chosen place carries."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from dispatch.planning.day import DayProblem, stops_of
from dispatch.planning.plan import Plan, Route
from dispatch.planning.problem import Problem, Shift
from dispatch.planning.rescue import Rescue, RescueKind
from dispatch.storage.running_day import RunningDay


def date_of(shift: Shift) -> date:
    """The local day of a shift."""
    return date.fromisoformat(shift.id.rpartition("/")[2])


def rescue_by(
    running: RunningDay,
    problem: Problem,
    kind: RescueKind,
    technician_id: str,
    routes: Sequence[Route],
    *,
    start: int,
    finish: int,
    cost: float,
    travel: int,
    **more: Any,
) -> Rescue:
    """With the touched routes whole; they stand while they are as they were in this look."""
    day = DayProblem(problem, running.day.points, running.look.zone)
    shifts = {one.id: one for one in problem.shifts}
    touched = {(shifts[one.shift_id].technician_id, date_of(shifts[one.shift_id])) for one in routes}
    rows: dict[tuple[str, date], list[tuple[int, str]]] = {place: [] for place in sorted(touched)}
    for stop in running.look.running:
        if (place := (stop["technician_id"], stop["day"])) in rows:
            rows[place].append((stop["seq"], stop["order_id"]))
    before = {place: tuple(order_id for _, order_id in sorted(row)) for place, row in rows.items()}
    return Rescue(
        kind=kind,
        technician_id=technician_id,
        arrive_at=datetime.fromtimestamp(start, UTC),
        end_at=datetime.fromtimestamp(finish, UTC),
        cost_s=round(cost),
        extra_s=travel,
        stops=tuple(stops_of(day, Plan(routes=tuple(routes), unassigned=()))),
        before=before,
        versions={
            order_id: running.versions[order_id]
            for row in before.values()
            for order_id in row
            if order_id in running.versions
        },
        **more,
    )

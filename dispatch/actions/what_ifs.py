"""Answer what somebody wondered about: the running day is copied, changed, solved and compared."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField
from dispatch.actions.proposals import Proposed
from dispatch.orders.work import WORK
from dispatch.planning.day import DayProblem, plan_from, stops_of
from dispatch.planning.diff_json import difference_json
from dispatch.planning.explain import explain_unassigned
from dispatch.planning.hours import Hours
from dispatch.planning.plan import Plan
from dispatch.planning.plan_diff import diff
from dispatch.planning.standby import kept
from dispatch.planning.travel import MatrixTravel
from dispatch.planning.what_if import (
    Away,
    Helper,
    MoreWork,
    WhatIf,
    orders_if,
    rules_if,
    shifts_if,
    technicians_if,
    travel_if,
)
from dispatch.storage.day import DayInput
from dispatch.storage.order import Order
from dispatch.storage.running_day import problem_of
from dispatch.storage.slot_hold import is_hold
from technicians.skills import held, needed

Search = Callable[[DayProblem, MatrixTravel, Plan], Plan]
Roads = Callable[[tuple[tuple[float, float], ...]], MatrixTravel]


def read_what_if(given: Mapping[str, Any]) -> WhatIf:
    """What was asked, as stored; the web has checked its form."""
    overtime = given.get("overtime_min")
    read = WhatIf(
        away=tuple(
            Away(
                technician_id=one["technician_id"],
                from_at=datetime.fromisoformat(one["from_at"]),
                until_at=datetime.fromisoformat(one["until_at"]),
            )
            for one in given.get("away", ())
        ),
        overtime=None if overtime is None else timedelta(minutes=overtime),
        helpers=tuple(
            Helper(
                place=(one["lat"], one["lon"]),
                skills=held(one["skills"]),
                shift_start=time.fromisoformat(one["shift_start"]),
                shift_end=time.fromisoformat(one["shift_end"]),
            )
            for one in given.get("helpers", ())
        ),
        added=tuple(
            MoreWork(
                place=(one["lat"], one["lon"]),
                duration=timedelta(minutes=WORK[one["kind"]].duration_min),
                skills=needed(one["kind"]),
                due_at=_instant(one.get("due_at")),
                agreed_at=_instant(one.get("agreed_at")),
            )
            for one in given.get("added", ())
        ),
        withdrawn=frozenset(given.get("withdrawn", ())),
        travel_factor=float(given.get("travel_factor", 1)),
    )
    if read.is_empty:
        raise InvalidField("given", "something that is different", "nothing")
    return read


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def starts_of(session: Session, district_id: str) -> dict[str, datetime | None]:
    """When each planned order begins."""
    rows = session.execute(
        select(Order.id, Order.planned_start_at).where(
            Order.district_id == district_id, Order.planned_start_at.is_not(None)
        )
    )
    return dict(rows.all())


def imagine(
    look: DayInput,
    starts: dict[str, datetime | None],
    given: WhatIf,
    *,
    hours: Hours,
    roads: Roads,
    search: Search,
) -> Proposed:
    """The best plan of the imagined day, and its difference from the running plan in the day as it is."""
    day = problem_of(look, hours)
    travel = roads(day.points)
    running = kept(day.problem, travel, plan_from(day, look.running))
    other = replace(
        look,
        technicians=technicians_if(look.technicians, given),
        orders=orders_if(look.orders, given, starts),
        rules=rules_if(look.rules, given),
    )
    imagined = problem_of(other, hours)
    imagined = replace(imagined, problem=shifts_if(imagined.problem, given))
    slowed = travel_if(roads(imagined.points), given)
    plan = search(imagined, slowed, plan_from(imagined, look.running))
    return Proposed(
        base_version=look.base_version,
        stops=stops_of(imagined, plan),
        unassigned=unassigned_json(imagined, slowed, plan),
        difference=compared(day, running, imagined, plan, slowed, travel_before=travel),
    )


def compared(
    before: DayProblem,
    plan_before: Plan,
    after: DayProblem,
    plan_after: Plan,
    travel: MatrixTravel,
    *,
    travel_before: MatrixTravel | None = None,
) -> dict[str, Any]:
    found = diff(
        before.problem, plan_before, after.problem, plan_after, travel, travel_before=travel_before or travel
    )
    told = difference_json(found, before.problem, after.problem)
    # a slot that is held while somebody chooses is nobody's visit yet
    return told | {"changes": [one for one in told["changes"] if not is_hold(one["order_id"])]}


def unassigned_json(day: DayProblem, travel: MatrixTravel, plan: Plan) -> list[dict[str, str]]:
    """What found no place, and what blocks it; a slot that is only held is no order."""
    return [
        {"order_id": one.job_id, "reason": str(one.obstacle)}
        for one in explain_unassigned(day.problem, travel, plan)
        if not is_hold(one.job_id)
    ]

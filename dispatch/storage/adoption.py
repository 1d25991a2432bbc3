"""A part of a proposal upon the running plan: what goes along with the chosen orders, and the stops and tray that come of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.planning.adopt_part import Along, closure, days_of
from dispatch.planning.day import Running, Stop
from dispatch.storage.day import DayInput
from dispatch.storage.order import Order
from dispatch.storage.plan import Plan
from dispatch.storage.plan_proposal import PlanProposal
from dispatch.storage.slot_hold import is_hold

Day = tuple[str, date]
"""A technician's day."""


class NotChanged(ValueError):
    """The proposal says nothing of this order."""

    def __init__(self, order_id: str) -> None:
        super().__init__(order_id)
        self.order_id = order_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    order_ids: tuple[str, ...]
    """The chosen ones, then those that go along."""
    along: tuple[Along, ...]
    stops: tuple[Stop, ...]
    unassigned: tuple[dict[str, str], ...]

    @property
    def running(self) -> list[Running]:
        return [
            Running(
                order_id=stop["order_id"],
                technician_id=stop["technician_id"],
                day=stop["day"],
                seq=stop["seq"],
            )
            for stop in self.stops
        ]


def part_of(session: Session, row: PlanProposal, look: DayInput, chosen: Collection[str]) -> Part:
    """Raises NotChanged. `look` is the district as it is driven now, and the proposal was made for it."""
    running = driven(session, look)
    proposed = {stop["order_id"]: stop for stop in map(stop_of, row.stops) if not is_hold(stop["order_id"])}
    told = [change["order_id"] for change in row.difference["changes"] if not is_hold(change["order_id"])]
    for order_id in chosen:
        if order_id not in told:
            raise NotChanged(order_id)
    was, now = _days(running), _days(proposed)
    retimed = [
        one
        for one in was
        if one in now and was[one] == now[one] and running[one]["start_at"] != proposed[one]["start_at"]
    ]
    along = closure(was, now, chosen, retimed=retimed, waits={one.id: one.after for one in look.orders})
    order_ids = tuple(dict.fromkeys([*chosen, *(one.order_id for one in along)]))
    days = days_of(was, now, order_ids)
    stops = [stop for stop in proposed.values() if (stop["technician_id"], stop["day"]) in days]
    stops += [stop for stop in running.values() if (stop["technician_id"], stop["day"]) not in days]
    waiting = {one["order_id"]: one["reason"] for one in tray(session, look)}
    newly = {one["order_id"]: one["reason"] for one in row.unassigned}
    placed = {stop["order_id"] for stop in stops}
    homeless = {**waiting, **{one: newly[one] for one in order_ids if one in newly}}
    return Part(
        order_ids=order_ids,
        # who is only told another minute is no change that anybody has to be told of before
        along=tuple(one for one in along if one.order_id in told),
        stops=tuple(stops),
        unassigned=tuple(
            {"order_id": one, "reason": reason} for one, reason in homeless.items() if one not in placed
        ),
    )


def stop_of(one: Mapping[str, Any]) -> Stop:
    """What `stop_json` keeps."""
    stop = Stop(
        order_id=one["order_id"],
        technician_id=one["technician_id"],
        day=date.fromisoformat(one["day"]),
        seq=one["seq"],
        arrive_at=datetime.fromisoformat(one["arrive_at"]),
        start_at=datetime.fromisoformat(one["start_at"]),
        end_at=datetime.fromisoformat(one["end_at"]),
        travel_s=one["travel_s"],
    )
    if one.get("depot_at") is not None:
        stop["depot_at"] = datetime.fromisoformat(one["depot_at"])
    return stop


def driven(session: Session, look: DayInput) -> dict[str, Stop]:
    """The running plan as it stands in the orders."""
    rows = {
        row.id: row
        for row in session.scalars(
            select(Order).where(Order.id.in_([one["order_id"] for one in look.running]))
        )
    }
    found: dict[str, Stop] = {}
    for one in look.running:
        row = rows[one["order_id"]]
        if row.planned_arrive_at is None or row.planned_start_at is None or row.planned_end_at is None:
            continue
        found[row.id] = Stop(
            order_id=row.id,
            technician_id=one["technician_id"],
            day=one["day"],
            seq=one["seq"],
            arrive_at=row.planned_arrive_at,
            start_at=row.planned_start_at,
            end_at=row.planned_end_at,
            travel_s=row.planned_travel_s or 0,
        )
        if row.planned_depot_at is not None:
            found[row.id]["depot_at"] = row.planned_depot_at
    return found


def stop_json(stop: Stop) -> dict[str, Any]:
    """As a proposal keeps it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in stop.items()}


def _days(stops: Mapping[str, Stop]) -> dict[str, Day]:
    return {order_id: (stop["technician_id"], stop["day"]) for order_id, stop in stops.items()}


def tray(session: Session, look: DayInput) -> list[dict[str, str]]:
    """What the running plan has no place for, and why."""
    plan = session.get(Plan, (look.district_id, look.base_version))
    return [] if plan is None else list(plan.unassigned)

"""Make a plan the running one: assign who changed, tell whose time changed, refuse a plan that is out of date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dispatch.actions.errors import NotFound, StalePlan
from dispatch.actions.etas import in_jeopardy, roll_forward
from dispatch.actions.log import append, claim_name
from dispatch.actions.steps import take_step
from dispatch.orders.facts import Planned
from dispatch.orders.lifecycle import PLANNABLE, Status, Step
from dispatch.orders.people import SYSTEM, Actor
from dispatch.orders.timing import Timing
from dispatch.planning.day import Stop
from dispatch.storage.absence import away_of
from dispatch.storage.base import new_id
from dispatch.storage.day import TAKEN, due_times, plan_version
from dispatch.storage.district import District
from dispatch.storage.duty import borrowed_by
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.plan import Plan, PlanRequest
from dispatch.storage.slot_hold import is_hold
from dispatch.storage.technician import Technician
from technicians.absences import Absent

NEAR: Final = timedelta(minutes=1)
"""On the next day of work, a change of less is no news to anybody."""
FAR: Final = timedelta(minutes=15)
"""The same for the days after it."""
KEPT_RUNS: Final = 20


@dataclass(frozen=True, slots=True)
class StoredPlan:
    version: int
    bumped: int
    """By how much the plan itself raised the sum of the orders' versions."""
    changed: tuple[str, ...]
    """The orders whose technician or time changed."""


def request_plan(session: Session, district_id: str, *, actor: Actor, now: datetime) -> bool:
    """Ask the district's planner for a plan now; whether somebody was waiting for one already."""
    if session.get(District, district_id) is None:
        raise NotFound("district", district_id)
    claim_name(session, f"plan request {district_id}")
    under_way = session.get(PlanRequest, district_id) is not None
    session.merge(
        PlanRequest(district_id=district_id, requested_at=now, requested_by=f"{actor.role}:{actor.id}")
    )
    return under_way


def store_plan(
    session: Session,
    district_id: str,
    base_version: int,
    stops: Sequence[Stop],
    unassigned: Sequence[Mapping[str, str]],
    *,
    now: datetime,
    planned_since: datetime | None = None,
    stats: Mapping[str, Any] | None = None,
) -> StoredPlan:
    """Write the plan, unless another one came first; orders that are under way by now are left alone."""
    claim_name(session, f"plan {district_id}")
    current = plan_version(session, district_id)
    if current != base_version:
        raise StalePlan(current)
    unassigned = [one for one in unassigned if not is_hold(one["order_id"])]
    orders = _locked(session, district_id)
    before = sum(order.version for order in orders.values())
    zone = ZoneInfo(session.get_one(District, district_id).zone)
    lent = sorted(borrowed_by(session, district_id, now.astimezone(zone).date()))
    working = {  # held here, so that each step finds them in the session instead of reading them again
        technician.id: technician
        for technician in session.scalars(
            select(Technician).where(
                (Technician.district_id == district_id) | Technician.id.in_(lent), Technician.active
            )
        )
    }
    absent = away_of(session, working, now)
    due, _ = due_times(session, district_id)
    near_day = min((stop["day"] for stop in stops), default=None)
    changed: list[str] = []
    placed: set[str] = set()
    for stop in sorted(stops, key=lambda stop: (stop["day"], stop["technician_id"], stop["seq"])):
        order = orders.get(stop["order_id"])
        if (
            order is None
            or stop["technician_id"] not in working
            or not _may_move(order, stop["technician_id"], working, absent, now=now, since=planned_since)
        ):
            continue
        placed.add(order.id)
        threshold = NEAR if stop["day"] == near_day else FAR
        if _turns(session, order, stop, due.get(order.id)):
            threshold = timedelta(0)
        if _place(session, order, stop, threshold, now):
            changed.append(order.id)
    homeless = {one["order_id"]: one["reason"] for one in unassigned}
    changed += [
        order.id
        for order in orders.values()
        if order.id not in placed and _displace(session, order, homeless.get(order.id), now)
    ]
    version = current + 1
    asked = _answered(session, district_id, planned_since or now)
    note_run(session, district_id, version, stats={**(stats or {}), **asked}, unassigned=unassigned, now=now)
    session.flush()
    whose = {technician for one in changed if (technician := orders[one].technician_id) is not None}
    if whose:
        roll_forward(session, district_id, now, of=whose)
    bumped = sum(order.version for order in orders.values()) - before
    return StoredPlan(version, bumped, tuple(changed))


def _answered(session: Session, district_id: str, since: datetime) -> dict[str, Any]:
    """Who asked for the plan, if anybody did before it was begun: that wish is fulfilled."""
    request = session.get(PlanRequest, district_id, populate_existing=True)
    if request is None or request.requested_at > since:
        return {}
    session.delete(request)
    return {"asked": {"by": request.requested_by, "at": request.requested_at.isoformat()}}


def note_run(
    session: Session,
    district_id: str,
    version: int,
    *,
    stats: Mapping[str, Any],
    unassigned: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    """Keep what a run of the planner, or an insertion, says of itself, forget the oldest, and tell the board."""
    homeless = [dict(one) for one in unassigned]
    plan = Plan(
        district_id=district_id, version=version, created_at=now, stats=dict(stats), unassigned=homeless
    )
    session.add(plan)
    session.execute(delete(Plan).where(Plan.district_id == district_id, Plan.version <= version - KEPT_RUNS))
    post(
        session,
        Topic.PLAN,
        {
            "district_id": district_id,
            "version": version,
            "created_at": now.isoformat(),
            "unassigned": homeless,
            **({"roads": plan.roads} if plan.roads else {}),
        },
        due_at=now,
    )


def _locked(session: Session, district_id: str) -> dict[str, Order]:
    """The orders that a plan may touch, ours until the transaction ends, always locked in the same order."""
    found: Iterable[Order] = session.scalars(
        select(Order)
        .where(Order.district_id == district_id, Order.status.in_(sorted(PLANNABLE)))
        .order_by(Order.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {order.id: order for order in found}


def _may_move(
    order: Order,
    technician_id: str,
    working: Mapping[str, Technician],
    absent: Mapping[str, Sequence[Absent]],
    *,
    now: datetime,
    since: datetime | None,
) -> bool:
    """What a person decided stands, unless that person's technician is away: whom they chose, and who took the order
    while the planner was thinking (`since`; None: it did not look at all).
    """
    if order.technician_id == technician_id:
        return True
    if order.pinned or (order.status in TAKEN and (since is None or order.updated_at >= since)):
        if (keeper := order.technician_id) is None or keeper not in working:
            return True
        times = (now, order.agreed_at, order.planned_start_at)
        return any(away.covers(at) for away in absent.get(keeper, ()) for at in times if at is not None)
    return technician_id not in order.declined_by


def _turns(session: Session, order: Order, stop: Stop, due_at: datetime | None) -> bool:
    """Whether the visit comes into jeopardy by this plan, or out of it: that is news, however small the shift."""
    if order.planned_arrive_at is None or order.planned_end_at is None:
        return False

    def endangered(arrive_at: datetime, end_at: datetime) -> bool:
        return in_jeopardy(session, order, due_at, arrive_at, end_at)

    before = endangered(order.planned_arrive_at, order.planned_end_at)
    return before != endangered(stop["arrive_at"], stop["end_at"])


def _place(session: Session, order: Order, stop: Stop, threshold: timedelta, now: datetime) -> bool:
    reassigned = order.technician_id != stop["technician_id"] or order.status in (
        Status.ACCEPTED,
        Status.VISIT_FAILED,
    )
    if reassigned:
        take_step(
            session,
            order.id,
            Step.ASSIGN,
            {"technician_id": stop["technician_id"]},
            actor=SYSTEM,
            occurred_at=now,
            received_at=now,
            event_id=new_id(now, order.id, order.version, "assign"),
        )
    moved = (
        order.planned_arrive_at is None
        or order.planned_end_at is None
        or abs(order.planned_arrive_at - stop["arrive_at"]) >= threshold
        or abs(order.planned_end_at - stop["end_at"]) >= threshold
        or (order.planned_depot_at is None) != ("depot_at" not in stop)
    )
    order.planned_seq, order.planned_travel_s = stop["seq"], stop["travel_s"]
    if not moved:
        return False
    order.planned_arrive_at, order.planned_start_at = stop["arrive_at"], stop["start_at"]
    order.planned_end_at, order.planned_depot_at = stop["end_at"], stop.get("depot_at")
    _note(
        session,
        order,
        Planned(
            technician_id=order.technician_id,
            arrive_at=stop["arrive_at"],
            start_at=stop["start_at"],
            end_at=stop["end_at"],
        ),
        now,
    )
    return True


def _displace(session: Session, order: Order, reason: str | None, now: datetime) -> bool:
    """The plan has no place for it: it goes back to the tray, unless somebody has promised to do it."""
    if reason is not None and order.status is Status.ASSIGNED and not order.pinned:
        take_step(
            session,
            order.id,
            Step.UNASSIGN,
            {"reason": reason},
            actor=SYSTEM,
            occurred_at=now,
            received_at=now,
            event_id=new_id(now, order.id, order.version, "unassign"),
        )
        return True
    if order.planned_arrive_at is None:
        return False
    order.planned_arrive_at = order.planned_start_at = order.planned_end_at = None
    order.planned_travel_s = order.planned_seq = order.planned_depot_at = None
    _note(session, order, Planned(), now)
    return True


def _note(session: Session, order: Order, fact: Planned, now: datetime) -> None:
    append(session, order, fact, Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False))

"""The district's planner as the plan panel shows it: how it stands, the running plan in figures, what has no place and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.planning.standing import planner_standing
from dispatch.queries.masking import mask_name
from dispatch.queries.promises import instant
from dispatch.storage.order import Order
from dispatch.storage.plan import Plan, PlanRequest
from dispatch.storage.user import User

Line = dict[str, Any]


def planner_state(session: Session, district_id: str, now: datetime) -> Line:
    runs = session.scalars(
        select(Plan).where(Plan.district_id == district_id).order_by(Plan.version.desc())
    ).all()
    newest = runs[0] if runs else None
    searched = next((run for run in runs if "engine" in run.stats), None)
    engine = searched.stats["engine"] if searched else {}
    request = session.get(PlanRequest, district_id)
    return {
        "district_id": district_id,
        "standing": str(
            planner_standing(request.requested_at if request else None, engine.get("failed"), now)
        ),
        "failed": engine.get("failed"),
        "request": request
        and {"at": instant(request.requested_at), "by": who_asked(session, request.requested_by)},
        "plan": newest
        and {
            "version": newest.version,
            "created_at": instant(newest.created_at),
            "by_hand": newest is not searched,
            "asked": _asked(session, newest),
        },
        "search": searched
        and {
            "version": searched.version,
            "created_at": instant(searched.created_at),
            "seconds": engine.get("seconds"),
            "figures": (searched.stats.get("changes") or {}).get("after"),
        },
        "unassigned": _unassigned(session, newest),
    }


def _asked(session: Session, plan: Plan) -> Line | None:
    asked = plan.stats.get("asked")
    return asked and {"at": asked["at"], "by": who_asked(session, asked["by"])}


def who_asked(session: Session, key: str) -> Line:
    role, _, user_id = key.partition(":")
    return {"role": role, "name": session.scalar(select(User.name).where(User.id == user_id))}


def _unassigned(session: Session, plan: Plan | None) -> list[Line]:
    """Without the imagined and the ones that have found a technician since."""
    reasons = {one["order_id"]: one.get("reason") for one in plan.unassigned} if plan else {}
    found = session.scalars(
        select(Order).where(Order.id.in_(reasons), Order.technician_id.is_(None)).order_by(Order.number)
    )
    return [
        {
            "order_id": order.id,
            "number": order.number,
            "kind": str(order.kind),
            "customer": mask_name(order.customer_name),
            "reason": reasons[order.id],
        }
        for order in found
    ]

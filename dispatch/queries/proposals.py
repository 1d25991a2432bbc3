"""Proposed and imagined plans as a page shows them: what would change, for whom, and what it is worth."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.queries.promises import instant
from dispatch.storage.day import plan_version
from dispatch.storage.order import Order
from dispatch.storage.plan_proposal import PlanProposal, open_proposals


def proposals(session: Session, district_id: str) -> list[dict[str, Any]]:
    """The planner's open one and the what-ifs of the district that are not decided."""
    return [proposal_json(session, row) for row in open_proposals(session, district_id)]


def proposal_json(session: Session, row: PlanProposal) -> dict[str, Any]:
    difference = dict(row.difference)
    ids = [change["order_id"] for change in difference.get("changes", ())]
    numbers: dict[str, str] = dict(
        session.execute(select(Order.id, Order.number).where(Order.id.in_(ids))).all()
    )
    if difference:
        difference["changes"] = [
            {**change, "number": numbers.get(change["order_id"])} for change in difference["changes"]
        ]
    return {
        "id": row.id,
        "district_id": row.district_id,
        "origin": str(row.origin),
        "standing": str(row.standing),
        "created_at": instant(row.created_at),
        "asked_by": row.asked_by or None,
        "given": row.given,
        "base_version": row.base_version,
        "is_current": row.base_version == plan_version(session, row.district_id),
        "unassigned": row.unassigned,
        "difference": difference or None,
    }

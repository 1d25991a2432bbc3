"""Proposed and imagined plans as a page shows them: what would change, for whom, and what it is worth."""

from typing import Any

from sqlalchemy.orm import Session

from dispatch.queries.plan_changes import named_changes
from dispatch.queries.planner import who_asked
from dispatch.queries.promises import instant
from dispatch.storage.day import plan_version
from dispatch.storage.plan_proposal import PlanProposal, open_proposals


def proposals(session: Session, district_id: str) -> list[dict[str, Any]]:
    """The planner's open one and the what-ifs of the district that are not decided."""
    return [proposal_json(session, row) for row in open_proposals(session, district_id)]


def proposal_json(session: Session, row: PlanProposal) -> dict[str, Any]:
    difference = dict(row.difference)
    if difference:
        changes = difference.get("changes", ())
        named = named_changes(session, changes)
        difference["changes"] = [
            {"number": None, **change, **line} for change, line in zip(changes, named, strict=True)
        ]
    return {
        "id": row.id,
        "district_id": row.district_id,
        "origin": str(row.origin),
        "standing": str(row.standing),
        "created_at": instant(row.created_at),
        "asked_by": row.asked_by or None,
        "by": who_asked(session, row.asked_by) if row.asked_by else None,
        "given": row.given,
        "base_version": row.base_version,
        "is_current": row.base_version == plan_version(session, row.district_id),
        "unassigned": row.unassigned,
        "difference": difference or None,
    }

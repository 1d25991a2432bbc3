"""What adopting a part of a proposal would come to: what goes along, and the figures before and after."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dispatch.planning.day import plan_from
from dispatch.planning.diff_json import difference_json
from dispatch.planning.plan_diff import diff
from dispatch.storage.adoption import part_of
from dispatch.storage.plan_proposal import PlanProposal
from dispatch.storage.running_day import Travel, running_day


def adoption_json(
    session: Session, row: PlanProposal, order_ids: Collection[str], *, now: datetime, travel: Travel
) -> dict[str, Any]:
    """Raises `storage.adoption.NotChanged`. The figures are those of the day as it is now, spans in seconds."""
    running = running_day(session, row.district_id, now, travel)
    part = part_of(session, row, running.look, order_ids)
    problem = running.day.problem
    mixed = plan_from(running.day, part.running)
    found = difference_json(diff(problem, running.plan, problem, mixed, running.travel), problem, problem)
    return {
        "order_ids": list(part.order_ids),
        "because": [
            {"order_id": one.order_id, "with": one.with_id, "code": str(one.because)} for one in part.along
        ],
        **{name: found[name] for name in ("before", "after", "moved", "agreed_changed", "saved", "broken")},
    }

"""The district's planner: how it stands and what it made; plan now."""

from typing import Any, Final

from flask import Response
from marshmallow import fields

from dispatch.actions import plans
from dispatch.orders.people import DESK
from dispatch.queries.planner import planner_state
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, who
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "planner", __name__, url_prefix="/api/v1", description="The district's planner and its running plan."
)


class PlanRequestAnswer(Answer):
    district_id = fields.String(required=True)
    requested = fields.Boolean(required=True)
    under_way = fields.Boolean(
        required=True, metadata={"description": "somebody had asked already, and that plan is not there yet"}
    )


class PlannerAnswer(Answer):
    district_id = fields.String(required=True)
    standing = fields.String(
        required=True,
        metadata={"description": "idle, at_work, late (asked, and no answer for minutes) or failed"},
    )
    failed = fields.String(
        allow_none=True, required=True, metadata={"description": "why the last search made no plan, a code"}
    )
    request = fields.Dict(
        allow_none=True,
        required=True,
        metadata={"description": "`by` whom and `at` what time a plan is asked"},
    )
    plan = fields.Dict(
        allow_none=True,
        required=True,
        metadata={"description": "the running one: `version`, `created_at`, `by_hand`, who `asked`"},
    )
    search = fields.Dict(
        allow_none=True,
        required=True,
        metadata={
            "description": "the planner's last run: `version`, `created_at`, `seconds`, `figures` (spans in seconds)"
        },
    )
    unassigned = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "`order_id`, `number`, `kind`, `customer` and the planner's `reason`"},
    )


@BLUEPRINT.get("/districts/<id:district_id>/planner")
@may(*DESK)
@BLUEPRINT.response(200, PlannerAnswer)
def show_planner(district_id: str) -> Response:
    """Whether the planner is at work or failed, the running plan in figures, and what has no place in it."""
    with parts().database.read() as session:
        require_place(session, district_id, who())
        state: dict[str, Any] = planner_state(session, district_id, parts().clock.now())
    return reply(state)


@BLUEPRINT.post("/districts/<id:district_id>/plan-requests")
@may(*DESK)
@BLUEPRINT.response(202, PlanRequestAnswer)
def request_plan(district_id: str) -> Response:
    """Ask the district's planner to plan now; asked twice, it plans once. The plan arrives as a push and on the board."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        require_place(session, district_id, identity)
        under_way = plans.request_plan(session, district_id, actor=identity.actor, now=now)
    return reply({"district_id": district_id, "requested": True, "under_way": under_way}, 202)

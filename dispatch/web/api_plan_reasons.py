"""Why the planner did what it did: an order's technician and time, or what would get it a place; what a plan changed."""

from typing import Any, Final

from flask import Response, request
from marshmallow import fields

from dispatch.orders.people import DESK
from dispatch.queries.plan_changes import plan_changes
from dispatch.queries.plan_reasons import plan_reasons
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.api_orders import require_order
from dispatch.web.auth import may, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Choice
from dispatch.web.language import LANGUAGES, choose_language
from dispatch.web.parts import parts
from dispatch.web.plan_wording import worded_changes, worded_reasons
from dispatch.web.reasoning import reader_of

BLUEPRINT: Final = ApiBlueprint(
    "plan_reasons", __name__, url_prefix="/api/v1", description="The reasoning behind a plan."
)


class ReasonsQuery(Body):
    language = Choice(LANGUAGES)


class PlanReasonsAnswer(Answer):
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    version = fields.Integer(required=True)
    zone = fields.String(required=True)
    now = fields.AwareDateTime(required=True)
    standing = fields.String(
        required=True,
        metadata={
            "description": "planned, unassigned, or why the planner has no say: under_way, not_planned, later"
        },
    )
    text = fields.String(required=True)
    seat = fields.Dict(allow_none=True, required=True)
    time = fields.List(
        fields.Dict(), required=True, metadata={"description": "step by step: `code`, its data, and `text`"}
    )
    decision = fields.Dict(
        allow_none=True,
        required=True,
        metadata={"description": "what decided against the next best technician"},
    )
    possible = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "the other technicians, cheapest first: `cost_s` more than now in seconds of road, "
            "`more` by kind of cost, `lost` of the weight, `breaks`"
        },
    )
    blocked = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "the rules that exclude the rest, each with its `technicians`"},
    )
    ways_out = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "for what has no place or breaks a promise, each tried and checked, cheapest first; "
            "`acts` are the assignments that take it"
        },
    )


@BLUEPRINT.get("/orders/<id:order_id>/plan-reasons")
@may(*DESK)
@BLUEPRINT.arguments(ReasonsQuery, location="query")
@BLUEPRINT.response(200, PlanReasonsAnswer)
def explain_plan(query: dict[str, Any], order_id: str) -> Response:
    """Why this technician and this time and what others would cost; for an order without a place, what blocks it with whom and the ways out."""
    with parts().database.read() as session:
        require_order(session, order_id, who())
        story = plan_reasons(session, order_id, now=parts().clock.now(), travel=parts().travel)
    return reply(worded_reasons(story, reader_of(story, query.get("language") or choose_language(request))))


class TotalsAnswer(Answer):
    """One plan in figures; spans in seconds."""

    visits = fields.Integer(required=True)
    unassigned = fields.Integer(required=True)
    lost = fields.Integer(required=True)
    travel = fields.Integer(required=True)
    work = fields.Integer(required=True)
    overtime = fields.Integer(required=True)
    late = fields.Integer(required=True)
    late_visits = fields.Integer(required=True)
    agreed_missed = fields.Integer(required=True)


class PlanChangesAnswer(Answer):
    district_id = fields.String(required=True)
    version = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)
    zone = fields.String(required=True)
    now = fields.AwareDateTime(required=True)
    before = fields.Nested(TotalsAnswer, allow_none=True, required=True)
    after = fields.Nested(TotalsAnswer, allow_none=True, required=True)
    moved = fields.Integer(required=True)
    agreed_changed = fields.Integer(required=True)
    changes = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "each visit's `change` and `cause`, where it was and is, and `text`"},
    )


@BLUEPRINT.get("/districts/<id:district_id>/plans/<int:version>/changes")
@may(*DESK)
@BLUEPRINT.arguments(ReasonsQuery, location="query")
@BLUEPRINT.response(200, PlanChangesAnswer)
def show_plan_changes(query: dict[str, Any], district_id: str, version: int) -> Response:
    """What this plan changed against the one before it, visit by visit, and why; the newest plans are kept."""
    with parts().database.read() as session:
        require_place(session, district_id, who())
        found = plan_changes(session, district_id, version)
    if found is None:
        raise Problem(code="not-found")
    story = found | {"now": parts().clock.now().isoformat()}
    return reply(worded_changes(story, reader_of(story, query.get("language") or choose_language(request))))

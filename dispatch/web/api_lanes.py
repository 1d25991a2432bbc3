"""The lanes of the board: what a move would mean in every lane, and the days ahead at a glance."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response, request
from marshmallow import fields

from dispatch.orders.people import DESK
from dispatch.queries.foresight import foresight
from dispatch.queries.week import week
from dispatch.web import schemas
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import RescueAnswer, require_place
from dispatch.web.api_orders import require_order
from dispatch.web.auth import may, who
from dispatch.web.fields import Choice
from dispatch.web.language import LANGUAGES, choose_language
from dispatch.web.parts import parts
from dispatch.web.plan_wording import worded_refusal
from dispatch.web.reasoning import reader_of

BLUEPRINT: Final = ApiBlueprint(
    "lanes", __name__, url_prefix="/api/v1", description="Foresight while an order is moved, and the week."
)


class ForesightQuery(schemas.RescueQuery):
    language = Choice(LANGUAGES)


class ForeseenAnswer(RescueAnswer):
    overtime_s = fields.Integer(required=True, metadata={"description": "worked after the regular end"})


class RefusedAnswer(Answer):
    technician_id = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "the planner's rule"})
    text = fields.String(required=True)
    names = fields.List(fields.String(), metadata={"description": "skills, tools"})
    short = fields.Dict(metadata={"description": "parts and levels that are missing, and how many"})
    over_s = fields.Integer(metadata={"description": "the overtime with which it would do"})


class ForesightAnswer(Answer):
    order_id = fields.String(required=True)
    version = fields.Integer(required=True)
    zone = fields.String(required=True)
    now = fields.AwareDateTime(required=True)
    offers = fields.List(fields.Nested(ForeseenAnswer), required=True)
    refused = fields.List(fields.Nested(RefusedAnswer), required=True)


class CellAnswer(Answer):
    technician_id = fields.String(required=True)
    date = fields.Date(required=True)
    count = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    states = fields.Dict(required=True, metadata={"description": "how many visits, by their worst promise"})


class WeekAnswer(Answer):
    days = fields.List(fields.Date(), required=True)
    cells = fields.List(fields.Nested(CellAnswer), required=True)


@BLUEPRINT.get("/board/foresight")
@may(*DESK)
@BLUEPRINT.arguments(ForesightQuery, location="query")
@BLUEPRINT.response(200, ForesightAnswer)
def show_foresight(query: dict[str, Any]) -> Response:
    """For everybody who works here: what the order would cost in their lane, or the planner's rule that keeps it out."""
    with parts().database.read() as session:
        require_order(session, query["order"], who())
        story = foresight(
            session,
            query["order"],
            now=parts().clock.now(),
            travel=parts().travel,
            desks=parts().desks,
        )
    reader = reader_of(story, query.get("language") or choose_language(request))
    return reply(story | {"refused": [worded_refusal(line, reader) for line in story["refused"]]})


@BLUEPRINT.get("/board/week")
@may(*DESK)
@BLUEPRINT.arguments(schemas.BoardQuery, location="query")
@BLUEPRINT.response(200, WeekAnswer)
def show_week(query: dict[str, Any]) -> Response:
    """Seven days from a date on (today when none is named): each technician's visits, by day and how promises stand."""
    now = parts().clock.now()
    with parts().database.read() as session:
        district = require_place(session, query["district"], who())
        first = query.get("date") or now.astimezone(ZoneInfo(district.zone)).date()
        return reply(week(session, district.id, first, now=now))

"""Why a promise stands where it stands, in the reader's words: for the desk about an order, for a customer about theirs."""

from typing import Any, Final

from flask import Response, request
from marshmallow import fields

from dispatch.orders.people import STAFF, Role
from dispatch.queries.why import why
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import require_order
from dispatch.web.api_tracking import order_of
from dispatch.web.auth import may, who
from dispatch.web.fields import Body, Choice
from dispatch.web.language import LANGUAGES, choose_language
from dispatch.web.parts import parts
from dispatch.web.reasoning import reader_of, worded
from sla.policy import PromiseCode

BLUEPRINT: Final = ApiBlueprint(
    "why", __name__, url_prefix="/api/v1", description="The reasoning behind a promise."
)


class WhyQuery(Body):
    promise = Choice(tuple(str(code) for code in PromiseCode))
    language = Choice(LANGUAGES)


class ClockStoryAnswer(Answer):
    promise = fields.String(required=True)
    occasion = fields.Integer(required=True)
    state = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    met_at = fields.AwareDateTime(allow_none=True)
    broken_at = fields.AwareDateTime(allow_none=True)
    lines = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "`part` (basis, history), `code` with its data, and `text`: the sentence"},
    )


class WhyAnswer(Answer):
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    tier = fields.String(required=True)
    zone = fields.String(required=True)
    policy_version = fields.String(required=True)
    now = fields.AwareDateTime(required=True)
    promises = fields.List(fields.Nested(ClockStoryAnswer), required=True)


@BLUEPRINT.get("/orders/<id:order_id>/why")
@may(*STAFF)
@BLUEPRINT.arguments(WhyQuery, location="query")
@BLUEPRINT.response(200, WhyAnswer)
def explain_order(query: dict[str, Any], order_id: str) -> Response:
    """How each promise of the order was counted, what was computed anew because of what, and who was told what."""
    with parts().database.read() as session:
        require_order(session, order_id, who())
        story = why(session, order_id, now=parts().clock.now(), promise=query.get("promise"))
    return reply(worded(story, reader_of(story, query.get("language") or choose_language(request))))


@BLUEPRINT.get("/track/why")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(WhyQuery, location="query")
@BLUEPRINT.response(200, WhyAnswer)
def explain_own(query: dict[str, Any]) -> Response:
    """How each promise to me was counted, in my words."""
    order_id = order_of(who())
    language = query.get("language") or choose_language(request)
    with parts().database.read() as session:
        story = why(session, order_id, now=parts().clock.now(), promise=query.get("promise"), customer=True)
    return reply(worded(story, reader_of(story, language, customer=True)))

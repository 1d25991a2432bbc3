"""Adopt a proposed plan, whole or in part; what a part would come to is asked before."""

from typing import Any, Final

from flask import Response, request
from marshmallow import fields
from marshmallow.fields import List
from marshmallow.validate import Length

from dispatch.actions import proposals as deeds
from dispatch.actions.errors import NotAllowed, StalePlan
from dispatch.orders.people import DESK
from dispatch.queries.adoption import adoption_json
from dispatch.storage.adoption import NotChanged
from dispatch.storage.day import plan_version
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_plans import proposal_of_mine
from dispatch.web.auth import may, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, EventId, Ident, Whole
from dispatch.web.language import choose_language, say
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "adoption", __name__, url_prefix="/api/v1", description="A proposed plan becomes the one that is driven."
)
MOST: Final = 2000
REFUSED: Final = (
    "It is over (proposal-over), made for a plan that is over (stale-plan: a new one is under way), or what it stands"
    " on is only imagined (what-if-not-real, with the reason)."
)


class PartBody(Body):
    order_ids = List(Ident(), required=True, validate=Length(min=1, max=MOST))


class AdoptBody(Body):
    """Without `order_ids` all of it; the same event id again changes nothing and answers the same."""

    order_ids = List(Ident(), validate=Length(min=1, max=MOST))
    expected_version = Whole(
        least=0, most=2**31, metadata={"description": "of the running plan that was seen"}
    )
    event_id = EventId()


class BecauseAnswer(Answer):
    order_id = fields.String(required=True)
    with_id = fields.String(required=True, data_key="with", metadata={"description": "what draws it in"})
    code = fields.String(required=True, metadata={"description": "same_day or waits"})
    why = fields.String(required=True, metadata={"description": "in the reader's language"})


class PartAnswer(Answer):
    order_ids = fields.List(fields.String(), required=True, metadata={"description": "with what goes along"})
    because = fields.List(fields.Nested(BecauseAnswer), required=True)
    before = fields.Dict(required=True)
    after = fields.Dict(required=True)
    moved = fields.Integer(required=True)
    agreed_changed = fields.Integer(required=True)
    saved = fields.Integer(required=True)
    broken = fields.Integer(required=True)


class AdoptedAnswer(Answer):
    version = fields.Integer(required=True, metadata={"description": "of the plan that is running now"})
    changed = fields.List(fields.String(), required=True)


@BLUEPRINT.post("/proposals/<id:proposal_id>/closure")
@may(*DESK)
@BLUEPRINT.arguments(PartBody)
@BLUEPRINT.response(200, PartAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="Made for a plan that is over (stale-plan).")
@BLUEPRINT.alt_response(422, schema=ProblemAnswer, description="An order that the proposal does not change.")
def show_part(body: dict[str, Any], proposal_id: str) -> Response:
    """What has to go along with these orders and why, and the figures before and after; nothing is done."""
    language, now = choose_language(request), parts().clock.now()
    with parts().database.read() as session:
        row = proposal_of_mine(session, proposal_id)
        current = plan_version(session, row.district_id)
        if row.base_version != current or not row.difference:
            raise StalePlan(current)
        try:
            told = adoption_json(session, row, body["order_ids"], now=now, travel=parts().travel)
        except NotChanged as error:
            expected = "orders that the proposal changes"
            raise Problem(
                code="invalid-field", field="order_ids", expected=expected, got=error.order_id
            ) from error
    because = [
        {**one, "why": say(language, f"plan-along-{one['code'].replace('_', '-')}")}
        for one in told["because"]
    ]
    return reply({**told, "because": because})


@BLUEPRINT.post("/proposals/<id:proposal_id>/adopt")
@may(*DESK)
@BLUEPRINT.arguments(AdoptBody)
@BLUEPRINT.response(200, AdoptedAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=REFUSED)
def adopt(body: dict[str, Any], proposal_id: str) -> Response:
    """Make it the running plan; orders that were taken or set off for meanwhile stay where they are."""
    identity, now = who(), parts().clock.now()
    try:
        with parts().database.write() as session:
            proposal_of_mine(session, proposal_id)
            stored = deeds.adopt(session, proposal_id, actor=identity.actor, now=now, **body)
    except StalePlan:
        with parts().database.write() as session:
            deeds.refresh_stale(session, proposal_id, actor=identity.actor, now=now)
        raise
    except NotAllowed as refused:
        if refused.reason.startswith("proposal_"):
            raise Problem(code="proposal-over") from refused
        raise Problem(code="what-if-not-real", reason=refused.reason) from refused
    return reply({"version": stored.version, "changed": list(stored.changed)})


@BLUEPRINT.post("/proposals/<id:proposal_id>/undo")
@may(*DESK)
@BLUEPRINT.response(200, AdoptedAnswer)
@BLUEPRINT.alt_response(
    409,
    schema=ProblemAnswer,
    description="Not adopted, or an imagined day (proposal-over); or another plan came since (stale-plan).",
)
def undo(proposal_id: str) -> Response:
    """Drive again what was driven before it was adopted; the same again changes nothing."""
    identity, now = who(), parts().clock.now()
    try:
        with parts().database.write() as session:
            proposal_of_mine(session, proposal_id)
            stored = deeds.undo_adoption(session, proposal_id, actor=identity.actor, now=now)
    except NotAllowed as refused:
        raise Problem(code="proposal-over") from refused
    return reply({"version": stored.version, "changed": list(stored.changed)})

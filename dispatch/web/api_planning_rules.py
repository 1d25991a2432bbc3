"""What a district sets for its plans: for everybody at the desk to read, for its heads to change."""

from typing import Any, Final

from flask import Response
from marshmallow import fields

from dispatch.actions.errors import StaleVersion
from dispatch.actions.planning_rules import UnsoundRules, change_rules
from dispatch.orders.people import DESK
from dispatch.queries.planning_rules import planning_rules
from dispatch.storage.district import District
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.api_duties import HEADS
from dispatch.web.auth import may, who
from dispatch.web.errors import FieldProblem, Problem, echo, shorten
from dispatch.web.fields import Body, Document, EventId, Whole
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "planning-rules", __name__, url_prefix="/api/v1", description="What a district sets for its plans."
)


class RulesBody(Body):
    event_id = EventId(required=True)
    expected_version = Whole(0, 1_000_000_000, required=True)
    settings = Document(
        required=True,
        metadata={"description": "by name what is to be changed; null puts the default back"},
    )


class SettingAnswer(Answer):
    name = fields.String(required=True, metadata={"description": "as `settings` of a change names it"})
    group = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "number or choice"})
    unit = fields.String(required=True)
    value = fields.Raw(required=True, metadata={"description": "in force"})
    default = fields.Raw(required=True)
    least = fields.Integer(allow_none=True, required=True)
    most = fields.Integer(allow_none=True, required=True)
    choices = fields.List(fields.String(), required=True)


class ChangedAnswer(Answer):
    name = fields.String(required=True)
    old = fields.Raw(allow_none=True, required=True, metadata={"description": "none: the default"})
    new = fields.Raw(allow_none=True, required=True, metadata={"description": "none: the default"})


class RuleChangeAnswer(Answer):
    id = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.Dict(required=True)
    version = fields.Integer(required=True)
    changed = fields.List(fields.Nested(ChangedAnswer), required=True)


class RulesAnswer(Answer):
    district_id = fields.String(required=True)
    version = fields.Integer(required=True)
    settings = fields.List(fields.Nested(SettingAnswer), required=True)
    changes = fields.List(
        fields.Nested(RuleChangeAnswer), required=True, metadata={"description": "the newest first"}
    )


@BLUEPRINT.get("/districts/<id:district_id>/planning-rules")
@may(*DESK)
@BLUEPRINT.response(200, RulesAnswer)
def show_rules(district_id: str) -> Response:
    """Every setting: the value in force, its default, unit and range; and the last changes."""
    with parts().database.read() as session:
        return reply(planning_rules(session, require_place(session, district_id, who())))


@BLUEPRINT.put("/districts/<id:district_id>/planning-rules")
@may(*HEADS)
@BLUEPRINT.arguments(RulesBody)
@BLUEPRINT.response(200, RulesAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="Somebody else has changed them meanwhile.")
@BLUEPRINT.alt_response(422, schema=ProblemAnswer, description="Every setting that cannot be, by its name.")
def change(body: dict[str, Any], district_id: str) -> Response:
    """Plans are made so from now on, and one is asked for at once."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        district = require_place(session, district_id, identity)
        try:
            change_rules(
                session,
                district_id,
                body["settings"],
                version=body["expected_version"],
                actor=identity.actor,
                now=now,
                event_id=body["event_id"],
            )
        except StaleVersion:
            current = planning_rules(session, session.get_one(District, district_id))
            raise Problem(code="stale-rules", current=current) from None
        except UnsoundRules as unsound:
            raise Problem(
                code="invalid-field",
                errors=tuple(
                    FieldProblem(
                        field=echo(f"settings.{one.field}"),
                        code="unknown-field" if one.expected == "no such field" else "invalid-field",
                        expected=one.expected,
                        got=shorten(one.got),
                    )
                    for one in unsound.problems
                ),
            ) from None
        answer = planning_rules(session, district)
    parts().desks.forget(district_id)
    return reply(answer)

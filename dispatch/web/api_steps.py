"""Every step of one order as the page offers it: legal or why not, who may take it, and what it asks."""

from typing import Final

from flask import Response, request
from marshmallow import fields

from dispatch.actions.step_look import look_at_steps
from dispatch.orders.people import STAFF
from dispatch.storage.order import Order
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import require_order
from dispatch.web.auth import may, who
from dispatch.web.language import choose_language
from dispatch.web.parts import parts
from dispatch.web.step_json import declare_json, end_json, step_json

BLUEPRINT: Final = ApiBlueprint(
    "steps", __name__, url_prefix="/api/v1", description="Which steps an order may take, and what they ask."
)


class StepWhyAnswer(Answer):
    code = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "in the reader's language"})
    statuses = fields.List(fields.String(), metadata={"description": "from where it could be taken"})
    roles = fields.List(fields.String(), metadata={"description": "who could take it"})


class ChoiceAnswer(Answer):
    value = fields.String(required=True, allow_none=True)
    why = fields.Nested(StepWhyAnswer, required=True, allow_none=True)
    names = fields.Dict(metadata={"description": "what it is called, where it is no code"})


class FieldAnswer(Answer):
    name = fields.String(required=True)
    kind = fields.String(required=True)
    required = fields.Boolean(required=True)
    choices = fields.List(fields.Nested(ChoiceAnswer))
    least = fields.Integer()
    most = fields.Integer()
    default = fields.String()
    from_at = fields.AwareDateTime()
    to_at = fields.AwareDateTime()
    only_if = fields.Dict(metadata={"description": "asked only when another field has this value"})
    further_if = fields.Dict(metadata={"description": "with this value of another field `to_at` lies there"})


class StepLookAnswer(Answer):
    step = fields.String(required=True)
    legal = fields.Boolean(required=True)
    why = fields.Nested(StepWhyAnswer, required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    post = fields.String(required=True, metadata={"description": "below /api/v1"})
    asks = fields.List(fields.Nested(FieldAnswer), required=True)
    together = fields.List(fields.Dict(), metadata={"description": "values that only go together like this"})


class StepsAnswer(Answer):
    order_id = fields.String(required=True)
    version = fields.Integer(required=True)
    steps = fields.List(fields.Nested(StepLookAnswer), required=True)
    deeds = fields.List(
        fields.Nested(StepLookAnswer),
        required=True,
        metadata={"description": "what is done to the order's district or area and holds for it too"},
    )


@BLUEPRINT.get("/orders/<id:order_id>/steps")
@may(*STAFF)
@BLUEPRINT.response(200, StepsAnswer)
def show_steps(order_id: str) -> Response:
    """Every step of the life cycle for this order now: legal or why not, who may take it, and what it asks."""
    identity, language = who(), choose_language(request)
    now = parts().clock.now()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
        order = session.get_one(Order, order_id)
        looks = look_at_steps(session, order, actor=identity.actor, now=now)
        return reply(
            {
                "order_id": order_id,
                "version": order.version,
                "steps": [step_json(look, language, order_id) for look in looks],
                "deeds": [
                    declare_json(session, order, identity.role, now, language),
                    *end_json(session, order, identity.role, now, language),
                ],
            }
        )

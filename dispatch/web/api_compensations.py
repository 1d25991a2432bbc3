"""What broken promises cost us, handed to the billing system."""

from typing import Any, Final

from flask import Response
from marshmallow import fields

from dispatch.actions.compensations import export_ledger
from dispatch.orders.people import Role
from dispatch.web import schemas
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, who
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "compensations",
    __name__,
    url_prefix="/api/v1/compensations",
    description="The ledger of broken promises.",
)


class LedgerLineAnswer(Answer):
    """One line for the billing system: what it does not have yet of one entry."""

    id = fields.String(required=True)
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    external_ref = fields.String(required=True, allow_none=True)
    promise = fields.String(required=True)
    occasion = fields.Integer(required=True)
    amount_cents = fields.Integer(required=True)
    total_cents = fields.Integer(required=True)
    goodwill = fields.Boolean(required=True)
    policy_version = fields.String(required=True)
    exported_at = fields.AwareDateTime(required=True)


@BLUEPRINT.post("/export")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.arguments(schemas.LedgerBody)
@BLUEPRINT.response(200, LedgerLineAnswer(many=True))
def export(body: dict[str, Any]) -> Response:
    """The lines that billing does not have yet. They count as handed over from now on and are never taken back."""
    with parts().database.write() as session:
        require_place(session, body["district_id"], who())
        return reply(export_ledger(session, body["district_id"], parts().clock.now()))

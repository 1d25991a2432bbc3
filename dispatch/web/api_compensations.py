"""What broken promises cost us, handed to the billing system."""

from typing import Any, Final

from flask import Response

from dispatch.actions.compensations import export_ledger
from dispatch.orders.people import Role
from dispatch.web import answers, schemas
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


@BLUEPRINT.post("/export")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.arguments(schemas.LedgerBody)
@BLUEPRINT.response(200, answers.LedgerLineAnswer(many=True))
def export(body: dict[str, Any]) -> Response:
    """The lines that billing does not have yet. They count as handed over from now on and are never taken back."""
    with parts().database.write() as session:
        require_place(session, body["district_id"], who())
        return reply(export_ledger(session, body["district_id"], parts().clock.now()))

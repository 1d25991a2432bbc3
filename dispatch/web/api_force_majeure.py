"""Force majeure: declared for a district or an area by a manager, ended, and listed for the desk."""

from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy import select

from dispatch.actions import force_majeure
from dispatch.orders.people import DESK, Role
from dispatch.storage.force_majeure import Declaration
from dispatch.web import schemas
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "force_majeure", __name__, url_prefix="/api/v1/force-majeure", description="What nobody can work in."
)


class DeclarationAnswer(Answer):
    """Force majeure, as declared."""

    id = fields.String(required=True)
    district_id = fields.String(required=True)
    area_id = fields.String(required=True, allow_none=True)
    from_at = fields.AwareDateTime(required=True)
    until_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.String(required=True)
    declared_by = fields.String(required=True)
    declared_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


@BLUEPRINT.get("")
@may(*DESK)
@BLUEPRINT.arguments(schemas.AreaQuery, location="query")
@BLUEPRINT.response(200, DeclarationAnswer(many=True))
def list_declarations(query: dict[str, Any]) -> Response:
    """What was declared for a district, the newest first."""
    with parts().database.read() as session:
        require_place(session, query["district"], who())
        found = session.scalars(
            select(Declaration)
            .where(Declaration.district_id == query["district"])
            .order_by(Declaration.from_at.desc(), Declaration.id)
        ).all()
    return reply([declaration_json(each) for each in found])


@BLUEPRINT.post("")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.arguments(schemas.DeclarationBody)
@BLUEPRINT.response(201, DeclarationAnswer)
def declare(body: dict[str, Any]) -> Response:
    """Nobody can work there from then on, or since then: the completion of the orders concerned stands still."""
    identity = who()
    require_district(identity, body["district_id"])
    with parts().database.write() as session:
        declaration = force_majeure.declare(
            session,
            event_id=body["event_id"],
            district_id=body["district_id"],
            area_id=body.get("area_id"),
            from_at=body["from_at"],
            until_at=body.get("until_at"),
            reason=body["reason"],
            actor=identity.actor,
            now=parts().clock.now(),
        )
        return reply(declaration_json(declaration), 201)


@BLUEPRINT.post("/<id:declaration_id>/end")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.arguments(schemas.DeclarationEndBody)
@BLUEPRINT.response(200, DeclarationAnswer)
def end(body: dict[str, Any], declaration_id: str) -> Response:
    """It is over, now or since `ended_at`: every clock that stood still by it is judged anew."""
    identity = who()
    with parts().database.write() as session:
        known = session.get(Declaration, declaration_id)
        if known is None:
            raise Problem(code="not-found")
        require_district(identity, known.district_id)
        declaration = force_majeure.end(
            session,
            declaration_id,
            at=body.get("ended_at"),
            actor=identity.actor,
            now=parts().clock.now(),
        )
        return reply(declaration_json(declaration))


def declaration_json(declaration: Declaration) -> dict[str, Any]:
    return {
        "id": declaration.id,
        "district_id": declaration.district_id,
        "area_id": declaration.area_id,
        "from_at": declaration.from_at.isoformat(),
        "until_at": declaration.until_at.isoformat() if declaration.until_at else None,
        "reason": declaration.reason,
        "declared_by": declaration.declared_by,
        "declared_at": declaration.declared_at.isoformat(),
        "ended_at": declaration.ended_at.isoformat() if declaration.ended_at else None,
    }

"""What a district has learned from its done work, and what is in a technician's van."""

from typing import Any, Final

from flask import Response
from marshmallow import fields

from dispatch.actions import stock
from dispatch.orders.people import DESK, STAFF
from dispatch.queries.learned import learned_of
from dispatch.storage.technician import Technician
from dispatch.web import schemas
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "learned", __name__, url_prefix="/api/v1", description="What plans are made from: durations, roads, vans."
)


class EstimateAnswer(Answer):
    level = fields.String(
        required=True, metadata={"enum": ["kind", "area", "technician", "road", "part_of_day"]}
    )
    key = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    factor = fields.Float(
        required=True, metadata={"description": "actual / expected, beside the other levels"}
    )
    error_pct = fields.Float(required=True, metadata={"description": "standard error"})
    count = fields.Integer(required=True, metadata={"description": "learned from so many"})
    default_min = fields.Integer(required=True, allow_none=True)
    minutes = fields.Float(required=True, allow_none=True)
    spread_pct = fields.Float(
        required=True, allow_none=True, metadata={"description": "how much single ones differ"}
    )


class LearnedAnswer(Answer):
    district_id = fields.String(required=True)
    zone = fields.String(required=True)
    learned_at = fields.AwareDateTime(required=True, allow_none=True)
    visits = fields.Integer(required=True)
    roads = fields.Integer(required=True)
    percentile = fields.Integer(
        required=True, metadata={"description": "visits are planned with; 50 is the median"}
    )
    estimates = fields.List(fields.Nested(EstimateAnswer), required=True)


class StockAnswer(Answer):
    technician_id = fields.String(required=True)
    stock = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


@BLUEPRINT.get("/districts/<id:district_id>/learned")
@may(*DESK)
@BLUEPRINT.response(200, LearnedAnswer)
def show_learned(district_id: str) -> Response:
    """How long visits and roads really take, learned every night from completed visits, each with its error."""
    with parts().database.read() as session:
        require_place(session, district_id, who())
        return reply(learned_of(session, district_id))


@BLUEPRINT.post("/technicians/<id:technician_id>/stock")
@may(*STAFF)
@BLUEPRINT.arguments(schemas.StockBody)
@BLUEPRINT.response(200, StockAnswer)
def set_stock(body: dict[str, Any], technician_id: str) -> Response:
    """Say what is in a van now; without counts, that it was filled up to its load. Plans are made anew with it."""
    identity = who()
    with parts().database.write() as session:
        technician = session.get(Technician, technician_id)
        if technician is None:
            raise Problem(code="not-found")
        require_district(identity, technician.district_id)
        counted = stock.set_stock(
            session, technician_id, body.get("stock"), actor=identity.actor, now=parts().clock.now()
        )
    return reply({"technician_id": technician_id, "stock": counted})

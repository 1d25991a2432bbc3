"""What a district has learned from its done work, and what is in a technician's van."""

from typing import Any, Final

from flask import Response

from dispatch.actions import stock
from dispatch.orders.people import DESK, STAFF
from dispatch.queries.learned import learned_of
from dispatch.storage.technician import Technician
from dispatch.web import answers, schemas
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "learned", __name__, url_prefix="/api/v1", description="What plans are made from: durations, roads, vans."
)


@BLUEPRINT.get("/districts/<id:district_id>/learned")
@may(*DESK)
@BLUEPRINT.response(200, answers.LearnedAnswer)
def show_learned(district_id: str) -> Response:
    """How long visits and roads really take, learned every night from completed visits, each with its error."""
    with parts().database.read() as session:
        require_place(session, district_id, who())
        return reply(learned_of(session, district_id))


@BLUEPRINT.post("/technicians/<id:technician_id>/stock")
@may(*STAFF)
@BLUEPRINT.arguments(schemas.StockBody)
@BLUEPRINT.response(200, answers.StockAnswer)
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

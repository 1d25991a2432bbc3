"""The technician's phone: my day, and where I am."""

from typing import Any, Final

from flask import Response
from marshmallow import fields

from dispatch.actions import positions
from dispatch.orders.people import Role
from dispatch.web import schemas, views
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, empty, reply
from dispatch.web.auth import Identity, NotAllowed, may, who
from dispatch.web.order_answers import CardAnswer
from dispatch.web.parts import parts
from dispatch.web.security import csrf_for

BLUEPRINT: Final = ApiBlueprint(
    "my", __name__, url_prefix="/api/v1/my", description="A technician's own day."
)


class DayAnswer(Answer):
    now = fields.AwareDateTime(required=True)
    technician = fields.Dict(required=True)
    orders = fields.List(fields.Nested(CardAnswer), required=True)
    done = fields.List(fields.Nested(CardAnswer), required=True)
    csrf = fields.String()


@BLUEPRINT.get("/day")
@may(Role.TECHNICIAN)
@BLUEPRINT.response(200, DayAnswer)
def show_day() -> Response:
    """My orders of today and those carried over, in planned order, and what is done."""
    identity = who()
    with parts().database.read() as session:
        view = views.show_day(session, parts(), technician_of(identity))
    return reply({**view, "csrf": csrf_for(parts().settings.secret, identity.session)})


@BLUEPRINT.post("/position")
@may(Role.TECHNICIAN)
@BLUEPRINT.arguments(schemas.PositionBody)
@BLUEPRINT.response(204)
def report_position(body: dict[str, Any]) -> Response:
    """Where I am; customers see it only while I am on the way to them."""
    technician_id, now = technician_of(who()), parts().clock.now()
    with parts().database.read() as session:
        ahead = positions.destinations(session, technician_id)
        zone = positions.zone_of(session, technician_id)
    seen = body["lat"], body["lon"]
    left_s = {order_id: parts().travel.eta_s(seen, home, now, zone) for order_id, home in ahead.items()}
    with parts().database.write() as session:
        positions.report_position(
            session,
            technician_id,
            lat=body["lat"],
            lon=body["lon"],
            at=body["at"],
            received_at=now,
            left_s=left_s,
        )
    return empty()


def technician_of(identity: Identity) -> str:
    if identity.technician_id is None:
        raise NotAllowed("no_technician")
    return identity.technician_id

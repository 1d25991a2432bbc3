"""The places that an order could have in one lane, and putting it between the two visits that a person chose."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response
from marshmallow import fields

from dispatch.actions.errors import StalePlan, StaleVersion
from dispatch.actions.placing import place_order
from dispatch.actions.rescues import rescue_done
from dispatch.orders.people import DESK
from dispatch.queries.lane_places import lane_places, place_between
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.web import schemas
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_lanes import ForeseenAnswer
from dispatch.web.api_orders import conflict, read_card, require_order
from dispatch.web.auth import may, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Day, EventId, Ident, Whole
from dispatch.web.order_answers import CardAnswer
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "places", __name__, url_prefix="/api/v1", description="Where in a lane a visit stands."
)


class SeatsQuery(schemas.RescueQuery):
    technician = Ident(required=True)
    date = Day()


class SeatBody(Body):
    event_id = EventId(required=True)
    technician_id = Ident(required=True)
    date = Day()
    after_id = Ident()
    """The visit before it; none: it is the first."""
    before_id = Ident()
    """The visit behind it; none: it is the last."""
    expected_version = Whole(0, 2**31 - 1, required=True)


class SeatAnswer(Answer):
    after_id = fields.String(allow_none=True, required=True)
    before_id = fields.String(allow_none=True, required=True)
    offer = fields.Nested(
        ForeseenAnswer, allow_none=True, required=True, metadata={"description": "null: there is no room"}
    )


class SeatsAnswer(Answer):
    order_id = fields.String(required=True)
    version = fields.Integer(required=True)
    technician_id = fields.String(required=True)
    places = fields.List(fields.Nested(SeatAnswer), required=True)


class SeatedAnswer(Answer):
    order = fields.Nested(CardAnswer, required=True)
    replayed = fields.Boolean(required=True)


@BLUEPRINT.get("/board/places")
@may(*DESK)
@BLUEPRINT.arguments(SeatsQuery, location="query")
@BLUEPRINT.response(200, SeatsAnswer)
def show_places(query: dict[str, Any]) -> Response:
    """Every place in one technician's day (today when no date is named), in its order, with what each would mean."""
    now = parts().clock.now()
    with parts().database.read() as session:
        require_order(session, query["order"], who())
        order = session.get_one(Order, query["order"])
        zone = session.get_one(District, order.district_id).zone
        on = query.get("date") or now.astimezone(ZoneInfo(zone)).date()
        return reply(lane_places(session, order.id, query["technician"], on, now=now, desks=parts().desks))


@BLUEPRINT.post("/orders/<id:order_id>/place")
@may(*DESK)
@BLUEPRINT.arguments(SeatBody)
@BLUEPRINT.response(200, SeatedAnswer)
@BLUEPRINT.alt_response(
    409,
    schema=ProblemAnswer,
    description="Somebody was quicker: with the order (stale-version) or in the lane (place-gone); nothing is changed.",
)
def place(body: dict[str, Any], order_id: str) -> Response:
    """Give it to the technician and put it there. The same event id again changes nothing and answers as the first time."""
    identity, now = who(), parts().clock.now()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
        order = session.get_one(Order, order_id)
        district_id = order.district_id
        on = body.get("date") or now.astimezone(ZoneInfo(session.get_one(District, district_id).zone)).date()
        replayed = rescue_done(session, body["event_id"], order_id) is not None
        found = None
        if not replayed:
            found = place_between(
                session,
                order_id,
                body["technician_id"],
                on,
                after_id=body.get("after_id"),
                before_id=body.get("before_id"),
                now=now,
                desks=parts().desks,
            )
    if replayed:
        return reply({"order": read_card(order_id, identity), "replayed": True})
    if found is None:
        parts().desks.forget(district_id)
        raise Problem(code="place-gone", kept="order", current=read_card(order_id, identity))
    try:
        with parts().database.write() as session:
            place_order(
                session,
                order_id,
                found,
                actor=identity.actor,
                now=now,
                event_id=body["event_id"],
                expected_version=body["expected_version"],
            )
    except StaleVersion as refused:
        raise conflict(refused, read_card(order_id, identity)) from refused
    except StalePlan as moved_on:
        raise Problem(code="place-gone", kept="order", current=read_card(order_id, identity)) from moved_on
    finally:
        parts().desks.forget(district_id)
    return reply({"order": read_card(order_id, identity), "replayed": False})

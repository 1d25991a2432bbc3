"""The dispatcher's board: the district's day, what changed since, what would save an order; places."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response
from marshmallow import fields
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.people import DESK, STAFF
from dispatch.storage.district import Area, District
from dispatch.storage.order import Order
from dispatch.web import schemas, views
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.auth import Identity, may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.order_answers import CardAnswer
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "board", __name__, url_prefix="/api/v1", description="The district's day and its places."
)


class BoardAnswer(Answer):
    now = fields.AwareDateTime(required=True)
    zone = fields.String(required=True)
    district = fields.Dict(required=True)
    areas = fields.List(fields.Dict(), required=True)
    technicians = fields.List(fields.Dict(), required=True)
    orders = fields.List(fields.Nested(CardAnswer), required=True)
    plan = fields.Dict(required=True, allow_none=True)
    figures = fields.Dict(required=True)


class ChangesAnswer(Answer):
    orders = fields.List(fields.Nested(CardAnswer), required=True)
    gone = fields.List(fields.String(), required=True)
    plan_version = fields.Integer(allow_none=True)


class RescueAnswer(Answer):
    technician_id = fields.String(required=True)
    extra_s = fields.Integer(required=True)
    arrive_at = fields.AwareDateTime(required=True)
    breaks = fields.List(fields.String(), required=True)
    moves = fields.Integer(
        required=True,
        metadata={"description": "visits that make room, promised to nobody; taken by `POST …/insertions`"},
    )
    key = fields.String(allow_none=True, required=True)


class DistrictAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String()
    zone = fields.String(required=True)


class AreaAnswer(Answer):
    id = fields.String(required=True)
    district_id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String()
    tier = fields.String(required=True)
    serviceable = fields.Boolean(required=True)
    reason = fields.String(allow_none=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    urban = fields.Boolean()


@BLUEPRINT.get("/board")
@may(*DESK)
@BLUEPRINT.arguments(schemas.BoardQuery, location="query")
@BLUEPRINT.response(200, BoardAnswer)
def show_board(query: dict[str, Any]) -> Response:
    """Everything that the board of a district shows for a day (today when none is named)."""
    now = parts().clock.now()
    with parts().database.read() as session:
        district = require_place(session, query["district"], who())
        day = query.get("date") or now.astimezone(ZoneInfo(district.zone)).date()
        return reply(views.show_board(session, parts(), district.id, day))


@BLUEPRINT.post("/board/changes")
@may(*DESK)
@BLUEPRINT.arguments(schemas.ChangesBody)
@BLUEPRINT.response(200, ChangesAnswer)
def show_changes(body: dict[str, Any]) -> Response:
    """The orders that are newer than what the page has, and those that it should drop."""
    with parts().database.read() as session:
        require_place(session, body["district"], who())
        return reply(views.newer_on_board(session, parts(), body["district"], body["date"], body["have"]))


@BLUEPRINT.get("/board/rescues")
@may(*DESK)
@BLUEPRINT.arguments(schemas.RescueQuery, location="query")
@BLUEPRINT.response(200, RescueAnswer(many=True))
def show_rescues(query: dict[str, Any]) -> Response:
    """Who could take the order, the cheapest first, and which promises that would break."""
    with parts().database.read() as session:
        order = session.get(Order, query["order"])
        if order is None:
            raise Problem(code="not-found")
        require_district(who(), order.district_id)
        return reply(views.show_rescues(session, parts(), order.id))


@BLUEPRINT.get("/districts")
@may(*STAFF)
@BLUEPRINT.response(200, DistrictAnswer(many=True))
def list_districts() -> Response:
    """The districts that I may see."""
    identity = who()
    with parts().database.read() as session:
        districts = session.scalars(select(District).order_by(District.id)).all()
    return reply(
        [
            {"id": d.id, "name": d.name, "name_en": d.name_en, "zone": d.zone}
            for d in districts
            if identity.sees_district(d.id)
        ]
    )


@BLUEPRINT.get("/areas")
@may(*STAFF)
@BLUEPRINT.arguments(schemas.AreaQuery, location="query")
@BLUEPRINT.response(200, AreaAnswer(many=True))
def list_areas(query: dict[str, Any]) -> Response:
    """The areas of a district: tier, and whether there is service."""
    with parts().database.read() as session:
        require_place(session, query["district"], who())
        areas = session.scalars(
            select(Area).where(Area.district_id == query["district"]).order_by(Area.id)
        ).all()
    return reply(
        [
            {
                "id": a.id,
                "district_id": a.district_id,
                "name": a.name,
                "name_en": a.name_en,
                "tier": a.tier,
                "serviceable": a.serviceable,
                "reason": a.reason,
                "lat": a.lat,
                "lon": a.lon,
                "urban": a.urban,
            }
            for a in areas
        ]
    )


def require_place(session: Session, district_id: str, identity: Identity) -> District:
    """The district, if it exists and is this person's."""
    require_district(identity, district_id)
    district = session.get(District, district_id)
    if district is None:
        raise Problem(code="not-found")
    return district

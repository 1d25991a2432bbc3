"""Trying a step or a merge before it is taken, and where a corrected address lies; nothing is done."""

from datetime import datetime
from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import IllegalStep
from dispatch.actions.orders import nearest_area
from dispatch.actions.step_trial import Stand, try_merge, try_step
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import DESK
from dispatch.storage.district import Area
from dispatch.storage.order import Order
from dispatch.travel.geocode import NoAnswer, NoPlace
from dispatch.web import schemas
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import conflict, read_card, require_order
from dispatch.web.auth import may, who
from dispatch.web.fields import Body, Choice, Facts, Ident, Text
from dispatch.web.order_answers import CardAnswer
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "step-trials", __name__, url_prefix="/api/v1", description="What a step would change, before it is taken."
)


class TrialBody(Body):
    step = Choice(schemas.STEPS, required=True)
    data = Facts(load_default=dict)


class MergeTrialBody(Body):
    order_id = Ident(required=True)


class PlaceQuery(Body):
    address = Text(most=300, required=True)
    area = Ident()


class ClockChange(Answer):
    promise = fields.String(required=True)
    occasion = fields.Integer(required=True)
    was = fields.Dict(required=True, allow_none=True)
    now = fields.Dict(required=True, allow_none=True)


class TrialAnswer(Answer):
    status = fields.String(required=True)
    tier = fields.String(required=True)
    was_tier = fields.String(required=True)
    leaves_plan = fields.Boolean(required=True)
    ends_agreement = fields.Boolean(required=True)
    promises = fields.List(fields.Nested(ClockChange), required=True)


class MergeTrialAnswer(Answer):
    kept_id = fields.String(required=True)
    closed_id = fields.String(required=True)
    orders = fields.List(fields.Nested(CardAnswer), required=True)


class StepPlaceAnswer(Answer):
    area_id = fields.String(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    found_by = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "provider, or area: the middle of the area that was named or is in the text"
        },
    )


@BLUEPRINT.post("/orders/<id:order_id>/steps/trial")
@may(*DESK)
@BLUEPRINT.arguments(TrialBody)
@BLUEPRINT.response(200, TrialAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="Illegal, with the current state.")
def show_trial(body: dict[str, Any], order_id: str) -> Response:
    """What the step would change, or why it would be refused; nothing is done."""
    identity = who()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
    try:
        trial = try_step(
            parts().database,
            order_id,
            Step(body["step"]),
            body["data"],
            actor=identity.actor,
            now=parts().clock.now(),
        )
    except IllegalStep as refused:
        raise conflict(refused, read_card(order_id, identity)) from refused
    before, after = trial.before, trial.after
    return reply(
        {
            "status": str(after.status),
            "tier": after.tier,
            "was_tier": before.tier,
            "leaves_plan": before.planned_start_at is not None and after.planned_start_at is None,
            "ends_agreement": before.agreed_at is not None and after.agreed_at is None,
            "promises": _changes(before, after),
        }
    )


@BLUEPRINT.post("/orders/<id:order_id>/merge/trial")
@may(*DESK)
@BLUEPRINT.arguments(MergeTrialBody)
@BLUEPRINT.response(200, MergeTrialAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="One of the two cannot be closed any more.")
def show_merge(body: dict[str, Any], order_id: str) -> Response:
    """Both orders, and which of them would go on for both; nothing is done."""
    identity = who()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
        require_order(session, body["order_id"], identity)
    try:
        kept_id, closed_id = try_merge(
            parts().database, order_id, body["order_id"], actor=identity.actor, now=parts().clock.now()
        )
    except IllegalStep as refused:
        raise conflict(refused, read_card(order_id, identity)) from refused
    orders = [read_card(each, identity) for each in (kept_id, closed_id)]
    return reply({"kept_id": kept_id, "closed_id": closed_id, "orders": orders})


@BLUEPRINT.get("/orders/<id:order_id>/place")
@may(*DESK)
@BLUEPRINT.arguments(PlaceQuery, location="query")
@BLUEPRINT.response(200, StepPlaceAnswer)
def find_place(query: dict[str, Any], order_id: str) -> Response:
    """Where an address lies: as the provider says, else the middle of its area; null: say the area."""
    identity = who()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
        district_id = session.get_one(Order, order_id).district_id
    geocode = parts().geocode
    try:
        provided = geocode(query["address"]) if geocode is not None else None  # outside any transaction
    except (NoPlace, NoAnswer):
        provided = None
    with parts().database.read() as session:
        if provided is not None:
            lat, lon = provided
            area = nearest_area(session, district_id, lat, lon)
            return reply({"area_id": area.id, "lat": lat, "lon": lon, "found_by": "provider"})
        named = _area_named(session, district_id, query["address"], query.get("area"))
    if named is None:
        return reply({"area_id": None, "lat": None, "lon": None, "found_by": None})
    return reply({"area_id": named.id, "lat": named.lat, "lon": named.lon, "found_by": "area"})


def _area_named(session: Session, district_id: str, address: str, area_id: str | None) -> Area | None:
    areas = session.scalars(select(Area).where(Area.district_id == district_id).order_by(Area.id)).all()
    if area_id is not None:
        return next((area for area in areas if area.id == area_id), None)
    text = address.casefold()
    within = [
        (len(name), area)
        for area in areas
        for name in (area.name, area.name_en)
        if name and name.casefold() in text
    ]
    return max(within, key=lambda pair: pair[0])[1] if within else None


def _changes(before: Stand, after: Stand) -> list[dict[str, Any]]:
    """Promises that the step begins, ends or moves."""
    found = []
    for key in sorted({*before.promises, *after.promises}):
        was, now = before.promises.get(key), after.promises.get(key)
        if was != now:
            found.append({"promise": key[0], "occasion": key[1], "was": _clock(was), "now": _clock(now)})
    return found


def _clock(clock: tuple[str, datetime | None] | None) -> dict[str, Any] | None:
    if clock is None:
        return None
    return {"state": clock[0], "due_at": clock[1].isoformat() if clock[1] else None}

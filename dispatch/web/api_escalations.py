"""The inbox of escalations: what rang for the reader's role; taking it, handing it over, saying what was done."""

from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions import escalations as deeds
from dispatch.orders.people import DESK
from dispatch.queries.escalations import colleagues, escalations
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import require_order
from dispatch.web.auth import Identity, may, require_district, who
from dispatch.web.fields import Body, Ident, Text, Whole
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "escalations", __name__, url_prefix="/api/v1", description="The rungs that rang, and who has them."
)
MOVED_ON: Final = "Somebody was faster (escalation-moved-on) or it is settled (escalation-over)."


class EscalationsQuery(Body):
    district = Ident()


class TakeBody(Body):
    version = Whole(0, 1_000_000, required=True)


class HandBody(TakeBody):
    to = Ident(required=True)


class SettleBody(TakeBody):
    what = Text(least=1, most=200, required=True)


class WhoAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)


class ColleagueAnswer(WhoAnswer):
    role = fields.String(required=True)


class OtherRungAnswer(Answer):
    rung = fields.String(required=True)
    owner = fields.Nested(WhoAnswer, allow_none=True, required=True)
    done_at = fields.AwareDateTime(allow_none=True, required=True)


class EscalationAnswer(Answer):
    key = fields.String(required=True)
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    district_id = fields.String(required=True)
    kind = fields.String(required=True)
    customer = fields.String(required=True)
    address = fields.String(required=True)
    technician = fields.Dict(allow_none=True, required=True)
    promise = fields.String(required=True)
    rung = fields.String(required=True)
    percent = fields.Integer(
        required=True, metadata={"description": "of the counted time that was over when it rang"}
    )
    state = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    owner = fields.Nested(WhoAnswer, allow_none=True, required=True)
    taken_at = fields.AwareDateTime(allow_none=True, required=True)
    handed_by = fields.Nested(WhoAnswer, allow_none=True, required=True)
    done_at = fields.AwareDateTime(allow_none=True, required=True)
    done_by = fields.Nested(WhoAnswer, allow_none=True, required=True)
    what = fields.String(required=True)
    version = fields.Integer(required=True)
    others = fields.List(
        fields.Nested(OtherRungAnswer),
        required=True,
        metadata={"description": "what became of the other rungs of the same clock"},
    )


class InboxAnswer(Answer):
    escalations = fields.List(fields.Nested(EscalationAnswer), required=True)
    people = fields.List(
        fields.Nested(ColleagueAnswer), required=True, metadata={"description": "to whom one may be handed"}
    )


@BLUEPRINT.get("/escalations")
@may(*DESK)
@BLUEPRINT.arguments(EscalationsQuery, location="query")
@BLUEPRINT.response(200, InboxAnswer)
def list_escalations(query: dict[str, Any]) -> Response:
    """What rang for my role or is in my hands, in one district or in all that I see."""
    identity = who()
    with parts().database.read() as session:
        return reply(_inbox(session, identity, query.get("district")))


@BLUEPRINT.post("/escalations/<id:key>/take")
@may(*DESK)
@BLUEPRINT.arguments(TakeBody)
@BLUEPRINT.response(200, InboxAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=MOVED_ON)
def take(body: dict[str, Any], key: str) -> Response:
    """I have it."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        _require(session, key, identity)
        row = deeds.take(session, key, version=body["version"], actor=identity.actor, now=now)
        return reply(_inbox(session, identity, _district_of(session, row.order_id)))


@BLUEPRINT.post("/escalations/<id:key>/hand-over")
@may(*DESK)
@BLUEPRINT.arguments(HandBody)
@BLUEPRINT.response(200, InboxAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=MOVED_ON)
def hand_over(body: dict[str, Any], key: str) -> Response:
    """Somebody else at the desk has it from now on."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        _require(session, key, identity)
        row = deeds.hand_over(
            session, key, body["to"], version=body["version"], actor=identity.actor, now=now
        )
        return reply(_inbox(session, identity, _district_of(session, row.order_id)))


@BLUEPRINT.post("/escalations/<id:key>/settle")
@may(*DESK)
@BLUEPRINT.arguments(SettleBody)
@BLUEPRINT.response(200, InboxAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=MOVED_ON)
def settle(body: dict[str, Any], key: str) -> Response:
    """What was done about it."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        _require(session, key, identity)
        row = deeds.settle(session, key, body["what"], version=body["version"], actor=identity.actor, now=now)
        return reply(_inbox(session, identity, _district_of(session, row.order_id)))


def seen_districts(session: Session, identity: Identity) -> list[str]:
    return [
        one
        for one in session.scalars(select(District.id).order_by(District.id))
        if identity.sees_district(one)
    ]


def _inbox(session: Session, identity: Identity, district_id: str | None) -> dict[str, Any]:
    if district_id is not None:
        require_district(identity, district_id)
    places = [district_id] if district_id is not None else seen_districts(session, identity)
    found = escalations(
        session, places, role=identity.role, user_id=identity.user_id, now=parts().clock.now()
    )
    return {"escalations": found, "people": colleagues(session, places)}


def _require(session: Session, key: str, identity: Identity) -> None:
    require_order(session, deeds.read_key(key)[0], identity)


def _district_of(session: Session, order_id: str) -> str:
    return session.get_one(Order, order_id).district_id

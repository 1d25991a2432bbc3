"""What would save an order's promises, a way of each kind; doing exactly the one that was shown, and taking it back."""

from datetime import datetime
from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy.orm import Session

from dispatch.actions import rescues as deeds
from dispatch.actions.errors import StalePlan
from dispatch.orders.people import DESK
from dispatch.planning.rescue import Rescue, RescueKind
from dispatch.queries.rescue_kinds import rescue_kinds, rescues_json
from dispatch.storage.order import Order
from dispatch.storage.rescue import RescueDone
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import require_order
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, EventId, Ident
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "rescues", __name__, url_prefix="/api/v1", description="What would save a promise, and doing it."
)


class RescueBody(Body):
    event_id = EventId(required=True)
    key = Ident(required=True)
    """The rescue as it was shown."""


class RescuerAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(allow_none=True)


class OtherAnswer(Answer):
    id = fields.String(required=True)
    number = fields.String(required=True)
    customer = fields.String(required=True)


class WayAnswer(Answer):
    kind = fields.Enum(RescueKind, by_value=True, required=True)
    key = fields.String(required=True)
    technician = fields.Nested(RescuerAnswer, allow_none=True, required=True)
    arrive_at = fields.AwareDateTime(allow_none=True, required=True)
    end_at = fields.AwareDateTime(allow_none=True, required=True)
    extra_s = fields.Integer(required=True, metadata={"description": "more road than without it"})
    cost_s = fields.Integer(
        required=True, metadata={"description": "everything together, in seconds of road"}
    )
    saves = fields.List(fields.String(), required=True)
    breaks = fields.List(fields.String(), required=True)
    minutes = fields.Integer(
        required=True, metadata={"description": "of overtime that it grants for the day"}
    )
    agreed_at = fields.AwareDateTime(
        allow_none=True, required=True, metadata={"description": "the new time that the customer is told"}
    )
    district = fields.Nested(
        RescuerAnswer,
        allow_none=True,
        required=True,
        metadata={"description": "whose technician is borrowed for the day"},
    )
    other_technician = fields.Nested(RescuerAnswer, allow_none=True, required=True)
    others = fields.List(
        fields.Nested(OtherAnswer),
        required=True,
        metadata={"description": "orders that change technicians with it"},
    )


class DoneAnswer(Answer):
    event_id = fields.String(required=True)
    order_id = fields.String(required=True)
    kind = fields.Enum(RescueKind, by_value=True, required=True)
    technician_id = fields.String(required=True)
    saves = fields.List(fields.String(), required=True)
    done_at = fields.AwareDateTime(required=True)
    undone_at = fields.AwareDateTime(allow_none=True, required=True)
    replayed = fields.Boolean(required=True)


class NoRescueBody(Body):
    """Said by the address alone: doing it again changes nothing."""


@BLUEPRINT.get("/orders/<id:order_id>/rescues")
@may(*DESK)
@BLUEPRINT.response(200, WayAnswer(many=True))
def show_rescues(order_id: str) -> Response:
    """The best way of each kind, the best first: what breaks least, saves most, costs least."""
    now = parts().clock.now()
    with parts().database.read() as session:
        require_order(session, order_id, who())
        return reply(rescues_json(session, _ways(session, order_id, now)))


@BLUEPRINT.post("/orders/<id:order_id>/rescues")
@may(*DESK)
@BLUEPRINT.arguments(RescueBody)
@BLUEPRINT.response(200, DoneAnswer)
@BLUEPRINT.alt_response(
    409,
    schema=ProblemAnswer,
    description="It is no longer to be had as it was shown (rescue-gone); `current` has the ways that there are now.",
)
def do_rescue(body: dict[str, Any], order_id: str) -> Response:
    """All that the shown way says, in one transaction, or nothing."""
    identity, now = who(), parts().clock.now()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
        district_id = session.get_one(Order, order_id).district_id
        if (known := deeds.rescue_done(session, body["event_id"], order_id)) is not None:
            return reply(_done(known, replayed=True))
        way = _of_key(_ways(session, order_id, now), body["key"])
    if way is None:
        raise _gone(order_id, now)
    try:
        with parts().database.write() as session:
            row = deeds.do_rescue(
                session, order_id, way, actor=identity.actor, now=now, event_id=body["event_id"]
            )
            answer = _done(row, replayed=False)
    except StalePlan as moved_on:
        parts().desks.forget(district_id)
        raise _gone(order_id, now) from moved_on
    parts().desks.forget(district_id)
    return reply(answer)


@BLUEPRINT.post("/rescues/<id:event_id>/undo")
@may(*DESK)
@BLUEPRINT.arguments(NoRescueBody)
@BLUEPRINT.response(200, DoneAnswer)
@BLUEPRINT.alt_response(
    409,
    schema=ProblemAnswer,
    description="Somebody has gone on from there (rescue-went-on); nothing is changed.",
)
def undo_rescue(body: dict[str, Any], event_id: str) -> Response:  # noqa: ARG001  # the form is checked to be empty
    """Everybody gets back what they had, and what was granted for it ends."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        row = session.get(RescueDone, event_id)
        if row is None:
            raise Problem(code="not-found")
        district_id = session.get_one(Order, row.order_id).district_id
        require_district(identity, district_id)
        was = row.undone_at is not None
        row = deeds.undo_rescue(session, event_id, actor=identity.actor, now=now)
        answer = _done(row, replayed=was)
    parts().desks.forget(district_id)
    return reply(answer)


def _ways(session: Session, order_id: str, now: datetime) -> list[Rescue]:
    return rescue_kinds(
        session,
        order_id,
        now=now,
        travel=parts().travel,
        desks=parts().desks,
        sees=who().sees_district,
    )


def _of_key(ways: list[Rescue], key: str) -> Rescue | None:
    return next((way for way in ways if way.key == key), None)


def _gone(order_id: str, now: datetime) -> Problem:
    with parts().database.read() as session:
        ways = rescues_json(session, _ways(session, order_id, now))
    return Problem(code="rescue-gone", kept="order", current={"rescues": ways})


def _done(row: RescueDone, *, replayed: bool) -> dict[str, Any]:
    return {
        "event_id": row.event_id,
        "order_id": row.order_id,
        "kind": row.kind,
        "technician_id": row.technician_id,
        "saves": row.facts["saves"],
        "done_at": row.done_at.isoformat(),
        "undone_at": None if row.undone_at is None else row.undone_at.isoformat(),
        "replayed": replayed,
    }

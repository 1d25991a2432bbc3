"""The best places for one more order in the running plan, and taking one: the urgent complaint's way into the day."""

from datetime import datetime
from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy.orm import Session

from dispatch.actions.errors import StalePlan
from dispatch.actions.insertions import insert_into_plan
from dispatch.orders.people import DESK
from dispatch.planning.ejection import NoRoom
from dispatch.queries.insertions import offers
from dispatch.storage.day import plan_version
from dispatch.storage.desks import Found
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, EventId, Ident
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "insertions", __name__, url_prefix="/api/v1", description="Places for one more order in the running plan."
)
SHOWN: Final = 6
TRIES: Final = 3
"""So often it is asked anew when somebody else has changed the same routes meanwhile."""


class InsertionBody(Body):
    event_id = EventId(required=True)
    key = Ident()
    """The offer to be taken; none: the best."""


class MovedAnswer(Answer):
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    technician_id = fields.String(required=True)
    was_technician_id = fields.String(allow_none=True, required=True)
    start_at = fields.AwareDateTime(required=True)
    was_at = fields.AwareDateTime(allow_none=True, required=True)
    by_s = fields.Integer(required=True)
    agreed = fields.Boolean(
        required=True, metadata={"description": "the customer was promised a time, which is kept"}
    )


class InsertionAnswer(Answer):
    key = fields.String(required=True)
    technician_id = fields.String(required=True)
    arrive_at = fields.AwareDateTime(required=True)
    end_at = fields.AwareDateTime(required=True)
    extra_s = fields.Integer(required=True, metadata={"description": "more road than without it"})
    cost_s = fields.Integer(
        required=True, metadata={"description": "everything together, in seconds of road"}
    )
    lost = fields.Integer(required=True, metadata={"description": "weight that is forfeited"})
    breaks = fields.List(fields.String(), required=True)
    moves = fields.List(
        fields.Nested(MovedAnswer), required=True, metadata={"description": "visits that make room"}
    )
    shifts = fields.List(
        fields.Nested(MovedAnswer), required=True, metadata={"description": "visits at another time"}
    )


class TakenAnswer(Answer):
    order_id = fields.String(required=True)
    plan_version = fields.Integer(required=True)
    changed = fields.List(fields.String(), required=True)
    taken = fields.Nested(InsertionAnswer, allow_none=True, required=True)
    replayed = fields.Boolean(required=True)


@BLUEPRINT.get("/orders/<id:order_id>/insertions")
@may(*DESK)
@BLUEPRINT.response(200, InsertionAnswer(many=True))
def show_insertions(order_id: str) -> Response:
    """The cheapest places for the order; nobody who was promised a time is moved."""
    now = parts().clock.now()
    with parts().database.read() as session:
        order = session.get(Order, order_id)
        if order is None:
            raise Problem(code="not-found")
        require_district(who(), order.district_id)
        found = _found(session, order, now, most=SHOWN)
        return reply(offers(session, order, found))


@BLUEPRINT.post("/orders/<id:order_id>/insertions")
@may(*DESK)
@BLUEPRINT.arguments(InsertionBody)
@BLUEPRINT.response(200, TakenAnswer)
@BLUEPRINT.alt_response(
    409, schema=ProblemAnswer, description="The offer is gone; `current` has those that there are now."
)
def insert_order(body: dict[str, Any], order_id: str) -> Response:
    """Give the order this place, or the best one; only the routes that it touches change."""
    identity, key = who(), body.get("key")
    for _ in range(TRIES):
        now = parts().clock.now()
        with parts().database.read() as session:
            order = session.get(Order, order_id)
            if order is None:
                raise Problem(code="not-found")
            require_district(identity, order.district_id)
            if replayed := _replayed(session, order, body["event_id"]):
                return replayed
            found = _found(session, order, now, most=1, key=key)
            shown = offers(session, order, found)
        if not found:
            return _gone(order_id)
        try:
            return _take(found[0], shown[0], order_id, body["event_id"])
        except StalePlan:
            parts().desks.was_refused(found[0])
    return _gone(order_id)


def _found(
    session: Session, order: Order, now: datetime, *, most: int, key: str | None = None
) -> list[Found]:
    """None for who waits for another order: the planner places both."""
    try:
        return parts().desks.offers(session, order, now, most=most, key=key)
    except NoRoom:
        return []


def _take(found: Found, shown: dict[str, Any], order_id: str, event_id: str) -> Response:
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        done = insert_into_plan(
            session,
            order_id,
            found.stops,
            before=found.before,
            versions=found.versions,
            actor=identity.actor,
            now=now,
            event_id=event_id,
        )
        if not done.replayed:
            order = session.get_one(Order, order_id)
            parts().desks.settle(order, found, done.versions)
    return reply(
        {
            "order_id": order_id,
            "plan_version": done.version,
            "changed": list(done.changed),
            "taken": None if done.replayed else shown,
            "replayed": done.replayed,
        }
    )


def _replayed(session: Session, order: Order, event_id: str) -> Response | None:
    """The same request again, whose answer was lost on the way."""
    event = session.get(LoggedEvent, event_id)
    if event is None or event.order_id != order.id:
        return None
    version = plan_version(session, order.district_id)
    answer = {"order_id": order.id, "plan_version": version, "changed": [], "taken": None, "replayed": True}
    return reply(answer)


def _gone(order_id: str) -> Response:
    now = parts().clock.now()
    with parts().database.read() as session:
        order = session.get_one(Order, order_id)
        found = _found(session, order, now, most=SHOWN)
        raise Problem(code="stale-plan", current={"offers": offers(session, order, found)})

"""The intake desk over HTTP: who is calling, what can be promised there, and the guided fault check before a visit."""

from typing import Any, Final

from flask import Response, g
from flask_limiter.util import get_remote_address
from marshmallow import ValidationError, fields
from marshmallow.fields import List
from marshmallow.validate import Length

from dispatch.actions import fault_checks as deeds
from dispatch.orders.codes import Kind
from dispatch.orders.fault_check import CheckOutcome, fault_tree
from dispatch.orders.people import DESK
from dispatch.queries import customers as people
from dispatch.queries import fault_checks as views
from dispatch.storage.district import Area
from dispatch.storage.order import Order
from dispatch.web import schemas
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Choice, EventId, Ident, Text
from dispatch.web.limits import LIMITER
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "intake", __name__, url_prefix="/api/v1", description="The intake desk: look-up, promise, fault check."
)
LOOK_UP: Final = "120 per minute; 2000 per hour"
"""By person, who types: enough for a call every half minute, too little to copy a district's customers."""
MOST_ANSWERS: Final = 20


def _person() -> str:
    identity = g.get("identity")
    return identity.actor.id if identity is not None else get_remote_address()


class CheckStep(fields.Field[Any]):
    """A question and what was answered."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, str]:  # noqa: ARG002  # marshmallow's signature
        match value:
            case [str() as question, str() as answer]:
                return question, answer
        raise ValidationError("invalid-field: a question and an answer")


class LookUpQuery(Body):
    district = Ident(required=True)
    q = Text(most=80, required=True)


class PromiseQuery(Body):
    area = Ident(required=True)
    kind = Choice(Kind, required=True)


class FaultCheckBody(Body):
    event_id = EventId(required=True)
    district_id = Ident(required=True)
    phone = Text(least=5, most=30, required=True)
    address = Text(most=300, required=True)
    line_id = Text(most=80, allow_none=True)
    answers = List(
        CheckStep(metadata={"description": "a question and its answer"}),
        required=True,
        validate=Length(min=1, max=MOST_ANSWERS),
    )


class CustomerFoundAnswer(Answer):
    """Masked: enough to tell one from another."""

    id = fields.String(required=True, metadata={"description": "the newest order of the line"})
    name = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(required=True)
    line_id = fields.String(required=True, allow_none=True)
    open = fields.Integer(required=True, metadata={"description": "how many orders are not done"})
    last_at = fields.AwareDateTime(required=True)


class UnwantedAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)


class PastOrderAnswer(Answer):
    id = fields.String(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    accepted_at = fields.AwareDateTime(required=True)
    agreed_at = fields.AwareDateTime(required=True, allow_none=True)
    technician = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class CustomerAnswer(Answer):
    """The one who was chosen, unmasked, as a new order would say it again."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    language = fields.String(required=True)
    address = fields.String(required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    area_id = fields.String(required=True)
    line_id = fields.String(required=True, allow_none=True)
    contracted_mbps = fields.Integer(required=True, allow_none=True)
    not_wanted = fields.List(fields.Nested(UnwantedAnswer), required=True)
    open = fields.List(fields.Nested(PastOrderAnswer), required=True)
    visits = fields.List(fields.Nested(PastOrderAnswer), required=True)


class PromisedAnswer(Answer):
    area_id = fields.String(required=True)
    tier = fields.String(required=True)
    serviceable = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)
    policy = fields.String(required=True)
    complete = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "the target's shape and when it would be due, accepted now"},
    )


class TreeAnswer(Answer):
    version = fields.String(required=True)
    start = fields.String(required=True)
    questions = fields.Dict(required=True)
    ends = fields.Dict(required=True)


class FaultCheckAnswer(Answer):
    id = fields.String(required=True)
    tree = fields.String(required=True)
    answers = fields.List(fields.List(fields.String()), required=True)
    end = fields.String(required=True)
    outcome = fields.Enum(CheckOutcome, by_value=True, required=True)
    order_id = fields.String(required=True, allow_none=True)
    checked_at = fields.AwareDateTime(required=True)


class CheckWeekAnswer(Answer):
    week = fields.Date(required=True)
    checks = fields.Integer(required=True)
    solved = fields.Integer(required=True)
    open = fields.Integer(required=True)


class CheckFiguresAnswer(Answer):
    """Of the last eight weeks. Solved: without a visit, and no repair of the line within seven days."""

    checks = fields.Integer(required=True)
    solved = fields.Integer(required=True)
    open = fields.Integer(
        required=True, metadata={"description": "of the solved ones, whose seven days are not over"}
    )
    share_pct = fields.Integer(required=True, allow_none=True)
    weeks = fields.List(fields.Nested(CheckWeekAnswer), required=True)


@BLUEPRINT.get("/customers")
@LIMITER.limit(LOOK_UP, key_func=_person)
@may(*DESK)
@BLUEPRINT.arguments(LookUpQuery, location="query")
@BLUEPRINT.response(200, CustomerFoundAnswer(many=True))
def look_up(query: dict[str, Any]) -> Response:
    """Customers of a district whose phone, name, address, line or order number begins so; masked, the newest first."""
    with parts().database.read() as session:
        require_place(session, query["district"], who())
        return reply(people.customers(session, query["district"], query["q"]))


@BLUEPRINT.get("/customers/<id:order_id>")
@LIMITER.limit(LOOK_UP, key_func=_person)
@may(*DESK)
@BLUEPRINT.response(200, CustomerAnswer)
def show_customer(order_id: str) -> Response:
    """The customer of that order in full: line, open orders, last visits, whom they do not want."""
    with parts().database.read() as session:
        order = session.get(Order, order_id)
        if order is None:
            raise Problem(code="not-found")
        require_district(who(), order.district_id)
        return reply(people.customer(session, order))


@BLUEPRINT.get("/intake/promise")
@may(*DESK)
@BLUEPRINT.arguments(PromiseQuery, location="query")
@BLUEPRINT.response(200, PromisedAnswer)
def show_promise(query: dict[str, Any]) -> Response:
    """What the policy in force promises for an order of that kind in that area, or why there is no service."""
    with parts().database.read() as session:
        area = session.get(Area, query["area"])
        if area is None:
            raise Problem(code="not-found")
        require_district(who(), area.district_id)
        return reply(people.promise_at_intake(session, area, Kind(query["kind"]), parts().clock.now()))


@BLUEPRINT.get("/fault-check")
@may(*DESK)
@BLUEPRINT.response(200, TreeAnswer)
def show_fault_check() -> Response:
    """The questions that are asked before a repair is sent for."""
    return reply(views.tree_json(fault_tree()))


@BLUEPRINT.post("/fault-checks")
@may(*DESK)
@BLUEPRINT.arguments(FaultCheckBody)
@BLUEPRINT.response(201, FaultCheckAnswer)
@BLUEPRINT.alt_response(200, schema=FaultCheckAnswer, description="The same event id again.")
def keep_fault_check(body: dict[str, Any]) -> Response:
    """Keep what was answered; `POST /orders` with `fault_check_id` joins the order that comes of it."""
    identity = who()
    with parts().database.write() as session:
        require_place(session, body["district_id"], identity)
        kept = deeds.keep_check(
            session,
            body["district_id"],
            deeds.Line(phone=body["phone"], address=body["address"], line_id=body.get("line_id")),
            body["answers"],
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
        return reply(views.check_json(kept.check), 200 if kept.replayed else 201)


@BLUEPRINT.get("/fault-checks/figures")
@may(*DESK)
@BLUEPRINT.arguments(schemas.AreaQuery, location="query")
@BLUEPRINT.response(200, CheckFiguresAnswer)
def show_figures(query: dict[str, Any]) -> Response:
    """How many visits the fault check has saved lately."""
    with parts().database.read() as session:
        require_place(session, query["district"], who())
        return reply(views.figures(session, query["district"], parts().clock.now()))

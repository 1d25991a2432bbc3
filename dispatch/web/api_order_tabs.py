"""One order from every side, as the drawer's tabs show it: its story, contact with the customer, the work, what belongs to it."""

from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy import select
from sqlalchemy.orm import Session
from webargs.fields import DelimitedList

from dispatch.actions.errors import NotAllowed
from dispatch.actions.message_again import send_again
from dispatch.orders.people import DESK, STAFF, Role
from dispatch.queries import order_contact, order_relations, order_story, order_work
from dispatch.storage.district import District
from dispatch.storage.message import PersonalMessage
from dispatch.storage.order import Order
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_lists import Number
from dispatch.web.api_orders import require_order
from dispatch.web.auth import Identity, may, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Choice, Text
from dispatch.web.order_answers import PartyAnswer
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "order_tabs", __name__, url_prefix="/api/v1", description="One order: story, contact, work, relations."
)
_BY: Final = 80


class StoryQuery(Body):
    kinds = DelimitedList(Choice(order_story.KINDS))
    by = Text(most=_BY)
    limit = Number(order_story.MOST, load_default=order_story.SHOWN)


class ContactQuery(Body):
    messages = Number(order_contact.MOST, load_default=order_contact.SHOWN)


class RelationsQuery(Body):
    limit = Number(order_relations.MOST, load_default=order_relations.SHOWN)


class MoveAnswer(Answer):
    promise = fields.String(required=True)
    occasion = fields.Integer(required=True)
    was_due_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)


class StoryLine(Answer):
    id = fields.String(required=True)
    seq = fields.Integer(
        required=True, allow_none=True, metadata={"description": "its place in the log; a message has none"}
    )
    kind = fields.String(required=True)
    type = fields.String(required=True)
    happened_at = fields.AwareDateTime(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    judged_at = fields.AwareDateTime(required=True, allow_none=True)
    late_s = fields.Integer(
        required=True, allow_none=True, metadata={"description": "recorded so much later than it happened"}
    )
    skewed = fields.Boolean(required=True)
    correction = fields.Boolean(required=True)
    by = fields.Dict(required=True)
    technician = fields.String(required=True, allow_none=True)
    data = fields.Dict(required=True)
    note = fields.String(required=True, allow_none=True)
    moves = fields.List(
        fields.Nested(MoveAnswer), required=True, metadata={"description": "promises whose due time it moved"}
    )
    folds = fields.Integer(required=True, metadata={"description": "so many earlier plans stand behind it"})


class StoryAnswer(Answer):
    version = fields.Integer(required=True)
    total = fields.Integer(required=True)
    matching = fields.Integer(required=True)
    kinds = fields.Dict(required=True)
    people = fields.List(fields.Dict(), required=True)
    lines = fields.List(fields.Nested(StoryLine), required=True)


class CallAnswer(Answer):
    id = fields.String(required=True)
    type = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    by = fields.Dict(required=True)
    channel = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    agreed_at = fields.AwareDateTime(required=True, allow_none=True)
    rating = fields.Integer(required=True, allow_none=True)
    off_hours = fields.Boolean(required=True)
    counts = fields.Boolean(required=True)


class RungAnswer(Answer):
    part = fields.String(required=True)
    opens_at = fields.AwareDateTime(required=True)
    closes_at = fields.AwareDateTime(required=True)
    tried_at = fields.AwareDateTime(required=True, allow_none=True)
    missed = fields.Boolean(required=True)
    owed = fields.Boolean(required=True)


class WholeLadderAnswer(Answer):
    due_at = fields.AwareDateTime(required=True)
    first_at = fields.AwareDateTime(required=True, allow_none=True)
    reached_at = fields.AwareDateTime(required=True, allow_none=True)
    is_over = fields.Boolean(required=True)
    exhausted_at = fields.AwareDateTime(required=True, allow_none=True)
    policy = fields.String(required=True)
    slots = fields.List(fields.Nested(RungAnswer), required=True)


class MessageAnswer(Answer):
    id = fields.String(required=True)
    occasion = fields.String(required=True)
    to = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    asked_by = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True, metadata={"description": "masked"})
    channel = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    text = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "as it was sent; the link without its secret"},
    )
    state = fields.String(required=True)
    tries = fields.Integer(required=True)
    reason = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    settled_at = fields.AwareDateTime(required=True, allow_none=True)
    again = fields.Boolean(required=True)
    may_again = fields.Boolean(required=True)


class RepetitionAnswer(Answer):
    id = fields.String(required=True)
    state = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True)


class ContactAnswer(Answer):
    version = fields.Integer(required=True)
    customer = fields.Nested(PartyAnswer, required=True)
    may_call_now = fields.Boolean(required=True)
    contact_from = fields.String(required=True)
    contact_to = fields.String(required=True)
    channel = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "over which messages leave; null: not at all"},
    )
    calls = fields.List(fields.Nested(CallAnswer), required=True)
    ladder = fields.Nested(WholeLadderAnswer, required=True, allow_none=True)
    messages = fields.List(fields.Nested(MessageAnswer), required=True)
    message_count = fields.Integer(required=True)
    questions = fields.List(fields.Dict(), required=True)
    call_backs = fields.List(fields.Dict(), required=True)


class WorkAnswer(Answer):
    version = fields.Integer(required=True)
    estimate_min = fields.Integer(required=True)
    contracted_mbps = fields.Integer(required=True, allow_none=True)
    gate_percent = fields.Integer(required=True, allow_none=True)
    visits = fields.List(fields.Dict(), required=True)
    line_tests = fields.List(fields.Dict(), required=True)
    parts_needed = fields.Dict(required=True)
    tools_needed = fields.List(fields.String(), required=True)
    parts_used = fields.Dict(required=True)
    photos = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "that a picture was taken; `url` is null where none is kept"},
    )
    confirmed = fields.Dict(required=True, allow_none=True)
    fault_check = fields.Dict(required=True, allow_none=True)


class RelatedOrder(Answer):
    id = fields.String(required=True)
    number = fields.String(required=True)
    district_id = fields.String(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    customer = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(required=True)
    accepted_at = fields.AwareDateTime(required=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)
    technician = fields.String(required=True, allow_none=True)
    why = fields.List(fields.Dict(), required=True)


class RelationsAnswer(Answer):
    version = fields.Integer(required=True)
    total = fields.Integer(required=True)
    orders = fields.List(fields.Nested(RelatedOrder), required=True)
    incidents = fields.List(fields.Dict(), required=True)
    care_cases = fields.List(fields.Dict(), required=True)
    compensations = fields.List(fields.Dict(), required=True)


@BLUEPRINT.get("/orders/<id:order_id>/story")
@may(*STAFF)
@BLUEPRINT.arguments(StoryQuery, location="query")
@BLUEPRINT.response(200, StoryAnswer)
def show_story(query: dict[str, Any], order_id: str) -> Response:
    """What happened, the newest first: who, when it happened and was recorded, and which due times it moved."""
    wanted = order_story.Wanted(
        kinds=frozenset(query.get("kinds") or order_story.KINDS), by=query.get("by"), limit=query["limit"]
    )
    with parts().database.read() as session:
        require_order(session, order_id, who())
        told = order_story.story(
            session, order_id, wanted, now=parts().clock.now(), masked=_is_masked(session, order_id, who())
        )
    return reply(told)


@BLUEPRINT.get("/orders/<id:order_id>/contact")
@may(*STAFF)
@BLUEPRINT.arguments(ContactQuery, location="query")
@BLUEPRINT.response(200, ContactAnswer)
def show_contact(query: dict[str, Any], order_id: str) -> Response:
    """Messages with their words and fate, calls, the ladder with the next one that is owed, call-backs, questions."""
    with parts().database.read() as session:
        require_order(session, order_id, who())
        view = order_contact.contact(
            session,
            order_id,
            now=parts().clock.now(),
            masked=_is_masked(session, order_id, who()),
            messages=query["messages"],
        )
    return reply({**view, "channel": parts().settings.channel or None})


@BLUEPRINT.post("/messages/<id:message_id>/again")
@may(*DESK)
@BLUEPRINT.arguments(Body)
@BLUEPRINT.response(200, RepetitionAnswer)
def repeat_message(body: dict[str, Any], message_id: str) -> Response:  # noqa: ARG001  # it says nothing but its address
    """Send a message once more; asking again answers with the same one."""
    with parts().database.write() as session:
        message = session.get(PersonalMessage, message_id)
        if message is None:
            raise Problem(code="not-found")
        require_order(session, message.order_id, who())
        if not parts().settings.channel:
            raise NotAllowed("no_channel")
        again = send_again(session, message_id, actor=who().actor, now=parts().clock.now())
        shown = {"id": again.id, "state": str(again.state), "due_at": again.due_at.isoformat()}
    return reply(shown)


@BLUEPRINT.get("/orders/<id:order_id>/work")
@may(*STAFF)
@BLUEPRINT.response(200, WorkAnswer)
def show_work(order_id: str) -> Response:
    """The visits with their times against the estimate, tests, parts, and what bears witness to them."""
    with parts().database.read() as session:
        require_order(session, order_id, who())
        return reply(order_work.work(session, order_id))


@BLUEPRINT.get("/orders/<id:order_id>/relations")
@may(*DESK)
@BLUEPRINT.arguments(RelationsQuery, location="query")
@BLUEPRINT.response(200, RelationsAnswer)
def show_relations(query: dict[str, Any], order_id: str) -> Response:
    """What belongs to it and why; orders of districts that I may not see are left out."""
    identity = who()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
        seen = [one for one in session.scalars(select(District.id)) if identity.sees_district(one)]
        return reply(order_relations.relations(session, order_id, seen, shown=query["limit"]))


def _is_masked(session: Session, order_id: str, identity: Identity) -> bool:
    """For a technician who does not have it any more."""
    if identity.role is not Role.TECHNICIAN:
        return False
    return session.get_one(Order, order_id).technician_id != identity.technician_id

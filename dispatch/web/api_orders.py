"""Orders: intake, one order in full, its steps and questions."""

from datetime import datetime
from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

from dispatch.actions import fault_checks, links, orders, questions, slot_look, slots, steps
from dispatch.actions.errors import IllegalStep, SlotTaken, StaleVersion
from dispatch.orders.codes import Half, Kind
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import DESK, STAFF, Role
from dispatch.planning.day import Half as PlannedHalf
from dispatch.planning.slots import Slot
from dispatch.queries.orders import is_known_to
from dispatch.queries.slots import slots_at_intake
from dispatch.storage.order import Order
from dispatch.storage.question import Question, QuestionKind
from dispatch.travel.geocode import NoAnswer, NoPlace
from dispatch.web import schemas, views
from dispatch.web.aftercare_answers import QuestionAnswer
from dispatch.web.answers import ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.auth import Identity, may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.order_answers import AcceptedAnswer, LinkAnswer, OrderAnswer, StepAnswer
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "orders", __name__, url_prefix="/api/v1", description="Intake, steps, questions."
)


@BLUEPRINT.post("/orders")
@may(*DESK)
@BLUEPRINT.arguments(schemas.OrderBody)
@BLUEPRINT.response(201, AcceptedAnswer)
@BLUEPRINT.alt_response(
    409,
    schema=ProblemAnswer,
    description="The half-day of `hold_id` ran out and is sold; `current` has what can be had.",
)
@BLUEPRINT.alt_response(200, schema=AcceptedAnswer, description="The same event id or reference again.")
def accept_order(body: dict[str, Any]) -> Response:
    """Accept an order: its promises start now, or at `accepted_at`. Where there is no service it is refused with the reason."""
    identity = who()
    require_district(identity, body["district_id"])
    draft = _draft(body)  # asks the address provider, so outside the transaction
    now = parts().clock.now()
    room = _room(draft, body, now)
    try:
        with parts().database.write() as session:
            intake = _accept(session, draft, body, identity, now)
            if not intake.replayed and body.get("fault_check_id"):
                fault_checks.join_check(session, body["fault_check_id"], intake.order)
            link = None if intake.replayed else links.create_link(session, intake.order.id, now=now)
    except SlotTaken as taken:
        raise Problem(code="slot-taken", current=_other_slots(draft, now)) from taken
    card = read_card(intake.order.id, identity)
    return reply(
        {
            "order": card,
            "promises": card["promises"],
            "link": f"/c/{link}" if link else None,
            "room": None if intake.replayed else room,
        },
        200 if intake.replayed else 201,
    )


def _room(draft: orders.OrderDraft, body: dict[str, Any], now: datetime) -> bool | None:
    """Whether the plan has room in the half-day that is booked; looked for only if asked, because it takes its time."""
    if body.get("hold_id"):
        return True
    if not body.get("check_room") or draft.booked_date is None:
        return None
    slot = Slot(day=draft.booked_date, half=PlannedHalf(draft.booked_half or Half.DAY))
    with parts().database.read() as session:
        return slot_look.look_at_intake(
            session,
            draft.district_id,
            draft.kind,
            (draft.lat, draft.lon),
            slot,
            now=now,
            travel=parts().travel,
            area_id=draft.area_id,
        ).free


def _accept(
    session: Session, draft: orders.OrderDraft, body: dict[str, Any], identity: Identity, now: datetime
) -> orders.Intake:
    if not body.get("hold_id"):
        return orders.accept_order(session, draft, actor=identity.actor, now=now, event_id=body["event_id"])
    return slots.accept_held(
        session,
        draft,
        body["hold_id"],
        actor=identity.actor,
        now=now,
        event_id=body["event_id"],
        travel=parts().travel,
    )


def _other_slots(draft: orders.OrderDraft, now: datetime) -> dict[str, Any]:
    with parts().database.read() as session:
        return slots_at_intake(
            session,
            draft.district_id,
            draft.kind,
            (draft.lat, draft.lon),
            area_id=draft.area_id,
            hold_id=None,
            now=now,
            travel=parts().travel,
        )


def _draft(body: dict[str, Any]) -> orders.OrderDraft:
    lat, lon = _place(body)
    return orders.OrderDraft(
        kind=Kind(body["kind"]),
        district_id=body["district_id"],
        area_id=body.get("area_id"),
        customer_name=body["customer"]["name"],
        customer_phone=body["customer"]["phone"],
        language=body["customer"]["language"],
        address=body["address"],
        lat=lat,
        lon=lon,
        from_address=body.get("from_address"),
        from_lat=body.get("from_lat"),
        from_lon=body.get("from_lon"),
        line_id=body.get("line_id"),
        contracted_mbps=body.get("contracted_mbps"),
        booked_date=body.get("booked_date"),
        booked_half=Half(body["booked_half"]) if body.get("booked_half") else None,
        accepted_at=body.get("accepted_at"),
        external_ref=body.get("external_ref"),
        note=body.get("note"),
        urgent_deadline_at=body.get("urgent_deadline_at"),
        not_wanted=tuple(body.get("not_wanted", ())),
        waits_for=tuple(body.get("waits_for", ())),
    )


def _place(body: dict[str, Any]) -> tuple[float, float]:
    """Where it is: as said, else as the address provider answers."""
    lat, lon = body.get("lat"), body.get("lon")
    if lat is not None and lon is not None:
        return lat, lon
    geocode = parts().geocode
    if geocode is None or lat is not None or lon is not None:
        raise Problem(code="no-coordinates", field="lat" if lat is None else "lon")
    try:
        return geocode(body["address"])
    except NoPlace as unknown:
        raise Problem(code="address-not-found", field="address", got=body["address"]) from unknown
    except NoAnswer as silent:
        raise Problem(code="address-provider-silent", field="address") from silent


@BLUEPRINT.get("/orders/<id:order_id>")
@may(*STAFF)
@BLUEPRINT.response(200, OrderAnswer)
def show_order(order_id: str) -> Response:
    """One order in full: events, promises with their reasons, questions."""
    identity = who()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
        return reply(views.show_order(session, parts(), order_id, identity.actor))


@BLUEPRINT.post("/orders/<id:order_id>/link")
@may(*DESK)
@BLUEPRINT.response(201, LinkAnswer)
def make_link(order_id: str) -> Response:
    """One more link for the customer, to be passed on by hand. It is told this once; those sent before stay good."""
    identity = who()
    with parts().database.write() as session:
        require_order(session, order_id, identity)
        link = links.create_link(session, order_id, now=parts().clock.now())
    return reply({"link": f"/c/{link}"}, 201)


@BLUEPRINT.post("/orders/<id:order_id>/steps")
@may(*STAFF)
@BLUEPRINT.arguments(schemas.StepBody)
@BLUEPRINT.response(200, StepAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="Illegal or stale, with the current state.")
def take_step(body: dict[str, Any], order_id: str) -> Response:
    """Take the order a step further. The same event id again changes nothing and answers as the first time."""
    identity = who()
    try:
        with parts().database.write() as session:
            require_order(session, order_id, identity)
            result = steps.take_step(
                session,
                order_id,
                Step(body["step"]),
                body["data"],
                actor=identity.actor,
                occurred_at=body["occurred_at"],
                device_now=body.get("device_now"),
                received_at=parts().clock.now(),
                event_id=body["event_id"],
                expected_version=body.get("expected_version"),
            )
    except (IllegalStep, StaleVersion) as refused:
        raise conflict(refused, read_card(order_id, identity)) from refused
    return reply({"order": read_card(order_id, identity), "replayed": result.replayed})


def conflict(refused: IllegalStep | StaleVersion, current: dict[str, Any]) -> Problem:
    """409 with the state that the step was judged by."""
    if isinstance(refused, StaleVersion):
        return Problem(code="stale-version", kept="order", current=current)
    allowed = tuple(step.value for step in refused.allowed)
    return Problem(code="illegal-step", kept="order", current=current, allowed=allowed)


@BLUEPRINT.post("/orders/<id:order_id>/questions")
@may(*STAFF)
@BLUEPRINT.arguments(schemas.QuestionBody)
@BLUEPRINT.response(201, QuestionAnswer)
def ask(body: dict[str, Any], order_id: str) -> Response:
    """Record what a customer asked; whoever was asked first owns it."""
    identity = who()
    with parts().database.write() as session:
        require_order(session, order_id, identity)
        question = questions.ask(
            session,
            order_id,
            body["text"],
            kind=QuestionKind(body["kind"]),
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
    return reply({"id": question.id}, 201)


@BLUEPRINT.post("/questions/<id:question_id>/answer")
@may(*STAFF)
@BLUEPRINT.arguments(schemas.AnswerBody)
@BLUEPRINT.response(200, QuestionAnswer)
def answer(body: dict[str, Any], question_id: str) -> Response:
    """Answer a question; the customer is told."""
    identity = who()
    with parts().database.write() as session:
        question = session.get(Question, question_id)
        if question is None:
            raise Problem(code="not-found")
        require_owner_or_order(session, question.owner, question.order_id, identity)
        questions.answer(
            session,
            question_id,
            body["text"],
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body.get("event_id"),
        )
    return reply({"id": question_id})


def require_order(session: Session, order_id: str, identity: Identity) -> None:
    """The order exists and lies in this person's district; a technician knows those that are or were theirs."""
    order = session.get(Order, order_id)
    if order is None or (
        identity.role is Role.TECHNICIAN and not is_known_to(session, order, identity.actor)
    ):
        raise Problem(code="not-found")
    require_district(identity, order.district_id)


def require_owner_or_order(session: Session, owner: str, order_id: str, identity: Identity) -> None:
    """Whoever owns a matter sees to it, also a technician who has nothing to do with its order."""
    if owner == f"{identity.role}:{identity.actor.id}":
        require_district(identity, session.get_one(Order, order_id).district_id)
    else:
        require_order(session, order_id, identity)


def read_card(order_id: str, identity: Identity) -> dict[str, Any]:
    """The order's card as this person sees it."""
    with parts().database.read() as session:
        card = views.show_card(session, parts(), order_id, identity.actor)
    if card is None:
        raise Problem(code="not-found")
    return card

"""Slots over HTTP: what can be offered, keep one while somebody chooses, choose it; for the desk, at the door, by the link."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response
from sqlalchemy.orm import Session

from dispatch.actions import slot_look, slots
from dispatch.actions.errors import IllegalStep, SlotTaken, StaleVersion
from dispatch.orders.codes import Kind
from dispatch.orders.people import DESK, STAFF, Role
from dispatch.planning.day import Half
from dispatch.planning.slots import Slot
from dispatch.queries.slots import held_json, slots_at_intake, slots_for_order
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.slot_hold import SlotHold
from dispatch.web.answers import ProblemAnswer
from dispatch.web.api import ApiBlueprint, empty, reply
from dispatch.web.api_board import require_place
from dispatch.web.api_orders import conflict, read_card, require_order
from dispatch.web.api_tracking import order_of, track_view
from dispatch.web.auth import Identity, may, who
from dispatch.web.errors import Problem
from dispatch.web.order_answers import StepAnswer, TrackingAnswer
from dispatch.web.parts import parts
from dispatch.web.slot_forms import (
    ChoiceBody,
    HeldAnswer,
    HoldBody,
    IntakeHoldBody,
    IntakeQuery,
    ReleaseBody,
    SlotsAnswer,
)

BLUEPRINT: Final = ApiBlueprint(
    "slots", __name__, url_prefix="/api/v1", description="Half-days and times that the plan can keep."
)
TAKEN: Final = "The plan has no room for it; `current` has what can be had now."


@BLUEPRINT.get("/orders/<id:order_id>/slots")
@may(*STAFF)
@BLUEPRINT.response(200, SlotsAnswer)
def offer_for_order(order_id: str) -> Response:
    """What can be offered to the customer of an order, with who would come and what it costs the plan."""
    with parts().database.read() as session:
        require_order(session, order_id, who())
        return reply(_offers(session, order_id, whole=True))


@BLUEPRINT.post("/orders/<id:order_id>/slots/holds")
@may(*STAFF)
@BLUEPRINT.arguments(HoldBody)
@BLUEPRINT.response(201, HeldAnswer)
@BLUEPRINT.alt_response(200, schema=HeldAnswer, description="The same event id again.")
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=TAKEN)
def hold_for_order(body: dict[str, Any], order_id: str) -> Response:
    """Keep one for a few minutes while the customer decides; one that was kept for the order before is let go."""
    return _hold(order_id, body, who(), whole=True)


@BLUEPRINT.post("/orders/<id:order_id>/slots/choose")
@may(*STAFF)
@BLUEPRINT.arguments(ChoiceBody)
@BLUEPRINT.response(200, StepAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=TAKEN)
def choose_for_order(body: dict[str, Any], order_id: str) -> Response:
    """The held time is agreed with the customer."""
    identity = who()
    result = _choose(order_id, body, identity, lambda: read_card(order_id, identity), whole=True)
    return reply({"order": read_card(order_id, identity), "replayed": result})


@BLUEPRINT.post("/orders/<id:order_id>/slots/release")
@may(*STAFF)
@BLUEPRINT.arguments(ReleaseBody)
@BLUEPRINT.response(204)
def release_for_order(body: dict[str, Any], order_id: str) -> Response:
    """The customer does not want it after all."""
    with parts().database.write() as session:
        require_order(session, order_id, who())
        slots.release_hold(session, body["hold_id"], now=parts().clock.now(), order_id=order_id)
    return empty()


@BLUEPRINT.get("/slots")
@may(*DESK)
@BLUEPRINT.arguments(IntakeQuery, location="query")
@BLUEPRINT.response(200, SlotsAnswer)
def offer_at_intake(query: dict[str, Any]) -> Response:
    """The half-days that can be sold to somebody whose order is being taken in."""
    with parts().database.read() as session:
        require_place(session, query["district"], who())
        return reply(
            _intake_offers(
                session,
                query["district"],
                Kind(query["kind"]),
                (query["lat"], query["lon"]),
                area_id=query.get("area"),
                hold_id=query.get("hold"),
            )
        )


@BLUEPRINT.post("/slots/holds")
@may(*DESK)
@BLUEPRINT.arguments(IntakeHoldBody)
@BLUEPRINT.response(201, HeldAnswer)
@BLUEPRINT.alt_response(200, schema=HeldAnswer, description="The same event id again.")
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=TAKEN)
def hold_at_intake(body: dict[str, Any]) -> Response:
    """Keep a half-day; `POST /orders` with its `hold_id` books it."""
    identity, now, travel = who(), parts().clock.now(), parts().travel
    kind, place = Kind(body["kind"]), (body["lat"], body["lon"])
    slot = Slot(day=body["date"], half=Half(body["half"]))
    beside = {"area_id": body.get("area_id"), "instead_of": body.get("instead_of")}
    with parts().database.read() as session:
        require_place(session, body["district_id"], identity)
        look = slot_look.look_at_intake(
            session, body["district_id"], kind, place, slot, now=now, travel=travel, **beside
        )
    try:
        with parts().database.write() as session:
            held = slots.hold_at_intake(
                session,
                body["district_id"],
                kind,
                place,
                slot,
                actor=identity.actor,
                now=now,
                event_id=body["event_id"],
                travel=travel,
                look=look,
                **beside,
            )
    except SlotTaken as taken:
        with parts().database.read() as session:
            current = _intake_offers(
                session,
                body["district_id"],
                kind,
                place,
                area_id=body.get("area_id"),
                hold_id=body.get("instead_of"),
            )
        raise slot_taken(current) from taken
    return reply(held_json(held.hold), 200 if held.replayed else 201)


@BLUEPRINT.post("/slots/release")
@may(*DESK)
@BLUEPRINT.arguments(ReleaseBody)
@BLUEPRINT.response(204)
def release_at_intake(body: dict[str, Any]) -> Response:
    """Nobody wants the half-day after all."""
    with parts().database.write() as session:
        hold = session.get(SlotHold, body["hold_id"])
        if hold is None:
            raise Problem(code="not-found")
        require_place(session, hold.district_id, who())
        slots.release_hold(session, hold.id, now=parts().clock.now())
    return empty()


@BLUEPRINT.get("/track/slots")
@may(Role.CUSTOMER)
@BLUEPRINT.response(200, SlotsAnswer)
def offer_for_me() -> Response:
    """When we could come instead."""
    with parts().database.read() as session:
        return reply(_offers(session, order_of(who()), whole=False))


@BLUEPRINT.post("/track/slots/holds")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(HoldBody)
@BLUEPRINT.response(201, HeldAnswer)
@BLUEPRINT.alt_response(200, schema=HeldAnswer, description="The same event id again.")
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=TAKEN)
def hold_for_me(body: dict[str, Any]) -> Response:
    """Keep one for me for a few minutes."""
    identity = who()
    return _hold(order_of(identity), body, identity, whole=False)


@BLUEPRINT.post("/track/slots/choose")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(ChoiceBody)
@BLUEPRINT.response(200, TrackingAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=TAKEN)
def choose_for_me(body: dict[str, Any]) -> Response:
    """Come then."""
    identity = who()

    def view() -> dict[str, Any]:
        with parts().database.read() as session:
            return track_view(session, identity)

    _choose(order_of(identity), body, identity, view, whole=False)
    return reply(view())


@BLUEPRINT.post("/track/slots/release")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(ReleaseBody)
@BLUEPRINT.response(204)
def release_for_me(body: dict[str, Any]) -> Response:
    """I leave the time as it is."""
    with parts().database.write() as session:
        slots.release_hold(session, body["hold_id"], now=parts().clock.now(), order_id=order_of(who()))
    return empty()


def slot_taken(current: dict[str, Any]) -> Problem:
    """409 with what can be had instead."""
    return Problem(code="slot-taken", kept="order", current=current)


def _hold(order_id: str, body: dict[str, Any], identity: Identity, *, whole: bool) -> Response:
    now, travel = parts().clock.now(), parts().travel
    with parts().database.read() as session:
        if identity.role is not Role.CUSTOMER:
            require_order(session, order_id, identity)
        slot = _slot(session, order_id, body)
        look = slot_look.look_for_order(session, order_id, slot, now=now, travel=travel)
    try:
        with parts().database.write() as session:
            held = slots.hold_for_order(
                session,
                order_id,
                slot,
                actor=identity.actor,
                now=now,
                event_id=body["event_id"],
                travel=travel,
                look=look,
            )
    except SlotTaken as taken:
        raise slot_taken(_offers_now(order_id, whole=whole)) from taken
    return reply(held_json(held.hold), 200 if held.replayed else 201)


def _choose(
    order_id: str,
    body: dict[str, Any],
    identity: Identity,
    present: Callable[[], dict[str, Any]],
    *,
    whole: bool,
) -> bool:
    try:
        with parts().database.write() as session:
            if identity.role is not Role.CUSTOMER:
                require_order(session, order_id, identity)
            result = slots.confirm_hold(
                session,
                order_id,
                body["hold_id"],
                actor=identity.actor,
                now=parts().clock.now(),
                event_id=body["event_id"],
                travel=parts().travel,
            )
    except SlotTaken as taken:
        raise slot_taken(_offers_now(order_id, whole=whole)) from taken
    except (IllegalStep, StaleVersion) as refused:
        raise conflict(refused, present()) from refused
    return result.replayed


def _slot(session: Session, order_id: str, body: dict[str, Any]) -> Slot:
    if "half" in body:
        return Slot(day=body["date"], half=Half(body["half"]))
    return Slot(day=_local_date(session, order_id, body["agreed_at"]), agreed_at=body["agreed_at"])


def _local_date(session: Session, order_id: str, at: datetime) -> date:
    order = session.get_one(Order, order_id)
    return at.astimezone(ZoneInfo(session.get_one(District, order.district_id).zone)).date()


def _offers(session: Session, order_id: str, *, whole: bool) -> dict[str, Any]:
    return slots_for_order(session, order_id, now=parts().clock.now(), travel=parts().travel, whole=whole)


def _offers_now(order_id: str, *, whole: bool) -> dict[str, Any]:
    with parts().database.read() as session:
        return _offers(session, order_id, whole=whole)


def _intake_offers(
    session: Session,
    district_id: str,
    kind: Kind,
    place: tuple[float, float],
    *,
    area_id: str | None,
    hold_id: str | None,
) -> dict[str, Any]:
    return slots_at_intake(
        session,
        district_id,
        kind,
        place,
        area_id=area_id,
        hold_id=hold_id,
        now=parts().clock.now(),
        travel=parts().travel,
    )

"""Every step of one order as the page offers it, trying one before it is taken, and where a corrected address lies."""

from datetime import datetime
from typing import Any, Final

from flask import Response, request
from marshmallow import fields
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.actions.errors import IllegalStep
from dispatch.actions.force_majeure import MAY_DECLARE
from dispatch.actions.orders import nearest_area
from dispatch.actions.step_look import FieldLook, Hindrance, StepLook, look_at_steps
from dispatch.actions.step_trial import Stand, try_merge, try_step
from dispatch.orders.lifecycle import OPEN, Step
from dispatch.orders.people import DESK, STAFF, Role
from dispatch.storage.district import Area
from dispatch.storage.force_majeure import Declaration, covering
from dispatch.storage.order import Order
from dispatch.travel.geocode import NoAnswer, NoPlace
from dispatch.web import schemas
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import conflict, read_card, require_order
from dispatch.web.auth import may, who
from dispatch.web.fields import Body, Choice, Facts, Ident, Text
from dispatch.web.language import choose_language, knows, say
from dispatch.web.order_answers import CardAnswer
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "steps", __name__, url_prefix="/api/v1", description="Which steps an order may take, and what they ask."
)
_THROUGH: Final = {
    Step.MERGE: "/orders/{id}/merge",
    Step.ASK: "/orders/{id}/questions",
    Step.ANSWER: "/questions/{question_id}/answer",
    Step.RESTORE: "/incidents/{incident_id}/restore",
}
"""Where a step is posted that has an address of its own; all others to `/orders/{id}/steps`."""


class TrialBody(Body):
    step = Choice(schemas.STEPS, required=True)
    data = Facts(load_default=dict)


class MergeTrialBody(Body):
    order_id = Ident(required=True)


class PlaceQuery(Body):
    address = Text(most=300, required=True)
    area = Ident()


class StepWhyAnswer(Answer):
    code = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "in the reader's language"})
    statuses = fields.List(fields.String(), metadata={"description": "from where it could be taken"})
    roles = fields.List(fields.String(), metadata={"description": "who could take it"})


class ChoiceAnswer(Answer):
    value = fields.String(required=True, allow_none=True)
    why = fields.Nested(StepWhyAnswer, required=True, allow_none=True)
    names = fields.Dict(metadata={"description": "what it is called, where it is no code"})


class FieldAnswer(Answer):
    name = fields.String(required=True)
    kind = fields.String(required=True)
    required = fields.Boolean(required=True)
    choices = fields.List(fields.Nested(ChoiceAnswer))
    least = fields.Integer()
    most = fields.Integer()
    default = fields.String()
    from_at = fields.AwareDateTime()
    to_at = fields.AwareDateTime()
    only_if = fields.Dict(metadata={"description": "asked only when another field has this value"})
    further_if = fields.Dict(metadata={"description": "with this value of another field `to_at` lies there"})


class StepLookAnswer(Answer):
    step = fields.String(required=True)
    legal = fields.Boolean(required=True)
    why = fields.Nested(StepWhyAnswer, required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    post = fields.String(required=True, metadata={"description": "below /api/v1"})
    asks = fields.List(fields.Nested(FieldAnswer), required=True)
    together = fields.List(fields.Dict(), metadata={"description": "values that only go together like this"})


class StepsAnswer(Answer):
    order_id = fields.String(required=True)
    version = fields.Integer(required=True)
    steps = fields.List(fields.Nested(StepLookAnswer), required=True)
    deeds = fields.List(
        fields.Nested(StepLookAnswer),
        required=True,
        metadata={"description": "what is done to the order's district or area and holds for it too"},
    )


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


@BLUEPRINT.get("/orders/<id:order_id>/steps")
@may(*STAFF)
@BLUEPRINT.response(200, StepsAnswer)
def show_steps(order_id: str) -> Response:
    """Every step of the life cycle for this order now: legal or why not, who may take it, and what it asks."""
    identity, language = who(), choose_language(request)
    now = parts().clock.now()
    with parts().database.read() as session:
        require_order(session, order_id, identity)
        order = session.get_one(Order, order_id)
        looks = look_at_steps(session, order, actor=identity.actor, now=now)
        return reply(
            {
                "order_id": order_id,
                "version": order.version,
                "steps": [_step_json(look, language, order_id) for look in looks],
                "deeds": [
                    _declare_json(session, order, identity.role, now, language),
                    *_end_json(session, order, identity.role, now, language),
                ],
            }
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


def _step_json(look: StepLook, language: str, order_id: str) -> dict[str, Any]:
    return {
        "step": str(look.step),
        "legal": look.why is None,
        "why": say_hindrance(look.why, language),
        "roles": [str(role) for role in look.roles],
        "post": _THROUGH.get(look.step, "/orders/{id}/steps").replace("{id}", order_id),
        "asks": [_field_json(each, language) for each in look.fields],
        **({"together": list(look.together)} if look.together else {}),
    }


def _field_json(look: FieldLook, language: str) -> dict[str, Any]:
    told = look.told
    found: dict[str, Any] = {"name": told.name, "kind": str(told.kind), "required": told.required}
    if look.choices:
        found["choices"] = [
            {
                "value": choice.value,
                "why": say_hindrance(choice.why, language),
                **({"names": choice.names} if choice.names else {}),
            }
            for choice in look.choices
        ]
    limits = {"least": told.least, "most": told.most, "default": told.default}
    found |= {name: value for name, value in limits.items() if value is not None}
    times = {"from_at": look.from_at, "to_at": look.to_at}
    found |= {name: at.isoformat() for name, at in times.items() if at is not None}
    if look.only_if:
        found["only_if"] = look.only_if
    if look.further_if:
        found["further_if"] = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in look.further_if.items()
        }
    return found


def say_hindrance(why: Hindrance | None, language: str) -> dict[str, Any] | None:
    if why is None:
        return None
    comma = say(language, "step-list-comma")
    reason = f"reason-{(why.reason or '').replace('_', '-')}"
    text = say(
        language,
        f"step-why-{why.code.replace('_', '-')}",
        statuses=comma.join(say(language, f"status-{each.replace('_', '-')}") for each in why.statuses),
        roles=comma.join(say(language, f"role-{each}") for each in why.roles),
        reason=say(language, reason) if why.reason and knows(language, reason) else why.reason or "",
    )
    return {
        "code": why.code,
        "text": text,
        **({"statuses": [str(each) for each in why.statuses]} if why.statuses else {}),
        **({"roles": [str(each) for each in why.roles]} if why.roles else {}),
    }


def _declare_json(session: Session, order: Order, role: Role, now: datetime, language: str) -> dict[str, Any]:
    """Force majeure is declared for an area or the district; how many open orders would stand still by it."""
    in_district = _count_open(session, order.district_id, None)
    in_area = _count_open(session, order.district_id, order.area_id)
    return _deed(
        "declare_force_majeure",
        "/force-majeure",
        role,
        language,
        [
            {
                "name": "area_id",
                "kind": "choice",
                "required": False,
                "choices": [
                    {"value": order.area_id, "why": None, "names": {"orders": in_area}},
                    {"value": None, "why": None, "names": {"orders": in_district}},
                ],
            },
            {"name": "from_at", "kind": "instant", "required": True, "to_at": now.isoformat()},
            {"name": "until_at", "kind": "instant", "required": False, "from_at": now.isoformat()},
            {"name": "reason", "kind": "text", "required": True, "least": 1, "most": 300},
        ],
    )


def _end_json(
    session: Session, order: Order, role: Role, now: datetime, language: str
) -> list[dict[str, Any]]:
    """Each declaration that covers the order and is not over."""
    running = [
        each
        for each in session.scalars(select(Declaration).where(covering(order.district_id, order.area_id)))
        if each.over_at is None or each.over_at > now
    ]
    return [
        {
            **_deed(
                "end_force_majeure",
                f"/force-majeure/{each.id}/end",
                role,
                language,
                [{"name": "ended_at", "kind": "instant", "required": False, "to_at": now.isoformat()}],
            ),
            "together": [
                {
                    "declaration_id": each.id,
                    "area_id": each.area_id,
                    "reason": each.reason,
                    "from_at": each.from_at.isoformat(),
                    "until_at": each.until_at.isoformat() if each.until_at else None,
                }
            ],
        }
        for each in running
    ]


def _deed(name: str, post: str, role: Role, language: str, asked: list[dict[str, Any]]) -> dict[str, Any]:
    allowed = tuple(each for each in Role if each in MAY_DECLARE)
    why = None if role in MAY_DECLARE else Hindrance(code="role", roles=allowed)
    return {
        "step": name,
        "legal": why is None,
        "why": say_hindrance(why, language),
        "roles": [str(each) for each in allowed],
        "post": post,
        "asks": asked,
    }


def _count_open(session: Session, district_id: str, area_id: str | None) -> int:
    wanted = select(func.count()).where(Order.district_id == district_id, Order.status.in_(sorted(OPEN)))
    if area_id is not None:
        wanted = wanted.where(Order.area_id == area_id)
    return session.scalar(wanted) or 0

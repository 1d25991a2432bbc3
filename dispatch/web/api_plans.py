"""Plans that are not driven: the planner's proposals, and days that somebody imagines; adopt or dismiss them."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response, request
from marshmallow import fields
from marshmallow.fields import List
from marshmallow.validate import Length
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions import proposals as deeds
from dispatch.actions.errors import NotAllowed
from dispatch.orders.codes import Kind
from dispatch.orders.people import DESK
from dispatch.queries.proposals import proposal_json, proposals
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.plan_proposal import PlanProposal
from dispatch.storage.technician import Technician
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Choice, Ident, Instant, Latitude, Longitude, Part, Whole
from dispatch.web.language import choose_language
from dispatch.web.parts import parts
from dispatch.web.plan_wording import caused
from dispatch.web.reasoning import Reader

BLUEPRINT: Final = ApiBlueprint(
    "plans", __name__, url_prefix="/api/v1", description="Proposed and imagined plans."
)
MOST: Final = 20
_SHIFT: Final = {"shift_start": "08:00", "shift_end": "18:00"}


class AwayPart(Body):
    """From now, and to the end of the local day, where nothing else is said."""

    technician_id = Ident(required=True)
    from_at = Instant()
    until_at = Instant()


class PlacePart(Body):
    lat = Latitude(required=True)
    lon = Longitude(required=True)


class AddedPart(PlacePart):
    kind = Choice(Kind, required=True)
    due_at = Instant()
    agreed_at = Instant()


class WhatIfBody(Body):
    """What is different in the imagined day; at least one thing is."""

    away = List(Part(AwayPart), validate=Length(max=MOST))
    overtime_min = Whole(least=0, most=720)
    helpers = List(
        Part(PlacePart),
        validate=Length(max=MOST),
        metadata={"description": "one more technician each, who begins there and can do everything"},
    )
    added = List(Part(AddedPart), validate=Length(max=MOST))
    withdrawn = List(Ident(), validate=Length(max=MOST))
    travel_percent = Whole(
        least=20, most=500, metadata={"description": "how long roads take: 150 is half as long again"}
    )


class ProposalAnswer(Answer):
    id = fields.String(required=True)
    district_id = fields.String(required=True)
    origin = fields.String(required=True, metadata={"description": "planner or what_if"})
    standing = fields.String(
        required=True, metadata={"description": "waiting, open, adopted, dismissed, superseded or failed"}
    )
    created_at = fields.AwareDateTime(required=True)
    asked_by = fields.String(allow_none=True, required=True)
    by = fields.Dict(
        allow_none=True, required=True, metadata={"description": "`role` and `name` of whoever asked"}
    )
    given = fields.Dict(required=True)
    base_version = fields.Integer(allow_none=True, required=True)
    is_current = fields.Boolean(required=True, metadata={"description": "made for the plan that is driven"})
    unassigned = fields.List(fields.Dict(), required=True)
    difference = fields.Dict(
        allow_none=True,
        required=True,
        metadata={
            "description": "`before` and `after` in figures, promises `saved` and `broken`, `moved`, `agreed_changed`,"
            " and `changes` visit by visit with `was`, `now`, `why`, its `promise` (saved, broken) and whether it"
            " `leaves_promise`, the hour that was promised"
        },
    )


@BLUEPRINT.get("/districts/<id:district_id>/proposals")
@may(*DESK)
@BLUEPRINT.response(200, ProposalAnswer(many=True))
def list_proposals(district_id: str) -> Response:
    """What the planner proposes, and the imagined days that nobody has decided about, newest first."""
    with parts().database.read() as session:
        zone = require_place(session, district_id, who()).zone
        return reply([_told(view, zone) for view in proposals(session, district_id)])


@BLUEPRINT.post("/districts/<id:district_id>/what-ifs")
@may(*DESK)
@BLUEPRINT.arguments(WhatIfBody)
@BLUEPRINT.response(202, ProposalAnswer)
@BLUEPRINT.alt_response(
    422, schema=ProblemAnswer, description="Nothing is different, or somebody is unknown."
)
def ask_what_if(body: dict[str, Any], district_id: str) -> Response:
    """Imagine the day with these changes; the planner solves it within seconds and the answer is pushed."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        zone = ZoneInfo(require_place(session, district_id, identity).zone)
        given = _given(session, district_id, body, now, zone)
        row = deeds.ask_what_if(session, district_id, given, actor=identity.actor, now=now)
        return reply(_told(proposal_json(session, row), str(zone)), 202)


@BLUEPRINT.get("/proposals/<id:proposal_id>")
@may(*DESK)
@BLUEPRINT.response(200, ProposalAnswer)
def show_proposal(proposal_id: str) -> Response:
    """One of them, decided or not."""
    with parts().database.read() as session:
        row = proposal_of_mine(session, proposal_id)
        return reply(_told(proposal_json(session, row), _zone_of(session, row)))


@BLUEPRINT.post("/proposals/<id:proposal_id>/dismiss")
@may(*DESK)
@BLUEPRINT.response(200, ProposalAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="It is over (proposal-over).")
def dismiss(proposal_id: str) -> Response:
    """Not wanted; the planner does not come with the same again."""
    identity, now = who(), parts().clock.now()
    try:
        with parts().database.write() as session:
            row = proposal_of_mine(session, proposal_id)
            deeds.dismiss(session, proposal_id, actor=identity.actor, now=now)
            return reply(_told(proposal_json(session, row), _zone_of(session, row)))
    except NotAllowed as refused:
        raise Problem(code="proposal-over") from refused


def _told(view: dict[str, Any], zone: str) -> dict[str, Any]:
    """With the cause of each change in the reader's words, as `why`."""
    if not view["difference"]:
        return view
    reader = Reader(language=choose_language(request), zone=zone, now=parts().clock.now())
    changes = [{**change, "why": caused(change, reader)} for change in view["difference"]["changes"]]
    return {**view, "difference": {**view["difference"], "changes": changes}}


def _zone_of(session: Session, row: PlanProposal) -> str:
    return session.get_one(District, row.district_id).zone


def proposal_of_mine(session: Session, proposal_id: str) -> PlanProposal:
    row = session.get(PlanProposal, proposal_id)
    if row is None:
        raise Problem(code="not-found")
    require_district(who(), row.district_id)
    return row


def _given(
    session: Session, district_id: str, body: dict[str, Any], now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """As it is kept: plain values, with what was left unsaid."""
    ends_at = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(0), tzinfo=zone)
    crew = session.scalars(
        select(Technician).where(Technician.district_id == district_id, Technician.active)
    ).all()
    skills = sorted({skill for technician in crew for skill in technician.skills})
    away = [_absence(one, now, ends_at - timedelta(seconds=1)) for one in body.get("away", ())]
    if unknown := {one["technician_id"] for one in away} - {technician.id for technician in crew}:
        raise _unknown("away.technician_id", min(unknown))
    withdrawn = list(body.get("withdrawn", ()))
    for order_id in withdrawn:
        order = session.get(Order, order_id)
        if order is None or order.district_id != district_id:
            raise _unknown("withdrawn", order_id)
    given = {
        "away": away,
        "overtime_min": body.get("overtime_min"),
        "helpers": [{**helper, "skills": skills, **_SHIFT} for helper in body.get("helpers", ())],
        "added": [_added(more) for more in body.get("added", ())],
        "withdrawn": withdrawn,
        "travel_factor": None if body.get("travel_percent", 100) == 100 else body["travel_percent"] / 100,  # noqa: PLR2004  # as it is
    }
    given = {name: value for name, value in given.items() if value not in (None, [])}
    if not given:
        raise Problem(code="missing-field", field="away", expected="a value")
    return given


def _absence(away: dict[str, Any], now: datetime, ends_at: datetime) -> dict[str, Any]:
    from_at, until_at = away.get("from_at") or now, away.get("until_at") or ends_at
    if until_at <= from_at:
        raise Problem(code="invalid-field", field="away.until_at", expected="a time after from_at")
    return {
        "technician_id": away["technician_id"],
        "from_at": from_at.isoformat(),
        "until_at": until_at.isoformat(),
    }


def _added(more: dict[str, Any]) -> dict[str, Any]:
    times = {name: more[name].isoformat() for name in ("due_at", "agreed_at") if more.get(name)}
    return {"kind": str(more["kind"]), "lat": more["lat"], "lon": more["lon"], **times}


def _unknown(field: str, got: str) -> Problem:
    return Problem(code="invalid-field", field=field, expected="a value", got=got)

"""Incidents: one cause for many orders, their visits held, their customers told, all released when it is over."""

from typing import Any, Final

from flask import Response
from marshmallow import fields
from marshmallow.fields import List
from marshmallow.validate import Length
from sqlalchemy.orm import Session

from dispatch.actions import incidents as deeds
from dispatch.actions.incidents import IncidentDraft
from dispatch.orders.codes import IncidentCause
from dispatch.orders.people import DESK
from dispatch.queries import incidents as views
from dispatch.storage.incident import Incident, IncidentStanding, VisitStands
from dispatch.web import schemas
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Choice, EventId, Ident, Instant, Text, Whole
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "incidents", __name__, url_prefix="/api/v1/incidents", description="One cause for many orders."
)
MOST: Final = 500
OVER: Final = "It is over (incident-over)."


class IncidentBody(Body):
    event_id = EventId(required=True)
    district_id = Ident(required=True)
    cause = Choice(IncidentCause, required=True)
    title = Text(least=0, most=80)
    started_at = Instant(allow_none=True)
    expected_end_at = Instant(allow_none=True)
    areas = List(Ident(), validate=Length(max=100))
    line_prefix = Text(most=80, allow_none=True)
    """The port or splitter that its lines hang on."""
    order_ids = List(Ident(), validate=Length(max=MOST))


class ChangeBody(Body):
    expected_version = Whole(0, 1_000_000_000, required=True)
    cause = Choice(IncidentCause)
    title = Text(least=0, most=80)
    expected_end_at = Instant(allow_none=True)


class MembersBody(Body):
    add = List(Ident(), validate=Length(max=MOST))
    remove = List(Ident(), validate=Length(max=MOST))


class RestoreBody(Body):
    restored_at = Instant(allow_none=True)
    solved = List(Ident(), validate=Length(max=MOST))
    """Repairs whose line was tested good from the desk; the others go on."""


class CrewBody(Body):
    team = Text(most=40, required=True)
    title = Text(most=200, required=True)


class NothingBody(Body):
    """Said by the address alone: doing it again changes nothing."""


class PlaceAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)


class HeadAnswer(Answer):
    id = fields.String(required=True)
    district_id = fields.String(required=True)
    standing = fields.Enum(IncidentStanding, by_value=True, required=True)
    cause = fields.Enum(IncidentCause, by_value=True, required=True)
    title = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    expected_end_at = fields.AwareDateTime(required=True, allow_none=True)
    areas = fields.List(fields.Nested(PlaceAnswer), required=True)
    line_prefix = fields.String(required=True, allow_none=True)
    held_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "since when futile visits are held, of later reports too"},
    )
    told_at = fields.AwareDateTime(required=True, allow_none=True)
    restored_at = fields.AwareDateTime(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    version = fields.Integer(required=True)
    count = fields.Integer(required=True, metadata={"description": "how many orders are in it"})


class MemberAnswer(Answer):
    id = fields.String(required=True)
    number = fields.String(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    customer = fields.String(required=True)
    address = fields.String(required=True)
    area = fields.String(required=True)
    line_id = fields.String(required=True, allow_none=True)
    agreed_at = fields.AwareDateTime(required=True, allow_none=True)
    accepted_at = fields.AwareDateTime(required=True)
    joined_at = fields.AwareDateTime(required=True)
    automatic = fields.Boolean(
        required=True, metadata={"description": "it fell into the scope; nobody put it there"}
    )
    told_at = fields.AwareDateTime(required=True, allow_none=True)
    visit = fields.Enum(VisitStands, by_value=True, required=True)


class PortAnswer(Answer):
    prefix = fields.String(required=True)
    count = fields.Integer(required=True)


class CrewAnswer(Answer):
    """The line crew's task; until somebody has accepted it, it belongs to whoever asked."""

    id = fields.String(required=True)
    state = fields.String(required=True)
    team = fields.String(required=True, allow_none=True)
    owner = fields.String(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True)


class IncidentAnswer(HeadAnswer):
    crew = fields.Nested(CrewAnswer, required=True, allow_none=True)
    created_by = fields.String(required=True, allow_none=True)
    orders = fields.List(fields.Nested(MemberAnswer), required=True)
    visits = fields.Dict(required=True, metadata={"description": "how many visits stand how"})
    untold = fields.Integer(required=True)
    ports = fields.List(fields.Nested(PortAnswer), required=True)


class SuggestionAnswer(Answer):
    """Reports that came too close together to be chance."""

    area = fields.Nested(PlaceAnswer, required=True, allow_none=True)
    line_prefix = fields.String(required=True, allow_none=True)
    order_ids = fields.List(fields.String(), required=True)
    from_at = fields.AwareDateTime(required=True)
    to_at = fields.AwareDateTime(required=True)


class IncidentsAnswer(Answer):
    incidents = fields.List(fields.Nested(HeadAnswer), required=True)
    suggestions = fields.List(fields.Nested(SuggestionAnswer), required=True)


@BLUEPRINT.get("")
@may(*DESK)
@BLUEPRINT.arguments(schemas.AreaQuery, location="query")
@BLUEPRINT.response(200, IncidentsAnswer)
def list_incidents(query: dict[str, Any]) -> Response:
    """What is open in a district or was restored lately, and reports that look like one fault."""
    with parts().database.read() as session:
        require_place(session, query["district"], who())
        return reply(views.incidents(session, query["district"], now=parts().clock.now()))


@BLUEPRINT.get("/<id:incident_id>")
@may(*DESK)
@BLUEPRINT.response(200, IncidentAnswer)
def show_incident(incident_id: str) -> Response:
    """One of them with its orders, and what became of each visit."""
    with parts().database.read() as session:
        _require(session, incident_id)
        return reply(views.incident(session, incident_id))


@BLUEPRINT.post("")
@may(*DESK)
@BLUEPRINT.arguments(IncidentBody)
@BLUEPRINT.response(201, IncidentAnswer)
def open_incident(body: dict[str, Any]) -> Response:
    """These orders, areas or lines have one cause; reports that fall into its scope join by themselves."""
    identity = who()
    with parts().database.write() as session:
        require_place(session, body["district_id"], identity)
        row = deeds.open_incident(
            session,
            IncidentDraft(
                district_id=body["district_id"],
                cause=IncidentCause(body["cause"]),
                title=body.get("title", ""),
                started_at=body.get("started_at"),
                expected_end_at=body.get("expected_end_at"),
                areas=body.get("areas", ()),
                line_prefix=body.get("line_prefix"),
                order_ids=body.get("order_ids", ()),
            ),
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
        require_district(identity, row.district_id)
        return _shown(session, row, 201)


@BLUEPRINT.post("/<id:incident_id>/changes")
@may(*DESK)
@BLUEPRINT.arguments(ChangeBody)
@BLUEPRINT.response(200, IncidentAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=OVER)
def change_incident(body: dict[str, Any], incident_id: str) -> Response:
    """Its cause, its title, when it is expected to end."""
    changed: dict[str, Any] = {name: body[name] for name in deeds.CHANGEABLE if name in body}
    if "cause" in changed:
        changed["cause"] = IncidentCause(changed["cause"])
    with parts().database.write() as session:
        _require(session, incident_id)
        row = deeds.change_incident(
            session,
            incident_id,
            changed,
            now=parts().clock.now(),
            expected_version=body["expected_version"],
        )
        return _shown(session, row)


@BLUEPRINT.post("/<id:incident_id>/orders")
@may(*DESK)
@BLUEPRINT.arguments(MembersBody)
@BLUEPRINT.response(200, IncidentAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=OVER)
def change_orders(body: dict[str, Any], incident_id: str) -> Response:
    """Put orders to it, or say that they have another cause."""
    actor, now = who().actor, parts().clock.now()
    with parts().database.write() as session:
        row = _require(session, incident_id)
        if added := body.get("add"):
            row = deeds.add_orders(session, incident_id, added, actor=actor, now=now)
        if removed := body.get("remove"):
            row = deeds.remove_orders(session, incident_id, removed, actor=actor, now=now)
        return _shown(session, row)


@BLUEPRINT.post("/<id:incident_id>/hold")
@may(*DESK)
@BLUEPRINT.arguments(NothingBody)
@BLUEPRINT.response(200, IncidentAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=OVER)
def hold_visits(_body: dict[str, Any], incident_id: str) -> Response:
    """Futile visits are held, now and of whoever joins later; no clock stands still by it."""
    with parts().database.write() as session:
        _require(session, incident_id)
        row = deeds.hold_visits(session, incident_id, actor=who().actor, now=parts().clock.now())
        return _shown(session, row)


@BLUEPRINT.post("/<id:incident_id>/message")
@may(*DESK)
@BLUEPRINT.arguments(NothingBody)
@BLUEPRINT.response(200, IncidentAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=OVER)
def tell_customers(_body: dict[str, Any], incident_id: str) -> Response:
    """One message to every person in it who does not know yet, and to whoever joins later."""
    with parts().database.write() as session:
        _require(session, incident_id)
        row = deeds.tell_customers(session, incident_id, actor=who().actor, now=parts().clock.now())
        return _shown(session, row)


@BLUEPRINT.post("/<id:incident_id>/crew")
@may(*DESK)
@BLUEPRINT.arguments(CrewBody)
@BLUEPRINT.response(200, IncidentAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=OVER)
def ask_crew(body: dict[str, Any], incident_id: str) -> Response:
    """One task for those who mend the line."""
    with parts().database.write() as session:
        _require(session, incident_id)
        row = deeds.ask_crew(
            session,
            incident_id,
            body["team"],
            body["title"],
            actor=who().actor,
            now=parts().clock.now(),
        )
        return _shown(session, row)


@BLUEPRINT.post("/<id:incident_id>/restore")
@may(*DESK)
@BLUEPRINT.arguments(RestoreBody)
@BLUEPRINT.response(200, IncidentAnswer)
def restore(body: dict[str, Any], incident_id: str) -> Response:
    """It is over: what is solved is done, what was held goes on, everybody is told, and a plan is asked for."""
    with parts().database.write() as session:
        _require(session, incident_id)
        row = deeds.restore(
            session,
            incident_id,
            solved=body.get("solved", ()),
            restored_at=body.get("restored_at"),
            actor=who().actor,
            now=parts().clock.now(),
        )
        return _shown(session, row)


def _require(session: Session, incident_id: str) -> Incident:
    """It, if it exists and is in this person's district."""
    row = session.get(Incident, incident_id)
    if row is None:
        raise Problem(code="not-found")
    require_district(who(), row.district_id)
    return row


def _shown(session: Session, row: Incident, status: int = 200) -> Response:
    session.flush()
    return reply(views.incident(session, row.id), status)

"""Who is away: report it, change it, say that they are back; and what it would mean, before it is said."""

from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy.orm import Session

from dispatch.actions import absences as deeds
from dispatch.orders.people import DESK
from dispatch.queries.absences import absences_json, consequences
from dispatch.queries.people import absence_json
from dispatch.storage.absence import Absence, AbsenceKind
from dispatch.storage.technician import Technician
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Choice, EventId, Instant, Text, Whole
from dispatch.web.parts import parts
from technicians.absences import Absent

BLUEPRINT: Final = ApiBlueprint(
    "absences", __name__, url_prefix="/api/v1", description="Who is sick, on leave or away, and until when."
)


class AbsenceTrialBody(Body):
    from_at = Instant(allow_none=True, load_default=None, metadata={"description": "now, if none"})
    until_at = Instant(allow_none=True, load_default=None, metadata={"description": "none: until told back"})


class AbsenceReportBody(AbsenceTrialBody):
    event_id = EventId(required=True)
    kind = Choice(AbsenceKind, required=True)
    note = Text(least=0, most=200, load_default="")


class AbsenceChangeBody(AbsenceReportBody):
    from_at = Instant(required=True)
    version = Whole(1, 1_000_000, required=True)


class AbsenceEndBody(Body):
    event_id = EventId(required=True)
    version = Whole(1, 1_000_000, required=True)


class AbsenceAnswer(Answer):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    technician_id = fields.String(required=True)
    kind = fields.String(required=True)
    from_at = fields.AwareDateTime(required=True)
    until_at = fields.AwareDateTime(allow_none=True, required=True)
    ended_at = fields.AwareDateTime(allow_none=True, required=True)
    note = fields.String(required=True)


class MissedAnswer(Answer):
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    status = fields.String(required=True)
    start_at = fields.AwareDateTime(allow_none=True, required=True)
    agreed_at = fields.AwareDateTime(allow_none=True, required=True)
    technician_id = fields.String(
        allow_none=True,
        required=True,
        metadata={"description": "who would have it instead; none: nobody has room"},
    )


class ConsequencesAnswer(Answer):
    released = fields.List(
        fields.Nested(MissedAnswer),
        required=True,
        metadata={"description": "not begun: the planner gives them away"},
    )
    under_way = fields.List(
        fields.Nested(MissedAnswer),
        required=True,
        metadata={"description": "begun: stays with them until a person decides"},
    )


class ReportedAnswer(ConsequencesAnswer):
    absence = fields.Nested(AbsenceAnswer, required=True)


@BLUEPRINT.get("/districts/<id:district_id>/absences")
@may(*DESK)
@BLUEPRINT.response(200, AbsenceAnswer(many=True))
def show_absences(district_id: str) -> Response:
    """Of the people of this district, what is not over, the soonest first."""
    with parts().database.read() as session:
        require_place(session, district_id, who())
        return reply(absences_json(session, district_id, now=parts().clock.now()))


@BLUEPRINT.post("/technicians/<id:technician_id>/absences/trial")
@may(*DESK)
@BLUEPRINT.arguments(AbsenceTrialBody)
@BLUEPRINT.response(200, ConsequencesAnswer)
def try_absence(body: dict[str, Any], technician_id: str) -> Response:
    """What no longer fits if they are away then, and who would have it. Changes nothing."""
    with parts().database.read() as session:
        _require_technician(session, technician_id)
        return reply(_consequences(session, technician_id, body, look=True))


@BLUEPRINT.post("/technicians/<id:technician_id>/absences")
@may(*DESK)
@BLUEPRINT.arguments(AbsenceReportBody)
@BLUEPRINT.response(200, ReportedAnswer)
@BLUEPRINT.alt_response(
    422, schema=ProblemAnswer, description="Over already, or another absence is in the way."
)
def report(body: dict[str, Any], technician_id: str) -> Response:
    """Away from then on. What they had not begun goes to others by the next plan, which is asked for."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        district_id = _require_technician(session, technician_id)
        row = deeds.report(
            session,
            technician_id,
            AbsenceKind(body["kind"]),
            body["from_at"] or now,
            body["until_at"],
            actor=identity.actor,
            now=now,
            event_id=body["event_id"],
            note=body["note"],
        )
        answer = _consequences(session, technician_id, body) | {"absence": absence_json(row)}
    parts().desks.forget(district_id)
    return reply(answer)


@BLUEPRINT.post("/absences/<id:absence_id>/change")
@may(*DESK)
@BLUEPRINT.arguments(AbsenceChangeBody)
@BLUEPRINT.response(200, AbsenceAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="Somebody else has changed it meanwhile.")
def change(body: dict[str, Any], absence_id: str) -> Response:
    """Another span or another reason; the plan is asked for anew."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        district_id = _require_absence(session, absence_id)
        row = deeds.change(
            session,
            absence_id,
            kind=AbsenceKind(body["kind"]),
            from_at=body["from_at"],
            until_at=body["until_at"],
            note=body["note"],
            version=body["version"],
            actor=identity.actor,
            now=now,
            event_id=body["event_id"],
        )
        answer = absence_json(row)
    parts().desks.forget(district_id)
    return reply(answer)


@BLUEPRINT.post("/absences/<id:absence_id>/end")
@may(*DESK)
@BLUEPRINT.arguments(AbsenceEndBody)
@BLUEPRINT.response(200, AbsenceAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="Somebody else has changed it meanwhile.")
def end(body: dict[str, Any], absence_id: str) -> Response:
    """Back again, from now on; the plan is asked for anew."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        district_id = _require_absence(session, absence_id)
        row = deeds.end(
            session,
            absence_id,
            version=body["version"],
            actor=identity.actor,
            now=now,
            event_id=body["event_id"],
        )
        answer = absence_json(row)
    parts().desks.forget(district_id)
    return reply(answer)


def _consequences(
    session: Session, technician_id: str, body: dict[str, Any], *, look: bool = False
) -> dict[str, Any]:
    now = parts().clock.now()
    return consequences(
        session,
        technician_id,
        Absent(body["from_at"] or now, body["until_at"]),
        now=now,
        desks=parts().desks if look else None,
    )


def _require_technician(session: Session, technician_id: str) -> str:
    technician = session.get(Technician, technician_id)
    if technician is None:
        raise Problem(code="not-found")
    require_district(who(), technician.district_id)
    return technician.district_id


def _require_absence(session: Session, absence_id: str) -> str:
    row = session.get(Absence, absence_id)
    if row is None:
        raise Problem(code="not-found")
    return _require_technician(session, row.technician_id)

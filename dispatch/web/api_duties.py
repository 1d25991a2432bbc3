"""Who works when today: the reserve on standby and its call-out, overtime, offers to the neighbours; and every district at a glance."""

from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response
from marshmallow import fields
from sqlalchemy.orm import Session

from dispatch.actions import duties as deeds
from dispatch.orders.people import DESK, Role
from dispatch.queries.overview import overview, reserve
from dispatch.storage.district import District
from dispatch.storage.duty import Duty
from dispatch.storage.technician import Technician
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_board import require_place
from dispatch.web.api_escalations import seen_districts
from dispatch.web.auth import may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, EventId, Text
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "duties", __name__, url_prefix="/api/v1", description="Who works when today, beside the roster."
)
HEADS: Final = (Role.LEAD, Role.MANAGER, Role.ADMIN)


class CallOutBody(Body):
    event_id = EventId(required=True)


class StandbyBody(Body):
    from_time = Text(least=5, most=5, required=True)
    until_time = Text(least=5, most=5, required=True)


class NoDutyBody(Body):
    """Said by the address alone."""


class ReserveAnswer(Answer):
    technician = fields.Dict(required=True)
    shift = fields.String(required=True)
    standby = fields.Dict(allow_none=True, required=True)
    called = fields.Dict(allow_none=True, required=True)
    overtime_min = fields.Integer(required=True)
    offered = fields.String(allow_none=True, required=True)
    lent_to = fields.String(allow_none=True, required=True)


class OverviewAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(allow_none=True)
    open = fields.Integer(required=True)
    jeop = fields.Integer(
        required=True, metadata={"description": "orders that are expected to break a promise"}
    )
    risk = fields.Integer(required=True, metadata={"description": "other orders of which a warning has rung"})
    unassigned = fields.Integer(required=True)
    escalations = fields.Integer(
        required=True, metadata={"description": "addressed to the reader, and nobody has them"}
    )
    figures = fields.Dict(required=True)
    on_duty = fields.Integer(required=True)


@BLUEPRINT.get("/overview")
@may(*DESK)
@BLUEPRINT.response(200, OverviewAnswer(many=True))
def show_overview() -> Response:
    """Every district that I may see, the worst first."""
    identity, now = who(), parts().clock.now()
    with parts().database.read() as session:
        places = seen_districts(session, identity)
        return reply(overview(session, places, role=identity.role, user_id=identity.user_id, now=now))


@BLUEPRINT.get("/districts/<id:district_id>/reserve")
@may(*DESK)
@BLUEPRINT.response(200, ReserveAnswer(many=True))
def show_reserve(district_id: str) -> Response:
    """Whose day differs from the roster today: on standby, called out, with overtime, offered or lent."""
    with parts().database.read() as session:
        require_place(session, district_id, who())
        return reply(reserve(session, district_id, now=parts().clock.now()))


@BLUEPRINT.post("/technicians/<id:technician_id>/call-outs")
@may(*DESK)
@BLUEPRINT.arguments(CallOutBody)
@BLUEPRINT.response(200, ReserveAnswer(many=True))
@BLUEPRINT.alt_response(
    409, schema=ProblemAnswer, description="Not on standby, called out already, or the standby is over."
)
def call_out(body: dict[str, Any], technician_id: str) -> Response:
    """Works from now to the end of the standby; the plan is asked anew."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        district = _district_of(session, technician_id)
        deeds.call_out(session, technician_id, actor=identity.actor, now=now, event_id=body["event_id"])
        answer = reserve(session, district.id, now=now)
    parts().desks.forget(district.id)
    return reply(answer)


@BLUEPRINT.post("/technicians/<id:technician_id>/standby")
@may(*HEADS)
@BLUEPRINT.arguments(StandbyBody)
@BLUEPRINT.response(200, ReserveAnswer(many=True))
def put_on_standby(body: dict[str, Any], technician_id: str) -> Response:
    """May be called out today between these local times."""
    identity, now = who(), parts().clock.now()
    hours = _time(body, "from_time"), _time(body, "until_time")
    with parts().database.write() as session:
        district = _district_of(session, technician_id)
        today = now.astimezone(ZoneInfo(district.zone)).date()
        deeds.put_on_standby(session, technician_id, today, hours, actor=identity.actor, now=now)
        return reply(reserve(session, district.id, now=now))


@BLUEPRINT.post("/technicians/<id:technician_id>/offers")
@may(*HEADS)
@BLUEPRINT.arguments(NoDutyBody)
@BLUEPRINT.response(200, ReserveAnswer(many=True))
def offer(body: dict[str, Any], technician_id: str) -> Response:  # noqa: ARG001  # the form is checked to be empty
    """The neighbours may borrow them today."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        district = _district_of(session, technician_id)
        today = now.astimezone(ZoneInfo(district.zone)).date()
        deeds.offer(session, technician_id, today, actor=identity.actor, now=now)
        return reply(reserve(session, district.id, now=now))


@BLUEPRINT.post("/duties/<id:duty_id>/revoke")
@may(*DESK)
@BLUEPRINT.arguments(NoDutyBody)
@BLUEPRINT.response(200, ReserveAnswer(many=True))
def revoke(body: dict[str, Any], duty_id: str) -> Response:  # noqa: ARG001  # the form is checked to be empty
    """It counts no more; the plan is asked anew."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        row = session.get(Duty, duty_id)
        if row is None:
            raise Problem(code="not-found")
        district = _district_of(session, row.technician_id)
        deeds.revoke(session, duty_id, actor=identity.actor, now=now)
        answer = reserve(session, district.id, now=now)
    parts().desks.forget(district.id)
    return reply(answer)


def _district_of(session: Session, technician_id: str) -> District:
    technician = session.get(Technician, technician_id)
    if technician is None:
        raise Problem(code="not-found")
    require_district(who(), technician.district_id)
    return session.get_one(District, technician.district_id)


def _time(body: dict[str, Any], name: str) -> time:
    try:
        return datetime.strptime(body[name], "%H:%M").time()  # noqa: DTZ007  # a time of day has no zone
    except ValueError:
        raise Problem(
            code="invalid-field", field=name, expected="a time of day like 08:00", got=body[name]
        ) from None

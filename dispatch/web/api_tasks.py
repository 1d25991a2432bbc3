"""Tasks between teams: the list, making one, accepting it, handing it over, ending it."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response, request
from marshmallow import fields
from sqlalchemy.orm import Session

from dispatch.actions import tasks as deeds
from dispatch.actions.task_clock import attend
from dispatch.orders.people import STAFF
from dispatch.queries.tasks import takers, tasks_of
from dispatch.storage.district import District
from dispatch.storage.task import Task, TaskKind
from dispatch.web.answers import Answer, ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.auth import Identity, may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Choice, EventId, Flag, Ident, Instant, Text, Whole
from dispatch.web.language import LANGUAGES, choose_language
from dispatch.web.list_file import FORMATS, Reader, as_file
from dispatch.web.parts import parts
from dispatch.web.task_file import task_file

BLUEPRINT: Final = ApiBlueprint(
    "tasks", __name__, url_prefix="/api/v1", description="What one team needs of another."
)
REFUSED: Final = (
    "It has changed (task-moved-on), is over (task-over), or is not yours to do that with "
    "(task-not-yours, task-not-offered)."
)


class TasksQuery(Body):
    district = Ident(required=True)
    order = Ident()


class WhomBody(Body):
    event_id = EventId(required=True)
    to_user = Ident()
    to_team = Text(most=40)


class TaskBody(WhomBody):
    id = EventId(required=True)
    district_id = Ident(required=True)
    kind = Choice(TaskKind, required=True)
    title = Text(most=200, required=True)
    due_at = Instant(required=True)
    order_id = Ident()
    incident_id = Ident()
    visit_waits = Flag(
        load_default=False, metadata={"description": "the order is not visited before the task is done"}
    )


class AcceptBody(Body):
    event_id = EventId(required=True)
    version = Whole(0, 1_000_000, required=True)


class GiveBody(WhomBody):
    version = Whole(0, 1_000_000, required=True)
    words = Text(least=0, most=500, load_default="")


class CommentBody(Body):
    event_id = EventId(required=True)
    words = Text(most=500, required=True)


class DoneBody(AcceptBody):
    words = Text(least=0, most=500, load_default="")


class CancelBody(AcceptBody):
    words = Text(most=500, required=True)


class TaskWhoAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String()
    team = fields.String(allow_none=True)
    away = fields.Boolean(
        metadata={"description": "has left or is on leave: what they have is to be handed over"}
    )
    away_until = fields.AwareDateTime(allow_none=True)


class TaskEntryAnswer(Answer):
    deed = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    to = fields.String(required=True, allow_none=True)
    to_team = fields.String(required=True, allow_none=True)
    words = fields.String(required=True)


class TaskAnswer(Answer):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    order_id = fields.String(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    incident_id = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    owner = fields.Nested(
        TaskWhoAnswer, required=True, metadata={"description": "always somebody; whoever accepted it last"}
    )
    offered = fields.Nested(TaskWhoAnswer, required=True, allow_none=True)
    offered_team = fields.String(required=True, allow_none=True)
    created_by = fields.Nested(TaskWhoAnswer, required=True)
    created_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)
    percent = fields.Integer(
        required=True, metadata={"description": "the highest warning passed: 0, 50, 75, 90; 100 is overdue"}
    )
    mine = fields.Boolean(required=True)
    waits_for_me = fields.Boolean(required=True)
    visit_waits = fields.Boolean(required=True)
    rung = fields.Integer(required=True, metadata={"description": "what has rung last: 0, 75, 90 or 100"})
    rings_for_me = fields.Boolean(required=True)
    attended_by = fields.Nested(
        TaskWhoAnswer,
        required=True,
        allow_none=True,
        metadata={"description": "who said after the last ring that they see to it"},
    )
    history = fields.List(fields.Nested(TaskEntryAnswer), required=True)


class TasksAnswer(Answer):
    tasks = fields.List(fields.Nested(TaskAnswer), required=True)
    people = fields.List(fields.Nested(TaskWhoAnswer), required=True)
    teams = fields.List(fields.String(), required=True)


@BLUEPRINT.get("/tasks")
@may(*STAFF)
@BLUEPRINT.arguments(TasksQuery, location="query")
@BLUEPRINT.response(200, TasksAnswer)
def list_tasks(query: dict[str, Any]) -> Response:
    """The district's tasks that go on or ended within a day; those of one order all there ever were."""
    identity = who()
    require_district(identity, query["district"])
    with parts().database.read() as session:
        return reply(_answer(session, identity, query["district"], query.get("order")))


class TaskFileQuery(Body):
    district = Ident(required=True)
    format = Choice(FORMATS, required=True)
    language = Choice(LANGUAGES)


@BLUEPRINT.get("/tasks/export")
@may(*STAFF)
@BLUEPRINT.arguments(TaskFileQuery, location="query")
@BLUEPRINT.response(200)
def export_tasks(query: dict[str, Any]) -> Response:
    """The tasks that go on, as a file."""
    identity, now = who(), parts().clock.now()
    require_district(identity, query["district"])
    with parts().database.read() as session:
        district = session.get_one(District, query["district"])
        found = tasks_of(session, district.id, user_id=_user(identity), now=now)
    reader = Reader(
        language=query.get("language") or choose_language(request),
        zone=ZoneInfo(district.zone),
        technicians={},
    )
    going_on = [task for task in found if task["done_at"] is None]
    return as_file(
        task_file(going_on, query["format"], reader), f"tasks-{district.id}", query["format"], now, reader
    )


@BLUEPRINT.post("/tasks")
@may(*STAFF)
@BLUEPRINT.arguments(TaskBody)
@BLUEPRINT.response(201, TasksAnswer)
def make_task(body: dict[str, Any]) -> Response:
    """A new one, offered to a person or a team; whoever makes it owns it until it is accepted."""
    identity = who()
    require_district(identity, body["district_id"])
    draft = deeds.TaskDraft(
        district_id=body["district_id"],
        kind=TaskKind(body["kind"]),
        title=body["title"],
        due_at=body["due_at"],
        to=_whom(body),
        order_id=body.get("order_id"),
        incident_id=body.get("incident_id"),
        visit_waits=body["visit_waits"],
    )
    with parts().database.write() as session:
        deeds.make_task(
            session,
            body["id"],
            draft,
            user_id=_user(identity),
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
        return reply(_answer(session, identity, draft.district_id), 201)


@BLUEPRINT.post("/tasks/<id:task_id>/accept")
@may(*STAFF)
@BLUEPRINT.arguments(AcceptBody)
@BLUEPRINT.response(200, TasksAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=REFUSED)
def accept_task(body: dict[str, Any], task_id: str) -> Response:
    """I have it from now on."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        place = _place(session, task_id, identity)
        deeds.accept(session, task_id, user_id=_user(identity), now=now, **body)
        return reply(_answer(session, identity, place))


@BLUEPRINT.post("/tasks/<id:task_id>/attend")
@may(*STAFF)
@BLUEPRINT.arguments(AcceptBody)
@BLUEPRINT.response(200, TasksAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=REFUSED)
def attend_task(body: dict[str, Any], task_id: str) -> Response:
    """It rang, and I see to it."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        place = _place(session, task_id, identity)
        attend(session, task_id, user_id=_user(identity), now=now, **body)
        return reply(_answer(session, identity, place))


@BLUEPRINT.post("/tasks/<id:task_id>/hand-over")
@may(*STAFF)
@BLUEPRINT.arguments(GiveBody)
@BLUEPRINT.response(200, TasksAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=REFUSED)
def hand_over_task(body: dict[str, Any], task_id: str) -> Response:
    """Offered to somebody else; it stays with its owner until they accept."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        place = _place(session, task_id, identity)
        deeds.hand_over(
            session,
            task_id,
            _whom(body),
            words=body["words"],
            version=body["version"],
            user_id=_user(identity),
            now=now,
            event_id=body["event_id"],
        )
        return reply(_answer(session, identity, place))


@BLUEPRINT.post("/tasks/<id:task_id>/comments")
@may(*STAFF)
@BLUEPRINT.arguments(CommentBody)
@BLUEPRINT.response(200, TasksAnswer)
def comment_task(body: dict[str, Any], task_id: str) -> Response:
    """Something worth knowing about it."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        place = _place(session, task_id, identity)
        deeds.comment(session, task_id, user_id=_user(identity), now=now, **body)
        return reply(_answer(session, identity, place))


@BLUEPRINT.post("/tasks/<id:task_id>/done")
@may(*STAFF)
@BLUEPRINT.arguments(DoneBody)
@BLUEPRINT.response(200, TasksAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=REFUSED)
def finish_task(body: dict[str, Any], task_id: str) -> Response:
    """It is done; by its owner or a lead."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        place = _place(session, task_id, identity)
        deeds.finish(session, task_id, user_id=_user(identity), now=now, **body)
        return reply(_answer(session, identity, place))


@BLUEPRINT.post("/tasks/<id:task_id>/cancel")
@may(*STAFF)
@BLUEPRINT.arguments(CancelBody)
@BLUEPRINT.response(200, TasksAnswer)
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description=REFUSED)
def cancel_task(body: dict[str, Any], task_id: str) -> Response:
    """It is not needed any more, and why; by who made it or a lead."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        place = _place(session, task_id, identity)
        deeds.cancel(session, task_id, user_id=_user(identity), now=now, **body)
        return reply(_answer(session, identity, place))


def _answer(
    session: Session, identity: Identity, district_id: str, order_id: str | None = None
) -> dict[str, Any]:
    now = parts().clock.now()
    people, teams = takers(session, district_id, now)
    found = tasks_of(session, district_id, user_id=_user(identity), now=now, order_id=order_id)
    return {"tasks": found, "people": people, "teams": teams}


def _place(session: Session, task_id: str, identity: Identity) -> str:
    task = session.get(Task, task_id)
    if task is None:
        raise Problem(code="not-found")
    require_district(identity, task.district_id)
    return task.district_id


def _whom(body: dict[str, Any]) -> deeds.Whom:
    return deeds.Whom(user_id=body.get("to_user"), team=body.get("to_team"))


def _user(identity: Identity) -> str:
    if identity.user_id is None:
        raise Problem(code="not-allowed")
    return identity.user_id

"""The customer's page: where is my order, the steps that are mine, my questions."""

from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

from dispatch.actions import again, call_backs, care, links, questions, steps
from dispatch.actions.errors import IllegalStep, StaleVersion
from dispatch.orders.codes import CareVerdict, RatingSource
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Role
from dispatch.storage.care_case import CareCase
from dispatch.storage.question import QuestionKind
from dispatch.web import schemas, views
from dispatch.web.answers import ProblemAnswer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import conflict
from dispatch.web.auth import Identity, NotSignedIn, may, who
from dispatch.web.errors import Problem
from dispatch.web.order_answers import AgainAnswer, TrackingAnswer
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "track", __name__, url_prefix="/api/v1/track", description="For the customer, by the link: one order."
)


@BLUEPRINT.get("")
@may(Role.CUSTOMER)
@BLUEPRINT.response(200, TrackingAnswer)
def show_track() -> Response:
    """Where my order is, who comes and when, what we promised."""
    return _page(who())


@BLUEPRINT.post("/steps")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(schemas.TrackStepBody)
@BLUEPRINT.response(200, TrackingAnswer)
@BLUEPRINT.alt_response(
    409, schema=ProblemAnswer, description="Not possible any more, with the present state."
)
def take_step(body: dict[str, Any]) -> Response:
    """Confirm, withdraw, take that back, say that it does not work, choose another time."""
    identity = who()
    order_id = order_of(identity)
    now = parts().clock.now()
    try:
        with parts().database.write() as session:
            steps.take_step(
                session,
                order_id,
                Step(body["step"]),
                body["data"],
                actor=identity.actor,
                occurred_at=now,
                received_at=now,
                event_id=body["event_id"],
            )
    except (IllegalStep, StaleVersion) as refused:
        with parts().database.read() as session:
            raise conflict(refused, track_view(session, identity)) from refused
    return _page(identity)


@BLUEPRINT.post("/questions")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(schemas.QuestionBody)
@BLUEPRINT.response(201, TrackingAnswer)
def ask(body: dict[str, Any]) -> Response:
    """Ask something; it stays open until it is answered."""
    identity = who()
    with parts().database.write() as session:
        questions.ask(
            session,
            order_of(identity),
            body["text"],
            kind=QuestionKind(body["kind"]),
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
    return _page(identity, 201)


@BLUEPRINT.post("/rating")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(schemas.RatingBody)
@BLUEPRINT.response(200, TrackingAnswer)
def rate(body: dict[str, Any]) -> Response:
    """How satisfied I am, from 1 to 5, and why; 1 or 2 opens a care case."""
    identity = who()
    with parts().database.write() as session:
        call_backs.rate(
            session,
            order_of(identity),
            rating=body["rating"],
            source=RatingSource.WEB,
            words=body.get("words"),
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
    return _page(identity)


@BLUEPRINT.post("/care-cases/<id:case_id>/verdict")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(schemas.TrackVerdictBody)
@BLUEPRINT.response(200, TrackingAnswer)
def give_verdict(body: dict[str, Any], case_id: str) -> Response:
    """Whether it is right now; if not, the next care case begins."""
    identity = who()
    with parts().database.write() as session:
        case = session.get(CareCase, case_id)
        if case is None or case.order_id != order_of(identity):
            raise Problem(code="not-found")
        care.close_case(
            session,
            case_id,
            CareVerdict(body["verdict"]),
            body["words"],
            source=RatingSource.WEB,
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
    return _page(identity)


@BLUEPRINT.post("/again")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(schemas.AgainBody)
@BLUEPRINT.response(201, AgainAnswer)
@BLUEPRINT.alt_response(200, schema=AgainAnswer, description="The same event id again.")
@BLUEPRINT.alt_response(409, schema=ProblemAnswer, description="It can still be reopened.")
def report_again(body: dict[str, Any]) -> Response:
    """It fails again, too late to reopen: a new order for the same line, linked to this one."""
    identity, now = who(), parts().clock.now()
    with parts().database.write() as session:
        intake = again.report_again(
            session,
            order_of(identity),
            body.get("note") or None,
            actor=identity.actor,
            now=now,
            event_id=body["event_id"],
        )
        link = None if intake.replayed else links.create_link(session, intake.order.id, now=now)
        order_id, number, replayed = intake.order.id, intake.order.number, intake.replayed
    with parts().database.read() as session:
        promises = views.show_track(session, parts(), order_id)["promises"]
    return reply(
        {"number": number, "promises": promises, "link": f"/c/{link}" if link else None},
        200 if replayed else 201,
    )


def order_of(identity: Identity) -> str:
    if identity.order_id is None:
        raise NotSignedIn(link=True)
    return identity.order_id


def track_view(session: Session, identity: Identity) -> dict[str, Any]:
    return views.show_track(session, parts(), order_of(identity))


def _page(identity: Identity, status: int = 200) -> Response:
    """What each of the customer's calls answers: the page as it is now."""
    with parts().database.read() as session:
        return reply(track_view(session, identity), status)

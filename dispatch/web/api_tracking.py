"""The customer's page: where is my order, the steps that are mine, my questions."""

from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

from dispatch.actions import questions, steps
from dispatch.actions.errors import IllegalStep, StaleVersion
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Role
from dispatch.web import answers, schemas, views
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import conflict
from dispatch.web.auth import Identity, NotSignedIn, may, who
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "track", __name__, url_prefix="/api/v1/track", description="For the customer, by the link: one order."
)


@BLUEPRINT.get("")
@may(Role.CUSTOMER)
@BLUEPRINT.response(200, answers.TrackingAnswer)
def show_track() -> Response:
    """Where my order is, who comes and when, what we promised."""
    with parts().database.read() as session:
        return reply(track_view(session, who()))


@BLUEPRINT.post("/steps")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(schemas.TrackStepBody)
@BLUEPRINT.response(200, answers.TrackingAnswer)
@BLUEPRINT.alt_response(
    409, schema=answers.ProblemAnswer, description="Not possible any more, with the present state."
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
    with parts().database.read() as session:
        return reply(track_view(session, identity))


@BLUEPRINT.post("/questions")
@may(Role.CUSTOMER)
@BLUEPRINT.arguments(schemas.QuestionBody)
@BLUEPRINT.response(201, answers.TrackingAnswer)
def ask(body: dict[str, Any]) -> Response:
    """Ask something; it stays open until it is answered."""
    identity = who()
    with parts().database.write() as session:
        questions.ask(
            session,
            order_of(identity),
            body["text"],
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
    with parts().database.read() as session:
        return reply(track_view(session, identity), 201)


def order_of(identity: Identity) -> str:
    if identity.order_id is None:
        raise NotSignedIn(link=True)
    return identity.order_id


def track_view(session: Session, identity: Identity) -> dict[str, Any]:
    return views.show_track(session, parts(), order_of(identity))

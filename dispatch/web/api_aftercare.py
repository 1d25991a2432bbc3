"""After the visit, for the desk: questions with an owner, call-backs, care cases, and reports that came twice."""

from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

from dispatch.actions import call_backs, care, duplicates, owners, questions
from dispatch.orders.codes import CareStage, CareVerdict, Channel, Matter, Outcome, RatingSource
from dispatch.orders.people import DESK, STAFF
from dispatch.queries import aftercare
from dispatch.web import schemas
from dispatch.web.aftercare_answers import (
    CallBackAnswer,
    CallBackRow,
    CareAnswer,
    CareRow,
    MergeAnswer,
    OwnerAnswer,
    QuestionAnswer,
    QuestionRow,
)
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_orders import read_card, require_order, require_owner_or_order
from dispatch.web.auth import Identity, may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "aftercare", __name__, url_prefix="/api/v1", description="Questions, call-backs, care, duplicates."
)


@BLUEPRINT.get("/questions")
@may(*DESK)
@BLUEPRINT.arguments(schemas.QuestionQuery, location="query")
@BLUEPRINT.response(200, QuestionRow(many=True))
def list_questions(query: dict[str, Any]) -> Response:
    """Questions, complaints and opinions of a district; open ones by what is due first."""
    require_district(who(), query["district"])
    with parts().database.read() as session:
        return reply(
            aftercare.questions(
                session,
                query["district"],
                state=query["state"],
                owner=query.get("owner"),
                kind=query.get("kind"),
            )
        )


@BLUEPRINT.post("/questions/<id:question_id>/attempts")
@may(*STAFF)
@BLUEPRINT.arguments(schemas.MissedCallBody)
@BLUEPRINT.response(200, QuestionAnswer)
def try_answer(body: dict[str, Any], question_id: str) -> Response:
    """The customer could not be reached with the answer; the question stays open."""
    with parts().database.write() as session:
        _require_matter(session, Matter.QUESTION, question_id, who())
        questions.try_answer(
            session,
            question_id,
            channel=Channel(body["channel"]),
            outcome=Outcome(body["outcome"]),
            actor=who().actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
    return reply({"id": question_id})


@BLUEPRINT.post("/questions/<id:question_id>/hand-over")
@may(*STAFF)
@BLUEPRINT.arguments(schemas.HandOverBody)
@BLUEPRINT.response(200, OwnerAnswer)
def hand_over_question(body: dict[str, Any], question_id: str) -> Response:
    """Somebody else owns it from now on; never nobody."""
    return _hand_over(body, Matter.QUESTION, question_id)


@BLUEPRINT.get("/call-backs")
@may(*DESK)
@BLUEPRINT.arguments(schemas.CallBackQuery, location="query")
@BLUEPRINT.response(200, CallBackRow(many=True))
def list_call_backs(query: dict[str, Any]) -> Response:
    """The queue of a district in the order in which it is due, with when each customer may be called next."""
    require_district(who(), query["district"])
    with parts().database.read() as session:
        return reply(
            aftercare.call_backs(
                session,
                query["district"],
                state=query["state"],
                owner=query.get("owner"),
                now=parts().clock.now(),
            )
        )


@BLUEPRINT.post("/orders/<id:order_id>/call-backs")
@may(*DESK)
@BLUEPRINT.arguments(schemas.CallBackBody)
@BLUEPRINT.response(200, CallBackAnswer)
def call_back(body: dict[str, Any], order_id: str) -> Response:
    """A call that reached nobody (`outcome`), or what the customer said (`source`, `rating`, `words`)."""
    identity, now = who(), parts().clock.now()
    reached = "outcome" not in body
    for field in ("rating", "words", "source", "occurred_at") if not reached else ("channel",):
        if field in body:
            raise Problem(code="unknown-field", field=field, expected="no such field")
    with parts().database.write() as session:
        require_order(session, order_id, identity)
        if reached:
            owed = call_backs.call_back(
                session,
                order_id,
                source=RatingSource(body.get("source", RatingSource.VOICE)),
                rating=body.get("rating"),
                words=body.get("words"),
                actor=identity.actor,
                now=now,
                event_id=body["event_id"],
                occurred_at=body.get("occurred_at"),
            )
        else:
            owed = call_backs.try_call(
                session,
                order_id,
                channel=Channel(body.get("channel", Channel.PHONE)),
                outcome=Outcome(body["outcome"]),
                actor=identity.actor,
                now=now,
                event_id=body["event_id"],
            )
        found = {"id": owed.id, "outcome": owed.outcome and str(owed.outcome), "tries": owed.tries}
    return reply(found)


@BLUEPRINT.post("/call-backs/<id:call_back_id>/hand-over")
@may(*DESK)
@BLUEPRINT.arguments(schemas.HandOverBody)
@BLUEPRINT.response(200, OwnerAnswer)
def hand_over_call_back(body: dict[str, Any], call_back_id: str) -> Response:
    """Somebody in particular makes this call."""
    return _hand_over(body, Matter.CALL_BACK, call_back_id)


@BLUEPRINT.get("/care-cases")
@may(*DESK)
@BLUEPRINT.arguments(schemas.CareQuery, location="query")
@BLUEPRINT.response(200, CareRow(many=True))
def list_care_cases(query: dict[str, Any]) -> Response:
    """The care cases of a district; open ones by what is due first."""
    require_district(who(), query["district"])
    with parts().database.read() as session:
        return reply(
            aftercare.care_cases(session, query["district"], state=query["state"], owner=query.get("owner"))
        )


@BLUEPRINT.post("/care-cases/<id:case_id>/stages")
@may(*DESK)
@BLUEPRINT.arguments(schemas.CareStageBody)
@BLUEPRINT.response(200, CareAnswer)
def move_care_case(body: dict[str, Any], case_id: str) -> Response:
    """The next stage is done: locate, analyse, care, in this order, with what was found or agreed."""
    with parts().database.write() as session:
        _require_matter(session, Matter.CARE_CASE, case_id, who())
        case = care.move_case(
            session,
            case_id,
            CareStage(body["stage"]),
            body["words"],
            actor=who().actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
        found = {"id": case.id, "stage": case.stage and str(case.stage)}
    return reply(found)


@BLUEPRINT.post("/care-cases/<id:case_id>/verdict")
@may(*DESK)
@BLUEPRINT.arguments(schemas.VerdictBody)
@BLUEPRINT.response(200, CareAnswer)
def close_care_case(body: dict[str, Any], case_id: str) -> Response:
    """What the customer says of the care, in their words; still dissatisfied, the next case begins."""
    with parts().database.write() as session:
        _require_matter(session, Matter.CARE_CASE, case_id, who())
        case = care.close_case(
            session,
            case_id,
            CareVerdict(body["verdict"]),
            body["words"],
            source=RatingSource(body["source"]),
            actor=who().actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
        found = {"id": case.id, "verdict": case.verdict and str(case.verdict)}
    return reply(found)


@BLUEPRINT.post("/care-cases/<id:case_id>/hand-over")
@may(*DESK)
@BLUEPRINT.arguments(schemas.HandOverBody)
@BLUEPRINT.response(200, OwnerAnswer)
def hand_over_care_case(body: dict[str, Any], case_id: str) -> Response:
    """Somebody else of the desk cares from now on."""
    return _hand_over(body, Matter.CARE_CASE, case_id)


@BLUEPRINT.post("/orders/<id:order_id>/merge")
@may(*DESK)
@BLUEPRINT.arguments(schemas.MergeBody)
@BLUEPRINT.response(200, MergeAnswer)
def merge_duplicate(body: dict[str, Any], order_id: str) -> Response:
    """The same report twice: the one that was accepted later is closed into the earlier one, whose clocks stand."""
    identity = who()
    with parts().database.write() as session:
        require_order(session, order_id, identity)
        require_order(session, body["order_id"], identity)
        merge = duplicates.merge_duplicate(
            session,
            order_id,
            body["order_id"],
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
        kept_id, closed_id, replayed = merge.kept.id, merge.closed.id, merge.replayed
    return reply({"order": read_card(kept_id, identity), "closed_id": closed_id, "replayed": replayed})


def _hand_over(body: dict[str, Any], matter: Matter, matter_id: str) -> Response:
    identity = who()
    with parts().database.write() as session:
        _require_matter(session, matter, matter_id, identity)
        owned = owners.hand_over(
            session,
            matter,
            matter_id,
            body["to"],
            actor=identity.actor,
            now=parts().clock.now(),
            event_id=body["event_id"],
        )
        name = aftercare.names_of(session, owned.owner).get(owned.owner)
        found = {"id": owned.id, "owner_id": owned.owner, "owner": name}
    return reply(found)


def _require_matter(session: Session, matter: Matter, matter_id: str, identity: Identity) -> None:
    found = owners.find(session, matter, matter_id)
    if found is None:
        raise Problem(code="not-found")
    require_owner_or_order(session, found.owner, found.order_id, identity)

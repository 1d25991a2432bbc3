"""What customers ask, complain of and suggest: somebody owns it, and it stays open until they have been told."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.actions.aside import first_asked, name_of, note, replayed
from dispatch.actions.care import open_case
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.log import locked_order, logged
from dispatch.actions.steps import take_step
from dispatch.orders.codes import CareCause, Channel, Outcome
from dispatch.orders.facts import AnswerTried
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor
from dispatch.storage.base import new_id
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.question import Question, QuestionKind

_LONGEST: Final = 2000


def ask(
    session: Session,
    order_id: str,
    text: str,
    *,
    kind: QuestionKind = QuestionKind.QUESTION,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> Question:
    """Record a matter; its owner is whoever was asked first, the desk when the page was asked. A complaint is cared for too."""
    question_id = new_id(now, "question", event_id)
    if event := logged(session, event_id):
        known = session.get(Question, event.data.get("question_id", ""))
        if known is None or known.order_id != order_id:
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return known
    order = locked_order(session, order_id)
    question = Question(
        id=question_id,
        order_id=order_id,
        occasion=1 + (session.scalar(select(func.count()).where(Question.order_id == order_id)) or 0),
        kind=kind,
        text=_read(text),
        asked_by=name_of(actor),
        asked_at=now,
        owner=first_asked(actor),
    )
    session.add(question)
    session.flush()
    take_step(
        session,
        order_id,
        Step.ASK,
        {"question_id": question_id},
        actor=actor,
        occurred_at=now,
        received_at=now,
        event_id=event_id,
    )
    if kind is QuestionKind.COMPLAINT:
        open_case(session, order, CareCause.COMPLAINT, actor=actor, now=now, question_id=question_id)
    return question


def answer(
    session: Session, question_id: str, text: str, *, actor: Actor, now: datetime, event_id: str | None = None
) -> Question:
    """Tell the customer; the same event again changes nothing."""
    question = session.get(Question, question_id)
    if question is None:
        raise NotFound("question", question_id)
    if event_id is not None and logged(session, event_id):
        return question
    take_step(
        session,
        question.order_id,
        Step.ANSWER,
        {"question_id": question_id},
        actor=actor,
        occurred_at=now,
        received_at=now,
        event_id=event_id or new_id(now),
    )
    question.answer = _read(text)
    question.answered_at = question.answered_at or now
    question.answered_by = name_of(actor)
    return question


def try_answer(
    session: Session,
    question_id: str,
    *,
    channel: Channel,
    outcome: Outcome,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> Question:
    """The customer could not be reached with the answer; the question stays open."""
    question = session.get(Question, question_id)
    if question is None:
        raise NotFound("question", question_id)
    order: Order = locked_order(session, question.order_id)
    session.refresh(question)
    if replayed(session, event_id, AnswerTried, order.id):
        return question
    if question.answered_at is not None:
        raise NotAllowed("settled")
    zone = session.get_one(District, order.district_id).zone
    if not policy_for(session, order).contact_calendar(zone).is_open(now):
        raise NotAllowed("outside_contact_hours")
    fact = AnswerTried(question_id=question_id, channel=channel, outcome=outcome)
    note(session, order, fact, actor=actor, now=now, event_id=event_id)
    return question


def _read(text: object) -> str:
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
        raise InvalidField("text", f"a text of 1 to {_LONGEST} characters", text)
    return text.strip()

"""What customers ask, whoever is asked first, until they have been told."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound
from dispatch.actions.log import locked_order, logged
from dispatch.actions.steps import take_step
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor, Role
from dispatch.storage.base import new_id
from dispatch.storage.question import Question

_LONGEST = 2000


def ask(
    session: Session, order_id: str, text: str, *, actor: Actor, now: datetime, event_id: str
) -> Question:
    """Record a question; its owner is whoever was asked first, the desk when the page was asked."""
    question_id = new_id(now, "question", event_id)
    if event := logged(session, event_id):
        known = session.get(Question, event.data.get("question_id", ""))
        if known is None or known.order_id != order_id:
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return known
    locked_order(session, order_id)
    question = Question(
        id=question_id,
        order_id=order_id,
        text=_read(text),
        asked_by=f"{actor.role}:{actor.id}",
        asked_at=now,
        owner="desk" if actor.role is Role.CUSTOMER else f"{actor.role}:{actor.id}",
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
    question.answered_at = now
    question.answered_by = f"{actor.role}:{actor.id}"
    return question


def _read(text: object) -> str:
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
        raise InvalidField("text", f"a text of 1 to {_LONGEST} characters", text)
    return text.strip()

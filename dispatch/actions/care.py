"""Care for the dissatisfied: locate, analyse, care, and the customer's own verdict, each with who, when and in which words."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.actions.aside import DESK, first_asked, name_of, note, replayed
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.log import locked_order
from dispatch.orders.codes import CareCause, CareStage, CareVerdict, RatingSource
from dispatch.orders.facts import CareClosed, CareMoved, Complained
from dispatch.orders.people import Actor, Role
from dispatch.storage.base import new_id
from dispatch.storage.care_case import CareCase, CareNote
from dispatch.storage.order import Order

LOW: Final = 2
"""Up to this rating of 5 the customer is dissatisfied."""
VERDICT: Final = "verdict"
_LONGEST: Final = 2000
_NEXT: Final = {
    None: CareStage.LOCATE,
    CareStage.LOCATE: CareStage.ANALYSE,
    CareStage.ANALYSE: CareStage.CARE,
}


def open_case(
    session: Session,
    order: Order,
    cause: CareCause,
    *,
    actor: Actor,
    now: datetime,
    rating: int | None = None,
    question_id: str | None = None,
    follows: CareCase | None = None,
) -> CareCase:
    """A case with its own clock; a successor stays with the owner of the case before."""
    number = session.scalar(select(func.count()).where(CareCase.order_id == order.id)) or 0
    case = CareCase(
        id=new_id(now, "care", order.id, number + 1),
        order_id=order.id,
        occasion=number + 1,
        cause=cause,
        rating=rating,
        question_id=question_id,
        follows_id=follows.id if follows else None,
        # nobody judges the complaint about their own visit
        owner=follows.owner if follows else DESK if actor.role is Role.TECHNICIAN else first_asked(actor),
        opened_at=now,
    )
    session.add(case)
    session.flush()
    note(session, order, Complained(case_id=case.id, cause=cause), actor=actor, now=now)
    return case


def open_case_for_rating(
    session: Session, order: Order, rating: int, *, actor: Actor, now: datetime
) -> CareCase | None:
    """A low rating opens a case, unless one for a low rating of this order is being cared for already."""
    if rating > LOW:
        return None
    is_open = session.scalar(
        select(CareCase.id)
        .where(
            CareCase.order_id == order.id,
            CareCase.closed_at.is_(None),
            CareCase.cause.in_((CareCause.RATING, CareCause.VERDICT)),
        )
        .limit(1)
    )
    if is_open is not None:
        return None
    return open_case(session, order, CareCause.RATING, actor=actor, now=now, rating=rating)


def move_case(
    session: Session,
    case_id: str,
    stage: CareStage,
    words: str,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> CareCase:
    """The next stage is done, with what was found or agreed; stages are neither skipped nor repeated."""
    case, order = _locked(session, case_id)
    if replayed(session, event_id, CareMoved, order.id):
        return case
    _refuse_closed(case)
    expected = _NEXT.get(case.stage)
    if stage is not expected:
        raise NotAllowed("care_out_of_order")
    _write(session, case, stage, words, actor=actor, now=now)
    case.stage = stage
    note(session, order, CareMoved(case_id=case.id, stage=stage), actor=actor, now=now, event_id=event_id)
    return case


def close_case(
    session: Session,
    case_id: str,
    verdict: CareVerdict,
    words: str,
    *,
    source: RatingSource,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> CareCase:
    """The customer's own verdict closes the case; still dissatisfied, the next one begins with a clock of its own."""
    case, order = _locked(session, case_id)
    if replayed(session, event_id, CareClosed, order.id):
        return case
    _refuse_closed(case)
    if case.stage is not CareStage.CARE:
        raise NotAllowed("care_out_of_order")
    _write(session, case, VERDICT, words, actor=actor, now=now)
    case.closed_at, case.verdict = now, verdict
    fact = CareClosed(case_id=case.id, verdict=verdict, source=source)
    note(session, order, fact, actor=actor, now=now, event_id=event_id)
    if verdict is CareVerdict.DISSATISFIED:
        open_case(session, order, CareCause.VERDICT, actor=actor, now=now, follows=case)
    return case


def _locked(session: Session, case_id: str) -> tuple[CareCase, Order]:
    found = session.get(CareCase, case_id)
    if found is None:
        raise NotFound("care case", case_id)
    order = locked_order(session, found.order_id)
    session.refresh(found)
    return found, order


def _refuse_closed(case: CareCase) -> None:
    if case.closed_at is not None:
        raise NotAllowed("settled")


def _write(session: Session, case: CareCase, stage: str, words: str, *, actor: Actor, now: datetime) -> None:
    if not words.strip() or len(words) > _LONGEST:
        raise InvalidField("words", f"a text of 1 to {_LONGEST} characters", words)
    session.add(
        CareNote(
            id=new_id(now, case.id, stage),
            case_id=case.id,
            stage=stage,
            words=words.strip(),
            written_by=name_of(actor),
            written_at=now,
        )
    )

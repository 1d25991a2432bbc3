"""What is owed to people after the visit: questions, call-backs and care cases, in the order in which they are due."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, false, select
from sqlalchemy.orm import Session

from dispatch.orders.codes import CareStage
from dispatch.queries.masking import mask_name, mask_phone
from dispatch.queries.promises import instant
from dispatch.storage.call_back import CallBack
from dispatch.storage.care_case import CareCase, CareNote
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.question import Question
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from sla.clock import State
from sla.follow_up import next_try
from sla.policy import PromiseCode

MOST: Final = 500
"""Nobody reads more at once; the first ones are the most pressing."""
_NEXT: Final = {
    None: CareStage.LOCATE,
    CareStage.LOCATE: CareStage.ANALYSE,
    CareStage.ANALYSE: CareStage.CARE,
    CareStage.CARE: "verdict",
}
_STAGES: Final = (*CareStage, "verdict")
View = dict[str, Any]


def questions(
    session: Session, district_id: str, *, state: str, owner: str | None = None, kind: str | None = None
) -> list[View]:
    """Open ones by what is due first, answered ones by the newest."""
    is_open = state == "open"
    wanted: list[ColumnElement[bool]] = [
        Question.answered_at.is_(None) if is_open else Question.answered_at.is_not(None)
    ]
    wanted += [Question.owner == owner] if owner else []
    wanted += [Question.kind == kind] if kind else []
    order = PromiseClock.due_at if is_open else Question.answered_at.desc()
    rows = session.execute(
        _of_district(Question, PromiseCode.ANSWER, district_id, *wanted).order_by(
            order, Question.asked_at, Question.occasion
        )
    ).all()
    names = names_of(session, *(owner for row in rows for owner in (row[0].owner, row[0].asked_by)))
    return [
        {"number": found.number, **question_json(question, names), **_clock(clock)}
        for question, found, clock in rows
    ]


def question_json(question: Question, names: dict[str, str]) -> View:
    return {
        "id": question.id,
        "order_id": question.order_id,
        "kind": str(question.kind),
        "text": question.text,
        "asked_at": instant(question.asked_at),
        "asked_by": names.get(question.asked_by),
        "owner": names.get(question.owner),
        "owner_id": question.owner,
        "answer": question.answer,
        "answered_at": instant(question.answered_at),
    }


def call_backs(
    session: Session, district_id: str, *, state: str, owner: str | None = None, now: datetime
) -> list[View]:
    """The queue: what is due first stands first, with when the customer may be called next."""
    undone = CallBack.outcome.is_(None)
    states: dict[str, list[ColumnElement[bool]]] = {
        "open": [undone, PromiseClock.state != State.ATTEMPTED],
        "attempted": [undone, PromiseClock.state == State.ATTEMPTED],
        "done": [CallBack.outcome.is_not(None)],
    }
    wanted = states[state] + ([CallBack.owner == owner] if owner else [])
    order = CallBack.done_at.desc() if state == "done" else PromiseClock.due_at
    rows = session.execute(
        _of_district(CallBack, PromiseCode.CALLBACK, district_id, *wanted).order_by(order, CallBack.id)
    ).all()
    names = names_of(session, *(owed.owner for owed, _, _ in rows))
    technicians = dict(session.execute(select(Technician.id, Technician.name)).all())
    zone = session.get_one(District, district_id).zone
    return [
        {
            "number": order.number,
            "order_kind": str(order.kind),
            "customer": _customer(order),
            "technician": technicians.get(owed.technician_id or ""),
            **call_back_json(owed, names),
            **_clock(clock),
            "next_from_at": instant(next_try(owed.tried_at, now, zone, policy_for(session, order)))
            if owed.outcome is None
            else None,
        }
        for owed, order, clock in rows
    ]


def call_back_json(owed: CallBack, names: dict[str, str]) -> View:
    return {
        "id": owed.id,
        "order_id": owed.order_id,
        "since": instant(owed.since),
        "owner": names.get(owed.owner),
        "owner_id": owed.owner,
        "tries": owed.tries,
        "tried_at": instant(owed.tried_at),
        "done_at": instant(owed.done_at),
        "rating": owed.rating,
        "source": None if owed.source is None else str(owed.source),
        "words": owed.words,
        "outcome": None if owed.outcome is None else str(owed.outcome),
    }


def care_cases(session: Session, district_id: str, *, state: str, owner: str | None = None) -> list[View]:
    """Open ones by what is due first, closed ones by the newest."""
    is_open = state == "open"
    wanted: list[ColumnElement[bool]] = [
        CareCase.closed_at.is_(None) if is_open else CareCase.closed_at.is_not(None)
    ]
    wanted += [CareCase.owner == owner] if owner else []
    order = PromiseClock.due_at if is_open else CareCase.closed_at.desc()
    rows = session.execute(
        _of_district(CareCase, PromiseCode.CARE, district_id, *wanted).order_by(order, CareCase.id)
    ).all()
    notes = _notes(session, [case.id for case, _, _ in rows])
    names = names_of(
        session,
        *(case.owner for case, _, _ in rows),
        *(note.written_by for found in notes.values() for note in found),
    )
    return [
        {
            "number": order.number,
            "order_kind": str(order.kind),
            "customer": _customer(order),
            **case_json(case, notes.get(case.id, ()), names),
            **_clock(clock),
        }
        for case, order, clock in rows
    ]


def case_json(case: CareCase, notes: Iterable[CareNote], names: dict[str, str]) -> View:
    return {
        "id": case.id,
        "order_id": case.order_id,
        "cause": str(case.cause),
        "rating": case.rating,
        "question_id": case.question_id,
        "follows_id": case.follows_id,
        "owner": names.get(case.owner),
        "owner_id": case.owner,
        "stage": None if case.stage is None else str(case.stage),
        "next_stage": None if case.closed_at is not None else str(_NEXT[case.stage]),
        "opened_at": instant(case.opened_at),
        "closed_at": instant(case.closed_at),
        "verdict": None if case.verdict is None else str(case.verdict),
        "notes": [
            {
                "stage": note.stage,
                "words": note.words,
                "by": names.get(note.written_by),
                "at": instant(note.written_at),
            }
            for note in notes
        ],
    }


def aftercare_of(session: Session, order_id: str, *, whole: bool) -> View:
    """All of it about one order, oldest first; the questions alone for those whose visit is being judged."""
    asked = session.scalars(
        select(Question).where(Question.order_id == order_id).order_by(Question.occasion)
    ).all()
    only = CallBack.order_id == order_id if whole else false()
    owed = session.scalars(select(CallBack).where(only).order_by(CallBack.occasion)).all()
    only = CareCase.order_id == order_id if whole else false()
    cases = session.scalars(select(CareCase).where(only).order_by(CareCase.occasion)).all()
    notes = _notes(session, [case.id for case in cases])
    names = names_of(
        session,
        *(who for question in asked for who in (question.owner, question.asked_by)),
        *(each.owner for each in owed),
        *(case.owner for case in cases),
        *(note.written_by for found in notes.values() for note in found),
    )
    clocks = {
        (clock.promise, clock.occasion): clock
        for clock in session.scalars(select(PromiseClock).where(PromiseClock.order_id == order_id))
    }
    return {
        "questions": [
            {**question_json(each, names), **_clock(clocks.get(("answer", each.occasion)))} for each in asked
        ],
        "call_backs": [
            {**call_back_json(each, names), **_clock(clocks.get(("callback", each.occasion)))}
            for each in owed
        ],
        "care_cases": [
            {**case_json(each, notes.get(each.id, ()), names), **_clock(clocks.get(("care", each.occasion)))}
            for each in cases
        ],
    }


def names_of(session: Session, *owners: str) -> dict[str, str]:
    """`role:id` to the name of that person; the desk and the customer have none."""
    ids = {owner.partition(":")[2] for owner in owners if ":" in owner}
    if not ids:
        return {}
    people = dict(session.execute(select(Technician.id, Technician.name).where(Technician.id.in_(ids))).all())
    people |= dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all())
    return {owner: people[owner.partition(":")[2]] for owner in owners if owner.partition(":")[2] in people}


def _of_district(
    table: Any,
    promise: PromiseCode,
    district_id: str,
    *wanted: ColumnElement[bool],
) -> Select[Any, Order, PromiseClock]:
    """Rows of one of the three tables, each with its order and its clock."""
    return (
        select(table, Order, PromiseClock)
        .join(Order, Order.id == table.order_id)
        .outerjoin(
            PromiseClock,
            and_(
                PromiseClock.order_id == table.order_id,
                PromiseClock.promise == promise,
                PromiseClock.occasion == table.occasion,
            ),
        )
        .where(Order.district_id == district_id, *wanted)
        .limit(MOST)
    )


def _clock(clock: PromiseClock | None) -> View:
    if clock is None:
        return {"due_at": None, "state": None}
    return {"due_at": instant(clock.due_at), "state": clock.state}


def _customer(order: Order) -> View:
    return {
        "name": mask_name(order.customer_name),
        "phone": mask_phone(order.customer_phone),
        "language": order.language,
    }


def _notes(session: Session, case_ids: list[str]) -> dict[str, list[CareNote]]:
    found: dict[str, list[CareNote]] = {}
    rows = session.scalars(select(CareNote).where(CareNote.case_id.in_(case_ids)))
    for row in sorted(rows, key=lambda row: _STAGES.index(row.stage)):
        found.setdefault(row.case_id, []).append(row)
    return found

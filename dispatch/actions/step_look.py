"""Every step of the life cycle as it stands for one order and one person: legal or why not, and what it asks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.actions import disputes, urgent
from dispatch.actions.clocks import judged
from dispatch.actions.duplicates import same_matter
from dispatch.actions.holds import LONGEST_WISH, booked_from, is_declared
from dispatch.actions.step_checks import AGREED_WITHIN, has_driven, is_expected
from dispatch.orders.codes import HoldReason
from dispatch.orders.lifecycle import MAY, TRANSITIONS, Status, Step, may
from dispatch.orders.people import Actor, Role
from dispatch.orders.step_fields import StepField, fields_of
from dispatch.storage.district import Area
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.question import Question
from sla.clock import ClockState
from sla.clock_facts import Because
from sla.reviews import REVIEW_WITHIN

CANDIDATES: Final = 8
KNOWN: Final = tuple(step for step in Step if any(step is known for _, known in TRANSITIONS))
"""The steps of the life-cycle table, in its order; `accept` makes the order and is none of its steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """The code of the rule that stands against it, and what it speaks of."""

    code: str
    statuses: tuple[Status, ...] = ()
    roles: tuple[Role, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLook:
    value: str
    why: Hindrance | None = None
    """Why it cannot be chosen now."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What it is called, where it is no code: a name, a number, an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLook:
    told: StepField
    choices: tuple[ChoiceLook, ...] = ()
    from_at: datetime | None = None
    to_at: datetime | None = None
    only_if: Mapping[str, str] = field(default_factory=dict)
    """It is asked only when another field has this value."""
    further_if: Mapping[str, Any] = field(default_factory=dict)
    """With this value of another field, `to_at` is further away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLook:
    step: Step
    roles: tuple[Role, ...]
    why: Hindrance | None
    """Why not; None: it may be taken now, by this person."""
    fields: tuple[FieldLook, ...]
    together: tuple[Mapping[str, str], ...] = ()
    """Values that go together: only one of these sets is accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    session: Session
    order: Order
    actor: Actor
    now: datetime
    clocks: Sequence[ClockState]
    questions: Sequence[Question]


def look_at_steps(session: Session, order: Order, *, actor: Actor, now: datetime) -> list[StepLook]:
    """In the order of the life cycle; nothing is written."""
    clocks, _ = judged(session, order, now)
    questions = session.scalars(
        select(Question)
        .where(Question.order_id == order.id, Question.answered_at.is_(None))
        .order_by(Question.asked_at, Question.id)
    ).all()
    look = _Look(session=session, order=order, actor=actor, now=now, clocks=clocks, questions=questions)
    return [
        StepLook(
            step=step,
            roles=tuple(role for role in Role if role in MAY[step]),
            why=_why(look, step),
            fields=tuple(_fields(look, step)),
            together=tuple(_together(look, step)),
        )
        for step in KNOWN
    ]


def _why(look: _Look, step: Step) -> Hindrance | None:
    status, role = look.order.status, look.actor.role
    if (status, step) not in TRANSITIONS:
        return Hindrance(code="status", statuses=tuple(s for s in Status if (s, step) in TRANSITIONS))
    if not may(role, step, status):
        return Hindrance(code="role", roles=tuple(each for each in Role if may(each, step, status)))
    if role is Role.TECHNICIAN and look.order.technician_id != look.actor.id:
        return Hindrance(code="not_your_order")
    hinder = _HINDER.get(step)
    code = hinder(look) if hinder else None
    return Hindrance(code=code) if code else None


def _lines(look: _Look, fits: Callable[[Because], bool]) -> list[Because]:
    return [line for line in disputes.pauses(look.clocks) if fits(line)]


def _unless(holds: Callable[[_Look], Any], code: str) -> Callable[[_Look], str | None]:
    return lambda look: None if holds(look) else code


_HINDER: Final[Mapping[Step, Callable[[_Look], str | None]]] = {
    Step.SET_OFF: _unless(
        lambda look: look.order.status is not Status.TAKEN or is_expected(look.session, look.order, look.now),
        "not_expected_today",
    ),
    Step.VERIFY_WITHDRAWAL: _unless(
        lambda look: not has_driven(look.session, look.order, look.actor), "own_order"
    ),
    Step.RESTORE: _unless(lambda look: look.order.incident_id, "no_incident"),
    Step.ANSWER: _unless(lambda look: look.questions, "no_question"),
    Step.DISPUTE_PAUSE: _unless(lambda look: _lines(look, disputes.disputable), "no_pause"),
    Step.DECIDE_DISPUTE: _unless(lambda look: _lines(look, disputes.disputed), "no_dispute"),
    Step.APPROVE_PAUSE: _unless(lambda look: _lines(look, disputes.late), "no_late_pause"),
    Step.SETTLE_URGENT: _unless(lambda look: urgent.is_urgent(look.clocks), "not_urgent"),
    Step.CORRECT_TIER: _unless(lambda look: len(policy_for(look.session, look.order).tiers) > 1, "one_tier"),
}
"""What stands against a step besides status and role: the same facts as step_checks refuses by."""

_FITS: Final[Mapping[Step, Callable[[Because], bool]]] = {
    Step.DISPUTE_PAUSE: disputes.disputable,
    Step.DECIDE_DISPUTE: disputes.disputed,
    Step.APPROVE_PAUSE: disputes.late,
}


def _together(look: _Look, step: Step) -> Iterator[Mapping[str, str]]:
    if fits := _FITS.get(step):
        for line in _lines(look, fits):
            assert line.at is not None  # noqa: S101  # disputes.pauses gives no other
            yield {"reason": str(line.data["reason"]), "start_at": line.at.isoformat()}


def _fields(look: _Look, step: Step) -> Iterator[FieldLook]:
    for each in fields_of(step):
        told = FieldLook(told=each, choices=tuple(ChoiceLook(value=name) for name in each.choices))
        shape = _SHAPE.get((step, each.name))
        yield told if shape is None else shape(look, told)


def _agreed(look: _Look, told: FieldLook) -> FieldLook:
    return replace(told, from_at=look.now, to_at=look.now + AGREED_WITHIN)


def _held_until(look: _Look, told: FieldLook) -> FieldLook:
    further = {"reason": str(HoldReason.CUSTOMER_LATER), "to_at": look.now + LONGEST_WISH}
    return replace(told, from_at=look.now, to_at=look.now + REVIEW_WITHIN, further_if=further)


def _offered(look: _Look, told: FieldLook) -> FieldLook:
    """What is agreed or booked already is what the customer puts off."""
    known = look.order.agreed_at or booked_from(look.session, look.order, look.now)
    only_if = {"reason": "" if known else str(HoldReason.CUSTOMER_LATER)}
    return replace(told, from_at=look.now, to_at=look.now + LONGEST_WISH, only_if=only_if)


def _hold_reasons(look: _Look, told: FieldLook) -> FieldLook:
    against = {
        HoldReason.FORCE_MAJEURE: None
        if is_declared(look.session, look.order, look.now)
        else Hindrance(code="not_declared"),
        HoldReason.INCIDENT: None if look.order.incident_id else Hindrance(code="no_incident"),
    }
    return replace(
        told,
        choices=tuple(ChoiceLook(value=str(each), why=against.get(each)) for each in HoldReason),
    )


def _deadline(look: _Look, told: FieldLook) -> FieldLook:
    return replace(told, from_at=look.now, to_at=look.now + timedelta(days=365))


def _tiers(look: _Look, told: FieldLook) -> FieldLook:
    names = sorted(policy_for(look.session, look.order).tiers)
    same = Hindrance(code="same_tier")
    choices = (ChoiceLook(value=name, why=same if name == look.order.tier else None) for name in names)
    return replace(told, choices=tuple(choices))


def _areas(look: _Look, told: FieldLook) -> FieldLook:
    areas = look.session.scalars(
        select(Area).where(Area.district_id == look.order.district_id).order_by(Area.id)
    )
    return replace(
        told,
        choices=tuple(
            ChoiceLook(
                value=area.id,
                why=None
                if area.serviceable
                else Hindrance(code="no_service", reason=area.reason or "not_serviceable"),
                names={"name": area.name, "name_en": area.name_en, "tier": area.tier},
            )
            for area in areas
        ),
    )


def _open_questions(look: _Look, told: FieldLook) -> FieldLook:
    return replace(
        told,
        choices=tuple(ChoiceLook(value=each.id, names={"text": each.text}) for each in look.questions),
    )


def _alike(look: _Look, told: FieldLook) -> FieldLook:
    """Open orders of the same kind for the same line or customer: the likely duplicates, the newest first."""
    order = look.order
    alike = [Order.line_key == order.line_key, Order.address == order.address]
    if order.phone_digits:
        alike.append(Order.phone_digits == order.phone_digits)
    found = look.session.scalars(
        select(Order)
        .where(or_(*alike), Order.id != order.id, Order.district_id == order.district_id)
        .order_by(Order.accepted_at.desc())
        .limit(CANDIDATES * 4)
    )
    likely = [other for other in found if same_matter(order, other)][:CANDIDATES]
    return replace(
        told,
        choices=tuple(
            ChoiceLook(
                value=other.id,
                names={
                    "number": other.number,
                    "address": other.address,
                    "accepted_at": other.accepted_at.isoformat(),
                },
            )
            for other in likely
        ),
    )


_SHAPE: Final[Mapping[tuple[Step, str], Callable[[_Look, FieldLook], FieldLook]]] = {
    (Step.CONTACT, "agreed_at"): _agreed,
    (Step.RESUME, "agreed_at"): _agreed,
    (Step.HOLD, "reason"): _hold_reasons,
    (Step.HOLD, "until"): _held_until,
    (Step.HOLD, "offered_at"): _offered,
    (Step.CONFIRM_URGENT, "deadline_at"): _deadline,
    (Step.CORRECT_TIER, "tier"): _tiers,
    (Step.CORRECT_ADDRESS, "area_id"): _areas,
    (Step.ANSWER, "question_id"): _open_questions,
    (Step.MERGE, "order_id"): _alike,
}
"""What an order adds to a step's field: which choices it really has, and how far a time may lie."""

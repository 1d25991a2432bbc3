"""Take an order a step further: may this person, may it from here, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.aftermath import AFTER
from dispatch.actions.clocks import recompute
from dispatch.actions.deed import Deed
from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed, StaleVersion
from dispatch.actions.log import append, locked_order, logged
from dispatch.actions.step_checks import BESIDE, PREPARE
from dispatch.actions.step_effects import FOLLOW
from dispatch.orders import codes, events, facts
from dispatch.orders.event_json import read_fact
from dispatch.orders.lifecycle import MAY, TRANSITIONS, Status, Step, may, steps_from, take
from dispatch.orders.people import Actor, Role
from dispatch.orders.timing import settle
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order


@dataclass(frozen=True, slots=True)
class StepResult:
    order: Order
    event: LoggedEvent
    replayed: bool


def take_step(
    session: Session,
    order_id: str,
    step: Step,
    data: Mapping[str, Any],
    *,
    actor: Actor,
    occurred_at: datetime,
    received_at: datetime,
    event_id: str,
    device_now: datetime | None = None,
    expected_version: int | None = None,
) -> StepResult:
    """One step of one order; the same event id again changes nothing and answers as the first time."""
    order = locked_order(session, order_id)
    if event := logged(session, event_id):
        if event.order_id != order_id or event.type != step:
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return StepResult(order, event, replayed=True)

    _check_person(order, step, actor)
    if expected_version is not None:
        check_fresh(session, order, expected_version, actor)
    if (order.status, step) not in TRANSITIONS or not may(actor.role, step, order.status):
        raise IllegalStep(order.status, step, steps_from(order.status, actor.role))

    given = dict(data)
    note = _read_note(given.pop("note", None))
    beside = {name: given.pop(name) for name in BESIDE.get(step, ()) if name in given}
    fact = read_fact(step, given)
    timing = settle(
        occurred_at=occurred_at,
        device_now=device_now,
        received_at=received_at,
        follows_at=_predecessor(session, order),
        role=actor.role,
    )
    deed = Deed(
        session=session,
        order=order,
        fact=fact,
        timing=timing,
        actor=actor,
        before=order.status,
        beside=beside,
    )
    if prepare := PREPARE.get(type(fact)):
        deed = replace(deed, fact=(fact := prepare(deed)))
    had = order.technician_id
    order.status = _target(order, step, fact)
    if follow := FOLLOW.get(type(fact)):
        follow(deed)
    event = append(
        session,
        order,
        fact,
        timing,
        actor=actor,
        event_id=event_id,
        note=note,
        gone_from=had if had != order.technician_id else None,
    )
    states = recompute(session, order, received_at)
    if after := AFTER.get(type(fact)):
        after(deed, states)
    return StepResult(order, event, replayed=False)


def _check_person(order: Order, step: Step, actor: Actor) -> None:
    if actor.role not in MAY[step]:
        raise NotAllowed("role")
    answers = step is Step.ANSWER  # of a question that they own, whoever's order it is
    if actor.role is Role.TECHNICIAN and order.technician_id != actor.id and not answers:
        raise NotAllowed("not_your_order")
    if actor.role is Role.CUSTOMER and order.id != actor.id:
        raise NotAllowed("not_your_order")


def check_fresh(session: Session, order: Order, expected_version: int, actor: Actor) -> None:
    """Stale when somebody else took a step since; a new arrival time or one's own queued taps are no conflict."""
    if expected_version > order.version:
        raise StaleVersion(order.version)
    since = session.execute(
        select(LoggedEvent.actor_role, LoggedEvent.actor_id).where(
            LoggedEvent.order_id == order.id,
            LoggedEvent.seq > expected_version,
            LoggedEvent.type.not_in(sorted(events.IN_NO_ORDER)),
        )
    )
    if any((role, who) != (actor.role, actor.id) for role, who in since):
        raise StaleVersion(order.version)


def _predecessor(session: Session, order: Order) -> datetime | None:
    """When the step was judged that the next one must follow; what the system noted by itself does not count."""
    return session.scalar(
        select(LoggedEvent.judged_at)
        .where(
            LoggedEvent.order_id == order.id,
            LoggedEvent.type.not_in([*sorted(events.IN_NO_ORDER), Step.ATTEMPT]),
        )
        .order_by(LoggedEvent.seq.desc())
        .limit(1)
    )


def _read_note(note: object) -> str | None:
    if note is None:
        return None
    if not isinstance(note, str) or len(note) > 2000:  # noqa: PLR2004  # a note, not a book
        raise InvalidField("note", "a text of at most 2000 characters", note)
    return note.strip() or None


def _target(order: Order, step: Step, fact: Any) -> Status:
    if isinstance(fact, facts.WithdrawalVerified) and fact.verdict is codes.Verdict.NEVER:
        return order.requested_from or Status.ACCEPTED  # nobody asked for it: the order goes on
    return take(
        order.status,
        step,
        order.held_from,
        requested_from=order.requested_from,
        agreed=isinstance(fact, facts.Resumed) and fact.agreed_at is not None,
    )

"""What is checked or filled in before a step counts: PREPARE, a function a fact."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import judged
from dispatch.actions.corrections import ADDRESS, check_address, check_tier
from dispatch.actions.deed import Deed
from dispatch.actions.disputes import check_approval, check_decision, check_dispute
from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed
from dispatch.actions.holds import check_held, note_hours, put_off
from dispatch.actions.urgent import check_confirmed, check_settled
from dispatch.orders import codes, facts
from dispatch.orders.lifecycle import Status, Step, steps_from
from dispatch.orders.people import Actor, Role
from dispatch.storage.district import District
from dispatch.storage.duty import borrowed_by
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.question import Question
from dispatch.storage.technician import Technician
from sla.clock import State
from sla.policy import PromiseCode

REOPEN_WITHIN: Final = timedelta(hours=48)
"""A customer reopens within this after completion; later it is a new order."""
AGREED_WITHIN: Final = timedelta(days=60)
BESIDE: Final[dict[Step, tuple[str, ...]]] = {Step.CORRECT_ADDRESS: ADDRESS}
"""What is given with a step and belongs to the order's row, not into the log: personal data."""

_A_CODE: Final = re.compile("[a-z_]{1,30}")
"""No room for words about people: what is sealed cannot be forgotten."""


def _prepare_assigned(deed: Deed) -> facts.Assigned:
    order = deed.order
    fact: facts.Assigned = deed.fact
    if fact.forced and not (fact.reason or "").strip():
        raise InvalidField("reason", "why the planner is overruled", fact.reason)
    if fact.rule is not None and not _A_CODE.fullmatch(fact.rule):
        raise InvalidField("rule", "the code of the planner's rule", fact.rule)
    technician = deed.session.get(Technician, fact.technician_id)
    if technician is None or not technician.active or not _works_for(deed, technician):
        raise InvalidField("technician_id", "an active technician of the district", fact.technician_id)
    # what the plan chose, the desk may make its own
    to_confirm = order.status is Status.ASSIGNED and not order.pinned
    if order.technician_id == technician.id and order.status is not Status.VISIT_FAILED and not to_confirm:
        raise InvalidField("technician_id", "another technician than now", fact.technician_id)
    zone = ZoneInfo(deed.session.get_one(District, order.district_id).zone)
    local = deed.timing.judged_at.astimezone(zone)
    hour, minute = map(int, technician.shift_start.split(":"))
    starts_at = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    end_hour, end_minute = map(int, technician.shift_end.split(":"))
    if local >= local.replace(hour=end_hour, minute=end_minute, second=0, microsecond=0):
        starts_at += timedelta(days=1)  # wall-clock arithmetic: the same hour of the next local day
    return replace(fact, shift_starts_at=starts_at if starts_at > local else None)


def _works_for(deed: Deed, technician: Technician) -> bool:
    """The district's own, or lent to it from today on."""
    order = deed.order
    if technician.district_id == order.district_id:
        return True
    zone = ZoneInfo(deed.session.get_one(District, order.district_id).zone)
    today = deed.timing.judged_at.astimezone(zone).date()
    return technician.id in borrowed_by(deed.session, order.district_id, today)


def _prepare_agreed(deed: Deed) -> Any:
    fact = deed.fact
    _refuse_first_agreement(deed)
    if fact.agreed_at is None:
        return fact
    if not deed.timing.judged_at < fact.agreed_at <= deed.timing.judged_at + AGREED_WITHIN:
        raise InvalidField(
            "agreed_at", "a time after the contact, at most 60 days ahead", fact.agreed_at.isoformat()
        )
    if not isinstance(fact, facts.Contacted):
        return fact
    if deed.actor.role is Role.CUSTOMER:
        return replace(
            fact,
            by=codes.Party.CUSTOMER,
            channel=codes.Channel.WEB,
            off_hours=None,
            offered_at=put_off(deed, fact.agreed_at),
        )
    return replace(note_hours(deed), offered_at=None)


def _prepare_set_off(deed: Deed) -> facts.SetOff:
    order = deed.order
    fact: facts.SetOff = deed.fact
    if order.status is Status.TAKEN and not is_expected(deed.session, order, deed.timing.judged_at):
        allowed = tuple(s for s in steps_from(order.status, deed.actor.role) if s is not Step.SET_OFF)
        raise IllegalStep(order.status, Step.SET_OFF, allowed)
    return fact


def is_expected(session: Session, order: Order, at: datetime) -> bool:
    """Whether the customer expects us on that local day; if not, a time is agreed first."""
    zone = ZoneInfo(session.get_one(District, order.district_id).zone)
    agreed = None if order.agreed_at is None else order.agreed_at.astimezone(zone).date()
    return at.astimezone(zone).date() == (order.booked_date if agreed is None else agreed)


def _refuse_first_agreement(deed: Deed) -> None:
    """The first agreement is our call, unless the whole ladder could not reach the customer."""
    if deed.actor.role is not Role.CUSTOMER or deed.before is not Status.TAKEN:
        return
    clocks, _ = judged(deed.session, deed.order, deed.timing.received_at)
    contact = next(clock for clock in clocks if clock.promise is PromiseCode.CONTACT)
    if contact.met_at is None and contact.state is not State.ATTEMPTED:
        allowed = tuple(s for s in steps_from(deed.before, Role.CUSTOMER) if s is not Step.CONTACT)
        raise IllegalStep(deed.before, Step.CONTACT, allowed)


def _prepare_reopened(deed: Deed) -> facts.Reopened:
    order = deed.order
    fact: facts.Reopened = deed.fact
    late = order.completed_at is not None and deed.timing.judged_at - order.completed_at > REOPEN_WITHIN
    if late and deed.actor.role is Role.CUSTOMER:
        raise NotAllowed("too_late_to_reopen")
    return fact


def _prepare_verified(deed: Deed) -> Any:
    """A lead may also drive out: nobody verifies the withdrawal of an order that was in their own hands."""
    if has_driven(deed.session, deed.order, deed.actor):
        raise NotAllowed("own_order")
    return deed.fact


def has_driven(session: Session, order: Order, actor: Actor) -> bool:
    """Whether the order was ever in this person's own hands."""
    had_it = session.scalar(
        select(LoggedEvent.id)
        .where(
            LoggedEvent.order_id == order.id,
            LoggedEvent.type == Step.ASSIGN,
            LoggedEvent.data["technician_id"].as_string() == actor.id,
        )
        .limit(1)
    )
    return had_it is not None


def _prepare_question(deed: Deed) -> Any:
    order = deed.order
    fact = deed.fact
    question = deed.session.get(Question, fact.question_id)
    if question is None or question.order_id != order.id:
        raise InvalidField("question_id", "a question about this order", fact.question_id)
    return fact


PREPARE: Final[dict[type[Any], Callable[[Deed], Any]]] = {
    facts.Assigned: _prepare_assigned,
    facts.Contacted: _prepare_agreed,
    facts.Resumed: _prepare_agreed,
    facts.SetOff: _prepare_set_off,
    facts.Held: check_held,
    facts.Attempted: note_hours,
    facts.PauseDisputed: check_dispute,
    facts.DisputeDecided: check_decision,
    facts.PauseApproved: check_approval,
    facts.UrgentConfirmed: check_confirmed,
    facts.UrgentSettled: check_settled,
    facts.TierCorrected: check_tier,
    facts.AddressCorrected: check_address,
    facts.Reopened: _prepare_reopened,
    facts.WithdrawalVerified: _prepare_verified,
    facts.Asked: _prepare_question,
    facts.Answered: _prepare_question,
}

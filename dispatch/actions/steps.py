"""Take an order a step further: may this person, may it from here, and what follows from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import recompute
from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed, StaleVersion
from dispatch.actions.links import expire_links, renew_links
from dispatch.actions.log import append, locked_order, logged
from dispatch.orders import events as facts
from dispatch.orders.event_json import read_fact
from dispatch.orders.lifecycle import MAY, TRANSITIONS, Status, Step, may, steps_from, take
from dispatch.orders.people import DESK, Actor, Role
from dispatch.orders.timing import Timing, settle
from dispatch.storage.district import District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.question import Question
from dispatch.storage.technician import Technician

REOPEN_WITHIN: Final = timedelta(hours=48)
"""A customer reopens within this after completion; later it is a new order."""
AGREED_WITHIN: Final = timedelta(days=60)


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
        _check_fresh(session, order, expected_version, actor)
    if (order.status, step) not in TRANSITIONS or not may(actor.role, step, order.status):
        raise IllegalStep(order.status, step, steps_from(order.status, actor.role))

    given = dict(data)
    note = _read_note(given.pop("note", None))
    fact = read_fact(step, given)
    timing = settle(
        occurred_at=occurred_at,
        device_now=device_now,
        received_at=received_at,
        follows_at=_predecessor(session, order),
        role=actor.role,
    )
    if prepare := _PREPARE.get(type(fact)):
        fact = prepare(session, order, fact, timing, actor)
    before, had = order.status, order.technician_id
    order.status = _target(order, step, fact)
    if follow := _FOLLOW.get(type(fact)):
        follow(session, order, fact, timing, actor, before)
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
    recompute(session, order, received_at)
    return StepResult(order, event, replayed=False)


def _check_person(order: Order, step: Step, actor: Actor) -> None:
    if actor.role not in MAY[step]:
        raise NotAllowed("role")
    if actor.role is Role.TECHNICIAN and order.technician_id != actor.id:
        raise NotAllowed("not_your_order")
    if actor.role is Role.CUSTOMER and order.id != actor.id:
        raise NotAllowed("not_your_order")


def _check_fresh(session: Session, order: Order, expected_version: int, actor: Actor) -> None:
    """Stale when somebody else took a step since; a new arrival time or one's own queued taps are no conflict."""
    if expected_version > order.version:
        raise StaleVersion(order.version)
    since = session.execute(
        select(LoggedEvent.actor_role, LoggedEvent.actor_id).where(
            LoggedEvent.order_id == order.id,
            LoggedEvent.seq > expected_version,
            LoggedEvent.type.not_in([*facts.SYSTEM_MADE, Step.ASK, Step.ANSWER]),
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
            LoggedEvent.type.not_in([*facts.SYSTEM_MADE, Step.ASK, Step.ANSWER, Step.ATTEMPT]),
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
    if isinstance(fact, facts.WithdrawalVerified) and fact.verdict is facts.Verdict.NEVER:
        return order.requested_from or Status.ACCEPTED  # nobody asked for it: the order goes on
    return take(
        order.status,
        step,
        order.held_from,
        requested_from=order.requested_from,
        agreed=isinstance(fact, facts.Resumed) and fact.agreed_at is not None,
    )


# What is checked or filled in before the step counts.


def _prepare_assigned(
    session: Session, order: Order, fact: facts.Assigned, timing: Timing, _actor: Actor
) -> facts.Assigned:
    technician = session.get(Technician, fact.technician_id)
    if technician is None or not technician.active or technician.district_id != order.district_id:
        raise InvalidField("technician_id", "an active technician of the district", fact.technician_id)
    # what the plan chose, the desk may make its own
    to_confirm = order.status is Status.ASSIGNED and not order.pinned
    if order.technician_id == technician.id and order.status is not Status.VISIT_FAILED and not to_confirm:
        raise InvalidField("technician_id", "another technician than now", fact.technician_id)
    zone = ZoneInfo(session.get_one(District, order.district_id).zone)
    local = timing.judged_at.astimezone(zone)
    hour, minute = map(int, technician.shift_start.split(":"))
    starts_at = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    end_hour, end_minute = map(int, technician.shift_end.split(":"))
    if local >= local.replace(hour=end_hour, minute=end_minute, second=0, microsecond=0):
        starts_at += timedelta(days=1)  # wall-clock arithmetic: the same hour of the next local day
    return replace(fact, shift_starts_at=starts_at if starts_at > local else None)


def _prepare_agreed(_session: Session, _order: Order, fact: Any, timing: Timing, actor: Actor) -> Any:
    if fact.agreed_at is None:
        return fact
    if not timing.judged_at < fact.agreed_at <= timing.judged_at + AGREED_WITHIN:
        raise InvalidField(
            "agreed_at", "a time after the contact, at most 60 days ahead", fact.agreed_at.isoformat()
        )
    if isinstance(fact, facts.Contacted) and actor.role is Role.CUSTOMER:
        return replace(fact, by=facts.Party.CUSTOMER, channel=facts.Channel.WEB)
    return fact


def _prepare_set_off(
    session: Session, order: Order, fact: facts.SetOff, timing: Timing, actor: Actor
) -> facts.SetOff:
    if order.status is Status.TAKEN:
        zone = ZoneInfo(session.get_one(District, order.district_id).zone)
        if order.booked_date != timing.judged_at.astimezone(zone).date():
            # nobody is expecting us today: agree a time first
            allowed = tuple(s for s in steps_from(order.status, actor.role) if s is not Step.SET_OFF)
            raise IllegalStep(order.status, Step.SET_OFF, allowed)
    return fact


def _prepare_held(
    _session: Session, order: Order, fact: facts.Held, timing: Timing, _actor: Actor
) -> facts.Held:
    if fact.until is not None and fact.until <= timing.judged_at:
        raise InvalidField("until", "a time after the hold begins", fact.until.isoformat())
    if fact.reason is facts.HoldReason.CUSTOMER_LATER and fact.offered_at is None:
        # the visit that the customer does not want is the slot that we offered
        return replace(fact, offered_at=order.agreed_at or order.planned_start_at or timing.judged_at)
    return fact


def _prepare_reopened(
    _session: Session, order: Order, fact: facts.Reopened, timing: Timing, actor: Actor
) -> facts.Reopened:
    late = order.completed_at is not None and timing.judged_at - order.completed_at > REOPEN_WITHIN
    if late and actor.role is Role.CUSTOMER:
        raise NotAllowed("too_late_to_reopen")
    return fact


def _prepare_question(session: Session, order: Order, fact: Any, _timing: Timing, _actor: Actor) -> Any:
    question = session.get(Question, fact.question_id)
    if question is None or question.order_id != order.id:
        raise InvalidField("question_id", "a question about this order", fact.question_id)
    return fact


_Prepare = Callable[[Session, Order, Any, Timing, Actor], Any]
_PREPARE: Final[dict[type[Any], _Prepare]] = {
    facts.Assigned: _prepare_assigned,
    facts.Contacted: _prepare_agreed,
    facts.Resumed: _prepare_agreed,
    facts.SetOff: _prepare_set_off,
    facts.Held: _prepare_held,
    facts.Reopened: _prepare_reopened,
    facts.Asked: _prepare_question,
    facts.Answered: _prepare_question,
}


# What follows for the order's row.


def _leave_plan(order: Order) -> None:
    order.planned_arrive_at = order.planned_start_at = order.planned_end_at = None
    order.planned_travel_s = order.planned_seq = None


def _next_visit(order: Order) -> None:
    """The visit is over without a result; the next one starts from nothing."""
    order.visit_no += 1
    order.agreed_at = None
    order.on_the_way_at = order.on_site_at = order.working_at = order.tested_at = None
    order.download_mbps = None
    _leave_plan(order)


def _assigned(_s: Session, order: Order, fact: facts.Assigned, _t: Timing, actor: Actor, _b: Status) -> None:
    order.technician_id = fact.technician_id
    order.pinned = actor.role in DESK
    _leave_plan(order)


def _unassigned(_s: Session, order: Order, _fact: Any, _t: Timing, _actor: Actor, _b: Status) -> None:
    order.technician_id = None
    order.pinned = False
    _leave_plan(order)


def _declined(_s: Session, order: Order, _fact: Any, _t: Timing, actor: Actor, _b: Status) -> None:
    order.technician_id = None
    order.pinned = False
    order.declined_by = sorted({*order.declined_by, actor.id})
    _leave_plan(order)


def _contacted(
    _s: Session, order: Order, fact: facts.Contacted, _t: Timing, _actor: Actor, _b: Status
) -> None:
    order.agreed_at = fact.agreed_at


def _set_off(_s: Session, order: Order, _fact: Any, timing: Timing, _actor: Actor, _b: Status) -> None:
    order.on_the_way_at = timing.judged_at


def _arrived(_s: Session, order: Order, _fact: Any, timing: Timing, _actor: Actor, _b: Status) -> None:
    order.on_site_at = timing.judged_at


def _work_started(_s: Session, order: Order, _fact: Any, timing: Timing, _actor: Actor, _b: Status) -> None:
    order.working_at = timing.judged_at


def _tested(_s: Session, order: Order, fact: facts.Tested, timing: Timing, _actor: Actor, _b: Status) -> None:
    order.tested_at = timing.judged_at
    if fact.download_mbps is not None:
        order.download_mbps = fact.download_mbps


def _completed(session: Session, order: Order, _fact: Any, timing: Timing, _actor: Actor, _b: Status) -> None:
    order.completed_at = timing.judged_at
    expire_links(session, order.id, completed_at=timing.received_at)


def _held(
    _s: Session, order: Order, fact: facts.Held, _timing: Timing, _actor: Actor, before: Status
) -> None:
    order.held_from, order.held_reason, order.held_until = before, fact.reason, fact.until
    if before in (Status.ON_SITE, Status.WORKING):
        _next_visit(order)
    order.agreed_at = None
    _leave_plan(order)


def _resumed(
    _s: Session, order: Order, fact: facts.Resumed, _timing: Timing, _actor: Actor, _b: Status
) -> None:
    order.held_from = order.held_reason = order.held_until = None
    order.agreed_at = fact.agreed_at


def _withdrawal_requested(
    _s: Session, order: Order, _fact: Any, _timing: Timing, _actor: Actor, before: Status
) -> None:
    order.requested_from = before
    _leave_plan(order)


def _withdrawal_over(
    _s: Session, order: Order, _fact: Any, _timing: Timing, _actor: Actor, _b: Status
) -> None:
    if order.status is not Status.WITHDRAWAL_VERIFIED:
        order.requested_from = None


def _withdrawn(session: Session, order: Order, _fact: Any, timing: Timing, _actor: Actor, _b: Status) -> None:
    order.agreed_at = None
    expire_links(session, order.id, completed_at=timing.received_at)


def _visit_failed(_s: Session, order: Order, _fact: Any, _timing: Timing, _actor: Actor, _b: Status) -> None:
    _next_visit(order)
    order.pinned = False


def _reopened(session: Session, order: Order, _fact: Any, _timing: Timing, _actor: Actor, _b: Status) -> None:
    _next_visit(order)
    order.technician_id = None
    order.pinned = False
    order.completed_at = order.booked_date = order.booked_half = None
    renew_links(session, order.id)


_Follow = Callable[[Session, Order, Any, Timing, Actor, Status], None]
_FOLLOW: Final[dict[type[Any], _Follow]] = {
    facts.Assigned: _assigned,
    facts.Unassigned: _unassigned,
    facts.Declined: _declined,
    facts.Contacted: _contacted,
    facts.SetOff: _set_off,
    facts.Arrived: _arrived,
    facts.WorkStarted: _work_started,
    facts.Tested: _tested,
    facts.Completed: _completed,
    facts.Held: _held,
    facts.Resumed: _resumed,
    facts.WithdrawalRequested: _withdrawal_requested,
    facts.WithdrawalRetracted: _withdrawal_over,
    facts.WithdrawalVerified: _withdrawal_over,
    facts.Withdrawn: _withdrawn,
    facts.VisitFailed: _visit_failed,
    facts.Reopened: _reopened,
}

"""From an event to the people who are to be told, and from there out of the house over a channel."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.deadlines import judge_if_due
from dispatch.actions.links import create_link
from dispatch.actions.message_facts import FACTS, Moot, Told, look
from dispatch.actions.message_owners import hands_of
from dispatch.config import InvalidSetting, Settings
from dispatch.orders.facts import Broken, PauseDisputed, ReviewDue, Warned
from dispatch.orders.people import Role
from dispatch.orders.promises import order_facts
from dispatch.storage.compensation import Compensation
from dispatch.storage.district import District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow, Topic, post
from dispatch.storage.policy import policy_for
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from notifications.channels import CHANNELS
from notifications.channels.base import Channel
from notifications.delivery import Failure, Fault, GiveUp, Undelivered, decide
from notifications.message import Message
from notifications.occasions import OCCASIONS, Occasion, Reader
from notifications.preferences import Preferences
from notifications.rendering import render
from sla import escalation
from sla.clock import BROKEN
from sla.order import ladder_of
from sla.policy import Audience, Kind, PromiseCode

CUSTOMER: Final = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """What carries messages: the channel, and what every message to a customer names."""

    channel: Channel
    operator: str
    public_url: str
    """Where the links lead: <public_url>/c/<token>."""


def courier_of(settings: Settings) -> Courier | None:
    """The channel that the settings name; none means that nobody is written to."""
    if not settings.channel:
        return None
    make = CHANNELS.get(settings.channel)
    if make is None:
        raise InvalidSetting("SANXIAN_CHANNEL", f"expected one of {', '.join(CHANNELS)}")
    return Courier(channel=make(), operator=settings.operator, public_url=settings.public_url.rstrip("/"))


@dataclass(frozen=True, slots=True)
class Recipient:
    """`customer`, `technician:<id>` or `user:<id>`, and where they are reached, in their language."""

    key: str
    address: str
    language: str


def compose(session: Session, row: OutboxRow, occasions: Iterable[Occasion], now: datetime) -> None:
    """Write down who is to be told of the event of this row; the words are found when the message leaves."""
    event = session.get(LoggedEvent, row.event_id or "")
    if event is None:
        return
    order = session.get_one(Order, event.order_id)
    if event.type == "planned" and not _may_be_late(order):
        return  # hundreds of these come with a plan, and reading a whole log for each would hold up the writers
    told = look(session, order, event.to_event(), now)
    zone = session.get_one(District, order.district_id).zone
    for occasion in occasions:
        if not _is_owed(told, occasion, zone):
            continue
        for recipient in _recipients(told, occasion):
            send_at = Preferences(language=recipient.language, zone=zone).send_at(occasion, now)
            post(
                session,
                Topic.MESSAGE,
                {
                    "occasion": str(occasion),
                    "to": recipient.key,
                    "created_at": now.isoformat(),
                    "expires_at": (send_at + OCCASIONS[occasion].worth).isoformat(),
                    "about": _about(told, occasion),
                },
                due_at=send_at,
                event_id=event.id,
                order_id=order.id,
            )


def deliver(database: Database, rows: Iterable[OutboxRow], courier: Courier, now: datetime) -> int:
    """Send these messages; what fails is tried again later or given up with its reason."""
    sent = 0
    for row in rows:
        try:
            _send(database, row, courier, now)
        except Moot:
            _settle(database, row, now, reason="moot")
        except Undelivered as failed:
            expires_at = datetime.fromisoformat(row.payload["expires_at"])
            verdict = decide(row.attempts, failed.failure, now, expires_at=expires_at)
            if isinstance(verdict, GiveUp):
                _settle(database, row, now, reason=verdict.reason)
            else:
                _settle(database, row, None, due_at=verdict.at)
        else:
            sent += 1
            _settle(database, row, now)
    return sent


def _may_be_late(order: Order) -> bool:
    """A look at the row alone; whether it really is late, the tolerance of the promise decides."""
    return (
        order.agreed_at is not None
        and order.planned_arrive_at is not None
        and order.planned_arrive_at > order.agreed_at
    )


def _is_owed(told: Told, occasion: Occasion, zone: str) -> bool:
    """Most events always tell; a few only when something has come to a head, or not again."""
    if occasion is Occasion.CHOOSE_TIME:  # only the attempt that used the last part of the ladder
        ladder = ladder_of(order_facts(told.events, zone), policy_for(told.session, told.order))
        return ladder is not None and ladder.exhausted_at == told.event.judged_at
    if occasion in (Occasion.INCIDENT_OPEN, Occasion.INCIDENT_OVER):  # once a person
        return told.event.fact.through is None
    if occasion is Occasion.SURVEY:  # only the first call of a completion that reached nobody
        types = [event.type for event in told.events if event.seq < told.event.seq]
        return "call_back_tried" not in types[len(types) - types[::-1].index("complete") :]
    if occasion is Occasion.LATE_RISK:  # only once for each agreed time
        try:
            FACTS[occasion](told)
        except Moot:
            return False
        about = _about(told, occasion)
        before = told.session.scalars(
            select(OutboxRow).where(OutboxRow.order_id == told.order.id, OutboxRow.topic == Topic.MESSAGE)
        )
        return not any(
            row.payload["occasion"] == occasion and row.payload["about"] == about for row in before
        )
    return True


def _about(told: Told, occasion: Occasion) -> str | None:
    agreed_at = told.order.agreed_at
    return agreed_at.isoformat() if occasion is Occasion.LATE_RISK and agreed_at else None


def _recipients(told: Told, occasion: Occasion) -> Iterator[Recipient]:
    """The customer, or those whom the policy names for this rung."""
    audiences = _audiences(told)
    if OCCASIONS[occasion].reader is Reader.CUSTOMER:
        if audiences is None or Audience.CUSTOMER in audiences:
            yield Recipient(CUSTOMER, told.order.customer_phone, told.order.language)
        return
    session, order = told.session, told.order
    handed = (Audience.TECHNICIAN,) if occasion is Occasion.HANDED_OVER else ()
    for audience in audiences or handed:
        if audience is Audience.TECHNICIAN:
            if (key := hands_of(session, order, told.event.fact)) is not None:
                yield _recipient(session, order, key)
        elif audience in _ROLES:
            users = session.scalars(
                select(User)
                .where(
                    User.role == _ROLES[audience],
                    User.active,
                    (User.district_id == order.district_id) | User.district_id.is_(None),
                )
                .order_by(User.id)
            )
            yield from (Recipient(f"user:{user.id}", user.login, user.language) for user in users)


_ROLES: Final = {
    Audience.LEAD: Role.LEAD,
    Audience.MANAGER: Role.MANAGER,
    Audience.DIRECTOR: Role.ADMIN,  # whoever answers for the whole house
}


def _audiences(told: Told) -> tuple[Audience, ...] | None:
    """Whom the policy names for this rung, the lead for what a lead decides; None for events that are neither."""
    fact = told.event.fact
    if isinstance(fact, PauseDisputed | ReviewDue):
        return (Audience.LEAD,)
    if not isinstance(fact, Warned | Broken):
        return None
    row = policy_for(told.session, told.order).find(
        PromiseCode(fact.promise), Kind(told.order.kind), told.order.tier
    )
    return () if row is None else escalation.told(row, BROKEN if isinstance(fact, Broken) else fact.rung)


def _send(database: Database, row: OutboxRow, courier: Courier, now: datetime) -> None:
    occasion = Occasion(row.payload["occasion"])
    if now > datetime.fromisoformat(row.payload["expires_at"]):
        raise Undelivered(Failure(Fault.REFUSED, "it came too late to be of use"))
    to_customer = OCCASIONS[occasion].reader is Reader.CUSTOMER
    if occasion is Occasion.BROKEN and row.order_id is not None:  # it says what the breach costs
        with database.write() as session:
            judge_if_due(session, row.order_id, now)
    with database.read() as session:
        event = session.get(LoggedEvent, row.event_id or "")
        if event is None:
            raise Moot
        order = session.get_one(Order, event.order_id)
        told = look(session, order, event.to_event(), now)
        recipient = _recipient(session, order, row.payload["to"])
        facts: dict[str, Any] = FACTS[occasion](told)
        zone = session.get_one(District, order.district_id).zone
    if to_customer:
        with database.write() as session:  # the token exists only in the message; we keep its hash
            token = create_link(session, order.id, now=now)
        facts |= {"operator": courier.operator, "link": f"{courier.public_url}/c/{token}"}
    courier.channel.send(
        Message(
            id=f"{row.event_id}/{occasion}/{recipient.key}",
            occasion=occasion,
            to=recipient.address,
            language=recipient.language,
            text=render(
                occasion,
                facts,
                language=recipient.language,
                zone=zone,
                now=now,
                form=courier.channel.form,
            ),
            created_at=datetime.fromisoformat(row.payload["created_at"]),
            expires_at=datetime.fromisoformat(row.payload["expires_at"]),
        )
    )
    if occasion is Occasion.BROKEN and "price_cents" in facts:
        _note_announced(database, order.id, event.to_event().fact, now)


def _recipient(session: Session, order: Order, key: str) -> Recipient:
    """The address is looked up when the message leaves: it may have been corrected, or erased."""
    kind, _, which = key.partition(":")
    if kind == CUSTOMER:
        return Recipient(key, order.customer_phone, order.language)
    if kind == "technician":
        technician = session.get_one(Technician, which)
        user = session.scalar(select(User).where(User.technician_id == which, User.active))
        return Recipient(key, technician.phone, user.language if user else "zh-Hans")
    user = session.get_one(User, which)
    return Recipient(key, user.login, user.language)


def _note_announced(database: Database, order_id: str, fact: Broken, now: datetime) -> None:
    """What the customer has been told stays theirs."""
    with database.write() as session:
        entry = session.scalar(
            select(Compensation).where(
                Compensation.order_id == order_id,
                Compensation.promise == fact.promise,
                Compensation.occasion == fact.occasion,
            )
        )
        if entry is not None and entry.announced_at is None:
            entry.announced_at = now


def _settle(
    database: Database,
    row: OutboxRow,
    done_at: datetime | None,
    *,
    reason: str | None = None,
    due_at: datetime | None = None,
) -> None:
    with database.write() as session:
        kept = session.get_one(OutboxRow, row.id)
        kept.done_at, kept.failed_reason = done_at, reason
        if due_at is not None:
            kept.due_at = due_at

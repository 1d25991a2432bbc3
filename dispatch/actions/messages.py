"""From an event to the people who are to be told: who is written to, when, and over what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.message_facts import FACTS, Moot, Told, look
from dispatch.actions.message_owners import hands_of
from dispatch.config import InvalidSetting, Settings
from dispatch.orders.facts import Broken, PauseDisputed, ReviewDue, Warned
from dispatch.orders.people import Role
from dispatch.orders.promises import order_facts
from dispatch.storage.base import new_id
from dispatch.storage.district import District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.message import MessageState, PersonalMessage
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow, Topic, post
from dispatch.storage.policy import policy_for
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from notifications.channels import CHANNELS
from notifications.channels.base import Channel
from notifications.occasions import OCCASIONS, Occasion, Reader
from notifications.preferences import Preferences
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
            write(
                session,
                order,
                event.id,
                occasion,
                recipient,
                zone=zone,
                now=now,
                about=_about(told, occasion),
            )


def write(
    session: Session,
    order: Order,
    event_id: str,
    occasion: Occasion,
    recipient: "Recipient",
    *,
    zone: str,
    now: datetime,
    about: str | None = None,
    again_of: PersonalMessage | None = None,
    asked_by: str | None = None,
) -> PersonalMessage:
    """Leave a message to be sent, when this reader may be disturbed, and note that it waits."""
    send_at = Preferences(language=recipient.language, zone=zone).send_at(occasion, now)
    message = PersonalMessage(
        id=new_id(now, "message", event_id, occasion, recipient.key, again_of.id if again_of else ""),
        order_id=order.id,
        event_id=event_id,
        occasion=str(occasion),
        recipient=recipient.key,
        state=MessageState.QUEUED,
        created_at=now,
        due_at=send_at,
        again_of=again_of.id if again_of else None,
        asked_by=asked_by,
    )
    session.add(message)
    post(
        session,
        Topic.MESSAGE,
        {
            "occasion": str(occasion),
            "to": recipient.key,
            "created_at": now.isoformat(),
            "expires_at": (send_at + OCCASIONS[occasion].worth).isoformat(),
            "about": about,
            "message": message.id,
            "again": again_of is not None,
        },
        due_at=send_at,
        event_id=event_id,
        order_id=order.id,
    )
    return message


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
                yield recipient_of(session, order, key)
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


def recipient_of(session: Session, order: Order, key: str) -> Recipient:
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

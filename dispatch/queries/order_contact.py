"""All that passed between us and the customer of one order: messages, calls and the ladder, call-backs, questions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.events import Event
from dispatch.orders.facts import AnswerTried, Attempted, CallBackTried, CalledBack, Contacted
from dispatch.orders.lifecycle import LEAVING
from dispatch.orders.promises import order_facts
from dispatch.queries.aftercare import aftercare_of, names_of
from dispatch.queries.ladders import CALLED
from dispatch.queries.masking import mask_name, mask_phone
from dispatch.queries.promises import instant
from dispatch.storage.district import District
from dispatch.storage.event_log import events_of
from dispatch.storage.message import PersonalMessage
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from sla.first_contact import next_attempts
from sla.follow_up import next_try
from sla.order import ladder_of
from sla.policy import Policy

View = dict[str, Any]
SHOWN: Final = 40
MOST: Final = 1000


def contact(session: Session, order_id: str, *, now: datetime, masked: bool, messages: int = SHOWN) -> View:
    """`masked` for whoever does not work on it any more; where messages went is masked for everybody."""
    order = session.get_one(Order, order_id)
    zone = session.get_one(District, order.district_id).zone
    events = events_of(session, order_id)
    names = names_of(session, *(f"{event.actor.role}:{event.actor.id}" for event in events))
    owed = aftercare_of(session, order_id, whole=not masked)
    policy = policy_for(session, order)
    for each in owed["call_backs"]:
        tried_at = datetime.fromisoformat(each["tried_at"]) if each["tried_at"] else None
        each["next_from_at"] = (
            instant(next_try(tried_at, now, zone, policy)) if each["outcome"] is None else None
        )
    kept = [] if masked else _messages(session, order_id)
    people = names_of(session, *_keys(kept))
    return {
        "version": order.version,
        "customer": {
            "name": mask_name(order.customer_name) if masked else order.customer_name,
            "phone": mask_phone(order.customer_phone) if masked else order.customer_phone,
            "language": order.language,
        },
        "may_call_now": policy.contact_calendar(zone).is_open(now) and order.status not in LEAVING,
        "contact_from": policy.contact_hours[0].isoformat("minutes"),
        "contact_to": policy.contact_hours[1].isoformat("minutes"),
        "calls": [
            _call(event, names.get(f"{event.actor.role}:{event.actor.id}"))
            for event in reversed(events)
            if isinstance(event.fact, Attempted | Contacted | AnswerTried | CallBackTried | CalledBack)
        ],
        "ladder": _ladder(order, events, policy, zone, now),
        "messages": [_message(one, kept, people) for one in kept[: min(messages, MOST)]],
        "message_count": len(kept),
        "questions": owed["questions"],
        "call_backs": owed["call_backs"],
    }


def _call(event: Event, name: str | None) -> View:
    """One try to reach the customer, for whatever reason, and what came of it."""
    fact = event.fact
    return {
        "id": event.id,
        "type": event.type,
        "at": instant(event.occurred_at),
        "recorded_at": instant(event.received_at),
        "by": {"role": str(event.actor.role), "name": name},
        "channel": str(fact.source if isinstance(fact, CalledBack) else fact.channel),
        "outcome": None if isinstance(fact, Contacted | CalledBack) else str(fact.outcome),
        "agreed_at": instant(fact.agreed_at) if isinstance(fact, Contacted) else None,
        "rating": fact.rating if isinstance(fact, CalledBack) else None,
        "off_hours": bool(getattr(fact, "off_hours", False)),
        "counts": _counts(event),
    }


def _counts(event: Event) -> bool:
    """Whether it is a rung of the ladder: what was tried outside the contact hours is kept and counts for nothing."""
    return isinstance(event.fact, Attempted) and not event.fact.off_hours


def _ladder(order: Order, events: Sequence[Event], policy: Policy, zone: str, now: datetime) -> View | None:
    """What the rule asks for: the first call, then one in each part of the day that follows, as it judges itself.

    None before the order is taken. Where nobody has called yet the parts are those that would follow a call that
    failed now.
    """
    facts = order_facts(events, zone)
    ladder = ladder_of(facts, policy)
    if ladder is None:
        return None
    is_over = facts.reached_at is not None or order.agreed_at is not None or order.status not in CALLED
    owed = None if is_over else ladder.owed
    slots = ladder.slots or (() if is_over else next_attempts(now, zone, policy.ladder))
    return {
        "due_at": instant(ladder.due_at),
        "first_at": instant(ladder.first_at),
        "reached_at": instant(facts.reached_at),
        "is_over": is_over,
        "exhausted_at": instant(ladder.exhausted_at),
        "policy": policy.version,
        "slots": [
            {
                "part": slot.part,
                "opens_at": instant(slot.opens_at),
                "closes_at": instant(slot.closes_at),
                "tried_at": instant(slot.tried_at),
                "missed": slot.tried_at is None and slot.closes_at <= now and ladder.first_at is not None,
                "owed": slot is owed and slot.closes_at > now,
            }
            for slot in slots
        ],
    }


def _messages(session: Session, order_id: str) -> list[PersonalMessage]:
    """The newest first."""
    return list(
        session.scalars(
            select(PersonalMessage)
            .where(PersonalMessage.order_id == order_id)
            .order_by(PersonalMessage.created_at.desc(), PersonalMessage.id.desc())
        )
    )


def _keys(messages: Sequence[PersonalMessage]) -> set[str]:
    return {message.recipient for message in messages} | {one.asked_by for one in messages if one.asked_by}


def _message(
    message: PersonalMessage, all_of_them: Sequence[PersonalMessage], people: dict[str, str]
) -> View:
    repeated = any(one.again_of == message.id for one in all_of_them)
    return {
        "id": message.id,
        "occasion": message.occasion,
        "to": message.recipient.partition(":")[0],
        "name": people.get(message.recipient),
        "asked_by": people.get(message.asked_by or ""),
        "address": message.address,
        "channel": message.channel,
        "language": message.language,
        "text": message.text,
        "state": str(message.state),
        "tries": message.tries,
        "reason": message.reason,
        "created_at": instant(message.created_at),
        "due_at": instant(message.due_at),
        "settled_at": instant(message.settled_at),
        "again": message.again_of is not None,
        "may_again": message.may_go_again and not repeated,
    }

"""Messages out of the house over a channel: what was said is kept, what failed is tried again, what is overtaken is not sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from dispatch.actions.deadlines import judge_if_due
from dispatch.actions.links import create_link
from dispatch.actions.message_facts import FACTS, Moot, look
from dispatch.actions.messages import Courier, recipient_of
from dispatch.orders.facts import Broken
from dispatch.storage.compensation import Compensation
from dispatch.storage.district import District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.message import MessageState, PersonalMessage
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow
from dispatch.storage.session import Database
from notifications.delivery import Failure, Fault, GiveUp, Undelivered, decide
from notifications.message import Message, masked
from notifications.occasions import OCCASIONS, Occasion, Reader
from notifications.rendering import render


def deliver(database: Database, rows: Iterable[OutboxRow], courier: Courier, now: datetime) -> int:
    """Send these messages; what fails is tried again later or given up with its reason."""
    sent = 0
    for row in rows:
        try:
            said = _send(database, row, courier, now)
        except Moot:
            _settle(database, row, now, MessageState.MOOT, reason="moot")
        except Undelivered as failed:
            expires_at = datetime.fromisoformat(row.payload["expires_at"])
            verdict = decide(row.attempts, failed.failure, now, expires_at=expires_at)
            if isinstance(verdict, GiveUp):
                _settle(database, row, now, MessageState.FAILED, reason=verdict.reason)
            else:
                _settle(
                    database,
                    row,
                    None,
                    MessageState.QUEUED,
                    due_at=verdict.at,
                    last=failed.failure.detail,
                )
        else:
            sent += 1
            _settle(database, row, now, MessageState.SENT, said=said)
    return sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What left the house, as it may be kept."""

    channel: str
    address: str
    language: str
    text: str


def _send(database: Database, row: OutboxRow, courier: Courier, now: datetime) -> Said:
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
        recipient = recipient_of(session, order, row.payload["to"])
        facts: dict[str, Any] = FACTS[occasion](told)
        zone = session.get_one(District, order.district_id).zone
    token = ""
    if to_customer:
        with database.write() as session:  # the token exists only in the message; we keep its hash
            token = create_link(session, order.id, now=now)
        facts |= {"operator": courier.operator, "link": f"{courier.public_url}/c/{token}"}
    text = render(occasion, facts, language=recipient.language, zone=zone, now=now, form=courier.channel.form)
    again = "/again" if row.payload.get("again") else ""
    courier.channel.send(
        Message(
            id=f"{row.event_id}/{occasion}/{recipient.key}{again}",
            occasion=occasion,
            to=recipient.address,
            language=recipient.language,
            text=text,
            created_at=datetime.fromisoformat(row.payload["created_at"]),
            expires_at=datetime.fromisoformat(row.payload["expires_at"]),
        )
    )
    if occasion is Occasion.BROKEN and "price_cents" in facts:
        _note_announced(database, order.id, event.to_event().fact, now)
    return Said(
        channel=courier.channel.name,
        address=masked(recipient.address),
        language=recipient.language,
        text=text.replace(token, "…") if token else text,
    )


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
    state: MessageState,
    *,
    reason: str | None = None,
    due_at: datetime | None = None,
    last: str | None = None,
    said: Said | None = None,
) -> None:
    """The row, and in the same transaction what is kept of the message."""
    with database.write() as session:
        kept = session.get_one(OutboxRow, row.id)
        kept.done_at, kept.failed_reason = done_at, reason
        if due_at is not None:
            kept.due_at = due_at
        message = session.get(PersonalMessage, row.payload.get("message", ""))
        if message is None:
            return
        message.state, message.settled_at, message.tries = state, done_at, row.attempts
        message.reason = reason or last
        message.due_at = due_at or message.due_at
        if said is not None:
            message.channel, message.address = said.channel, said.address
            message.language, message.text = said.language, said.text

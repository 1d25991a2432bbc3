"""Send a message once more: for a customer who says that nothing came, or after a channel gave up."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.aside import name_of
from dispatch.actions.errors import NotAllowed, NotFound
from dispatch.actions.messages import recipient_of, write
from dispatch.orders.people import Actor
from dispatch.storage.district import District
from dispatch.storage.message import PersonalMessage
from dispatch.storage.order import Order
from notifications.occasions import Occasion


def send_again(session: Session, message_id: str, *, actor: Actor, now: datetime) -> PersonalMessage:
    """Once: asking twice answers with the same repetition, and a repetition is not repeated.

    It is written anew from what holds when it leaves, waits for the quiet hours like any other, and is moot where
    things have moved on.
    """
    message = session.scalar(
        select(PersonalMessage).where(PersonalMessage.id == message_id).with_for_update()
    )
    if message is None:
        raise NotFound("message", message_id)
    repeated = session.scalar(select(PersonalMessage).where(PersonalMessage.again_of == message_id))
    if repeated is not None:
        return repeated
    if not message.may_go_again:
        raise NotAllowed("message_not_again")
    order = session.get_one(Order, message.order_id)
    return write(
        session,
        order,
        message.event_id,
        Occasion(message.occasion),
        recipient_of(session, order, message.recipient),
        zone=session.get_one(District, order.district_id).zone,
        now=now,
        again_of=message,
        asked_by=name_of(actor),
    )

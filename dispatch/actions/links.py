"""The customer's link: unguessable, kept only as a hash, expiring and revocable."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dispatch.actions.errors import NotFound
from dispatch.storage.customer_link import CustomerLink
from dispatch.storage.order import Order

LIVES_AFTER_COMPLETION: Final = timedelta(days=30)


def hash_token(token: str) -> str:
    """Tokens are 32 random bytes, so a plain hash cannot be searched backwards."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_link(session: Session, order_id: str, *, now: datetime) -> str:
    """A new link to the order; its token is told this once and never again."""
    order = session.get(Order, order_id)
    if order is None:
        raise NotFound("order", order_id)
    token = secrets.token_urlsafe(32)
    expires_at = None if order.completed_at is None else order.completed_at + LIVES_AFTER_COMPLETION
    session.add(
        CustomerLink(token_hash=hash_token(token), order_id=order_id, created_at=now, expires_at=expires_at)
    )
    return token


def order_of_link(session: Session, token: str, *, now: datetime) -> str | None:
    """The order that the link opens, if it is still good."""
    return order_of_link_hash(session, hash_token(token), now=now)


def order_of_link_hash(session: Session, token_hash: str, *, now: datetime) -> str | None:
    link = session.get(CustomerLink, token_hash)
    if link is None or link.revoked_at is not None:
        return None
    return None if link.expires_at is not None and link.expires_at <= now else link.order_id


def revoke_link(session: Session, token_hash: str, *, now: datetime) -> None:
    """Let this link open nothing any more."""
    session.execute(
        update(CustomerLink)
        .where(CustomerLink.token_hash == token_hash, CustomerLink.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_links_of(session: Session, order_id: str, *, now: datetime) -> None:
    """No link to this order opens it any more (a wrong number was told)."""
    session.execute(
        update(CustomerLink)
        .where(CustomerLink.order_id == order_id, CustomerLink.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def expire_links(session: Session, order_id: str, *, completed_at: datetime) -> None:
    """The order is done: its links live on for a while, for the survey and for doubts."""
    session.execute(
        update(CustomerLink)
        .where(CustomerLink.order_id == order_id)
        .values(expires_at=completed_at + LIVES_AFTER_COMPLETION)
    )


def renew_links(session: Session, order_id: str) -> None:
    """The order is open again, and so are its links."""
    session.execute(update(CustomerLink).where(CustomerLink.order_id == order_id).values(expires_at=None))


def drop_old_links(session: Session, now: datetime) -> int:
    """Forget links that have opened nothing for a month."""
    long_ago = now - LIVES_AFTER_COMPLETION
    old = select(CustomerLink.token_hash).where(
        (CustomerLink.expires_at < long_ago) | (CustomerLink.revoked_at < long_ago)
    )
    hashes = list(session.scalars(old))
    session.execute(delete(CustomerLink).where(CustomerLink.token_hash.in_(hashes)))
    return len(hashes)

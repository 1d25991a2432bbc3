"""Who a request or a socket is: the sign-in or customer link behind its cookie or `Authorization` header."""

from datetime import datetime

from flask import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions import users
from dispatch.actions.links import hash_token, order_of_link_hash
from dispatch.clock import real_now
from dispatch.orders.people import Role
from dispatch.storage.order import Order
from dispatch.storage.user import SignIn, User
from dispatch.web.auth import Identity
from dispatch.web.parts import Parts
from dispatch.web.security import LINK_COOKIE, SESSION_COOKIE


def identify_request(request: Request, parts: Parts) -> tuple[Identity | None, ...]:
    """The staff member and the customer that this request comes from; with a header, the header alone counts."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    now = parts.clock.now()
    staff, link = request.cookies.get(SESSION_COOKIE), request.cookies.get(LINK_COOKIE)
    if not (scheme or staff or link):
        return ()
    with parts.database.read() as session:
        if scheme:
            token_hash = hash_token(token.strip())
            if scheme.lower() == "bearer":
                return (read_staff(session, token_hash, by_cookie=False),)
            return (
                (read_customer(session, token_hash, now, by_cookie=False),)
                if scheme.lower() == "link"
                else ()
            )
        return (
            read_staff(session, hash_token(staff), by_cookie=True) if staff else None,
            read_customer(session, hash_token(link), now, by_cookie=True) if link else None,
        )


def read_staff(session: Session, token_hash: str, *, by_cookie: bool) -> Identity | None:
    """The user of a sign-in that is neither expired nor revoked, by real time."""
    row = session.execute(
        select(SignIn, User).join(User, User.id == SignIn.user_id).where(SignIn.token_hash == token_hash)
    ).one_or_none()
    if row is None:
        return None
    sign_in, user = row
    if not user.active or sign_in.revoked_at is not None or sign_in.expires_at <= real_now():
        return None
    return Identity(
        role=Role(user.role),
        name=user.name,
        session=token_hash,
        user_id=user.id,
        district_id=user.district_id,
        technician_id=user.technician_id,
        team=user.team,
        language=user.language,
        by_cookie=by_cookie,
    )


def read_customer(session: Session, token_hash: str, now: datetime, *, by_cookie: bool) -> Identity | None:
    """The customer of the one order that a link opens; links end by the order's time, the demo's too."""
    order_id = order_of_link_hash(session, token_hash, now=now)
    order = session.get(Order, order_id) if order_id else None
    if order is None:
        return None
    return Identity(
        role=Role.CUSTOMER,
        name=order.customer_name,
        session=token_hash,
        order_id=order.id,
        district_id=order.district_id,
        language=order.language,
        by_cookie=by_cookie,
    )


def sign_in(parts: Parts, login: str, password: str) -> str | None:
    """The token of a new sign-in, or None; checking a password is slow on purpose, so no transaction waits for it."""
    with parts.database.read() as session:
        user = users.check_password(session, login, password)
    if user is None:
        return None
    with parts.database.write() as session:
        return users.sign_in(session, user, now=real_now())

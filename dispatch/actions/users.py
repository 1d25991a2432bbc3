"""Users, their passwords and their sign-ins; all times here are real time."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField
from dispatch.actions.leaving import leave_tasks_to
from dispatch.actions.links import hash_token
from dispatch.orders.people import Role
from dispatch.storage.base import new_id
from dispatch.storage.outbox import Topic, post
from dispatch.storage.task import Task
from dispatch.storage.user import SignIn, User

SIGN_IN_LASTS: Final = timedelta(hours=14)
"""A shift and the way home."""
SHORTEST_PASSWORD: Final = 8
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY: Final = _HASHER.hash(secrets.token_hex())
"""Checked when no such user exists, so that the time an answer takes betrays nothing."""


def create_user(
    session: Session,
    *,
    login: str,
    name: str,
    password: str,
    role: Role,
    now: datetime,
    district_id: str | None = None,
    technician_id: str | None = None,
    team: str | None = None,
    language: str = "zh-Hans",
) -> User:
    """Somebody who may sign in; a technician's user is bound to the technician."""
    login = login.strip().lower()
    if not login:
        raise InvalidField("login", "a value", login)
    if role in (Role.CUSTOMER, Role.SYSTEM):
        raise InvalidField("role", "a role of the staff", role)
    if role is Role.TECHNICIAN and technician_id is None:
        raise InvalidField("technician_id", "the technician that this user is")
    if role in (Role.TECHNICIAN, Role.DISPATCHER, Role.LEAD) and district_id is None:
        raise InvalidField("district_id", "the district that this user works in")
    if session.scalar(select(User.id).where(User.login == login)) is not None:
        raise InvalidField("login", "a name that nobody has yet", login)
    user = User(
        id=new_id(now, "user", login),
        login=login,
        name=name,
        password_hash=_hash(password),
        role=role,
        district_id=district_id,
        technician_id=technician_id,
        team=team,
        language=language,
        active=True,
    )
    session.add(user)
    session.flush()
    return user


def set_password(session: Session, user: User, password: str, *, now: datetime) -> None:
    """A new password ends every sign-in made with the old one."""
    user.password_hash = _hash(password)
    sign_out_everywhere(session, user.id, now=now)


def check_password(session: Session, login: str, password: str) -> User | None:
    """The active user whose password this is."""
    user = session.scalar(select(User).where(User.login == login.strip().lower(), User.active))
    try:
        _HASHER.verify(_NOBODY if user is None else user.password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return user


def sign_in(session: Session, user: User, *, now: datetime, lasts: timedelta = SIGN_IN_LASTS) -> str:
    """A new sign-in; its token is told this once, only its hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(SignIn(token_hash=hash_token(token), user_id=user.id, created_at=now, expires_at=now + lasts))
    return token


def user_of_token(session: Session, token: str, *, now: datetime) -> User | None:
    """Whose sign-in this is, if it is still good."""
    found = session.execute(
        select(User, SignIn)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_hash == hash_token(token), User.active)
    ).first()
    if found is None:
        return None
    user, signed_in = found
    return user if signed_in.revoked_at is None and signed_in.expires_at > now else None


def sign_out(session: Session, token_hash: str, *, now: datetime) -> None:
    """End this sign-in in all its tabs and sockets."""
    _revoke(session, [token_hash], now)


def sign_out_everywhere(session: Session, user_id: str, *, now: datetime) -> None:
    """End all sign-ins of somebody who left, or whose password changed."""
    live = select(SignIn.token_hash).where(SignIn.user_id == user_id, SignIn.revoked_at.is_(None))
    _revoke(session, list(session.scalars(live)), now)


def drop_old_sign_ins(session: Session, now: datetime) -> int:
    """Forget sign-ins that ended more than a day ago."""
    long_ago = now - timedelta(days=1)
    old = list(
        session.scalars(
            select(SignIn.token_hash).where((SignIn.expires_at < long_ago) | (SignIn.revoked_at < long_ago))
        )
    )
    session.execute(delete(SignIn).where(SignIn.token_hash.in_(old)))
    return len(old)


def _revoke(session: Session, token_hashes: list[str], now: datetime) -> None:
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash.in_(token_hashes), SignIn.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    for token_hash in token_hashes:
        post(session, Topic.SIGNED_OUT, {"session": token_hash}, due_at=now)


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidField("password", f"at least {SHORTEST_PASSWORD} characters")
    return _HASHER.hash(password)


def disable_user(
    session: Session, user: User, *, now: datetime, tasks_to: User | None = None, by: str | None = None
) -> list[Task]:
    """They may not sign in any more, and what is open is signed out. Their tasks go to somebody named: which ones."""
    tasks = leave_tasks_to(session, user, tasks_to, by=by, now=now)
    user.active = False
    sign_out_everywhere(session, user.id, now=now)
    return tasks

"""Change what we promise: see what a new version would do, save it for a day to come, take it back before that day."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import NotAllowed, NotFound, Refused
from dispatch.actions.log import claim_name
from dispatch.orders.people import Actor, Role
from dispatch.storage.base import new_id
from dispatch.storage.district import Area
from dispatch.storage.policy import (
    BUILT_IN,
    ChangeKind,
    PolicyChange,
    PolicyVersion,
    forget_text,
    zones,
)
from sla.local_time import local_date
from sla.policy import Policy
from sla.policy_document import read_policy
from sla.policy_toml import document_of, write_toml
from sla.soundness import Fault, Problem, UnsoundPolicy

WRITERS: Final = frozenset({Role.ADMIN, Role.SYSTEM})
_CLAIM: Final = "policies"


class PolicyInForce(Refused):
    """Orders are or were under it: it stays as it is, for good."""

    def __init__(self, version: str, valid_from: date) -> None:
        super().__init__(
            f"version {version} has been in force since {valid_from}: save a new version instead"
        )
        self.version, self.valid_from = version, valid_from


def save_policy(
    session: Session, document: Mapping[str, Any] | str, *, actor: Actor, now: datetime
) -> PolicyVersion:
    """Keep a version for a day that has not begun anywhere; one that waits already is replaced by its name."""
    _refuse_others(actor)
    claim_name(session, _CLAIM)
    policy = read_for_saving(session, document, now)
    row = session.get(PolicyVersion, policy.version)
    if row is None:
        row = PolicyVersion(version=policy.version)
        session.add(row)
    row.valid_from, row.document, row.created_at, row.created_by = (
        policy.valid_from,
        write_toml(policy),
        now,
        actor.id,
    )
    forget_text(session, policy.version)
    _note(session, row, ChangeKind.SAVED, actor, now)
    session.flush()
    return row


def remove_policy(session: Session, version: str, *, actor: Actor, now: datetime) -> None:
    """Take back a version whose first day has not come."""
    _refuse_others(actor)
    claim_name(session, _CLAIM)
    row = session.get(PolicyVersion, version)
    if row is None and version != BUILT_IN.version:
        raise NotFound("policy", version)
    _refuse_begun(session, version, BUILT_IN.valid_from if row is None else row.valid_from, now)
    if row is not None:
        _note(session, row, ChangeKind.REMOVED, actor, now)
        forget_text(session, version)
        session.delete(row)
        session.flush()


def read_for_saving(session: Session, document: Mapping[str, Any] | str, now: datetime) -> Policy:
    """The policy of a document that may be saved now: sound, for every tier in use, from a free day to come."""
    if isinstance(document, str):
        document = document_of(document)
    problems: tuple[Problem, ...] = ()
    try:
        policy = read_policy(document, tiers_in_use(session))
    except UnsoundPolicy as unsound:
        problems = unsound.problems
        if any(problem.field == "valid_from" for problem in problems):
            raise
        days = _day_of(document)
        raise UnsoundPolicy((*problems, *_refuse_day(session, *days, now))) from unsound
    kept = session.get(PolicyVersion, policy.version)
    if kept is not None or policy.version == BUILT_IN.version:
        _refuse_begun(session, policy.version, kept.valid_from if kept else BUILT_IN.valid_from, now)
    problems = tuple(_refuse_day(session, policy.version, policy.valid_from, now))
    if problems:
        raise UnsoundPolicy(problems)
    return policy


def tiers_in_use(session: Session) -> Collection[str]:
    """The tiers that areas have: each version has to know them all."""
    return set(session.scalars(select(Area.tier).distinct()))


def has_begun(session: Session, valid_from: date, now: datetime) -> bool:
    """That day has come in some district."""
    return valid_from <= latest_date(session, now)


def latest_date(session: Session, now: datetime) -> date:
    """The newest date that a district's wall calendar shows."""
    return max(local_date(zone, now) for zone in zones(session))


def _day_of(document: Mapping[str, Any]) -> tuple[str, date]:
    given = document["valid_from"]
    day = given if isinstance(given, date) else date.fromisoformat(str(given))
    return str(document.get("version", "")), day


def _refuse_day(session: Session, version: str, day: date, now: datetime) -> list[Problem]:
    newest = latest_date(session, now)
    if day <= newest:
        return [
            Problem(
                field="valid_from",
                fault=Fault.NOT_AHEAD,
                expected=f"a day after {newest}: what is promised today stays promised",
                got=day.isoformat(),
            )
        ]
    other = session.scalar(
        select(PolicyVersion.version).where(PolicyVersion.valid_from == day, PolicyVersion.version != version)
    )
    if other is not None:
        expected = f"a day on which no other version begins, as {other} does"
        return [Problem(field="valid_from", fault=Fault.DAY_TAKEN, expected=expected, got=day.isoformat())]
    return []


def _refuse_begun(session: Session, version: str, valid_from: date, now: datetime) -> None:
    if has_begun(session, valid_from, now):
        raise PolicyInForce(version, valid_from)


def _refuse_others(actor: Actor) -> None:
    if actor.role not in WRITERS:
        raise NotAllowed("role")


def _note(session: Session, row: PolicyVersion, change: ChangeKind, actor: Actor, now: datetime) -> None:
    session.add(
        PolicyChange(
            id=new_id(now),
            version=row.version,
            change=change,
            document=row.document,
            changed_at=now,
            changed_by=actor.id,
        )
    )

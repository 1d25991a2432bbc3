"""Which dated version of the promises an order is under: the one its day of acceptance chose, for good."""

import json
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.storage.base import Base, Code
from dispatch.storage.district import District
from dispatch.storage.order import Order
from sla.local_time import local_date
from sla.policy import Policy
from sla.policy_toml import kept_policy
from sla.promises import DEFAULT_POLICY
from sla.public_holidays import OfficeDays

BUILT_IN: Final = DEFAULT_POLICY
"""What we promise before anybody has changed a word: the first version of every database, without a row."""
_TEXTS: Final = "policy_texts"


class PolicyVersion(Base):
    """One dated version. Once its first day has come it never changes: orders point to it."""

    __tablename__ = "policy"

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    valid_from: Mapped[date] = mapped_column(unique=True)
    """The first local date on which acceptances are under it."""
    document: Mapped[str] = mapped_column(Text)
    """The whole policy as TOML, as it is exported."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(40))

    def policy(self) -> Policy:
        """What the text means."""
        return kept_policy(self.document)


class ChangeKind(StrEnum):
    SAVED = "saved"
    REMOVED = "removed"


class PolicyChange(Base):
    """Who saved or removed which version, and what it said: never changed, never deleted."""

    __tablename__ = "policy_change"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[str] = mapped_column(String(40), index=True)
    change: Mapped[ChangeKind] = mapped_column(Code(ChangeKind, 8))
    document: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(40))


class UnknownPolicy(LookupError):
    """No version of that name is kept."""

    def __init__(self, version: str) -> None:
        super().__init__(f"unknown policy version {version!r}")
        self.version = version


def policy_for(session: Session, order: Order) -> Policy:
    """The policy that the order was accepted under, as its district counts."""
    policy = policy_of(session, order.policy_version)
    return in_district(session, policy, order.district_id) if policy.counts_office_hours else policy


def policy_of(session: Session, version: str) -> Policy:
    """The version of that name, as a district without days of its own counts it."""
    if version == BUILT_IN.version:
        return BUILT_IN
    texts: dict[str, str] = session.info.setdefault(_TEXTS, {})
    if version not in texts:
        text = session.scalar(select(PolicyVersion.document).where(PolicyVersion.version == version))
        if text is None:
            raise UnknownPolicy(version)
        texts[version] = text  # what an order is under can no longer change
    return kept_policy(texts[version])


def policy_on(session: Session, accepted_at: datetime, zone: str) -> Policy:
    """The version for orders accepted at that instant: the newest that is valid on the district's own date."""
    return policy_on_day(session, local_date(zone, accepted_at))


def policy_on_day(session: Session, day: date, *, but: str | None = None) -> Policy:
    """The version of a local date, one of them left out if asked."""
    row = session.scalar(
        select(PolicyVersion)
        .where(PolicyVersion.valid_from <= day, PolicyVersion.version != (but or ""))
        .order_by(PolicyVersion.valid_from.desc())
        .limit(1)
    )
    return BUILT_IN if row is None else row.policy()


def in_district(session: Session, policy: Policy, district_id: str) -> Policy:
    """The same version, counted with the district's own office hours and days."""
    days = session.scalar(select(District.office_days).where(District.id == district_id))
    return policy if not days else policy.counted_in(_own_days(json.dumps(days, sort_keys=True)))


def forget_text(session: Session, version: str) -> None:
    """A version that is not in force yet was replaced in this transaction."""
    session.info.get(_TEXTS, {}).pop(version, None)


def zones(session: Session) -> set[str]:
    """The zones in which it may be another date."""
    return set(session.scalars(select(District.zone).distinct())) or {"Asia/Shanghai"}


@lru_cache(maxsize=256)
def _own_days(text: str) -> OfficeDays:
    return OfficeDays.from_dict(json.loads(text))

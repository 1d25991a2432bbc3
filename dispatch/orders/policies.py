"""Which dated version of the promises an order is under."""

from datetime import date

from sla.policy import Policy
from sla.promises import DEFAULT_POLICY

_VERSIONS = (DEFAULT_POLICY,)
"""Oldest first."""


def policy_on(day: date) -> Policy:
    """The policy for orders accepted on that day; before the first one, the first one."""
    valid = [policy for policy in _VERSIONS if policy.valid_from <= day]
    return valid[-1] if valid else _VERSIONS[0]


def policy_of(version: str) -> Policy:
    """The policy that an order was accepted under."""
    return next(policy for policy in _VERSIONS if policy.version == version)

"""The versions of the promises for a page: the list, one of them in full, and what a new one would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import OPEN
from dispatch.storage.order import Order
from dispatch.storage.policy import BUILT_IN, PolicyVersion, policy_on_day, zones
from dispatch.storage.user import User
from sla.local_time import instant, local_date
from sla.policy import STANDARD, Kind, Policy, PromiseCode, Row
from sla.policy_toml import write_toml
from sla.policy_writing import write_policy, write_row
from sla.targets import Timed

LOOK_BACK: Final = timedelta(days=14)
SAMPLES: Final = (time(10), time(20))
"""One acceptance in the morning and one in the evening: between them lies every cut-off that people use."""
_OF_THE_VERSION: Final = frozenset({"version", "valid_from", "promises", "tiers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One promise that would be another."""

    promise: PromiseCode
    kind: Kind | None
    tier: str
    before: Row | None
    after: Row | None


def versions(session: Session, now: datetime, zone: str) -> dict[str, Any]:
    """All versions, newest first: past, in force, still to come."""
    rows = session.scalars(select(PolicyVersion).order_by(PolicyVersion.valid_from.desc())).all()
    authors = select(User.id, User.name).where(User.id.in_({row.created_by for row in rows}))
    names = dict(session.execute(authors).all())
    today = local_date(zone, now)
    newest = max(local_date(each, now) for each in zones(session))
    current = policy_on_day(session, today).version
    kept = _orders_by_version(session)
    found = [
        {
            "version": row.version,
            "valid_from": row.valid_from.isoformat(),
            "created_at": row.created_at.isoformat(),
            "created_by": names.get(row.created_by, row.created_by),
            "fixed": row.valid_from <= newest,
        }
        for row in rows
    ]
    found.append(
        {
            "version": BUILT_IN.version,
            "valid_from": BUILT_IN.valid_from.isoformat(),
            "created_at": None,
            "created_by": None,
            "fixed": True,
        }
    )
    for one in found:
        begun = date.fromisoformat(str(one["valid_from"])) <= today
        one["state"] = "current" if one["version"] == current else "past" if begun else "future"
        one["open_orders"] = kept.get(str(one["version"]), 0)
    return {"today": today.isoformat(), "current": current, "versions": found}


def document(policy: Policy) -> dict[str, Any]:
    """One version in full, as the form and as the text."""
    return {"version": policy.version, "document": write_policy(policy), "toml": write_toml(policy)}


def preview(session: Session, policy: Policy, now: datetime, zone: str) -> dict[str, Any]:
    """What saving it would do: nothing to running orders; which promises of how many coming ones would be others."""
    before = policy_on_day(session, policy.valid_from, but=policy.version)
    settings = list(_settings(before, policy))
    pairs = _changed_pairs(before, policy, everything=bool(settings))
    next_one = session.scalar(
        select(func.min(PolicyVersion.valid_from)).where(
            PolicyVersion.valid_from > policy.valid_from, PolicyVersion.version != policy.version
        )
    )
    open_by_version = _orders_by_version(session)
    return {
        "version": policy.version,
        "valid_from": policy.valid_from.isoformat(),
        "until": next_one.isoformat() if next_one else None,
        "instead_of": before.version,
        "running_orders": 0,
        "open_orders_keep": sum(open_by_version.values()),
        "open_orders_by_version": open_by_version,
        "future_orders_a_day": _accepted_a_day(session, pairs, now),
        "looked_back_days": LOOK_BACK.days,
        "new_tiers": sorted(policy.tiers - before.tiers),
        "gone_tiers": sorted(before.tiers - policy.tiers),
        "settings": settings,
        "changes": [_change_json(change, before, policy, zone) for change in changes(before, policy)],
    }


def changes(before: Policy, after: Policy) -> Iterator[Change]:
    """Promise by promise, what the two documents say differently."""
    old = {(row.promise, row.kind, row.tier): row for row in before.rows}
    new = {(row.promise, row.kind, row.tier): row for row in after.rows}
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key) != new.get(key):
            promise, kind, tier = key
            yield Change(promise=promise, kind=kind, tier=tier, before=old.get(key), after=new.get(key))


def _settings(before: Policy, after: Policy) -> Iterator[dict[str, Any]]:
    """What holds for every promise: contact hours, the ladder, the cap."""
    old, new = write_policy(before), write_policy(after)
    for name in old:
        if name not in _OF_THE_VERSION and old[name] != new[name]:
            yield {"field": name, "before": old[name], "after": new[name]}


def _changed_pairs(before: Policy, after: Policy, *, everything: bool) -> set[tuple[Kind, str]]:
    """The kinds and tiers of order for which some promise would be another."""
    return {
        (kind, tier)
        for kind in Kind
        for tier in before.tiers | after.tiers
        if everything
        or any(
            _meaning(before, promise, kind, tier) != _meaning(after, promise, kind, tier)
            for promise in PromiseCode
        )
    }


def _meaning(policy: Policy, promise: PromiseCode, kind: Kind, tier: str) -> dict[str, Any] | None:
    """What the row that holds says, whichever kind and tier it names."""
    row = _row(policy, promise, kind, tier)
    return None if row is None else {**write_row(row), "kind": None, "tier": None}


def _row(policy: Policy, promise: PromiseCode, kind: Kind, tier: str) -> Row | None:
    return policy.find(promise, kind, tier if tier in policy.tiers else STANDARD)


def _accepted_a_day(session: Session, pairs: set[tuple[Kind, str]], now: datetime) -> float:
    counted = session.execute(
        select(Order.kind, Order.tier, func.count())
        .where(Order.accepted_at >= now - LOOK_BACK, Order.accepted_at < now)
        .group_by(Order.kind, Order.tier)
    )
    found = sum(count for kind, tier, count in counted if (Kind(kind), tier) in pairs)
    return round(found / LOOK_BACK.days, 1)


def _orders_by_version(session: Session) -> dict[str, int]:
    """How many open orders are under each version."""
    counted = (
        select(Order.policy_version, func.count())
        .where(Order.status.in_(sorted(OPEN)))
        .group_by(Order.policy_version)
    )
    return dict(session.execute(counted).all())


def _change_json(change: Change, before: Policy, after: Policy, zone: str) -> dict[str, Any]:
    kind = change.kind or Kind.REPAIR
    held = change.before or _row(before, change.promise, kind, change.tier)
    holds = change.after or _row(after, change.promise, kind, change.tier)
    return {
        "promise": str(change.promise),
        "kind": str(change.kind) if change.kind else "any",
        "tier": change.tier,
        "before": write_row(change.before) if change.before else None,
        "after": write_row(change.after) if change.after else None,
        "samples": [
            {
                "started_at": started_at.isoformat(),
                "before": _due(held, before, started_at, zone),
                "after": _due(holds, after, started_at, zone),
            }
            for started_at in (instant(zone, after.valid_from, at) for at in SAMPLES)
        ],
    }


def _due(row: Row | None, policy: Policy, started_at: datetime, zone: str) -> str | None:
    """When it would be due; None for what is not promised by a time."""
    if row is None or not isinstance(row.target, Timed):
        return None
    return row.target.due_at(started_at, zone, policy.calendar(row, zone)).isoformat()

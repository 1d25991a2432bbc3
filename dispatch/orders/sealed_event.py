"""A row of the event log as an audit finds it, whatever somebody may have done to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dispatch.orders.chain import Key, canonical, mac


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEvent:
    id: str
    order_id: str
    seq: int
    mac: str
    says: Mapping[str, Any] | None
    """The other sealed fields by their names; None when they cannot even be read."""

    def seal_after(self, key: Key, previous: str) -> str | None:
        if self.says is None:
            return None
        return mac(key, previous, order_id=self.order_id, seq=self.seq, event_id=self.id, **self.says)


def read_event(row: Mapping[str, Any]) -> SealedEvent:
    """A row as the driver gives it; what cannot be read stays unread instead of stopping the audit."""
    return SealedEvent(
        id=str(row["id"]),
        order_id=str(row["order_id"]),
        seq=row["seq"] if isinstance(row["seq"], int) else -1,
        mac=str(row["mac"]),
        says=_read_fields(row),
    )


def _read_fields(row: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        return {
            "type": _text(row["type"]),
            "occurred_at": _instant(row["occurred_at"]),
            "received_at": _instant(row["received_at"]),
            "judged_at": _instant(row["judged_at"]),
            "skewed": {0: False, 1: True}[row["skewed"]],
            "actor_role": _text(row["actor_role"]),
            "actor_id": _text(row["actor_id"]),
            "data": _json(row["data"]),
        }
    except (KeyError, TypeError, ValueError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _instant(value: object) -> datetime:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(at, datetime):
        raise TypeError(value)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _json(value: object) -> Any:
    read = json.loads(value) if isinstance(value, str) else value
    canonical(read)  # NaN and what else JSON has no word for
    return read

"""Seal an event with a keyed hash over all that it says and over the seal before it, so that no change goes unseen.

What is hashed, in this order, each as a netstring (`<bytes>:<content>,`), so that no two events read alike:

    "sanxian event 1" · the seal before · order id · seq · event id · type · occurred_at · received_at · judged_at ·
    skewed (0 or 1) · the actor's role · the actor's id · data

Texts are UTF-8, whole numbers decimal, times UTC with microseconds as `2026-11-20T09:00:00.000000+00:00`, `data` JSON
in ASCII with sorted keys and no spaces. The seal before the first event of an order is `origin(order id)`. The note
is left out: it holds personal words, and erasing them must leave the chain whole.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

_EVENT: Final = "sanxian event 1"
_KEY_ID: Final = b"sanxian key id"
_CANONICAL: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)
_ID_LENGTH: Final = 8
SEAL_LENGTH: Final = _ID_LENGTH + 1 + 64
"""A seal is the key's id, a colon and 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Key:
    """A secret and the public name by which seals say who made them."""

    secret: bytes = field(repr=False)
    id: str

    @classmethod
    def of(cls, secret: str) -> "Key":
        told = secret.encode()
        return cls(told, hmac.new(told, _KEY_ID, hashlib.sha256).hexdigest()[:_ID_LENGTH])


@dataclass(frozen=True, slots=True)
class Keyring:
    """The key that seals, and those that once did and still prove what they sealed."""

    current: Key
    retired: tuple[Key, ...] = ()

    def named(self, key_id: str) -> Key | None:
        return next((key for key in (self.current, *self.retired) if key.id == key_id), None)


def origin(order_id: str) -> str:
    """What stands where the seal before the first event would be."""
    return f"order:{order_id}"


def mac(
    key: Key,
    previous: str,
    *,
    order_id: str,
    seq: int,
    event_id: str,
    type: str,  # noqa: A002  # the event's own word for it
    occurred_at: datetime,
    received_at: datetime,
    judged_at: datetime,
    skewed: bool,
    actor_role: str,
    actor_id: str,
    data: Mapping[str, Any],
) -> str:
    """The seal of one event."""
    return seal(
        key,
        _EVENT,
        previous,
        order_id,
        str(seq),
        event_id,
        type,
        _instant(occurred_at),
        _instant(received_at),
        _instant(judged_at),
        "1" if skewed else "0",
        actor_role,
        actor_id,
        canonical(data),
    )


def seal(key: Key, *texts: str) -> str:
    """A keyed hash over texts, none of which can be mistaken for two or for a part of another."""
    payload = "".join(map(_netstring, texts)).encode("utf-8", "surrogatepass")
    return f"{key.id}:{hmac.digest(key.secret, payload, 'sha256').hex()}"


def _netstring(text: str) -> str:
    """Its length is counted in bytes."""
    length = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    return f"{length}:{text},"


def key_of(keys: Keyring, sealed: str) -> Key | None:
    """The key that a seal names, if we hold it."""
    return keys.named(sealed.partition(":")[0])


def canonical(value: Any) -> str:
    """JSON that is the same for the same value, wherever it was stored."""
    return _CANONICAL.encode(value)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")

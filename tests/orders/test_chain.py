"""The seal of an event: whatever is changed, moved or taken from another order makes another seal."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.orders.chain import SEAL_LENGTH, Key, Keyring, canonical, key_of, mac, origin, seal

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KEY = Key.of("a key that nobody in the database knows")
FIELDS: dict[str, Any] = {
    "order_id": "order-1",
    "seq": 1,
    "event_id": "event-1",
    "type": "take",
    "occurred_at": AT,
    "received_at": AT,
    "judged_at": AT,
    "skewed": False,
    "actor_role": "technician",
    "actor_id": "t-wang",
    "data": {"b": [1, 2.5], "a": "词"},
}


def test_the_encoding_is_the_documented_one() -> None:
    time = "2026-11-20T09:00:00.000000+00:00"
    texts = [
        "sanxian event 1", "order:order-1", "order-1", "1", "event-1", "take", time, time, time, "0", "technician",
        "t-wang", '{"a":"\\u8bcd","b":[1,2.5]}',
    ]  # fmt: skip
    payload = "".join(f"{len(text)}:{text}," for text in texts).encode()
    digest = hmac.new(b"a key that nobody in the database knows", payload, hashlib.sha256).hexdigest()
    sealed = mac(KEY, origin("order-1"), **FIELDS)
    assert sealed == f"{KEY.id}:{digest}"
    assert len(sealed) == SEAL_LENGTH


@pytest.mark.parametrize(
    "change",
    [
        {"order_id": "order-2"},
        {"seq": 2},
        {"event_id": "event-2"},
        {"type": "decline"},
        {"occurred_at": AT + timedelta(microseconds=1)},
        {"received_at": AT + timedelta(microseconds=1)},
        {"judged_at": AT + timedelta(microseconds=1)},
        {"skewed": True},
        {"actor_role": "lead"},
        {"actor_id": "t-li"},
        {"data": {"b": [1, 2.5], "a": "辞"}},
        {"data": {"b": [2.5, 1], "a": "词"}},
    ],
)
def test_every_field_is_sealed(change: dict[str, Any]) -> None:
    assert mac(KEY, "", **FIELDS) != mac(KEY, "", **(FIELDS | change))


def test_the_zone_in_which_an_instant_is_told_makes_no_difference() -> None:
    told = AT.astimezone(timezone(timedelta(hours=8)))
    assert mac(KEY, "", **FIELDS) == mac(KEY, "", **(FIELDS | {"occurred_at": told}))


def test_the_seal_before_is_sealed_too() -> None:
    assert mac(KEY, "x", **FIELDS) != mac(KEY, "y", **FIELDS)


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_no_two_rows_of_texts_read_alike(one: list[str], other: list[str]) -> None:
    assert (seal(KEY, *one) == seal(KEY, *other)) == (one == other)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans() | st.none()))
def test_the_order_of_keys_in_data_makes_no_difference(data: dict[str, Any]) -> None:
    assert canonical(data) == canonical(dict(reversed(data.items())))


def test_a_seal_names_its_key_and_a_key_never_shows_itself() -> None:
    old = Key.of("the key of last year")
    ring = Keyring(KEY, (old,))
    assert key_of(ring, seal(old, "x")) is old
    assert key_of(ring, seal(KEY, "x")) is KEY
    assert key_of(ring, seal(Key.of("a stranger's"), "x")) is None
    assert "nobody" not in repr(ring)

"""Who is looking at a district's board now, each connection on its own; in memory, or in Redis for several processes."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, Protocol

from redis import Redis

from dispatch.clock import real_now

STALE: Final = timedelta(seconds=60)
"""A connection whose process has not been heard of for so long is gone, however it went."""

HELD_FOR: Final = timedelta(seconds=60)
"""So long an order is shown as being moved by somebody who has not said so again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    name: str
    connection: str
    holding: str | None = None
    """The order that is being moved from this page."""
    holding_since: str | None = None


class Presence(Protocol):
    def enter(self, district_id: str, person: Person) -> None: ...
    def leave(self, district_id: str, connection: str) -> None: ...
    def refresh(self, here: Iterable[tuple[str, Person]]) -> None: ...
    def people(self, district_id: str) -> list[dict[str, Any]]: ...


class MemoryPresence:
    """For one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._districts: dict[str, dict[str, Person]] = {}

    def enter(self, district_id: str, person: Person) -> None:
        with self._lock:
            self._districts.setdefault(district_id, {})[person.connection] = person

    def leave(self, district_id: str, connection: str) -> None:
        with self._lock:
            self._districts.get(district_id, {}).pop(connection, None)

    def refresh(self, here: Iterable[tuple[str, Person]]) -> None:
        """Nothing here grows stale: what ends, says so."""

    def people(self, district_id: str) -> list[dict[str, Any]]:
        with self._lock:
            return [_shown(asdict(person)) for person in self._districts.get(district_id, {}).values()]


class RedisPresence:
    """For several processes: a hash a district, each connection with the time when its process last said it is there."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, decode_responses=True)

    def enter(self, district_id: str, person: Person) -> None:
        self._redis.hset(self._key(district_id), person.connection, self._write(person))

    def leave(self, district_id: str, connection: str) -> None:
        self._redis.hdel(self._key(district_id), connection)

    def refresh(self, here: Iterable[tuple[str, Person]]) -> None:
        for district_id, person in here:
            self.enter(district_id, person)

    def people(self, district_id: str) -> list[dict[str, Any]]:
        found = []
        kept: Any = self._redis.hgetall(self._key(district_id))
        for connection, text in kept.items():
            row = json.loads(text)
            if real_now() - datetime.fromisoformat(row.pop("at")) > STALE:
                self.leave(district_id, connection)
            else:
                found.append(_shown(row))
        return found

    def _key(self, district_id: str) -> str:
        return f"sanxian:presence:{district_id}"

    def _write(self, person: Person) -> str:
        return json.dumps({**asdict(person), "at": real_now().isoformat()})


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Nobody holds an order for long: a page that went to sleep with one in its hand has let it go."""
    order_id, since = row.pop("holding", None), row.pop("holding_since", None)
    if order_id and since and real_now() - datetime.fromisoformat(since) < HELD_FOR:
        row["holding"] = order_id
    return row


def make_presence(redis_url: str | None) -> Presence:
    return RedisPresence(redis_url) if redis_url else MemoryPresence()

"""How the simulated people reach the server: HTTP as any client, the same event id again after every trouble."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, Final
from uuid import UUID, uuid5

import httpx

from dispatch.clock import monotonic

_NAMESPACE: Final = UUID("5a4e7d1c-0d3b-5a52-9a55-3f8f0c1d2e72")
_FIRST_PAUSE_S: Final = 0.2
_LONGEST_PAUSE_S: Final = 5.0
_PATIENCE_S: Final = 120.0
_TOO_MANY: Final = 429
_SERVER_TROUBLE: Final = 500


def event_id(*names: object) -> str:
    """The same names always make the same id, so that nothing happens twice."""
    return str(uuid5(_NAMESPACE, "/".join(str(name) for name in names)))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any

    @property
    def ok(self) -> bool:
        return self.status < 400  # noqa: PLR2004  # HTTP's own limit

    @property
    def code(self) -> str:
        """Why it was refused."""
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""


class Unreachable(Exception):  # named for the fact
    """The server has not answered for longer than anybody waits."""


@dataclass
class Tally:
    """What was asked and how it was answered; shared by all threads."""

    asked: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def note(self, counter: Counter[str], key: str, seconds: float = 0.0) -> None:
        with self._lock:
            counter[key] += 1
            self.seconds += seconds


class Api:
    """The server's API for somebody who has a token or a link."""

    def __init__(
        self, client: httpx.Client, *, stop: Event | None = None, patience_s: float = _PATIENCE_S
    ) -> None:
        self._client = client
        self._stop = stop or Event()
        self._patience_s = patience_s
        self.tally = Tally()

    def get(self, path: str, *, key: str, what: str = "") -> Answer:
        return self._send("GET", path, key, None, what)

    def post(self, path: str, body: dict[str, Any], *, key: str, what: str = "") -> Answer:
        """`key` is the Authorization header; `what` names the deed in the tally."""
        return self._send("POST", path, key, body, what)

    def poster(self, path: str, body: dict[str, Any], *, key: str, what: str = "") -> Callable[[], Answer]:
        return lambda: self.post(path, body, key=key, what=what)

    def _send(self, method: str, path: str, key: str, body: dict[str, Any] | None, what: str = "") -> Answer:
        pause_s = _FIRST_PAUSE_S
        began = monotonic()
        name = what or path.rsplit("/", 1)[-1].partition("?")[0]
        while True:
            trouble, wait_s = "", pause_s
            try:
                sent = monotonic()
                response = self._client.request(
                    method, f"/api/v1{path}", json=body, headers={"Authorization": key} if key else {}
                )
                took = monotonic() - sent
            except httpx.TransportError as failure:
                trouble = type(failure).__name__
            else:
                if response.status_code != _TOO_MANY and response.status_code < _SERVER_TROUBLE:
                    return self._read(name, response, took)
                trouble = str(response.status_code)
                wait_s = _retry_after(response, pause_s)
            self.tally.note(self.tally.troubles, f"{name} {trouble}")
            if self._stop.is_set() or monotonic() - began > self._patience_s:
                raise Unreachable(f"{method} {path}: {trouble}")
            self._stop.wait(wait_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _read(self, name: str, response: httpx.Response, took: float) -> Answer:
        body = response.json() if response.content else None
        answer = Answer(response.status_code, body)
        self.tally.note(self.tally.asked, name, took)
        if not answer.ok:
            self.tally.note(self.tally.refused, f"{name} {response.status_code} {answer.code}")
        return answer


def _retry_after(response: httpx.Response, otherwise: float) -> float:
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), _LONGEST_PAUSE_S) if asked.isdecimal() else otherwise

"""A page's live connection, spoken by hand over a real websocket: Engine.IO 4 and Socket.IO 5 in a dozen lines."""

import json
from contextlib import suppress
from typing import Any, Self

from simple_websocket import Client, ConnectionClosed

from dispatch.clock import monotonic


class SocketPage:
    """`with SocketPage(url, token=…) as page:` connects; `watch` asks, `wait_for` hears."""

    def __init__(self, base: str, *, ssl_context: Any = None, headers: Any = None, **auth: str) -> None:
        address = base.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._socket = Client(address, ssl_context=ssl_context, headers=headers)
        self._auth = auth
        self._ack = 0
        self.heard: list[tuple[str, Any]] = []
        self.refused: Any = None
        self.closed = False

    def __enter__(self) -> Self:
        # not waiting for the server's greeting: this client overlooks a frame that comes with the handshake's answer
        self._socket.send("40" + json.dumps(self._auth))
        answer = self._read_until(lambda text: text.startswith(("40", "44")))
        if answer.startswith("44"):
            self.refused = json.loads(answer[2:])
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ConnectionClosed):
            self._socket.close()
        self._socket.sock.close()

    def watch(self, **wanted: Any) -> Any:
        return self.ask("watch", wanted)

    def ask(self, name: str, wanted: Any) -> Any:
        """Say it, and wait for what the server answers."""
        self._ack += 1
        self._socket.send(f"42{self._ack}" + json.dumps([name, wanted]))
        answer = self._read_until(lambda text: text.startswith(f"43{self._ack}["))
        return json.loads(answer[len(f"43{self._ack}") :])[0]

    def wait_for(self, name: str, seconds: float = 30.0) -> Any:
        """The payload of the next push of that name."""
        ends = monotonic() + seconds
        while True:
            for position, (event, payload) in enumerate(self.heard):
                if event == name:
                    del self.heard[: position + 1]
                    return payload
            self._read(ends - monotonic())

    def wait_until_closed(self, seconds: float = 30.0) -> bool:
        ends = monotonic() + seconds
        while not self.closed and monotonic() < ends:
            self._read(0.2, quietly=True)
        return self.closed

    def _read_until(self, wanted: Any) -> str:
        ends = monotonic() + 30
        while True:
            text = self._read(ends - monotonic())
            if wanted(text):
                return text

    def _read(self, seconds: float, *, quietly: bool = False) -> str:
        try:
            text = self._socket.receive(timeout=max(seconds, 0.01)) if seconds > 0 else None
        except ConnectionClosed:
            self.closed = True
            return ""
        if text is None:
            if quietly:
                return ""
            raise TimeoutError(f"heard only {[name for name, _ in self.heard]}")
        if text == "2":
            self._socket.send("3")
        elif text == "41":
            self.closed = True
        elif text.startswith("42"):
            name, *payload = json.loads(text[2:])
            self.heard.append((name, payload[0] if payload else None))
        return str(text)

"""The server beside which the simulated city lives: started as a child process on a free port, and ended with us."""

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Final, Self

import httpx

from dispatch.clock import monotonic

_PROGRAM: Final = (sys.executable, "-c", "from dispatch.cli import main; main()")
"""The program `sanxian` of this very environment, whatever the PATH says."""
_STARTS_WITHIN_S: Final = 90.0
_ENDS_WITHIN_S: Final = 8.0
_LOG_TAIL: Final = 30


class ServerDied(Exception):
    """The server ended by itself; its last words are in the message."""


def run(*arguments: str, environment: Mapping[str, str], quietly: bool = True) -> int:
    """Run a command of ours to its end."""
    out = subprocess.DEVNULL if quietly else None
    done = subprocess.run(  # noqa: S603  # our own program
        (*_PROGRAM, *arguments), env={**os.environ, **environment}, check=False, stdout=out, stderr=out
    )
    return done.returncode


def choose_port(wanted: int) -> int:
    """The wanted port of the loopback if nobody has it, else any free one."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


def keep_secret(folder: Path) -> str:
    """The demo's own secret, made once and kept where only its owner reads it."""
    path = folder / "secret"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"demo-{secrets.token_urlsafe(32)}")
    return path.read_text().strip()


class Server:
    """`with Server(…) as server:` serves until the block ends; `died` is set should it end before."""

    def __init__(self, port: int, *, environment: Mapping[str, str], log: Path) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.died = Event()
        self._environment = {**os.environ, **environment}
        self._log = log
        self._ending = False

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(  # noqa: S603  # our own program
                (*_PROGRAM, "serve", "--role", "all", "--host", "127.0.0.1", "--port", str(self.port)),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone, and we end it in good order
            )
        Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending = True
        self._child.terminate()
        try:
            self._child.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def wait_until_healthy(self, stop: Event) -> None:
        """Return as soon as it answers."""
        began = monotonic()
        while monotonic() - began < _STARTS_WITHIN_S and not stop.is_set():
            if self.died.is_set():
                raise ServerDied(self.last_words())
            try:
                if httpx.get(f"{self.address}/api/v1/health", timeout=5).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                stop.wait(0.05)
            else:
                stop.wait(0.2)
        if not stop.is_set():
            raise ServerDied(f"no answer within {_STARTS_WITHIN_S:.0f} s\n{self.last_words()}")

    def last_words(self) -> str:
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return "\n".join(lines[-_LOG_TAIL:])

    def _watch(self) -> None:
        self._child.wait()
        if not self._ending:
            self.died.set()

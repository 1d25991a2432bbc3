"""The planner processes of `serve --role all`: one child a district, restarted when it dies, ended with its parent."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from dispatch.clock import monotonic

log = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 3.0
"""How soon a new district gets its planner, and a dead planner its successor."""
_ENDS_WITHIN_S: Final = 2.0
"""A plan is stored in one transaction, so a planner may be ended at any time; this only lets it say goodbye."""
_TOO_SOON_S: Final = 10.0
"""A planner that lives shorter than this is not restarted at once."""


class Planners:
    """Keeps a planner process running for every district until `stop`."""

    def __init__(self, districts: Callable[[], list[str]]) -> None:
        self._districts = districts
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._stop = Event()
        self._thread = Thread(target=self._run, name="planners", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Closing their input tells them to end; whoever does not, is ended."""
        self._stop.set()
        self._thread.join()
        for child in self._children.values():
            if child.stdin is not None:
                child.stdin.close()
        ends_at = monotonic() + _ENDS_WITHIN_S
        for child in self._children.values():
            try:
                child.wait(max(0.0, ends_at - monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _run(self) -> None:
        while True:
            try:
                self._look()
            except Exception:  # the database may be away for a moment; the planners live on
                log.exception("could not look after the planners")
            if self._stop.wait(LOOK_EVERY_S):
                return

    def _look(self) -> None:
        for district_id in self._districts():
            child = self._children.get(district_id)
            if child is not None and child.poll() is None:
                continue
            if child is not None:
                if monotonic() - self._started[district_id] < _TOO_SOON_S:
                    continue
                log.error(
                    "the planner of %s ended with %s and is started again", district_id, child.returncode
                )
            self._children[district_id] = _spawn(district_id)
            self._started[district_id] = monotonic()


def _spawn(district_id: str) -> subprocess.Popen[bytes]:
    """A child that ends when its input ends: also when we are killed and can tell nobody."""
    program = (sys.executable, "-c", "from dispatch.cli import main; main()")
    return subprocess.Popen(  # noqa: S603  # our own program
        (*program, "serve", "--role", "worker", "--district", district_id, "--until-eof"),
        stdin=subprocess.PIPE,
    )


def end_at_eof(end: Callable[[], None]) -> None:
    """In the child: call `end` when the parent's pipe closes, and do not wait for a compiler that is at work."""

    def wait() -> None:
        while sys.stdin.buffer.read(1):
            pass
        end()
        Event().wait(_ENDS_WITHIN_S)
        os._exit(0)

    Thread(target=wait, name="parent", daemon=True).start()

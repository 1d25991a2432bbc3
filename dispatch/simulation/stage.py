"""How the simulated people live side by side: each is a generator, the stage wakes it at its time.

A person yields `Wait(at)` and is given that time back, or `Call(send)` and is given what it returns. With workers the
calls run in threads while others live on; without, one after the other, which makes a run repeatable.
"""

import heapq
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, Final

from dispatch.clock import Clock, SteppedClock

_LONGEST_NAP_S: Final = 0.25


@dataclass(frozen=True, slots=True)
class Wait:
    """Wake me then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """Do this, which takes a while, and give me what comes back."""

    send: Callable[[], Any]


Person = Generator[Wait | Call, Any, None]
"""Somebody's life; what is sent in answers what was yielded."""


class Stage:
    """Holds everybody's next moment."""

    def __init__(self, clock: Clock, *, workers: int = 4) -> None:
        self.clock = clock
        self._sleepers: list[tuple[datetime, int, Person, datetime | None]] = []
        self._returned: SimpleQueue[tuple[Person, Any]] = SimpleQueue()
        self._number = count()
        self._pool = ThreadPoolExecutor(workers, "simulation") if workers else None
        self._calling = 0
        self.latest = timedelta(0)
        """How much later than wanted somebody woke, at most."""

    def enter(self, person: Person, at: datetime) -> None:
        """Somebody begins to live at this time."""
        heapq.heappush(self._sleepers, (at, next(self._number), person, None))

    def play(self, *, until: datetime | None = None, stop: Event | None = None) -> None:
        """Let everybody live until that time, or until told to stop."""
        stop = stop or Event()
        try:
            while not stop.is_set() and (self._sleepers or self._calling):
                if until is not None and not self._calling and self._next_at() > until:
                    break
                self._turn()
        finally:
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)

    def _next_at(self) -> datetime:
        return (
            self._sleepers[0][0] if self._sleepers else datetime.max.replace(tzinfo=self.clock.now().tzinfo)
        )

    def _turn(self) -> None:
        while not self._returned.empty():
            self._take_return(0)
        now = self.clock.now()
        if self._sleepers and isinstance(self.clock, SteppedClock):
            self.clock.step_to(self._next_at())
            now = self.clock.now()
        if self._sleepers and self._next_at() <= now:
            at, _, person, answer = heapq.heappop(self._sleepers)
            self.latest = max(self.latest, now - at)
            self._go_on(person, answer)
            return
        nap = _LONGEST_NAP_S
        if self._sleepers:
            nap = min(nap, (self._next_at() - now).total_seconds() / (self.clock.rate or 1))
        self._take_return(max(nap, 0.001))

    def _take_return(self, timeout_s: float) -> None:
        try:
            person, answer = (
                self._returned.get(timeout=timeout_s) if timeout_s else self._returned.get_nowait()
            )
        except Empty:
            return
        self._calling -= 1
        if isinstance(answer, BaseException):
            raise answer
        self._go_on(person, answer)

    def _go_on(self, person: Person, answer: Any) -> None:
        while True:
            try:
                wish = person.send(answer)
            except StopIteration:
                return
            if isinstance(wish, Wait):
                heapq.heappush(self._sleepers, (wish.at, next(self._number), person, wish.at))
                return
            if self._pool is not None:
                self._calling += 1
                self._pool.submit(self._call, person, wish)
                return
            answer = wish.send()

    def _call(self, person: Person, call: Call) -> None:
        try:
            answer = call.send()
        except Exception as failure:  # noqa: BLE001  # it is raised again on the stage's own thread
            answer = failure
        self._returned.put((person, answer))

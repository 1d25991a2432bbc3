"""The search in a child process with a hard limit: whatever happens to it there, the planner goes on."""

import contextlib
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol

from dispatch.clock import monotonic
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Problem
from dispatch.planning.stop import Stop, deadline, iterations
from dispatch.planning.travel import TravelTimes

log = logging.getLogger(__name__)
_READY, _TAKEN, _PLAN, _FAILED = "ready", "taken", "plan", "failed"


class EngineFailed(RuntimeError):
    """The search died, hung or gave nothing; `why` is one word: died, hung, failed, or starting."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"the search {why}{': ' if detail else ''}{detail}")
        self.why = why


class Engine(Protocol):
    """Whatever makes a plan of a problem."""

    def solve(self, problem: Problem, travel: TravelTimes, seed: int, start_from: Plan | None) -> Plan: ...


@dataclass(frozen=True, slots=True)
class Seconds:
    """Search so long; made anew in the process that searches."""

    seconds: float

    def __call__(self) -> Stop:
        return deadline(monotonic, self.seconds)


@dataclass(frozen=True, slots=True)
class Iterations:
    """Search so many steps: the same plan for the same seed."""

    count: int

    def __call__(self) -> Stop:
        return iterations(self.count)


@dataclass(frozen=True, slots=True)
class InProcess:
    """The search right here: for tests, tools and stepped days; nothing watches it."""

    make_stop: Callable[[], Stop]
    workers: int = 1

    def solve(self, problem: Problem, travel: TravelTimes, seed: int, start_from: Plan | None) -> Plan:
        from dispatch.planning.solve import solve  # noqa: PLC0415  # numba, only where the search really runs

        return solve(problem, travel, self.make_stop(), seed, start_from, self.workers)


class Watched:
    """The search in a child that is kept warm, ended when it exceeds its limit, and started again.

    While its successor is starting, plans are refused at once (`starting`) rather than waited for.
    """

    def __init__(self, make_stop: Callable[[], Stop], *, limit_s: float, workers: int = 1) -> None:
        """`make_stop` must be something that a child can be given: a value or a function of a module."""
        self._make_stop, self._limit_s, self._workers = make_stop, limit_s, workers
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._is_ready = False

    def start(self) -> None:
        """Start the child; it compiles what it needs before it says that it is ready."""
        if self._child is not None and self._child.is_alive():
            return
        self.close()
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._child = context.Process(
            target=_serve, args=(theirs, self._make_stop, self._workers), name="search", daemon=True
        )
        self._child.start()
        theirs.close()
        self._pipe, self._is_ready = ours, False

    @property
    def pid(self) -> int | None:
        """The child's process, while there is one."""
        return None if self._child is None else self._child.pid

    def is_ready(self, timeout_s: float = 0.0) -> bool:
        """Whether it can be asked, waiting for it so long."""
        self.start()
        if not self._is_ready and self._pipe is not None:
            with contextlib.suppress(EOFError, OSError):
                self._is_ready = self._pipe.poll(timeout_s) and self._pipe.recv()[0] == _READY
        return self._is_ready

    def solve(self, problem: Problem, travel: TravelTimes, seed: int, start_from: Plan | None) -> Plan:
        if not self.is_ready(self._limit_s):
            if self._child is not None and not self._child.is_alive():
                self._restart()
            raise EngineFailed("starting")
        assert self._pipe is not None  # noqa: S101 - it is ready
        answers: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        # in a thread: writing to a child that has stopped reading would block us with it
        Thread(
            target=_ask, args=(self._pipe, (problem, travel, seed, start_from), answers), daemon=True
        ).start()
        try:
            word, what = answers.get(timeout=self._limit_s)
            if word == _TAKEN:
                word, what = answers.get(timeout=self._limit_s)
        except Empty:
            self._restart()
            raise EngineFailed("hung", f"no plan within {self._limit_s} s") from None
        if word == _PLAN:
            plan: Plan = what
            return plan
        if word == _FAILED:
            raise EngineFailed("failed", what)
        self._restart()
        raise EngineFailed("died", str(what))

    def close(self) -> None:
        """End the child, whatever it is doing."""
        if self._child is not None:
            self._child.kill()
            self._child.join()
        if self._pipe is not None:
            self._pipe.close()
        self._child = self._pipe = None
        self._is_ready = False

    def _restart(self) -> None:
        self.close()
        self.start()


def _ask(pipe: Connection, question: Any, answers: "SimpleQueue[tuple[str, Any]]") -> None:
    try:
        pipe.send(question)
        word, what = pipe.recv()
        answers.put((word, what))
        if word == _TAKEN:
            answers.put(pipe.recv())
    except (EOFError, OSError) as gone:
        answers.put(("died", gone))


def _serve(pipe: Connection, make_stop: Callable[[], Stop], workers: int) -> None:
    """The child: warm up, then answer one question after the other until the pipe is closed."""
    from dispatch.planning.solve import solve  # noqa: PLC0415  # numba, only here
    from dispatch.planning.warm import warm  # noqa: PLC0415  # the same

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the planner, which ends us
    warm()
    pipe.send((_READY, None))
    while True:
        try:
            problem, travel, seed, start_from = pipe.recv()
        except EOFError:
            return
        pipe.send((_TAKEN, None))
        try:
            plan = solve(problem, travel, make_stop(), seed, start_from, workers)
        except Exception as wrong:  # noqa: BLE001  # it is the planner that decides what to do without a plan
            pipe.send((_FAILED, f"{type(wrong).__name__}: {wrong}"))
        else:
            pipe.send((_PLAN, plan))

"""When the search stops: after so many iterations, or at a deadline on a clock that the caller hands in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

CHUNK = 2000
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next stretch of the search: how many iterations, and how far through the whole it starts and ends."""

    iterations: int
    begin: float
    end: float
    left: float | None = None  # seconds, where there is a deadline


class Stop(Protocol):
    """Asked between stretches with the iterations done; None ends the search."""

    def __call__(self, done: int, /) -> Chunk | None: ...


class Stretch:
    """A stretch of another rule as a rule of its own: the steps count from 0 and the parts from 0 to 1 in each."""

    def __init__(self, stop: Stop, end: float) -> None:
        self.stop, self.begin, self.end = stop, 0.0, end
        self.before = self.done = 0
        self.is_over = False

    def until(self, end: float) -> "Stretch":
        """The next stretch, from where this one ended."""
        following = Stretch(self.stop, end)
        following.begin = min(self.end, end) if self.done else 0.0
        following.before = following.done = self.done
        return following

    def __call__(self, done: int, /) -> Chunk | None:
        self.done = self.before + done
        chunk = self.stop(self.done)
        self.is_over = chunk is None
        if chunk is None or chunk.begin >= self.end:
            return None
        span = self.end - self.begin
        within = min(1.0, (self.end - chunk.begin) / (chunk.end - chunk.begin))
        left = None if chunk.left is None else chunk.left * (self.end - chunk.begin) / (1 - chunk.begin)
        return Chunk(
            max(1, int(chunk.iterations * within)),
            max(0.0, chunk.begin - self.begin) / span,
            min(1.0, (chunk.end - self.begin) / span),
            left,
        )


def ending_earlier(stop: Stop, seconds: float) -> Stop:
    """The same rule, but so many seconds before a deadline it is over."""

    def earlier(done: int, /) -> Chunk | None:
        chunk = stop(done)
        return None if chunk is None or (chunk.left is not None and chunk.left <= seconds) else chunk

    return earlier


def iterations(count: int) -> Stop:
    """A fixed number of iterations: the same seed gives the same plan."""

    def stop(done: int, /) -> Chunk | None:
        if done >= count:
            return None
        step = min(CHUNK, count - done)
        return Chunk(step, done / count, (done + step) / count)

    return stop


def deadline(monotonic: Callable[[], float], seconds: float) -> Stop:
    """At most so many seconds from now on the given clock: promises a valid plan, not the same one twice."""
    begun = monotonic()
    last = begun
    before = 0

    def stop(done: int, /) -> Chunk | None:
        nonlocal last, before
        now = monotonic()
        gone = now - begun
        if gone >= seconds:
            return None
        pace = (done - before) / (now - last) if done > before and now > last else 0.0
        last, before = now, done
        span = min(POLL_SECONDS, seconds - gone)
        step = max(1, int(pace * span)) if pace else 1
        return Chunk(step, gone / seconds, min(1.0, (gone + span) / seconds), seconds - gone)

    return stop

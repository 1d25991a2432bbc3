"""Sets of time as disjoint spans in order, and the table of one year that answers by binary search.

Everything here counts microseconds since 1970.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, Self

Span = tuple[int, int]


class OpenYear(NamedTuple):
    """The open spans of one year, and how much of it was open before each of them."""

    starts: Sequence[int]
    ends: Sequence[int]
    before: Sequence[int]
    total: int

    @classmethod
    def of(cls, spans: Sequence[Span]) -> Self:
        """The table of spans that are disjoint and in order."""
        *before, total = accumulate((end - start for start, end in spans), initial=0)
        return cls([start for start, _ in spans], [end for _, end in spans], before, total)

    def open_until(self, at: int) -> int:
        """Open time of this year before `at`."""
        index = bisect_right(self.starts, at) - 1
        return 0 if index < 0 else self.before[index] + min(at, self.ends[index]) - self.starts[index]

    def when(self, amount: int) -> int:
        """The earliest instant at which that much (more than nothing) of the year's open time has passed."""
        index = bisect_left(self.before, amount) - 1
        return self.starts[index] + amount - self.before[index]


def join(spans: Iterable[Span]) -> list[Span]:
    """The same time as disjoint spans in order: overlaps count once, empty ones vanish."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without(spans: list[Span], cuts: list[Span]) -> list[Span]:
    """What is left of the spans; both lists are disjoint and in order."""
    if not cuts:
        return spans
    left: list[Span] = []
    for start, end in spans:
        at = start
        for cut, until in cuts:
            if until <= at or cut >= end:
                continue
            if at < cut:
                left.append((at, cut))
            at = until
        if at < end:
            left.append((at, end))
    return left


def clip(spans: Iterable[Span], first: int, last: int) -> list[Span]:
    """What of the spans lies in [first, last)."""
    return [(max(start, first), min(end, last)) for start, end in spans if start < last and end > first]

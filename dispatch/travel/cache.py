"""Keep travel times between places already asked for, so that a plan that differs by one order asks for one row.

Nothing is written to disk: a road graph fills the table for a thousand places in about a second, and the file would be
one more list of where customers live.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from dispatch.clock import monotonic as real_monotonic
from dispatch.planning.hours import Hours, factor_at
from dispatch.planning.travel import UNREACHABLE, MatrixTravel
from dispatch.travel.dialects import NoTable
from dispatch.travel.great_circle import GreatCircle
from dispatch.travel.source import Source

log = logging.getLogger(__name__)
Point = tuple[float, float]
LARGEST: Final = 12_000
"""Places; a square table of so many takes 576 MB."""
KEPT_LEGS: Final = 4_096
BATCH: Final = 100
"""So many new places at a time are asked of a server: what was answered stays, even if the rest is not."""
PATIENCE_S: Final = 20.0
"""How long one question may take with a server; then the rest is estimated."""
RESTS_S: Final = 60.0
"""For so long a server that failed is not asked again."""
_ROUNDS: Final = 3


class Leg(NamedTuple):
    """One way: how long, and whether that is an estimate from the straight line. Seconds are None where no road leads."""

    seconds: int | None
    estimated: bool
    in_traffic: bool = False
    """The hour's traffic is in it already."""


class TravelCache:
    """One growing square table, asymmetric; what was not used for longest goes when it is full. For many threads.

    A place that the source gives no answer for is estimated on the great circle, counted, and asked for again later.
    """

    def __init__(
        self,
        source: Source,
        *,
        largest: int = LARGEST,
        patience_s: float = PATIENCE_S,
        rests_s: float = RESTS_S,
        monotonic: Callable[[], float] = real_monotonic,
    ) -> None:
        self.source = source
        self.fallback = GreatCircle()
        self._largest = largest
        self._patience_s, self._rests_s = patience_s, rests_s
        self._monotonic = monotonic
        self._rests_until = float("-inf")
        self._held = Lock()  # for moments: the table and who is in it
        self._asking = Lock()  # as long as the source takes: only who has it changes the table
        self._numbers: OrderedDict[Point, int] = OrderedDict()  # the least recently used first
        self._table = np.zeros((0, 0), dtype=np.int32)  # with room to grow
        self._unsure: set[Point] = set()
        self._legs: OrderedDict[tuple[Point, Point], Leg] = OrderedDict()

    @property
    def name(self) -> str:
        """What the times come from, for people."""
        return self.source.name

    @property
    def hours(self) -> Hours:
        """By how much each hour of the week is slower than the table."""
        return self.source.hours

    def travel(self, points: Sequence[Point]) -> MatrixTravel:
        """All times among these places, in their order."""
        until = self._monotonic() + self._patience_s
        wanted = list(dict.fromkeys(points))
        for _ in range(_ROUNDS):
            while (new := self._missing(wanted)) and self._may_ask(until):
                self._learn(wanted, new[:BATCH] if self.source.remote else new, until)
            answer, unknown = self._look_up(points, wanted)
            if not unknown.any() or not self._may_ask(until):
                break  # else others needed the room in between
        else:
            try:
                table = self.source.seconds(points, points)
            except NoTable as failed:
                self._rest(failed)
            else:
                return MatrixTravel(table, estimated=int(self.source.unsure(wanted).sum()))
        if unknown.any():
            either = unknown[:, None] | unknown[None, :]
            answer = MatrixTravel(
                np.where(either, self.fallback.seconds(points, points), answer.table("")),
                estimated=answer.estimated,
            )
        return answer

    def _look_up(
        self, points: Sequence[Point], wanted: Sequence[Point]
    ) -> tuple[MatrixTravel, NDArray[np.bool_]]:
        """What the table says, and which of the points are not in it."""
        with self._held:
            rows = np.array([self._numbers.get(point, -1) for point in points], dtype=np.int64)
            table = self._table[np.ix_(rows, rows)] if self._numbers else np.zeros((len(rows),) * 2, np.int32)
            unsure = sum(point not in self._numbers or point in self._unsure for point in wanted)
        return MatrixTravel(table, estimated=unsure), rows < 0

    def leg(self, origin: Point, target: Point) -> Leg:
        """One way, without making the table larger: somebody who drives is always at a new place."""
        with self._held:
            known = self._legs.get((origin, target))
            if known is not None:
                self._legs.move_to_end((origin, target))
                return known
        if not self._may_ask(self._monotonic() + self._patience_s):
            return self._estimate(origin, target)
        try:
            seconds = int(self.source.seconds([origin], [target])[0, 0])
            unsure = bool(self.source.unsure([origin, target]).any())
        except NoTable as failed:
            self._rest(failed)
            return self._estimate(origin, target)
        leg = Leg(None if seconds >= UNREACHABLE else seconds, unsure)
        with self._held:
            self._legs[origin, target] = leg
            if len(self._legs) > KEPT_LEGS:
                self._legs.popitem(last=False)
        return leg

    def to_and_back(
        self, place: Point, others: Sequence[Point]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """One new place: seconds from there to each of the others, and from each of them; not kept."""
        if self._may_ask(self._monotonic() + self._patience_s):
            try:
                to, back = self.source.seconds([place], others)[0], self.source.seconds(others, [place])[:, 0]
            except NoTable as failed:
                self._rest(failed)
            else:
                return to, back
        return self.fallback.seconds([place], others)[0], self.fallback.seconds(others, [place])[:, 0]

    def eta_s(self, origin: Point, target: Point, at: datetime, zone: ZoneInfo) -> int:
        """How long it takes somebody who is there at that time, in the traffic of that hour.

        Who stands where no road leads from is estimated by the straight line: a person gets there somehow.
        """
        leg = self.leg(origin, target)
        if leg.seconds is None:
            leg = self._estimate(origin, target)
        return round((leg.seconds or 0) * (1.0 if leg.in_traffic else factor_at(self.hours, at, zone)))

    def _estimate(self, origin: Point, target: Point) -> Leg:
        return Leg(int(self.fallback.seconds([origin], [target])[0, 0]), estimated=True, in_traffic=True)

    def _missing(self, wanted: Sequence[Point]) -> list[Point]:
        """Those that are not in the table yet; the others have been used just now."""
        with self._held:
            for point in wanted:
                if point in self._numbers:
                    self._numbers.move_to_end(point)
            return [point for point in wanted if point not in self._numbers]

    def _may_ask(self, until: float) -> bool:
        now = self._monotonic()
        return not self.source.remote or (now < until and now >= self._rests_until)

    def _rest(self, failed: NoTable) -> None:
        log.warning("travel times are estimated for %.0f s: %s", self._rests_s, failed)
        self._rests_until = self._monotonic() + self._rests_s

    def _learn(self, wanted: Sequence[Point], new: Sequence[Point], until: float) -> None:
        """Take these into the table, or note that the source does not answer."""
        waits = max(0.0, until - self._monotonic()) if self.source.remote else -1
        if not self._asking.acquire(timeout=waits):
            return
        try:
            new = [point for point in new if point not in self._numbers]
            if new:
                self._make_room(wanted, len(new))
                self._grow(new)
        except NoTable as failed:
            self._rest(failed)
        finally:
            self._asking.release()

    def _make_room(self, wanted: Sequence[Point], new: int) -> None:
        """Let those go that were not used for longest, a quarter at once, but none that is wanted now."""
        if len(self._numbers) + new <= self._largest:
            return
        most = max(0, self._largest * 3 // 4 - new)
        needed = set(wanted)
        gone = max(0, len(self._numbers) - most)
        dropped = [point for point in self._numbers if point not in needed][:gone]
        with self._held:
            for point in dropped:
                del self._numbers[point]
                self._unsure.discard(point)
            rows = np.fromiter(self._numbers.values(), dtype=np.int64, count=len(self._numbers))
            self._table = self._table[np.ix_(rows, rows)]
            for k, point in enumerate(self._numbers):
                self._numbers[point] = k

    def _grow(self, new: Sequence[Point]) -> None:
        """Ask for the new rows and columns; nobody reads the table beyond those who are in it."""
        known = sorted(self._numbers, key=self._numbers.__getitem__)
        old, size = len(known), len(known) + len(new)
        inner = self.source.seconds(new, new)
        to, back = (
            (self.source.seconds(known, new), self.source.seconds(new, known)) if known else (None, None)
        )
        unsure = self.source.unsure(new)
        table = self._table if len(self._table) >= size else _enlarged(self._table, old, size)
        if to is not None and back is not None:
            table[:old, old:size] = to
            table[old:size, :old] = back
        table[old:size, old:size] = inner
        with self._held:
            self._table = table
            self._numbers.update({point: old + k for k, point in enumerate(new)})
            self._unsure.update(point for point, is_unsure in zip(new, unsure, strict=True) if is_unsure)


def _enlarged(table: NDArray[np.int32], old: int, size: int) -> NDArray[np.int32]:
    """Room for half as many more, so that growing one by one does not copy each time."""
    room = max(size, old + old // 4)
    larger = np.zeros((room, room), dtype=np.int32)
    larger[:old, :old] = table[:old, :old]
    return larger

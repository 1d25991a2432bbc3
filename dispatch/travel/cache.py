"""Keep travel times between places already asked for, so that a plan that differs by one order asks for one row."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.travel import MatrixTravel

Point = tuple[float, float]

LARGEST = 12_000  # points; a square table of so many takes 576 MB


class Source(Protocol):
    """Seconds from every origin to every target."""

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.int32]: ...


class TravelCache:
    """Grows one square table; starts over from the points in use when it would grow too large."""

    def __init__(self, source: Source, *, largest: int = LARGEST) -> None:
        self._source = source
        self._largest = largest
        self._numbers: dict[Point, int] = {}
        self._table = np.zeros((0, 0), dtype=np.int32)

    def travel(self, points: Sequence[Point]) -> MatrixTravel:
        new = [point for point in dict.fromkeys(points) if point not in self._numbers]
        if len(self._numbers) + len(new) > self._largest:
            self._numbers.clear()
            self._table = np.zeros((0, 0), dtype=np.int32)
            new = list(dict.fromkeys(points))
        if new:
            self._grow(new)
        rows = np.array([self._numbers[point] for point in points], dtype=np.int64)
        return MatrixTravel(self._table[np.ix_(rows, rows)])

    def _grow(self, new: list[Point]) -> None:
        known = list(self._numbers)
        old, size = len(known), len(known) + len(new)
        table = np.zeros((size, size), dtype=np.int32)
        table[:old, :old] = self._table
        if known:
            table[:old, old:] = self._source.seconds(known, new)
            table[old:, :old] = self._source.seconds(new, known)
        table[old:, old:] = self._source.seconds(new, new)
        self._table = table
        self._numbers.update({point: old + k for k, point in enumerate(new)})

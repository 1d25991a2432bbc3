"""Travel times on the road graph: by car from street to street, with turns; on from the road to the door."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dispatch.planning.hours import Hours, usual_factor
from dispatch.planning.travel import UNREACHABLE
from dispatch.travel.great_circle import GreatCircle, Point
from dispatch.travel.road_file import RoadGraph, load
from dispatch.travel.shortest import FAR, Arcs, Question, Scratch, make_scratch, search
from dispatch.travel.snap import Snapped, Snapper

OFF_ROAD_M: Final = 2_000.0
"""Who lives farther from any street is in a lake, or off the map."""
OFF_ROAD_KM_H: Final = 10.0
"""From the street to the door, on ways that the map does not have."""
LONGEST_LEG_S: Final = 12 * 3600
EDGE_DEG: Final = 0.02
"""The map ends at its outermost roads, give or take this."""
ROWS_AT_ONCE: Final = 16
CELLS_AT_ONCE: Final = 2_000_000

Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
_NEVER: Final = np.int64(1) << 40


class Roads:
    """Asymmetric, in free flow; `hours` says how much slower which hour is. Safe to ask from several threads."""

    estimated = False
    remote = False

    def __init__(self, graph: RoadGraph, *, off_map: GreatCircle | None = None) -> None:
        self.graph = graph
        self.name = f"roads:{graph.about.source}"
        self.hours: Hours = graph.hours
        # the estimate's speed is that of a usual day, the table is free flow: the hour's factor comes on top of both
        usual = GreatCircle().km_per_hour * usual_factor(graph.hours)
        self._off_map = off_map or GreatCircle(km_per_hour=usual)
        self._snapper = Snapper(graph)
        self._ahead = Arcs(graph.arc_first, graph.arc_to, graph.arc_cost)
        self._back = _turned(self._ahead)
        self._length = graph.line_at[graph.line_first[1:] - 1].astype(np.int64)
        self._scratches: SimpleQueue[Scratch] = SimpleQueue()

    @classmethod
    def from_file(cls, path: Path) -> "Roads":
        """Raises NoRoadGraph."""
        return cls(load(path))

    def snap(self, points: Sequence[Point]) -> Snapped:
        """The nearest street of each place, and how far it is."""
        return self._snapper.snap(points)

    def unsure(self, points: Sequence[Point]) -> NDArray[np.bool_]:
        """Which places lie off the map: times from and to them are estimated."""
        outside: NDArray[np.bool_] = self._ends(points).off == _OUTSIDE
        return outside

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> Ints:
        """From every origin to every target in whole seconds; UNREACHABLE where no road leads.

        Searched from the side with fewer places, some of them at a time, so that a large table needs little beside it.
        """
        start, end = self._ends(origins), self._ends(targets)
        table = np.empty((len(origins), len(targets)), dtype=np.int32)
        few, many = sorted(table.shape)
        step = max(ROWS_AT_ONCE, CELLS_AT_ONCE // max(many, 1))
        for first in range(0, few, step):
            some = slice(first, first + step)
            if len(origins) <= len(targets):
                table[some] = self._block(start.some(some), end, ahead=True)
            else:
                table[:, some] = self._block(start, end.some(some), ahead=False)
        return table

    def _ends(self, points: Sequence[Point]) -> "_Ends":
        snapped = self.snap(points)
        return _Ends(np.array(points, dtype=np.float64).reshape(-1, 2), snapped, self._off(points, snapped))

    def _block(self, start: "_Ends", end: "_Ends", *, ahead: bool) -> NDArray[np.float64]:
        driven = self._driven(start.snapped, end.snapped, ahead=ahead)
        walked = (start.snapped.metres[:, None] + end.snapped.metres[None, :]) * 3.6 / OFF_ROAD_KM_H
        found = np.where(driven < _NEVER, np.rint(driven / 10 + walked), UNREACHABLE)
        found[found > LONGEST_LEG_S] = UNREACHABLE
        outside = (start.off[:, None] == _OUTSIDE) | (end.off[None, :] == _OUTSIDE)
        if outside.any():
            estimate = self._off_map.seconds(start.listed(), end.listed())
            found = np.where(outside, np.minimum(estimate, UNREACHABLE), found)
        found[start.off == _NOWHERE, :] = UNREACHABLE
        found[:, end.off == _NOWHERE] = UNREACHABLE
        same = (start.place[:, None, 0] == end.place[None, :, 0]) & (
            start.place[:, None, 1] == end.place[None, :, 1]
        )
        found[same] = 0
        return found

    def _off(self, points: Sequence[Point], snapped: Snapped) -> NDArray[np.int8]:
        """Of each place: on the map, outside it, or inside it but far from any road."""
        south, west, north, east = self.graph.about.bounds
        place = np.array(points, dtype=np.float64).reshape(-1, 2)
        inside = (
            (place[:, 0] >= south - EDGE_DEG)
            & (place[:, 0] <= north + EDGE_DEG)
            & (place[:, 1] >= west - EDGE_DEG)
            & (place[:, 1] <= east + EDGE_DEG)
        )
        return np.where(snapped.metres <= OFF_ROAD_M, _HERE, np.where(inside, _NOWHERE, _OUTSIDE)).astype(
            np.int8
        )

    def _driven(self, start: Snapped, end: Snapped, *, ahead: bool) -> Longs:
        """Tenths of a second from street to street, searched from the origins or from the targets back."""
        if ahead:
            found = self._searched(self._ahead, 1, start, end)
        else:
            found = self._searched(self._back, -1, end, start).T
        return np.minimum(found, self._along(start, end))

    def _searched(self, arcs: Arcs, sign: int, rows: Snapped, columns: Snapped) -> Longs:
        """The ways that leave the first street.

        The search goes from the ends of directed streets to the ends of others. Whoever starts on a street drives the
        rest of it first (sign 1), and at the target the rest of the last street was not driven. Searched from the
        targets back (sign -1) it is the other way round.
        """
        left, over = self._rest(rows), self._rest(columns)
        ways, targets = self._ways(rows), self._ways(columns)
        real = targets >= 0
        out = np.empty((len(ways), len(targets)), dtype=np.int64)

        def fill(first: int) -> None:
            chunk = slice(first, first + ROWS_AT_ONCE)
            open_ = ways[chunk] >= 0
            found = np.empty((len(open_), int(real.sum())), dtype=np.int32)
            with self._scratch() as scratch:
                asked = Question(
                    np.concatenate(([0], np.cumsum(open_.sum(axis=1)))).astype(np.int32),
                    ways[chunk][open_],
                    (sign * left[chunk][open_]).astype(np.int32),
                    targets[real],
                )
                search(arcs, asked, scratch, LONGEST_LEG_S * 10, found)
            costs = np.full((len(open_), *targets.shape), _NEVER)
            costs[:, real] = np.where(found == FAR, _NEVER, found - sign * over[real])
            out[chunk] = costs.min(axis=2)

        firsts = range(0, len(ways), ROWS_AT_ONCE)
        if len(firsts) > 1:
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                list(pool.map(fill, firsts))
        else:
            for first in firsts:
                fill(first)
        return out

    def _along(self, start: Snapped, end: Snapped) -> Longs:
        """The way without leaving the street, where both are on one."""
        found = np.full((len(start.street), len(end.street)), _NEVER)
        rows, columns = np.nonzero(start.street[:, None] == end.street[None, :])
        street, forth = start.street[rows], end.at[columns] - start.at[rows]
        may = np.where(forth >= 0, self.graph.forward[street] >= 0, self.graph.backward[street] >= 0)
        found[rows[may], columns[may]] = np.abs(forth[may])
        return found

    def _ways(self, places: Snapped) -> Ints:
        """The two directions of each place's street; -1 where one may not drive it so."""
        return np.stack([self.graph.forward[places.street], self.graph.backward[places.street]], axis=1)

    def _rest(self, places: Snapped) -> Longs:
        """How long it is from each place to the end of its street, in each direction."""
        return np.stack([self._length[places.street] - places.at, places.at], axis=1)

    @contextmanager
    def _scratch(self) -> Iterator[Scratch]:
        try:
            scratch = self._scratches.get_nowait()
        except Empty:
            scratch = make_scratch(len(self._ahead.first) - 1)
        yield scratch  # one that a failure leaves in disorder is not put back
        self._scratches.put(scratch)


_HERE, _OUTSIDE, _NOWHERE = range(3)


class _Ends(NamedTuple):
    """Places, the streets that they belong to, and whether they are on the map."""

    place: NDArray[np.float64]
    snapped: Snapped
    off: NDArray[np.int8]

    def some(self, which: slice) -> "_Ends":
        street, at, metres = self.snapped
        return _Ends(self.place[which], Snapped(street[which], at[which], metres[which]), self.off[which])

    def listed(self) -> list[Point]:
        return [(lat, lon) for lat, lon in self.place.tolist()]


def _turned(arcs: Arcs) -> Arcs:
    """The same turns from their ends back to their beginnings."""
    many = len(arcs.first) - 1
    back = csr_array((arcs.cost, arcs.to, arcs.first), shape=(many, many)).tocsc()
    return Arcs(
        back.indptr.astype(np.int32), back.indices.astype(np.int32), back.data.astype(np.int32, copy=False)
    )

"""From a place to the nearest point of the nearest street."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from dispatch.travel.great_circle import EARTH_RADIUS_M, Point, radians
from dispatch.travel.road_file import RoadGraph

UNIT: Final = 1e-7
SAMPLE_M: Final = 40.0
"""The lines are searched by points on them, at most this far apart."""
CANDIDATES: Final = 12
"""How many of these points are looked at closely."""

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


class Snapped(NamedTuple):
    """By place: its street, where on it, and how far from it."""

    street: Longs
    at: Longs  # tenths of a second from the street's start
    metres: Floats


class Snapper:
    """Finds streets by a tree of points on the unit sphere, then measures to the lines themselves."""

    def __init__(self, graph: RoadGraph) -> None:
        streets = len(graph.forward)
        of = np.repeat(np.arange(streets), np.diff(graph.line_first))
        piece = np.flatnonzero(of[:-1] == of[1:])  # from this point of the lines to the next
        self._street = of
        self._at = graph.line_at
        self._lat, self._lon = graph.line_lat, graph.line_lon
        here, there = (
            _sphere(self._lat[piece], self._lon[piece]),
            _sphere(self._lat[piece + 1], self._lon[piece + 1]),
        )
        metres = np.linalg.norm(there - here, axis=1) * EARTH_RADIUS_M
        many = np.maximum(1, np.ceil(metres / SAMPLE_M)).astype(np.int64)
        which = np.repeat(np.arange(len(piece)), many)
        step = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
        share = ((step + 0.5) / many[which])[:, None]
        self._piece = piece[which]
        self._tree = cKDTree(here[which] * (1 - share) + there[which] * share)

    def snap(self, points: Sequence[Point]) -> Snapped:
        if not points:
            return Snapped(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        angles = radians(points)
        many = min(CANDIDATES, self._tree.n)
        _, near = self._tree.query(_unit(angles[:, 0], angles[:, 1]), k=many)
        piece = self._piece[near.reshape(len(points), many)]
        share, metres = self._project(angles, piece)
        best = metres.argmin(axis=1)[:, None]
        piece = np.take_along_axis(piece, best, axis=1)[:, 0]
        share = np.take_along_axis(share, best, axis=1)[:, 0]
        begin, end = self._at[piece].astype(np.float64), self._at[piece + 1]
        return Snapped(
            self._street[piece],
            np.rint(begin + share * (end - begin)).astype(np.int64),
            np.take_along_axis(metres, best, axis=1)[:, 0],
        )

    def _project(self, angles: Floats, piece: Longs) -> tuple[Floats, Floats]:
        """Where on the pieces the foot of the perpendicular is, and how far, on a plane around each place."""
        shrink = np.cos(angles[:, 0])[:, None]

        def plane(point: Longs) -> tuple[Floats, Floats]:
            east = np.radians(self._lon[point] * UNIT) - angles[:, 1][:, None]
            east = (east + np.pi) % (2 * np.pi) - np.pi
            north = np.radians(self._lat[point] * UNIT) - angles[:, 0][:, None]
            return east * shrink * EARTH_RADIUS_M, north * EARTH_RADIUS_M

        x, y = plane(piece)
        to_x, to_y = plane(piece + 1)
        dx, dy = to_x - x, to_y - y
        length = dx * dx + dy * dy
        share = np.clip(-(x * dx + y * dy) / np.where(length > 0, length, 1), 0, 1)
        return share, np.hypot(x + share * dx, y + share * dy)


def _sphere(lat: NDArray[np.int32], lon: NDArray[np.int32]) -> Floats:
    return _unit(np.radians(lat * UNIT), np.radians(lon * UNIT))


def _unit(lat: Floats, lon: Floats) -> Floats:
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)

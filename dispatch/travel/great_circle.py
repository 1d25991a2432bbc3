"""Travel times without a map: the great circle, stretched by how crooked roads are, at one mean speed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.hours import FLAT, Hours
from dispatch.planning.problem import ProblemError
from dispatch.planning.travel import MatrixTravel

EARTH_RADIUS_M = 6_371_008.8
MOST_LATITUDE = 90
MOST_LONGITUDE = 180
CELLS_AT_ONCE = 2_000_000

Point = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True, kw_only=True)
class GreatCircle:
    """Roads are `factor` times the straight line and driven at `km_per_hour`: a fallback, and marked as one."""

    factor: float = 1.4
    km_per_hour: float = 25.0
    estimated: bool = True
    remote: bool = False
    hours: Hours = FLAT
    name: str = "great circle"

    def metres(self, origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.float64]:
        start, end = radians(origins), radians(targets)
        half = np.sin((start[:, None, :] - end[None, :, :]) / 2) ** 2
        chord = half[..., 0] + np.cos(start[:, None, 0]) * np.cos(end[None, :, 0]) * half[..., 1]
        straight: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
        return straight * self.factor

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.int32]:
        table = np.empty((len(origins), len(targets)), dtype=np.int32)
        step = max(1, CELLS_AT_ONCE // max(1, len(targets)))  # a large table needs little beside it
        for first in range(0, len(origins), step):
            metres = self.metres(origins[first : first + step], targets)
            table[first : first + step] = np.rint(metres * 3.6 / self.km_per_hour)
        return table

    def unsure(self, points: Sequence[Point]) -> NDArray[np.bool_]:
        """All of them: there is no map."""
        return np.ones(len(points), dtype=np.bool_)

    def travel(self, points: Sequence[Point], *, profile: str = "") -> MatrixTravel:
        """All travel times among these points, as the planner takes them."""
        return MatrixTravel(self.seconds(points, points), profile=profile, estimated=len(set(points)))


def radians(points: Sequence[Point]) -> NDArray[np.float64]:
    """Latitudes and longitudes as angles; refuses what is no place on earth."""
    degrees = np.fromiter(chain.from_iterable(points), dtype=np.float64, count=2 * len(points)).reshape(-1, 2)
    is_there = (np.abs(degrees) <= (MOST_LATITUDE, MOST_LONGITUDE)).all(axis=1)
    if not is_there.all():
        raise ProblemError(
            "location", "a latitude within ±90 and a longitude within ±180", points[int(is_there.argmin())]
        )
    return np.radians(degrees)

"""Points of the simulated city: a flat plane in kilometres, and where it lies on the globe."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

ORIGIN_LAT: Final = 28.215
ORIGIN_LON: Final = 112.935
_KM_PER_LAT: Final = 110.85
_KM_PER_LON: Final = 111.32 * math.cos(math.radians(ORIGIN_LAT))


@dataclass(frozen=True, slots=True)
class Point:
    """Kilometres east and north of the city's middle."""

    x: float
    y: float

    def to(self, other: "Point") -> float:
        return math.hypot(self.x - other.x, self.y - other.y)

    def towards(self, other: "Point", share: float) -> "Point":
        return Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)

    def moved(self, east: float, north: float) -> "Point":
        return Point(self.x + east, self.y + north)

    def place(self) -> tuple[float, float]:
        """WGS-84 latitude and longitude, to about a metre."""
        return (round(ORIGIN_LAT + self.y / _KM_PER_LAT, 5), round(ORIGIN_LON + self.x / _KM_PER_LON, 5))


def from_place(lat: float, lon: float) -> Point:
    return Point((lon - ORIGIN_LON) * _KM_PER_LON, (lat - ORIGIN_LAT) * _KM_PER_LAT)


def along(line: tuple[Point, ...], distance: float) -> Point:
    """The point that lies `distance` kilometres down the line, its end at most."""
    for a, b in pairwise(line):
        length = a.to(b)
        if length and distance <= length:
            return a.towards(b, max(0.0, distance) / length)
        distance -= length
    return line[-1]


def length_of(line: tuple[Point, ...]) -> float:
    return sum(a.to(b) for a, b in pairwise(line))

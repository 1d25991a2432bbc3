"""Which streets the simulated city has, and how one drives from here to there."""

import heapq
import math
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from random import Random
from typing import Final

from dispatch.simulation.chance import happens
from dispatch.simulation.geometry import Point


class StreetClass(StrEnum):
    TRUNK = "trunk"
    STREET = "street"
    LANE = "lane"


KM_PER_HOUR: Final = {StreetClass.TRUNK: 34.0, StreetClass.STREET: 24.0, StreetClass.LANE: 14.0}
"""What an electric scooter or a van makes of it, lights included."""

Node = tuple[int, int]
"""A crossing by its row and column; both are doubled, so that odd numbers are the middles of blocks."""

_COLUMNS: Final = (
    ("环城西路", StreetClass.TRUNK),
    ("苗圃路", StreetClass.STREET),
    ("建新街", StreetClass.STREET),
    ("绥阳大道", StreetClass.TRUNK),
    ("学宫街", StreetClass.STREET),
    ("榕荫路", StreetClass.STREET),
    ("中山北路", StreetClass.TRUNK),
    ("柳堤路", StreetClass.STREET),
    ("药王街", StreetClass.STREET),
    ("茶亭街", StreetClass.TRUNK),
    ("书院路", StreetClass.STREET),
    ("东坪大道", StreetClass.STREET),
    ("环城东路", StreetClass.TRUNK),
)
_NORTH_ROWS: Final = (
    ("望江大道", StreetClass.TRUNK),
    ("白鹭路", StreetClass.STREET),
    ("文昌路", StreetClass.STREET),
    ("西岭大道", StreetClass.TRUNK),
    ("北岗路", StreetClass.STREET),
    ("环城北路", StreetClass.TRUNK),
)
_SOUTH_ROWS: Final = (
    ("沿江路", StreetClass.STREET),
    ("旧埠街", StreetClass.STREET),
    ("石桥路", StreetClass.STREET),
    ("站前大道", StreetClass.TRUNK),
    ("环城南路", StreetClass.TRUNK),
)
_WIDTH: Final = 13.2
_NORTH_EDGE: Final = 4.7
_SOUTH_EDGE: Final = -5.1
_BANK: Final = 0.42  # from the middle of the river to the street on its bank
_JITTER: Final = 0.05
_LANE_SHARE: Final = 0.62  # of the blocks
PARK_BLOCKS: Final = ((0, 8), (4, 18), (-6, 4), (6, 4), (-8, 16))
"""Lower left corners of blocks that are a park."""
_NUMERALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Street:
    """A named line on the map; its nodes are the crossings on it."""

    name: str
    kind: StreetClass
    nodes: tuple[Node, ...]
    line: tuple[Point, ...]


@dataclass(frozen=True)
class StreetMap:
    """Every street of the city as a graph that can be driven."""

    streets: tuple[Street, ...]
    points: dict[Node, Point]
    river: tuple[Point, ...]
    _nearest: dict[Point, Node] = field(default_factory=dict, compare=False, repr=False)
    _paths: dict[tuple[Node, Node], tuple[Node, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def edges(self) -> dict[Node, dict[Node, float]]:
        """Hours from crossing to crossing."""
        edges: dict[Node, dict[Node, float]] = {}
        for street in self.streets:
            for a, b in pairwise(street.nodes):
                hours = self.points[a].to(self.points[b]) / KM_PER_HOUR[street.kind]
                edges.setdefault(a, {})[b] = min(hours, edges.get(a, {}).get(b, hours))
                edges.setdefault(b, {})[a] = edges[a][b]
        return edges

    def nearest(self, point: Point) -> Node:
        if point not in self._nearest:
            self._nearest[point] = min(self.edges, key=lambda node: (self.points[node].to(point), node))
        return self._nearest[point]

    def route(self, start: Point, end: Point) -> tuple[Point, ...]:
        """The quickest way, as a line along the streets."""
        ends = self.nearest(start), self.nearest(end)
        if ends not in self._paths:
            self._paths[ends] = self._quickest(*ends)
        return (start, *(self.points[node] for node in self._paths[ends]), end)

    def _quickest(self, first: Node, last: Node) -> tuple[Node, ...]:
        best: dict[Node, float] = {first: 0.0}
        came: dict[Node, Node] = {}
        queue = [(0.0, first)]
        while queue:
            hours, node = heapq.heappop(queue)
            if node == last:
                break
            if hours > best[node]:
                continue
            for neighbour, more in self.edges[node].items():
                total = hours + more
                if total < best.get(neighbour, math.inf):
                    best[neighbour], came[neighbour] = total, node
                    heapq.heappush(queue, (total, neighbour))
        path = [last]
        while path[-1] != first:
            path.append(came[path[-1]])
        return tuple(reversed(path))


def river_y(x: float) -> float:
    """The middle of the river."""
    return -0.55 + 0.75 * math.sin(x / 2.4 + 0.5) + 0.18 * math.sin(x * 1.15)


def lay_streets(random: Random, lane_name_at: dict[str, Point]) -> StreetMap:
    """Draw a slightly irregular grid on both banks, a ring, four bridges, and lanes called after the
    quarter they lie in.
    """
    points = _place_crossings(random)
    streets = [*_rows(points), *_columns(points)]
    streets += _lanes(random, points, lane_name_at)
    river = tuple(Point(x / 4, river_y(x / 4)) for x in range(-32, 33))
    return StreetMap(streets=tuple(streets), points=points, river=river)


def _row_y(row: int, x: float) -> float:
    """Rows near the river follow it, the ring road does not."""
    if row >= 0:
        share = row / (2 * (len(_NORTH_ROWS) - 1))
        return (river_y(x) + _BANK) * (1 - share) + (_NORTH_EDGE + 0.2 * math.sin(x / 3)) * share
    share = (-row - 2) / (2 * (len(_SOUTH_ROWS) - 1))
    return (river_y(x) - _BANK) * (1 - share) + (_SOUTH_EDGE + 0.25 * math.sin(x / 2.5 + 1)) * share


def _place_crossings(random: Random) -> dict[Node, Point]:
    points: dict[Node, Point] = {}
    offsets = [random.uniform(-0.14, 0.14) for _ in _COLUMNS]
    step = _WIDTH / (len(_COLUMNS) - 1)
    for row in (*range(2 * len(_NORTH_ROWS) - 1), *range(-2, -2 * len(_SOUTH_ROWS) - 1, -1)):
        for column in range(2 * len(_COLUMNS) - 1):
            left, right = offsets[column // 2], offsets[(column + 1) // 2]
            x = (
                -_WIDTH / 2
                + step * column / 2
                + (left + right) / 2
                + 0.10 * math.sin(row * 0.45 + column * 0.3)
            )
            y = _row_y(row, x)
            if row not in (0, -2):
                y += random.uniform(-_JITTER, _JITTER)
            points[row, column] = Point(round(x, 4), round(y, 4))
    return points


def _rows(points: dict[Node, Point]) -> list[Street]:
    numbered = [(2 * i, *row) for i, row in enumerate(_NORTH_ROWS)]
    numbered += [(-2 * (i + 1), *row) for i, row in enumerate(_SOUTH_ROWS)]
    return [
        _street(name, kind, [(row, c) for c in range(2 * len(_COLUMNS) - 1)], points)
        for row, name, kind in numbered
    ]


def _columns(points: dict[Node, Point]) -> list[Street]:
    """A trunk crosses the river on a bridge; any other street ends at the bank and goes on under another name."""
    north = list(range(2 * len(_NORTH_ROWS) - 1))
    south = list(range(-2, -2 * len(_SOUTH_ROWS) - 1, -1))
    streets = []
    for index, (name, kind) in enumerate(_COLUMNS):
        column = 2 * index
        if kind is StreetClass.TRUNK:
            rows = [*reversed(north), *south]
            streets.append(_street(name, kind, [(row, column) for row in rows], points))
            continue
        streets.append(_street(name, kind, [(row, column) for row in north], points))
        streets.append(_street(_SOUTHERN[name], kind, [(row, column) for row in south], points))
    return streets


_SOUTHERN: Final = {
    "苗圃路": "砖窑路",
    "建新街": "糖坊街",
    "学宫街": "盐仓街",
    "榕荫路": "木作街",
    "柳堤路": "南堤路",
    "药王街": "鱼行街",
    "书院路": "机务路",
    "东坪大道": "沙洲路",
}


def _lanes(random: Random, points: dict[Node, Point], lane_name_at: dict[str, Point]) -> list[Street]:
    """One lane through most of the blocks, from the middle of one side to the middle of the other."""
    found: dict[str, int] = {}
    lanes = []
    rows = [*range(0, 2 * len(_NORTH_ROWS) - 2, 2), *range(-4, -2 * len(_SOUTH_ROWS) - 1, -2)]
    for row in rows:
        for column in range(0, 2 * len(_COLUMNS) - 2, 2):
            if not happens(random, _LANE_SHARE) or (row, column) in PARK_BLOCKS:
                continue
            upright = happens(random, 0.6)
            middle = (row + 1, column + 1)
            if upright:
                nodes = [(row, column + 1), middle, (row + 2, column + 1)]
            else:
                nodes = [(row + 1, column), middle, (row + 1, column + 2)]
            quarter = min(lane_name_at, key=lambda name: lane_name_at[name].to(points[middle]))
            number = found.get(quarter, 0)
            if number >= len(_NUMERALS):
                continue
            found[quarter] = number + 1
            name = f"{quarter}{_NUMERALS[number]}巷"
            lanes.append(_street(name, StreetClass.LANE, nodes, points))
    return lanes


def _street(name: str, kind: StreetClass, nodes: list[Node], points: dict[Node, Point]) -> Street:
    return Street(name, kind, tuple(nodes), tuple(points[node] for node in nodes))

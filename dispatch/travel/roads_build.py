"""From an extract to a road graph: streets between junctions, turns with their costs, the one part that connects."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from dispatch.planning.hours import Hours
from dispatch.travel.extract import BadExtract, Extract, Progress, read_extract
from dispatch.travel.great_circle import EARTH_RADIUS_M
from dispatch.travel.road_file import About, RoadGraph
from dispatch.travel.road_rules import Side, TurnCosts
from dispatch.travel.traffic import TYPICAL_HOURS

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

UNIT: Final = 1e-7
JUNCTION: Final = 3
"""From so many streets on, a turn costs something."""
LONGEST_S: Final = 36_000.0
"""A stretch between two points that takes longer is a mistake in the extract; sums must stay within 31 bits of tenths."""
CELL: Final = 50_000
"""Streets are numbered by cells of 0.005 degrees: what is near on the map is near in memory."""


def build_graph(
    path: Path,
    *,
    side: Side = Side.RIGHT,
    turns: TurnCosts | None = None,
    hours: Hours = TYPICAL_HOURS,
    progress: Progress = lambda _: None,
) -> RoadGraph:
    """The road graph of an extract. Raises BadExtract."""
    progress(f"reading {path.name}")
    extract = read_extract(path, progress)
    progress(
        f"{extract.ways:,} roads with {len(extract.node):,} points; joining them at {len(extract.run_way):,} runs"
    )
    streets = _streets(extract)
    progress(f"{len(streets.way):,} streets between junctions; weighing the turns")
    directed = _directed(streets)
    arcs = _arcs(extract, streets, directed, side, turns or TurnCosts())
    kept = _largest(arcs, len(directed.street))
    if not kept.any():
        raise BadExtract(f"{path}: its roads lead nowhere: no two of them can be driven one after the other")
    progress(f"{int(kept.sum()):,} of {len(kept):,} directions can be driven to and from all others")
    return _graph(extract, streets, directed, arcs, kept, source=path.name, side=side, hours=hours)


@dataclass(frozen=True, slots=True)
class _Streets:
    """From one junction (or end, or barrier) to the next, in spatial order so that neighbours lie near in memory."""

    begin: Longs  # into the extract's nodes
    end: Longs  # the same, included
    way: Longs
    forward: Flags
    backward: Flags
    fast: Flags
    from_node: Longs  # numbers of nodes
    to_node: Longs
    driven: Floats  # [node of the extract] seconds from somewhere to there; differences within a run count
    passed: Floats  # [node of the extract] the same for lights and crossings, up to and including there
    node_ids: Longs
    node_cost: Floats


def _streets(extract: Extract) -> _Streets:
    node = np.asarray(extract.node, dtype=np.int64)
    first = np.asarray(extract.run_first, dtype=np.int64)
    lat, lon = np.asarray(extract.lat, dtype=np.int64), np.asarray(extract.lon, dtype=np.int64)
    node_ids, number, uses = np.unique(node, return_inverse=True, return_counts=True)
    run = np.repeat(np.arange(len(first) - 1), np.diff(first))
    junction = uses >= 2  # noqa: PLR2004  # met twice
    special = [*extract.blocked, *(one.via for one in extract.restrictions)]
    junction |= np.isin(node_ids, np.array(special, dtype=np.int64))
    cuts = junction[number]
    cuts[first[:-1]] = cuts[first[1:] - 1] = True
    at = np.flatnonzero(cuts)
    same = run[at[:-1]] == run[at[1:]]
    begin, end = at[:-1][same], at[1:][same]
    order = np.lexsort((lon[begin] // CELL, lat[begin] // CELL))
    begin, end = begin[order], end[order]
    of = run[begin]
    forward = np.asarray(extract.run_forward, dtype=np.bool_)
    backward = np.asarray(extract.run_backward, dtype=np.bool_)
    costs = _node_costs(extract, node_ids)
    return _Streets(
        begin=begin,
        end=end,
        way=np.asarray(extract.run_way, dtype=np.int64)[of],
        forward=forward[of],
        backward=backward[of],
        fast=np.asarray(extract.run_fast, dtype=np.bool_)[of],
        from_node=number[begin],
        to_node=number[end],
        driven=np.cumsum(_steps(extract, run)),
        # a light before a junction is passed for nothing by those who come from there: half of it each way
        passed=np.cumsum(np.where((forward & backward)[run], costs[number] / 2, costs[number])),
        node_ids=node_ids,
        node_cost=costs,
    )


def _steps(extract: Extract, run: Longs) -> Floats:
    """Seconds from each point's predecessor."""
    lat = np.radians(np.asarray(extract.lat, dtype=np.float64) * UNIT)
    lon = np.radians(np.asarray(extract.lon, dtype=np.float64) * UNIT)
    half = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    steps = np.zeros(len(lat))
    steps[1:] = np.minimum(metres * 3.6 / np.asarray(extract.run_speed)[run[1:]], LONGEST_S)
    steps[np.asarray(extract.run_first)[:-1]] = 0
    return steps


def _node_costs(extract: Extract, node_ids: Longs) -> Floats:
    """By number of the node."""
    costs = np.zeros(len(node_ids))
    ids = np.array(list(extract.cost_s), dtype=np.int64)
    place = np.minimum(np.searchsorted(node_ids, ids), len(node_ids) - 1)
    known = node_ids[place] == ids
    costs[place[known]] = np.array(list(extract.cost_s.values()))[known]
    return costs


@dataclass(frozen=True, slots=True)
class _Directed:
    """The driven directions of the streets."""

    street: Longs
    ahead: Flags  # as drawn
    reverse: Longs  # the other direction of the same street, or -1
    number_of: Longs  # [street, (ahead, back)] or -1


def _directed(streets: _Streets) -> _Directed:
    open_ = np.stack([streets.forward, streets.backward], axis=1)
    street, way = np.nonzero(open_)
    number_of = np.full(open_.shape, -1, dtype=np.int64)
    number_of[street, way] = np.arange(len(street))
    return _Directed(street, way == 0, number_of[street, 1 - way], number_of)


@dataclass(frozen=True, slots=True)
class _Arcs:
    origin: Longs
    to: Longs
    cost: Floats  # seconds: the turn and the street


def _arcs(extract: Extract, streets: _Streets, directed: _Directed, side: Side, turns: TurnCosts) -> _Arcs:
    street, ahead = directed.street, directed.ahead
    start = np.where(ahead, streets.from_node[street], streets.to_node[street])
    end = np.where(ahead, streets.to_node[street], streets.from_node[street])
    nodes = len(streets.node_ids)
    leaving = np.argsort(start, kind="stable")
    first = np.searchsorted(start[leaving], np.arange(nodes + 1))
    many = (first[1:] - first[:-1])[end]
    origin = np.repeat(np.arange(len(street)), many)
    offset = np.arange(len(origin)) - np.repeat(np.cumsum(many) - many, many)
    to = leaving[first[end[origin]] + offset]

    u_turn = to == directed.reverse[origin]
    node = end[origin]
    degree = np.bincount(streets.from_node, minlength=nodes) + np.bincount(streets.to_node, minlength=nodes)
    blocked = np.isin(streets.node_ids, np.fromiter(extract.blocked, dtype=np.int64))
    others = np.zeros(len(street), dtype=np.int64)
    np.add.at(others, origin, ~u_turn & ~blocked[node])
    may_turn = (degree[node] >= JUNCTION) & ~streets.fast[street[origin]]
    allowed = np.where(u_turn, may_turn | (others[origin] == 0), ~blocked[node])
    allowed &= ~_forbidden(extract, streets, directed, end=end, origin=origin, to=to, u_turn=u_turn)

    out, into = _bearings(extract, streets, directed)
    angle = (out[to] - into[origin] + 180) % 360 - 180
    turn = np.where(u_turn, turns.u_turn_s, turns.seconds(angle, side))
    turn[(degree[node] < JUNCTION) & ~u_turn] = 0
    cost = turn + streets.node_cost[node] + _length_s(streets)[street[to]]
    return _Arcs(origin[allowed], to[allowed], cost[allowed])


def _length_s(streets: _Streets) -> Floats:
    """What driving a street takes, its ends left out."""
    begin, end = streets.begin, streets.end
    found: Floats = (
        streets.driven[end] - streets.driven[begin] + streets.passed[end - 1] - streets.passed[begin]
    )
    return found


def _bearings(extract: Extract, streets: _Streets, directed: _Directed) -> tuple[Floats, Floats]:
    """Of each direction: how it leaves its start, and how it comes to its end, in degrees clockwise from north."""
    lat = np.asarray(extract.lat, dtype=np.float64) * UNIT
    lon = np.asarray(extract.lon, dtype=np.float64) * UNIT

    def bearing(a: Longs, b: Longs) -> Floats:
        east = (lon[b] - lon[a]) * np.cos(np.radians(lat[a]))
        found: Floats = np.degrees(np.arctan2(east, lat[b] - lat[a])) % 360
        return found

    first = bearing(streets.begin, streets.begin + 1)[directed.street]
    last = bearing(streets.end - 1, streets.end)[directed.street]
    out = np.where(directed.ahead, first, (last + 180) % 360)
    into = np.where(directed.ahead, last, (first + 180) % 360)
    return out, into


def _forbidden(
    extract: Extract,
    streets: _Streets,
    directed: _Directed,
    *,
    end: Longs,
    origin: Longs,
    to: Longs,
    u_turn: Flags,
) -> Flags:
    """The arcs that a turn restriction rules out."""
    found = np.zeros(len(origin), dtype=np.bool_)
    way = streets.way[directed.street]
    by_end = np.argsort(end, kind="stable")
    sorted_end = end[by_end]
    arcs_from = np.searchsorted(origin, np.arange(len(way) + 1))
    for rule in extract.restrictions:
        via = int(np.searchsorted(streets.node_ids, rule.via))
        if via == len(streets.node_ids) or streets.node_ids[via] != rule.via:
            continue
        left, right = np.searchsorted(sorted_end, [via, via + 1])
        for direction in by_end[left:right]:
            if way[direction] != rule.from_way:
                continue
            arcs = slice(arcs_from[direction], arcs_from[direction + 1])
            named = way[to[arcs]] == rule.to_way
            if rule.from_way == rule.to_way:
                named &= u_turn[arcs] == rule.u_turn
            if rule.only:
                found[arcs] |= ~named & named.any()
            else:
                found[arcs] |= named
    return found


def _largest(arcs: _Arcs, directions: int) -> Flags:
    """The directions from each of which every other can be reached: the rest are islands, or ways in without a way out."""
    matrix = csr_array(
        (np.ones(len(arcs.origin), dtype=np.int8), (arcs.origin, arcs.to)), shape=(directions, directions)
    )
    _, part = connected_components(matrix, directed=True, connection="strong")
    round_about = np.zeros(directions, dtype=np.bool_)  # a ring that leads into itself connects, too
    round_about[arcs.origin[arcs.origin == arcs.to]] = True
    sizes = np.bincount(part)
    kept: Flags = (
        (part == sizes.argmax()) if sizes.max() > 1 else round_about & (part == part[round_about.argmax()])
    )
    return kept


def _graph(
    extract: Extract,
    streets: _Streets,
    directed: _Directed,
    arcs: _Arcs,
    kept: Flags,
    *,
    source: str,
    side: Side,
    hours: Hours,
) -> RoadGraph:
    renumbered = np.where(kept, np.cumsum(kept) - 1, -1)
    number_of = np.where(directed.number_of >= 0, renumbered[directed.number_of], -1)
    used = (number_of >= 0).any(axis=1)
    begin, end = streets.begin[used], streets.end[used]
    points = end - begin + 1
    first = np.concatenate(([0], np.cumsum(points)))
    of = np.repeat(np.arange(len(begin)), points)
    at = begin[of] + np.arange(len(of)) - first[of]
    seconds = streets.driven[at] - streets.driven[begin[of]]
    inner = np.clip(at, begin[of], end[of] - 1)
    seconds += streets.passed[inner] - streets.passed[begin[of]]
    good = kept[arcs.origin] & kept[arcs.to]
    origin, to = renumbered[arcs.origin[good]], renumbered[arcs.to[good]]
    lat, lon = np.asarray(extract.lat, np.int64)[at], np.asarray(extract.lon, np.int64)[at]
    bounds = (lat.min() * UNIT, lon.min() * UNIT, lat.max() * UNIT, lon.max() * UNIT)
    return RoadGraph(
        line_first=_ints(first),
        line_lat=_ints(lat),
        line_lon=_ints(lon),
        line_at=_ints(np.rint(seconds * 10)),
        forward=_ints(number_of[used, 0]),
        backward=_ints(number_of[used, 1]),
        arc_first=_ints(np.searchsorted(origin, np.arange(int(kept.sum()) + 1))),
        arc_to=_ints(to),
        arc_cost=_ints(np.rint(arcs.cost[good] * 10)),
        about=About(
            source=source,
            side=side,
            bounds=(float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3])),
            counts={
                "roads": extract.ways,
                "streets": int(used.sum()),
                "directions": int(kept.sum()),
                "turns": int(good.sum()),
                "cut_off_directions": int((~kept).sum()),
                "turn_restrictions": len(extract.restrictions),
                "unread_restrictions": extract.unread_restrictions,
            },
        ),
        hours=hours,
    )


def _ints(values: NDArray[Any]) -> NDArray[np.int32]:
    return np.ascontiguousarray(values, dtype=np.int32)

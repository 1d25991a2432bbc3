"""Which street may follow which, what that costs, and which of them make one connected whole."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from dispatch.travel.extract import Extract
from dispatch.travel.road_rules import Side, TurnCosts
from dispatch.travel.streets import UNIT, Flags, Floats, Longs, Streets, length_s

JUNCTION: Final = 3
"""From so many streets on, a turn costs something."""


@dataclass(frozen=True, slots=True)
class Directed:
    """The driven directions of the streets."""

    street: Longs
    ahead: Flags  # as drawn
    reverse: Longs  # the other direction of the same street, or -1
    number_of: Longs  # [street, (ahead, back)] or -1


def directed_of(streets: Streets) -> Directed:
    open_ = np.stack([streets.forward, streets.backward], axis=1)
    street, way = np.nonzero(open_)
    number_of = np.full(open_.shape, -1, dtype=np.int64)
    number_of[street, way] = np.arange(len(street))
    return Directed(street, way == 0, number_of[street, 1 - way], number_of)


@dataclass(frozen=True, slots=True)
class Arcs:
    origin: Longs
    to: Longs
    cost: Floats  # seconds: the turn and the street


def arcs_of(extract: Extract, streets: Streets, directed: Directed, side: Side, turns: TurnCosts) -> Arcs:
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
    cost = turn + streets.node_cost[node] + length_s(streets)[street[to]]
    return Arcs(origin[allowed], to[allowed], cost[allowed])


def _bearings(extract: Extract, streets: Streets, directed: Directed) -> tuple[Floats, Floats]:
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
    streets: Streets,
    directed: Directed,
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


def largest_whole(arcs: Arcs, directions: int) -> Flags:
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

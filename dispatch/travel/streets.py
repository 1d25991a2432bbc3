"""Cut an extract's ways into streets: from one junction (or end, or barrier) to the next, with what driving them takes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dispatch.travel.extract import Extract
from dispatch.travel.great_circle import EARTH_RADIUS_M

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

UNIT: Final = 1e-7
LONGEST_S: Final = 36_000.0
"""A stretch between two points that takes longer is a mistake in the extract; sums must stay within 31 bits of tenths."""
CELL: Final = 50_000
"""Streets are numbered by cells of 0.005 degrees: what is near on the map is near in memory."""


@dataclass(frozen=True, slots=True)
class Streets:
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


def streets_of(extract: Extract) -> Streets:
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
    return Streets(
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


def length_s(streets: Streets) -> Floats:
    """What driving a street takes, its ends left out."""
    begin, end = streets.begin, streets.end
    found: Floats = (
        streets.driven[end] - streets.driven[begin] + streets.passed[end - 1] - streets.passed[begin]
    )
    return found

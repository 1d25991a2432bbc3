"""Tiny maps for the tests, written as real extracts: nodes by number, ways with tags, turn restrictions."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

Point = tuple[float, float]
DEGREE_M = 111_195.08
"""A degree of latitude, and on the equator one of longitude too: all these maps lie there."""


def metres(north: float, east: float) -> Point:
    """A place so many metres from (0.1, 0.1)."""
    return round(0.1 + north / DEGREE_M, 7), round(0.1 + east / DEGREE_M, 7)


def write_map(
    path: Path,
    nodes: Mapping[int, Point],
    ways: Sequence[tuple[Sequence[int], Mapping[str, str]]],
    *,
    points: Mapping[int, Mapping[str, str]] | None = None,
    restrictions: Sequence[tuple[str, int, int, int]] = (),
) -> Path:
    """Ways are numbered from 1 in their order; a restriction is its kind, from way, via node, to way."""
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number, (lat, lon) in nodes.items():
            writer.add_node(Node(id=number, location=(lon, lat), tags=dict((points or {}).get(number, {}))))
        for number, (refs, tags) in enumerate(ways, start=1):
            writer.add_way(Way(id=number, nodes=list(refs), tags={"highway": "residential", **tags}))
        for number, (kind, start, via, end) in enumerate(restrictions, start=1):
            writer.add_relation(
                Relation(
                    id=number,
                    members=[("w", start, "from"), ("n", via, "via"), ("w", end, "to")],
                    tags={"type": "restriction", "restriction": kind},
                )
            )
    return path

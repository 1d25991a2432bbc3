"""From an extract to a road graph: streets between junctions, turns with their costs, the one part that connects."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.hours import Hours
from dispatch.travel.extract import BadExtract, Extract, Progress, read_extract
from dispatch.travel.road_file import About, RoadGraph
from dispatch.travel.road_rules import Side, TurnCosts
from dispatch.travel.streets import UNIT, Flags, Streets, streets_of
from dispatch.travel.traffic import TYPICAL_HOURS
from dispatch.travel.turns import Arcs, Directed, arcs_of, directed_of, largest_whole


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
    progress(f"{extract.ways:,} roads with {len(extract.node):,} points; finding the junctions")
    streets = streets_of(extract)
    progress(f"{len(streets.way):,} streets between junctions; weighing the turns")
    directed = directed_of(streets)
    arcs = arcs_of(extract, streets, directed, side, turns or TurnCosts())
    kept = largest_whole(arcs, len(directed.street))
    if not kept.any():
        raise BadExtract(f"{path}: its roads lead nowhere: no two of them can be driven one after the other")
    progress(f"{int(kept.sum()):,} of {len(kept):,} directions can be driven to and from all others")
    return _graph(extract, streets, directed, arcs, kept, source=path.name, side=side, hours=hours)


def _graph(
    extract: Extract,
    streets: Streets,
    directed: Directed,
    arcs: Arcs,
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

"""The road graph as it lies in a file: versioned arrays, and what they were made from."""

import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.hours import FLAT, Hours, read_hours
from dispatch.planning.problem import ProblemError
from dispatch.travel.datum import Datum

FORMAT: Final = "sanxian-roads"
VERSION: Final = 1
Ints = NDArray[np.int32]


class NoRoadGraph(ValueError):
    """The file is no road graph that this version can use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Where the graph comes from and what is in it."""

    source: str
    """The name of the extract."""
    side: str
    bounds: tuple[float, float, float, float]
    """South, west, north, east of the roads in it."""
    counts: Mapping[str, int] = field(default_factory=dict)
    datum: str = Datum.WGS84
    format: str = FORMAT
    version: int = VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadGraph:
    """Streets from junction to junction; each driven direction of one is a place of the search, each turn an arc."""

    line_first: Ints  # [street + 1] into the three below
    line_lat: Ints  # 1e-7 degrees
    line_lon: Ints
    line_at: Ints  # tenths of a second from the start of the street
    forward: Ints  # [street] the number of this direction, or -1
    backward: Ints
    arc_first: Ints  # [direction + 1]
    arc_to: Ints  # [arc] direction
    arc_cost: Ints  # [arc] tenths of a second: the turn, and the street that it leads into
    about: About
    hours: Hours = FLAT


ARRAYS: Final = tuple(f.name for f in fields(RoadGraph) if f.name not in ("about", "hours"))


def save(graph: RoadGraph, path: Path) -> None:
    """Written beside and moved into place: nobody ever reads half a graph."""
    about = np.frombuffer(json.dumps(asdict(graph.about), ensure_ascii=False).encode(), dtype=np.uint8)
    arrays = {name: getattr(graph, name) for name in ARRAYS}
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, about=about, hours=np.array(graph.hours), **arrays)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def load(path: Path) -> RoadGraph:
    """The graph in the file. Raises NoRoadGraph."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            about = json.loads(bytes(held["about"]))
            if about.get("format") != FORMAT or about.get("version") != VERSION:
                raise NoRoadGraph(
                    f"{path}: a road graph of version {about.get('version')}, expected {VERSION}: build it anew with"
                    " `sanxian roads build`"
                )
            arrays = {name: held[name] for name in ARRAYS}
            hours = read_hours(held["hours"].tolist())
    except FileNotFoundError:
        raise NoRoadGraph(
            f"{path}: there is no such file; `sanxian roads build` makes one from an OpenStreetMap extract"
        ) from None
    except (OSError, ValueError, KeyError, AttributeError, zipfile.BadZipFile, ProblemError) as wrong:
        if isinstance(wrong, NoRoadGraph):
            raise
        raise NoRoadGraph(
            f"{path}: not a road graph, or a damaged one: build it anew with `sanxian roads build`"
        ) from wrong
    _check(path, arrays)
    return RoadGraph(**arrays, about=_about(about), hours=hours)


def _about(found: dict[str, Any]) -> About:
    return About(**{**found, "bounds": tuple(found["bounds"])})


def _check(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """What the compiled search trusts: it looks at no index twice."""
    streets, directions = len(arrays["forward"]), len(arrays["arc_first"]) - 1
    good = (
        all(one.dtype == np.int32 and one.ndim == 1 for one in arrays.values())
        and len(arrays["backward"]) == streets > 0
        and len(arrays["line_first"]) == streets + 1
        and _rises(arrays["line_first"], len(arrays["line_at"]))
        and len(arrays["line_lat"]) == len(arrays["line_lon"]) == len(arrays["line_at"])
        and _rises(arrays["arc_first"], len(arrays["arc_to"]))
        and len(arrays["arc_to"]) == len(arrays["arc_cost"])
        and _within(arrays["arc_to"], 0, directions)
        and _within(arrays["forward"], -1, directions)
        and _within(arrays["backward"], -1, directions)
        and bool((arrays["arc_cost"] >= 0).all())
    )
    if not good:
        raise NoRoadGraph(f"{path}: a damaged road graph: build it anew with `sanxian roads build`")


def _rises(first: NDArray[Any], end: int) -> bool:
    return len(first) > 0 and first[0] == 0 and first[-1] == end and bool((np.diff(first) >= 0).all())


def _within(numbers: NDArray[Any], least: int, end: int) -> bool:
    return bool(((numbers >= least) & (numbers < end)).all())

"""Which source of travel times the setting names: a road graph, an HTTP table, or the great circle where none is set."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.hours import Hours
from dispatch.travel.great_circle import GreatCircle, Point
from dispatch.travel.http_table import osrm, valhalla
from dispatch.travel.road_file import NoRoadGraph

VARIABLE: Final = "SANXIAN_TRAVEL"


class UnknownTravel(ValueError):
    """SANXIAN_TRAVEL names no source that can be used; the text says what is wrong with it."""


class Source(Protocol):
    """Seconds from every origin to every target, free of the hour's traffic; UNREACHABLE where no road leads."""

    @property
    def name(self) -> str: ...

    @property
    def estimated(self) -> bool:
        """Whether nothing of it comes from roads."""
        ...

    @property
    def remote(self) -> bool:
        """Whether it may fail or keep one waiting: `seconds` then raises NoTable within a bounded time."""
        ...

    @property
    def hours(self) -> Hours: ...

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.int32]: ...

    def unsure(self, points: Sequence[Point]) -> NDArray[np.bool_]:
        """For which places it has no road times but an estimate."""
        ...


def make_source(named: str | None) -> Source:
    """The source of travel times; none named: great circle, marked as estimated. Raises UnknownTravel."""
    if not named:
        return GreatCircle()
    kind, colon, what = named.partition(":")
    if kind not in KINDS or not colon or not what:
        raise UnknownTravel(
            f"{VARIABLE}: expected roads:FILE, osrm:URL or valhalla:URL, or nothing for an estimate from the straight"
            f" line; got {named!r}"
        )
    try:
        return KINDS[kind](what)
    except (NoRoadGraph, ValueError) as wrong:
        raise UnknownTravel(f"{VARIABLE}: {wrong}") from wrong


def _roads(path: str) -> Source:
    from dispatch.travel.roads import Roads  # noqa: PLC0415  # scipy and numba, only where there is a road graph

    return Roads.from_file(Path(path).expanduser())


KINDS: Final[dict[str, Callable[[str], Source]]] = {"roads": _roads, "osrm": osrm, "valhalla": valhalla}

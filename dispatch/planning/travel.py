"""How the planner asks for travel times: the TravelTimes port, and the fixed table behind it."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dispatch.planning.problem import ProblemError

LONGEST = 10_000_000  # seconds; a leg longer than 115 days is a mistake, and sums of legs must stay far from overflow
UNREACHABLE = (
    LONGEST  # no road leads there: longer than any shift, so that nobody is ever planned to drive it
)


class TravelTimes(Protocol):
    """Seconds from every location to every other, by profile; need not be symmetric."""

    @property
    def profiles(self) -> tuple[str, ...]: ...

    @property
    def size(self) -> int: ...

    def table(self, profile: str) -> NDArray[np.int32]: ...


class MatrixTravel:
    """Travel times that are simply known: one square table a profile."""

    def __init__(
        self,
        table: ArrayLike,
        *,
        profile: str = "",
        more: Mapping[str, ArrayLike] | None = None,
        estimated: int = 0,
    ) -> None:
        self.estimated = estimated
        """For how many of the places there are no road times, but an estimate from the straight line."""
        tables = {profile: table, **(more or {})}
        self._tables = {name: _square(name, one) for name, one in tables.items()}
        sizes = {len(one) for one in self._tables.values()}
        if len(sizes) > 1:
            raise ProblemError("matrices", "tables of one size", sorted(sizes))
        self._size = sizes.pop()

    @property
    def profiles(self) -> tuple[str, ...]:
        return tuple(self._tables)

    @property
    def size(self) -> int:
        return self._size

    def table(self, profile: str) -> NDArray[np.int32]:
        return self._tables[profile]


def validate_travel(travel: TravelTimes) -> None:
    """Refuse tables that no road can have, whoever made them."""
    for profile in travel.profiles:
        found = _square(profile, travel.table(profile))
        if len(found) != travel.size:
            raise ProblemError("durations", f"a table of {travel.size} places", f"shape {found.shape}")


def _square(name: str, raw: ArrayLike) -> NDArray[np.int32]:
    field = f"matrices.{name}.durations" if name else "durations"
    try:
        table = np.asarray(raw)
    except ValueError as ragged:
        raise ProblemError(field, "rows of equal length", "a ragged table") from ragged
    if table.ndim != 2 or table.shape[0] != table.shape[1]:  # noqa: PLR2004 - a table has two dimensions
        raise ProblemError(field, "a square table", f"shape {table.shape}")
    if table.dtype.kind not in "iuf":
        raise ProblemError(field, "numbers", f"a table of {table.dtype}")
    if table.dtype.kind == "f" and not np.isfinite(table).all():
        raise ProblemError(field, "finite numbers", "NaN or infinity")
    if table.size and (table.min() < 0 or table.max() > LONGEST):
        raise ProblemError(field, f"seconds from 0 to {LONGEST}", f"{table.min()} to {table.max()}")
    return np.ascontiguousarray(np.rint(table) if table.dtype.kind == "f" else table, dtype=np.int32)

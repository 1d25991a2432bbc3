"""Travel times from a routing server: the tables of OSRM and Valhalla, in pieces that the server allows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import sleep
from typing import Final, Self
from urllib.parse import parse_qsl, urlsplit

import httpx
import numpy as np
from numpy.typing import NDArray

from dispatch.clock import monotonic
from dispatch.planning.hours import FLAT, Hours
from dispatch.planning.travel import UNREACHABLE
from dispatch.travel.datum import Datum, from_wgs84
from dispatch.travel.dialects import Dialect, NoTable, OffRoad, Osrm, TooBig, Valhalla
from dispatch.travel.great_circle import Point, radians

TRIES: Final = 2
PAUSE_S: Final = 0.2
Ints = NDArray[np.int32]


@dataclass(slots=True, kw_only=True)
class HttpTable:
    """A routing server as a source of travel times. Never longer than `budget_s` a question: then it raises NoTable."""

    base: str = field(repr=False)
    dialect: Dialect
    datum: Datum = Datum.WGS84
    limit: int = 0
    timeout_s: float = 3.0
    budget_s: float = 10.0
    pause: Callable[[float], None] = sleep
    estimated: bool = False
    remote: bool = True
    hours: Hours = FLAT
    _client: httpx.Client = field(init=False, repr=False)
    _off_road: set[Point] = field(init=False, default_factory=set)
    """Places that the server knows no road near."""

    def __post_init__(self) -> None:
        self.limit = self.limit or self.dialect.limit
        self._client = httpx.Client(base_url=self.base)

    @property
    def name(self) -> str:
        """Which kind of server; never its address, which may hold a password."""
        return self.dialect.name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def unsure(self, points: Sequence[Point]) -> NDArray[np.bool_]:
        return np.zeros(len(points), dtype=np.bool_)

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> Ints:
        """Raises NoTable."""
        radians([*origins, *targets])  # refuses what is no place
        until = monotonic() + self.budget_s
        table = np.full((len(origins), len(targets)), UNREACHABLE, dtype=np.int32)
        for rows in _pieces(range(len(origins)), self.limit):
            for columns in _pieces(range(len(targets)), self.limit):
                self._fill(table, rows, columns, origins=origins, targets=targets, until=until)
        return table

    def _fill(
        self,
        table: Ints,
        rows: Sequence[int],
        columns: Sequence[int],
        *,
        origins: Sequence[Point],
        targets: Sequence[Point],
        until: float,
    ) -> None:
        rows = [row for row in rows if origins[row] not in self._off_road]
        columns = [column for column in columns if targets[column] not in self._off_road]
        if not rows or not columns:
            return
        start, end = [origins[row] for row in rows], [targets[column] for column in columns]
        try:
            table[np.ix_(rows, columns)] = self._ask(start, end, until)
        except TooBig:
            most = max(len(rows), len(columns))
            if most == 1:
                raise
            self.limit = min(self.limit, (most + 1) // 2)  # for all questions to come, too
            for some in _pieces(rows, self.limit):
                for others in _pieces(columns, self.limit):
                    self._fill(table, some, others, origins=origins, targets=targets, until=until)
        except OffRoad:
            lost = {place for place in dict.fromkeys((*start, *end)) if self._is_off_road(place, until)}
            if not lost:
                raise
            self._off_road |= lost
            self._fill(table, rows, columns, origins=origins, targets=targets, until=until)

    def _is_off_road(self, place: Point, until: float) -> bool:
        try:
            self._ask([place], [place], until)
        except OffRoad:
            return True
        return False

    def _ask(self, origins: Sequence[Point], targets: Sequence[Point], until: float) -> Ints:
        request = self.dialect.request(self._client, self._there(origins), self._there(targets))
        answer = self._send(request, until)
        try:
            page = answer.json()
        except ValueError:
            page = None
        try:
            rows = self.dialect.read(answer.status_code, page)
            return _table(rows, (len(origins), len(targets)))
        except (TypeError, KeyError, ValueError, OverflowError) as wrong:
            raise NoTable(f"{self.name}: an answer of another form") from wrong

    def _there(self, points: Sequence[Point]) -> list[Point]:
        return [from_wgs84(lat, lon, self.datum) for lat, lon in points]

    def _send(self, request: httpx.Request, until: float) -> httpx.Response:
        failed = "no time left"
        for tried in range(TRIES):
            left = until - monotonic()
            if left <= 0:
                break
            if tried:
                self.pause(min(PAUSE_S, left))
            request.extensions["timeout"] = httpx.Timeout(min(self.timeout_s, left)).as_dict()
            try:
                answer = self._client.send(request)
            except httpx.TransportError as lost:
                failed = type(lost).__name__  # its text may hold the address
                continue
            if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR and answer.status_code != (
                httpx.codes.TOO_MANY_REQUESTS
            ):
                return answer
            failed = f"HTTP {answer.status_code}"
        raise NoTable(f"{self.name}: {failed}")


def osrm(url: str) -> HttpTable:
    """From "http://host:5000?profile=driving&limit=100&datum=WGS-84". Raises ValueError."""
    return _make(url, lambda profile: Osrm(profile=profile) if profile else Osrm())


def valhalla(url: str) -> HttpTable:
    """From "http://host:8002?profile=auto&limit=50". Raises ValueError."""
    return _make(url, lambda profile: Valhalla(profile=profile) if profile else Valhalla())


OPTIONS: Final = ("profile", "limit", "datum", "timeout", "budget")


def _make(url: str, dialect: Callable[[str], Dialect]) -> HttpTable:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("expected an address such as http://127.0.0.1:5000")
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(given) - set(OPTIONS)):
        raise ValueError(f"expected {', '.join(OPTIONS)} after the ?, got {', '.join(unknown)}")
    known = [datum.value for datum in Datum]
    if given.get("datum", Datum.WGS84) not in known:
        raise ValueError(f"datum: expected one of {', '.join(known)}, got {given['datum']!r}")
    return HttpTable(
        base=f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/",
        dialect=dialect(given.get("profile", "")),
        datum=Datum(given.get("datum", Datum.WGS84)),
        limit=int(_number(given, "limit", 0, least=2)),
        timeout_s=_number(given, "timeout", 3.0, least=0.05),
        budget_s=_number(given, "budget", 10.0, least=0.05),
    )


def _number(given: Mapping[str, str], name: str, standard: float, *, least: float) -> float:
    if name not in given:
        return standard
    try:
        value = float(given[name])
    except ValueError:
        value = -1.0
    if not least <= value <= 10_000:  # noqa: PLR2004  # more places, or seconds, is a mistake
        raise ValueError(f"{name}: expected a number from {least:g} to 10000, got {given[name]!r}")
    return value


def _pieces(numbers: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    for first in range(0, len(numbers), most):
        yield numbers[first : first + most]


def _table(rows: Sequence[Sequence[float | None]], shape: tuple[int, int]) -> Ints:
    """Whole seconds; what the server has no way for is unreachable."""
    table = np.array(
        [[UNREACHABLE if cell is None else float(cell) for cell in row] for row in rows], dtype=np.float64
    )
    if table.shape != shape or not np.isfinite(table).all() or (table < 0).any():
        raise ValueError("not the table that was asked for")
    return np.rint(np.minimum(table, UNREACHABLE)).astype(np.int32)

"""What routing servers are asked and what they answer: the tables of OSRM and of Valhalla, word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from dispatch.travel.great_circle import Point


class NoTable(RuntimeError):
    """The server gave no table, in time or at all."""


class TooBig(NoTable):
    """It would have, a smaller one."""


class OffRoad(NoTable):
    """It finds no road near one of the places, and does not say which."""


class Dialect(Protocol):
    """How one kind of server is asked and what it answers, in its own coordinates."""

    @property
    def name(self) -> str: ...

    @property
    def limit(self) -> int:
        """How many places a side it takes by default."""
        ...

    def request(
        self, client: httpx.Client, origins: Sequence[Point], targets: Sequence[Point]
    ) -> httpx.Request: ...

    def read(self, status: int, page: Any) -> Sequence[Sequence[float | None]]:
        """The rows of seconds. Raises NoTable, TooBig or OffRoad."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Osrm:
    """`GET /table/v1/{profile}/{lon},{lat};…?sources=…&destinations=…`."""

    profile: str = "driving"
    name: str = "osrm"
    limit: int = 100  # osrm-routed --max-table-size

    def request(
        self, client: httpx.Client, origins: Sequence[Point], targets: Sequence[Point]
    ) -> httpx.Request:
        places = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in (*origins, *targets))
        split = len(origins)
        return client.build_request(
            "GET",
            f"table/v1/{self.profile}/{places}",
            params={
                "sources": ";".join(map(str, range(split))),
                "destinations": ";".join(map(str, range(split, split + len(targets)))),
            },
        )

    def read(self, status: int, page: Any) -> Sequence[Sequence[float | None]]:
        match page:
            case {"code": "Ok", "durations": [*rows]}:
                return rows
            case {"code": "TooBig"}:
                raise TooBig(self.name)
            case {"code": "NoSegment"}:
                raise OffRoad(self.name)
            case {"code": str(code)}:
                raise NoTable(f"{self.name}: {code} {page.get('message', '')}".strip())
        raise NoTable(f"{self.name}: an answer of another form (HTTP {status})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Valhalla:
    """`POST /sources_to_targets`."""

    profile: str = "auto"
    name: str = "valhalla"
    limit: int = 50  # max_matrix_location_pairs is 2,500

    def request(
        self, client: httpx.Client, origins: Sequence[Point], targets: Sequence[Point]
    ) -> httpx.Request:
        def listed(points: Sequence[Point]) -> list[Mapping[str, float]]:
            return [{"lat": lat, "lon": lon} for lat, lon in points]

        asked = {"sources": listed(origins), "targets": listed(targets), "costing": self.profile}
        return client.build_request("POST", "sources_to_targets", json=asked)

    def read(self, status: int, page: Any) -> Sequence[Sequence[float | None]]:
        match page:
            case {"sources_to_targets": {"durations": [*rows]}}:  # the short form, "verbose": false
                return rows
            case {"sources_to_targets": [*rows]}:
                return [[cell["time"] for cell in row] for row in rows]
            case {"error_code": 150}:  # exceeded max locations
                raise TooBig(self.name)
            case {"error_code": 170 | 171}:  # no suitable edges near location
                raise OffRoad(self.name)
            case {"error": str(error)}:
                raise NoTable(f"{self.name}: {error}")
        raise NoTable(f"{self.name}: an answer of another form (HTTP {status})")

"""Routing servers: what is asked is what they document, and whatever they answer, nobody waits or crashes for it."""

import json
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from dispatch.planning.travel import UNREACHABLE
from dispatch.travel.cache import TravelCache
from dispatch.travel.datum import Datum, from_wgs84, to_wgs84
from dispatch.travel.dialects import NoTable
from dispatch.travel.great_circle import GreatCircle, Point
from dispatch.travel.http_table import HttpTable, osrm, valhalla
from dispatch.travel.source import UnknownTravel, make_source

PLACES: list[Point] = [(39.28, -76.60), (39.29, -76.58), (39.30, -76.55), (39.31, -76.62), (39.27, -76.57)]
LAKE = (10.0, 20.0)
ISLAND = (11.0, 20.0)
OSRM_PATH = re.compile(r"^/table/v1/driving/([-0-9.,;]+)\?sources=([0-9;%B]+)&destinations=([0-9;%B]+)$")


@dataclass
class World:
    """What the stand-in servers know and how they behave; places are (lat, lon) as they were sent."""

    limit: int = 100
    mood: str = "well"
    failures: int = 0
    requests: list[tuple[int, int]] = field(default_factory=list)
    places: set[Point] = field(default_factory=set)
    short: bool = False

    def time(self, origin: Point, target: Point) -> float | None:
        if ISLAND in (origin, target) and origin != target:
            return None
        return round(abs(origin[0] - target[0]) * 1e5 + abs(origin[1] - target[1]) * 5e4 + 700 * origin[0], 1)


def expected(world: World, origins: list[Point], targets: list[Point]) -> np.ndarray:
    return np.array([[round(world.time(a, b) or 0) for b in targets] for a in origins])


class Server(BaseHTTPRequestHandler):
    world: World

    def do_GET(self) -> None:
        if self.misbehaves():
            return None
        found = OSRM_PATH.match(self.path)
        if found is None:
            return self.answer(400, {"code": "InvalidUrl", "message": "URL string malformed"})
        lonlat = [tuple(map(float, place.split(","))) for place in found[1].split(";")]
        points = [(lat, lon) for lon, lat in lonlat]
        sources, targets = (
            [points[int(k)] for k in found[group].replace("%3B", ";").split(";")] for group in (2, 3)
        )
        if len(sources) * len(targets) > self.world.limit**2:
            return self.answer(400, {"code": "TooBig", "message": "Too many table coordinates"})
        if LAKE in points:
            at = points.index(LAKE)
            return self.answer(
                400,
                {"code": "NoSegment", "message": f"Could not find a matching segment for coordinate {at}"},
            )
        waypoints = [{"hint": "", "distance": 1.0, "name": "", "location": [lon, lat]} for lat, lon in points]
        return self.answer(
            200,
            {
                "code": "Ok",
                "durations": self.table(sources, targets),
                "sources": waypoints,
                "destinations": waypoints,
            },
        )

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.misbehaves():
            return None
        assert self.path == "/sources_to_targets"
        assert asked["costing"] == "auto"
        sources, targets = (
            [(one["lat"], one["lon"]) for one in asked[side]] for side in ("sources", "targets")
        )
        if len(sources) * len(targets) > self.world.limit**2:
            return self.answer(
                400, {"error_code": 150, "error": "Exceeded max locations", "status_code": 400}
            )
        if LAKE in (*sources, *targets):
            return self.answer(
                400, {"error_code": 171, "error": "No suitable edges near location", "status_code": 400}
            )
        rows = self.table(sources, targets)
        if self.world.short:
            return self.answer(
                200, {"sources_to_targets": {"durations": rows, "distances": rows}, "units": "kilometers"}
            )
        cells = [
            [
                {"distance": None if cell is None else 1.0, "time": cell, "to_index": k, "from_index": i}
                for k, cell in enumerate(row)
            ]
            for i, row in enumerate(rows)
        ]
        return self.answer(
            200, {"sources_to_targets": cells, "units": "kilometers", "algorithm": "costmatrix"}
        )

    def table(self, sources: list[Point], targets: list[Point]) -> list[list[float | None]]:
        self.world.requests.append((len(sources), len(targets)))
        self.world.places |= {*sources, *targets}
        return [[self.world.time(a, b) for b in targets] for a in sources]

    def misbehaves(self) -> bool:
        world = self.world
        if world.failures:
            world.failures -= 1
            self.answer(503, {"message": "overloaded"})
        elif world.mood == "silent":
            time.sleep(2)
        elif world.mood == "prose":
            self.answer(200, "<html>Welcome to nginx!</html>")
        elif world.mood == "ragged":
            self.answer(200, {"code": "Ok", "durations": [[1.0], [2.0, 3.0]]})
        elif world.mood == "negative":
            self.answer(200, {"code": "Ok", "durations": [[-1.0]]})
        elif world.mood == "refusing":
            self.answer(400, {"code": "InvalidQuery", "message": "no"})
        else:
            return False
        return True

    def answer(self, status: int, page: Any) -> None:
        body = (page if isinstance(page, str) else json.dumps(page)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    handler = type("Handler", (Server,), {"world": world})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


KINDS = pytest.mark.parametrize("make", [osrm, valhalla], ids=["osrm", "valhalla"])


@KINDS
def test_the_table_comes_in_pieces_that_the_server_takes(make: Any, world: World, address: str) -> None:
    with make(f"{address}?limit=2") as source:
        table = source.seconds(PLACES, PLACES[:3])
    assert (table == expected(world, PLACES, PLACES[:3])).all()
    assert sorted(world.requests) == [(1, 1), (1, 2), (2, 1), (2, 1), (2, 2), (2, 2)]
    assert table[0, 1] != table[1, 0]


@KINDS
def test_a_server_that_takes_less_than_we_thought_gets_smaller_pieces(
    make: Any, world: World, address: str
) -> None:
    world.limit = 2
    with make(address) as source:
        assert (source.seconds(PLACES, PLACES) == expected(world, PLACES, PLACES)).all()
        assert source.limit <= 2


@KINDS
def test_no_way_and_no_road_near_are_unreachable_and_spoil_nothing_else(
    make: Any, world: World, address: str
) -> None:
    places = [PLACES[0], LAKE, PLACES[1], ISLAND]
    with make(address) as source:
        table = source.seconds(places, places)
        assert (table[[1]] == UNREACHABLE).all()
        assert (table[:, [1]] == UNREACHABLE).all()
        assert table[0, 3] == table[3, 0] == UNREACHABLE
        good = [0, 2]
        assert (
            table[np.ix_(good, good)] == expected(world, [places[k] for k in good], [places[k] for k in good])
        ).all()
        asked = len(world.requests)
        source.seconds(places, places)
        assert len(world.requests) == asked + 1, "the lake is known by now"


def test_valhalla_has_a_short_form_too(world: World, address: str) -> None:
    world.short = True
    with valhalla(address) as source:
        assert (source.seconds(PLACES, PLACES) == expected(world, PLACES, PLACES)).all()


def test_a_provider_in_another_datum_is_asked_there(world: World, address: str) -> None:
    home, work = (28.2, 112.9), (28.21, 112.95)
    for datum in Datum:
        world.places.clear()
        with osrm(f"{address}?datum={datum}") as source:
            source.seconds([home], [work])
        (seen,) = [place for place in world.places if abs(place[1] - 112.9) < 0.025]
        assert seen == pytest.approx(from_wgs84(*home, datum), abs=1e-6)
        assert to_wgs84(*seen, datum) == pytest.approx(home, abs=1e-5)
        assert (abs(seen[0] - home[0]) > 0.001) == (datum is not Datum.WGS84)


@KINDS
def test_a_failure_is_tried_once_more(make: Any, world: World, address: str) -> None:
    world.failures = 1
    with make(address) as source:
        assert (source.seconds(PLACES, PLACES) == expected(world, PLACES, PLACES)).all()
        world.failures = 99
        with pytest.raises(NoTable, match="HTTP 503"):
            source.seconds(PLACES, PLACES)
    assert world.failures == 97


@pytest.mark.parametrize("mood", ["prose", "ragged", "negative", "refusing"])
def test_an_answer_of_another_form_is_no_table(mood: str, world: World, address: str) -> None:
    world.mood = mood
    with osrm(address) as source, pytest.raises(NoTable):
        source.seconds(PLACES[:1], PLACES[:1])


def test_a_silent_server_costs_no_more_than_the_budget_and_then_nothing(world: World, address: str) -> None:
    world.mood = "silent"
    with osrm(f"{address}?timeout=0.2&budget=0.3") as source:
        cache = TravelCache(source)
        begun = time.perf_counter()
        table = cache.travel(PLACES)
        assert time.perf_counter() - begun < 1.5
        assert table.estimated == len(PLACES)
        assert (table.table("") == GreatCircle().seconds(PLACES, PLACES)).all()
        begun = time.perf_counter()
        assert cache.travel(PLACES).estimated == len(PLACES)
        assert cache.leg(PLACES[0], PLACES[1]).estimated
        assert time.perf_counter() - begun < 0.2


def test_nobody_at_the_address_is_no_table_and_the_address_is_not_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with osrm(f"http://user:geheim@127.0.0.1:{port}") as source:
        with pytest.raises(NoTable) as caught:
            source.seconds(PLACES[:1], PLACES[:1])
        assert "geheim" not in str(caught.value)
        assert "geheim" not in repr(source)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("roads:/nowhere/city.npz", "no such file"),
        ("roads:", "roads:FILE"),
        ("osrm", "osrm:URL"),
        ("mapquest:x", "mapquest"),
        ("osrm:ftp://host", "http://"),
        ("osrm:http://host?limits=3", "limits"),
        ("osrm:http://host?limit=many", "limit: expected a number"),
        ("valhalla:http://host?datum=ED50", "GCJ-02"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_by_name(setting: str, says: str) -> None:
    with pytest.raises(UnknownTravel, match=r"SANXIAN_TRAVEL.*" + re.escape(says)):
        make_source(setting)


def test_no_setting_is_the_great_circle() -> None:
    assert make_source(None).estimated
    assert make_source("").name == "great circle"
    named = make_source(
        "osrm:http://127.0.0.1:5000/osrm?profile=driving&limit=50&datum=GCJ-02&timeout=2&budget=5"
    )
    assert isinstance(named, HttpTable)
    assert (named.limit, named.datum, named.timeout_s, named.budget_s) == (50, Datum.GCJ02, 2, 5)
    named.close()

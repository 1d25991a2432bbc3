"""The road graph: what is driven on it and how long, against maps small enough to reckon by hand and a plain search."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning.hours import usual_factor
from dispatch.planning.travel import UNREACHABLE
from dispatch.travel.extract import BadExtract
from dispatch.travel.great_circle import GreatCircle
from dispatch.travel.road_file import NoRoadGraph, load, save
from dispatch.travel.road_rules import Side, TurnCosts
from dispatch.travel.roads import Roads
from dispatch.travel.roads_build import build_graph
from dispatch.travel.traffic import TYPICAL_HOURS
from tests.travel.maps import DEGREE_M, Point, metres, write_map

FREE = TurnCosts(sharpest_s=0, u_turn_s=0)
BLOCK_S = 100 * 3.6 / 25  # a block of 100 m in a residential street


def crossing(path: Path, ways: Mapping[str, Mapping[str, str]] | None = None, **more: object) -> Path:
    """A crossing in the middle (0), with streets of 100 m to the west (1), north (2), east (3) and south (4)."""
    ends = {10: metres(0, 0), 1: metres(0, -100), 2: metres(100, 0), 3: metres(0, 100), 4: metres(-100, 0)}
    tags = ways or {}
    return write_map(
        path,
        ends,
        [
            ((1, 10), tags.get("west", {})),
            ((2, 10), tags.get("north", {})),
            ((3, 10), tags.get("east", {})),
            ((4, 10), tags.get("south", {})),
        ],
        **more,  # type: ignore[arg-type]
    )


WEST, NORTH, EAST, SOUTH = metres(0, -50), metres(50, 0), metres(0, 50), metres(-50, 0)


def roads(path: Path, turns: TurnCosts | None = None, side: Side = Side.RIGHT) -> Roads:
    return Roads(build_graph(path, turns=turns, side=side))


def test_a_left_turn_costs_more_than_a_right_turn_and_straight_on_costs_nothing(tmp_path: Path) -> None:
    path = crossing(tmp_path / "x.osm")
    table = roads(path).seconds([WEST], [EAST, SOUTH, NORTH])[0]
    assert table[0] == pytest.approx(BLOCK_S, abs=0.6)
    assert table[0] < table[1] < table[2] < table[0] + 9
    left = roads(path, side=Side.LEFT).seconds([WEST], [EAST, SOUTH, NORTH])[0]
    assert left[1] == table[2]
    assert left[2] == table[1]


def test_a_light_costs_time(tmp_path: Path) -> None:
    without = roads(crossing(tmp_path / "a.osm")).seconds([WEST], [EAST])[0, 0]
    lights = {10: {"highway": "traffic_signals"}}
    assert roads(crossing(tmp_path / "b.osm", points=lights)).seconds([WEST], [EAST])[0, 0] == without + 5


def test_a_forbidden_turn_is_driven_round_by_the_end_of_another_street(tmp_path: Path) -> None:
    free = roads(crossing(tmp_path / "a.osm")).seconds([WEST], [NORTH])[0, 0]
    bound = roads(crossing(tmp_path / "b.osm", restrictions=[("no_left_turn", 1, 10, 2)]))
    around = bound.seconds([WEST], [NORTH])[0, 0]
    assert around > free + BLOCK_S
    assert bound.seconds([NORTH], [WEST])[0, 0] < around
    only = roads(crossing(tmp_path / "c.osm", restrictions=[("only_straight_on", 1, 10, 3)]))
    assert only.seconds([WEST], [NORTH, SOUTH])[0].min() > free + BLOCK_S
    assert only.seconds([WEST], [EAST])[0, 0] == pytest.approx(BLOCK_S, abs=0.6)


def test_a_bus_may_do_what_a_car_may_not(tmp_path: Path) -> None:
    """A restriction that names an exception for cars is none."""
    path = crossing(tmp_path / "a.osm", restrictions=[("no_left_turn", 1, 10, 2)])
    text = path.read_text().replace(
        '<tag k="restriction"', '<tag k="except" v="bus;motorcar"/><tag k="restriction"'
    )
    path.write_text(text)
    free = roads(crossing(tmp_path / "b.osm")).seconds([WEST], [NORTH])
    assert roads(path).seconds([WEST], [NORTH]) == free


def test_a_bollard_cannot_be_passed(tmp_path: Path) -> None:
    ring = {1: metres(0, 0), 2: metres(0, 200), 3: metres(300, 200), 4: metres(300, 0)}
    ways = [((1, 2), {}), ((2, 3), {}), ((3, 4), {}), ((4, 1), {})]
    a, b = metres(0, 150), metres(50, 200)
    direct = roads(write_map(tmp_path / "a.osm", ring, ways), FREE).seconds([a], [b])[0, 0]
    blocked = write_map(tmp_path / "b.osm", ring, ways, points={2: {"barrier": "bollard"}})
    assert direct == pytest.approx(BLOCK_S, abs=0.6)
    assert roads(blocked, FREE).seconds([a], [b])[0, 0] == pytest.approx(9 * BLOCK_S, abs=0.6)


def test_a_one_way_street_makes_the_table_asymmetric(tmp_path: Path) -> None:
    ring = {1: metres(0, 0), 2: metres(0, 200), 3: metres(200, 200), 4: metres(200, 0)}
    for tags, back in (
        ({"oneway": "yes"}, False),
        ({"oneway": "-1"}, True),
        ({"junction": "roundabout"}, False),
    ):
        source = roads(write_map(tmp_path / "r.osm", ring, [((1, 2, 3, 4, 1), tags)]), FREE)
        table = source.seconds([metres(0, 50), metres(0, 150)], [metres(0, 50), metres(0, 150)])
        there, again = (table[1, 0], table[0, 1]) if back else (table[0, 1], table[1, 0])
        assert there == pytest.approx(BLOCK_S, abs=0.6)
        assert again == pytest.approx(7 * BLOCK_S, abs=0.6)
        assert (np.diag(table) == 0).all()


def test_a_street_that_nobody_gets_out_of_is_not_used(tmp_path: Path) -> None:
    """A dead end that may only be entered would swallow whoever lives nearest to it."""
    path = crossing(tmp_path / "a.osm", ways={"north": {"oneway": "-1"}})
    source = roads(path)
    assert source.graph.about.counts["cut_off_directions"] == 1
    assert source.seconds([metres(100, 0)], [EAST])[0, 0] < UNREACHABLE


def test_who_lives_off_the_road_takes_longer_and_a_place_in_the_lake_is_unreachable(tmp_path: Path) -> None:
    ring = {1: metres(0, 0), 2: metres(0, 9000), 3: metres(9000, 9000), 4: metres(9000, 0)}
    source = roads(write_map(tmp_path / "a.osm", ring, [((1, 2, 3, 4, 1), {})]))
    home, yard, lake = metres(0, 500), metres(-100, 500), metres(4500, 4500)
    table = source.seconds([metres(0, 400)], [home, yard, lake])[0]
    assert table[1] - table[0] == pytest.approx(36, abs=1)
    assert table[2] == UNREACHABLE
    assert source.seconds([lake], [home])[0, 0] == UNREACHABLE
    assert source.seconds([lake], [lake])[0, 0] == 0
    assert not source.unsure([home, yard, lake]).any()


def test_who_lives_off_the_map_is_estimated_and_said_to_be(tmp_path: Path) -> None:
    source = roads(crossing(tmp_path / "a.osm"))
    far = metres(0, 30_000)
    table = source.seconds([WEST, far], [far, EAST])
    usual = GreatCircle(km_per_hour=25 * usual_factor(source.hours))
    assert (table == usual.seconds([WEST, far], [far, EAST]))[[0, 0, 1], [0, 0, 1]].all()
    assert table[0, 1] == pytest.approx(BLOCK_S, abs=0.6)
    assert source.unsure([WEST, far]).tolist() == [False, True]


def test_no_places_are_a_table_of_none(tmp_path: Path) -> None:
    source = roads(crossing(tmp_path / "a.osm"))
    assert source.seconds([], [WEST]).shape == (0, 1)
    assert source.seconds([WEST], []).shape == (1, 0)


SIZE = 4
Streets = Sequence[tuple[int, int, int]]


@st.composite
def grids(draw: st.DrawFn) -> Streets:
    """Blocks of a grid: from, to, and 0 for both ways, 1 for one way. The outer ring is open both ways."""
    found = []
    for row in range(SIZE):
        for column in range(SIZE):
            here = row * SIZE + column
            for there, inner in ((here + 1, 0 < row < SIZE - 1), (here + SIZE, 0 < column < SIZE - 1)):
                if (there == here + 1 and column == SIZE - 1) or (there == here + SIZE and row == SIZE - 1):
                    continue
                way = draw(st.sampled_from([0, 0, 1, -1])) if inner else 0
                found.append((there, here, 1) if way == -1 else (here, there, way))
    return found


def grid_map(path: Path, streets: Streets) -> tuple[Path, list[Point]]:
    """The map, and the middle of each of its streets; blocks differ in length."""
    nodes = {
        k + 1: metres(k // SIZE * 130 + k % SIZE * 7, k % SIZE * 90 + k // SIZE * 11) for k in range(SIZE**2)
    }
    ways = [((a + 1, b + 1), {"oneway": "yes" if way else "no"}) for a, b, way in streets]
    middles = [
        tuple(round((x + y) / 2, 7) for x, y in zip(nodes[a + 1], nodes[b + 1], strict=True))
        for a, b, _ in streets
    ]
    return write_map(path, nodes, ways), middles  # type: ignore[return-value]


def plain_search(streets: Streets) -> np.ndarray:
    """Seconds among the middles of the streets, by nodes, without turns: fifteen lines that know nothing of ours."""
    place = [(k // SIZE * 130 + k % SIZE * 7, k % SIZE * 90 + k // SIZE * 11) for k in range(SIZE**2)]
    links: dict[int, list[tuple[int, float]]] = {}
    for number, (a, b, way) in enumerate(streets, start=SIZE**2):
        half = np.hypot(*(np.array(place[a]) - place[b])) / 2 * 3.6 / 25
        for x, y in ((a, b),) if way else ((a, b), (b, a)):
            links.setdefault(x, []).append((number, half))
            links.setdefault(number, []).append((y, half))
    table = np.full((len(streets), len(streets)), np.inf)
    for row in range(len(streets)):
        heap, done = [(0.0, SIZE**2 + row)], set()
        while heap:
            cost, node = heapq.heappop(heap)
            if node not in done:
                done.add(node)
                if node >= SIZE**2:
                    table[row, node - SIZE**2] = cost
                for after, more in links.get(node, ()):
                    heapq.heappush(heap, (cost + more, after))
    return table


@given(streets=grids())
def test_the_table_is_what_a_plain_search_finds(
    streets: Streets, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, middles = grid_map(tmp_path_factory.mktemp("grid") / "g.osm", streets)
    source = roads(path, FREE)
    used = source.snap(middles).metres < 1  # the others lie on streets that are not for everybody
    kept = [point for point, is_used in zip(middles, used, strict=True) if is_used]
    expected = plain_search(streets)[np.ix_(used, used)]
    table = source.seconds(kept, kept)
    assert np.abs(table - expected).max() <= 1.5
    # one way or the other: fewer rows than columns are searched ahead, more are searched back
    assert (source.seconds(kept[:3], kept) == table[:3]).all()
    assert (source.seconds(kept, kept[:3]) == table[:, :3]).all()
    # nothing is won by a stop on the way
    assert (table[:, None, :] <= table[:, :, None] + table[None, :, :] + 3).all()


@given(streets=grids(), turning=st.booleans())
def test_ahead_and_back_find_the_same_with_turns(
    streets: Streets, turning: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, middles = grid_map(tmp_path_factory.mktemp("grid") / "g.osm", streets)
    source = roads(path, None if turning else FREE)
    whole = source.seconds(middles, middles)
    single = [source.seconds([a], [b])[0, 0] for a, b in pairwise(middles)]
    assert single == [whole[k, k + 1] for k in range(len(middles) - 1)]
    assert (source.seconds(middles, middles[:2]) == whole[:, :2]).all()


def test_a_graph_is_the_same_after_a_night_in_its_file(tmp_path: Path) -> None:
    graph = build_graph(crossing(tmp_path / "town.osm.pbf"))
    save(graph, tmp_path / "town.npz")
    again = load(tmp_path / "town.npz")
    assert again.about == graph.about
    assert again.about.source == "town.osm.pbf"
    assert again.about.datum == "WGS-84"
    assert again.hours == TYPICAL_HOURS
    assert Roads(again).seconds([WEST], [NORTH]) == Roads(graph).seconds([WEST], [NORTH])
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_file_that_is_no_graph_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    other, broken, old = tmp_path / "other.npz", tmp_path / "broken.npz", tmp_path / "old.npz"
    np.savez(other, x=np.zeros(3))
    graph = build_graph(crossing(tmp_path / "town.osm"))
    save(graph, broken)
    broken.write_bytes(broken.read_bytes()[:-200])
    save(replace(graph, about=replace(graph.about, version=0)), old)
    wild = tmp_path / "wild.npz"
    save(replace(graph, arc_to=graph.arc_to + np.int32(1000)), wild)
    for path in (other, broken, old, wild, tmp_path / "missing.npz"):
        with pytest.raises(NoRoadGraph, match="sanxian roads build"):
            load(path)


def test_what_is_no_extract_of_roads_is_refused_with_its_reason(tmp_path: Path) -> None:
    text, empty, rivers = tmp_path / "a.osm.pbf", tmp_path / "b.osm", tmp_path / "c.osm"
    text.write_text("not a map")
    write_map(empty, {}, [])
    write_map(rivers, {1: metres(0, 0), 2: metres(0, 9)}, [((1, 2), {"highway": "footway"})])
    with pytest.raises(BadExtract, match="not a readable"):
        build_graph(text)
    with pytest.raises(BadExtract, match="no such file"):
        build_graph(tmp_path / "missing.osm.pbf")
    for path in (empty, rivers):
        with pytest.raises(BadExtract, match="no roads"):
            build_graph(path)
    single = write_map(tmp_path / "d.osm", {1: metres(0, 0), 2: metres(0, 9)}, [((1, 2), {"oneway": "yes"})])
    with pytest.raises(BadExtract, match="lead nowhere"):
        build_graph(single)
    lost = write_map(tmp_path / "e.osm", {}, [((1, 2), {})])
    with pytest.raises(BadExtract, match="have no place"):
        build_graph(lost)


def test_a_degree_on_these_maps_is_what_the_great_circle_says() -> None:
    assert GreatCircle(factor=1).metres([(0.1, 0.1)], [(1.1, 0.1)])[0, 0] == pytest.approx(DEGREE_M, abs=1)

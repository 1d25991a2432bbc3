"""The simulated city is whole, believable and the same for the same seed."""

from itertools import pairwise

import pytest

from dispatch.simulation.city import City, build_city
from dispatch.simulation.geometry import Point, along, from_place, length_of
from dispatch.simulation.streets import StreetClass


@pytest.fixture(scope="module")
def city() -> City:
    return build_city(1)


def test_the_same_seed_builds_the_same_city(city: City) -> None:
    assert build_city(1) == city
    assert build_city(2).estates != city.estates


def test_forty_technicians_have_their_own_badges_and_names(city: City) -> None:
    assert len(city.technicians) == 40
    assert len({person.badge for person in city.technicians}) == 40
    assert len({person.name for person in city.technicians}) == 40
    assert city.technicians[0].badge == "RT-4417"


def test_two_areas_are_premium_and_one_says_why_it_has_no_service(city: City) -> None:
    assert [area.tier for area in city.areas].count("premium") == 2
    assert [area.reason for area in city.areas if not area.serviceable] == ["no_fibre"]


def test_every_crossing_can_be_reached_from_every_other(city: City) -> None:
    edges = city.streets.edges
    seen, queue = set(), [next(iter(edges))]
    while queue:
        node = queue.pop()
        if node not in seen:
            seen.add(node)
            queue += edges[node]
    assert seen == set(edges)


def test_a_drive_follows_the_streets_and_crosses_the_river_on_a_bridge(city: City) -> None:
    streets = city.streets
    line = streets.route(Point(-2.6, 2), Point(-2.6, -3))
    nodes = {point: node for node, point in streets.points.items()}
    assert all(nodes[b] in streets.edges[nodes[a]] for a, b in pairwise(line[1:-1]))
    crossed = [(nodes[a], nodes[b]) for a, b in pairwise(line[1:-1]) if nodes[a][0] >= 0 > nodes[b][0]]
    assert len(crossed) == 1
    trunks = {node for s in streets.streets if s.kind is StreetClass.TRUNK for node in s.nodes}
    assert set(crossed[0]) <= trunks


def test_the_map_lies_in_wgs84_degrees(city: City) -> None:
    drawn = city.map()
    for street in drawn["streets"]:
        for lat, lon in street["points"]:
            assert 28.1 < lat < 28.3
            assert 112.8 < lon < 113.1
    assert {street["class"] for street in drawn["streets"]} == {"trunk", "street", "lane"}
    assert len(drawn["parks"]) == 5


def test_a_place_leads_back_to_its_point() -> None:
    point = Point(3.21, -1.07)
    assert from_place(*point.place()).to(point) < 0.002


def test_a_point_along_a_line_lies_on_it() -> None:
    line = (Point(0, 0), Point(3, 0), Point(3, 4))
    assert length_of(line) == 7
    assert along(line, 5) == Point(3, 2)
    assert along(line, 9) == Point(3, 4)

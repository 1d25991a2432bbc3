"""Travel times without a map."""

import pytest

from dispatch.planning.problem import ProblemError
from dispatch.travel.great_circle import GreatCircle, Point


def test_a_degree_on_the_equator_is_111_km() -> None:
    metres = GreatCircle(factor=1).metres([(0, 0)], [(0, 1), (1, 0), (0, 0), (0, 180)])
    assert metres[0] == pytest.approx([111_195, 111_195, 0, 20_015_115], abs=1)


def test_roads_are_longer_than_the_straight_line_and_take_their_time() -> None:
    seconds = GreatCircle(factor=1.4, km_per_hour=25).seconds([(0, 0)], [(0, 1)])
    assert seconds[0, 0] == pytest.approx(111_195 * 1.4 / 25 * 3.6, abs=1)


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (float("nan"), 0)])
def test_places_outside_the_globe_are_refused(point: Point) -> None:
    with pytest.raises(ProblemError, match="latitude"):
        GreatCircle().seconds([point], [point])


def test_every_place_is_said_to_be_estimated() -> None:
    places = [(30.66, 104.06), (30.66, 104.16), (30.66, 104.06)]
    assert GreatCircle().travel(places).estimated == 2
    assert GreatCircle().unsure(places).all()

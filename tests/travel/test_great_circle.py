"""Travel times without a map, and the cache before any source."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from dispatch.planning.problem import ProblemError
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle, Point

PLACES = [(30.66, 104.06), (30.66, 104.16), (30.76, 104.06), (31.0, 104.5)]


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


class _Counting:
    def __init__(self) -> None:
        self.asked = 0

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.int32]:
        self.asked += len(origins) * len(targets)
        return GreatCircle().seconds(origins, targets)


def test_the_cache_says_the_same_as_its_source_and_asks_only_for_what_is_new() -> None:
    source = _Counting()
    cache = TravelCache(source)
    cache.travel(PLACES[:3])
    assert source.asked == 9
    both = cache.travel([PLACES[3], PLACES[0], PLACES[0]])
    assert source.asked == 16
    assert (both.table("") == GreatCircle().travel([PLACES[3], PLACES[0], PLACES[0]]).table("")).all()
    cache.travel(PLACES)
    assert source.asked == 16


def test_a_cache_that_grows_too_large_starts_over() -> None:
    source = _Counting()
    cache = TravelCache(source, largest=3)
    cache.travel(PLACES[:3])
    assert cache.travel(PLACES[2:]).size == 2
    assert source.asked == 9 + 4

"""The cache before any source: the same answers, asked for once, by many threads, and with a source that fails."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dispatch.planning.hours import FLAT, Hours
from dispatch.planning.travel import UNREACHABLE
from dispatch.travel.cache import BATCH, TravelCache
from dispatch.travel.dialects import NoTable
from dispatch.travel.great_circle import GreatCircle, Point

PLACES: list[Point] = [(30.66, 104.06), (30.66, 104.16), (30.76, 104.06), (31.0, 104.5)]
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Counting:
    """Asymmetric times, and how many were asked for. Fails from the given question on."""

    remote: bool = False
    fails_from: int = 1 << 30
    hours: Hours = FLAT
    name: str = "counting"
    estimated: bool = False
    asked: int = 0
    questions: int = 0
    lock: Lock = field(default_factory=Lock)

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.int32]:
        with self.lock:
            self.questions += 1
            if self.questions >= self.fails_from:
                raise NoTable("away")
            self.asked += len(origins) * len(targets)
        return true_times(origins, targets)

    def unsure(self, points: Sequence[Point]) -> NDArray[np.bool_]:
        return np.array([lon > 104.4 for _, lon in points], dtype=np.bool_)


def true_times(origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.int32]:
    return np.array(
        [[0 if a == b else round(a[0] * 1000 + b[1] * 7 + a[1]) for b in targets] for a in origins],
        dtype=np.int32,
    ).reshape(len(origins), len(targets))


@dataclass
class Watch:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_cache_says_the_same_as_its_source_and_asks_only_for_what_is_new() -> None:
    source = Counting()
    cache = TravelCache(source)
    cache.travel(PLACES[:3])
    assert source.asked == 9
    again = [PLACES[3], PLACES[0], PLACES[0]]
    both = cache.travel(again)
    assert source.asked == 16
    assert (both.table("") == true_times(again, again)).all()
    cache.travel(PLACES)
    assert source.asked == 16


def test_places_without_road_times_are_counted() -> None:
    cache = TravelCache(Counting())
    assert cache.travel(PLACES[:3]).estimated == 0
    assert cache.travel(PLACES).estimated == 1
    assert TravelCache(GreatCircle()).travel(PLACES).estimated == 4


def test_a_full_cache_lets_go_of_what_was_not_used_for_longest() -> None:
    source = Counting()
    cache = TravelCache(source, largest=4)
    cache.travel(PLACES)
    cache.travel(PLACES[:1])
    new = (30.5, 104.1)
    assert (cache.travel([new, PLACES[0]]).table("") == true_times([new, PLACES[0]], [new, PLACES[0]])).all()
    asked = source.asked
    cache.travel([PLACES[0], new])
    assert source.asked == asked
    cache.travel([PLACES[1]])
    assert source.asked > asked


@given(
    questions=st.lists(
        st.lists(
            st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda p: (float(p[0]), float(p[1]))),
            max_size=8,
        ),
        max_size=12,
    ),
    largest=st.integers(1, 12),
)
def test_whatever_is_asked_in_whatever_order_is_answered_right(
    questions: list[list[Point]], largest: int
) -> None:
    cache = TravelCache(Counting(), largest=largest)
    for points in questions:
        assert (cache.travel(points).table("") == true_times(points, points)).all()


def test_many_threads_get_the_same_answers_as_one() -> None:
    cache = TravelCache(Counting(), largest=30)
    grid = [(30 + k / 100, 104 + k % 7 / 100) for k in range(60)]

    def ask(k: int) -> bool:
        points = [grid[(k * 7 + j * 11) % 60] for j in range(10)]
        return bool((cache.travel(points).table("") == true_times(points, points)).all())

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(200)))


def test_a_server_that_fails_is_left_alone_for_a_while_and_what_it_said_stays() -> None:
    watch = Watch()
    source = Counting(remote=True)
    cache = TravelCache(source, monotonic=watch, rests_s=60)
    assert cache.travel(PLACES[:2]).estimated == 0
    source.fails_from = 0
    table = cache.travel(PLACES)
    assert table.estimated == 2
    assert (table.table("")[:2, :2] == true_times(PLACES[:2], PLACES[:2])).all()
    assert (table.table("")[2:] == GreatCircle().seconds(PLACES[2:], PLACES)).all()
    questions = source.questions
    cache.travel(PLACES)
    assert source.questions == questions
    watch.now = 61
    source.fails_from = 1 << 30
    assert (cache.travel(PLACES).table("") == true_times(PLACES, PLACES)).all()


def test_what_a_slow_server_answered_in_time_is_kept_for_the_next_plan() -> None:
    watch = Watch()

    class Slow(Counting):
        def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.int32]:
            watch.now += 5
            return super().seconds(origins, targets)

    many = [(30 + k / 1000, 104.0) for k in range(3 * BATCH)]
    cache = TravelCache(Slow(remote=True), monotonic=watch, patience_s=12)
    left = [cache.travel(many).estimated for _ in range(3)]
    assert left == [BATCH, 0, 0]


def test_one_way_is_asked_for_once_and_does_not_make_the_table_larger() -> None:
    source = Counting()
    cache = TravelCache(source)
    first = cache.leg(PLACES[0], PLACES[1])
    assert first == cache.leg(PLACES[0], PLACES[1])
    assert first.seconds == true_times(PLACES[:1], PLACES[1:2])[0, 0]
    assert source.asked == 1
    assert cache.leg(PLACES[0], PLACES[3]).estimated


def test_an_eta_takes_the_traffic_of_its_hour_and_is_there_when_the_server_is_not() -> None:
    rush: Hours = tuple(2.0 if hour % 24 == 8 else 1.0 for hour in range(168))
    cache = TravelCache(Counting(hours=rush, remote=True))
    eight, nine = datetime(2026, 3, 2, 0, 30, tzinfo=UTC), datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    slow, free = (cache.eta_s(PLACES[0], PLACES[1], at, ZONE) for at in (eight, nine))
    assert slow == 2 * free
    broken = TravelCache(Counting(remote=True, fails_from=0, hours=rush))
    assert (
        broken.eta_s(PLACES[0], PLACES[1], eight, ZONE)
        == GreatCircle().seconds(PLACES[:1], PLACES[1:2])[0, 0]
    )


def test_who_stands_where_no_road_leads_from_still_has_an_eta() -> None:
    class Island(Counting):
        def seconds(self, origins: Sequence[Point], targets: Sequence[Point]) -> NDArray[np.int32]:
            return np.full((len(origins), len(targets)), UNREACHABLE, dtype=np.int32)

    cache = TravelCache(Island())
    assert cache.leg(PLACES[0], PLACES[1]).seconds is None
    assert 0 < cache.eta_s(PLACES[0], PLACES[1], datetime(2026, 3, 2, tzinfo=UTC), ZONE) < UNREACHABLE

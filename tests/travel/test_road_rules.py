"""Speeds, access, directions and turns by their tags."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.travel.road_rules import (
    Side,
    TurnCosts,
    blocks,
    directions,
    limit_km_h,
    may_drive,
    point_cost_s,
    speed_km_h,
)


@pytest.mark.parametrize(
    ("text", "km_h"),
    [
        ("50", 50),
        ("30 mph", 48.28),
        ("30mph", 48.28),
        ("60 km/h", 60),
        ("CN:urban", 50),
        ("walk", 7),
        ("40;60", 40),
        ("none", None),
        ("signals", None),
        ("", None),
        ("-5", None),
        ("0", None),
        ("9999", None),
        ("20 knots", 37.04),
        ("nan", None),
        ("inf", None),
        ("mph", None),
    ],
)
def test_a_limit_is_read_where_it_makes_sense(text: str, km_h: float | None) -> None:
    assert limit_km_h(text) == (None if km_h is None else pytest.approx(km_h, abs=0.01))


@given(text=st.text(max_size=12) | st.from_regex(r"[0-9.]{1,5} ?(mph|km/h|knots)?;?", fullmatch=True))
def test_whatever_stands_on_the_sign_is_a_speed_or_nothing(text: str) -> None:
    km_h = limit_km_h(text)
    assert km_h is None or 0 < km_h < 300


def test_a_limit_is_driven_at_four_fifths_and_never_far_above_the_class() -> None:
    assert speed_km_h({"highway": "primary", "maxspeed": "40"}) == pytest.approx(32)
    assert speed_km_h({"highway": "residential", "maxspeed": "100"}) == pytest.approx(32.5)
    assert speed_km_h({"highway": "service", "maxspeed": "1"}) == pytest.approx(5)
    assert speed_km_h({"highway": "residential"}) == pytest.approx(25)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "construction"},
        {"highway": "service", "access": "private"},
        {"highway": "primary", "motor_vehicle": "no"},
        {"highway": "pedestrian", "area": "yes"},
        {},
    ],
)
def test_what_is_not_for_cars_is_no_road(tags: dict[str, str]) -> None:
    assert speed_km_h(tags) is None


def test_the_most_special_access_decides() -> None:
    assert may_drive({"access": "no", "motorcar": "yes"})
    assert not may_drive({"access": "yes", "motor_vehicle": "private"})
    assert may_drive({"access": "destination"})


@pytest.mark.parametrize(
    ("tags", "ways"),
    [
        ({"highway": "primary"}, (True, True)),
        ({"highway": "primary", "oneway": "yes"}, (True, False)),
        ({"highway": "primary", "oneway": "-1"}, (False, True)),
        ({"highway": "primary", "junction": "roundabout"}, (True, False)),
        ({"highway": "motorway"}, (True, False)),
        ({"highway": "motorway", "oneway": "no"}, (True, True)),
        ({"highway": "primary", "oneway": "reversible"}, (False, False)),
        ({"highway": "primary", "oneway": "yes", "oneway:motor_vehicle": "no"}, (True, True)),
    ],
)
def test_directions(tags: dict[str, str], ways: tuple[bool, bool]) -> None:
    assert directions(tags) == ways


def test_a_bollard_stops_a_car_and_a_gate_does_not_unless_it_is_private() -> None:
    assert blocks({"barrier": "bollard"})
    assert not blocks({"barrier": "gate"})
    assert blocks({"barrier": "gate", "access": "private"})
    assert not blocks({"barrier": "bollard", "motor_vehicle": "yes"})
    assert not blocks({"highway": "traffic_signals"})


def test_lights_cost_more_than_a_crossing_without() -> None:
    lights, crossing = point_cost_s({"highway": "traffic_signals"}), point_cost_s({"highway": "crossing"})
    assert lights > point_cost_s({"highway": "crossing", "crossing": "traffic_signals"}) > crossing > 0
    assert point_cost_s({"highway": "street_lamp"}) == 0


def test_straight_on_is_nearly_free_and_across_the_oncoming_traffic_is_dearest() -> None:
    straight, right, left = TurnCosts().seconds(np.array([0.0, 90.0, -90.0]), Side.RIGHT)
    assert straight < 0.1
    assert straight < right < left < TurnCosts().sharpest_s
    there = TurnCosts().seconds(np.array([0.0, 90.0, -90.0]), Side.LEFT)
    assert there[1] == pytest.approx(left)
    assert there[2] == pytest.approx(right)

"""How fast which road is driven, who may use it, and what a turn costs: the figures behind the road graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

SPEEDS_KM_H: Final[Mapping[str, float]] = {
    "motorway": 90,
    "motorway_link": 60,
    "trunk": 70,
    "trunk_link": 45,
    "primary": 55,
    "primary_link": 40,
    "secondary": 50,
    "secondary_link": 38,
    "tertiary": 40,
    "tertiary_link": 30,
    "unclassified": 30,
    "residential": 25,
    "living_street": 10,
    "service": 15,
    "road": 25,
}
"""Free flow by class in a city, where no limit is mapped; every other `highway` is not for cars."""

FAST: Final = frozenset({"motorway", "motorway_link", "trunk", "trunk_link"})
"""Nobody turns round there."""
SLOW_SERVICE: Final[Mapping[str, float]] = {
    "parking_aisle": 8,
    "driveway": 10,
    "alley": 12,
    "drive-through": 8,
}

OF_LIMIT: Final = 0.8
"""What is driven of a mapped speed limit, bends, crossings and slow drivers counted in (as OSRM has it)."""
ABOVE_CLASS: Final = 1.3
"""A high limit on a small road does not make it fast."""
SLOWEST_KM_H: Final = 5.0
KM_IN_MILE: Final = 1.609344
KM_IN_KNOT: Final = 1.852
_WORDS_KM_H: Final[Mapping[str, float]] = {
    "walk": 7,
    "living_street": 10,
    "urban": 50,
    "rural": 80,
    "motorway": 120,
}

ACCESS_KEYS: Final = ("motorcar", "motor_vehicle", "vehicle", "access")
"""The most special first: it decides."""
CLOSED: Final = frozenset(
    {"no", "private", "agricultural", "forestry", "emergency", "military", "official", "permit"}
)
OPEN_BARRIERS: Final = frozenset(
    {
        "border_control",
        "bump_gate",
        "cattle_grid",
        "entrance",
        "gate",
        "height_restrictor",
        "kerb",
        "lift_gate",
        "no",
        "sally_port",
        "swing_gate",
        "toll_booth",
    }
)
"""The others (bollards, blocks, chains) stop a car, unless their own access says that it may pass."""

POINT_COSTS_S: Final[Mapping[str, float]] = {
    "traffic_signals": 5,
    "stop": 3,
    "crossing": 1,
    "mini_roundabout": 2,
}
SIGNAL_CROSSING_S: Final = 2.0
"""What stands on the road costs this much on average, red and green together."""


class Side(StrEnum):
    """On which side one drives: crossing the oncoming traffic is the dear turn."""

    RIGHT = "right"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCosts:
    """Seconds by angle as a sigmoid, the form and constants of OSRM's car profile: nearly nothing straight on."""

    sharpest_s: float = 7.5
    bias: float = 1.075  # how much dearer the turn across the oncoming traffic is
    u_turn_s: float = 20.0

    def seconds(self, angle: NDArray[np.float64], side: Side) -> NDArray[np.float64]:
        """What turns cost by angle in degrees, clockwise positive: right turns are above 0."""
        near = angle if side is Side.RIGHT else -angle
        bias = np.where(near >= 0, self.bias, 1 / self.bias)
        turned = np.abs(angle) / 180
        found: NDArray[np.float64] = self.sharpest_s / (1 + np.exp(-(13 / bias * turned - 6.5 * bias)))
        return found


def may_drive(tags: Mapping[str, str]) -> bool:
    """Whether a car may use it: the most special of the access tags decides, none means yes."""
    for key in ACCESS_KEYS:
        value = tags.get(key)
        if value is not None:
            return value not in CLOSED
    return True


def blocks(tags: Mapping[str, str]) -> bool:
    """Whether a point on the road stops a car."""
    barrier = tags.get("barrier")
    named = any(key in tags for key in ACCESS_KEYS)
    if named:
        return not may_drive(tags)
    return barrier is not None and barrier not in OPEN_BARRIERS


def speed_km_h(tags: Mapping[str, str]) -> float | None:
    """How fast a road is driven in free flow; None: it is no road for cars."""
    kind = tags.get("highway", "")
    standard = SPEEDS_KM_H.get(kind)
    if standard is None or tags.get("area") == "yes" or not may_drive(tags):
        return None
    if kind == "service":
        standard = SLOW_SERVICE.get(tags.get("service", ""), standard)
    limit = limit_km_h(tags.get("maxspeed", ""))
    if limit is None:
        return standard
    return max(SLOWEST_KM_H, min(OF_LIMIT * limit, ABOVE_CLASS * standard))


def limit_km_h(text: str) -> float | None:
    """A mapped speed limit: "50", "30 mph", "CN:urban", "walk"; None where it says nothing usable ("signals", "none")."""
    word = text.split(";", 1)[0].strip().lower()
    number, _, unit = word.partition(" ")
    if number and not number[-1].isdigit():
        digits = number.rstrip("abcdefghijklmnopqrstuvwxyz/")
        number, unit = digits, number[len(digits) :] + unit
    try:
        value = float(number)
    except ValueError:
        return _WORDS_KM_H.get(word.rpartition(":")[2])
    scale = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": KM_IN_MILE, "knots": KM_IN_KNOT}.get(
        unit.strip()
    )
    if scale is None or not 0 < value * scale < 300:  # noqa: PLR2004  # faster is a slip of the finger
        return None
    return value * scale


def directions(tags: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether one may drive it as drawn, and against that."""
    oneway = next((tags[key] for key in ("oneway:motor_vehicle", "oneway") if key in tags), None)
    if oneway in ("yes", "true", "1"):
        return True, False
    if oneway in ("-1", "reverse"):
        return False, True
    if oneway in ("reversible", "alternating"):
        return False, False  # which way is open when, is not mapped
    if oneway == "no":
        return True, True
    implied = tags.get("junction") in ("roundabout", "circular") or tags.get("highway") in (
        "motorway",
        "motorway_link",
    )
    return True, not implied


def point_cost_s(tags: Mapping[str, str]) -> float:
    """What passing a point costs: lights, stop signs, crossings."""
    kind = tags.get("highway", "")
    if kind == "crossing" and "traffic_signals" in (tags.get("crossing"), tags.get("crossing:signals")):
        return SIGNAL_CROSSING_S
    return POINT_COSTS_S.get(kind, 0.0)

"""What done work teaches: how long visits and roads really take, with the error of each estimate.

Everything is a ratio, actual / expected, on the logarithmic scale, where a visit of half the time and one of twice the
time are equally far off. A ratio is split into effects: the kind's, the area's for that kind, the technician's; for
roads one of the district and one of the part of the day.

Each effect is a median (one forgotten tap in ten moves it little), drawn towards "no effect" by as much as it is
unsure. With median c of n visits whose logarithms spread by s, the median's error is e = 1.2533 · s / √n (√(π/2), the
large-sample error of a normal median), and when effects of this sort differ by t among each other,

    estimate = c · t² / (t² + e²)        error = √(t² e² / (t² + e²))

the mean and deviation of the normal posterior. For areas, technicians and parts of the day t² is itself estimated
from the groups, by moments: the mean of c² − e² (not below nothing), with a few imagined groups of the usual size so
that a handful of groups cannot claim that all areas are alike. That is parametric empirical Bayes (C. N. Morris, "Parametric Empirical Bayes
Inference: Theory and Applications", JASA 78, 1983). For kinds, and for the roads as a whole, t is given: there are
too few of them to estimate it. The spread s is 1.4826 times the median absolute deviation, likewise drawn towards the
usual spread. The effects are fitted in turn, each to what the others leave, until nothing moves.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp, expm1, inf, isinf, log, pi, sqrt
from statistics import NormalDist, median
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from dispatch.planning.hours import HOURS_OF_WEEK, LEAST, MOST, Hours

K = TypeVar("K", bound=Hashable)

MEDIAN_ERROR: Final = sqrt(pi / 2)
MAD_TO_SD: Final = 1.4826
KINDS_DIFFER: Final = 0.4
"""Before anything is known, a default is believed to be right to within a factor of e^0.4, two times in three."""
ROADS_DIFFER: Final = 0.3
GROUPS_DIFFER: Final = 0.1
IMAGINED_GROUPS: Final = 4
USUAL_SPREAD: Final = 0.35
IMAGINED_VISITS: Final = 10
"""So many visits' worth of belief in the usual spread."""
ROUNDS: Final = 20
STILL: Final = 1e-4
SHORTEST, LONGEST = timedelta(minutes=2), timedelta(hours=8)
"""What took less was tapped afterwards, what took more was not closed: neither is a measurement."""
LEAST_ROAD: Final = timedelta(minutes=2)
"""On a shorter road, parking and the stairs are most of it."""


class PartOfDay(StrEnum):
    """In which people drive alike; hours on the district's clock."""

    NIGHT = "night"
    MORNING = "morning"  # from 7
    FORENOON = "forenoon"  # from 9
    NOON = "noon"  # from 12
    AFTERNOON = "afternoon"  # from 14
    EVENING = "evening"  # 17 to 20


_FROM: Final = (
    (7, PartOfDay.MORNING),
    (9, PartOfDay.FORENOON),
    (12, PartOfDay.NOON),
    (14, PartOfDay.AFTERNOON),
    (17, PartOfDay.EVENING),
    (20, PartOfDay.NIGHT),
)


def part_of(hour: int) -> PartOfDay:
    return next((part for begins, part in reversed(_FROM) if hour >= begins), PartOfDay.NIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneVisit:
    """From the door to the door."""

    kind: str
    area_id: str
    technician_id: str
    took: timedelta
    expected: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRoad:
    """From one customer's to the next one's."""

    hour: int  # of the local day
    took: timedelta
    expected: timedelta


@dataclass(frozen=True, slots=True)
class Estimate:
    """`effect` is a logarithm, and `error` its standard error; `count` is what it was learned from."""

    effect: float = 0.0
    error: float = inf
    count: int = 0

    @property
    def factor(self) -> float:
        return exp(self.effect)


UNKNOWN: Final = Estimate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a district's done work says; where it says nothing, the defaults stand."""

    kinds: Mapping[str, Estimate] = field(default_factory=dict)
    areas: Mapping[tuple[str, str], Estimate] = field(default_factory=dict)
    technicians: Mapping[str, Estimate] = field(default_factory=dict)
    spreads: Mapping[str, float] = field(default_factory=dict)
    """By kind: the standard deviation of one visit's logarithm around its estimate."""
    road: Estimate = UNKNOWN
    parts: Mapping[PartOfDay, Estimate] = field(default_factory=dict)
    road_spread: float = USUAL_SPREAD

    def duration(
        self,
        default: timedelta,
        kind: str,
        area_id: str,
        technician_id: str | None = None,
        *,
        percentile: int = 50,
    ) -> timedelta:
        """So long a visit takes in so many cases of a hundred; 50 is the median, and the default's meaning, too."""
        effects = self._effects(kind, area_id, technician_id)
        log_ratio = sum(one.effect for one in effects)
        if percentile != 50 and self.spreads.get(kind) is not None:  # noqa: PLR2004 - the median
            unsure = sqrt(self.spreads[kind] ** 2 + sum(one.error**2 for one in effects))
            log_ratio += NormalDist().inv_cdf(min(99, max(1, percentile)) / 100) * unsure
        return default * exp(log_ratio)

    def duration_sd(
        self, default: timedelta, kind: str, area_id: str, technician_id: str | None = None
    ) -> timedelta | None:
        """The standard deviation of one such visit; None where nothing was learned."""
        if kind not in self.spreads:
            return None
        middle = self.duration(default, kind, area_id, technician_id)
        errors = sum(one.error**2 for one in self._effects(kind, area_id, technician_id))
        return middle * deviation(sqrt(self.spreads[kind] ** 2 + errors))

    def road_factor(self, at: datetime, zone: ZoneInfo) -> float:
        """By how much a road takes longer than expected for somebody who sets off then."""
        return exp(self._road_effect(part_of(at.astimezone(zone).hour)))

    @property
    def hours(self) -> Hours:
        """The same as factors by hour of the week, as the planner slows its shifts by."""
        return tuple(
            min(MOST, max(LEAST, exp(self._road_effect(part_of(hour % 24))))) for hour in range(HOURS_OF_WEEK)
        )

    def _effects(self, kind: str, area_id: str, technician_id: str | None) -> list[Estimate]:
        found = (
            self.kinds.get(kind),
            self.areas.get((kind, area_id)),
            None if technician_id is None else self.technicians.get(technician_id),
        )
        return [one for one in found if one is not None]

    def _road_effect(self, part: PartOfDay) -> float:
        return self.road.effect + self.parts.get(part, UNKNOWN).effect


NOTHING_LEARNED: Final = Learned()


def deviation(spread: float) -> float:
    """The standard deviation of a lognormal value, as a share of its median."""
    return exp(spread**2 / 2) * sqrt(expm1(spread**2))


def shrunk(centre: float, error: float, differ: float) -> tuple[float, float]:
    """The estimate and its error, when effects of this sort differ by `differ` around nothing."""
    if differ == 0:
        return 0.0, 0.0
    if isinf(error):
        return 0.0, differ
    kept = differ**2 / (differ**2 + error**2)
    return kept * centre, sqrt(kept) * error


def learn(visits: Iterable[DoneVisit], roads: Iterable[DoneRoad]) -> Learned:
    """Estimate everything anew from what was done."""
    usable = [one for one in visits if SHORTEST <= one.took <= LONGEST and one.expected > timedelta(0)]
    ratios = [log(one.took / one.expected) for one in usable]
    sorts = (
        [one.kind for one in usable],
        [(one.kind, one.area_id) for one in usable],
        [one.technician_id for one in usable],
    )
    (kinds, areas, technicians), left = _fit(ratios, sorts, KINDS_DIFFER)
    by_kind = _grouped(sorts[0], left)
    driven = [
        one for one in roads if LEAST_ROAD <= one.expected <= LONGEST and timedelta(0) < one.took <= LONGEST
    ]
    whole, parts, rest = _fit_roads(driven)
    return Learned(
        kinds=kinds,
        areas=areas,
        technicians=technicians,
        spreads={kind: spread_of(rows) for kind, rows in by_kind.items()},
        road=whole,
        parts=parts,
        road_spread=spread_of(rest),
    )


def spread_of(residuals: Sequence[float]) -> float:
    """Robust, and drawn towards the usual spread where there are few."""
    if not residuals:
        return USUAL_SPREAD
    middle = median(residuals)
    own = MAD_TO_SD * median(abs(one - middle) for one in residuals)
    count = len(residuals)
    return sqrt((IMAGINED_VISITS * USUAL_SPREAD**2 + count * own**2) / (IMAGINED_VISITS + count))


def effects_of(groups: Mapping[K, Sequence[float]], spread: float, differ: float | None) -> dict[K, Estimate]:
    """The effect of each group; by how much groups differ is given, or estimated from them."""
    centres = {key: median(rows) for key, rows in groups.items()}
    errors = {key: MEDIAN_ERROR * spread / sqrt(len(rows)) for key, rows in groups.items()}
    if differ is None:
        moments = max(0.0, sum(centres[key] ** 2 - errors[key] ** 2 for key in groups))
        differ = sqrt((IMAGINED_GROUPS * GROUPS_DIFFER**2 + moments) / (IMAGINED_GROUPS + len(groups)))
    return {
        key: Estimate(*shrunk(centres[key], errors[key], differ), len(rows)) for key, rows in groups.items()
    }


def _fit(
    ratios: Sequence[float],
    sorts: tuple[Sequence[str], Sequence[tuple[str, str]], Sequence[str]],
    first_differ: float,
) -> tuple[tuple[dict[str, Estimate], dict[tuple[str, str], Estimate], dict[str, Estimate]], list[float]]:
    """Kinds, areas and technicians in turn, each from what the two others leave; and what all three leave."""
    kinds: dict[str, Estimate] = {}
    areas: dict[tuple[str, str], Estimate] = {}
    technicians: dict[str, Estimate] = {}
    rows = list(zip(ratios, *sorts, strict=True))

    def rest(*, but: str) -> list[float]:
        return [
            ratio
            - (0.0 if but == "kind" else kinds.get(kind, UNKNOWN).effect)
            - (0.0 if but == "area" else areas.get(area, UNKNOWN).effect)
            - (0.0 if but == "technician" else technicians.get(technician, UNKNOWN).effect)
            for ratio, kind, area, technician in rows
        ]

    for _ in range(ROUNDS):
        before = {**kinds, **technicians}
        of_kind = rest(but="kind")
        grouped = _grouped(sorts[0], of_kind)
        spread = (
            spread_of(rest(but="")) if kinds else max(map(spread_of, grouped.values()), default=USUAL_SPREAD)
        )
        kinds = effects_of(grouped, spread, first_differ)
        areas = effects_of(_grouped(sorts[1], rest(but="area")), spread, None)
        technicians = effects_of(_grouped(sorts[2], rest(but="technician")), spread, None)
        after = {**kinds, **technicians}
        if all(abs(one.effect - before.get(key, UNKNOWN).effect) < STILL for key, one in after.items()):
            break
    return (kinds, areas, technicians), rest(but="")


def _fit_roads(
    driven: Sequence[DoneRoad],
) -> tuple[Estimate, dict[PartOfDay, Estimate], list[float]]:
    """The district's roads as a whole, then each part of the day from what that leaves."""
    if not driven:
        return UNKNOWN, {}, []
    ratios = [log(one.took / one.expected) for one in driven]
    whole = effects_of({"": ratios}, spread_of(ratios), ROADS_DIFFER)[""]
    left = [ratio - whole.effect for ratio in ratios]
    parts = effects_of(_grouped([part_of(one.hour) for one in driven], left), spread_of(left), None)
    rest = [one - parts[part_of(road.hour)].effect for one, road in zip(left, driven, strict=True)]
    return whole, parts, rest


def _grouped(keys: Sequence[K], values: Sequence[float]) -> dict[K, list[float]]:
    groups: defaultdict[K, list[float]] = defaultdict(list)
    for key, value in zip(keys, values, strict=True):
        groups[key].append(value)
    return dict(groups)

"""When many faults are one: what an incident covers, which visits it makes futile, and which reports look like one fault."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dispatch.orders.line import is_below, prefixes

WITHIN: Final = timedelta(minutes=40)
"""Reports of one fault come close together: whoever is cut off notices within minutes, and calls within the hour."""
LOOK_BACK: Final = timedelta(hours=3)
"""What was reported earlier than this has been thought about by now."""
AT_A_PORT: Final = 3
"""So many reports below one port or splitter are no chance: a splitter serves a few dozen homes."""
IN_AN_AREA: Final = 5
"""So many in one area, which has thousands of homes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an incident covers by itself; orders picked by hand come beside it."""

    areas: frozenset[str] = frozenset()
    line_prefix: str | None = None

    def covers(self, *, area_id: str, line_id: str | None) -> bool:
        """A line that is known decides by its port, where the incident has one; else the area does."""
        if self.line_prefix is not None and line_id is not None:
            return is_below(line_id, self.line_prefix)
        return area_id in self.areas


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A fault as reported."""

    order_id: str
    area_id: str
    line_id: str | None
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """These reports look like one fault: all in `area_id`, or all below `line_prefix`."""

    area_id: str | None
    line_prefix: str | None
    order_ids: tuple[str, ...]
    from_at: datetime
    to_at: datetime


def suggest(reports: Iterable[Report], now: datetime) -> list[Suggestion]:
    """The groups of reports that came too close together to be chance, the narrowest cause first; each report once."""
    recent = sorted(
        (report for report in reports if now - LOOK_BACK <= report.accepted_at <= now),
        key=lambda report: (report.accepted_at, report.order_id),
    )
    by_port: dict[str, list[Report]] = defaultdict(list)
    by_area: dict[str, list[Report]] = defaultdict(list)
    for report in recent:
        by_area[report.area_id].append(report)
        for prefix in prefixes(report.line_id or ""):
            by_port[prefix].append(report)
    found: list[Suggestion] = []
    spoken_for: set[str] = set()
    # a longer prefix is a narrower cause; of two that explain the same reports it is the better one, but one
    # that explains more reports wins
    ports = sorted(by_port, key=lambda prefix: (-len(_burst(by_port[prefix])), -len(prefix), prefix))
    for prefix in ports:
        _claim(found, spoken_for, by_port[prefix], AT_A_PORT, line_prefix=prefix)
    for area_id in sorted(by_area, key=lambda area: (-len(_burst(by_area[area])), area)):
        _claim(found, spoken_for, by_area[area_id], IN_AN_AREA, area_id=area_id)
    return found


def _claim(
    found: list[Suggestion],
    spoken_for: set[str],
    reports: Sequence[Report],
    least: int,
    *,
    area_id: str | None = None,
    line_prefix: str | None = None,
) -> None:
    together = _burst([report for report in reports if report.order_id not in spoken_for])
    if len(together) < least:
        return
    spoken_for.update(report.order_id for report in together)
    found.append(
        Suggestion(
            area_id=area_id,
            line_prefix=line_prefix,
            order_ids=tuple(report.order_id for report in together),
            from_at=together[0].accepted_at,
            to_at=together[-1].accepted_at,
        )
    )


def _burst(reports: Sequence[Report]) -> Sequence[Report]:
    """The most reports within one span of WITHIN, the newest such span; `reports` are in order of time."""
    best: Sequence[Report] = ()
    begin = 0
    for end in range(len(reports)):
        while reports[end].accepted_at - reports[begin].accepted_at > WITHIN:
            begin += 1
        if end + 1 - begin >= len(best):
            best = reports[begin : end + 1]
    return best


def is_futile(visit_at: datetime | None, expected_end_at: datetime | None) -> bool:
    """Whether a visit would find the fault still there. Without an expected end it would; without a time it has none yet."""
    return visit_at is None or expected_end_at is None or visit_at < expected_end_at

"""The map of one planned day, a colour a technician."""

import math
from collections.abc import Mapping
from typing import Any

from benchmarks.pictures_charts import NothingToDraw
from benchmarks.svg import Point, Svg

Place = list[float]
WIDE, MARGIN, TOP = 860.0, 30.0, 70.0
STREETS = {"trunk": 3.0, "street": 1.6, "lane": 0.8}


def planned_day(report: Mapping[str, Any]) -> Svg:
    found = report.get("details") or {}
    routes: dict[str, list[Place]] = found.get("routes") or {}
    if not routes:
        raise NothingToDraw("day_map: no routes")
    streets = found["map"]["streets"]
    places = [place for street in streets for place in street["points"]]
    south, north = min(lat for lat, _ in places), max(lat for lat, _ in places)
    west, east = min(lon for _, lon in places), max(lon for _, lon in places)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (WIDE - 2 * MARGIN) / ((east - west) * narrow)

    def at(place: Place) -> Point:
        return MARGIN + (place[1] - west) * narrow * scale, TOP + (north - place[0]) * scale

    svg = Svg(WIDE, TOP + (north - south) * scale + 60, "One planned day of the district")
    svg.text((24, 34), svg.title, size=18)
    visits = sum(len(row) for row in routes.values())
    svg.text(
        (24, 54),
        f"{visits} visits of {len(routes)} technicians, a colour each; rings are homes",
        kind="faint",
    )
    for street in streets:
        svg.line([at(place) for place in street["points"]], kind="grid", width=STREETS[street["class"]])
    svg.line([at(place) for place in found["map"]["river"]], kind="water", width=7)
    for k, (who, row) in enumerate(sorted(routes.items())):
        colour = _colour(k)
        home = found["homes"][who]
        svg.path([at(place) for place in (home, *row, home)], colour=colour, width=1.6)
        svg.dot(at(home), 6, kind="ring", colour=colour, words=f"{who}, home")
        svg.dot(at(home), 3, kind="paper")
        for number, place in enumerate(row, start=1):
            svg.dot(at(place), 3.5, kind="visit", colour=colour, words=f"{who}, visit {number}")
    svg.text((24, svg.height - 14), str(report["machine"]), size=11, kind="faint")
    return svg


def _colour(k: int) -> str:
    """Neighbours in the list far apart on the wheel; dark enough for white paper, light enough for black."""
    return f"hsl({(k * 137.508) % 360:.0f} 62% {(46, 56)[k % 2]}%)"

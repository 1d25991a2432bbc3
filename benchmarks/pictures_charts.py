"""The charts of `benchmarks.pictures`, each from the report of one benchmark."""

import math
from collections.abc import Mapping, Sequence
from statistics import mean, median
from typing import Any

from benchmarks.svg import Svg, spread

Report = Mapping[str, Any]
WIDE, LEFT, RIGHT = 860.0, 120.0, 150.0
PROMISES = ("arrive", "complete", "contact", "urgent")


class NothingToDraw(ValueError):
    """The report has no results of this kind."""


def _head(svg: Svg, report: Report, under: str) -> None:
    svg.text((24, 34), svg.title, size=18)
    svg.text((24, 54), under, kind="faint")
    svg.text((24, svg.height - 14), str(report["machine"]), size=11, kind="faint")


def planning(report: Report) -> Svg:
    """Weighted service and travel against time, an engine a colour, a row of two panels for each number of orders."""
    rows = [row for row in report.get("details") or [] if "weight" in row]
    sizes = sorted({(row["orders"]) for row in rows})
    if not sizes:
        raise NothingToDraw("planning: no results")
    engines = sorted({row["engine"] for row in rows}, key=lambda one: (one != "sanxian", one))
    svg = Svg(WIDE, 100 + 220 * len(sizes) + 30, "Planning: served weight and travel against time")
    _head(
        svg,
        report,
        "mean over the cases; the same cases and cores for all; more weight is better, less travel too",
    )
    for k, size in enumerate(sizes):
        top = 110 + 220 * k
        svg.text((24, top - 14), f"{size:,} orders", size=14)
        for column, (field, word) in enumerate((("weight", "served weight"), ("travel_h", "travel, hours"))):
            panel = (90 + 400 * column, top + 8, 230.0, 150.0)
            series = {
                engine: sorted(_means(rows, size, engine, field).items())
                for engine in engines
                if any(row["engine"] == engine and row["orders"] == size for row in rows)
            }
            svg.text((panel[0], panel[1] - 6), word, kind="faint")
            _curves(svg, panel, series, engines)
    return svg


def _means(rows: Sequence[Mapping[str, Any]], size: int, engine: str, field: str) -> dict[float, float]:
    own = [row for row in rows if row["orders"] == size and row["engine"] == engine]
    return {
        time: mean(row[field] for row in own if row["seconds"] == time)
        for time in {row["seconds"] for row in own}
    }


Series = Mapping[str, Sequence[tuple[float, float]]]


def _curves(
    svg: Svg, panel: tuple[float, float, float, float], series: Series, engines: Sequence[str]
) -> None:
    left, top, width, height = panel
    times = sorted({time for row in series.values() for time, _ in row})
    values = [value for row in series.values() for _, value in row]
    least, most = min(values), max(values)
    room = (most - least) * 0.08 or max(1.0, abs(most) * 0.01)
    least, most = least - room, most + room
    longest = math.log(times[-1] / times[0]) if len(times) > 1 else 1.0

    def x(time: float) -> float:
        return left + (width * math.log(time / times[0]) / longest if len(times) > 1 else width / 2)

    def y(value: float) -> float:
        return top + height - height * (value - least) / (most - least)

    for value in (least + room, most - room):
        svg.line([(left, y(value)), (left + width, y(value))], kind="grid")
        svg.text((left - 6, y(value) + 4), f"{value:,.0f}", size=11, anchor="end", kind="faint")
    svg.line([(left, top + height), (left + width, top + height)], kind="axis")
    for time in times:
        svg.text((x(time), top + height + 16), f"{time:g} s", size=11, anchor="middle", kind="faint")
    names = list(series)
    for name, at in zip(names, spread([y(series[one][-1][1]) + 4 for one in names], 14), strict=True):
        k = engines.index(name)
        svg.line([(x(time), y(value)) for time, value in series[name]], kind=f"l{k}", width=2 if k else 3)
        for time, value in series[name]:
            svg.dot((x(time), y(value)), 3.5, kind=f"s{k}", words=f"{name} {time:g} s: {value:,.1f}")
        svg.text((left + width + 8, at), name, size=11, kind=f"s{k}")


def trsp(report: Report) -> Svg:
    """How far each instance ends from the best published; to the left is better than it."""
    rows = [row for row in report.get("details") or [] if row.get("gap_pct") is not None]
    if not rows:
        raise NothingToDraw("trsp: no results")
    rows.sort(key=lambda row: (row["gap_pct"], row["instance"]))
    svg = Svg(WIDE, 100 + 20 * len(rows) + 50, "Technician routing: gap to the best published working time")
    _head(svg, report, f"per cent, an instance a row; mean {mean(row['gap_pct'] for row in rows):+.2f} %")
    left, width, bottom = 220.0, 500.0, 90 + 20.0 * len(rows)
    reach = max(abs(row["gap_pct"]) for row in rows) or 1.0
    zero = left + width / 2
    svg.line([(zero, 76), (zero, bottom)], kind="axis")
    for k, row in enumerate(rows):
        y, long = 82 + 20 * k, width / 2 * row["gap_pct"] / reach
        svg.text((left - 12, y + 12), row["instance"], size=11, anchor="end")
        svg.rect((min(zero, zero + long), y + 3), abs(long), 11, kind="s0" if long <= 0 else "s1")
        svg.text((left + width + 70, y + 12), f"{row['gap_pct']:+.2f}", size=11, anchor="end", kind="faint")
    return svg


def insertion(report: Report) -> Svg:
    """Each figure in milliseconds beside its goal, on a logarithmic scale."""
    goals = [one for one in report["goals"] if "_ms_" in one["name"] and one["got"] is not None]
    if not goals:
        raise NothingToDraw("insertion: no results")
    limits = [float(one["goal"].split()[-1]) for one in goals]
    svg = Svg(WIDE, 100 + 46 * len(goals) + 60, "One urgent order into a running plan")
    _head(svg, report, "milliseconds, logarithmic; the stroke is the goal")
    low = 10 ** math.floor(math.log10(min(*limits, *(max(one["got"], 1e-3) for one in goals))))
    high = 10 ** math.ceil(math.log10(max(*limits, *(one["got"] for one in goals))))
    left, width, bottom = 230.0, 480.0, 90 + 46.0 * len(goals)

    def x(value: float) -> float:
        return left + width * math.log(max(value, low) / low) / math.log(high / low)

    tick = low
    while tick <= high * 1.001:
        svg.line([(x(tick), 74), (x(tick), bottom)], kind="grid")
        svg.text((x(tick), bottom + 16), f"{tick:g} ms", size=11, anchor="middle", kind="faint")
        tick *= 10
    for k, (one, limit) in enumerate(zip(goals, limits, strict=True)):
        y = 84 + 46 * k
        svg.text((left - 12, y + 17), one["name"].replace("_", " "), anchor="end")
        svg.rect((left, y), x(one["got"]) - left, 22, kind="s0" if one["met"] else "s1")
        svg.line([(x(limit), y - 5), (x(limit), y + 27)], kind="axis", width=2)
        svg.text((max(x(one["got"]), x(limit)) + 8, y + 16), f"{one['got']:.3g}", kind="faint")
    return svg


def day(report: Report) -> Svg:
    """Broken promises by policy: the kinds stacked, the mean of a seed, and each seed's total as a dot."""
    lives = report.get("details") or []
    if not lives:
        raise NothingToDraw("day: no results")
    policies = sorted({one["policy"] for one in lives}, key=lambda one: (one != "sanxian", one))
    most = max(one["tally"]["broken"] for one in lives) or 1
    seeds, load = len({one["seed"] for one in lives}), lives[0]["load"]
    svg = Svg(WIDE, 130 + 62 * len(policies) + 50, "The simulated day: broken promises by policy")
    _head(
        svg, report, f"mean of {seeds} seeds at {100 * load:.0f} % load; a dot is one seed; fewer is better"
    )
    left, width = 140.0, 580.0
    at = left
    for k, promise in enumerate(PROMISES):
        svg.rect((at, 72), 12, 12, kind=f"s{k}")
        svg.text((at + 18, 82), promise)
        at += 110
    for row, policy in enumerate(policies):
        own = [one["tally"] for one in lives if one["policy"] == policy]
        y, x = 106.0 + 62 * row, left
        svg.text((left - 12, y + 20), policy, size=13, anchor="end")
        for k, promise in enumerate(PROMISES):
            count = mean(tally["kinds"].get(f"{promise} broken", 0) for tally in own)
            svg.rect((x, y), width * count / most, 28, kind=f"s{k}", words=f"{promise}: {count:.1f}")
            x += width * count / most
        for tally in own:
            svg.dot((left + width * tally["broken"] / most, y + 38), 3, kind="s5", words=str(tally["broken"]))
        middle = median(tally["broken"] for tally in own)
        svg.text((x + 10, y + 19), f"{mean(tally['broken'] for tally in own):.1f} (median {middle:g})")
    return svg

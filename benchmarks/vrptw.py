"""Gap to the best known on capacitated routing with time windows: python -m benchmarks.vrptw --instances DIR.

DIR holds Solomon or Gehring-Homberger instances and `best_known.csv` (instance, best_known, vehicles, objective). Where
the fewest vehicles count first, all engines get exactly so many; a customer left out is said, not hidden in a gap.
"""

import csv
import json
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any

import click

from benchmarks.engines import CORES
from benchmarks.runner import Goal, apart, command, say
from benchmarks.vrptw_to_vroom import COLUMNS, SCALE, convert
from dispatch.planning import vroom
from dispatch.planning.solve import solve
from dispatch.planning.stop import deadline
from dispatch.planning.warm import warm

TIMES = (10.0, 30.0, 60.0)
GOALS = (Goal("gap_pct_60s", 3.0, at_least=False),)
DISTANCE = "distance"

Tours = list[list[int]]


def ours(document: dict[str, Any], seconds: float) -> Tours:
    warm()
    asked = vroom.read(document, _no_estimate)
    plan = solve(asked.problem, asked.travel, deadline(time.perf_counter, seconds), seed=1, workers=CORES)
    return [[int(visit.job_id) for visit in route.visits] for route in plan.routes]


def _no_estimate(_points: object) -> Any:
    raise ValueError("the instance brings its matrix")


def pyvroom(document: dict[str, Any], seconds: float) -> Tours:
    import vroom as peer  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - an optional peer

    asked = peer.Input()
    asked.set_durations_matrix("car", document["matrices"]["car"]["durations"])
    for one in document["vehicles"]:
        asked.add_vehicle(
            peer.Vehicle(
                one["id"],
                start=0,
                end=0,
                capacity=one["capacity"],
                time_window=peer.TimeWindow(*one["time_window"]),
            )
        )
    for one in document["jobs"]:
        asked.add_job(
            peer.Job(
                one["id"],
                one["location_index"],
                default_service=one["service"],
                delivery=one["delivery"],
                time_windows=[peer.TimeWindow(*window) for window in one["time_windows"]],
            )
        )
    routes = asked.solve(exploration_level=5, nb_threads=CORES, timeout=timedelta(seconds=seconds)).routes
    found: dict[int, list[int]] = {}
    for step in routes[routes["type"] == "job"].itertuples():
        found.setdefault(int(step.vehicle_id), []).append(int(step.id))
    return list(found.values())


def pyvrp(document: dict[str, Any], seconds: float) -> Tours:
    from pyvrp import Model  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - an optional peer
    from pyvrp.stop import MaxRuntime  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - as above

    model = Model()
    fleet = document["vehicles"]
    opens, closes = fleet[0]["time_window"]
    table = document["matrices"]["car"]["durations"]
    places = [model.add_location(x=0, y=0) for _ in table]
    model.add_depot(places[0])
    model.add_vehicle_type(len(fleet), capacity=fleet[0]["capacity"], tw_early=opens, tw_late=closes)
    for place, one in zip(places[1:], document["jobs"], strict=True):
        early, late = one["time_windows"][0]
        model.add_client(
            place,
            delivery=one["delivery"],
            service_duration=one["service"],
            tw_early=early,
            tw_late=late,
        )
    for a, row in zip(places, table, strict=True):
        for b, between in zip(places, row, strict=True):
            model.add_edge(a, b, distance=between, duration=between)
    best = model.solve(stop=MaxRuntime(seconds), display=False).best
    if not best.is_feasible():
        return []
    ids = [one["id"] for one in document["jobs"]]
    return [[ids[stop.idx] for stop in route.schedule() if stop.is_client()] for route in best.routes()]


ENGINES: dict[str, Callable[[dict[str, Any], float], Tours]] = {
    "sanxian": ours,
    "pyvroom": pyvroom,
    "pyvrp": pyvrp,
}


def measure(engine: str, path: Path, vehicles: int | None, seconds: float) -> tuple[float, int, int]:
    """Distance in the instance's own unit, vehicles used and customers left out, worked out from the file alone."""
    text = path.read_text(encoding="utf-8")
    document = convert(text)
    if vehicles is not None:
        document["vehicles"] = document["vehicles"][:vehicles]
    return judge(text, ENGINES[engine](json.loads(json.dumps(document)), seconds))


def judge(text: str, tours: Tours) -> tuple[float, int, int]:
    """Raises ValueError when a tour is late, overloaded or visits somebody twice."""
    numbers = [line.split() for line in text.splitlines()]
    rows = {
        int(row[0]): [float(one) for one in row]
        for row in numbers
        if len(row) == COLUMNS and row[0].isdigit()
    }
    capacity = next(float(row[1]) for row in numbers if len(row) == 2 and row[0].isdigit())
    seen = [number for tour in tours for number in tour]
    if len(seen) != len(set(seen)) or not set(seen) <= set(rows):
        raise ValueError("somebody is visited twice, or is unknown")
    total = 0.0
    for tour in tours:
        if sum(rows[number][3] for number in tour) > capacity:
            raise ValueError("a tour is overloaded")
        clock = rows[0][4]
        for a, b in pairwise([0, *tour, 0]):
            road = hypot(rows[a][1] - rows[b][1], rows[a][2] - rows[b][2])
            total += road
            clock = max(clock + rows[a][6] * (a != 0) + road, rows[b][4])
            if clock > rows[b][5] + len(tour) / SCALE:  # each leg was rounded to 1 / SCALE
                raise ValueError(f"{b} is reached too late")
    return total, len(tours), len(rows) - 1 - len(seen)


def run(quick: bool, *, instances: Path, seconds: tuple[float, ...]) -> Mapping[str, float | None]:
    """Mean gap of the distance to the best known after 10, 30 and 60 s, next to the peers, two cores for each.

    Quick: every other instance, after the shortest and the longest time.
    """
    with (instances / "best_known.csv").open(encoding="utf-8", newline="") as lines:
        known = list(csv.DictReader(lines))
    say("instance", "seconds", "engine", "vehicles", "left out", "distance", "gap %")
    gaps: dict[tuple[str, float], list[float]] = {}
    left_out = 0
    times = sorted({min(seconds), max(seconds)} if quick else set(seconds))
    for time_limit in times:
        for row in known[::2] if quick else known:
            path = instances / f"{row['instance']}.txt"
            vehicles = None if row["objective"].startswith(DISTANCE) else int(row["vehicles"])
            for engine in ENGINES:
                found = apart(measure, engine, path, vehicles, time_limit, limit=2 * time_limit + 60)
                if found.answer is None:
                    say(row["instance"], f"{time_limit:g}", engine, found.reason)
                    continue
                distance, used, without = found.answer
                gap = 100 * (distance / float(row["best_known"]) - 1)
                say(
                    row["instance"],
                    f"{time_limit:g}",
                    engine,
                    used,
                    without,
                    f"{distance:.2f}",
                    "" if without else f"{gap:+.2f}",
                )
                if without:
                    left_out += without if engine == "sanxian" else 0
                else:
                    gaps.setdefault((engine, time_limit), []).append(gap)
    figures: dict[str, float | None] = {"left_out": float(left_out)}
    for time_limit in times:
        for engine in ENGINES:
            name = f"gap_pct_{time_limit:g}s" + ("" if engine == "sanxian" else f"_{engine}")
            found_gaps = gaps.get((engine, time_limit))
            figures[name] = statistics.mean(found_gaps) if found_gaps else None
    return figures


main = command(
    "vrptw",
    GOALS,
    run,
    click.option(
        "--instances",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        required=True,
        help="The folder of the instances and of best_known.csv.",
    ),
    click.option(
        "--seconds",
        type=click.FloatRange(min=1),
        multiple=True,
        default=TIMES,
        show_default=True,
        help="For each instance and engine; may be given several times.",
    ),
)

if __name__ == "__main__":
    main()

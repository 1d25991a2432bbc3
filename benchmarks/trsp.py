"""Technician routing with skills, tools and spare parts: python -m benchmarks.trsp --instances DIR [--seconds 60].

DIR holds the instances of Pillac, Guéret and Medaglia (2013) and `best_published.csv` (instance,working_time). With
`--dynamic` only those with release dates (`*_rd_*.txt`) are run: requests become known during the day.
"""

import csv
import os
import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from benchmarks.runner import Goal, Measured, apart, command, say
from benchmarks.trsp_dynamic import Outcome, live_through
from benchmarks.trsp_instances import Tour, WrongTour, problem_of, read, releases, working_time
from dispatch.planning.plan import Plan
from dispatch.planning.solve import solve
from dispatch.planning.stop import deadline
from dispatch.planning.warm import warm

GOALS = (
    Goal("mean_gap_pct", -0.2, at_least=False),
    Goal("worst_gap_pct", 1.0, at_least=False),
    Goal("new_bests_pct", 50.0),
)
WORKERS = 2
QUICK = 4  # every so many instances
CLEARLY = 1e-3  # a published value has four decimals


def tours_of(plan: Plan) -> list[Tour]:
    return [
        Tour(
            int(route.shift_id),
            tuple(int(visit.job_id) for visit in route.visits),
            None if route.restock is None else route.restock.after,
        )
        for route in plan.routes
    ]


def measure(path: Path, seconds: float, seed: int) -> tuple[float | None, str, int, float]:
    """The working time by the benchmark's own rules (None with the reason), iterations and seconds taken."""
    instance = read(path)
    problem, travel = problem_of(instance)
    warm()
    begun = time.perf_counter()
    plan = solve(problem, travel, deadline(time.perf_counter, seconds), seed, workers=WORKERS)
    taken = time.perf_counter() - begun
    try:
        return working_time(instance, tours_of(plan)), "", plan.iterations, taken
    except WrongTour as wrong:
        return None, str(wrong), plan.iterations, taken


def measure_dynamic(path: Path, seconds: float, seed: int) -> Outcome:
    base = path.with_name(path.name.split("_rd_")[0] + ".txt")
    warm()
    return live_through(read(base), releases(path), seconds, seed)


def published(folder: Path) -> dict[str, float]:
    with (folder / "best_published.csv").open(encoding="utf-8", newline="") as lines:
        return {row["instance"]: float(row["working_time"]) for row in csv.DictReader(lines)}


def static(paths: list[Path], best: Mapping[str, float], seconds: float) -> dict[str, Any]:
    say("instance", "published", "ours", "gap %", "steps", "took s", "cpus used")
    gaps: list[float] = []
    rows: list[dict[str, Any]] = []
    failed = False
    for path in paths:
        before = os.times()
        found = apart(measure, path, seconds, 1, limit=2 * seconds + 60)
        after = os.times()
        known = best.get(path.stem)
        cost, why, steps, taken = found.answer or (None, found.reason, 0, found.seconds)
        if cost is None:
            failed = True
            say(path.stem, why)
        elif known is None:
            say(path.stem, "none", f"{cost:.4f}", "", steps, f"{taken:.1f}")
        else:
            gaps.append(100 * (cost / known - 1))
            rows.append({"instance": path.stem, "published": known, "ours": cost, "gap_pct": gaps[-1]})
            used = (after.children_user - before.children_user) / found.seconds
            say(
                path.stem,
                f"{known:.4f}",
                f"{cost:.4f}",
                f"{gaps[-1]:+.3f}",
                steps,
                f"{taken:.1f}",
                f"{used:.2f}",
            )
    if failed or not gaps:
        return {"mean_gap_pct": None, "worst_gap_pct": None, "new_bests": None, "new_bests_pct": None}
    new = sum(gap * best[path.stem] / 100 < -CLEARLY for gap, path in zip(gaps, paths, strict=False))
    return {
        "mean_gap_pct": statistics.mean(gaps),
        "worst_gap_pct": max(gaps),
        "new_bests": float(new),
        "new_bests_pct": 100 * new / len(gaps),
        "instances": float(len(gaps)),
        "details": rows,
    }


def dynamic(paths: list[Path], seconds: float) -> dict[str, float | None]:
    """Half of the requests become known during the day; cost is compared with the same requests known at once."""
    say("instance", "known later", "rejected", "cost", "known at once", "cost over %")
    rejected, over = 0, []
    for path in paths:
        found: Measured = apart(measure_dynamic, path, seconds, 1, limit=20 * seconds + 120)
        if found.answer is None:
            say(path.stem, found.reason)
            return {"rejected": None, "cost_over_static_pct": None}
        outcome: Outcome = found.answer
        rejected += outcome.rejected
        over.append(100 * (outcome.cost / outcome.static - 1))
        say(
            path.stem,
            outcome.later,
            outcome.rejected,
            f"{outcome.cost:.2f}",
            f"{outcome.static:.2f}",
            f"{over[-1]:+.2f}",
        )
    return {"rejected": float(rejected), "cost_over_static_pct": statistics.mean(over)}


def run(quick: bool, *, instances: Path, seconds: float, dynamic_only: bool) -> Mapping[str, Any]:
    """Mean and worst gap of the working time to the best published, and how many are beaten.

    Costs are worked out anew in floats by the rules of the benchmark.
    """
    wanted = [path for path in sorted(instances.glob("*.txt")) if ("_rd_" in path.name) == dynamic_only]
    if not wanted:
        raise click.BadParameter(f"{instances}: no instances", param_hint="--instances")
    wanted = wanted[::QUICK] if quick else wanted
    if dynamic_only:
        return dynamic(wanted, seconds)
    return static(wanted, published(instances), seconds)


def goals_of(*, dynamic_only: bool, **_more: object) -> tuple[Goal, ...]:
    """The goals are for the instances without release dates; for the others nothing is published to compare with."""
    return () if dynamic_only else GOALS


main = command(
    "trsp",
    goals_of,
    run,
    click.option(
        "--instances",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        required=True,
        help="The folder of the instances.",
    ),
    click.option(
        "--seconds", type=click.FloatRange(min=1), default=60.0, show_default=True, help="For each instance."
    ),
    click.option(
        "--dynamic", "dynamic_only", is_flag=True, help="Run the instances with release dates instead."
    ),
)

if __name__ == "__main__":
    main()

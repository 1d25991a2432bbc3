"""The planner against its peers on the field-service mix: python -m benchmarks.planning [--quick] [--json FILE].

Peers that cannot take a size, or are not installed, are said so in their row and left out of the ratio. PyVRP knows no
breaks and no skills: see pyvrp_engine.py for what it is given instead; its answer is judged by the same evaluator.
"""

import statistics
from collections.abc import Mapping
from typing import Any

import click

from benchmarks.engines import measure
from benchmarks.runner import Goal, Measured, apart, command, say

SEEDS = (1, 2, 3, 4, 5)
PEERS = ("pyvroom", "ortools", "pyvrp", "nearest-first")
PEERS_OF_LONG_QUICK_RUNS = ("pyvroom", "nearest-first")  # the others have never served more weight
SIZES = (200, 1000, 3000)
SHORT = 6  # the short run is so much shorter
LARGE, LARGE_SECONDS = 10_000, 120.0

Row = dict[str, Any]

GOALS = (
    Goal("weight_ratio_1000_10s", 1.0),
    Goal("weight_ratio_1000_60s", 1.0),
    Goal("weight_ratio_3000_60s", 1.0),
    Goal("travel_ratio_1000", 0.92, at_least=False),
    Goal("travel_ratio_3000", 0.75, at_least=False),
    Goal("seconds_10000", 121.0, at_least=False),
    Goal("gib_10000", 2.0, at_least=False),
)


def run(quick: bool, *, seconds: float, instances: int, orders: tuple[int, ...]) -> Mapping[str, Any]:
    """Weighted service and travel of every engine on the same cases, each with two cores for the same time.

    A ratio is ours ÷ the peer with the highest weighted service; of several cases the worst counts, the mean is given
    too. Quick: one case of each size, and in the long runs only the peers that serve most.
    """
    seeds = SEEDS[: 1 if quick else instances]
    say("orders", "seconds", "seed", "engine", "served", "weight", "travel h", "took s", "GiB")
    rows: list[Row] = []
    figures: dict[str, Any] = {goal.name: None for goal in GOALS}
    for size in (size for size in SIZES if size in orders):
        for time in (seconds / SHORT, seconds):
            is_long = time == seconds
            if (size == SIZES[0] or (size == SIZES[-1] and not is_long)) and quick:
                continue
            peers = PEERS_OF_LONG_QUICK_RUNS if quick and is_long else PEERS
            figures |= _compare(size, time, seeds, peers, rows)
            if time == 60.0:  # as the goals are named
                figures[f"travel_ratio_{size}"] = figures[f"travel_ratio_{size}_60s"]
    if LARGE in orders:
        large = _measured("sanxian", LARGE, SEEDS[0], LARGE_SECONDS, rows)
        for peer in PEERS[: 0 if quick else None]:
            _measured(peer, LARGE, SEEDS[0], LARGE_SECONDS, rows)
        figures["seconds_10000"] = large.answer and large.answer[3]
        figures["gib_10000"] = large.gib if large.answer else None
    return {**figures, "details": rows}


def _compare(
    orders: int, seconds: float, seeds: tuple[int, ...], peers: tuple[str, ...], rows: list[Row]
) -> dict[str, float | None]:
    """Ratios over the seeds; a peer that fails is said, and left out."""
    named = {
        name: f"{name}_{orders}_{seconds:g}s"
        for name in ("weight_ratio", "weight_mean_ratio", "travel_ratio")
    }
    weights: list[float] = []
    travels: list[float] = []
    for seed in seeds:
        own = _measured("sanxian", orders, seed, seconds, rows).answer
        answers = [_measured(peer, orders, seed, seconds, rows).answer for peer in peers]
        found = [answer for answer in answers if answer is not None]
        if own is None or not found:
            return dict.fromkeys(named.values())
        best = max(found, key=lambda result: (result[1], -result[2]))
        weights.append(own[1] / best[1])
        travels.append(own[2] / best[2])
    return {
        named["weight_ratio"]: min(weights),
        named["weight_mean_ratio"]: statistics.mean(weights),
        named["travel_ratio"]: max(travels),
    }


def _measured(engine: str, orders: int, seed: int, seconds: float, rows: list[Row]) -> Measured:
    found = apart(measure, engine, orders, seed, seconds, limit=2 * seconds + 60)
    row: Row = {"orders": orders, "seconds": seconds, "seed": seed, "engine": engine}
    if found.answer is None:
        row["reason"] = found.reason
    else:
        served, weight, travel, taken = found.answer
        row |= {
            "served": served,
            "weight": weight,
            "travel_h": round(travel / 3600, 2),
            "took_s": round(taken, 1),
            "gib": round(found.gib, 2),
        }
    rows.append(row)
    say(*row.values())
    return found


main = command(
    "planning",
    GOALS,
    run,
    click.option(
        "--seconds",
        type=click.FloatRange(min=0.6),
        default=60.0,
        show_default=True,
        help="For the long runs; the short ones take a sixth. The goals are for 60.",
    ),
    click.option(
        "--instances",
        type=click.IntRange(1, len(SEEDS)),
        default=len(SEEDS),
        show_default=True,
        help="How many cases of each size.",
    ),
    click.option(
        "--orders",
        type=int,
        multiple=True,
        default=(*SIZES, LARGE),
        show_default=True,
        help="Only these sizes; may be given several times.",
    ),
)

if __name__ == "__main__":
    main()

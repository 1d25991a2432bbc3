"""The planner against its peers on the field-service mix: python -m benchmarks.planning [--quick] [--json FILE]."""

from collections.abc import Mapping

from benchmarks.engines import measure
from benchmarks.runner import Goal, Measured, apart, command, say

SEEDS = (1, 2, 3, 4, 5)
PEERS = ("pyvroom", "ortools", "nearest-first")
LARGE, LARGE_SECONDS = 10_000, 120.0

GOALS = (
    Goal("weight_ratio_1000_10s", 1.0),
    Goal("weight_ratio_1000_60s", 1.0),
    Goal("weight_ratio_3000_60s", 1.0),
    Goal("travel_ratio_1000", 0.92, at_least=False),
    Goal("travel_ratio_3000", 0.75, at_least=False),
    Goal("seconds_10000", 121.0, at_least=False),
    Goal("gib_10000", 2.0, at_least=False),
)

Ratios = tuple[float, float]


def run(quick: bool) -> Mapping[str, float | None]:
    """Weighted service and travel of every engine on the same cases, each with two cores for the same time.

    A ratio is ours ÷ the peer with the highest weighted service; of several seeds the worst counts.
    """
    seeds = SEEDS[:1] if quick else SEEDS
    say("orders", "seconds", "seed", "engine", "served", "weight", "travel h", "took s", "GiB")
    one_ten = _compare(1000, 10.0, seeds)
    one_sixty = _compare(1000, 60.0, seeds)
    three_sixty = _compare(3000, 60.0, seeds)
    large = _measured("sanxian", LARGE, SEEDS[0], LARGE_SECONDS)
    for peer in PEERS[: 0 if quick else None]:
        _measured(peer, LARGE, SEEDS[0], LARGE_SECONDS)
    return {
        "weight_ratio_1000_10s": one_ten and one_ten[0],
        "weight_ratio_1000_60s": one_sixty and one_sixty[0],
        "weight_ratio_3000_60s": three_sixty and three_sixty[0],
        "travel_ratio_1000": one_sixty and one_sixty[1],
        "travel_ratio_3000": three_sixty and three_sixty[1],
        "seconds_10000": large.answer and large.answer[3],
        "gib_10000": large.gib if large.answer else None,
    }


def _compare(orders: int, seconds: float, seeds: tuple[int, ...]) -> Ratios | None:
    """The worst (lowest weight, highest travel) ratio over the seeds; a peer that fails is said, and left out."""
    weights: list[float] = []
    travels: list[float] = []
    for seed in seeds:
        own = _measured("sanxian", orders, seed, seconds).answer
        answers = [_measured(peer, orders, seed, seconds).answer for peer in PEERS]
        peers = [answer for answer in answers if answer is not None]
        if own is None or not peers:
            return None
        best = max(peers, key=lambda result: (result[1], -result[2]))
        weights.append(own[1] / best[1])
        travels.append(own[2] / best[2])
    return min(weights), max(travels)


def _measured(engine: str, orders: int, seed: int, seconds: float) -> Measured:
    found = apart(measure, engine, orders, seed, seconds, limit=2 * seconds + 60)
    if found.answer is None:
        say(orders, f"{seconds:g}", seed, engine, found.reason)
    else:
        served, weight, travel, taken = found.answer
        say(
            orders,
            f"{seconds:g}",
            seed,
            engine,
            served,
            weight,
            f"{travel / 3600:.1f}",
            f"{taken:.1f}",
            f"{found.gib:.2f}",
        )
    return found


main = command("planning", GOALS, run)

if __name__ == "__main__":
    main()

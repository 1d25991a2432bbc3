"""The simulated day under four policies: python -m benchmarks.day [--quick] [--seeds N] [--load 1.1] [--json FILE].

Two days are lived by the product's own actions on a stepped clock: customers order, answer the phone or do not, move
their time, withdraw and complain; technicians take, call, drive, find nobody at home, work, test and close; each
morning one falls ill. All of that is drawn from the seed and the order's name, the same for every policy. The
policies differ only in who is told to do what next: the planner, nearest first and first come first served (each
asked every five minutes, when anything has changed), and VROOM every quarter of an hour. All four are given the same
problem, with what a month of work in this town has taught of visits and roads, and the notice that customers need;
whoever took an order keeps it, but for our planner, which may hand it over where that keeps a promise. What came of it
is read from the product's clocks, compensation and event log, at the midnight after the second day.

Load: the orders of a day times what one takes (its visit and the road, means over 400 sampled orders: greeting,
work, closing and parking as the simulation draws them, the road from the door of the order before it in the same
area at 25 km/h), over the technicians' shift time without lunch. 1.1 is a tenth more than everybody's time, before
the day's failures. Two days before the first one have been ordered alike; what of it is booked for the first day or
later is the stock with which it begins.

`broken` counts the broken clocks of complete, urgent, contact and arrive. `broken_ratio` is ours over the best
other's (each summed over the seeds); the percentages are medians of ours over the seeds.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from statistics import median
from time import perf_counter
from typing import Any

import click

from benchmarks.day_policies import OURS, POLICIES
from benchmarks.day_run import Lived, live
from benchmarks.day_world import DAYS, TECHNICIANS
from benchmarks.runner import Goal, command, say

SEEDS = 10
QUICK_SEEDS = 1
EFFORT = 3000
"""Iterations of the planner's search each time: about as long as VROOM takes."""
WORKERS = 2

GOALS = (
    Goal("broken_ratio", 0.5, at_least=False),
    Goal("contact_kept_pct", 99.0),
    Goal("arrive_kept_pct", 95.0),
)
COLUMNS = (
    *("broken", "arrive", "complete", "contact", "urgent", "contact %", "arrive %"),
    *("done", "travel h", "moved", "yuan", "took s"),
)


def run(
    quick: bool,
    seeds: int | None,
    load: float,
    technicians: int,
    seconds: float | None,
) -> Mapping[str, Any]:
    """The simulated day: broken promises under four policies on the same city, orders, people and accidents."""
    count = seeds or (QUICK_SEEDS if quick else SEEDS)
    say(f"{technicians} technicians, {DAYS} days, load {load:g}, seeds 1 to {count}, {WORKERS} processes")
    say("policy", "seed", *COLUMNS)
    found: list[Lived] = []
    for lived in _lived(count, load, technicians, seconds):
        found.append(lived)
        say(lived.policy, lived.seed, *_row(lived))
    print()
    say("medians", "seeds", *COLUMNS)
    by_policy = {policy: [one for one in found if one.policy == policy] for policy in POLICIES}
    for policy, lives in by_policy.items():
        if lives:
            rows = [_row(one) for one in lives]
            say(
                policy,
                len(lives),
                *(f"{median(float(row[k]) for row in rows):.5g}" for k in range(len(COLUMNS))),
            )
    details = [asdict(one) for one in sorted(found, key=lambda one: (one.policy, one.seed))]
    return {**_figures(by_policy), "details": details}


def _lived(count: int, load: float, crew: int, seconds: float | None) -> Iterator[Lived]:
    """Each as it comes; with a limit of time, no seed is begun after it, and each seed begun is lived by all."""
    began = perf_counter()
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"), initializer=_calm) as pool:
        for seed in range(1, count + 1):
            if seconds is not None and seed > 1 and perf_counter() - began > seconds:
                break
            waiting = [pool.submit(live, policy, seed, load, crew, DAYS, EFFORT) for policy in POLICIES]
            for done in as_completed(waiting):
                yield done.result()


def _calm() -> None:
    """Two processes share two cores: none of them starts a thread for every core again."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def _row(lived: Lived) -> tuple[str, ...]:
    tally = lived.tally
    kinds = (
        tally.kinds.get(f"{promise} broken", 0) for promise in ("arrive", "complete", "contact", "urgent")
    )
    return (
        str(tally.broken),
        *(str(one) for one in kinds),
        f"{tally.contact_kept_pct:.1f}",
        f"{tally.arrive_kept_pct:.1f}",
        str(tally.done),
        f"{tally.travel_h:.1f}",
        str(tally.agreed_changed),
        f"{tally.money_cents / 100:.0f}",
        f"{lived.took_s:.0f}",
    )


def _figures(by_policy: Mapping[str, list[Lived]]) -> dict[str, float | None]:
    broken = {policy: sum(one.tally.broken for one in lives) for policy, lives in by_policy.items() if lives}
    others = [count for policy, count in broken.items() if policy != OURS]
    own = by_policy[OURS]
    return {
        "broken_ratio": broken[OURS] / max(1, min(others)) if own and others else None,
        "contact_kept_pct": median(one.tally.contact_kept_pct for one in own) if own else None,
        "arrive_kept_pct": median(one.tally.arrive_kept_pct for one in own) if own else None,
        **{f"broken {policy}": float(count) for policy, count in broken.items()},
    }


main = command(
    "day",
    GOALS,
    run,
    click.option("--seeds", type=click.IntRange(min=1), help="How many; 10, or 1 with --quick."),
    click.option("--load", type=click.FloatRange(min=0.1), default=1.1, show_default=True),
    click.option("--technicians", type=click.IntRange(min=2), default=TECHNICIANS, show_default=True),
    click.option("--seconds", type=float, help="Begin no further seed after this long."),
)

if __name__ == "__main__":
    main()

"""One urgent order into a running plan: python -m benchmarks.insertion [--quick] [--postgres] [--json FILE].

The search: plans of 1,000 and of 5,000 orders of the field-service mix (`benchmarks.field_service`), and urgent orders that
are not in them, each asked for its best places with nobody, one or two visits making room; the offers that the
dispatcher would see come out. The travel times of the new place are not in it; they are printed beside. Who has an agreed
time (a window of two hours) must not be moved, and `agreed_times_moved` counts those that are, over all best offers taken
one after the other. VROOM solves everything again with one order more, at its
lowest effort.

The request (`benchmarks.insertion_request`): a district made by the product's own actions, a server with threads and its
relay on 127.0.0.1 in a process of its own, a page that watches the board over a real websocket, and one urgent order after the other: once the board shows it, from sending
`POST …/insertions` to the arrival of the stored plan's push, or of the answer if that is later (`request_*`), and to the
arrival of the order's own card with its new place (`card_*`); `first_look_*` is what the first question of all waits,
while the running plan is read and made ready. SQLite, and with `--postgres` a PostgreSQL of its own too,
both with the product's settings; nothing else runs.
"""

import gc
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any, Final

import click
import numpy as np

from benchmarks.field_service import Case, generate
from benchmarks.insertion_request import WARM_UP, on_postgres, on_sqlite, request
from benchmarks.insertion_vroom import again_ms
from benchmarks.runner import Goal, command, say
from dispatch.planning.check import violations
from dispatch.planning.ejection import Hold
from dispatch.planning.insert_desk import Desk
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Job, Problem
from dispatch.planning.solve import solve
from dispatch.planning.state import write
from dispatch.planning.stop import iterations

SIZES: Final = (1000, 5000)
AGREED_S: Final = 2 * 3600  # an agreed time is a window of so long; a booked half-day's is longer
ASKED, QUICK_ASKED = 400, 100
REQUESTS, QUICK_REQUESTS = 200, 50
STEPS: Final = {1000: 20_000, 5000: 20_000}
VROOM_UP_TO: Final = 1000
GOALS = (
    Goal("search_p99_ms_1000", 1, at_least=False),
    Goal("search_p99_ms_5000", 3, at_least=False),
    Goal("request_p99_ms_1000", 50, at_least=False),
    Goal("request_p99_ms_5000", 100, at_least=False),
    Goal("agreed_times_moved", 0, at_least=False),
)


def run(quick: bool, sizes: str = "", postgres: bool = False) -> Mapping[str, Any]:
    """One urgent order into 1,000 and 5,000 orders: the search, and from the request to the stored, pushed plan."""
    chosen = [int(size) for size in sizes.split(",") if size] or list(SIZES)
    figures: dict[str, Any] = {}
    moved = 0
    for size in chosen:
        found, its_moved = search(size, QUICK_ASKED if quick else ASKED)
        figures |= found
        moved += its_moved
    count = QUICK_REQUESTS if quick else REQUESTS
    for size in chosen:
        with on_sqlite() as url:
            figures |= request(size, count, url)
        if postgres:
            with on_postgres() as url:
                measured = request(size, count, url)
            figures |= {f"postgres_{name}": value for name, value in measured.items()}
    return {**figures, "agreed_times_moved": moved}


def search(size: int, asked: int) -> tuple[dict[str, float | None], int]:
    """The figures of the search, and how many agreed times the best offers would have moved."""
    case = generate(size + asked, 1)
    known = replace(case.problem, jobs=case.problem.jobs[:size])
    urgent = case.problem.jobs[size:]
    plan = solve(known, case.travel, iterations(STEPS.get(size, 20_000)), 1)
    agreed = {
        job.id for job in known.jobs if job.windows and job.windows[0].end - job.windows[0].start <= AGREED_S
    }
    held = dict.fromkeys(agreed, Hold.STAYS)
    begun = time.perf_counter()
    desk = Desk(case.problem, case.travel, plan, held)
    made_ms = 1000 * (time.perf_counter() - begun)
    for job in urgent[:WARM_UP]:
        desk.offers(job.id)
    gc.collect()
    gc.freeze()
    took, busy, placed, made_room = [], [], 0, []
    for job in urgent:
        begun, worked = time.perf_counter(), time.thread_time()
        offers = desk.offers(job.id)
        took.append(1000 * (time.perf_counter() - begun))
        busy.append(1000 * (time.thread_time() - worked))
        placed += bool(offers)
        if offers:
            made_room.append(len(offers[0].moved))
    gc.unfreeze()
    rows_ms = _row_ms(known, plan, case, urgent[0].location)
    moved = _moved_times(desk, case, urgent, agreed)
    p50, p99 = (float(np.percentile(took, share)) for share in (50, 99))
    vroom_ms = again_ms(replace(case, problem=known), urgent[:1]) if size <= VROOM_UP_TO else None
    say("orders", "asked", "placed", "p50 ms", "p99 ms", "made ms", "new row ms", "VROOM ms")
    say(
        size,
        asked,
        placed,
        f"{p50:.3f}",
        f"{p99:.3f}",
        f"{made_ms:.0f}",
        f"{rows_ms:.2f}",
        "–" if vroom_ms is None else f"{vroom_ms:.0f}",
    )
    return {
        f"search_p50_ms_{size}": p50,
        f"search_p99_ms_{size}": p99,
        f"search_cpu_p99_ms_{size}": float(np.percentile(busy, 99)),
        f"made_room_mean_{size}": fmean(made_room) if made_room else None,
        f"placed_pct_{size}": 100 * placed / asked,
        f"vroom_ms_{size}": vroom_ms,
    }, moved


def _row_ms(known: Problem, plan: Plan, case: Case, place: int) -> float:
    """What a job at a new place costs before it can be asked about."""
    desk = Desk(known, case.travel, plan)
    job = replace(known.jobs[0], id="new")
    begun = time.perf_counter()
    desk.add(job, case.durations[place], case.durations[:, place])
    return 1000 * (time.perf_counter() - begun)


def _moved_times(desk: Desk, case: Case, urgent: Sequence[Job], agreed: set[str]) -> int:
    """Take the best offers one after the other; the checker judges the end, and agreed visits are compared."""
    before = {job_id: shift_id for shift_id, row in desk.rows().items() for job_id, _ in row}
    for job in urgent:
        if offers := desk.offers(job.id, 1):
            desk.take(offers[0])
    rows = desk.rows()
    after = {job_id: shift_id for shift_id, row in rows.items() for job_id, _ in row}
    plan = write(case.problem, case.travel, rows, 0)
    if wrong := violations(case.problem, case.travel, plan):
        raise AssertionError(f"the plan with all of them breaks rules: {wrong[:3]}")
    return sum(after.get(job_id) != shift_id for job_id, shift_id in before.items() if job_id in agreed)


main = command(
    "insertion",
    GOALS,
    run,
    click.option("--sizes", default="", help="Sizes instead of 1000,5000, with commas."),
    click.option("--postgres", is_flag=True, help="The requests on a PostgreSQL of its own too."),
)

if __name__ == "__main__":
    main()

"""One urgent order into a running plan: python -m benchmarks.insertion [--quick] [--postgres] [--json FILE].

The search: plans of 1,000 and of 5,000 orders of the field-service mix (`benchmarks.field_service`), and urgent orders that
are not in them, each asked for its best places with nobody, one or two visits making room; the offers that the
dispatcher would see come out. The travel times of the new place are not in it; they are printed beside. Who has an agreed
time (a window of two hours) must not be moved, and `agreed_times_moved` counts those that are, over all best offers taken
one after the other. VROOM solves everything again with one order more, at its
lowest effort.

The request: a district made by the product's own actions, a server with threads and its relay on 127.0.0.1, a page that
watches the board over a real websocket, and one urgent order after the other: once the board shows it, from sending
`POST …/insertions` to the arrival of the stored plan's push, or of the answer if that is later (`request_*`), and to the
arrival of the order's own card with its new place (`card_*`); `first_look_*` is what the first question of all waits,
while the running plan is read and made ready. SQLite, and with `--postgres` a PostgreSQL of its own too,
both with the product's settings; nothing else runs.
"""

import gc
import json
import logging
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from secrets import token_urlsafe
from statistics import fmean
from threading import Condition, Thread
from typing import Any, Final

import click
import httpx
import numpy as np
from simple_websocket import Client, ConnectionClosed
from werkzeug.serving import make_server

from benchmarks.field_service import Case, generate
from benchmarks.insertion_town import (
    DESK,
    DISTRICT,
    KEYS,
    LOGIN,
    NOW,
    PASSWORD,
    settle,
    urgent_drafts,
)
from benchmarks.insertion_vroom import again_ms
from benchmarks.postgres import on_server, server
from benchmarks.runner import Goal, command, say
from dispatch.actions.orders import accept_order
from dispatch.app import Background, create_app, parts_of
from dispatch.clock import ScaledClock, monotonic, real_now
from dispatch.config import Settings
from dispatch.planning.check import violations
from dispatch.planning.ejection import Hold
from dispatch.planning.insert_desk import Desk
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Job, Problem
from dispatch.planning.solve import solve
from dispatch.planning.state import write
from dispatch.planning.stop import iterations
from dispatch.storage.migrate import upgrade
from dispatch.storage.session import Database

SIZES: Final = (1000, 5000)
AGREED_S: Final = 2 * 3600  # an agreed time is a window of so long; a booked half-day's is longer
ASKED, QUICK_ASKED = 400, 100
REQUESTS, QUICK_REQUESTS = 200, 50
STEPS: Final = {1000: 20_000, 5000: 20_000}
WARM_UP: Final = 5
VROOM_UP_TO: Final = 1000
GOALS = (
    Goal("search_p99_ms_1000", 1, at_least=False),
    Goal("search_p99_ms_5000", 3, at_least=False),
    Goal("request_p99_ms_1000", 50, at_least=False),
    Goal("request_p99_ms_5000", 100, at_least=False),
    Goal("agreed_times_moved", 0, at_least=False),
)
PATIENCE_S: Final = 30.0


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
        with _sqlite() as url:
            figures |= request(size, count, url)
        if postgres:
            with _postgres() as url:
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


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="sanxian-insertion-") as folder:
        yield f"sqlite:///{Path(folder) / 'sanxian.db'}"


@contextmanager
def _postgres() -> Iterator[str]:
    with server() as url:
        on_server(url, "CREATE DATABASE sanxian")
        yield f"{url}/sanxian"


def request(size: int, count: int, url: str) -> dict[str, float | None]:
    """From the request to the stored, pushed plan, over loopback."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request
    upgrade(url)
    database = Database(url, keys=KEYS)
    clock = ScaledClock(origin_at=NOW, real_origin=real_now(), rate=1.0)
    settings = replace(Settings.from_environment(), secret=token_urlsafe(), channel="")
    app = create_app(settings, clock, database)
    parts = parts_of(app)
    settle(database, size, 1, parts.travel, 500)
    background = Background(parts)
    background.relay()
    served = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=served.serve_forever, daemon=True)
    thread.start()
    try:
        return _requests(size, count, database, clock, f"http://127.0.0.1:{served.port}")
    finally:
        served.shutdown()
        thread.join()
        background.stop()
        database.close()


def _requests(
    size: int, count: int, database: Database, clock: ScaledClock, address: str
) -> dict[str, float | None]:
    took: list[float] = []
    answered: list[float] = []
    shown: list[float] = []
    moved: list[int] = []
    promised = 0
    first_look_ms = 0.0
    with httpx.Client(base_url=f"{address}/api/v1", timeout=PATIENCE_S) as client:
        token = client.post("/session", json={"login": LOGIN, "password": PASSWORD}).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        page = _Page(address, token, clock.now().date().isoformat())
        gc.collect()
        gc.freeze()  # as the product does once it has loaded everything
        for k, draft in enumerate(urgent_drafts(size, 1, count + WARM_UP)):
            with database.write() as session:
                order_id = accept_order(
                    session, draft, actor=DESK, now=clock.now(), event_id=f"urgent-{k}"
                ).order.id
            if k < WARM_UP:  # the page's list of rescues, which the dispatcher looks at first
                begun = monotonic()
                client.get(f"/orders/{order_id}/insertions").raise_for_status()
                first_look_ms = first_look_ms or 1000 * (monotonic() - begun)
            page.card_shown(order_id, "accepted")  # nobody places what they do not see
            begun = monotonic()
            answer = client.post(f"/orders/{order_id}/insertions", json={"event_id": str(uuid.uuid4())})
            back = monotonic()
            answer.raise_for_status()
            told = page.plan_told(answer.json()["plan_version"])
            card = page.card_shown(order_id, "assigned")
            if k >= WARM_UP:
                shown.append(1000 * (card - begun))
                took.append(1000 * (max(told, back) - begun))
                answered.append(1000 * (back - begun))
                taken = answer.json()["taken"]
                moved.append(len(taken["moves"]))
                promised += sum(one["agreed"] for one in taken["moves"])
        page.close()
    gc.unfreeze()
    p50, p99 = (float(np.percentile(took, share)) for share in (50, 99))
    answer_p99, card_p99 = (float(np.percentile(one, 99)) for one in (answered, shown))
    say("orders", "requests", "on", "p50 ms", "p99 ms", "answer p99", "card p99", "made room", "first look")
    on = database.engine.dialect.name
    say(
        size,
        count,
        on,
        f"{p50:.1f}",
        f"{p99:.1f}",
        f"{answer_p99:.1f}",
        f"{card_p99:.1f}",
        f"{fmean(moved):.2f}",
        f"{first_look_ms:.0f}",
    )
    if promised:
        raise AssertionError(f"{promised} visits with an agreed time were moved")
    return {
        f"request_p50_ms_{size}": p50,
        f"request_p99_ms_{size}": p99,
        f"card_p99_ms_{size}": card_p99,
        f"first_look_ms_{size}": first_look_ms,
    }


class _Page:
    """A board that watches: Engine.IO 4 and Socket.IO 5 by hand, and when each plan's and each card's push arrived."""

    def __init__(self, address: str, token: str, date: str) -> None:
        self._socket = Client(address.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket")
        self._socket.send("40" + json.dumps({"token": token}))
        self._told: dict[int, float] = {}
        self._cards: dict[tuple[str, str], float] = {}
        self._is_watching = False
        self._news = Condition()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        wanted = {"kind": "board", "district": DISTRICT, "date": date, "have": {}}
        self._socket.send("421" + json.dumps(["watch", wanted]))
        self._wait(lambda: self._is_watching)

    def plan_told(self, version: int) -> float:
        self._wait(lambda: version in self._told)
        return self._told[version]

    def card_shown(self, order_id: str, status: str) -> float:
        """When the order first stood on the board in that status."""
        self._wait(lambda: (order_id, status) in self._cards)
        return self._cards[order_id, status]

    def close(self) -> None:
        with suppress(ConnectionClosed):
            self._socket.close()
        self._reader.join(timeout=5)

    def _wait(self, holds: Callable[[], bool]) -> None:
        with self._news:
            if not self._news.wait_for(holds, PATIENCE_S):
                raise TimeoutError("the page has heard nothing")

    def _read(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                text = str(self._socket.receive())
                arrived = monotonic()
                if text == "2":
                    self._socket.send("3")
                with self._news:
                    self._take(text, arrived)
                    self._news.notify_all()

    def _take(self, text: str, arrived: float) -> None:
        if text.startswith("431["):
            self._is_watching = True
        elif text.startswith('42["plan"'):
            self._told[json.loads(text[2:])[1]["version"]] = arrived
        elif text.startswith('42["order"'):
            card = json.loads(text[2:])[1]
            self._cards.setdefault((card["id"], card["status"]), arrived)


main = command(
    "insertion",
    GOALS,
    run,
    click.option("--sizes", default="", help="Sizes instead of 1000,5000, with commas."),
    click.option("--postgres", is_flag=True, help="The requests on a PostgreSQL of its own too."),
)

if __name__ == "__main__":
    main()

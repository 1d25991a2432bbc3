"""From the request for an urgent order to the stored, pushed plan: a served district, one order after the other."""

import json
import logging
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from secrets import token_urlsafe
from statistics import fmean
from threading import Condition, Thread
from typing import Final

import httpx
import numpy as np
from simple_websocket import Client, ConnectionClosed
from werkzeug.serving import make_server

from benchmarks.insertion_town import DESK, DISTRICT, KEYS, LOGIN, NOW, PASSWORD, settle, urgent_drafts
from benchmarks.postgres import on_server, server
from benchmarks.runner import say
from dispatch.actions.orders import accept_order
from dispatch.app import Background, create_app, parts_of
from dispatch.clock import ScaledClock, monotonic, real_now
from dispatch.config import Settings
from dispatch.storage.migrate import upgrade
from dispatch.storage.session import Database
from dispatch.travel.cache import TravelCache
from dispatch.travel.source import make_source

WARM_UP: Final = 5
PATIENCE_S: Final = 30.0


@contextmanager
def on_sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="sanxian-insertion-") as folder:
        yield f"sqlite:///{Path(folder) / 'sanxian.db'}"


@contextmanager
def on_postgres() -> Iterator[str]:
    with server() as url:
        on_server(url, "CREATE DATABASE sanxian")
        yield f"{url}/sanxian"


def request(size: int, count: int, url: str) -> dict[str, float | None]:
    """From the request to the stored, pushed plan, over loopback, to a server in a process of its own."""
    upgrade(url)
    database = Database(url, keys=KEYS)
    clock = ScaledClock(origin_at=NOW, real_origin=real_now(), rate=1.0)
    settle(database, size, 1, TravelCache(make_source(Settings.from_environment().travel)), 500)
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(url, clock.real_origin, theirs))
    process.start()
    theirs.close()  # so that a server that dies is heard
    try:
        return _requests(size, count, database, clock, f"http://127.0.0.1:{ours.recv()}")
    finally:
        ours.close()
        process.join(PATIENCE_S)
        process.kill()
        database.close()


def _serve(url: str, real_origin: datetime, told: Connection) -> None:
    """The product's web process with its relay, until the other side hangs up."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request
    database = Database(url, keys=KEYS)
    clock = ScaledClock(origin_at=NOW, real_origin=real_origin, rate=1.0)
    settings = replace(Settings.from_environment(), secret=token_urlsafe(), channel="")
    app = create_app(settings, clock, database)
    background = Background(parts_of(app))
    background.relay()
    background.look()
    served = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=served.serve_forever, daemon=True).start()
    told.send(served.port)
    with suppress(EOFError):
        told.recv()
    served.shutdown()
    background.stop()


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

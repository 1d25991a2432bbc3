"""The world of the board's benchmark: a real server on a free port, and a district's day as large as is asked for."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from dispatch.clock import real_now
from dispatch.simulation.city import DISTRICT_ID, build_city
from dispatch.simulation.seeding import PASSWORD, seed_city
from dispatch.storage.migrate import upgrade
from dispatch.storage.session import Database

ORIGIN: Final = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""09:00 in the city, a Friday."""
MINUTES_A_DAY: Final = 9 * 60
_START_S: Final = 120
_RISKS: Final = {7: "jeop", 37: "risk"}


@contextmanager
def served() -> Iterator[str]:
    """The address of `sanxian serve` on a seeded city of its own; stopped when the block ends."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = Database(f"sqlite:///{folder / 'sanxian.db'}")
        upgrade(database.url)
        with database.write() as session:
            list(seed_city(session, build_city(1, technicians=4), now=ORIGIN))
        database.close()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        url = f"http://localhost:{port}"
        environment = {
            **os.environ,
            "SANXIAN_DATA_DIR": name,
            "SANXIAN_SECRET": "demo-for-benchmarks-0123456789-0123456789",
            "SANXIAN_DEMO": "true",
            "SANXIAN_CLOCK": f"scaled:{ORIGIN.isoformat()}|{real_now().isoformat()}|1",
            "SANXIAN_PUBLIC_URL": url,
        }
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(  # noqa: S603  # our own program
                [Path(sys.executable).with_name("sanxian"), "serve", "--port", str(port)],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            _wait(url, server, folder / "log")
            yield url
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(_START_S * 10):
        try:
            if httpx.get(f"{url}/api/v1/health", timeout=1).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-2000:])


def first_board(url: str) -> dict[str, Any]:
    """The board as this server answers it, with one order in a lane: what the crowd is copied from."""
    with httpx.Client(base_url=f"{url}/api/v1", timeout=60) as client:
        token = client.post("/session", json={"login": "dispatcher", "password": PASSWORD}).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        home = build_city(1, technicians=1).estates[3].buildings[0].place()
        order = {
            "event_id": "01a1f677-0000-4000-8000-000000000001",
            "kind": "install",
            "district_id": DISTRICT_ID,
            "area_id": "liudi",
            "customer": {"name": "陈静怡", "phone": "13800002231", "language": "zh-Hans"},
            "address": "柳堤路 36 号 榕景花园 4 栋 1102",
            "lat": home[0],
            "lon": home[1],
            "contracted_mbps": 500,
            "booked_date": "2026-11-20",
            "booked_half": "pm",
        }
        client.post("/orders", json=order).raise_for_status()
        answer = client.get("/board", params={"district": DISTRICT_ID, "date": "2026-11-20"})
        answer.raise_for_status()
        board: dict[str, Any] = answer.json()
        return board


def crowded(board: Mapping[str, Any], technicians: int, visits: int) -> dict[str, Any]:
    """The same district with so many technicians, and so many visits spread evenly over their day."""
    pattern, people = board["orders"][0], board["technicians"]
    lanes = [
        {
            **people[n % len(people)],
            "id": f"b-{n:04}",
            "name": f"师傅{n:03}",
            "name_en": f"Tech {n:03}",
            "badge": f"B{n:04}",
        }
        for n in range(technicians)
    ]
    each = -(-visits // technicians)
    calm = [{**promise, "risk": "track"} for promise in pattern["promises"]]
    span = MINUTES_A_DAY // each
    orders = []
    for n in range(visits):
        lane, seat = n % technicians, n // technicians
        start = ORIGIN.replace(hour=0) + timedelta(minutes=30 + seat * span)
        planned = {
            "arrive_at": start.isoformat(),
            "start_at": start.isoformat(),
            "end_at": (start + timedelta(minutes=max(20, span - 20))).isoformat(),
            "travel_s": 600,
            "seq": seat,
        }
        orders.append(
            {
                **pattern,
                "id": f"o-{n:05}",
                "number": f"B{n:05}",
                "version": 1,
                "status": "assigned",
                "technician_id": f"b-{lane:04}",
                "planned": {**(pattern["planned"] or {}), **planned},
                # one visit in thirty is in danger: the list that a dispatcher reads is not empty
                "promises": [
                    {**promise, "risk": _RISKS.get(n % 60, "track")} for promise in pattern["promises"]
                ]
                if n % 60 in _RISKS
                else calm,
                "lat": pattern["lat"] + (n % 97 - 48) / 4000,
                "lon": pattern["lon"] + (n % 89 - 44) / 4000,
            }
        )
    return {**board, "technicians": lanes, "orders": orders, "now": ORIGIN.isoformat()}


def foreseen(day: Mapping[str, Any]) -> dict[str, Any]:
    """What the planner would say while a visit is in hand: a price in most lanes, a rule against some."""
    ids = [each["id"] for each in day["technicians"]]
    return {
        "offers": [
            {
                "technician_id": each,
                "extra_s": 300 + 60 * (n % 20),
                "arrive_at": (ORIGIN + timedelta(minutes=30 * (n % 12))).isoformat(),
                "breaks": ["complete"] if n % 9 == 0 else [],
                "moves": 0,
                "key": each,
                "overtime_s": 0,
            }
            for n, each in enumerate(ids)
            if n % 5
        ],
        "refused": [{"technician_id": each, "code": "skill", "text": "没有所需技能"} for each in ids[::5]],
    }

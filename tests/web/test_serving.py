"""`sanxian serve` for real: one command, or a process a role on PostgreSQL and Redis; TLS; ended in good order."""

import os
import shutil
import signal
import ssl
import subprocess
from pathlib import Path
from time import sleep
from typing import Any

import httpx
import pytest

from dispatch.actions import users
from dispatch.clock import monotonic, real_now
from dispatch.storage.session import Database
from dispatch.storage.user import User
from tests.web.conftest import furnish, new_id
from tests.web.serving import PROGRAM, environment, free_port, redis_server, serving
from tests.web.socket_page import SocketPage

TODAY = "2026-11-20"
CLOCK = "stepped:2026-11-20T01:00:00+00:00"


def token_of(database: Database, login: str) -> str:
    with database.write() as session:
        return users.sign_in(session, session.query(User).filter_by(login=login).one(), now=real_now())


def order_body() -> dict[str, Any]:
    return {
        "event_id": new_id(),
        "kind": "repair",
        "district_id": "north",
        "customer": {"name": "陈怡", "phone": "13800002231"},
        "address": "望江路 8 号",
        "lat": 30.25,
        "lon": 120.15,
    }


def children_of(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def descendants_of(pid: int) -> list[int]:
    return [one for child in children_of(pid) for one in (child, *descendants_of(child))]


def wait_until(what: Any, seconds: float = 30.0) -> bool:
    ends = monotonic() + seconds
    while monotonic() < ends:
        if what():
            return True
        sleep(0.05)
    return False


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def folder(furnished: Path, tmp_path: Path) -> Path:
    shutil.copyfile(furnished, tmp_path / "sanxian.db")
    return tmp_path


def test_one_command_serves_pages_pushes_and_planners_and_ends_them_all(folder: Path) -> None:
    settings = environment(folder, SANXIAN_CLOCK=CLOCK)
    token = token_of(Database(f"sqlite:///{folder / 'sanxian.db'}"), "chen")
    with serving(settings=settings, log=folder / "log", port=free_port()) as (address, child):
        bearer = {"Authorization": f"Bearer {token}"}
        with (
            SocketPage(address, token=token) as page,
            httpx.Client(base_url=address, headers=bearer) as client,
        ):
            assert page.watch(kind="board", district="north", date=TODAY, have={})["orders"] == []
            began = monotonic()
            order = client.post("/api/v1/orders", json=order_body())
            assert order.status_code == 201, order.text
            pushed = page.wait_for("order")
            assert monotonic() - began < 10
            assert pushed["id"] == order.json()["order"]["id"]
            assert wait_until(lambda: len(descendants_of(child.pid)) >= 3)  # gunicorn's worker, two planners
            family = descendants_of(child.pid)
            child.terminate()
            assert page.wait_until_closed()
        began = monotonic()
        child.wait(30)
        assert monotonic() - began < 20
    assert wait_until(lambda: not any(is_alive(pid) for pid in family)), (folder / "log").read_text()
    assert token not in (folder / "log").read_text()


def test_killed_without_warning_it_leaves_no_planner_behind(folder: Path) -> None:
    settings = environment(folder, SANXIAN_CLOCK=CLOCK)
    with serving(settings=settings, log=folder / "log", port=free_port()) as (_, child):
        assert wait_until(lambda: len(descendants_of(child.pid)) >= 3)
        family = descendants_of(child.pid)
        child.kill()
        child.wait()
        assert wait_until(lambda: not any(is_alive(pid) for pid in family), 40)


def test_over_tls_pages_and_sockets_work_and_cookies_are_secure(folder: Path) -> None:
    certificate, key = folder / "cert.pem", folder / "key.pem"
    made = subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
        ],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    token = token_of(Database(f"sqlite:///{folder / 'sanxian.db'}"), "chen")
    tls = ["--tls-cert", str(certificate), "--tls-key", str(key)]
    settings = environment(folder, SANXIAN_CLOCK=CLOCK)
    with serving(*tls, settings=settings, log=folder / "log", port=free_port(), certificate=certificate) as (
        address,
        _,
    ):
        context = ssl.create_default_context(cafile=certificate)
        answer = httpx.get(f"{address}/sign-in", verify=context)
        assert "Secure" in answer.headers["Set-Cookie"]
        assert "Strict-Transport-Security" in answer.headers
        with SocketPage(address, ssl_context=context, token=token) as page:
            assert page.watch(kind="board", district="north", date=TODAY, have={})["orders"] == []


def test_a_page_of_another_site_gets_no_connection(folder: Path) -> None:
    token = token_of(Database(f"sqlite:///{folder / 'sanxian.db'}"), "chen")
    settings = environment(folder, SANXIAN_CLOCK=CLOCK)
    with serving(settings=settings, log=folder / "log", port=free_port()) as (address, _):
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        evil = httpx.get(
            f"{address}/socket.io/?EIO=4&transport=websocket",
            headers={**upgrade, "Sec-WebSocket-Key": "x" * 22 + "==", "Origin": "https://evil.example"},
        )
        assert evil.status_code == 400
        assert "origin" in evil.text
        # this client's Host has no port, so neither has its own origin
        with SocketPage(address, headers={"Origin": "http://localhost"}, token=token) as page:
            assert page.refused is None
        polling = httpx.get(f"{address}/socket.io/?EIO=4&transport=polling")
        assert polling.status_code == 400


def test_every_role_as_a_process_of_its_own_on_postgresql_and_redis(
    postgres_url: str, tmp_path: Path
) -> None:
    database = Database(postgres_url)
    furnish(database)
    chen, wang = token_of(database, "chen"), token_of(database, "wang")
    with redis_server(tmp_path) as redis_url:
        settings = environment(
            tmp_path, SANXIAN_DATABASE_URL=postgres_url, SANXIAN_REDIS_URL=redis_url, SANXIAN_CLOCK=CLOCK
        )
        with (
            serving("--role", "web", settings=settings, log=tmp_path / "w1", port=free_port()) as (first, _),
            serving("--role", "web", settings=settings, log=tmp_path / "w2", port=free_port()) as (second, _),
            serving("--role", "relay", settings=settings, log=tmp_path / "r1"),
            serving("--role", "relay", settings=settings, log=tmp_path / "r2"),
            serving("--role", "sweeper", settings=settings, log=tmp_path / "s1"),
            SocketPage(first, token=chen) as here,
            SocketPage(second, token=chen) as there,
        ):
            for page in (here, there):
                assert page.watch(kind="board", district="north", date=TODAY, have={})["orders"] == []
            people = there.wait_for("presence")["people"]
            while len(people) < 2:
                people = there.wait_for("presence")["people"]
            bearer = {"Authorization": f"Bearer {chen}"}
            order = httpx.post(f"{first}/api/v1/orders", json=order_body(), headers=bearer)
            assert order.status_code == 201, order.text
            order_id = order.json()["order"]["id"]
            for page in (here, there):
                assert page.wait_for("order")["id"] == order_id
            # who moves it at one process is seen at the other, until they let go or are gone
            here.ask("holding", {"order_id": order_id})
            while not any(one.get("holding") == order_id for one in people):
                people = there.wait_for("presence")["people"]
            here.ask("holding", {"order_id": None})
            while any(one.get("holding") for one in people):
                people = there.wait_for("presence")["people"]
            with SocketPage(first, token=chen) as third:
                third.watch(kind="board", district="north", date=TODAY, have={})
                third.ask("holding", {"order_id": order_id})
                while not any(one.get("holding") for one in people):
                    people = there.wait_for("presence")["people"]
            while any(one.get("holding") for one in people):
                people = there.wait_for("presence")["people"]
            step = {
                "event_id": new_id(),
                "step": "assign",
                "occurred_at": "2026-11-20T01:00:00+00:00",
                "data": {"technician_id": "t-wang"},
            }
            taken = httpx.post(f"{second}/api/v1/orders/{order_id}/steps", json=step, headers=bearer)
            assert taken.status_code == 200, taken.text
            with SocketPage(second, token=wang) as phone:
                assert phone.watch(kind="day", have={})["orders"][0]["id"] == order_id
            assert here.wait_for("order")["technician_id"] == "t-wang"
            signed_out = httpx.delete(f"{first}/api/v1/session", headers=bearer)
            assert signed_out.status_code == 204
            assert there.wait_for("signed_out") == {}
    database.close()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"SANXIAN_SECRET": ""}, "SANXIAN_SECRET is missing"),
        ({"SANXIAN_SECRET": "short"}, "shorter than 32"),
        ({"SANXIAN_SECRET": "demo-" + "x" * 40}, "a demo's secret"),
        ({"SANXIAN_AUDIT_KEY": ""}, "SANXIAN_AUDIT_KEY is missing"),
        ({"SANXIAN_AUDIT_KEY": "short"}, "SANXIAN_AUDIT_KEY is shorter than 32"),
        ({"SANXIAN_AUDIT_KEY": "a-test-secret-of-more-than-32-characters"}, "not be SANXIAN_SECRET"),
        ({"SANXIAN_DATABASE_URL": "sqlite:///new.db"}, "run `sanxian migrate` first"),
        ({"SANXIAN_CLOCK": "sundial"}, "not a clock"),
    ],
)
def test_serve_does_not_start_like_this_and_says_why(
    folder: Path, settings: dict[str, str], says: str
) -> None:
    done = subprocess.run(
        (*PROGRAM, "serve"),
        env=environment(folder, **settings),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_a_worker_at_once(folder: Path) -> None:
    child = subprocess.Popen(
        (*PROGRAM, "serve", "--role", "sweeper"),
        env=environment(folder, SANXIAN_CLOCK=CLOCK),
        stderr=subprocess.PIPE,
    )
    assert child.stderr is not None
    assert b"sweeper is running" in child.stderr.readline()
    os.kill(child.pid, signal.SIGINT)
    assert child.wait(10) == 0
    child.stderr.close()

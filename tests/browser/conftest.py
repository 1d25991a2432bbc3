"""A real server on a free port with a small seeded city, a browser, and people who are signed in to it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from dispatch.clock import real_now
from dispatch.simulation.city import DISTRICT_ID, build_city
from dispatch.simulation.seeding import PASSWORD, seed_city
from dispatch.storage.migrate import upgrade
from dispatch.storage.session import Database
from dispatch.web.security import SESSION_COOKIE

ORIGIN: Final = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""09:00 in the city: inside contact hours, with the whole day ahead."""
PHONE: Final = {"width": 390, "height": 844}
_START_S: Final = 60


def local(hour: int, minute: int = 0, *, days: int = 0) -> str:
    """A local time of the city's first day, as JSON has it."""
    return (ORIGIN + timedelta(days=days, hours=hour - 9, minutes=minute)).isoformat()


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is missing")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`sanxian serve` in a folder of its own; it can be killed and started again on the same data."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    keys: dict[str, str] = field(default_factory=dict)
    signed_in: dict[str, Any] = field(default_factory=dict)
    """The cookies of people who have signed in: sign-ins are limited, and one lasts."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        origin = f"scaled:{ORIGIN.isoformat()}|{self._real_origin.isoformat()}|1"
        environment = {
            **os.environ,
            "SANXIAN_DATA_DIR": str(self.folder),
            "SANXIAN_SECRET": "demo-for-tests",
            "SANXIAN_DEMO": "true",
            "SANXIAN_CLOCK": origin,
            "SANXIAN_OPERATOR": "榕通宽带",
            "SANXIAN_PUBLIC_URL": self.url,
            "SANXIAN_PLAN_SECONDS": "0.3",
        }
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("sanxian"), "serve", "--port", str(self.port)],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(_START_S * 10):
            try:
                if httpx.get(f"{self.url}/api/v1/health", timeout=1).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8", errors="replace")[-4000:])

    def stop(self) -> None:
        """At once, as when the power fails."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def __post_init__(self) -> None:
        self._real_origin = real_now()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    database = Database(f"sqlite:///{folder / 'sanxian.db'}")
    upgrade(database.url)
    with database.write() as session:
        list(seed_city(session, build_city(1, technicians=4), now=ORIGIN))
    database.close()
    running = Server(folder=folder, port=_free_port())
    running.start()
    yield running
    running.stop()


@dataclass
class Desk:
    """The API as a dispatcher and a technician use it."""

    server: Server

    def key(self, login: str) -> str:
        if login not in self.server.keys:
            answer = httpx.post(
                f"{self.server.url}/api/v1/session", json={"login": login, "password": PASSWORD}
            )
            answer.raise_for_status()
            self.server.keys[login] = answer.json()["token"]
        return self.server.keys[login]

    def call(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, by: str = "dispatcher"
    ) -> Any:
        answer = httpx.request(
            method,
            f"{self.server.url}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.key(by)}"},
            timeout=20,
        )
        assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def now(self) -> datetime:
        return datetime.fromisoformat(httpx.get(f"{self.server.url}/api/v1/clock").json()["now"])

    def accept(self, **fields: Any) -> dict[str, Any]:
        """A new order; answers its card and its link."""
        body = {
            "event_id": str(uuid.uuid4()),
            "kind": "install",
            "district_id": DISTRICT_ID,
            "area_id": "liudi",
            "customer": {"name": "陈静怡", "phone": "13800002231", "language": "zh-Hans"},
            "address": "柳堤路 36 号 榕景花园 4 栋 1102",
            "lat": HOME[0],
            "lon": HOME[1],
            "contracted_mbps": 500,
            "booked_date": "2026-11-20",
            "booked_half": "pm",
            "accepted_at": local(8, 30),
            **fields,
        }
        answer: dict[str, Any] = self.call("POST", "/orders", body)
        return {**answer["order"], "link": answer["link"]}

    def step(self, order_id: str, step: str, *, by: str = "dispatcher", **data: Any) -> dict[str, Any]:
        body = {
            "event_id": str(uuid.uuid4()),
            "step": step,
            "occurred_at": self.now().isoformat(),
            "data": data,
        }
        answer: dict[str, Any] = self.call("POST", f"/orders/{order_id}/steps", body, by=by)
        return answer["order"]

    def order(self, order_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"/orders/{order_id}")
        return found

    def give(self, technician: str, **fields: Any) -> dict[str, Any]:
        """A new order, assigned to this technician by hand, whoever the planner thought of."""
        order = self.accept(**fields)
        self.step(order["id"], "assign", technician_id=technician, reason="test")
        return order

    def agree(self, order: dict[str, Any], login: str, agreed_at: str) -> None:
        self.step(order["id"], "take", by=login)
        self.step(order["id"], "contact", by=login, agreed_at=agreed_at, channel="phone")


HOME: Final = build_city(1, technicians=1).estates[3].buildings[0].place()


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return Desk(server)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    opened = playwright.chromium.launch(executable_path=_chromium())
    yield opened
    opened.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own, with a phone's size; whatever a page says on its console as an error fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_context(**options: Any) -> BrowserContext:
        context = browser.new_context(
            **{"viewport": PHONE, "locale": "zh-CN", "timezone_id": "America/New_York", **options}
        )
        context.set_default_timeout(10_000)
        context.on("weberror", lambda failed: errors.append(str(failed.error)))
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def as_technician(server: Server, new_context: Callable[..., BrowserContext]) -> OpenPage:
    """Sign in on the page as a person does, and land on the day; `fresh` is a sign-in that may be ended."""

    def sign_in(
        login: str, *, context: BrowserContext | None = None, fresh: bool = False, **options: Any
    ) -> Page:
        opened = context or new_context(**options)
        known = None if fresh else server.signed_in.get(login)
        page = opened.new_page()
        if known is not None:
            opened.add_cookies(known)
            page.goto(f"{server.url}/t/")
        else:
            page.goto(f"{server.url}/sign-in")
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url(f"{server.url}/t/")
            if not fresh:
                server.signed_in[login] = [c for c in opened.cookies() if c["name"] == SESSION_COOKIE]
        page.wait_for_selector(".screen:not([aria-busy])")
        return page

    return sign_in


@pytest.fixture
def as_customer(server: Server, new_context: Callable[..., BrowserContext]) -> OpenPage:
    """Open the link that the customer was sent."""

    def open_link(link: str, **options: Any) -> Page:
        page = new_context(**options).new_page()
        page.goto(server.url + link)
        page.wait_for_selector("h1")
        return page

    return open_link

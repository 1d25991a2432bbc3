"""A served district: the real application on a fresh SQLite database, its people signed in, its clock in our hand."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dispatch.actions import links, users
from dispatch.app import create_app, live_of, parts_of
from dispatch.clock import SteppedClock, real_now
from dispatch.config import Settings
from dispatch.orders.people import Role
from dispatch.storage.district import Area, District
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from dispatch.web.limits import LIMITER
from tests.databases import KEYS

NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Friday 20 November 2026, 09:00 in Shanghai."""
PASSWORD = "correct horse battery"
SECRET = "a-test-secret-of-more-than-32-characters"
STAFF = {
    # login: role, district, technician
    "wang": (Role.TECHNICIAN, "north", "t-wang"),
    "chen": (Role.DISPATCHER, "north", None),
    "zhou": (Role.LEAD, "north", None),
    "sun": (Role.MANAGER, None, None),
    "lin": (Role.ADMIN, None, None),
    "he": (Role.DISPATCHER, "south", None),
    "li": (Role.TECHNICIAN, "north", "t-li"),
}
LOGIN_OF = {role: login for login, (role, _, _) in reversed(STAFF.items())}


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class House:
    """The application, and the shortest way to make things happen through its API."""

    app: Flask
    database: Database
    clock: SteppedClock
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def live(self) -> Any:
        return live_of(self.app)

    def token(self, login: str) -> str:
        if login not in self.tokens:
            with self.database.write() as session:
                user = session.query(User).filter_by(login=login).one()
                self.tokens[login] = users.sign_in(session, user, now=real_now())
        return self.tokens[login]

    def client(self, login: str | None = None, *, link: str | None = None) -> FlaskClient:
        """A machine's client: a header, no cookies."""
        client = self.app.test_client(use_cookies=False)
        if login is not None:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.token(login)}"
        elif link is not None:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Link {link}"
        return client

    def browser(self, login: str | None = None, *, link: str | None = None) -> FlaskClient:
        """A browser: cookies, and nothing else."""
        client = self.app.test_client()
        if login is not None:
            client.set_cookie("sanxian_session", self.token(login))
        if link is not None:
            client.set_cookie("sanxian_link", link)
        return client

    def order_body(self, **changed: Any) -> dict[str, Any]:
        body = {
            "event_id": new_id(),
            "kind": "repair",
            "district_id": "north",
            "customer": {"name": "陈怡", "phone": "13800002231", "language": "zh-Hans"},
            "address": "望江路 8 号 3 幢 502",
            "lat": 30.25,
            "lon": 120.15,
        }
        return body | changed

    def accept(self, **changed: Any) -> dict[str, Any]:
        answer = self.client("chen").post("/api/v1/orders", json=self.order_body(**changed))
        assert answer.status_code == 201, answer.json
        taken_in: dict[str, Any] = answer.json
        return taken_in

    def link_of(self, order_id: str) -> str:
        with self.database.write() as session:
            return links.create_link(session, order_id, now=self.clock.now())

    def step(self, login: str, order_id: str, step: str, **data: Any) -> Any:
        body = {
            "event_id": new_id(),
            "step": step,
            "occurred_at": self.clock.now().isoformat(),
            "data": data,
        }
        return self.client(login).post(f"/api/v1/orders/{order_id}/steps", json=body)

    def assigned(self) -> str:
        """An order in the hands of Wang."""
        order_id: str = self.accept()["order"]["id"]
        assert self.step("chen", order_id, "assign", technician_id="t-wang").status_code == 200
        return order_id

    def on_the_way(self) -> str:
        order_id = self.assigned()
        assert self.step("wang", order_id, "take").status_code == 200
        agreed_at = (self.clock.now() + timedelta(hours=2)).isoformat()
        assert self.step("wang", order_id, "contact", agreed_at=agreed_at, channel="phone").status_code == 200
        assert self.step("wang", order_id, "set_off").status_code == 200
        return order_id


def furnish(database: Database) -> None:
    """Two districts, their areas, two technicians, and somebody of each role."""
    with database.write() as session:
        for district_id, name in (("north", "城北区"), ("south", "城南区")):
            session.add(District(id=district_id, name=name, name_en=district_id.title()))
        session.flush()
        for area_id, serviceable, reason in (("n-1", True, None), ("n-2", False, "no_port")):
            session.add(
                Area(
                    id=area_id,
                    district_id="north",
                    name="望江",
                    tier="standard",
                    serviceable=serviceable,
                    reason=reason,
                    lat=30.25 if serviceable else 31.25,
                    lon=120.15,
                )
            )
        session.add(Area(id="s-1", district_id="south", name="南山", lat=29.25, lon=120.15))
        for technician_id, name in (("t-wang", "王建国"), ("t-li", "李明")):
            session.add(
                Technician(
                    id=technician_id,
                    district_id="north",
                    name=name,
                    badge=technician_id[2:].upper(),
                    skills=["fiber", "repair", "install", "move"],
                    home_lat=30.25,
                    home_lon=120.16,
                )
            )
        session.flush()
        for login, (role, district_id, technician_id) in STAFF.items():
            users.create_user(
                session,
                login=login,
                name=login.title(),
                password=PASSWORD,
                role=role,
                now=real_now(),
                district_id=district_id,
                technician_id=technician_id,
            )


@pytest.fixture(scope="session")
def furnished(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A database with people in it, copied for each test: hashing seven passwords takes its time."""
    path = tmp_path_factory.mktemp("furnished") / "furnished.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    furnish(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def house(furnished: Any, tmp_path: Any) -> Iterator[House]:
    shutil.copyfile(furnished, tmp_path / "house.db")
    database = Database(f"sqlite:///{tmp_path / 'house.db'}", keys=KEYS)
    clock = SteppedClock(NINE)
    app = create_app(Settings(secret=SECRET, data_dir=tmp_path), clock, database)
    app.testing = True
    LIMITER.enabled = False
    yield House(app=app, database=database, clock=clock)
    LIMITER.enabled = True
    parts_of(app).live.server.shutdown()
    database.close()

"""The demo from the first start to the last: open the city, let it live, remember where it stood."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Final, Protocol

import httpx

from dispatch.clock import ScaledClock, real_now
from dispatch.simulation.api import Api, Unreachable
from dispatch.simulation.city import DISTRICT_NAME, OPERATOR, City, build_city
from dispatch.simulation.life import Life, ask_for_plan, hand_over, look, place_all, reserve
from dispatch.simulation.newcomer import is_signed_in
from dispatch.simulation.notebook import Notebook
from dispatch.simulation.seeding import DESK_SEATS, PASSWORD, Keys, give_keys, is_seeded, login_of, seed_city
from dispatch.simulation.server import Server, choose_port, keep_secret, run
from dispatch.simulation.stage import Stage
from dispatch.simulation.world import LOCAL, World, local_day
from dispatch.storage.migrate import upgrade
from dispatch.storage.session import Database

DAY_BEGINS: Final = time(7, 35)
"""Shortly before the first shift."""
_PLANNED_WITHIN_S: Final = 40.0
_OPENING_TAKES: Final = timedelta(seconds=12)
_LONGEST_HEAD_START: Final = timedelta(minutes=90)
_WORKERS: Final = 4
_LOOKS_EVERY_REAL_S: Final = 1.0
_SHORTEST_LOOK: Final = timedelta(seconds=45)
_LONGEST_LOOK: Final = timedelta(minutes=5)


class WrongFolder(Exception):
    """The folder holds another city."""


class Bar(Protocol):
    def step(self) -> None: ...


class Teller(Protocol):
    """Says how far the opening is."""

    def doing(self, what: str) -> AbstractContextManager[None]: ...

    def progress(self, what: str, steps: int) -> AbstractContextManager[Bar]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a newcomer is told."""

    address: str
    customer_link: str | None
    technician: str
    technician_name: str
    customer: str
    customer_name: str
    logins: tuple[tuple[str, str], ...]
    password: str
    time: str
    city: str
    speed: float


@dataclass(kw_only=True)
class Demo:
    folder: Path
    seed: int
    speed: float
    wanted_port: int = 0
    empty: bool = False
    first_day: date | None = None
    technicians: int = 40
    orders_a_day: int = 300
    summary: str = ""
    _life: Life | None = field(default=None, repr=False)
    _server: Server | None = field(default=None, repr=False)

    @cached_property
    def notebook(self) -> Notebook:
        return Notebook(self.folder)

    @property
    def tally(self) -> Counter[str]:
        """What was asked of the server so far, by deed."""
        return Counter() if self._life is None else self._life.world.api.tally.asked

    @contextmanager
    def open(self, stop: Event, *, tell: Teller) -> Iterator[Opening | None]:
        """Everything up to the moment at which the links work; leaving the block ends the server."""
        notebook = self.notebook
        if notebook.state.get("seed", self.seed) != self.seed:
            raise WrongFolder(
                f"{self.folder} holds the city of seed {notebook.state['seed']}; delete it or name another with --data"
            )
        with notebook.held() as ours:
            if not ours:
                port = notebook.state.get("port")
                raise WrongFolder(f"{self.folder} is lived in already, at http://localhost:{port}/board")
            with self._serve(stop, tell) as opening:
                yield opening

    @contextmanager
    def _serve(self, stop: Event, tell: Teller) -> Iterator[Opening | None]:
        notebook = self.notebook
        city = build_city(self.seed, technicians=self.technicians)
        port = choose_port(self.wanted_port or int(notebook.state.get("port", 0)))
        environment = self._environment(port)
        keys = self._prepare(city, environment, tell)
        clock = self._start_clock(notebook)
        environment["SANXIAN_CLOCK"] = (
            f"scaled:{clock.origin_at.isoformat()}|{clock.real_origin.isoformat()}|{clock.rate}"
        )
        notebook.keep(seed=self.seed, port=port, now=clock.origin_at.isoformat())
        server = self._server = Server(port, environment=environment, log=self.folder / "server.log")
        limits = httpx.Limits(max_connections=_WORKERS + 2, max_keepalive_connections=_WORKERS + 2)
        with server, httpx.Client(base_url=server.address, timeout=30, limits=limits) as client:
            with tell.doing(f"serve on port {port}"):
                server.wait_until_healthy(stop)
            world = World(
                seed=self.seed,
                city=city,
                api=Api(client, stop=stop),
                clock=clock,
                keys=keys,
                look_every=min(
                    max(_SHORTEST_LOOK, timedelta(seconds=_LOOKS_EVERY_REAL_S * self.speed)), _LONGEST_LOOK
                ),
            )
            self._life = Life(
                world=world,
                stage=Stage(clock, workers=_WORKERS),
                notebook=notebook,
                orders_a_day=self.orders_a_day,
            )
            try:
                yield None if stop.is_set() else self._open_morning(port, stop, tell)
            finally:
                notebook.keep(now=clock.now().isoformat())

    def live(self, stop: Event) -> None:
        """Until somebody says stop, or the server is gone."""
        life, server = self._life, self._server
        if life is None or server is None:
            raise RuntimeError("open the demo first")
        ended = _Either(stop, server.died)
        if self.empty:
            while not ended.is_set():
                stop.wait(0.5)
        else:
            database = Database(self._environment(server.port)["SANXIAN_DATABASE_URL"], pool_size=1)
            life.newcomer = lambda: is_signed_in(database, life.world.reserved_technician or "")
            life.begin(life.world.clock.now())
            try:
                life.stage.play(stop=ended)
            except Unreachable:
                if not ended.is_set():
                    raise
            finally:
                database.close()
        self.summary = _summarise(life)

    def _environment(self, port: int) -> dict[str, str]:
        folder = self.folder.resolve()
        return {
            "SANXIAN_DATA_DIR": str(folder),
            "SANXIAN_DATABASE_URL": f"sqlite:///{folder / 'sanxian.db'}",
            "SANXIAN_SECRET": keep_secret(folder),
            "SANXIAN_DEMO": "true",
            "SANXIAN_OPERATOR": OPERATOR,
            "SANXIAN_PUBLIC_URL": f"http://localhost:{port}",
            "SANXIAN_SEED": str(self.seed),
            # a plan should be minutes old in the city, not an hour, and leave the machine to the pages
            "SANXIAN_PLAN_SECONDS": f"{min(2.0, max(0.4, 60 / self.speed)):.1f}",
            "SANXIAN_PLAN_DEBOUNCE": f"{min(5.0, max(0.4, 120 / self.speed)):.1f}",
        }

    def _prepare(self, city: City, environment: dict[str, str], tell: Teller) -> Keys:
        """The database with its city and keys; the first time, the planner's compiled code too."""
        url = environment["SANXIAN_DATABASE_URL"]
        upgrade(url)
        database = Database(url)
        try:
            with database.read() as session:
                seeded = is_seeded(session)
            if not seeded:
                with tell.doing("compile the planner's search, once"):
                    run("warm", environment=environment)
                with (
                    tell.progress(f"build {DISTRICT_NAME} and its people", 2 + len(city.technicians)) as bar,
                    database.write() as session,
                ):
                    for _ in seed_city(session, city, now=real_now()):
                        bar.step()
            with database.write() as session:
                return give_keys(session, now=real_now())
        finally:
            database.close()

    def _start_clock(self, notebook: Notebook) -> ScaledClock:
        """Where it stood; at the first start such that the day begins when everything is ready."""
        if notebook.now is not None:
            return ScaledClock(origin_at=notebook.now, real_origin=real_now(), rate=self.speed)
        day = self.first_day or local_day(real_now())
        opens_at = datetime.combine(day, DAY_BEGINS, LOCAL).astimezone(UTC)
        ahead = min(_OPENING_TAKES * self.speed, _LONGEST_HEAD_START)
        return ScaledClock(origin_at=opens_at - ahead, real_origin=real_now(), rate=self.speed)

    def _open_morning(self, port: int, stop: Event, tell: Teller) -> Opening:
        life, notebook = self._life, self.notebook
        if life is None:
            raise RuntimeError("open the demo first")
        world = life.world
        now = world.clock.now()
        life.recall(now)
        if not self.empty and not notebook.state.get("opened"):
            stock = life.carried(now)
            with tell.progress(f"take in {len(stock)} orders from yesterday", len(stock)) as bar:
                place_all(life, stock, lambda _: bar.step())
            ask_for_plan(world)
            with tell.doing("plan the day"):
                self._wait_for_plan(world, stop)
            notebook.keep(opened=True)
        look(world, local_day(now))
        technician, order = reserve(
            world,
            technician_id=notebook.state.get("technician"),
            order_id=notebook.state.get("order"),
        )
        if notebook.state.get("order") is None and not self.empty:
            order = hand_over(world, technician, now) or order
            world.reserved_order = order
        notebook.keep(technician=technician, order=order)
        return self._describe(world, port, technician, order)

    def _wait_for_plan(self, world: World, stop: Event) -> None:
        """Until the planner has given most of the morning's orders to somebody."""
        waited = 0.0
        while waited < _PLANNED_WITHIN_S and not stop.is_set():
            look(world, local_day(world.clock.now()))
            given = sum(card["technician_id"] is not None for card in world.cards.values())
            if given and given >= 0.8 * len(world.cards):
                return
            stop.wait(0.3)
            waited += 0.3

    def _describe(self, world: World, port: int, technician: str, order: str | None) -> Opening:
        profile = next(profile for profile in world.city.technicians if profile.id == technician)
        who = world.known.get(order or "")
        link = f"/c/{who.link}" if who and who.link else None
        customer = who.placed.customer_name if who else ""
        logins = tuple((seat.login, f"{seat.name}, {seat.role}") for seat in DESK_SEATS)
        technician_login = login_of(profile.badge)
        now = world.clock.now().astimezone(LOCAL)
        return Opening(
            address=f"http://localhost:{port}",
            customer_link=link,
            technician=f"the phone of {profile.name} ({profile.name_en}), sign in as {technician_login}",
            technician_name=profile.name,
            customer=f"the page of the customer {customer}, whom {profile.name} will visit",
            customer_name=customer,
            logins=(
                *logins,
                (
                    technician_login,
                    f"{profile.name}, technician (every technician: the badge, in small letters)",
                ),
            ),
            password=PASSWORD,
            time=f"{now:%H:%M} on {now:%A, %d %B %Y}",
            city=DISTRICT_NAME,
            speed=self.speed,
        )


class _Either(Event):
    """Set as soon as one of the two is."""

    def __init__(self, one: Event, other: Event) -> None:
        super().__init__()
        self._one, self._other = one, other

    def is_set(self) -> bool:
        return self._one.is_set() or self._other.is_set()


def _summarise(life: Life) -> str:
    """What the city did, in a few figures, when it is left."""
    tally = life.world.api.tally
    asked, refused, troubles = (
        sum(counter.values()) for counter in (tally.asked, tally.refused, tally.troubles)
    )
    done = tally.asked["complete"] + tally.asked["complete (late)"]
    pace = f"{1000 * tally.seconds / asked:.0f} ms each" if asked else "none"
    lines = [
        f"{tally.asked['accept']} orders placed, {done} completed",
        f"{asked} requests, {pace}; {refused} refused, {troubles} sent again",
        f"at most {life.stage.latest.total_seconds():.0f} s late by the city's clock",
        *(f"  {count} × {what}" for what, count in (tally.refused + tally.troubles).most_common(8)),
    ]
    return "\n".join(lines)

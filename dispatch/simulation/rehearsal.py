"""A day without a server: everything in one process on a stepped clock, so that the same seed makes the same events."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import select

from dispatch.actions.checkpoints import take_checkpoint
from dispatch.actions.deadlines import sweep
from dispatch.actions.planner import Planner
from dispatch.actions.promise_check import Difference, check_promises
from dispatch.clock import Clock, SteppedClock
from dispatch.config import Settings
from dispatch.orders.audit import Finding
from dispatch.planning.stop import iterations
from dispatch.queries.audit import verify_log
from dispatch.simulation.api import Api
from dispatch.simulation.city import DISTRICT_ID, OPERATOR, build_city
from dispatch.simulation.life import Life, place_all
from dispatch.simulation.notebook import Notebook
from dispatch.simulation.orders import ORDERS_A_DAY
from dispatch.simulation.seeding import give_keys, seed_city
from dispatch.simulation.stage import Call, Person, Stage, Wait
from dispatch.simulation.world import LOCAL, World
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.migrate import upgrade
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.session import Database

FIRST_DAY: Final = date(2026, 11, 20)
BEGINS: Final = time(7, 35)
LASTS: Final = timedelta(hours=13, minutes=30)
_TELLS_EVERY: Final = timedelta(minutes=10)
_SWEEPS_EVERY: Final = timedelta(minutes=1)
_PLANS_EVERY: Final = timedelta(minutes=5)
_LOOKS_EVERY: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event, by what does not depend on the machine."""

    number: str
    seq: int
    type: str
    occurred_at: datetime
    received_at: datetime
    role: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    events: tuple[Happened, ...]
    asked: Counter[str]
    refused: Counter[str]
    promises: Counter[str]
    """How many clocks stand how, as `complete kept`."""
    differences: tuple[Difference, ...]
    """Stored clocks, deadlines and money that are not what the log says: there must be none."""
    findings: tuple[Finding, ...]
    """What an audit of the day's log accuses: nothing, for nobody changed it."""

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256("\n".join(map(str, self.events)).encode()).hexdigest()


MakeApp = Callable[[Settings, Clock, Database], Any]
"""Puts the web application together; it lies above us, so the caller brings it."""


def rehearse(
    make_app: MakeApp,
    *,
    seed: int = 1,
    first_day: date | None = None,
    technicians: int = 40,
    orders_a_day: int = ORDERS_A_DAY,
    lasts: timedelta = LASTS,
    plan_iterations: int = 2000,
    tell: Callable[[timedelta], None] = lambda _: None,
) -> Rehearsal:
    """Live from shortly before the first shift; `tell` hears how much of the time has passed."""
    begins_at = datetime.combine(first_day or FIRST_DAY, BEGINS, LOCAL).astimezone(LOCAL)
    clock = SteppedClock(begins_at)
    city = build_city(seed, technicians=technicians)
    with (
        tempfile.TemporaryDirectory(prefix="sanxian-") as name,
        _opened(make_app, Path(name), clock, seed) as (database, client),
    ):
        with database.write() as session:
            list(seed_city(session, city, now=begins_at))
        with database.write() as session:
            keys = give_keys(session, now=begins_at)
        world = World(
            seed=seed,
            city=city,
            api=Api(client, patience_s=0),
            clock=clock,
            keys=keys,
            look_every=_LOOKS_EVERY,
        )
        stage = Stage(clock, workers=0)
        life = Life(
            world=world, stage=stage, notebook=Notebook(Path(name) / "life"), orders_a_day=orders_a_day
        )
        place_all(life, life.carried(begins_at), lambda _: None)
        planner = Planner(
            database=database,
            district_id=DISTRICT_ID,
            make_stop=partial(iterations, plan_iterations),
            seed=seed,
        )
        stage.enter(_machinery(database, planner, clock, begins_at), begins_at)
        stage.enter(_count_hours(tell, begins_at), begins_at)
        life.begin(begins_at)
        stage.play(until=begins_at + lasts)
        return Rehearsal(
            events=tuple(_read_events(database)),
            asked=world.api.tally.asked,
            refused=world.api.tally.refused,
            promises=_read_promises(database),
            differences=tuple(
                one for checked in check_promises(database, clock.now()) for one in checked.differences
            ),
            findings=tuple(_audit(database, Path(name) / "audit", clock.now())),
        )


def _audit(database: Database, folder: Path, now: datetime) -> list[Finding]:
    take_checkpoint(database, folder, now)
    return verify_log(database, keys, folder).findings if (keys := database.keys) else []


@contextmanager
def _opened(
    make_app: MakeApp, folder: Path, clock: SteppedClock, seed: int
) -> Iterator[tuple[Database, httpx.Client]]:
    settings = Settings(
        database_url=f"sqlite:///{folder / 'sanxian.db'}",
        data_dir=folder,
        secret="rehearsal",  # noqa: S106  # of a server that nobody reaches
        clock=f"stepped:{clock.now().isoformat()}",
        operator=OPERATOR,
        demo=True,
        deterministic=True,
        seed=seed,
    )
    upgrade(settings.database)
    database = Database.of(settings)
    app = make_app(settings, clock, database)
    transport = httpx.WSGITransport(app=app.wsgi_app, raise_app_exceptions=True)
    try:
        with httpx.Client(transport=transport, base_url="http://127.0.0.1") as client:
            yield database, client
    finally:
        database.close()


def _machinery(database: Database, planner: Planner, clock: SteppedClock, at: datetime) -> Person:
    """What runs by itself beside the people: deadlines every minute, a plan every few minutes when it is needed."""
    planned_at = at - _PLANS_EVERY

    def run(*, plan: bool) -> None:
        sweep(database, clock.now)
        if plan and planner.is_needed():
            planner.plan(clock.now)

    while True:
        due = at - planned_at >= _PLANS_EVERY
        planned_at = at if due else planned_at
        yield Call(partial(run, plan=due))
        at = yield Wait(at + _SWEEPS_EVERY)


def _count_hours(tell: Callable[[timedelta], None], began_at: datetime) -> Person:
    at = began_at
    while True:
        tell(at - began_at)
        at = yield Wait(at + _TELLS_EVERY)


def _read_events(database: Database) -> Iterator[Happened]:
    with database.read() as session:
        rows = session.execute(
            select(LoggedEvent, Order.number)
            .join(Order, Order.id == LoggedEvent.order_id)
            .order_by(Order.number, LoggedEvent.seq)
        )
        for event, number in rows:
            yield Happened(
                number=number,
                seq=event.seq,
                type=event.type,
                occurred_at=event.occurred_at,
                received_at=event.received_at,
                role=event.actor_role,
                actor=event.actor_id,
            )


def _read_promises(database: Database) -> Counter[str]:
    with database.read() as session:
        rows = session.execute(select(PromiseClock.promise, PromiseClock.state))
        return Counter(f"{promise} {state}" for promise, state in rows)


def say_rehearsal(rehearsal: Rehearsal) -> str:
    """The day in figures, and the fingerprint to compare with another machine's."""
    types = Counter(event.type for event in rehearsal.events)
    orders = len({event.number for event in rehearsal.events})
    lines = [
        f"{orders} orders, {types['complete']} completed, {len(rehearsal.events)} events",
        f"{sum(rehearsal.asked.values())} requests, {sum(rehearsal.refused.values())} refused",
    ]
    lines += [f"  {count:>5}  {name}" for name, count in sorted(types.items())]
    lines += ["promises:", *(f"  {count:>5}  {name}" for name, count in sorted(rehearsal.promises.items()))]
    lines.append(f"fingerprint {rehearsal.fingerprint}")
    return "\n".join(lines)

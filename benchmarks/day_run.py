"""Live one seed under one policy, in this process, on a stepped clock: `live`."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks.day_door import Door, keys_of
from benchmarks.day_policies import POLICIES, Policy
from benchmarks.day_tally import Tally, read_tally
from benchmarks.day_world import FIRST_DAY, Town, carry_in, local, new_city, orders_a_day, people_of, taught
from dispatch.actions.deadlines import sweep
from dispatch.clock import SteppedClock
from dispatch.config import Settings
from dispatch.simulation.city import DISTRICT_ID, OPERATOR
from dispatch.simulation.seeding import seed_city
from dispatch.simulation.stage import Call, Person, Stage, Wait
from dispatch.storage.learned import store_learned
from dispatch.storage.migrate import upgrade
from dispatch.storage.session import Database

BEGINS: Final = time(7, 35)
_SWEEPS_EVERY: Final = timedelta(minutes=1)
_NIGHT_EVERY: Final = timedelta(minutes=30)
_NIGHT: Final = (time(7, 30), time(21, 5))
_SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108  # a database that nobody keeps needs no disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """How it came out, and what it took to live it."""

    policy: str
    seed: int
    load: float
    orders_a_day: int
    tally: Tally
    plans: int
    plan_s: float
    took_s: float
    refused: dict[str, int]


@dataclass(slots=True)
class _Effort:
    plans: int = 0
    seconds: float = 0.0


def live(  # noqa: PLR0917 - what is sent to a process
    policy: str,
    seed: int,
    load: float,
    technicians: int,
    days: int,
    effort: int,
    tell: Callable[[timedelta], None] = lambda _: None,
) -> Lived:
    """From shortly before the first shift to the midnight after the last day."""
    began = perf_counter()
    begins_at = local(FIRST_DAY, BEGINS)
    ends_at = local(FIRST_DAY + timedelta(days=days), time(0))
    clock = SteppedClock(begins_at)
    city = new_city(seed, technicians)
    count = orders_a_day(city, seed, load)
    spent = _Effort()
    with open_database(clock, seed) as database:
        with database.write() as session:
            list(seed_city(session, city, now=begins_at))
            store_learned(session, DISTRICT_ID, taught(city, seed))
        door = Door(database, clock)
        keys = keys_of([one.id for one in city.technicians])
        town = Town(seed=seed, city=city, api=door, clock=clock, keys=keys)
        door.tell = town.learn
        stage = Stage(clock, workers=0)
        carry_in(town, door, stage, count, begins_at)
        planner = POLICIES[policy](database, seed, effort)
        stage.enter(_machinery(database, planner, town, door, clock, begins_at, spent, tell), begins_at)
        for person in people_of(town, door, stage, days=days, count=count, at=begins_at):
            stage.enter(person, begins_at)
        stage.play(until=ends_at)
        sweep(database, lambda: ends_at)
        return Lived(
            policy=policy,
            seed=seed,
            load=load,
            orders_a_day=count,
            tally=read_tally(database, ends_at),
            plans=spent.plans,
            plan_s=spent.seconds,
            took_s=perf_counter() - began,
            refused=dict(Counter(door.tally.refused)),
        )


@contextmanager
def open_database(clock: SteppedClock, seed: int) -> Iterator[Database]:
    shared = _SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sanxian-", dir=shared) as name:
        settings = Settings(
            database_url=f"sqlite:///{Path(name) / 'day.db'}",
            data_dir=Path(name),
            secret="day",  # noqa: S106  # of a database that nobody reaches
            clock=f"stepped:{clock.now().isoformat()}",
            operator=OPERATOR,
            demo=True,
            deterministic=True,
            seed=seed,
        )
        upgrade(settings.database)
        database = Database.of(settings)
        try:
            yield database
        finally:
            database.close()


def _machinery(  # noqa: PLR0917 - everything that runs by itself
    database: Database,
    policy: Policy,
    town: Town,
    door: Door,
    clock: SteppedClock,
    at: datetime,
    spent: _Effort,
    tell: Callable[[timedelta], None],
) -> Person:
    """Deadlines every minute, a plan as often as the policy makes one and anything has changed."""
    began_at, planned_at = at, at - policy.every

    def run(*, plan: bool) -> None:
        sweep(database, clock.now)
        policy.look_ahead(clock.now())
        if plan and policy.is_needed():
            begun = perf_counter()
            policy.plan(clock.now)
            spent.seconds += perf_counter() - begun
            spent.plans += 1
            for card in door.cards(town.cards):
                town.learn(card)

    opens, closes = _NIGHT
    while True:
        by_day = opens <= at.astimezone(local(FIRST_DAY, opens).tzinfo).time() < closes
        due = by_day and at - planned_at >= policy.every
        planned_at = at if due else planned_at
        yield Call(partial(run, plan=due))
        tell(at - began_at)
        at = yield Wait(at + (_SWEEPS_EVERY if by_day else _NIGHT_EVERY))

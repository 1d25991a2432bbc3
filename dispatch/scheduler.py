"""What runs by itself: the deadline sweep, the relay, tidying, checkpoints, the nightly proof and learning, and the planners' loops."""

import gc
import logging
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import func, select

from dispatch.actions.checkpoints import NoCheckpointHere, take_checkpoint
from dispatch.actions.deadlines import sweep
from dispatch.actions.learning import learn_at_night, nights_to_learn
from dispatch.actions.links import drop_old_links
from dispatch.actions.messages import Courier
from dispatch.actions.nightly import check_night, nights_waiting
from dispatch.actions.relay import LEASE, Push, Views, relay_batch
from dispatch.actions.users import drop_old_sign_ins
from dispatch.clock import Clock, ScaledClock, monotonic, real_now
from dispatch.config import Settings
from dispatch.orders.chain import Keyring
from dispatch.storage.checkpoint_files import folder_of
from dispatch.storage.district import District
from dispatch.storage.eta import drop_over
from dispatch.storage.outbox import drop_sent
from dispatch.storage.session import Database

log = logging.getLogger(__name__)
OUTBOX_KEPT: Final = timedelta(days=1)
Work = Callable[[Database, Path, Clock], None]
_LOOKS_EVERY: Final = 0.2
_COMPILES_S: Final = 120.0
_STEPS_TAKE_S: Final = 120.0
"""A search by iterations has no time of its own; one that takes so long hangs."""


def tidy(database: Database, now: datetime) -> None:
    """Forget old links, old sign-ins, what was sent long ago and what was expected of visits that are over."""
    with database.write() as session:
        drop_old_links(session, now)
        drop_old_sign_ins(session, real_now())
        drop_sent(session, now - OUTBOX_KEPT)
        drop_over(session)


def seal_log(database: Database, folder: Path, now: datetime) -> None:
    """Write the next checkpoint; where none can follow, say so instead of going on as if nothing were missing."""
    try:
        sealed = take_checkpoint(database, folder, now)
    except NoCheckpointHere as wrong:
        log.error("no checkpoint was written: %s", wrong)  # noqa: TRY400  # a sentence, not a stack
    else:
        if sealed is not None:
            log.info("checkpoint %s seals %s orders", sealed.number, sealed.changed)


def _seal_log(database: Database, folder: Path, clock: Clock) -> None:
    seal_log(database, folder, clock.now())


def _check_night(database: Database, _folder: Path, clock: Clock) -> None:
    check_night(database, clock.now)


def _learn_at_night(database: Database, _folder: Path, clock: Clock, *, travel: str | None) -> None:
    from dispatch.travel.source import make_source  # noqa: PLC0415  # a road graph is only read where it is needed

    learn_at_night(database, make_source(travel), clock.now)


def _alone(work: Work, url: str, keys: Keyring | None, folder: Path, clock: Clock) -> None:
    """What the process of its own does, after everything that has a deadline."""
    logging.basicConfig(level=logging.INFO)
    os.nice(10)
    database = Database(url, pool_size=2, keys=keys)
    work(database, folder, clock)
    database.close()


class Sweeper:
    """Looks at the deadlines every `sweep_interval`, in one thread, so that sweeps never overlap; and tidies up.

    The wait between two looks is monotonic: a wall clock that is set back (or a scaled one) stops nothing, which is
    why APScheduler, whose next run is a wall-clock time, triggers only what has no hurry. The table remembers.
    """

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database, self._clock, self._travel = database, clock, settings.travel
        self._interval = settings.sweep_interval.total_seconds()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )
        if database.is_sqlite:
            self._scheduler.add_job(database.carry_over, "interval", seconds=1, id="carry over")
        self._scheduler.add_job(lambda: tidy(database, clock.now()), "interval", hours=1, id="tidy")
        self._folder = folder_of(settings.data_dir)
        self._scheduler.add_job(self._look_for_night, "interval", minutes=1, id="night")
        if settings.checkpoint_interval:
            self._scheduler.add_job(
                lambda: self._apart(_seal_log),
                "interval",
                seconds=settings.checkpoint_interval.total_seconds(),
                id="checkpoint",
            )

    def start(self) -> None:
        self._scheduler.start()
        self._thread.start()

    def stop(self) -> None:
        """End after the batch at hand."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)
        self._thread.join()

    def _look_for_night(self) -> None:
        if nights_waiting(self._database, self._clock.now()):
            self._apart(_check_night)
        if nights_to_learn(self._database, self._clock.now()):
            self._apart(partial(_learn_at_night, travel=self._travel))

    def _apart(self, work: Work) -> None:
        """Do it in a process of its own: a long calculation in a thread here would keep the interpreter's lock from
        the sweep, and each rung would be late for as long as it lasts.
        """
        clock = ScaledClock(origin_at=self._clock.now(), real_origin=real_now(), rate=self._clock.rate)
        process = get_context("spawn").Process(
            target=_alone,
            args=(work, self._database.url, self._database.keys, self._folder, clock),
            daemon=True,
        )
        process.start()
        while process.is_alive() and not self._stop.is_set():
            process.join(_LOOKS_EVERY)
        process.terminate()  # what it was at is done again, by whoever comes next
        process.join()

    def _run(self) -> None:
        gc.freeze()  # what was imported is nobody's garbage: judging an order is a fifth faster without looking there
        while not self._stop.is_set():
            try:
                sweep(self._database, self._clock.now, lambda: not self._stop.is_set())
            except Exception:  # the loop must outlive a database that is away for a moment
                log.exception("the sweep stumbled and goes on")
                self._stop.wait(1)
            self._stop.wait(self._interval)


def relay_loop(
    database: Database,
    *,
    settings: Settings,
    clock: Clock,
    stop: threading.Event,
    push: Push,
    views: Views,
    courier: Courier | None = None,
    watched: Callable[[str], bool] = lambda _room: True,
) -> None:
    """Pump the outbox until told to stop: at once after a commit in this process, else by looking now and then."""
    posted = threading.Event()
    database.when_posted(posted.set)
    lease = LEASE * max(1.0, clock.rate)
    while not stop.is_set():
        posted.clear()
        try:
            while relay_batch(
                database,
                push=push,
                views=views,
                now=clock.now(),
                courier=courier,
                watched=watched,
                lease=lease,
            ):
                pass
        except Exception:  # the loop must outlive a database that is away for a moment
            log.exception("the relay stumbled and goes on")
            stop.wait(1)
        posted.wait(settings.relay_interval.total_seconds())


def planner_loop(
    database: Database, district_id: str, settings: Settings, clock: Clock, stop: threading.Event
) -> None:
    """Keep one district planned until told to stop; runs in a process of its own, away from the web's."""
    from dispatch.actions.engine import Iterations, Seconds, Watched  # noqa: PLC0415  # only planners need it
    from dispatch.actions.planner import Planner  # noqa: PLC0415  # the same
    from dispatch.travel.cache import TravelCache  # noqa: PLC0415  # the same
    from dispatch.travel.source import make_source  # noqa: PLC0415  # the same

    deterministic = settings.deterministic
    make_stop = Iterations(settings.plan_iterations) if deterministic else Seconds(settings.plan_seconds)
    engine = Watched(
        make_stop,
        limit_s=_STEPS_TAKE_S
        if deterministic
        else settings.plan_seconds + settings.plan_grace.total_seconds(),
        workers=1 if deterministic else workers_of(database, settings),
    )
    planner = Planner(
        database=database,
        district_id=district_id,
        make_stop=make_stop,
        engine=engine,
        seed=settings.seed,
        travel=TravelCache(make_source(settings.travel)),
    )
    until = monotonic() + _COMPILES_S
    while not engine.is_ready(_LOOKS_EVERY) and monotonic() < until and not stop.wait(_LOOKS_EVERY):
        pass  # the first child compiles; if it cannot even start, the planner goes on without it
    pause = settings.plan_debounce.total_seconds()
    while not stop.wait(pause):
        try:
            if planner.is_needed() and (stored := planner.plan(clock.now)):
                log.info("plan %s of %s: %s orders moved", stored.version, district_id, len(stored.changed))
            planner.look_ahead(clock.now())
            planner.answer_what_if(clock.now)
        except Exception:  # a plan that failed is tried again; the running plan stays
            log.exception("the planner of %s stumbled and goes on", district_id)
    engine.close()


def workers_of(database: Database, settings: Settings) -> int:
    """The cores for one district's planner: as set, else all of them in equal shares."""
    if settings.plan_workers:
        return settings.plan_workers
    with database.read() as session:
        districts = session.scalar(select(func.count()).select_from(District)) or 1
    return max(1, (os.cpu_count() or 1) // districts)

"""The peer of benchmarks/clocks.py: the same burst rung by APScheduler's own job store."""

import pickle
import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from dispatch.clock import monotonic, real_now

_AT_ONCE: Final = 10_000
_rung: list[float] = []


def ring(due: float) -> None:
    """What a job does: note how late it is. Nothing is written, which is in the peer's favour."""
    _rung.append(real_now().timestamp() - due)


def lateness(url: str, pending: int, burst: int, seconds: float) -> list[float]:
    """How late each job of the burst ran, of those that did within so many seconds."""
    store = SQLAlchemyJobStore(url=url)
    scheduler = BackgroundScheduler(
        jobstores={"default": store}, executors={"default": ThreadPoolExecutor(10)}, timezone=UTC
    )
    scheduler.start(paused=True)
    dice = Random(1)  # noqa: S311  # no secret
    later = [86_400 * dice.random() + 600 for _ in range(pending - burst)]
    begin = real_now() + timedelta(seconds=30)
    soon = [number / burst for number in range(burst)]
    rows = [
        _row(scheduler, number, begin + timedelta(seconds=offset))
        for number, offset in enumerate([*soon, *later])
    ]
    with store.engine.begin() as connection:
        for start in range(0, len(rows), _AT_ONCE):
            connection.execute(store.jobs_t.insert(), rows[start : start + _AT_ONCE])
    time.sleep(max(0.0, (begin - real_now()).total_seconds() - 2))
    scheduler.resume()
    until = monotonic() + seconds
    while len(_rung) < burst and monotonic() < until:
        time.sleep(0.1)
    scheduler.shutdown(wait=True)
    return list(_rung)


def _row(scheduler: BackgroundScheduler, number: int, due_at: datetime) -> dict[str, object]:
    """A job as the store keeps it."""
    job = Job(
        scheduler,
        id=f"{number:06}",
        func=ring,
        args=(due_at.timestamp(),),
        kwargs={},
        name="ring",
        trigger=DateTrigger(due_at),
        executor="default",
        misfire_grace_time=None,
        coalesce=False,
        max_instances=1,
        next_run_time=due_at,
    )
    return {
        "id": job.id,
        "next_run_time": due_at.timestamp(),
        "job_state": pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL),
    }

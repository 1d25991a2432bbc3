"""VROOM, asked for one order more: everything solved again, at its lowest effort."""

import time
from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.field_service import Case
from dispatch.planning.problem import Job

TIMEOUT_S = 30.0


def again_ms(case: Case, urgent: Sequence[Job]) -> float | None:
    """The mean over these orders, each solved for with all the others at the lowest effort; None where it is not installed."""
    try:
        import vroom  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - an optional peer
    except ImportError:
        return None
    return fmean(_solve(vroom, case, job) for job in urgent)


def _solve(vroom: Any, case: Case, urgent: Job) -> float:
    begun = time.perf_counter()
    asked = vroom.Input()
    asked.set_durations_matrix("car", case.durations.astype(np.uint32))
    numbers = {name: k for k, name in enumerate(sorted({s for job in case.problem.jobs for s in job.skills}))}
    for shift in case.problem.shifts:
        asked.add_vehicle(
            vroom.Vehicle(
                int(shift.id),
                start=shift.start_location,
                end=shift.end_location,
                skills={numbers[skill] for skill in shift.skills if skill in numbers},
                time_window=vroom.TimeWindow(shift.earliest, shift.latest),
                breaks=[
                    vroom.Break(
                        int(rest.id), [vroom.TimeWindow(w.start, w.end) for w in rest.windows], rest.duration
                    )
                    for rest in shift.breaks
                ],
            )
        )
    for job in (*case.problem.jobs, urgent):
        asked.add_job(
            vroom.Job(
                int(job.id),
                job.location,
                default_service=job.duration,
                skills={numbers[skill] for skill in job.skills if skill in numbers},
                priority=job.weight,
                time_windows=[vroom.TimeWindow(w.start, w.end) for w in job.windows],
            )
        )
    asked.solve(exploration_level=0, nb_threads=2, timeout=timedelta(seconds=TIMEOUT_S))
    return 1000 * (time.perf_counter() - begun)

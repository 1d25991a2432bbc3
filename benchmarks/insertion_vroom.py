"""VROOM, asked for one order more: everything solved again, at its lowest effort."""

import time
from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean
from typing import Any

from benchmarks.engines import vroom_input
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
    asked = vroom_input(vroom, case, [urgent])
    asked.solve(exploration_level=0, nb_threads=2, timeout=timedelta(seconds=TIMEOUT_S))
    return 1000 * (time.perf_counter() - begun)

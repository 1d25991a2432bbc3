"""Compile the search before anybody waits for it, by really calling it on a tiny problem."""

from pathlib import Path

from dispatch.planning.compiled import FOLDER
from dispatch.planning.insert_warm import warm_insertion
from dispatch.planning.problem import Break, Job, Problem, Shift, Window
from dispatch.planning.solve import solve
from dispatch.planning.stop import Chunk, iterations
from dispatch.planning.travel import MatrixTravel


def warm() -> Path:
    """Everything that planning compiles is in the returned folder afterwards, and in this process."""
    lunch = Break(id="lunch", windows=(Window(30, 60),), duration=10)
    shifts = tuple(
        Shift(
            id=name,
            technician_id=name,
            start_location=0,
            end_location=0,
            earliest=0,
            latest=200,
            breaks=(lunch,),
            capacity=(2,),
        )
        for name in "ab"
    )
    jobs = tuple(Job(id=str(k), location=k, duration=5, delivery=(1,)) for k in range(4))
    travel = MatrixTravel([[abs(a - b) for b in range(4)] for a in range(4)])
    problem = Problem(shifts=shifts, jobs=jobs)
    plan = solve(problem, travel, _in_stretches, seed=1)
    solve(problem, travel, iterations(20), seed=1, start_from=plan)
    warm_insertion()
    return FOLDER


def _in_stretches(done: int, /) -> Chunk | None:
    """With a meeting of the islands in between, so that what they call is compiled too."""
    return Chunk(10, done / 20, (done + 10) / 20) if done < 20 else None  # noqa: PLR2004 - two stretches

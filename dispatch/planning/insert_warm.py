"""Compile the search for one more job before anybody waits for it, by really calling it on a tiny plan."""

import numpy as np

from dispatch.planning.ejection import Row
from dispatch.planning.insert_desk import Desk
from dispatch.planning.problem import Break, Job, Problem, Shift, Window
from dispatch.planning.state import write
from dispatch.planning.travel import MatrixTravel


def warm_insertion() -> None:
    """Everything that a desk compiles is in this process afterwards, and in the cache."""
    lunch = Break(id="lunch", windows=(Window(30, 60),), duration=10)
    shifts = tuple(
        Shift(
            id=name,
            technician_id=name,
            start_location=0,
            end_location=0,
            earliest=0,
            latest=400,
            breaks=(lunch,),
        )
        for name in "ab"
    )
    jobs = tuple(Job(id=str(k), location=k, duration=5) for k in range(5))
    travel = MatrixTravel([[abs(a - b) for b in range(5)] for a in range(5)])
    rows: dict[str, Row] = {"a": (("0", 0), ("1", 0)), "b": (("2", 0), ("3", 0))}
    problem = Problem(shifts=shifts, jobs=jobs)
    desk = Desk(problem, travel, write(problem, travel, rows, 0), spare=2)
    desk.take(desk.offers("4")[0])
    road = np.ones(5, dtype=np.int32)
    with desk.asking(Job(id="5", location=0, duration=5), road, road):
        desk.offers("5")
    desk.advance(1)

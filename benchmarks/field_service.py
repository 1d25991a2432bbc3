"""A day of field service for any size: the mix of installs, moves and repairs that the planning benchmark solves.

A city of 20 × 20 km; every technician starts and ends at home, works 08:00–17:30 with 45 minutes of lunch between
11:30 and 13:30 and has some of the skills; nine orders a technician, a little more than can be done.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.problem import Break, Job, Problem, Shift, Window
from dispatch.planning.travel import MatrixTravel

HOUR = 3600
CITY_M = 20_000
DETOUR = 1.35
METRES_PER_SECOND = 25 / 3.6
ORDERS_PER_TECHNICIAN = 9
SKILLS = {"repair": 0.9, "install": 0.75, "move": 0.5, "business": 0.3}
# kind: its share, shortest and longest service in minutes, the weights it may have
KINDS = {
    "repair": (0.45, 30, 55, (3, 5, 10)),
    "install": (0.35, 40, 75, (1, 3, 5)),
    "move": (0.12, 50, 85, (1, 3)),
    "business": (0.08, 40, 90, (8, 10)),
}


@dataclass(frozen=True, slots=True)
class Case:
    problem: Problem
    durations: NDArray[np.int32]

    @property
    def travel(self) -> MatrixTravel:
        return MatrixTravel(self.durations)

    @property
    def weight(self) -> int:
        return sum(job.weight for job in self.problem.jobs)


def generate(orders: int, seed: int) -> Case:
    """The same numbers for the same size and seed."""
    rng = np.random.default_rng([orders, seed])
    technicians = max(1, orders // ORDERS_PER_TECHNICIAN)
    centres = rng.uniform(0.15, 0.85, (6, 2)) * CITY_M
    homes = rng.uniform(0, CITY_M, (technicians, 2))
    clustered = centres[rng.integers(0, len(centres), orders)] + rng.normal(0, CITY_M / 12, (orders, 2))
    spread = rng.uniform(0, CITY_M, (orders, 2))
    places = np.where(rng.random((orders, 1)) < 0.5, clustered, spread).clip(0, CITY_M)
    at = np.concatenate([places, homes]).astype(np.float32)
    durations = np.empty((len(at), len(at)), dtype=np.int32)
    for k, here in enumerate(at):
        metres = np.hypot(*(at - here).T) * DETOUR
        durations[k] = np.rint(metres / METRES_PER_SECOND)
    lunch = (Break(id="1", windows=(Window(int(11.5 * HOUR), int(12.75 * HOUR)),), duration=45 * 60),)
    shifts = tuple(
        Shift(
            id=str(k),
            technician_id=str(k),
            start_location=orders + k,
            end_location=orders + k,
            earliest=8 * HOUR,
            latest=int(17.5 * HOUR),
            breaks=lunch,
            skills=frozenset(skill for skill, share in SKILLS.items() if rng.random() < share)
            or frozenset(["repair"]),
        )
        for k in range(technicians)
    )
    kinds = list(KINDS)
    shares = [KINDS[kind][0] for kind in kinds]
    jobs = tuple(_job(k, kinds[rng.choice(len(kinds), p=shares)], rng) for k in range(orders))
    return Case(Problem(shifts=shifts, jobs=jobs), durations)


def _job(number: int, kind: str, rng: np.random.Generator) -> Job:
    _, shortest, longest, weights = KINDS[kind]
    how = rng.random()
    windows: tuple[Window, ...] = ()
    if how < 0.35:  # an agreed time, give or take an hour
        agreed = int(rng.integers(36, 66)) * 900
        windows = (Window(agreed - HOUR, agreed + HOUR),)
    elif how < 0.7:
        windows = ((Window(8 * HOUR, 12 * HOUR),), (Window(12 * HOUR, 18 * HOUR),))[int(rng.integers(0, 2))]
    return Job(
        id=str(number),
        location=number,
        duration=int(rng.integers(shortest, longest + 1)) * 60,
        windows=windows,
        skills=frozenset([kind]),
        weight=int(rng.choice(weights)),
    )

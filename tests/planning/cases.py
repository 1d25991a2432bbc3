"""Problems for the planner's tests: drawn by hypothesis, small enough to check every claim by force."""

from itertools import permutations
from typing import Any

import numpy as np
from hypothesis import strategies as st

from dispatch.planning.problem import Aims, Break, Busy, Fallback, Job, Problem, Shift, Window
from dispatch.planning.travel import MatrixTravel

DAY = 1000
SKILLS = ("fibre", "line", "tv")


@st.composite
def windows(draw: st.DrawFn, most: int = 2) -> tuple[Window, ...]:
    found = []
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, DAY))
        found.append(Window(start, start + draw(st.integers(0, 300))))
    return tuple(found)


def job_extras() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "tools": st.frozensets(st.sampled_from(("ladder", "splicer")), max_size=1),
            "parts": st.dictionaries(st.sampled_from(("modem", "cable")), st.integers(0, 2)),
            "levels": st.sampled_from(({}, {}, {"fibre": 2})),
            "excluded": st.sampled_from((frozenset(), frozenset(), frozenset({"t1"}))),
            "preferred": st.sampled_from((frozenset(), frozenset({"t0"}))),
            "stranger_cost": st.sampled_from((0, 30)),
            "announced": st.sampled_from((None, "t0", "t1")),
            "change_cost": st.sampled_from((0, 200)),
            "late_after": st.none() | st.integers(0, DAY),
            "hourly_late_cost": st.sampled_from((0, 7200)),
        }
    )


def shift_extras(places: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "tools": st.frozensets(st.sampled_from(("ladder", "splicer"))),
            "parts": st.dictionaries(st.sampled_from(("modem", "cable")), st.integers(0, 4)),
            "depot": st.none() | st.integers(0, places - 1),
            "restock": st.sampled_from((0, 20)),
            "levels": st.sampled_from(({}, {"fibre": 1}, {"fibre": 3})),
            "hourly_work_cost": st.sampled_from((0, 1800)),
            "regular_end": st.none() | st.integers(0, DAY),
            "hourly_overtime_cost": st.sampled_from((0, 5400)),
            "worked": st.sampled_from((0, 5000)),
        }
    )


@st.composite
def jobs(draw: st.DrawFn, number: int, places: int, dimensions: int, extras: bool) -> Job:
    waits = draw(st.sampled_from((False, False, True)))
    weight = draw(st.integers(1, 9))
    due = draw(st.none() | st.integers(0, DAY))
    fallbacks = ()
    if due is not None and draw(st.booleans()):
        fallbacks = (
            Fallback(
                windows=draw(windows()),
                due=None,
                loss=draw(st.integers(0, weight)),
                cost=draw(st.sampled_from((0, 40))),
            ),
        )
    return Job(
        id=f"j{number}",
        location=draw(st.integers(0, places - 1)),
        duration=draw(st.integers(0, 80)),
        setup=draw(st.sampled_from((0, 0, 15))),
        windows=draw(windows()),
        due=due,
        fallbacks=fallbacks,
        release=draw(st.none() | st.integers(0, 400)),
        skills=frozenset(draw(st.lists(st.sampled_from(SKILLS), max_size=1))),
        technicians=draw(st.none() | st.just(frozenset({"t0"}))),
        weight=weight,
        delay_cost=draw(st.sampled_from((0, 50))),
        delivery=tuple(draw(st.integers(0, 3)) for _ in range(dimensions)),
        pickup=tuple(draw(st.integers(0, 3)) for _ in range(dimensions)),
        after=frozenset({f"j{draw(st.integers(0, number - 1))}"}) if waits and number else frozenset(),
        **(draw(job_extras()) if extras else {}),
    )


@st.composite
def shifts(draw: st.DrawFn, number: int, places: int, dimensions: int, extras: bool) -> Shift:
    place = st.none() | st.integers(0, places - 1)
    earliest = draw(st.integers(0, 200))
    rests = tuple(
        Break(id=f"b{k}", windows=draw(windows()), duration=draw(st.integers(0, 60)))
        for k in range(draw(st.integers(0, 3)))
    )
    return Shift(
        id=f"s{number}",
        technician_id=f"t{number}",
        start_location=draw(place),
        end_location=draw(place),
        earliest=earliest,
        latest=earliest + draw(st.integers(0, DAY)),
        breaks=rests,
        skills=frozenset(draw(st.lists(st.sampled_from(SKILLS), max_size=3))),
        busy=draw(
            st.none() | st.builds(Busy, until=st.integers(0, 300), location=st.integers(0, places - 1))
        ),
        max_tasks=draw(st.none() | st.integers(0, 4)),
        capacity=tuple(draw(st.integers(0, 8)) for _ in range(dimensions)) if dimensions else None,
        day=draw(st.integers(0, 2)),
        speed_factor=draw(st.sampled_from((1.0, 1.0, 0.8))),
        fixed_cost=draw(st.sampled_from((0, 100))),
        **(draw(shift_extras(places)) if extras else {}),
    )


@st.composite
def cases(draw: st.DrawFn, most_jobs: int = 8, most_shifts: int = 3) -> tuple[Problem, MatrixTravel]:
    """Asymmetric travel that need not keep the triangle inequality: nothing may lean on it."""
    extras = draw(st.booleans())
    places = draw(st.integers(1, 5))
    dimensions = draw(st.integers(0, 2))
    row = st.lists(st.integers(0, 120), min_size=places, max_size=places)
    table = np.array(draw(st.lists(row, min_size=places, max_size=places)), dtype=np.int64)
    np.fill_diagonal(table, 0)
    problem = Problem(
        shifts=tuple(
            draw(shifts(k, places, dimensions, extras)) for k in range(draw(st.integers(0, most_shifts)))
        ),
        jobs=tuple(draw(jobs(k, places, dimensions, extras)) for k in range(draw(st.integers(0, most_jobs)))),
        aims=Aims(fairness=draw(st.sampled_from((0.0, 0.0, 1.0)))) if extras else Aims(),
    )
    return problem, MatrixTravel(table)


def orders(ids: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [order for size in range(len(ids) + 1) for order in permutations(ids, size)]

"""The best plan that can be put together from known routes: a set partition, solved by HiGHS.

Deterministic: one thread, and a limit of nodes rather than of time. Only who has a deadline also gives `seconds`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import highspy

Ints = NDArray[np.int64]
NODES = 300
MOST_COLUMNS = 5_000  # of those that could still be part of a better plan, the most promising


@dataclass(frozen=True, slots=True)
class Column:
    """A route: its shift, its (job, way) in order, and its cost."""

    shift: int
    visits: NDArray[np.int32]
    cost: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """The columns that make the best plan found, or none; and those worth keeping for the next time."""

    columns: tuple[int, ...]
    worthwhile: tuple[int, ...]


def choose(
    columns: Sequence[Column], without: Sequence[float], shifts: int, known: float, seconds: float | None
) -> Chosen:
    """Choose at most one column a shift, each job once or not at all at the cost in `without`; cheaper than `known`."""
    import highspy  # noqa: PLC0415 - OR-Tools, a peer in benchmarks, cannot be loaded after it

    costs = np.array([one.cost for one in columns])
    highs = _model(columns, costs, without, shifts, whole=False)
    _limit(highs, seconds)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return Chosen((), tuple(range(len(columns))))
    bound = highs.getInfo().objective_function_value
    reduced = np.array(highs.getSolution().col_dual[: len(columns)])
    worthwhile = np.argsort(reduced, kind="stable")[:MOST_COLUMNS]
    worthwhile = worthwhile[reduced[worthwhile] <= max(0.0, known - bound) + 1e-6]
    if bound >= known - 1e-6:
        return Chosen((), tuple(worthwhile.tolist()))
    few = [columns[k] for k in worthwhile]
    highs = _model(few, costs[worthwhile], without, shifts, whole=True)
    _limit(highs, seconds)
    highs.setOptionValue("mip_max_nodes", NODES)
    highs.setOptionValue("objective_bound", known)
    highs.run()
    solution = np.array(highs.getSolution().col_value)
    if len(solution) < len(few) or highs.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
        return Chosen((), tuple(worthwhile.tolist()))
    chosen = tuple(int(worthwhile[k]) for k in np.flatnonzero(solution[: len(few)] > 0.5))  # noqa: PLR2004 - 0 or 1
    return Chosen(chosen, tuple(worthwhile.tolist()))


def _limit(highs: "highspy.Highs", seconds: float | None) -> None:
    if seconds is not None:
        highs.setOptionValue("time_limit", seconds)


def _model(
    columns: Sequence[Column],
    costs: NDArray[np.float64],
    without: Sequence[float],
    shifts: int,
    *,
    whole: bool,
) -> "highspy.Highs":
    """Rows: every job exactly once, then every shift at most once. After the routes, one column a job left out."""
    import highspy  # noqa: PLC0415 - OR-Tools, a peer in benchmarks, cannot be loaded after it

    jobs = len(without)
    rows = [np.append(one.visits[:, 0], jobs + one.shift) for one in columns]
    rows += [np.array([j]) for j in range(jobs)]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(rows), jobs + shifts
    model.col_cost_ = np.concatenate([costs, np.array(without, dtype=np.float64)])
    model.col_lower_, model.col_upper_ = np.zeros(len(rows)), np.ones(len(rows))
    model.row_lower_ = np.concatenate([np.ones(jobs), np.zeros(shifts)])
    model.row_upper_ = np.ones(jobs + shifts)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(one) for one in rows])])
    model.a_matrix_.index_ = np.concatenate(rows)
    model.a_matrix_.value_ = np.ones(int(model.a_matrix_.start_[-1]))
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(rows)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("parallel", "off")
    highs.passModel(model)
    return highs

"""What the search for one more job writes on, in memory made once: offers, likely visits, guesses."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.tables import Ints, Tables

FREE, KEEPS, STAYS = range(3)  # what may become of a visit: anything, nothing worse than now, nothing at all
# columns of Bench.offer, then three times four: who, shift, after which node, way. LOST, then MOVED visits
LOST, MOVED, WHO = range(3)
STEP = 4  # columns for each job that gets a place
OFFERED = 2 + 3 * STEP
# rows of Bench.guess
ELSEWHERE, CHAIN = range(2)


class Bench(NamedTuple):
    """What the search writes on, and what it remembers between questions to look at the likely ones first."""

    held: NDArray[np.int8]  # [job] FREE, KEEPS or STAYS
    guess: NDArray[
        np.float64
    ]  # [row, job] what moving it would cost: elsewhere, or to the place of another one
    offer: Ints  # [rank, column]
    price: NDArray[np.float64]  # [rank]
    place: Ints  # the last place found: loss, shift, node before, way
    swap: Ints  # [list, rank, (job, way)]
    swap_price: NDArray[np.float64]  # [list, rank, (what it is sorted by, price)]
    is_light: bool  # no tools, no parts, no depot: whether a visit fits says constant-time arithmetic


def new_bench(tables: Tables, limits: tuple[int, int, int, int], *, is_light: bool) -> Bench:
    """`limits`: how many singles, doubles, near ones and seconds are tried, as in insert_desk.py."""
    n, m = tables.allowed.shape
    singles, doubles, _, seconds = limits
    offers, longest = m + singles + doubles * seconds + 1, max(singles, doubles, seconds, 1)
    return Bench(
        held=np.zeros(n, dtype=np.int8),
        guess=np.zeros((2, n), dtype=np.float64),
        offer=np.zeros((offers, OFFERED), dtype=np.int64),
        price=np.zeros(offers, dtype=np.float64),
        place=np.zeros(4, dtype=np.int64),
        swap=np.zeros((3, longest, 2), dtype=np.int64),
        swap_price=np.zeros((3, longest, 2), dtype=np.float64),
        is_light=is_light,
    )

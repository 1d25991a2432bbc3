"""The compiled search of the road graph: from some places to some others, and no farther than needed."""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import boolean, int32
from numpy.typing import NDArray

from dispatch.planning.compiled import compiled

Ints = NDArray[np.int32]
FAR: Final = np.iinfo(np.int32).max
"""What a street that was not reached costs."""
SETTLED: Final = -2
"""Instead of a place in the heap: its cost is final."""
ABSENT: Final = -1


class Arcs(NamedTuple):
    """From each directed street to those that may follow it, with the cost of the turn and of the street itself."""

    first: Ints  # [street + 1] where its arcs begin
    to: Ints  # [arc]
    cost: Ints  # [arc] tenths of a second


class Question(NamedTuple):
    """Rows of starts, each the end of a street and what it costs to be there; and the streets that are asked for."""

    row_from: Ints  # [row + 1] into the two below
    start: Ints
    start_cost: Ints
    target: Ints


class Scratch(NamedTuple):
    """What one search writes to; made once, as emptying only what was touched is much cheaper than making it anew."""

    cost: Ints
    place: Ints  # in the heap, or ABSENT or SETTLED
    heap: Ints
    key: Ints  # [place in the heap] the cost of who is there, at hand
    touched: Ints
    wanted: NDArray[np.bool_]


def make_scratch(streets: int) -> Scratch:
    return Scratch(
        np.full(streets, FAR, np.int32),
        np.full(streets, ABSENT, np.int32),
        np.empty(streets, np.int32),
        np.empty(streets, np.int32),
        np.empty(streets, np.int32),
        np.zeros(streets, np.bool_),
    )


@compiled
def _sink(scratch: Any, size: int, moved: int, owed: int) -> None:
    """Fill the top of the heap with this street, or let smaller ones rise to it."""
    hole = 0
    while True:
        child = 4 * hole + 1
        if child >= size:
            break
        best = child
        for other in range(child + 1, min(child + 4, size)):
            if scratch.key[other] < scratch.key[best]:
                best = other
        if scratch.key[best] >= owed:
            break
        scratch.heap[hole] = scratch.heap[best]
        scratch.key[hole] = scratch.key[best]
        scratch.place[scratch.heap[hole]] = hole
        hole = best
    scratch.heap[hole] = moved
    scratch.key[hole] = owed
    scratch.place[moved] = hole


@compiled
def _rise(scratch: Any, hole: int, street: int, reached: int) -> None:
    """Put the street where it belongs above this place of the heap."""
    while hole > 0:
        parent = (hole - 1) >> 2
        if scratch.key[parent] <= reached:
            break
        scratch.heap[hole] = scratch.heap[parent]
        scratch.key[hole] = scratch.key[parent]
        scratch.place[scratch.heap[hole]] = hole
        hole = parent
    scratch.heap[hole] = street
    scratch.key[hole] = reached
    scratch.place[street] = hole


@compiled
def _want(target: Any, scratch: Any) -> int:
    """Mark what is asked for; how many different streets that is."""
    left = 0
    for k in range(len(target)):
        if not scratch.wanted[target[k]]:
            scratch.wanted[target[k]] = boolean(True)
            left += 1
    return left


@compiled
def _row(arcs: Any, asked: Any, row: int, scratch: Any, limit: int) -> int:
    """Settle streets from the row's starts until all that are wanted are, or the limit; how many were touched."""
    size, many, left = 0, 0, _want(asked.target, scratch)
    begin = asked.row_from[row]
    while left > 0:
        if begin < asked.row_from[row + 1]:
            # what counts is what follows the start: a way round the block back to the same street is found too
            current, base = asked.start[begin], asked.start_cost[begin]
            begin += 1
        else:
            if size == 0 or scratch.key[0] > limit:
                break
            current, base = scratch.heap[0], scratch.key[0]
            scratch.place[current] = SETTLED
            if scratch.wanted[current]:
                scratch.wanted[current] = boolean(False)
                left -= 1
            size -= 1
            if size > 0:
                _sink(scratch, size, scratch.heap[size], scratch.key[size])
        for arc in range(arcs.first[current], arcs.first[current + 1]):
            street = arcs.to[arc]
            reached = base + arcs.cost[arc]
            if reached >= scratch.cost[street] or scratch.place[street] == SETTLED:
                continue
            if scratch.cost[street] == FAR:
                scratch.touched[many] = street
                many += 1
            scratch.cost[street] = reached
            hole = scratch.place[street]
            if hole < 0:
                hole = int32(size)
                size += 1
            _rise(scratch, hole, street, reached)
    return many


@compiled
def search(arcs: Any, asked: Any, scratch: Any, limit: int, found: Any) -> None:
    """Fill `found[row, k]` with the cost from the row's starts to the end of the street `target[k]`, or FAR.

    Dijkstra with a heap of four children a node.
    """
    for row in range(len(asked.row_from) - 1):
        many = _row(arcs, asked, row, scratch, limit)
        for k in range(len(asked.target)):
            street = asked.target[k]
            found[row, k] = scratch.cost[street] if scratch.place[street] == SETTLED else FAR
            scratch.wanted[street] = boolean(False)
        for k in range(many):
            scratch.cost[scratch.touched[k]] = FAR
            scratch.place[scratch.touched[k]] = ABSENT


def warm() -> None:
    """Compile it by really searching a ring of two streets."""
    ring = Arcs(*(np.array(row, dtype=np.int32) for row in ([0, 1, 2], [1, 0], [5, 5])))
    one = np.zeros(1, dtype=np.int32)
    asked = Question(np.array([0, 1], dtype=np.int32), one, one, one)
    search(ring, asked, make_scratch(2), 100, np.empty((1, 1), dtype=np.int32))

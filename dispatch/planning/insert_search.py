"""Compiled: the places for one more job in running routes, and those that one or two moved visits would open.

The job goes between two visits; or it takes the place of one visit, which goes elsewhere; or that one takes the place of
another, which goes elsewhere. Every price is exact: what the touched routes cost more. The readable twin is `ejection.py`;
a property test holds the two to each other.
"""
# ruff: noqa: PLR0917, C901 - compiled calls are positional, and a split loop costs a third of the speed

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.compiled import compiled
from dispatch.planning.insert_bench import CHAIN, ELSEWHERE, LOST, MOVED, STAYS, STEP, WHO, Bench
from dispatch.planning.insert_prices import cheapest_place, link_in, most_loss_of, place_in, swap_price
from dispatch.planning.slack import AFTER, BEFORE, SHIFT, SOUND, TASKS, WAY, Routes
from dispatch.planning.tables import LOSS, NEVER, OPENS, Tables
from dispatch.planning.worked import work_out

SCALE = (
    1e9  # seconds; so much dearer is a unit of weight than any road, where the two are one number to sort by
)
DEAR = 3600.0  # the guess where no other shift has room now: looked at last


@compiled
def note_swap(b: Bench, row: int, count: int, most: int, key: float, price: float, e: int, way: int) -> int:
    """Keep the `most` likely ones, in order; how many there are now."""
    swap, keys = b.swap, b.swap_price
    k = count
    if count == most:
        if most == 0 or keys[row, count - 1, 0] <= key:
            return count
        k = count - 1
    while k > 0 and keys[row, k - 1, 0] > key:
        swap[row, k, 0] = swap[row, k - 1, 0]
        swap[row, k, 1] = swap[row, k - 1, 1]
        keys[row, k, 0] = keys[row, k - 1, 0]
        keys[row, k, 1] = keys[row, k - 1, 1]
        k -= 1
    swap[row, k, 0] = e
    swap[row, k, 1] = way
    keys[row, k, 0] = key
    keys[row, k, 1] = price
    return min(most, count + 1)


@compiled
def may_move(t: Tables, r: Routes, b: Bench, j: int, e: int) -> bool:
    v = r.link[e, SHIFT]
    return e != j and v >= 0 and b.held[e] != STAYS and t.allowed[j, v] >= 0


@compiled
def note_offer(b: Bench, count: int, loss: int, moved: int, price: float) -> None:
    b.offer[count, LOST] = loss
    b.offer[count, MOVED] = moved
    b.price[count] = price


@compiled
def note_step(b: Bench, count: int, step: int, j: int, v: int, p: int, way: int) -> None:
    first = WHO + step * STEP
    b.offer[count, first] = j
    b.offer[count, first + 1] = v
    b.offer[count, first + 2] = p
    b.offer[count, first + 3] = way


@compiled
def direct_places(t: Tables, r: Routes, b: Bench, j: int, most: int) -> int:
    """The cheapest places that move nobody, each in another shift, `most` of them; how many there are."""
    count = 0
    worst = 0
    loss = np.int64(NEVER)
    limit = np.inf
    for v in range(t.allowed.shape[1]):
        price = place_in(t, r, b, v, j, loss, limit)
        if price < np.inf:
            here = count if count < most else worst
            note_offer(b, here, b.place[0], 0, price)
            note_step(b, here, 0, j, v, b.place[2], b.place[3])
            count = min(most, count + 1)
            if count == most:
                for k in range(count):
                    if (b.offer[k, LOST], b.price[k]) > (b.offer[worst, LOST], b.price[worst]):
                        worst = k
                loss = b.offer[worst, LOST]
                limit = b.price[worst]
    return count


@compiled
def opened_places(
    t: Tables, r: Routes, b: Bench, j: int, count: int, singles: int, doubles: int, near: int, seconds: int
) -> int:
    """Behind the first `count` offers those that move one or two visits: of so many first and second ones each."""
    n = t.allowed.shape[0]
    link = r.link
    listed = 0
    chained = 0
    for e in range(n):
        if not may_move(t, r, b, j, e):
            continue
        limit = np.inf
        if (
            listed == singles and chained == doubles
        ):  # what cannot come into either list is not looked at closely
            limit = -np.inf
            if singles > 0:
                limit = b.swap_price[0, listed - 1, 0] - b.guess[ELSEWHERE, e]
            if doubles > 0:
                limit = max(limit, b.swap_price[1, chained - 1, 0] - b.guess[CHAIN, e])
        price = swap_price(t, r, b, j, e, np.int64(NEVER), limit)
        if price < np.inf:
            key = price + SCALE * b.place[0]
            way = b.place[3]
            listed = note_swap(b, 0, listed, singles, key + b.guess[ELSEWHERE, e], price, e, way)
            chained = note_swap(b, 1, chained, doubles, key + b.guess[CHAIN, e], price, e, way)
    for row in range(2):
        for k in range(listed if row == 0 else chained):
            e = b.swap[row, k, 0]
            way = b.swap[row, k, 1]
            price = b.swap_price[row, k, 1]
            v = link[e, SHIFT]
            p = link[e, BEFORE]
            q = link[e, AFTER]
            had = link[e, WAY]
            link_in(r, v, p, q, j, way)
            link[e, SHIFT] = -1
            work_out(t, r, v)
            loss = t.way[way, LOSS]
            if row == 0:
                more = cheapest_place(t, r, b, e, most_loss_of(t, b, e, had), -1)
                if more < np.inf:
                    note_offer(b, count, loss + b.place[0] - t.way[had, LOSS], 1, price + more)
                    note_step(b, count, 0, j, v, p, way)
                    note_step(b, count, 1, e, b.place[1], b.place[2], b.place[3])
                    count += 1
            else:
                count = chain(t, r, b, j, e, had, count, price, v, p, way, near, seconds)
            link_in(r, v, p, q, e, had)
            link[j, SHIFT] = -1
            work_out(t, r, v)
    return count


@compiled
def chain(
    t: Tables,
    r: Routes,
    b: Bench,
    j: int,
    e: int,
    had: int,
    count: int,
    price: float,
    v: int,
    p: int,
    way: int,
    near: int,
    seconds: int,
) -> int:
    """Job j has taken the place of e: let e take that of another one near it, which goes elsewhere."""
    link = r.link
    listed = 0
    for k in range(min(near, t.near.shape[1])):
        f = np.int64(t.near[e, k])
        if f == j or not may_move(t, r, b, e, f):
            continue
        more = swap_price(t, r, b, e, f, most_loss_of(t, b, e, had), np.inf)
        if more < np.inf:
            key = more + SCALE * b.place[0] + b.guess[ELSEWHERE, f]
            listed = note_swap(b, 2, listed, seconds, key, more, f, b.place[3])
    for k in range(listed):
        f = b.swap[2, k, 0]
        in_way = b.swap[2, k, 1]
        more = b.swap_price[2, k, 1]
        u = link[f, SHIFT]
        before = link[f, BEFORE]
        after = link[f, AFTER]
        left = link[f, WAY]
        link_in(r, u, before, after, e, in_way)
        link[f, SHIFT] = -1
        work_out(t, r, u)
        last = cheapest_place(t, r, b, f, most_loss_of(t, b, f, left), -1)
        if last < np.inf:
            loss = t.way[way, LOSS] + t.way[in_way, LOSS] - t.way[had, LOSS] + b.place[0] - t.way[left, LOSS]
            note_offer(b, count, loss, 2, price + more + last)
            note_step(b, count, 0, j, v, p, way)
            note_step(b, count, 1, e, u, before, in_way)
            note_step(b, count, 2, f, b.place[1], b.place[2], b.place[3])
            count += 1
        link_in(r, u, before, after, f, left)
        link[e, SHIFT] = -1
        link[e, WAY] = had
        work_out(t, r, u)
    return count


@compiled
def guess_elsewhere(t: Tables, r: Routes, b: Bench, e: int) -> None:
    """Note what it costs about to move visit e to another shift."""
    b.guess[ELSEWHERE, e] = DEAR
    v = r.link[e, SHIFT]
    if v < 0 or b.held[e] == STAYS:
        return
    had = r.link[e, WAY]
    more = cheapest_place(t, r, b, e, most_loss_of(t, b, e, had), v)
    if more < np.inf:
        b.guess[ELSEWHERE, e] = more + SCALE * (b.place[0] - t.way[had, LOSS])


@compiled
def guess_chain(t: Tables, r: Routes, b: Bench, e: int, near: int) -> None:
    """Note what it costs about to give visit e the place of another one near it."""
    b.guess[CHAIN, e] = 2 * DEAR
    if r.link[e, SHIFT] < 0 or b.held[e] == STAYS:
        return
    had = r.link[e, WAY]
    for k in range(min(near, t.near.shape[1])):
        f = np.int64(t.near[e, k])
        if not may_move(t, r, b, e, f) or r.link[f, SHIFT] == r.link[e, SHIFT]:
            continue
        more = swap_price(t, r, b, e, f, most_loss_of(t, b, e, had), np.inf)
        if more < np.inf:
            loss = b.place[0] - t.way[had, LOSS]
            b.guess[CHAIN, e] = min(b.guess[CHAIN, e], more + SCALE * loss + b.guess[ELSEWHERE, f])


@compiled
def guess_all(t: Tables, r: Routes, b: Bench, first: int, past: int, near: int) -> None:
    for e in range(first, past):
        guess_elsewhere(t, r, b, e)
    for e in range(first, past):
        guess_chain(t, r, b, e, near)


@compiled
def leave_from(t: Tables, r: Routes, now: int, broken: NDArray[np.bool_]) -> None:
    """Nobody leaves before now; mark the routes that cannot be driven any more."""
    for v in range(t.allowed.shape[1]):
        if t.crew[v, OPENS] < now:
            t.crew[v, OPENS] = now
            work_out(t, r, v)
            broken[v] = r.state[v, SOUND] == 0 and r.state[v, TASKS] > 0

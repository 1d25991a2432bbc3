"""Compiled: the places for one more job in running routes, and those that one or two moved visits would open.

The job goes between two visits; or it takes the place of one visit, which goes elsewhere; or that one takes the place of
another, which goes elsewhere. Every price is exact: what the touched routes cost more. The readable twin is `ejection.py`;
a property test holds the two to each other.
"""
# ruff: noqa: PLR0917, C901, PLR0912 - compiled calls are positional, and a split loop costs a third of the speed

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.compiled import compiled
from dispatch.planning.slack import (
    AFTER,
    AT,
    BEFORE,
    FINISH,
    GAP,
    LEG,
    LOAD,
    MOST_AFTER,
    ROOM,
    SHIFT,
    SOUND,
    TASKS,
    WAY,
    Routes,
    fits,
)
from dispatch.planning.tables import (
    LAST_START,
    LENGTH,
    LOSS,
    MOST,
    NEVER,
    PLACE,
    PROFILE,
    TRAVEL_PRICE,
    USE_PRICE,
    WAY_COST,
    WAY_FROM,
    WAY_TO,
    Ints,
    Tables,
)
from dispatch.planning.worked import work_out

SCALE = (
    1e9  # seconds; so much dearer is a unit of weight than any road, where the two are one number to sort by
)
DEAR = 3600.0  # the guess where no other shift has room now: looked at last
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


@compiled
def worth(t: Tables, r: Routes, v: int) -> float:
    """What a route costs that was just worked out; infinite where it cannot be driven so."""
    if r.state[v, SOUND] == 0 or r.state[v, TASKS] > t.crew[v, MOST]:
        return np.inf
    head = t.allowed.shape[0] + v
    first = r.link[head, AFTER]
    for d in range(r.load.shape[2]):
        if max(r.load[head, LOAD, d], r.load[first, MOST_AFTER, d]) > t.capacity[v, d]:
            return np.inf
    return r.cost[v]  # type: ignore[no-any-return]  # a float64


@compiled
def link_in(r: Routes, v: int, p: int, q: int, j: int, way: int) -> None:
    r.link[p, AFTER] = j
    r.link[j, BEFORE] = p
    r.link[j, AFTER] = q
    r.link[q, BEFORE] = j
    r.link[j, SHIFT] = v
    r.link[j, WAY] = way


@compiled
def price_between(
    t: Tables, r: Routes, b: Bench, v: int, p: int, q: int, j: int, way: int, most: float
) -> float:
    """What the route costs more with job j between p and q, instead of whoever stands there; infinite from `most` on."""
    link = r.link
    e = link[p, AFTER]
    is_swap = e != q
    dimensions = t.capacity.shape[1]
    if t.allowed[j, v] < 0 or (not is_swap and r.state[v, TASKS] >= t.crew[v, MOST]):
        return np.inf
    if not t.is_worked:
        profile = t.crew[v, PROFILE]
        here = t.node[j, PLACE]
        rate = t.price[v, TRAVEL_PRICE]
        road = np.int64(t.back[profile, here, link[p, AT]]) + np.int64(t.travel[profile, here, link[q, AT]])
        price = (road - link[p, LEG]) * rate + t.allowed[j, v] + t.way[way, WAY_COST]
        if is_swap:
            price -= link[e, LEG] * rate + t.allowed[e, v] + t.way[link[e, WAY], WAY_COST]
        elif r.state[v, TASKS] == 0:  # an empty route drives nothing yet
            price += t.price[v, USE_PRICE] + link[p, LEG] * rate
        if price >= most:
            return np.inf
        if not is_swap or dimensions == 0:
            return price if fits(t, r, v, p, q, j, way) else np.inf
    elif b.is_light and (not is_swap or dimensions == 0) and not fits(t, r, v, p, q, j, way):
        return np.inf
    shift, old_way, before, after = link[j, SHIFT], link[j, WAY], link[j, BEFORE], link[j, AFTER]
    old = r.cost[v]
    link_in(r, v, p, q, j, way)
    work_out(t, r, v)
    new = worth(t, r, v)
    link[j, SHIFT] = shift
    link[j, WAY] = old_way
    link[j, BEFORE] = before
    link[j, AFTER] = after
    link[p, AFTER] = e
    link[q, BEFORE] = p if not is_swap else e
    work_out(t, r, v)
    if shift >= 0:  # the trial wrote on the job's own node, too
        work_out(t, r, shift)
    return new - old if new - old < most else np.inf


@compiled
def place_in(t: Tables, r: Routes, b: Bench, v: int, j: int, loss_limit: int, limit: float) -> float:
    """The cheapest place of job j in shift v that costs less than `loss_limit` and `limit`: its price, or infinite."""
    if t.allowed[j, v] < 0 or r.state[v, TASKS] >= t.crew[v, MOST]:
        return np.inf
    node, link, way_of = t.node, r.link, t.way
    simple = not t.is_worked
    if simple and r.state[v, ROOM] < node[j, LENGTH]:
        return np.inf
    n, m = t.allowed.shape
    head = n + v
    tail = head + m
    profile = t.crew[v, PROFILE]
    here = node[j, PLACE]
    length = node[j, LENGTH]
    rate = t.price[v, TRAVEL_PRICE]
    extra = t.allowed[j, v] + 0.0
    if r.state[v, TASKS] == 0:
        extra += t.price[v, USE_PRICE] + link[head, LEG] * rate
    best = np.inf
    best_loss = loss_limit
    for way in range(node[j, WAY_FROM], node[j, WAY_TO]):
        loss = way_of[way, LOSS]
        if loss > best_loss:
            break
        most = best
        if loss == loss_limit:
            most = min(most, limit)
        p = head
        while p != tail:
            q = link[p, AFTER]
            price = np.inf
            if simple:
                road = np.int64(t.back[profile, here, link[p, AT]]) + np.int64(
                    t.travel[profile, here, link[q, AT]]
                )
                offer = (road - link[p, LEG]) * rate + extra + way_of[way, WAY_COST]
                if offer < most and road + length <= link[p, GAP]:
                    if r.time[p, FINISH, 0] > way_of[way, LAST_START]:  # nobody can be done sooner
                        break
                    if fits(t, r, v, p, q, j, way):
                        price = offer
            else:
                price = price_between(t, r, b, v, p, q, j, way, most)
            if price < most:
                most = price
                best = price
                best_loss = loss
                b.place[0] = loss
                b.place[1] = v
                b.place[2] = p
                b.place[3] = way
            p = q
    return best


@compiled
def cheapest_place(t: Tables, r: Routes, b: Bench, j: int, most_loss: int, but: int) -> float:
    """The cheapest place of job j in any shift except `but`, forfeiting no more than `most_loss`: left in `place`."""
    best = np.inf
    best_loss = most_loss
    for v in range(t.allowed.shape[1]):
        if v != but:
            price = place_in(t, r, b, v, j, best_loss, best)
            if price < np.inf:
                best = price
                best_loss = b.place[0]
    return best


@compiled
def most_loss_of(t: Tables, b: Bench, e: int, way: int) -> int:
    """What a moved visit may forfeit at most."""
    return t.way[way, LOSS] if b.held[e] == KEEPS else NEVER


@compiled
def swap_price(t: Tables, r: Routes, b: Bench, j: int, e: int, most_loss: int, limit: float) -> float:
    """What job j in the place of visit e costs, in its best way, left in `place`; infinite from `limit` on."""
    v = r.link[e, SHIFT]
    p = r.link[e, BEFORE]
    q = r.link[e, AFTER]
    best = limit
    found = False
    best_loss = most_loss
    for way in range(t.node[j, WAY_FROM], t.node[j, WAY_TO]):
        loss = t.way[way, LOSS]
        if loss > best_loss:
            break
        price = price_between(t, r, b, v, p, q, j, way, best)
        if price < best:
            best = price
            found = True
            best_loss = loss
            b.place[0] = loss
            b.place[1] = v
            b.place[2] = p
            b.place[3] = way
    return best if found else np.inf


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
def direct_places(t: Tables, r: Routes, b: Bench, j: int) -> int:
    """Every shift's cheapest place that moves nobody; how many there are."""
    count = 0
    for v in range(t.allowed.shape[1]):
        price = place_in(t, r, b, v, j, NEVER, np.inf)
        if price < np.inf:
            note_offer(b, count, b.place[0], 0, price)
            note_step(b, count, 0, j, v, b.place[2], b.place[3])
            count += 1
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

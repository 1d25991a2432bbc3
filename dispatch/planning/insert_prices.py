"""Compiled: what one more job costs exactly, at a place of a running route or in the place of a visit.

Every price is what the touched route costs more.
"""
# ruff: noqa: PLR0917, C901 - compiled calls are positional, and a split loop costs a third of the speed

import numpy as np

from dispatch.planning.compiled import compiled
from dispatch.planning.insert_bench import KEEPS, Bench
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
from dispatch.planning.spans import BACK, ROAD
from dispatch.planning.tables import (
    LAST_START,
    LENGTH,
    LOSS,
    MOST,
    NEVER,
    OVERTIME_PRICE,
    PLACE,
    PROFILE,
    REGULAR_END,
    TRAVEL_PRICE,
    USE_PRICE,
    WAY_COST,
    WAY_FROM,
    WAY_TO,
    Tables,
)
from dispatch.planning.worked import work_out

ROUNDING = 1e-6  # of two sums of the same costs, added in another order


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
def yielding(t: Tables, r: Routes, b: Bench, v: int) -> float:
    """How much of what the route costs may be saved with one more visit in it: lateness and waiting, not the road, the
    visits themselves or overtime. A place that is too dear without that need not be worked out.
    """
    if not t.is_worked or r.state[v, TASKS] == 0:
        return 0.0
    if not b.is_light or r.state[v, SOUND] == 0:
        return np.inf
    link = r.link
    n, m = t.allowed.shape
    firm = r.sum[v, ROAD] * t.price[v, TRAVEL_PRICE] + t.price[v, USE_PRICE] + overtime(t, r, v)
    e = link[n + v, AFTER]
    while e != n + m + v:
        firm += t.allowed[e, v] + t.way[link[e, WAY], WAY_COST]
        e = link[e, AFTER]
    return r.cost[v] - firm + ROUNDING  # type: ignore[no-any-return]  # a float64


@compiled
def overtime(t: Tables, r: Routes, v: int) -> float:
    """What the overtime costs of a route that is worked out."""
    return max(0, r.sum[v, BACK] - t.crew[v, REGULAR_END]) * t.price[v, OVERTIME_PRICE]  # type: ignore[no-any-return]


@compiled
def price_between(
    t: Tables, r: Routes, b: Bench, v: int, p: int, q: int, j: int, way: int, most: float, less: float
) -> float:
    """What the route costs more with job j between p and q, instead of whoever stands there; infinite from `most` on.

    `less` is what the route is `yielding`.
    """
    link = r.link
    e = link[p, AFTER]
    is_swap = e != q
    dimensions = t.capacity.shape[1]
    if t.allowed[j, v] < 0 or (not is_swap and r.state[v, TASKS] >= t.crew[v, MOST]):
        return np.inf
    profile = t.crew[v, PROFILE]
    here = t.node[j, PLACE]
    rate = t.price[v, TRAVEL_PRICE]
    road = np.int64(t.back[profile, here, link[p, AT]]) + np.int64(t.travel[profile, here, link[q, AT]])
    price = (road - link[p, LEG]) * rate + t.allowed[j, v] + t.way[way, WAY_COST]
    if is_swap:
        price -= link[e, LEG] * rate + t.allowed[e, v] + t.way[link[e, WAY], WAY_COST]
    elif r.state[v, TASKS] == 0:  # an empty route drives nothing yet
        price += t.price[v, USE_PRICE] + link[p, LEG] * rate
    if price - less >= most:
        return np.inf
    if not t.is_worked:
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
    light = simple or b.is_light
    if light and r.state[v, ROOM] < node[j, LENGTH]:
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
    less = yielding(t, r, b, v)
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
            road = np.int64(t.back[profile, here, link[p, AT]]) + np.int64(
                t.travel[profile, here, link[q, AT]]
            )
            offer = (road - link[p, LEG]) * rate + extra + way_of[way, WAY_COST]
            if offer - less < most and (not light or road + length <= link[p, GAP]):
                if light and r.time[p, FINISH, 0] > way_of[way, LAST_START]:  # nobody can be done sooner
                    break
                if not simple:
                    price = price_between(t, r, b, v, p, q, j, way, most, less)
                elif fits(t, r, v, p, q, j, way):
                    price = offer
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
    less = yielding(t, r, b, v)
    if t.is_worked:  # who makes room may save that, too
        less += overtime(t, r, v)
    best = limit
    found = False
    best_loss = most_loss
    for way in range(t.node[j, WAY_FROM], t.node[j, WAY_TO]):
        loss = t.way[way, LOSS]
        if loss > best_loss:
            break
        price = price_between(t, r, b, v, p, q, j, way, best, less)
        if price < best:
            best = price
            found = True
            best_loss = loss
            b.place[0] = loss
            b.place[1] = v
            b.place[2] = p
            b.place[3] = way
    return best if found else np.inf

"""Compiled: what a route costs when breaks, several windows, lateness, overtime, load or a depot come together.

`slack.py` says what is possible, exactly. Here the earliest schedule is followed, the departure delayed as far as that
brings nothing later, and the whole priced; a further visit's price is an estimate along that schedule.
"""
# ruff: noqa: C901, PLR0915 - a split loop costs a third of the speed

import numpy as np

from dispatch.planning.compiled import compiled
from dispatch.planning.slack import (
    AFTER,
    BEFORE,
    DEPOT_AT,
    FINISH,
    LATE,
    LEG,
    SOUND,
    TAKEN,
    TASKS,
    WAY,
    Routes,
    arrive,
    refresh,
    start_in,
)
from dispatch.planning.spans import BACK, EARLIEST, LATEST, ON, OWNS, ROAD, SPENT, TO, WORK, settle
from dispatch.planning.tables import (
    CLOSES,
    DEPOT,
    LATE_AFTER,
    LENGTH,
    LOAD_PRICE,
    NEVER,
    OPENS,
    OVERTIME_PRICE,
    PLACE,
    REGULAR_END,
    REST_FROM,
    REST_LENGTH,
    REST_WINDOW_FROM,
    REST_WINDOW_TO,
    RESTS,
    SETUP,
    TRAVEL_PRICE,
    USE_PRICE,
    WAY_COST,
    WINDOW_FROM,
    WINDOW_TO,
    WORK_PRICE,
    WORKED,
    Ints,
    Tables,
)

# in Routes.span, beside TO and ON: the road out of this stop with its breaks, and the stop itself in its window
OUT, STAY = 3, 9


@compiled
def whole_price(t: Tables, v: int, road: int, work: int, back: int) -> float:
    """What a used route costs, lateness and persons left out."""
    cost = road * t.price[v, TRAVEL_PRICE] + t.price[v, USE_PRICE] + work * t.price[v, WORK_PRICE]
    cost += max(0, back - t.crew[v, REGULAR_END]) * t.price[v, OVERTIME_PRICE]
    load = np.float64(work + 2 * t.crew[v, WORKED])  # (worked + work)² − worked² = work · (work + 2 worked)
    return cost + load * work * t.price[v, LOAD_PRICE]  # type: ignore[no-any-return]  # a float64


@compiled
def window_of(window: Ints, first: int, past: int, arrive_at: int) -> int:
    """The row of the window in which one starts who arrives then; the last one if none is left."""
    for w in range(first, past):
        if arrive_at <= window[w, 1]:
            return w
    return past - 1


@compiled
def work_out(t: Tables, r: Routes, v: int) -> None:
    """Work the times and cost of one route out again from its links."""
    if t.is_plain:
        settle(t, r, v)
    elif t.is_worked:
        restocked(t, r, v)
    else:
        refresh(t, r, v)


@compiled
def restocked(t: Tables, r: Routes, v: int) -> None:
    """Find out whether something runs short; if so, try the depot at every place before, and keep the cheapest."""
    n, m = t.allowed.shape
    link, span, used = r.link, r.span, r.used
    head = n + v
    tail = head + m
    span[head, OWNS] = 1
    for d in range(used.shape[1]):
        used[head, d] = 0
    own = True
    p = head
    j = link[head, AFTER]
    while j != tail:
        own = own and t.kit[j, v] != 0
        for d in range(used.shape[1]):
            used[j, d] = used[p, d] + t.parts[j, d]
            if used[j, d] > t.stock[v, d]:
                own = False
        span[j, OWNS] = 1 if own else 0
        p = j
        j = link[j, AFTER]
    for d in range(used.shape[1]):
        used[tail, d] = used[p, d]
    r.state[v, DEPOT_AT] = -1
    if own:
        refresh(t, r, v)
        price(t, r, v)
        return
    best = np.inf
    best_at = -1
    if t.crew[v, DEPOT] >= 0:
        p = head
        while p != tail and span[p, OWNS] != 0:
            q = link[p, AFTER]
            via(r, n + 2 * m + v, p, q)
            refresh(t, r, v)
            if r.state[v, SOUND] != 0:
                price(t, r, v)
                if r.cost[v] < best:
                    best = r.cost[v]
                    best_at = p
            link[p, AFTER] = q
            link[q, BEFORE] = p
            p = q
    if best_at < 0:
        refresh(t, r, v)
        r.state[v, SOUND] = 0
        return
    q = link[best_at, AFTER]
    via(r, n + 2 * m + v, best_at, q)
    refresh(t, r, v)
    price(t, r, v)
    link[best_at, AFTER] = q
    link[q, BEFORE] = best_at
    r.state[v, DEPOT_AT] = best_at


@compiled
def via(r: Routes, depot: int, p: int, q: int) -> None:
    r.link[p, AFTER] = depot
    r.link[depot, BEFORE] = p
    r.link[depot, AFTER] = q
    r.link[q, BEFORE] = depot


@compiled
def served_at(node: Ints, p: int, j: int) -> int:
    return node[j, LENGTH] + (node[j, SETUP] if node[p, PLACE] != node[j, PLACE] else 0)  # type: ignore[no-any-return]  # an int64


@compiled
def place_breaks(t: Tables, r: Routes, v: int) -> None:
    """How many breaks are over on arrival at each stop in the earliest schedule."""
    n, m = t.allowed.shape
    link, time, node = r.link, r.time, t.node
    base = t.crew[v, REST_FROM]
    state = t.crew[v, RESTS]
    limit = t.crew[v, CLOSES]
    tail = n + m + v
    q = tail
    link[q, TAKEN] = state
    while q != n + v:
        p = link[q, BEFORE]
        best = LATE
        best_b = 0
        for b in range(state + 1):
            if time[p, FINISH, b] == LATE:
                continue
            here = arrive(t.rest, t.window, time[p, FINISH, b], link[p, LEG], base + b, base + state)
            if here != LATE and q != tail:
                way = link[q, WAY]
                here = start_in(t.window, t.way[way, WINDOW_FROM], t.way[way, WINDOW_TO], here)
                if here != LATE:
                    here += served_at(node, p, q)
            if here <= limit and here < best:
                best = here
                best_b = b
        state = best_b
        limit = time[p, FINISH, state]
        link[p, TAKEN] = state
        q = p


@compiled
def price(t: Tables, r: Routes, v: int) -> None:
    """Price a sound route, and leave its spans for the estimates."""
    n, m = t.allowed.shape
    link, span, node, rest, window = r.link, r.span, t.node, t.rest, t.window
    head = n + v
    tail = head + m
    place_breaks(t, r, v)
    base = t.crew[v, REST_FROM]
    spent = 0
    earliest = t.crew[v, OPENS]
    latest = NEVER
    road = 0
    late = 0.0
    span[head, TO] = 0
    span[head, TO + EARLIEST] = earliest
    span[head, TO + LATEST] = latest
    p = head
    while p != tail:
        q = link[p, AFTER]
        clock = spent + earliest
        resting = 0
        floor = -NEVER
        closes = NEVER
        for b in range(base + link[p, TAKEN], base + link[q, TAKEN]):
            w = window_of(window, rest[b, REST_WINDOW_FROM], rest[b, REST_WINDOW_TO], clock)
            closes = min(closes, window[w, 1] - resting)
            floor = max(floor, window[w, 0]) + rest[b, REST_LENGTH]
            clock = max(clock, window[w, 0]) + rest[b, REST_LENGTH]
            resting += rest[b, REST_LENGTH]
        out = link[p, LEG] + resting
        span[p, OUT] = out
        span[p, OUT + EARLIEST] = floor - out
        span[p, OUT + LATEST] = closes
        earliest = max(earliest, floor - out - spent)
        latest = min(latest, closes - spent)
        spent += out
        road += link[p, LEG]
        if q != tail:
            served = served_at(node, p, q)
            way = link[q, WAY]
            w = window_of(window, t.way[way, WINDOW_FROM], t.way[way, WINDOW_TO], spent + earliest)
            closes = window[w, 1]
            start = max(spent + earliest, window[w, 0])
            if t.late[q] > 0:
                closes = min(closes, max(start, node[q, LATE_AFTER]))
                late += t.late[q] * max(0, start - node[q, LATE_AFTER])
            if q < n:
                late += t.allowed[q, v] + t.way[way, WAY_COST]
            span[q, STAY] = served
            span[q, STAY + EARLIEST] = window[w, 0]
            span[q, STAY + LATEST] = closes
            earliest = max(earliest, window[w, 0] - spent)
            latest = min(latest, closes - spent)
            spent += served
            span[q, TO] = spent
            span[q, TO + EARLIEST] = earliest
            span[q, TO + LATEST] = latest
        p = q
    latest = min(latest, t.crew[v, CLOSES] - spent)
    r.sum[v, ROAD] = road
    r.sum[v, SPENT] = spent
    r.sum[v, WORK] = spent + max(0, earliest - latest)
    r.sum[v, BACK] = spent + earliest
    r.cost[v] = 0.0
    if r.state[v, TASKS] > 0:
        r.cost[v] = whole_price(t, v, road, r.sum[v, WORK], r.sum[v, BACK]) + late
    span[tail, ON] = 0
    span[tail, ON + EARLIEST] = -NEVER
    span[tail, ON + LATEST] = t.crew[v, CLOSES]
    q = tail
    p = link[tail, BEFORE]
    while p != head:
        before = span[p, STAY] + span[p, OUT]
        e = max(span[p, OUT + EARLIEST] - span[p, STAY], span[q, ON + EARLIEST] - before)
        l = min(span[p, OUT + LATEST] - span[p, STAY], span[q, ON + LATEST] - before)  # noqa: E741 - beside e
        span[p, ON] = before + span[q, ON]
        span[p, ON + EARLIEST] = max(span[p, STAY + EARLIEST], e)
        span[p, ON + LATEST] = min(span[p, STAY + LATEST], l)
        q = p
        p = link[p, BEFORE]

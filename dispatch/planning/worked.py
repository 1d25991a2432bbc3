"""Compiled: what a route costs when breaks, several windows, lateness, overtime, load or a depot come together.

`slack.py` says what is possible, exactly. Here the earliest schedule is followed, the departure delayed as far as that
brings nothing later, and the whole priced; a further visit's price is an estimate along that schedule.
"""
# ruff: noqa: C901, PLR0912, PLR0915 - compiled calls are positional, and a split loop costs a third of the speed

import numpy as np

from dispatch.planning.compiled import compiled
from dispatch.planning.slack import (
    AFTER,
    AT,
    BEFORE,
    DEPOT_AT,
    FINISH,
    LATE,
    LATEST_MOVED,
    LATEST_THERE,
    LEG,
    SOUND,
    TAKEN,
    TASKS,
    WAY,
    Routes,
    arrive,
    carries,
    fits,
    in_time,
    refresh,
    start_in,
)
from dispatch.planning.spans import (
    BACK,
    EARLIEST,
    LATEST,
    ON,
    OWNS,
    ROAD,
    SPENT,
    TO,
    WORK,
    closed,
    own_parts_do,
    settle,
)
from dispatch.planning.tables import (
    CLOSES,
    DEPOT,
    LATE_AFTER,
    LENGTH,
    LOAD_PRICE,
    LOSS,
    NEVER,
    OPENS,
    OVERTIME_PRICE,
    PLACE,
    PROFILE,
    REGULAR_END,
    REST_FROM,
    REST_LENGTH,
    REST_WINDOW_FROM,
    REST_WINDOW_TO,
    RESTOCK,
    RESTS,
    SETUP,
    TRAVEL_PRICE,
    USE_PRICE,
    WAY_COST,
    WAY_FROM,
    WAY_TO,
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


@compiled
def offer_worked(t: Tables, r: Routes, v: int, j: int, most: float) -> tuple[float, int, int]:
    """The cheapest place of job j in shift v below `most`: its estimated price, the node before it and the way."""
    n, m = t.allowed.shape
    link, span, node, way_of, window = r.link, r.span, t.node, t.way, t.window
    travel = t.travel[t.crew[v, PROFILE]]
    here = node[j, PLACE]
    head = n + v
    tail = head + m
    depot = t.crew[v, DEPOT]
    visit = n + 2 * m + v
    stands = r.state[v, DEPOT_AT]
    own_kit = t.kit[j, v] != 0
    light = own_kit and own_parts_do(t, r, v, tail if stands < 0 else stands, j)
    if (not light and depot < 0) or r.state[v, SOUND] == 0:
        return np.inf, -1, -1
    base = t.allowed[j, v] + 0.0
    old_road = r.sum[v, ROAD]
    old_work = r.sum[v, WORK]
    old = 0.0
    if r.state[v, TASKS] > 0:
        old = whole_price(t, v, old_road, old_work, r.sum[v, BACK])
    else:
        old_road = 0
    best = most
    after = -1
    in_way = -1
    for way in range(node[j, WAY_FROM], node[j, WAY_TO]):
        extra = base + way_of[way, LOSS] * t.unit + way_of[way, WAY_COST]
        p = head
        restocked_before = False
        while p != tail:
            q = link[p, AFTER]
            if p == stands:
                q = visit
            elif p == visit:
                q = link[stands, AFTER]
                restocked_before = True
            to = np.int64(travel[link[p, AT], here])
            on = np.int64(travel[here, link[q, AT]])
            leg = link[p, LEG] if r.state[v, TASKS] > 0 else 0
            more = to + on - leg
            served = served_at(node, p, j)
            possible = False
            if extra + more * t.price[v, TRAVEL_PRICE] < best:
                if restocked_before or light:
                    possible = fits(t, r, v, p, q, j, way)
                elif stands < 0 and carries(t.capacity, t.amount, r.load, v, p, q, j):  # the depot comes with the job, before it or right after it
                    there = travel[link[p, AT], depot] + t.crew[v, RESTOCK] + travel[depot, here]
                    row = LATEST_MOVED if here != node[q, PLACE] else LATEST_THERE
                    if in_time(
                        t.rest,
                        window,
                        r.time[p, FINISH],
                        r.time[q, row],
                        there,
                        on,
                        served,
                        way_of[way, WINDOW_FROM],
                        way_of[way, WINDOW_TO],
                        t.crew[v, REST_FROM],
                        t.crew[v, RESTS],
                    ):
                        possible = True
                        to = there
                    elif own_kit and own_parts_do(t, r, v, p, j):
                        there = travel[here, depot] + t.crew[v, RESTOCK] + travel[depot, link[q, AT]]
                        possible = in_time(
                            t.rest,
                            window,
                            r.time[p, FINISH],
                            r.time[q, LATEST_MOVED],
                            to,
                            there,
                            served,
                            way_of[way, WINDOW_FROM],
                            way_of[way, WINDOW_TO],
                            t.crew[v, REST_FROM],
                            t.crew[v, RESTS],
                        )
                        on = there
                    more = to + on - leg
            if possible:
                spent = span[p, TO] + to
                clock = spent + span[p, TO + EARLIEST]
                w = window_of(window, way_of[way, WINDOW_FROM], way_of[way, WINDOW_TO], clock)
                e = max(span[p, TO + EARLIEST], window[w, 0] - spent)
                l = min(span[p, TO + LATEST], window[w, 1] - spent)  # noqa: E741 - beside e
                start = max(clock, window[w, 0])
                resting = span[p, OUT] - link[p, LEG]
                spent += served + on + resting
                e = max(e, span[p, OUT + EARLIEST] + span[p, OUT] - spent)
                work = closed(spent, e, l, span[q, ON], span[q, ON + EARLIEST], span[q, ON + LATEST])
                back = max(spent + e + span[q, ON], span[q, ON + EARLIEST] + span[q, ON])
                if work == NEVER:
                    work = old_work + max(0, more + served)
                    back = r.sum[v, BACK] + max(0, more + served)
                cost = extra + whole_price(t, v, old_road + more, work, back) - old
                cost += t.late[j] * max(0, start - node[j, LATE_AFTER])
                if cost < best:
                    best = cost
                    after = stands if p == visit else p
                    in_way = way
            p = q
    return best, after, in_way

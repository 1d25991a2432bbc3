"""Compiled: how long a stretch of a route takes and costs, and where its visit to the depot goes.

Without breaks a stretch is three numbers: whoever begins it at t ends it at `spent + max(t, earliest)`, for every
t up to `latest`; it is impossible if none is. Two stretches join into one in constant time, so that a further visit,
with or without the depot, is priced without walking the route. The working time is `spent` and whatever `earliest`
exceeds `latest` by: then even who departs as late as can be must wait on the way.
"""
# ruff: noqa: C901, PLR0912, PLR0915 - compiled calls are positional, and a split loop costs a third of the speed

import numpy as np

from dispatch.planning.compiled import compiled
from dispatch.planning.slack import AFTER, AT, BEFORE, DEPOT_AT, LEG, SOUND, TASKS, WAY, Routes
from dispatch.planning.tables import (
    CLOSES,
    DEPOT,
    FIRST_START,
    LAST_START,
    LENGTH,
    NEVER,
    OPENS,
    PROFILE,
    RESTOCK,
    TRAVEL_PRICE,
    USE_PRICE,
    WAY_COST,
    WORK_PRICE,
    Tables,
)

# Columns of Routes.span, three by three spent, earliest, latest: from the start up to and with this stop, without
# the depot (TO) and with it (TO_D); from this stop to the end, without it (ON) and with it where it is now (ON_D).
# OWNS: up to here the technician's own tools and parts do.
TO, TO_D, ON, ON_D, OWNS = 0, 3, 6, 9, 12
SPANS = 13
EARLIEST, LATEST = 1, 2  # added to the columns above
ROAD, WORK, BACK, SPENT = range(4)  # columns of Routes.sum


@compiled
def route_price(t: Tables, v: int, road: int, work: int) -> float:
    """What a used route costs: road, being used, time at work."""
    return road * t.price[v, TRAVEL_PRICE] + t.price[v, USE_PRICE] + work * t.price[v, WORK_PRICE]  # type: ignore[no-any-return]  # a float64


@compiled
def settle(t: Tables, r: Routes, v: int) -> None:
    """Work the spans of one route out again from its links, put the depot at its best place, and price the route."""
    n, m = t.allowed.shape
    link, span, used, way, node = r.link, r.span, r.used, t.way, t.node
    travel = t.travel[t.crew[v, PROFILE]]
    head = n + v
    tail = head + m
    depot = t.crew[v, DEPOT]
    restock = t.crew[v, RESTOCK]
    kinds = used.shape[1]
    span[head, TO] = 0
    span[head, TO + EARLIEST] = t.crew[v, OPENS]
    span[head, TO + LATEST] = NEVER
    span[head, TO_D] = NEVER
    span[head, OWNS] = 1
    for d in range(kinds):
        used[head, d] = 0
    own = True
    sound = True
    road = 0
    extra = 0
    count = 0
    p = head
    j = link[head, AFTER]
    while j != tail:
        here = link[j, AT]
        leg = travel[link[p, AT], here]
        link[p, LEG] = leg
        road += leg
        extra += t.allowed[j, v] + way[link[j, WAY], WAY_COST]
        count += 1
        opens = way[link[j, WAY], FIRST_START]
        closes = way[link[j, WAY], LAST_START]
        served = node[j, LENGTH]
        spent = NEVER
        earliest = 0
        latest = 0
        if depot >= 0:  # reached after the depot: visited earlier, or between p and here
            if span[p, TO_D] < NEVER and span[p, TO_D] + leg + span[p, TO_D + EARLIEST] <= closes:
                spent = span[p, TO_D] + leg
                earliest = max(span[p, TO_D + EARLIEST], opens - spent)
                latest = min(span[p, TO_D + LATEST], closes - spent)
            if own:
                other = span[p, TO] + travel[link[p, AT], depot] + restock + travel[depot, here]
                if other + span[p, TO + EARLIEST] <= closes:
                    e = max(span[p, TO + EARLIEST], opens - other)
                    l = min(span[p, TO + LATEST], closes - other)  # noqa: E741 - beside e
                    if spent == NEVER or other + max(0, e - l) < spent + max(0, earliest - latest):
                        spent = other
                        earliest = e
                        latest = l
            span[j, TO_D] = spent + served if spent < NEVER else NEVER
            span[j, TO_D + EARLIEST] = earliest
            span[j, TO_D + LATEST] = latest
        else:
            span[j, TO_D] = NEVER
        if own:
            own = t.kit[j, v] != 0
            for d in range(kinds):
                used[j, d] = used[p, d] + t.parts[j, d]
                if used[j, d] > t.stock[v, d]:
                    own = False
        span[j, OWNS] = 1 if own else 0
        if own:
            spent = span[p, TO] + leg
            if spent + span[p, TO + EARLIEST] > closes:
                sound = False
            span[j, TO] = spent + served
            span[j, TO + EARLIEST] = max(span[p, TO + EARLIEST], opens - spent)
            span[j, TO + LATEST] = min(span[p, TO + LATEST], closes - spent)
        p = j
        j = link[j, AFTER]
    leg = travel[link[p, AT], link[tail, AT]]
    link[p, LEG] = leg
    road += leg
    last = p
    for d in range(kinds):
        used[tail, d] = used[last, d]
    span[tail, ON] = 0
    span[tail, ON + EARLIEST] = -NEVER
    span[tail, ON + LATEST] = t.crew[v, CLOSES]
    span[tail, ON_D] = NEVER
    q = tail
    j = last
    while j != head:
        before = node[j, LENGTH] + link[j, LEG]
        opens = way[link[j, WAY], FIRST_START]
        if span[q, ON] == NEVER or before + opens > span[q, ON + LATEST]:
            span[j, ON] = NEVER
        else:
            span[j, ON] = before + span[q, ON]
            span[j, ON + EARLIEST] = max(opens, span[q, ON + EARLIEST] - before)
            span[j, ON + LATEST] = min(way[link[j, WAY], LAST_START], span[q, ON + LATEST] - before)
        span[j, ON_D] = NEVER
        q = j
        j = link[j, BEFORE]
    r.state[v, TASKS] = count
    r.state[v, DEPOT_AT] = -1
    spent = 0
    earliest = 0
    latest = 0
    if own:
        spent = span[last, TO] + leg
        earliest = span[last, TO + EARLIEST]
        latest = min(span[last, TO + LATEST], t.crew[v, CLOSES] - spent)
        sound = sound and spent + earliest <= t.crew[v, CLOSES]
    else:
        best = np.inf
        detour = 0
        p = head
        while p != tail and span[p, OWNS] != 0 and depot >= 0:
            q = link[p, AFTER]
            if span[q, ON] < NEVER:
                through = travel[link[p, AT], depot] + travel[depot, link[q, AT]]
                passed = span[p, TO] + through + restock
                if passed + span[p, TO + EARLIEST] <= span[q, ON + LATEST]:
                    e = max(span[p, TO + EARLIEST], span[q, ON + EARLIEST] - passed)
                    l = min(span[p, TO + LATEST], span[q, ON + LATEST] - passed)  # noqa: E741 - beside e
                    work = passed + span[q, ON] + max(0, e - l)
                    cost = route_price(t, v, through - link[p, LEG], work)
                    if cost < best:
                        best = cost
                        r.state[v, DEPOT_AT] = p
                        detour = through - link[p, LEG]
                        spent = passed + span[q, ON]
                        earliest = e
                        latest = l
            p = q
        sound = sound and best < np.inf
        road += detour
        p = r.state[v, DEPOT_AT]
        if p >= 0:
            q = link[p, AFTER]
            before = travel[link[p, AT], depot] + restock + travel[depot, link[q, AT]]
            while p != head:
                follows = ON if q == link[r.state[v, DEPOT_AT], AFTER] else ON_D
                before += node[p, LENGTH]
                opens = way[link[p, WAY], FIRST_START]
                if before + opens > span[q, follows + LATEST]:
                    break
                span[p, ON_D] = before + span[q, follows]
                span[p, ON_D + EARLIEST] = max(opens, span[q, follows + EARLIEST] - before)
                span[p, ON_D + LATEST] = min(
                    way[link[p, WAY], LAST_START], span[q, follows + LATEST] - before
                )
                q = p
                p = link[p, BEFORE]
                before = link[p, LEG]
    r.sum[v, ROAD] = road
    r.sum[v, SPENT] = spent
    r.sum[v, WORK] = spent + max(0, earliest - latest)
    r.sum[v, BACK] = spent + earliest
    r.state[v, SOUND] = 1 if sound else 0
    r.cost[v] = 0.0 if count == 0 else route_price(t, v, road, r.sum[v, WORK]) + extra

"""Compiled: how long a stretch of a route takes and costs, and where its visit to the depot goes.

Without breaks a stretch is three numbers: whoever begins it at t ends it at `spent + max(t, earliest)`, for every
t up to `latest`; it is impossible if none is. Two stretches join into one in constant time, so that a further visit,
with or without the depot, is priced without walking the route. The working time is `spent` and whatever `earliest`
exceeds `latest` by: then even who departs as late as can be must wait on the way.
"""
# ruff: noqa: PLR0917, C901, PLR0912, PLR0915 - compiled calls are positional, and a split loop costs a third of the speed

import numpy as np

from dispatch.planning.compiled import compiled
from dispatch.planning.slack import (
    AFTER,
    AT,
    BEFORE,
    DEPOT_AT,
    LEG,
    SOUND,
    TASKS,
    WAY,
    Routes,
)
from dispatch.planning.tables import (
    CLOSES,
    DEPOT,
    FIRST_START,
    LAST_START,
    LENGTH,
    LOSS,
    NEVER,
    OPENS,
    PLACE,
    PROFILE,
    RESTOCK,
    TRAVEL_PRICE,
    USE_PRICE,
    WAY_COST,
    WAY_FROM,
    WAY_TO,
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


@compiled
def closed(spent: int, earliest: int, latest: int, span_on: int, on_earliest: int, on_latest: int) -> int:
    """The working time of a stretch from the start joined to one to the end; NEVER if they do not join."""
    if span_on == NEVER or spent + earliest > on_latest:
        return NEVER
    e = max(earliest, on_earliest - spent)
    l = min(latest, on_latest - spent)  # noqa: E741 - beside e
    return spent + span_on + max(0, e - l)


@compiled
def own_parts_do(t: Tables, r: Routes, v: int, p: int, j: int) -> bool:
    """Do the technician's own parts last up to the node p if job j takes its share before?"""
    for d in range(t.parts.shape[1]):  # noqa: SIM110 - numba compiles no generators
        if r.used[p, d] + t.parts[j, d] > t.stock[v, d]:
            return False
    return True


@compiled
def offer_plain(t: Tables, r: Routes, v: int, j: int, most: float) -> tuple[float, int, int]:
    """The cheapest place of job j in shift v below `most`: its price, the node before it and the way."""
    n, m = t.allowed.shape
    link, span, way_of = r.link, r.span, t.way
    profile = t.crew[v, PROFILE]
    travel = t.travel[profile]
    here = t.node[j, PLACE]
    served = t.node[j, LENGTH]
    head = n + v
    tail = head + m
    depot = t.crew[v, DEPOT]
    restock = t.crew[v, RESTOCK]
    rate = t.price[v, TRAVEL_PRICE]
    work_rate = t.price[v, WORK_PRICE]
    stands = r.state[v, DEPOT_AT]
    old_work = r.sum[v, WORK]
    own_kit = t.kit[j, v] != 0
    light = own_kit and stands < 0 and own_parts_do(t, r, v, tail, j)
    moves = own_kit and stands >= 0 and own_parts_do(t, r, v, stands, j)
    if (not light and depot < 0) or r.state[v, SOUND] == 0:
        return np.inf, -1, -1
    base = t.allowed[j, v] + 0.0
    if r.state[v, TASKS] == 0:  # an empty route drives nothing and costs nothing yet
        base += t.price[v, USE_PRICE] + link[head, LEG] * rate
        old_work = 0
    best = most
    after = -1
    in_way = -1
    from_depot = travel[depot, here] if depot >= 0 else 0
    to_depot = travel[here, depot] if depot >= 0 else 0
    slack = r.sum[v, SPENT] - old_work if r.state[v, TASKS] > 0 else link[head, LEG]
    for way in range(t.node[j, WAY_FROM], t.node[j, WAY_TO]):
        opens = way_of[way, FIRST_START]
        closes = way_of[way, LAST_START]
        extra = base + way_of[way, LOSS] * t.unit + way_of[way, WAY_COST]
        p = head
        before_depot = stands >= 0
        while p != tail:
            q = link[p, AFTER]
            to = t.back[profile, here, link[p, AT]]
            on = travel[here, link[q, AT]]
            more = to + on - link[p, LEG]
            least = extra + more * rate + max(0, more + served + slack) * work_rate
            if least < best:
                work = NEVER
                road = more
                if span[p, OWNS] != 0:
                    earliest = span[p, TO + EARLIEST]
                    if span[p, TO] + earliest > closes:
                        break
                    spent = span[p, TO] + to
                    if spent + earliest <= closes:
                        e = max(earliest, opens - spent)
                        l = min(span[p, TO + LATEST], closes - spent)  # noqa: E741 - beside e
                        spent += served
                        if light:
                            work = closed(
                                spent + on, e, l, span[q, ON], span[q, ON + EARLIEST], span[q, ON + LATEST]
                            )
                        elif own_kit and own_parts_do(t, r, v, p, j):
                            if moves and before_depot and p != stands:
                                work = closed(
                                    spent + on,
                                    e,
                                    l,
                                    span[q, ON_D],
                                    span[q, ON_D + EARLIEST],
                                    span[q, ON_D + LATEST],
                                )
                            passed = to_depot + restock + travel[depot, link[q, AT]]
                            other = closed(
                                spent + passed,
                                e,
                                l,
                                span[q, ON],
                                span[q, ON + EARLIEST],
                                span[q, ON + LATEST],
                            )
                            if other < work:
                                work = other
                                if stands < 0:
                                    road = to + passed - restock - link[p, LEG]
                    if not light:
                        spent = span[p, TO] + travel[link[p, AT], depot] + restock + from_depot
                        if spent + earliest <= closes:
                            e = max(earliest, opens - spent)
                            l = min(span[p, TO + LATEST], closes - spent)  # noqa: E741 - beside e
                            other = closed(
                                spent + served + on,
                                e,
                                l,
                                span[q, ON],
                                span[q, ON + EARLIEST],
                                span[q, ON + LATEST],
                            )
                            if other < work:
                                work = other
                                if stands < 0:
                                    road = travel[link[p, AT], depot] + from_depot + on - link[p, LEG]
                if not light and span[p, TO_D] < NEVER:
                    spent = span[p, TO_D] + to
                    earliest = span[p, TO_D + EARLIEST]
                    if spent + earliest <= closes:
                        e = max(earliest, opens - spent)
                        l = min(span[p, TO_D + LATEST], closes - spent)  # noqa: E741 - beside e
                        other = closed(
                            spent + served + on,
                            e,
                            l,
                            span[q, ON],
                            span[q, ON + EARLIEST],
                            span[q, ON + LATEST],
                        )
                        work = min(work, other)
                if work < NEVER:
                    price = extra + road * rate + (work - old_work) * work_rate
                    if price < best:
                        best = price
                        after = p
                        in_way = way
            if p == stands:
                before_depot = False
            p = q
    return best, after, in_way

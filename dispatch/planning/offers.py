"""Compiled: what one more job costs in a route at its cheapest place, by the spans of the route.

Exact where a stretch is three numbers (spans.py), an estimate along the earliest schedule else (worked.py).
"""
# ruff: noqa: PLR0917, C901, PLR0912, PLR0915 - compiled calls are positional, and a split loop costs a third of the speed

import numpy as np

from dispatch.planning.compiled import compiled
from dispatch.planning.slack import (
    AFTER,
    AT,
    DEPOT_AT,
    FINISH,
    LATEST_MOVED,
    LATEST_THERE,
    LEG,
    SOUND,
    TASKS,
    Routes,
    carries,
    fits,
    in_time,
)
from dispatch.planning.spans import BACK, EARLIEST, LATEST, ON, ON_D, OWNS, ROAD, SPENT, TO, TO_D, WORK
from dispatch.planning.tables import (
    DEPOT,
    FIRST_START,
    LAST_START,
    LATE_AFTER,
    LENGTH,
    LOSS,
    NEVER,
    PLACE,
    PROFILE,
    REST_FROM,
    RESTOCK,
    RESTS,
    TRAVEL_PRICE,
    USE_PRICE,
    WAY_COST,
    WAY_FROM,
    WAY_TO,
    WINDOW_FROM,
    WINDOW_TO,
    WORK_PRICE,
    Tables,
)
from dispatch.planning.worked import OUT, served_at, whole_price, window_of


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
                elif stands < 0 and carries(
                    t.capacity, t.amount, r.load, v, p, q, j
                ):  # the depot comes with the job, before it or right after it
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

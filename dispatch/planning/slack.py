"""Compiled: the earliest and latest times of every stop, and whether one more visit fits, in constant time.

The readable twin is `schedule.Line`; a property test holds the two to each other.
"""
# ruff: noqa: PLR0917, C901, PLR0912, PLR0915 - compiled calls are positional, and a split loop costs a third of the speed

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.compiled import compiled
from dispatch.planning.tables import (
    CLOSES,
    LENGTH,
    NEVER,
    OPENS,
    PLACE,
    PROFILE,
    REST_FROM,
    REST_LENGTH,
    REST_WINDOW_FROM,
    REST_WINDOW_TO,
    RESTS,
    SETUP,
    WAY_COST,
    WINDOW_FROM,
    WINDOW_TO,
    Ints,
    Tables,
)

LATE = NEVER  # an earliest time that never comes
PAST = -NEVER  # a latest time that has always gone

# columns of Routes.link; AT is the place; TAKEN how many breaks are over on arrival; LEG and GAP are the road to the next node and the most that fits in between
AFTER, BEFORE, SHIFT, WAY, AT, LEG, GAP, TAKEN = range(8)
FINISH, LATEST_THERE, LATEST_MOVED = range(
    3
)  # rows of Routes.time: the latest arrival if already there, or not
LOAD, MOST_BEFORE, MOST_AFTER = range(3)  # rows of Routes.load
# columns of Routes.state; ROOM is the largest gap, SOUND whether the route can be driven at all (taking a visit out may
# end that where the direct road is the longer one), DEPOT_AT the node after which the depot is visited, or -1
TASKS, STAMP, ROOM, SOUND, DEPOT_AT = range(5)


class Routes(NamedTuple):
    """The running routes as linked nodes, with what the constant-time checks need at each."""

    link: Ints  # [node, column]; a job without a shift has SHIFT -1
    time: Ints  # [node, row, breaks taken]
    load: Ints  # [node, row, dimension]
    state: Ints  # [shift, column]; STAMP is a number that no other content of the route ever had
    cost: NDArray[np.float64]  # [shift]
    span: Ints  # [node, column of spans.py]
    used: Ints  # [node, part] used up from the start to here
    sum: Ints  # [shift, column of spans.py]


@compiled
def start_in(window: Ints, first: int, past: int, arrive: int) -> int:
    """The first instant at or after `arrive` inside the windows from row `first` to row `past`."""
    for w in range(first, past):
        if arrive <= window[w, 1]:
            return max(arrive, window[w, 0])  # type: ignore[no-any-return]  # an element of an array of int64
    return LATE


@compiled
def start_by(window: Ints, first: int, past: int, before: int) -> int:
    for w in range(past - 1, first - 1, -1):
        if window[w, 0] <= before:
            return min(before, window[w, 1])  # type: ignore[no-any-return]  # as above
    return PAST


@compiled
def arrive(rest: Ints, window: Ints, depart: int, travel: int, first: int, past: int) -> int:
    """Breaks `first` to `past` (rows of `rest`) are taken on the way."""
    clock = depart
    left = travel
    for b in range(first, past):
        start = start_in(window, rest[b, REST_WINDOW_FROM], rest[b, REST_WINDOW_TO], clock)
        if start == LATE:
            return LATE
        left = max(0, left - (start - clock))
        clock = start + rest[b, REST_LENGTH]
    return clock + left


@compiled
def leave(rest: Ints, window: Ints, by: int, travel: int, first: int, past: int) -> int:
    clock = by
    left = travel
    for b in range(past - 1, first - 1, -1):
        latest = clock - rest[b, REST_LENGTH]
        start = start_by(window, rest[b, REST_WINDOW_FROM], rest[b, REST_WINDOW_TO], latest)
        if start == PAST:
            return PAST
        left = max(0, left - (latest - start))
        clock = start
    return clock - left


@compiled
def refresh(t: Tables, r: Routes, v: int) -> None:
    """Work the times, loads and cost of one route out again from its links."""
    node, way, rest, window, link, time = t.node, t.way, t.rest, t.window, r.link, r.time
    n, m = t.allowed.shape
    head = n + v
    tail = head + m
    base = t.crew[v, REST_FROM]
    breaks = t.crew[v, RESTS]
    travel = t.travel[t.crew[v, PROFILE]]
    for b in range(breaks + 1):
        time[head, FINISH, b] = LATE
        time[tail, LATEST_THERE, b] = PAST
        time[tail, LATEST_MOVED, b] = PAST
    time[head, FINISH, 0] = t.crew[v, OPENS]
    time[tail, LATEST_THERE, breaks] = t.crew[v, CLOSES]
    time[tail, LATEST_MOVED, breaks] = t.crew[v, CLOSES]
    seconds = np.int64(0)
    extra = 0
    count = 0
    p = head
    j = link[head, AFTER]
    while j != tail:
        if j < n:
            count += 1
            extra += t.allowed[j, v] + way[link[j, WAY], WAY_COST]
        leg = np.int64(travel[node[p, PLACE], node[j, PLACE]])  # of one type: another would compile all anew
        link[p, LEG] = leg
        seconds += leg
        served = node[j, LENGTH] + (node[j, SETUP] if node[p, PLACE] != node[j, PLACE] else 0)
        first = way[link[j, WAY], WINDOW_FROM]
        past = way[link[j, WAY], WINDOW_TO]
        for c in range(breaks + 1):
            time[j, FINISH, c] = LATE
        for b in range(breaks + 1):
            if time[p, FINISH, b] == LATE:
                continue
            for c in range(b, breaks + 1):
                here = arrive(rest, window, time[p, FINISH, b], leg, base + b, base + c)
                if here == LATE:
                    break
                start = start_in(window, first, past, here)
                if start == LATE:
                    break
                time[j, FINISH, c] = min(time[j, FINISH, c], start + served)
        p = j
        j = link[j, AFTER]
    link[p, LEG] = travel[node[p, PLACE], node[tail, PLACE]]
    seconds += link[p, LEG]
    r.state[v, TASKS] = count
    r.cost[v] = 0.0 if count == 0 else seconds * t.price[v, 0] + t.price[v, 1] + extra
    r.state[v, SOUND] = 0
    for b in range(breaks + 1):
        if time[p, FINISH, b] != LATE:
            here = arrive(rest, window, time[p, FINISH, b], link[p, LEG], base + b, base + breaks)
            if here <= t.crew[v, CLOSES]:
                r.state[v, SOUND] = 1
    q = tail
    j = link[tail, BEFORE]
    while j != head:
        leg = travel[node[j, PLACE], node[q, PLACE]]
        row = LATEST_MOVED if node[j, PLACE] != node[q, PLACE] else LATEST_THERE
        first = way[link[j, WAY], WINDOW_FROM]
        past = way[link[j, WAY], WINDOW_TO]
        for b in range(breaks + 1):
            out = PAST
            for c in range(b, breaks + 1):
                if time[q, row, c] != PAST:
                    out = max(out, leave(rest, window, time[q, row, c], leg, base + b, base + c))
            if out == PAST:
                time[j, LATEST_THERE, b] = PAST
                time[j, LATEST_MOVED, b] = PAST
            else:
                out -= node[j, LENGTH]
                time[j, LATEST_THERE, b] = start_by(window, first, past, out)
                time[j, LATEST_MOVED, b] = start_by(window, first, past, out - node[j, SETUP])
        q = j
        j = link[j, BEFORE]
    r.state[v, ROOM] = refresh_gaps(rest, link, time, head, tail, base, breaks)
    if t.capacity.shape[1] > 0:
        refresh_loads(t.amount, link, r.load, head, tail)


@compiled
def refresh_gaps(rest: Ints, link: Ints, time: Ints, head: int, tail: int, base: int, breaks: int) -> int:
    """How much road and work could at most go between two neighbours, whichever breaks are taken there."""
    room = PAST
    p = head
    while p != tail:
        q = link[p, AFTER]
        gap = PAST
        for b in range(breaks + 1):
            if time[p, FINISH, b] == LATE:
                continue
            resting = 0
            for d in range(b, breaks + 1):
                if d > b:
                    resting += rest[base + d - 1, REST_LENGTH]
                if time[q, LATEST_THERE, d] != PAST:
                    gap = max(gap, time[q, LATEST_THERE, d] - time[p, FINISH, b] - resting)
        link[p, GAP] = gap
        room = max(room, gap)
        p = q
    return room


@compiled
def refresh_loads(amount: Ints, link: Ints, load: Ints, head: int, tail: int) -> None:
    for d in range(load.shape[2]):
        load[head, LOAD, d] = 0
        j = link[head, AFTER]
        while j != tail:
            load[head, LOAD, d] += amount[j, 0, d]
            j = link[j, AFTER]
        load[head, MOST_BEFORE, d] = load[head, LOAD, d]
        p = head
        j = link[head, AFTER]
        while j != tail:
            load[j, LOAD, d] = load[p, LOAD, d] - amount[j, 0, d] + amount[j, 1, d]
            load[j, MOST_BEFORE, d] = max(load[p, MOST_BEFORE, d], load[j, LOAD, d])
            p = j
            j = link[j, AFTER]
        load[tail, MOST_AFTER, d] = load[p, LOAD, d]
        q = tail
        j = link[tail, BEFORE]
        while j != head:
            load[j, MOST_AFTER, d] = max(load[q, MOST_AFTER, d], load[j, LOAD, d])
            q = j
            j = link[j, BEFORE]


@compiled
def carries(capacity: Ints, amount: Ints, load: Ints, v: int, p: int, q: int, j: int) -> bool:
    """What is delivered rides along from the start, what is picked up rides along to the end."""
    for d in range(load.shape[2]):
        if load[p, MOST_BEFORE, d] + amount[j, 0, d] > capacity[v, d]:
            return False
        if max(load[p, LOAD, d], load[q, MOST_AFTER, d]) + amount[j, 1, d] > capacity[v, d]:
            return False
    return True


@compiled
def in_time(
    rest: Ints,
    window: Ints,
    out: Ints,
    limit: Ints,
    to: int,
    on: int,
    served: int,
    first: int,
    past: int,
    base: int,
    breaks: int,
) -> bool:
    """Leaving at `out` and due on at `limit` (each by breaks taken), is there time for a visit in between?"""
    for b in range(breaks + 1):
        if out[b] == LATE:
            continue
        for c in range(b, breaks + 1):
            here = arrive(rest, window, out[b], to, base + b, base + c)
            if here == LATE:
                break
            start = start_in(window, first, past, here)
            if start == LATE:
                break
            for d in range(c, breaks + 1):
                if arrive(rest, window, start + served, on, base + c, base + d) <= limit[d]:
                    return True
    return False


@compiled
def fits(t: Tables, r: Routes, v: int, p: int, q: int, j: int, way: int) -> bool:
    """May job j, in this way, be visited by shift v between the nodes p and q?"""
    node = t.node
    travel = t.travel[t.crew[v, PROFILE]]
    here = node[j, PLACE]
    row = LATEST_MOVED if here != node[q, PLACE] else LATEST_THERE
    return in_time(  # type: ignore[no-any-return]  # compiled: mypy does not see its type
        t.rest,
        t.window,
        r.time[p, FINISH],
        r.time[q, row],
        np.int64(travel[node[p, PLACE], here]),
        np.int64(travel[here, node[q, PLACE]]),
        node[j, LENGTH] + (node[j, SETUP] if node[p, PLACE] != here else 0),
        t.way[way, WINDOW_FROM],
        t.way[way, WINDOW_TO],
        t.crew[v, REST_FROM],
        t.crew[v, RESTS],
    ) and carries(t.capacity, t.amount, r.load, v, p, q, j)

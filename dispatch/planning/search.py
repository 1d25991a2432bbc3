"""Compiled: the search itself, slack induction by string removals (Christiaens & Vanden Berghe 2020).

Neighbouring strings of visits are torn out of a few routes and put back greedily, the most pressing first; simulated
annealing decides whether to keep the result. Two findings of ours are built in: now and then a whole route goes, and
what one job costs in one route is remembered for as long as that route stays as it is.
"""
# ruff: noqa: PLR0917, C901, PLR0912, PLR0915 - compiled calls are positional, and a split loop costs a third of the speed

import numpy as np

from dispatch.planning.compiled import compiled
from dispatch.planning.offers import offer_plain, offer_worked
from dispatch.planning.pool import record
from dispatch.planning.slack import (
    AFTER,
    AT,
    BEFORE,
    FINISH,
    GAP,
    LEG,
    ROOM,
    SHIFT,
    SOUND,
    STAMP,
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
    PLACE,
    PROFILE,
    WAY_COST,
    WAY_FROM,
    WAY_TO,
    WEIGHT,
    Tables,
)
from dispatch.planning.walk import (
    ABSENT,
    BEST_COST,
    BEST_LOST,
    COST,
    FAR,
    KEPT_ABSENT,
    KEPT_COST,
    KEPT_LOST,
    KEY,
    LOST,
    TOUCHED,
    URGENCY,
    Walk,
    draw,
    forget,
    note_best,
    put_in,
    renew,
    take_out,
    touch,
    undo,
)

TORN = 10.0  # visits torn out in the mean
STRING = 10.0  # the longest string
POOLED = 1.02  # routes of plans that are at most so much dearer than the best are remembered
WHOLE_ROUTE = 0.05  # how often a whole route goes instead
BY_CHANCE, BY_WEIGHT, BY_URGENCY, FAR_FIRST = 3, 9, 14, 18  # of 20 steps; the rest put the near first


@compiled
def tear_string(t: Tables, r: Routes, w: Walk, j: int, length: int) -> None:
    v = r.link[j, SHIFT]
    n = t.allowed.shape[0]
    tail = n + t.allowed.shape[1] + v
    touch(t, r, w, v)
    count = 0
    at = 0
    p = r.link[n + v, AFTER]
    while p != tail:
        if p == j:
            at = count
        w.row[count] = p
        count += 1
        p = r.link[p, AFTER]
    low = max(0, at - length + 1)
    high = min(at, count - length)
    first = low + int(draw(w.random) * (high - low + 1))
    for k in range(first, first + length):
        take_out(t, r, w, w.row[k])
    renew(t, r, w, v)


@compiled
def ruin(t: Tables, r: Routes, w: Walk) -> None:
    used = 0
    placed = 0
    for k in range(w.shifts.shape[0]):
        if r.state[w.shifts[k], TASKS] > 0:
            used += 1
            placed += r.state[w.shifts[k], TASKS]
    if used == 0:
        return
    seed = w.jobs[int(draw(w.random) * w.jobs.shape[0])]
    if draw(w.random) < WHOLE_ROUTE and r.link[seed, SHIFT] >= 0:
        tear_string(t, r, w, seed, r.state[r.link[seed, SHIFT], TASKS])
        return
    mean = placed / used
    longest = max(1.0, min(STRING, mean))
    strings = int(1.0 + draw(w.random) * (4.0 * TORN / (1.0 + longest) - 1.0))
    torn = 0
    for k in range(-1, t.near.shape[1]):
        j = seed if k < 0 else np.int64(t.near[seed, k])
        v = r.link[j, SHIFT]
        if v >= 0 and w.owns[v] != 0 and not w.is_touched[v]:
            most = min(float(r.state[v, TASKS]), longest)
            tear_string(t, r, w, j, min(r.state[v, TASKS], int(1.0 + draw(w.random) * most)))
            torn += 1
            if torn >= strings:
                return


@compiled
def order_absent(t: Tables, w: Walk) -> None:
    """Which goes first: mostly the weighty, the urgent or the far, sometimes just any."""
    count = w.whole[ABSENT]
    kind = int(draw(w.random) * 20.0)
    for k in range(count):
        j = w.absent[0, k]
        noise = draw(w.random)
        if kind < BY_CHANCE:
            w.key[KEY, j] = noise
        elif kind < BY_WEIGHT:
            w.key[KEY, j] = -t.node[j, WEIGHT] * (0.9 + 0.2 * noise)
        elif kind < BY_URGENCY:
            w.key[KEY, j] = w.key[URGENCY, j]
        elif kind < FAR_FIRST:
            w.key[KEY, j] = -w.key[FAR, j]
        else:
            w.key[KEY, j] = w.key[FAR, j]
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for a in range(gap, count):
            j = w.absent[0, a]
            b = a
            while b >= gap and w.key[KEY, w.absent[0, b - gap]] > w.key[KEY, j]:
                w.absent[0, b] = w.absent[0, b - gap]
                b -= gap
            w.absent[0, b] = j
        gap //= 3


@compiled
def cheapest(t: Tables, r: Routes, w: Walk, j: int) -> int:
    """The shift that takes job j at the least cost, or the number of shifts if none can.

    The place is left in `seen`. What is remembered comes first, for it bounds what must be looked at; almost every
    other place is then too dear or too short, which one row of the links and two of the travel times tell.
    """
    node, link, time, state, way_of = t.node, r.link, r.time, r.state, t.way
    seen, seen_cost, allowed = w.seen, w.seen_cost, t.allowed
    n, m = allowed.shape
    here = node[j, PLACE]
    length = node[j, LENGTH]
    best = np.inf
    best_shift = m
    for i in range(w.shifts.shape[0]):
        v = w.shifts[i]
        if seen[j, v, 0] == state[v, STAMP] and seen[j, v, 1] >= 0 and seen_cost[j, v] < best:
            best = seen_cost[j, v]
            best_shift = v
    for i in range(w.shifts.shape[0]):
        v = w.shifts[i]
        if (
            allowed[j, v] < 0
            or v == best_shift
            or (seen[j, v, 0] == state[v, STAMP] and seen_cost[j, v] >= best)
        ):
            continue
        cost = best
        after = np.int64(-1)
        in_way = np.int64(-1)
        if t.is_plain:
            if state[v, TASKS] < t.crew[v, MOST]:
                cost, after, in_way = offer_plain(t, r, v, j, best)
        elif t.is_worked:
            if state[v, TASKS] < t.crew[v, MOST]:
                cost, after, in_way = offer_worked(t, r, v, j, best)
        elif state[v, ROOM] < length or state[v, TASKS] >= t.crew[v, MOST]:
            cost = np.inf
        else:
            head = n + v
            tail = head + m
            profile = t.crew[v, PROFILE]
            rate = t.price[v, 0]
            extra = allowed[j, v] + 0.0
            if state[v, TASKS] == 0:
                extra += t.price[v, 1] + link[head, LEG] * rate  # an empty route drives nothing yet
            for way in range(node[j, WAY_FROM], node[j, WAY_TO]):
                forfeit = way_of[way, LOSS] * t.unit + way_of[way, WAY_COST]
                last = way_of[way, LAST_START]
                p = head
                while p != tail:
                    q = link[p, AFTER]
                    road = t.back[profile, here, link[p, AT]] + t.travel[profile, here, link[q, AT]]
                    price = (road - link[p, LEG]) * rate + extra + forfeit
                    if price < cost and road + length <= link[p, GAP]:
                        if time[p, FINISH, 0] > last:  # no break taken is the soonest anyone can be done
                            break
                        if fits(t, r, v, p, q, j, way):
                            cost = price
                            after = p
                            in_way = way  # type: ignore[assignment]  # both are int64 when compiled
                    p = q
        seen[j, v, 0] = state[v, STAMP]
        seen[j, v, 1] = after
        seen[j, v, 2] = in_way
        seen_cost[j, v] = cost
        if cost < best:
            best = cost
            best_shift = v
    return best_shift  # type: ignore[no-any-return]  # an int64 when compiled


@compiled
def recreate(t: Tables, r: Routes, w: Walk, first: int, past: int) -> None:
    """Try to place the absent from `first` to `past`; those that fit nowhere stay on the list."""
    m = t.allowed.shape[1]
    kept = first
    for k in range(first, past):
        j = w.absent[0, k]
        v = cheapest(t, r, w, j)
        if v == m:
            w.absent[0, kept] = j
            kept += 1
        else:
            touch(t, r, w, v)
            put_in(t, r, w, j, v, w.seen[j, v, 1], w.seen[j, v, 2])
            if r.state[v, SOUND] == 0:  # a depot visit that does not go together with the breaks after all
                p = r.link[j, BEFORE]
                r.link[p, AFTER] = r.link[j, AFTER]
                r.link[r.link[j, AFTER], BEFORE] = p
                r.link[j, SHIFT] = -1
                w.whole[LOST] += t.node[j, WEIGHT] - t.way[r.link[j, WAY], LOSS]
                renew(t, r, w, v)
                w.absent[0, kept] = j
                kept += 1
    for k in range(past, w.whole[ABSENT]):
        w.absent[0, kept + k - past] = w.absent[0, k]
    w.whole[ABSENT] += kept - past


@compiled
def fill(t: Tables, r: Routes, w: Walk, first: int, past: int) -> None:
    """Place a stretch of the absent, as the first plan."""
    recreate(t, r, w, first, past)
    forget(w)


@compiled
def anneal(t: Tables, r: Routes, w: Walk, steps: int, hot: float, cold: float) -> None:
    """So many steps, cooling from `hot` to `cold` (seconds of travel)."""
    cooling = (cold / hot) ** (1.0 / max(1, steps))
    heat = hot
    for _ in range(steps):
        count = w.whole[ABSENT]
        for k in range(count):
            w.absent[1, k] = w.absent[0, k]
        w.whole[KEPT_ABSENT] = count
        w.whole[KEPT_LOST] = w.whole[LOST]
        w.real[KEPT_COST] = w.real[COST]
        ruin(t, r, w)
        order_absent(t, w)
        recreate(t, r, w, np.int64(0), w.whole[ABSENT])
        sound = True
        for k in range(w.whole[TOUCHED]):
            sound = sound and r.state[w.touched[k, 0], SOUND] != 0
        rise = w.real[COST] - w.real[KEPT_COST] + t.unit * (w.whole[LOST] - w.whole[KEPT_LOST])
        if sound and rise < -heat * np.log(1.0 - draw(w.random)):
            if w.real[COST] < w.real[BEST_COST] * POOLED and w.whole[LOST] <= w.whole[BEST_LOST]:
                for k in range(w.whole[TOUCHED]):
                    record(t, r, w.pool, w.touched[k, 0])
            note_best(r, w)
        else:
            undo(t, r, w)
        forget(w)
        heat *= cooling

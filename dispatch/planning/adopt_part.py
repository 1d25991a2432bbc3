"""Adopt a part of another plan: which of its changes have to go along, and the routes that come of it.

A technician's day is driven as it is planned or not at all: of two valid plans, days of the one and of the other are
valid together as long as every visit is in exactly one of them and nobody waits for somebody who now comes later.
So the days that a chosen change leaves or enters are taken whole, with whatever else leaves or enters them; the result
needs no search and no second rule set.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

L = TypeVar("L", bound=Hashable)
"""One technician's day."""
NOBODY: Final[Mapping[str, Collection[str]]] = {}


class Because(StrEnum):
    SAME_DAY = "same_day"
    """Both are on one technician's day, before or after."""
    WAITS = "waits"
    """One of them has to be finished before the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """A change that nobody chose, and the one that draws it in."""

    order_id: str
    with_id: str
    because: Because


def closure(
    was: Mapping[str, L],
    now: Mapping[str, L],
    chosen: Iterable[str],
    *,
    retimed: Collection[str] = (),
    waits: Mapping[str, Collection[str]] = NOBODY,
) -> tuple[Along, ...]:
    """What goes along with the chosen orders, those that are drawn in first standing first.

    `was` and `now` say on whose day an order is in either plan, and leave out who has no place; `retimed` are the orders
    that stay on their day at another time; `waits` names for an order those that are to be finished before it.
    """
    changed = {one for one in {*was, *now} if was.get(one) != now.get(one)} | set(retimed)
    beside = _same_day(was, now, changed)
    related = _related(waits)
    known = dict.fromkeys(chosen)
    found: list[Along] = []
    queue = deque(known)
    while queue:
        order_id = queue.popleft()
        drawn = [(other, Because.SAME_DAY) for day in _days(was, now, order_id) for other in beside[day]]
        drawn += [(other, Because.WAITS) for other in sorted(related[order_id] & changed)]
        for other, because in drawn:
            if other not in known:
                known[other] = None
                found.append(Along(order_id=other, with_id=order_id, because=because))
                queue.append(other)
    return tuple(found)


def days_of(was: Mapping[str, L], now: Mapping[str, L], order_ids: Iterable[str]) -> frozenset[L]:
    """The days that are driven as newly planned when these orders, with all that goes along, are adopted."""
    return frozenset(day for one in order_ids for day in _days(was, now, one))


def _days(was: Mapping[str, L], now: Mapping[str, L], order_id: str) -> list[L]:
    return list(dict.fromkeys(side[order_id] for side in (was, now) if order_id in side))


def _same_day(was: Mapping[str, L], now: Mapping[str, L], changed: Collection[str]) -> Mapping[L, list[str]]:
    found: defaultdict[L, list[str]] = defaultdict(list)
    for one in sorted(changed):
        for day in _days(was, now, one):
            found[day].append(one)
    return found


def _related(waits: Mapping[str, Collection[str]]) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, others in waits.items():
        for other in others:
            found[one].add(other)
            found[other].add(one)
    return found

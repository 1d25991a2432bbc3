"""How traffic slows the road by hour of the week, where nobody has measured it yet."""

from collections.abc import Mapping
from typing import Final

from dispatch.planning.hours import Hours

_WORKDAY: Final[Mapping[range, float]] = {
    range(6): 1.0,
    range(6, 7): 1.15,
    range(7, 9): 1.5,
    range(9, 11): 1.3,
    range(11, 14): 1.25,
    range(14, 17): 1.3,
    range(17, 19): 1.6,
    range(19, 21): 1.3,
    range(21, 24): 1.1,
}
_WEEKEND: Final[Mapping[range, float]] = {
    range(8): 1.0,
    range(8, 10): 1.15,
    range(10, 19): 1.3,
    range(19, 21): 1.2,
    range(21, 24): 1.1,
}


def _day(spans: Mapping[range, float]) -> Hours:
    return tuple(factor for span, factor in spans.items() for _ in span)


TYPICAL_HOURS: Final[Hours] = _day(_WORKDAY) * 5 + _day(_WEEKEND) * 2
"""An estimate of ours for a large city, in the range that published congestion indices give (a quarter to a half more
than free flow in the day, half and more in the rush hours). `sanxian roads build --hours` takes measured ones."""

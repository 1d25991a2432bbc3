"""A row of the catalogue in English words, for the command line."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sla.policy import Kind, PromiseCode

if TYPE_CHECKING:
    from sla.policy import Row
    from sla.targets import LocalTime

KINDS: Final = tuple(map(str, Kind))
PROMISES: Final = tuple(map(str, PromiseCode))
_CENTS: Final = 100


def target_words(row: "Row") -> str:  # one line a shape
    from sla import targets  # noqa: PLC0415  # commands load late

    match row.target:
        case targets.Within(span):
            return f"within {span_words(span)}"
        case targets.ByCutOff(cut_off=cut_off, before=before, after=after):
            return f"started before {cut_off:%H:%M}, {_local(before)}; else {_local(after)}"
        case targets.ByLocalTime(point):
            return _local(point)
        case targets.AroundAgreed(early=early, late=late):
            return f"agreed time −{span_words(early)} … +{span_words(late)}"
        case targets.OwnDeadline():
            return "the customer's own deadline"
        case targets.ShareOfContract(percent):
            return f"≥ {percent} % of the contracted rate"


def span_words(span: timedelta) -> str:
    """Hours and minutes, as long as they say it exactly."""
    hours, minutes, seconds = (
        span // timedelta(hours=1),
        span // timedelta(minutes=1) % 60,
        span.total_seconds() % 60,
    )
    parts = [
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{seconds:g} s" if seconds else "",
    ]
    return " ".join(part for part in parts if part) or "nothing"


def price_words(row: "Row") -> str:
    from sla.policy import Once, PerStartedDay  # noqa: PLC0415  # commands load late

    match row.price:
        case Once(cents):
            return f"¥{cents / _CENTS:g} once"
        case PerStartedDay(cents):
            return f"¥{cents / _CENTS:g} a started day"
    return "–"


def _local(point: "LocalTime") -> str:
    day = {0: "the same day", 1: "the next day"}.get(point.days, f"day {point.days}")
    return f"{'end of ' if point.at is None else f'{point.at:%H:%M} '}{day}"

"""Values as people write them in a policy, both ways: "72h", "17:00", "15:00 next day", 12.50 yuan."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from sla.targets import LocalTime

CENTS = 100
MOST_YUAN = 1_000_000
_SPAN = re.compile(
    r"(?P<sign>-)?\s*(?:(?P<d>\d+)\s*d)?\s*(?:(?P<h>\d+)\s*h)?\s*(?:(?P<min>\d+)\s*min)?\s*(?:(?P<s>\d+(?:\.\d{1,6})?)\s*s)?"
)
_POINT = re.compile(r"(?P<at>\S+)\s+(?:(?P<same>same day)|(?P<next>next day)|in (?P<days>\d{1,3}) days)")


def read_span(text: object) -> timedelta:
    """A span: "72h", "30min", "1h 30min", "2d" or "45s"."""
    found = _SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None or not any(found[unit] for unit in ("d", "h", "min", "s")):
        raise ValueError(text)
    seconds = Decimal(found["s"] or 0)
    try:
        span = timedelta(
            days=int(found["d"] or 0),
            hours=int(found["h"] or 0),
            minutes=int(found["min"] or 0),
            microseconds=int(seconds * 1_000_000),
        )
    except OverflowError as too_long:
        raise ValueError(text) from too_long
    return -span if found["sign"] else span


def write_span(span: timedelta) -> str:
    """Hours, minutes and seconds, what is nothing left out."""
    if span < timedelta(0):
        return f"-{write_span(-span)}"
    minutes, rest = divmod(span, timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    seconds = Decimal(rest // timedelta(microseconds=1)) / 1_000_000
    parts = [f"{hours}h" if hours else "", f"{minutes}min" if minutes else ""]
    parts.append(f"{seconds.normalize():f}s" if seconds else "")
    return " ".join(part for part in parts if part) or "0min"


def read_clock(text: object) -> time:
    """A time of day: "08:00" or "08:00:30"; TOML's own local time is taken too."""
    at = text if isinstance(text, time) else time.fromisoformat(text) if isinstance(text, str) else None
    if at is None or at.tzinfo is not None or at.microsecond:
        raise ValueError(text)
    return at


def write_clock(at: time) -> str:
    return at.isoformat("seconds" if at.second else "minutes")


def read_point(text: object) -> LocalTime:
    """A local time: "24:00 same day", "15:00 next day" or "12:00 in 3 days"."""
    found = _POINT.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError(text)
    days = int(found["days"]) if found["days"] else 1 if found["next"] else 0
    return LocalTime(days, None if found["at"] == "24:00" else read_clock(found["at"]))


def write_point(point: LocalTime) -> str:
    at = "24:00" if point.at is None else write_clock(point.at)
    return f"{at} {({0: 'same day', 1: 'next day'}).get(point.days, f'in {point.days} days')}"


def read_yuan(amount: object) -> int:
    """Yuan with up to two decimals, as cents."""
    if isinstance(amount, bool) or not isinstance(amount, int | float | str | Decimal):
        raise ValueError(amount)  # noqa: TRY004  # for the reader of a document every wrong value is alike
    try:
        cents = Decimal(str(amount)) * CENTS
    except InvalidOperation as wrong:
        raise ValueError(amount) from wrong
    if not cents.is_finite() or abs(cents) > MOST_YUAN * CENTS or cents != cents.to_integral_value():
        raise ValueError(amount)
    return int(cents)


def write_yuan(cents: int) -> int | float:
    return cents // CENTS if cents % CENTS == 0 else cents / CENTS


def read_date(value: object) -> date:
    """2027-01-01, as TOML's date or as text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise ValueError(value)

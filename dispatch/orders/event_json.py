"""An event's fact as JSON and back; what cannot be read is refused with its field named."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from dispatch.orders.events import FACTS


class InvalidField(Exception):  # named for the fact
    """A value was given that cannot be what it should be."""

    def __init__(self, field: str, expected: str, got: object = None) -> None:
        super().__init__(f"{field}: expected {expected}, got {got!r}")
        self.field, self.expected, self.got = field, expected, got


def read_fact(event_type: str, data: Mapping[str, Any]) -> Any:
    """The fact that JSON-like `data` describes, or InvalidField with the field named."""
    fields = _fields(event_type)
    for name in data:
        if name not in fields:
            raise InvalidField(name, f"one of {', '.join(fields) or 'no fields at all'}", data[name])
    values = {}
    for name, (read, required) in fields.items():
        if data.get(name) is not None:
            values[name] = read(name, data[name])
        elif required:
            raise InvalidField(name, "a value")
    return FACTS[event_type](**values)


def write_fact(fact: Any) -> dict[str, Any]:
    """The JSON-like form of a fact, without what is empty."""
    return {
        field.name: _plain(value)
        for field in dataclasses.fields(fact)
        if (value := getattr(fact, field.name)) is not None
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


_Read = Callable[[str, Any], Any]


@cache
def _fields(event_type: str) -> dict[str, tuple[_Read, bool]]:
    fact_type = FACTS[event_type]
    hints = get_type_hints(fact_type)
    return {
        field.name: (_reader(hints[field.name]), field.default is dataclasses.MISSING)
        for field in dataclasses.fields(fact_type)
    }


def _reader(hint: Any) -> _Read:
    if get_origin(hint) in (UnionType, Union):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if issubclass(hint, StrEnum):
        return lambda name, value: _read_enum(hint, name, value)
    return _READERS[hint]


def _read_enum(enum: type[StrEnum], name: str, value: Any) -> StrEnum:
    try:
        return enum(value)
    except ValueError:
        raise InvalidField(name, f"one of {', '.join(enum)}", value) from None


def _read_datetime(name: str, value: Any) -> datetime:
    expected = "an ISO 8601 time with a zone"
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidField(name, expected, value) from None
    if at.tzinfo is None:
        raise InvalidField(name, expected, value)
    return at.astimezone(UTC)


def _read_date(name: str, value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidField(name, "an ISO 8601 date", value) from None


def _read_text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 500:  # noqa: PLR2004  # a reason, not a letter
        raise InvalidField(name, "a text of 1 to 500 characters", value)
    return value.strip()


def _read_bool(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidField(name, "true or false", value)
    return value


def _read_int(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidField(name, "a whole number", value)
    return value


def _read_float(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e6 < value < 1e6:  # noqa: PLR2004  # refuses NaN and infinities too
        raise InvalidField(name, "a number", value)
    return float(value)


_READERS: Final[dict[Any, _Read]] = {
    datetime: _read_datetime,
    date: _read_date,
    str: _read_text,
    bool: _read_bool,
    int: _read_int,
    float: _read_float,
}

"""Read a JSON document field by field; every refusal names the field, what was expected and what was there."""

from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any, TypeVar

from dispatch.planning.problem import ProblemError

T = TypeVar("T")
PAIR = 2
LARGEST = 1 << 40


class Fields:
    """One JSON object: fields are taken by name, and `done` refuses those that nobody took."""

    def __init__(self, value: Any, name: str) -> None:
        if not isinstance(value, dict):
            raise ProblemError(name or "the document", "an object", _brief(value))
        self._value: dict[str, Any] = value
        self._name = name
        self._taken: set[str] = set()

    def path(self, field: str) -> str:
        return f"{self._name}.{field}" if self._name else field

    def has(self, field: str) -> bool:
        return field in self._value

    def names(self) -> tuple[str, ...]:
        return tuple(self._value)

    def take(self, field: str, read: Callable[[Any, str], T], default: T) -> T:
        self._taken.add(field)
        return read(self._value[field], self.path(field)) if field in self._value else default

    def need(self, field: str, read: Callable[[Any, str], T]) -> T:
        self._taken.add(field)
        if field not in self._value:
            raise ProblemError(self.path(field), "to be there", "nothing")
        return read(self._value[field], self.path(field))

    def objects(self, field: str) -> Iterator["Fields"]:
        self._taken.add(field)
        for k, one in enumerate(a_list(self._value.get(field, []), self.path(field))):
            yield Fields(one, f"{self.path(field)}[{k}]")

    def ignore(self, *fields: str) -> None:
        """Fields that carry no rule of the problem."""
        self._taken.update(fields)

    def refuse(self, *fields: str) -> None:
        """Fields with a meaning that we do not plan with: an answer without it would be wrong."""
        for field in fields:
            if self._value.get(field):
                raise ProblemError(
                    self.path(field), "not to be used (not supported here)", _brief(self._value[field])
                )
            self._taken.add(field)

    def done(self) -> None:
        for field in self._value:
            if field not in self._taken:
                raise ProblemError(
                    self.path(field), f"one of {', '.join(sorted(self._taken))}", "an unknown field"
                )


def a_list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise ProblemError(name, "a list", _brief(value))
    return value


def integer(value: Any, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST:
        raise ProblemError(name, "an integer", _brief(value))
    return value


def count(value: Any, name: str) -> int:
    if integer(value, name) < 0:
        raise ProblemError(name, "an integer of 0 or more", _brief(value))
    return int(value)


def positive(value: Any, name: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value) or value <= 0:
        raise ProblemError(name, "a number above 0", _brief(value))
    return float(value)


def text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ProblemError(name, "a text", _brief(value))
    return value


def percent(value: Any, name: str) -> int:
    if not 0 <= integer(value, name) <= 100:  # noqa: PLR2004 - a priority is 0 to 100 in VROOM's format
        raise ProblemError(name, "an integer from 0 to 100", _brief(value))
    return int(value)


def counts(value: Any, name: str) -> tuple[int, ...]:
    return tuple(count(one, f"{name}[{k}]") for k, one in enumerate(a_list(value, name)))


def window(value: Any, name: str) -> tuple[int, int]:
    pair = a_list(value, name)
    if len(pair) != PAIR:
        raise ProblemError(name, "a pair [start, end]", _brief(value))
    start, end = count(pair[0], f"{name}[0]"), count(pair[1], f"{name}[1]")
    if start > end:
        raise ProblemError(name, "a start not after the end", _brief(value))
    return start, end


def windows(value: Any, name: str) -> tuple[tuple[int, int], ...]:
    found = tuple(window(one, f"{name}[{k}]") for k, one in enumerate(a_list(value, name)))
    if not found:
        raise ProblemError(name, "at least one window", "an empty list")
    return found


def coordinates(value: Any, name: str) -> tuple[float, float]:
    """[longitude, latitude] in the file; (latitude, longitude) with us."""
    pair = a_list(value, name)
    numbers = [
        one for one in pair if isinstance(one, int | float) and not isinstance(one, bool) and isfinite(one)
    ]
    if len(pair) != PAIR or len(numbers) != PAIR:
        raise ProblemError(name, "a pair of numbers [longitude, latitude]", _brief(value))
    longitude, latitude = numbers
    if abs(longitude) > 180 or abs(latitude) > 90:  # noqa: PLR2004 - the globe
        raise ProblemError(name, "a longitude within ±180 and a latitude within ±90", _brief(value))
    return float(latitude), float(longitude)


def table(value: Any, name: str) -> list[list[int]]:
    rows = a_list(value, name)
    for k, row in enumerate(rows):
        if len(a_list(row, f"{name}[{k}]")) != len(rows):
            raise ProblemError(f"{name}[{k}]", f"a row of {len(rows)} numbers", f"{len(row)} entries")
        for i, one in enumerate(row):
            if not isinstance(one, int) or isinstance(one, bool) or one < 0:
                raise ProblemError(f"{name}[{k}][{i}]", "an integer of 0 or more", _brief(one))
    return rows


def _brief(value: Any) -> Any:
    shown = repr(value)
    return value if len(shown) <= 60 else f"{shown[:57]}..."  # noqa: PLR2004 - what still reads in one line

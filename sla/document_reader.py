"""Read one table of a document field by field, and keep every complaint with its place instead of stopping at the first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from sla.soundness import Fault, Problem

Value = TypeVar("Value")
Code = TypeVar("Code", bound=StrEnum)
LONGEST_GOT = 80
ABSENT = object()


class Table:
    """One table of the document, at its place; what is asked for and not there, or wrong, is noted and None."""

    def __init__(self, given: object, at: str, problems: list[Problem]) -> None:
        self.at, self.problems = at, problems
        self.given: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        self._asked: set[str] = set()
        if not isinstance(given, Mapping):
            self.refuse("", Fault.TYPE, "a table", given)

    def field(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at and name else self.at or name

    def refuse(self, name: str, fault: Fault, expected: str, got: object) -> None:
        self.problems.append(Problem(field=self.field(name), fault=fault, expected=expected, got=_short(got)))

    def has(self, name: str) -> bool:
        self._asked.add(name)
        return name in self.given

    def read(
        self,
        name: str,
        reader: Callable[[Any], Value],
        fault: Fault,
        expected: str,
        default: Value | None = None,
        *,
        optional: bool = False,
    ) -> Value | None:
        """The field's value; the default when it may be left out and is."""
        self._asked.add(name)
        value = self.given.get(name, ABSENT)
        if value is ABSENT:
            if not optional:
                self.refuse(name, Fault.MISSING, expected, "nothing")
            return default
        try:
            return reader(value)
        except (ValueError, TypeError, OverflowError):
            self.refuse(name, fault, expected, value)
            return default

    def code(
        self, name: str, codes: type[Code], default: Code | None = None, *, optional: bool = False
    ) -> Code | None:
        """One word of a list."""
        expected = f"one of {', '.join(codes)}"
        return self.read(name, codes, Fault.UNKNOWN, expected, default, optional=optional)

    def whole(self, name: str, expected: str) -> int | None:
        return self.read(name, _whole, Fault.TYPE, expected)

    def text(self, name: str, expected: str, default: str | None = None) -> str | None:
        return self.read(name, _text, Fault.TYPE, expected, default, optional=default is not None)

    def truth(self, name: str, *, default: bool = False) -> bool:
        return bool(self.read(name, _truth, Fault.TYPE, "true or false", default, optional=True))

    def items(self, name: str, expected: str, *, optional: bool = False) -> Sequence[Any]:
        """The list under that name."""
        return self.read(name, _list, Fault.TYPE, expected, optional=optional) or ()

    def codes(self, name: str, codes: type[Code], *, optional: bool = False) -> tuple[Code, ...]:
        """A list of words."""
        found: list[Code] = []
        for number, word in enumerate(self.items(name, "a list of words", optional=optional)):
            try:
                found.append(codes(word))
            except ValueError:
                self.refuse(f"{name}[{number}]", Fault.UNKNOWN, f"one of {', '.join(codes)}", word)
        return tuple(found)

    def tables(self, name: str, *, optional: bool = False) -> Iterator["Table"]:
        """Each table of a list of tables."""
        for number, given in enumerate(self.items(name, "a list of tables", optional=optional)):
            yield Table(given, self.field(f"{name}[{number}]"), self.problems)

    def table(self, name: str) -> "Table":
        self._asked.add(name)
        return Table(self.given[name], self.field(name), self.problems)

    def finish(self) -> None:
        """A misspelt field would silently mean something else."""
        for name in self.given:
            if name not in self._asked:
                expected = f"one of {', '.join(sorted(self._asked))}"
                self.refuse(str(name), Fault.UNKNOWN_FIELD, expected, f"the unknown field {name}")


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(value)  # noqa: TRY004  # for the reader of a document every wrong value is alike
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004  # the same
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004  # the same
    return value


def _list(value: object) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise ValueError(value)  # noqa: TRY004  # the same
    return value


def _short(got: object) -> str:
    text = str(got)
    return text if len(text) <= LONGEST_GOT else f"{text[: LONGEST_GOT - 1]}…"

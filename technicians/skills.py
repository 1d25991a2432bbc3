"""Which skills a kind of order needs, and who has them: a higher level covers the lower ones."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class InvalidSkill(ValueError):
    """A skill reads `name` or `name:level`, the level from 1 on."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given!r} is not a skill like repair or repair:2")
        self.given = given


class Trade(StrEnum):
    """The trades that every district has; an operator may name more."""

    INSTALL = "install"
    MOVE = "move"
    REPAIR = "repair"


NEEDED: Final[dict[str, frozenset[str]]] = {
    "install": frozenset({Trade.INSTALL.value}),
    "move": frozenset({Trade.MOVE.value}),
    "repair": frozenset({Trade.REPAIR.value}),
}
"""The skills that each kind of order needs."""


def needed(kind: str, extra: Iterable[str] = ()) -> frozenset[str]:
    """What an order needs: its kind's skills and what its own line or premises ask for."""
    return frozenset(_written(*_read(skill)) for skill in (*NEEDED[kind], *extra))


def held(skills: Iterable[str]) -> frozenset[str]:
    """Everything that these skills cover, so that `needed <= held` decides: repair:3 covers repair and repair:2."""
    covered: set[str] = set()
    for skill in skills:
        name, level = _read(skill)
        covered.update(_written(name, lower) for lower in range(1, level + 1))
    return frozenset(covered)


def missing(skills: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """What somebody with these skills lacks, in order: the reason beside a "no"."""
    return tuple(sorted({_written(*_read(skill)) for skill in wanted} - held(skills)))


def _read(skill: str) -> tuple[str, int]:
    name, separator, level = skill.partition(":")
    if not name or (separator and not (level.isdecimal() and int(level) >= 1)):
        raise InvalidSkill(skill)
    return name, int(level or 1)


def _written(name: str, level: int) -> str:
    return name if level == 1 else f"{name}:{level}"

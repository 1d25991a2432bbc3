"""Every setting of a district's rules by its name in the JSON: what it is, in which unit, from where to where.

One source for reading what is stored (`rules.read_rules`), for checking what is changed and for the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from dispatch.planning.problem import ProblemError

MOST_DAYS: Final = 14


class Changes(StrEnum):
    """What becomes of a better plan in the day."""

    APPLY = "apply"
    PROPOSE = "propose"  # a dispatcher adopts it or not


class Kind(StrEnum):
    NUMBER = "number"
    CHOICE = "choice"


class Unit(StrEnum):
    MINUTES = "minutes"
    DAYS = "days"
    PERCENT = "percent"
    POINTS = "points"
    """What an order is worth, beside other orders."""
    NONE = "none"


class Group(StrEnum):
    """What is thought of together."""

    HORIZON = "horizon"
    WORTH = "worth"
    WORD = "word"
    HASTE = "haste"
    CALM = "calm"
    OVERTIME = "overtime"
    OFFERS = "offers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    name: str
    """As the JSON has it; a dot leads into an object."""
    attribute: str
    """Of `Rules`, or of its `weights`."""
    group: Group
    kind: Kind = Kind.NUMBER
    unit: Unit = Unit.NONE
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        if self.kind is Kind.CHOICE:
            return f"one of {', '.join(self.choices)}"
        return f"a whole number from {self.least} to {self.most}"

    def check(self, value: Any, name: str) -> Any:
        """The value as it is stored. Raises ProblemError naming field, expectation and find."""
        if self.kind is Kind.CHOICE:
            good = isinstance(value, str) and value in self.choices
        else:
            least, most = self.least or 0, self.most or 0
            good = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        if not good:
            raise ProblemError(name, self.expected, value)
        return value

    def read(self, value: Any, name: str) -> Any:
        """The value as `Rules` has it."""
        checked = self.check(value, name)
        if self.unit is Unit.MINUTES:
            return timedelta(minutes=checked)
        return Changes(checked) if self.kind is Kind.CHOICE else checked

    def write(self, value: Any) -> Any:
        """The other way round."""
        if isinstance(value, timedelta):
            return int(value / timedelta(minutes=1))
        return str(value) if isinstance(value, StrEnum) else value


def _minutes(attribute: str, group: Group, most: int, least: int = 0) -> Setting:
    return Setting(
        name=f"{attribute}_min", attribute=attribute, group=group, unit=Unit.MINUTES, least=least, most=most
    )


def _percent(attribute: str, group: Group, least: int = 0, most: int = 100) -> Setting:
    return Setting(
        name=attribute, attribute=attribute, group=group, unit=Unit.PERCENT, least=least, most=most
    )


def _days(attribute: str, group: Group, least: int, most: int) -> Setting:
    return Setting(name=attribute, attribute=attribute, group=group, unit=Unit.DAYS, least=least, most=most)


def _weight(attribute: str, group: Group, unit: Unit, most: int) -> Setting:
    return Setting(
        name=f"weights.{attribute}", attribute=attribute, group=group, unit=unit, least=0, most=most
    )


_DAY = 24 * 60
_WORTH = 100_000

RULE_SETTINGS: Final = (
    _days("days", Group.HORIZON, 1, MOST_DAYS),
    Setting(
        name="changes",
        attribute="changes",
        group=Group.HORIZON,
        kind=Kind.CHOICE,
        choices=tuple(Changes),
    ),
    _percent("duration_percentile", Group.HORIZON, 1, 99),
    _days("fair_days", Group.HORIZON, 0, 60),
    _minutes("word_soon", Group.WORD, _DAY),
    _minutes("edge_cost", Group.WORD, _DAY),
    _minutes("notice", Group.WORD, _DAY),
    _minutes("delay_cost", Group.HASTE, _DAY),
    _minutes("urgent_delay_cost", Group.HASTE, _DAY),
    _minutes("urgent_within", Group.HASTE, 7 * _DAY),
    _minutes("late_cost", Group.HASTE, _DAY),
    _minutes("change_cost", Group.CALM, _DAY),
    _minutes("handover_cost", Group.CALM, _DAY),
    _minutes("shift_cost", Group.CALM, _DAY),
    _minutes("shift_free", Group.CALM, _DAY),
    _minutes("stranger_cost", Group.CALM, _DAY),
    _minutes("overtime", Group.OVERTIME, _DAY // 2),
    _minutes("word_overtime", Group.OVERTIME, _DAY // 2),
    _minutes("overtime_cost", Group.OVERTIME, _DAY),
    _percent("reserve", Group.OVERTIME),
    _days("offered_days", Group.OFFERS, 1, MOST_DAYS),
    _percent("repairs_reserved", Group.OFFERS),
    _minutes("slot_hold", Group.OFFERS, 60, 1),
)
"""Of `Rules` itself."""
WEIGHT_SETTINGS: Final = (
    _weight("served", Group.WORTH, Unit.POINTS, _WORTH),
    _weight("priority", Group.WORTH, Unit.POINTS, _WORTH),
    _weight("near", Group.WORTH, Unit.POINTS, _WORTH),
    _weight("broken", Group.WORTH, Unit.POINTS, _WORTH),
    _weight("late", Group.WORTH, Unit.PERCENT, 100),
    _weight("missed", Group.WORTH, Unit.PERCENT, 100),
    _weight("word", Group.WORD, Unit.POINTS, _WORTH),
    _weight("urgent", Group.WORD, Unit.PERCENT, 100),
)
SETTINGS: Final = tuple(
    one for group in Group for one in (*WEIGHT_SETTINGS, *RULE_SETTINGS) if one.group is group
)
"""Every setting that a form shows, in its order."""
BY_NAME: Final[Mapping[str, Setting]] = {one.name: one for one in SETTINGS}

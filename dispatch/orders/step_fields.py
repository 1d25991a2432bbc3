"""What a step may be told, read off the dataclass of its fact: `fields_of(step)`."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from dispatch.orders.events import FACTS
from dispatch.orders.lifecycle import Step

LONGEST_TEXT: Final = 500
LONGEST_NOTE: Final = 2000
LONGEST_ADDRESS: Final = 300


class FieldKind(StrEnum):
    CHOICE = "choice"
    TEXT = "text"
    INSTANT = "instant"
    NUMBER = "number"
    FLAG = "flag"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    TECHNICIAN = "technician"
    ORDER = "order"
    QUESTION = "question"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepField:
    name: str
    kind: FieldKind
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    default: str | None = None


_FILLED_BY_US: Final[Mapping[Step, frozenset[str]]] = {
    Step.ASSIGN: frozenset({"shift_starts_at"}),
    Step.CONTACT: frozenset({"off_hours", "offered_at"}),
    Step.ATTEMPT: frozenset({"off_hours"}),
    Step.HOLD: frozenset({"evidence"}),
    Step.CORRECT_TIER: frozenset({"was"}),
    Step.CORRECT_ADDRESS: frozenset({"tier", "was"}),
}
"""What the rules find out for themselves (actions/step_checks.py), whatever is said."""

_NAMED: Final = {
    "technician_id": FieldKind.TECHNICIAN,
    "order_id": FieldKind.ORDER,
    "question_id": FieldKind.QUESTION,
    "incident_id": FieldKind.INCIDENT,
    "area_id": FieldKind.CHOICE,
    "tier": FieldKind.CHOICE,
}
_KINDS: Final[Mapping[type, FieldKind]] = {
    datetime: FieldKind.INSTANT,
    bool: FieldKind.FLAG,
    int: FieldKind.NUMBER,
    float: FieldKind.NUMBER,
    str: FieldKind.TEXT,
}
_BESIDE: Final[Mapping[Step, tuple[StepField, ...]]] = {
    Step.CORRECT_ADDRESS: (
        StepField(name="address", kind=FieldKind.TEXT, required=True, least=1, most=LONGEST_ADDRESS),
        StepField(name="lat", kind=FieldKind.LATITUDE, required=True, least=-90, most=90),
        StepField(name="lon", kind=FieldKind.LONGITUDE, required=True, least=-180, most=180),
    ),
}
"""What is given with a step and belongs to the order's row, not into the log."""
_WITHOUT_FACT: Final[Mapping[Step, tuple[StepField, ...]]] = {
    Step.ASK: (
        StepField(name="text", kind=FieldKind.TEXT, required=True, least=1, most=1000),
        StepField(
            name="kind",
            kind=FieldKind.CHOICE,
            choices=("question", "complaint", "opinion"),
            default="question",
        ),
    ),
    Step.ANSWER: (
        StepField(name="question_id", kind=FieldKind.QUESTION, required=True),
        StepField(name="text", kind=FieldKind.TEXT, required=True, least=1, most=LONGEST_NOTE),
    ),
}
"""Steps at an address of their own, whose words stand in a table of their own and not in the fact."""
_NOTE: Final = StepField(name="note", kind=FieldKind.TEXT, least=1, most=LONGEST_NOTE)


@cache
def fields_of(step: Step) -> tuple[StepField, ...]:
    """Every field that a person may give with the step, in the order of its fact; a note goes with most."""
    if step in _WITHOUT_FACT:
        return _WITHOUT_FACT[step]
    fact = FACTS[step]
    hints = get_type_hints(fact)
    told = [each for each in dataclasses.fields(fact) if each.name not in _FILLED_BY_US.get(step, ())]
    return (
        *_BESIDE.get(step, ()),
        *(_field(each.name, hints[each.name], each.default) for each in told),
        _NOTE,
    )


def _field(name: str, hint: Any, default: Any) -> StepField:
    if get_origin(hint) in (UnionType, Union):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    required = default is dataclasses.MISSING
    if issubclass(hint, StrEnum):
        return StepField(
            name=name,
            kind=FieldKind.CHOICE,
            required=required,
            choices=tuple(str(each) for each in hint),
            default=str(default) if isinstance(default, StrEnum) else None,
        )
    kind = _NAMED.get(name) or _KINDS[hint]
    text = kind is FieldKind.TEXT
    return StepField(
        name=name,
        kind=kind,
        required=required,
        least=1 if text else None,
        most=LONGEST_TEXT if text else None,
    )

"""The guided fault check: its questions as data, where answers lead, and how many visits it has saved."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from dispatch.orders.line import is_same_line

PROVEN: Final = timedelta(days=7)
"""A fault counts as solved from afar only if no repair of the line follows for so long."""
Answers = Sequence[tuple[str, str]]
"""Question and answer, in the order in which they were given."""


class CheckOutcome(StrEnum):
    SOLVED = "solved"
    REMOTE = "remote"
    """Another team sees to it first; an order is taken all the same, so that a person owns it."""
    VISIT = "visit"


class CheckChannel(StrEnum):
    DESK = "desk"
    WEB = "web"


class BadTree(ValueError):
    """The document does not lead everybody to an end."""


class BadPath(ValueError):
    """Answers that the questions do not lead through."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Where an answer leads: to a question or to an end."""

    next: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    name: str
    outcome: CheckOutcome
    skills: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    version: str
    start: str
    questions: Mapping[str, Mapping[str, Goal]]
    ends: Mapping[str, End]

    def walk(self, answers: Answers) -> End:
        """The end that these answers lead to, question by question. Raises BadPath."""
        asked: str | None = self.start
        for question, answer in answers:
            if question != asked:
                raise BadPath(f"{question} is not asked here; expected {asked or 'nothing more'}")
            goal = self.questions[question].get(answer)
            if goal is None:
                raise BadPath(f"{answer} is no answer to {question}")
            if goal.end is not None and (question, answer) == tuple(answers[-1]):
                return self.ends[goal.end]
            asked = goal.next
        raise BadPath(f"{asked} was not answered")


def read_tree(document: Mapping[str, Any]) -> Tree:
    """The tree, if every path through it ends and nothing in it is out of reach. Raises BadTree."""
    try:
        tree = Tree(
            version=str(document["version"]),
            start=str(document["start"]),
            questions={
                name: {code: Goal(**goal) for code, goal in question["answers"].items()}
                for name, question in document["questions"].items()
            },
            ends={
                name: End(
                    name=name,
                    outcome=CheckOutcome(end["outcome"]),
                    skills=tuple(end.get("skills", ())),
                    parts=tuple(end.get("parts", ())),
                )
                for name, end in document["ends"].items()
            },
        )
    except (KeyError, TypeError, AttributeError, ValueError) as broken:
        raise BadTree(f"not a fault check: {broken}") from broken
    reached = _reached(tree, tree.start, ())
    if spare := (set(tree.questions) | {f"end {name}" for name in tree.ends}) - reached:
        raise BadTree(f"nothing leads to {', '.join(sorted(spare))}")
    return tree


def _reached(tree: Tree, question: str, before: tuple[str, ...]) -> set[str]:
    if question in before:
        raise BadTree(f"{question} leads back to itself")
    if not tree.questions.get(question):
        raise BadTree(f"{question} is not asked, or has no answer")
    found = {question}
    for code, goal in tree.questions[question].items():
        if (goal.next is None) == (goal.end is None):
            raise BadTree(f"{question}: {code} leads to a question or to an end, one of the two")
        if goal.next is not None:
            found |= _reached(tree, goal.next, (*before, question))
        elif goal.end not in tree.ends:
            raise BadTree(f"{question}: there is no end {goal.end}")
        else:
            found.add(f"end {goal.end}")
    return found


@cache
def fault_tree() -> Tree:
    """The one in use."""
    text = files("dispatch.orders").joinpath("fault_check.toml").read_text(encoding="utf-8")
    return read_tree(tomllib.loads(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEvent:
    """Something about a line: a check that ended as solved, or a repair that was reported."""

    at: datetime
    line_id: str | None
    key: str


@dataclass(slots=True)
class Week:
    """The checks of a week: how many, how many saved a visit, how many of those may still fail."""

    checks: int = 0
    solved: int = 0
    open: int = 0


def came_back(check: LineEvent, repairs: Iterable[LineEvent]) -> bool:
    """Whether a repair of the line followed too soon for the check to have solved anything."""
    return any(
        check.at <= repair.at < check.at + PROVEN
        and is_same_line(
            line_id=check.line_id, key=check.key, other_line_id=repair.line_id, other_key=repair.key
        )
        for repair in repairs
    )


def by_week(
    checks: Iterable[tuple[LineEvent, CheckOutcome]],
    repairs: Sequence[LineEvent],
    *,
    zone: ZoneInfo,
    now: datetime,
) -> dict[date, Week]:
    """Counted in the week of the check, which begins on Monday there; the newest week first."""
    weeks: defaultdict[date, Week] = defaultdict(Week)
    for check, outcome in checks:
        day = check.at.astimezone(zone).date()
        week = weeks[day - timedelta(days=day.weekday())]
        week.checks += 1
        if outcome is CheckOutcome.SOLVED and not came_back(check, repairs):
            week.solved += 1
            week.open += now < check.at + PROVEN
    return dict(sorted(weeks.items(), reverse=True))

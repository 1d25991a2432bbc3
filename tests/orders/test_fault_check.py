"""The guided fault check: every path ends, every text exists, and only what stays solved has saved a visit."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser, ast

from dispatch.orders.fault_check import (
    BadPath,
    BadTree,
    CheckOutcome,
    End,
    LineEvent,
    by_week,
    came_back,
    fault_tree,
    read_tree,
)

LOCALES = Path(__file__).parents[2] / "static" / "locales"
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def paths(question: str, before: tuple[tuple[str, str], ...] = ()) -> list[tuple[tuple[str, str], ...]]:
    found = []
    for answer, goal in fault_tree().questions[question].items():
        path = (*before, (question, answer))
        found += [path] if goal.next is None else paths(goal.next, path)
    return found


def test_every_path_ends_and_every_end_is_reached() -> None:
    tree = fault_tree()
    ends = {tree.walk(path) for path in paths(tree.start)}
    assert ends == set(tree.ends.values())
    assert {end.outcome for end in ends} == set(CheckOutcome)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_question_answer_and_end_has_its_text(language: str) -> None:
    entries = FluentParser().parse((LOCALES / language / "fault_check.ftl").read_text(encoding="utf-8")).body
    known = {entry.id.name for entry in entries if isinstance(entry, ast.Message)}
    tree = fault_tree()
    asked = {f"fault-{name}" for name in tree.questions}
    asked |= {f"fault-{name}-{code}" for name, answers in tree.questions.items() for code in answers}
    asked |= {f"fault-end-{name}" for name in tree.ends}
    assert {name.replace("_", "-") for name in asked} <= known


def test_answers_that_lead_nowhere_are_refused() -> None:
    tree = fault_tree()
    for path in ((), (("outage", "none"),), (("lights", "normal"),), (("outage", "maybe"),)):
        with pytest.raises(BadPath):
            tree.walk(path)
    with pytest.raises(BadPath):  # something after the end
        tree.walk((("outage", "known"), ("lights", "normal")))
    assert isinstance(tree.walk((("outage", "known"),)), End)


def document(**answers: dict[str, object]) -> dict[str, object]:
    return {
        "version": "t",
        "start": "one",
        "questions": {name: {"answers": each} for name, each in answers.items()},
        "ends": {"done": {"outcome": "solved"}},
    }


@pytest.mark.parametrize(
    "broken",
    [
        document(one={"yes": {"next": "one"}, "no": {"end": "done"}}),
        document(one={"yes": {"next": "two"}, "no": {"end": "done"}}),
        document(one={"yes": {"end": "lost"}, "no": {"end": "done"}}),
        document(one={"yes": {"end": "done"}}, two={"yes": {"end": "done"}}),
        document(one={"yes": {}, "no": {"end": "done"}}),
        document(one={"yes": {"next": "two"}, "no": {"end": "done"}}, two={}),
        {"version": "t"},
    ],
)
def test_a_tree_that_leaves_somebody_standing_is_refused_at_start(broken: dict[str, object]) -> None:
    with pytest.raises(BadTree):
        read_tree(broken)


def line(at: datetime, key: str = "a", line_id: str | None = None) -> LineEvent:
    return LineEvent(at=at, key=key, line_id=line_id)


def test_a_repair_within_seven_days_says_that_nothing_was_solved() -> None:
    assert came_back(line(NOW), [line(NOW + WEEK - timedelta(seconds=1))])
    assert not came_back(line(NOW), [line(NOW + WEEK), line(NOW - timedelta(seconds=1))])
    assert not came_back(line(NOW), [line(NOW + timedelta(days=1), key="b")])
    assert came_back(line(NOW, "a", "L1"), [line(NOW + timedelta(days=1), "b", "L1")])


def test_checks_are_counted_in_the_week_in_which_they_were_made() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    sunday = datetime(2026, 11, 15, 15, 59, tzinfo=UTC)  # 23:59 there, the last minute of its week
    checks = [
        (line(sunday, "a"), CheckOutcome.SOLVED),
        (line(sunday + timedelta(minutes=1), "b"), CheckOutcome.SOLVED),
        (line(NOW, "c"), CheckOutcome.SOLVED),
        (line(NOW, "d"), CheckOutcome.VISIT),
    ]
    weeks = by_week(checks, [line(NOW, "b")], zone=zone, now=NOW + timedelta(days=4))
    assert [(str(day), week.checks, week.solved, week.open) for day, week in weeks.items()] == [
        ("2026-11-16", 3, 1, 1),
        ("2026-11-09", 1, 1, 0),
    ]

"""The naive walk that the calendar is measured against gives the same answers, so that the race is fair."""

import pytest

from benchmarks.calendar import QUESTIONS, START, _answers, _walk_add, _walk_between


@pytest.mark.parametrize("name", [name for name in QUESTIONS if "ten_years" not in name])
def test_walking_day_by_day_comes_to_the_same_answer(name: str) -> None:
    verb, span, pauses = QUESTIONS[name]
    counted = _walk_between(START, START + span, pauses)
    answer = counted if verb == "between" else _walk_add(START, counted, pauses)
    assert answer == _answers()[name]

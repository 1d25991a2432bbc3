"""Every step that the desk may take can be taken on the board: its button, its form's fields and their words exist."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from dispatch.actions.step_look import KNOWN
from dispatch.orders.event_json import InvalidField, read_fact
from dispatch.orders.lifecycle import TRANSITIONS, Step, steps_from
from dispatch.orders.people import DESK
from dispatch.orders.step_fields import FieldKind, StepField, fields_of
from tests.docs.test_texts import messages

BOARD: Final = Path(__file__).parents[2] / "static" / "js" / "board"
LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
DONE_ELSEWHERE: Final = {
    Step.ASSIGN: "a technician is chosen in the lanes",
    Step.RESTORE: "the incidents panel",
}
"""What `begin` in forms.js leads to instead of a form."""
BESIDE: Final = {Step.CORRECT_ADDRESS: {"address", "lat", "lon"}}
LEFT_OUT: Final = {"photo", "forced", "rule"}
"""As form.js leaves them out."""
DESK_STEPS: Final = sorted(
    {step for status, _ in TRANSITIONS for role in DESK for step in steps_from(status, role)}
)


def named(file: str, start: str) -> set[str]:
    """The steps that a table of the board names."""
    text = (BOARD / file).read_text(encoding="utf-8")
    body = text[text.index(start) :]
    return set(re.findall(r"\b([a-z_]+)\b", body[: body.index(";\n")]))


def known(language: str) -> set[str]:
    return {name for file in ("board.ftl", "shared.ftl", "steps.ftl") for name in messages(language, file)}


def test_the_list_behind_more_knows_the_whole_table() -> None:
    assert set(KNOWN) == {step for _, step in TRANSITIONS}


@pytest.mark.parametrize("step", DESK_STEPS)
def test_a_step_of_the_desk_has_its_words(step: Step) -> None:
    name = step.replace("_", "-")
    at_once = named("forms.js", "const AT_ONCE")
    for language in LANGUAGES:
        words = known(language)
        assert f"do-{name}" in words
        assert step in DONE_ELSEWHERE or f"did-{name}" in words
        assert step in at_once or step in DONE_ELSEWHERE or f"form-{name}" in words


@pytest.mark.parametrize("step", sorted(set(DESK_STEPS) - set(DONE_ELSEWHERE)))
def test_each_field_that_a_form_asks_has_its_words_and_those_of_its_choices(step: Step) -> None:
    for field in fields_of(step):
        if field.name in LEFT_OUT:
            continue
        for language in LANGUAGES:
            words = known(language)
            by_hand = (FieldKind.ORDER, FieldKind.INCIDENT, FieldKind.TECHNICIAN)  # forms of their own
            assert field.kind in by_hand or title(field) <= words, (field.name, language)
            assert {f"{field.name}-{choice.replace('_', '-')}" for choice in field.choices} <= words


def title(field: StepField) -> set[str]:
    if field.name == "start_at":
        return {"field-pause"}
    return {f"field-{field.name.replace('_', '-')}"}


EXAMPLES: Final[dict[FieldKind, Any]] = {
    FieldKind.TEXT: "x",
    FieldKind.INSTANT: "2026-11-20T09:00:00+08:00",
    FieldKind.NUMBER: 1,
    FieldKind.FLAG: True,
    FieldKind.CHOICE: "x",
}


@pytest.mark.parametrize("step", sorted(set(KNOWN) - {Step.ASK, Step.ANSWER}))
def test_a_form_that_is_filled_in_as_told_is_read(step: Step) -> None:
    """Every field that is told is known to the step's fact, and what is required there is told as required."""
    told = [field for field in fields_of(step) if field.name not in {"note", *BESIDE.get(step, ())}]
    filled = {
        field.name: field.choices[0] if field.choices else EXAMPLES.get(field.kind, "x") for field in told
    }
    read_fact(step, filled)
    read_fact(step, {field.name: filled[field.name] for field in told if field.required})
    for field in told:
        if field.required:
            with pytest.raises(InvalidField, match=field.name):
                read_fact(step, {name: value for name, value in filled.items() if name != field.name})


def test_the_page_names_no_step_that_there_is_not() -> None:
    for file, start in (
        ("forms.js", "const AT_ONCE"),
        ("steps/form.js", "const SPECIAL"),
        ("steps/form.js", "const TRIED"),
    ):
        names = set(
            re.findall(
                r"'([a-z_]+)'|\b([a-z_]+):",
                (BOARD / file).read_text(encoding="utf-8").split(start)[1].split(";\n")[0],
            )
        )
        steps = {one or two for one, two in names}
        assert steps <= {*(str(step) for step in KNOWN), "declare_force_majeure"}, steps

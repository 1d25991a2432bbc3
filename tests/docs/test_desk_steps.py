"""Every step that the desk may take can be taken on the board, and its form's texts exist in every language."""

import re
from pathlib import Path
from typing import Final

import pytest

from dispatch.orders.lifecycle import TRANSITIONS, Step, steps_from
from dispatch.orders.people import DESK
from tests.docs.test_texts import messages

BOARD: Final = Path(__file__).parents[2] / "static" / "js" / "board"
ELSEWHERE: Final = {
    Step.ASK: "the question's own form",
    Step.ANSWER: "the question's own form",
    Step.DISPUTE_PAUSE: "the customer's page",
    Step.DECIDE_DISPUTE: "pause_rulings.js",
    Step.APPROVE_PAUSE: "pause_rulings.js",
    Step.RESTORE: "the incidents panel",
    Step.MERGE: "has an address of its own and no form on the board yet",
    Step.CORRECT_ADDRESS: "needs a place on the map and has no form on the board yet",
}


def names(file: str, start: str, end: str) -> set[str]:
    """The steps that a table of the board names."""
    text = (BOARD / file).read_text(encoding="utf-8")
    body = text[text.index(start) :]
    return set(re.findall(r"'?\b([a-z_]+)\b'?", body[: body.index(end)]))


DESK_STEPS: Final = sorted(
    {step for status, _ in TRANSITIONS for role in DESK for step in steps_from(status, role)} - set(ELSEWHERE)
)


@pytest.mark.parametrize("step", DESK_STEPS)
def test_a_step_of_the_desk_has_a_button_and_its_words(step: Step) -> None:
    assert step in names("acts.js", "const FIRST", "];")
    name = step.replace("_", "-")
    forms = names("forms.js", "const FIELDS", "};")
    for language in ("zh-Hans", "zh-Hant", "en"):
        known = messages(language, "board.ftl")
        assert f"do-{name}" in known
        assert f"did-{name}" in known
        assert step not in forms or f"form-{name}" in known

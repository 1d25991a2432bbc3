"""The form of the planning rules, asked of the page's own module; and that every setting has its words."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dispatch.planning.rules_fields import SETTINGS, Kind, Unit

ROOT = Path(__file__).parents[2]
GIVEN = [
    {"name": "days", "group": "horizon", "kind": "number", "value": 3, "default": 3, "least": 1, "most": 14},
    {"name": "weights.word", "group": "word", "kind": "number", "value": 9, "default": 5, "least": 0, "most": 99},
    {"name": "changes", "group": "horizon", "kind": "choice", "value": "apply", "default": "apply",
     "choices": ["apply", "propose"]},
]  # fmt: skip


def ask(expression: str, **given: Any) -> Any:
    module = (ROOT / "static/js/board/rules/model.js").as_uri()
    given = {"settings": GIVEN, **given}
    script = f"import * as it from {json.dumps(module)}; const given = {json.dumps(given)}; console.log(JSON.stringify({expression}));"
    done = subprocess.run(  # our own script
        ["node", "--input-type=module", "-e", script],  # as tsc is run
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def test_only_what_differs_is_sent_and_the_default_is_sent_as_nothing() -> None:
    draft = {"days": " ５ ", "weights.word": "5", "changes": "apply"}
    assert ask("it.changesOf(given.settings, given.draft)", draft=draft) == {"days": 5, "weights.word": None}


def test_what_cannot_be_is_named_before_it_is_sent() -> None:
    for typed in ("", "-1", "15", "3.5", "three", "9999999999"):
        found = ask("it.wrongOnes(given.settings, given.draft)", draft={"days": typed, "changes": "propose"})
        assert [one["name"] for one in found] == ["days"], typed


def test_settings_are_grouped_in_their_order() -> None:
    groups = ask("it.grouped(given.settings)")
    assert [(one["group"], [each["name"] for each in one["settings"]]) for one in groups] == [
        ("horizon", ["days", "changes"]),
        ("word", ["weights.word"]),
    ]


def test_a_change_is_taken_back_by_its_old_values() -> None:
    change = {
        "changed": [{"name": "days", "old": None, "new": 5}, {"name": "weights.word", "old": 9, "new": None}]
    }
    assert ask("it.backTo(given.change)", change=change) == {"days": None, "weights.word": 9}


def test_a_refusal_is_found_by_its_setting() -> None:
    errors = [{"field": "settings.weights.word", "expected": "a whole number from 0 to 99"}]
    assert ask("it.refusals(given.errors)", errors=errors) == {"weights.word": "a whole number from 0 to 99"}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_setting_group_unit_and_choice_has_its_words(language: str) -> None:
    lines = (ROOT / "static" / "locales" / language / "rules.ftl").read_text(encoding="utf-8").splitlines()
    known = {line.partition(" = ")[0] for line in lines}
    ids = [f"rule-{one.name.replace('.', '-').replace('_', '-')}" for one in SETTINGS]
    assert {*ids, *(f"{one}-what" for one in ids)} == {one for one in known if one.startswith("rule-")}
    wanted = {f"rules-group-{one.group}" for one in SETTINGS}
    wanted |= {
        f"rules-{kind}-{one.unit}" for one in SETTINGS for kind in ("unit", "sign") if one.unit != Unit.NONE
    }
    wanted |= {f"rules-choice-{each}" for one in SETTINGS if one.kind is Kind.CHOICE for each in one.choices}
    assert wanted <= known

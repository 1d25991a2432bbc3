"""Whatever the rules and the pages expect of a field is said in every language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.web.expectations import say_expected
from dispatch.web.language import LANGUAGES

CODE = Path(__file__).parents[2] / "dispatch"


def expectations() -> Iterator[str]:
    """Each that stands in the code as it would read, with 7 for every part that is filled in."""
    for path in CODE.rglob("*.py"):
        if "cli" in path.parts:
            continue  # the command line speaks English
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            said = [one.value for one in call.keywords if one.arg == "expected"]
            if name == "InvalidField":
                said += call.args[1:2]
            elif name == "_named":
                said += call.args[2:3]
            yield from (text for one in said if (text := _text(one)))


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) else "7" for one in node.values)
    return ""


FOUND = sorted(set(expectations()) - {"application/json"})  # which reads the same everywhere


def test_the_code_is_read() -> None:
    assert len(FOUND) > 60


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
@pytest.mark.parametrize("expected", FOUND)
def test_an_expectation_is_said_in_the_readers_language(expected: str, language: str) -> None:
    assert say_expected(language, expected) != expected

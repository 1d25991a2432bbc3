"""Every text exists in all three languages, with the same variables, and every text that the code asks for exists."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from dispatch.orders.events import FACTS

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "static" / "locales"
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
FILES = sorted(path.name for path in (LOCALES / "en").glob("*.ftl"))


class Variables(Visitor):
    """Collects the names of the variables of one message."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - fluent's naming
        self.names.add(node.id.name)


def messages(language: str, file: str) -> dict[str, set[str]]:
    """Message (and message.attribute) -> its variables; a broken entry is an error."""
    resource = FluentParser().parse((LOCALES / language / file).read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for entry in resource.body:
        assert not isinstance(entry, ast.Junk), f"{language}/{file}: {entry.content}"
        if isinstance(entry, ast.Message):
            for name, pattern in [(entry.id.name, entry.value)] + [
                (f"{entry.id.name}.{a.id.name}", a.value) for a in entry.attributes
            ]:
                if pattern is not None:
                    visitor = Variables()
                    visitor.visit(pattern)
                    assert name not in found, f"{language}/{file}: {name} stands twice"
                    found[name] = visitor.names
    return found


def test_there_are_texts_in_three_languages() -> None:
    assert {path.name for path in LOCALES.iterdir() if path.is_dir()} == set(LANGUAGES)
    assert len(FILES) >= 6


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_a_language_has_the_same_texts_with_the_same_variables_as_english(language: str, file: str) -> None:
    english, other = messages("en", file), messages(language, file)
    assert set(other) == set(english)
    # A plural's selector is needed in English only, so Chinese may use fewer variables, never others.
    assert {name: other[name] - english[name] for name in english} == {name: set() for name in english}


@pytest.mark.parametrize("surface", ["board", "technician", "customer", "admin"])
def test_every_text_that_a_page_asks_for_exists(surface: str) -> None:
    panels = [f"{path.name}.ftl" for path in (ROOT / "static" / "js" / surface).iterdir() if path.is_dir()]
    known = set().union(*(messages("en", file) for file in ("shared.ftl", f"{surface}.ftl", *panels)))
    asked = set()
    for folder in (surface, "shared"):
        for path in (ROOT / "static" / "js" / folder).rglob("*.js"):
            asked |= set(re.findall(r"\bt\(\s*'([a-z][\w-]*)'", path.read_text(encoding="utf-8")))
    assert asked, "the pages ask for texts with t('…')"
    assert asked - known == set()


@pytest.mark.parametrize("event", sorted(set(FACTS) - {"warned"}))
def test_every_event_has_words_on_the_board(event: str) -> None:
    """A code in place of a sentence is nothing to read; warnings are told under the promise, not among the events."""
    known = set(messages("en", "shared.ftl")) | set(messages("en", "board.ftl"))
    name = event.replace("_", "-")
    assert known & {f"event-{name}", f"step-{name}"}


SIMPLIFIED_ONLY = set("单约时间装宽带线们这对会预计还没开门电话为师现场内凭复关")


@pytest.mark.parametrize("file", FILES)
def test_traditional_chinese_holds_no_simplified_characters(file: str) -> None:
    assert set((LOCALES / "zh-Hant" / file).read_text(encoding="utf-8")) & SIMPLIFIED_ONLY == set()

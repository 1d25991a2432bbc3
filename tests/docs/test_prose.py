"""The prose says what is there: paths exist, all rows of the practice are answered, commands are real."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def table_rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table after a heading, without its two head lines."""
    lines = text.split(heading, 1)[1].splitlines()
    rows = []
    for line in lines:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            break
    return rows[2:]


def where_is_paths() -> list[str]:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return [
        path
        for row in table_rows(text, "## Where is…?")
        for path in re.findall(r"`([\w/.-]+/[\w/.-]*)`", row[1])
    ]


@pytest.mark.parametrize("path", where_is_paths())
def test_every_place_that_the_architecture_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_practice_answers_all_31_rows_with_a_page_and_a_test_or_not_yet() -> None:
    rows = table_rows((ROOT / "docs/practice.md").read_text(encoding="utf-8"), "# The practice")
    assert [row[0] for row in rows] == [str(number) for number in range(1, 32)]
    for number, _, page, test in rows:
        assert page, f"row {number} names no page and does not say not yet"
        assert test, f"row {number} names no test and does not say not yet"
        for path in re.findall(r"`(tests/[\w/.-]+)`", test):
            assert (ROOT / path).exists(), f"row {number} names {path}"


@pytest.mark.parametrize("document", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda p: p.name)
def test_every_link_inside_the_documents_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_every_make_command_that_the_documents_name_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for document in ROOT.glob("*.md"):
        named = set(re.findall(r"`make ([a-z-]+)[ `]", document.read_text(encoding="utf-8")))
        assert named <= targets, document.name

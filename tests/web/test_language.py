"""The reader's language: their own choice, else the browser's; every text in all three."""

import re

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from dispatch.web.language import FILES, LANGUAGES, match_language, say
from dispatch.web.static_files import static_root
from tests.web.conftest import House

MAY_GO_UNSAID = {"date-same-month": {"month"}}
"""24 日 of this month is said without the month in Chinese, and with it in English."""


def messages_of(language: str, file: str) -> dict[str, ast.Message]:
    text = (static_root() / "locales" / language / file).read_text(encoding="utf-8")
    entries = FluentParser().parse(text).body
    assert not [entry for entry in entries if isinstance(entry, ast.Junk)]
    return {entry.id.name: entry for entry in entries if isinstance(entry, ast.Message)}


def variables_of(message: ast.Message) -> set[str]:
    found: set[str] = set()

    class Finder(Visitor):  # type: ignore[misc]  # the library has no types
        def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  # the library's name
            found.add(node.id.name)

    Finder().visit(message)
    return found


@pytest.mark.parametrize("file", FILES)
def test_each_text_stands_in_all_three_languages_with_the_same_facts(file: str) -> None:
    english = messages_of("en", file)
    for language in LANGUAGES:
        texts = messages_of(language, file)
        assert list(texts) == list(english), language
        for name, message in texts.items():
            said = variables_of(message) | MAY_GO_UNSAID.get(name, set())
            assert said == variables_of(english[name]), f"{language}/{name}"


@pytest.mark.parametrize("file", FILES)
def test_the_traditional_texts_are_not_simplified_ones(file: str) -> None:
    simplified_only = set("这说发时对还没开关过进动务员单号电话请经验证书后来们间问题预约选择语误")
    text = (static_root() / "locales" / "zh-Hant" / file).read_text(encoding="utf-8")
    assert not simplified_only.difference("後來約請說號") & set(text) - set(
        "後來員單電話請經驗證書們間問題預選擇語誤"
    )


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-MY", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("en-GB", "en"),
        ("fr", None),
    ],
)
def test_a_browsers_language_is_matched_by_script_and_place(tag: str, language: str | None) -> None:
    assert match_language(tag) == language


@pytest.mark.parametrize(
    ("accepted", "chosen", "language"),
    [
        ("", None, "zh-Hans"),
        ("fr, en;q=0.5", None, "en"),
        ("en;q=0.3, zh-TW;q=0.9", None, "zh-Hant"),
        ("fr", None, "en"),
        ("en", "zh-Hant", "zh-Hant"),
        ("en", "klingon", "en"),
        ("zh;q=0, en", None, "en"),
    ],
)
def test_the_readers_own_choice_wins_over_the_browsers(
    house: House, accepted: str, chosen: str | None, language: str
) -> None:
    client = house.app.test_client()
    if chosen:
        client.set_cookie("lang", chosen)
    page = client.get("/sign-in", headers={"Accept-Language": accepted}).text
    assert f'<html lang="{language}">' in page
    assert f"<h1>{say(language, 'page-sign-in')}</h1>" in page


def test_the_language_changes_in_one_tap_and_stays(house: House) -> None:
    client = house.app.test_client()
    page = client.get("/sign-in?next=/board", headers={"Accept-Language": "en"}).text
    link = re.search(r'href="(/language/zh-Hant\?next=[^"]+)"', page)
    assert link is not None
    answer = client.get(link[1].replace("&amp;", "&"), base_url="https://localhost")
    assert answer.headers["Location"] == "/sign-in?next=/board"
    assert "登入" in client.get("/sign-in", base_url="https://localhost").text

"""Every line of reasoning that the engine or the story can make is a sentence in all three languages."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from dispatch.orders.events import FACTS
from dispatch.queries.targets import target_line
from dispatch.web.language import LANGUAGES, knows
from dispatch.web.reasoning import Reader, sentence
from sla.clock_facts import Evidence
from sla.policy import Audience, Counting, PauseReason, PromiseCode
from sla.promises import DEFAULT_POLICY
from tests.web.because_codes import because_codes, story_codes

ROOT = Path(__file__).parents[2]
NOW: Final = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BECAUSE: Final = because_codes()
STORY: Final = story_codes()
AT: Final = (NOW - timedelta(hours=5)).isoformat()
SAMPLES: Final[dict[str, Any]] = {
    "at": AT,
    "until": (NOW - timedelta(hours=1)).isoformat(),
    "reason": "not_ready",
    "dispute": None,
    "evidence": "seen_on_site",
    "seconds": 7200.0,
    "calendar": "always",
    "part": "noon",
    "technician": "王强",
    "was": "standard",
    "measured": 401.5,
    "contracted": 500,
    "percent": 90,
    "year": 2027,
}
"""One value for each name that a `Because` may carry: a new one needs a line here."""
STORY_SAMPLES: Final[dict[str, Any]] = {
    "version": "2026-1",
    "tier": "premium",
    "kind": "repair",
    "role": "lead",
    "name": "周敏",
    "channel": "phone",
    "outcome": "no_answer",
    "event": "complete",
    "occurred_at": AT,
    "received_at": (NOW - timedelta(hours=2)).isoformat(),
    "was_due_at": AT,
    "due_at": (NOW + timedelta(hours=5)).isoformat(),
    "announced_at": AT,
    "tells": [str(each) for each in Audience],
    "amount_cents": 2000,
}
NOT_WORDS: Final = re.compile(r"Mbps|\b2026-1\b|ISO")


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - fluent's naming
        self.names.add(node.id.name)


def reader(language: str, **how: bool) -> Reader:
    return Reader(language=language, zone="Asia/Shanghai", now=NOW, **how)


def assert_reads(text: str, language: str) -> None:
    """No hole, no raw time, no code; no Latin letters in Chinese."""
    assert text.strip()
    assert not re.search(r"[{}$]|None|\d{4}-\d\d-\d\dT|[a-z]_[a-z]", text), text
    if language != "en":
        assert not re.search(r"[A-Za-z]", NOT_WORDS.sub("", text)), text
        assert not re.search(r"[㐀-鿿] [㐀-鿿]|  ", text), text


def test_the_source_is_read_for_its_codes() -> None:
    assert {"started", "paused", "paused_provisionally", "cancelled_late", "broken_early"} <= set(BECAUSE)
    assert {"reason", "evidence", "dispute"} <= BECAUSE["paused"]
    assert {"recomputed", "taken_back", "evidence_photo", "dispute_upheld", "owed_goodwill"} <= STORY


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(BECAUSE))
def test_every_because_of_the_engine_has_a_wording_that_its_own_data_fills(code: str, language: str) -> None:
    data = {name: SAMPLES[name] for name in BECAUSE[code]}
    line = {"code": code, **data, "promise": "complete"}
    for customer in (False, True):
        assert_reads(sentence(line, reader(language, customer=customer)), language)
        if "reason" in data:  # a pause that goes on
            open_line = {name: value for name, value in line.items() if name != "until"}
            assert_reads(sentence(open_line, reader(language, customer=customer)), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(STORY))
def test_every_line_of_the_story_has_a_wording(code: str, language: str) -> None:
    line = {**SAMPLES, **STORY_SAMPLES, "code": code}
    for how in ({}, {"customer": True}, {"exact": True}):
        assert_reads(sentence(line, reader(language, **how)).replace("UTC", ""), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(BECAUSE))
def test_the_pages_own_wording_takes_nothing_that_the_line_does_not_carry(code: str, language: str) -> None:
    """The cards carry the lines as the engine made them, and the pages word them from shared.ftl."""
    source = (ROOT / "static" / "locales" / language / "shared.ftl").read_text(encoding="utf-8")
    known = {
        each.id.name: each for each in FluentParser().parse(source).body if isinstance(each, ast.Message)
    }
    name = f"because-{code.replace('_', '-')}"
    assert name in known
    for each in (name, f"{name}-open"):
        if each in known:
            variables = Variables()
            variables.visit(known[each])
            assert variables.names <= BECAUSE[code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_a_line_may_hold_exists(language: str) -> None:
    words = [f"why-did-{name}" for name in FACTS]
    words += [f"why-started-{code}" for code in PromiseCode]
    words += [f"promise-{code}" for code in PromiseCode]
    words += [f"{subject}-{reason}" for reason in PauseReason for subject in ("reason", "why-reason")]
    words += [f"evidence-{each}" for each in Evidence]
    words += [f"why-tells-{each}" for each in Audience]
    missing = [word for word in words if not knows(language, word.replace("_", "-"))]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("promise", list(PromiseCode))
def test_every_target_of_the_catalogue_and_every_calendar_is_worded(
    promise: PromiseCode, language: str
) -> None:
    rows = [row for row in DEFAULT_POLICY.rows if row.promise is promise]
    for row in [replace(row, counting=counting) for row in rows for counting in Counting]:
        target = target_line(row, DEFAULT_POLICY, "Asia/Shanghai", NOW, 500)
        for customer in (False, True):
            line = {"code": "target", "at": AT, "calendar": str(row.counting), **target}
            assert_reads(sentence(line, reader(language, customer=customer)), language)


def test_midnight_ends_the_day_that_is_due() -> None:
    line = {"code": "broken", "at": "2026-11-20T16:00:00+00:00"}
    assert sentence(line, reader("zh-Hans")).startswith("到今天 24:00")
    assert "Fri 2026-11-20 24:00" in sentence(line, reader("en", exact=True))


def test_both_times_are_said_where_something_was_heard_of_later() -> None:
    line = {"code": "kept", "at": AT, "occurred_at": AT, "received_at": "2026-11-20T06:00:00+00:00"}
    assert sentence(line, reader("zh-Hans")) == "今天 12:00 做到，守住（今天 14:00 才收到）"


def test_a_page_that_shows_minutes_shows_the_minutes_between() -> None:
    line = {**SAMPLES, **STORY_SAMPLES, "code": "recomputed", "seconds": 10_740.5}
    line |= {"was_due_at": "2026-11-20T03:00:59.5+00:00", "due_at": "2026-11-20T06:00:00+00:00"}
    assert "推迟 3 时 00 分，到今天 14:00" in sentence(line, reader("zh-Hans"))
    assert "推迟 2 时 59 分" in sentence(line, reader("zh-Hans", exact=True))


def test_a_customer_is_told_no_names_and_no_percentages() -> None:
    decided = {"code": "dispute_upheld", "at": AT, "role": "lead", "name": "周敏"}
    assert (
        sentence(decided, reader("zh-Hans", customer=True)) == "今天 12:00 核对过了：您说得对，这段停表取消"
    )
    assert "周敏" in sentence(decided, reader("zh-Hans"))
    share = {"code": "target", "at": AT, "shape": "share", "percent": 90, "mbps": 450.0}
    assert sentence(share, reader("zh-Hans", customer=True)) == "至少要测到 450 Mbps"

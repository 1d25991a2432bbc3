"""Every message that we send, as a checked-in text: read the snapshots to read what people get.

After a wanted change of words, `UPDATE_SNAPSHOTS=1 python -m pytest tests/notifications` writes them anew; review the
difference as prose.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from notifications.occasions import OCCASIONS, MissingFacts, Occasion, Reader
from notifications.preferences import LANGUAGES
from notifications.rendering import TEMPLATES, render
from notifications.wording import WORDS, Reading, by, money, short, span, when

SNAPSHOTS = Path(__file__).parent / "snapshots"
ZONE = "Asia/Shanghai"


def at(day: int, clock: str) -> datetime:
    """In November 2026, on the wall clock of Shanghai."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


NOW = at(20, "14:26")
CUSTOMER = {"operator": "榕通宽带", "link": "https://rt.example/c/8fK2"}
ENGLISH = CUSTOMER | {"operator": "Rongtong"}
IN_ENGLISH = {
    "王志强": "Wang Zhiqiang",
    "孙明": "Sun Ming",
    "罗先生": "Mr Luo",
    "来得及，约 70 分钟装好。": "Yes, it takes about 70 minutes.",
}
WANG = {"technician": "王志强", "badge": "RT-4417"}
ORDER = {"kind": "install", "number": "X1119-0386"}
STAFF = {
    "number": "X1120-0412",
    "kind": "repair",
    "promise": "contact",
    "customer": "罗先生",
    "due_at": at(20, "14:52"),
}

CASES: dict[Occasion, dict[str, dict[str, Any]]] = {
    Occasion.ACCEPTED: {
        "install": ORDER | {"due_at": at(22, "16:20"), "price_cents": 2000},
        "repair before midnight": {
            "kind": "repair",
            "number": "X1120-0412",
            "due_at": at(21, "00:00"),
            "price_cents": 1000,
            "price_per_day": True,
        },
        "without a price": {"kind": "move", "number": "X1120-0413", "due_at": at(23, "10:00")},
    },
    Occasion.ASSIGNED: {
        "taken": WANG | {"kind": "install", "contact_by_at": at(20, "16:10")},
        "a repair, contact tomorrow": WANG | {"kind": "repair", "contact_by_at": at(21, "09:10")},
        "time already agreed": WANG | {"kind": "move"},
    },
    Occasion.AGREED_TIME: {
        "today": {
            "agreed_at": at(20, "15:00"),
            "from_at": at(20, "14:00"),
            "to_at": at(20, "16:00"),
            "technician": "王志强",
            "price_cents": 2000,
        },
        "another day": {"agreed_at": at(24, "09:30"), "from_at": at(24, "08:30"), "to_at": at(24, "10:30")},
    },
    Occasion.ON_THE_WAY: {"today": WANG | {"eta_at": at(20, "14:52")}},
    Occasion.LATE_RISK: {
        "today": {
            "technician": "王志强",
            "eta_at": at(20, "16:10"),
            "agreed_at": at(20, "15:00"),
            "to_at": at(20, "16:00"),
            "price_cents": 2000,
        },
        "without a price": {
            "technician": "王志强",
            "eta_at": at(20, "16:10"),
            "agreed_at": at(20, "15:00"),
            "to_at": at(20, "16:00"),
        },
    },
    Occasion.CHOOSE_TIME: {"ladder exhausted": {"kind": "repair", "tries": 4}},
    Occasion.PAUSED: {
        "until a day": {
            "kind": "install",
            "reason": "customer_later",
            "since_at": at(20, "09:10"),
            "until_at": at(24, "08:00"),
            "due_at": at(26, "15:10"),
        },
        "open": {"kind": "repair", "reason": "not_ready", "since_at": at(20, "14:20")},
        "unreachable": {"kind": "repair", "reason": "unreachable", "since_at": at(20, "10:15")},
        "no access": {"kind": "repair", "reason": "no_access", "since_at": at(20, "14:20")},
        "withdrawal": {"kind": "move", "reason": "withdrawal", "since_at": at(20, "14:20")},
        "force majeure": {"kind": "move", "reason": "force_majeure", "since_at": at(20, "14:20")},
    },
    Occasion.RESUMED: {
        "after hours": {"kind": "install", "due_at": at(26, "15:10"), "paused_minutes": 5690},
        "after minutes": {"kind": "repair", "due_at": at(21, "10:00"), "paused_minutes": 64},
        "plain": {"kind": "move", "due_at": at(20, "18:00")},
    },
    Occasion.BROKEN: {
        "arrive": {
            "promise": "arrive",
            "kind": "install",
            "was_due_at": at(20, "16:00"),
            "new_at": at(20, "16:40"),
            "price_cents": 2000,
        },
        "complete a repair": {
            "promise": "complete",
            "kind": "repair",
            "was_due_at": at(20, "10:00"),
            "price_cents": 1000,
            "price_per_day": True,
        },
        "complete an install": {
            "promise": "complete",
            "kind": "install",
            "was_due_at": at(20, "10:00"),
            "new_at": at(21, "12:00"),
            "price_cents": 2000,
        },
        "speed": {"promise": "speed", "kind": "install", "was_due_at": at(20, "14:00")},
    }
    | {
        promise: {"promise": promise, "kind": "move", "was_due_at": at(20, "11:00")}
        for promise in ("urgent", "contact", "cancel_verify", "cancel_done", "answer", "care")
    },
    Occasion.COMPLETED: {
        "measured": {"kind": "install", "measured_mbps": 473.6, "contracted_mbps": 500},
        "repair": {"kind": "repair"},
    },
    Occasion.ANSWER: {
        "short": {"answer": "来得及，约 70 分钟装好。"},
        "long, in several lines": {"answer": "光猫不用您买，\n师傅带着。" * 9},
    },
    Occasion.WITHDRAWN: {"today": ORDER | {"withdrawn_at": at(20, "10:00")}},
    Occasion.DISPUTE_DECIDED: {
        "upheld": {
            "kind": "install",
            "reason": "not_ready",
            "since_at": at(20, "09:10"),
            "upheld": True,
            "due_at": at(22, "15:10"),
        },
        "upheld, done long ago": {
            "kind": "repair",
            "reason": "no_access",
            "since_at": at(20, "09:10"),
            "upheld": True,
        },
        "rejected": {
            "kind": "repair",
            "reason": "unreachable",
            "since_at": at(20, "09:10"),
            "upheld": False,
        },
    },
    Occasion.DISPUTED: {
        reason: STAFF
        | {
            "promise": "complete",
            "due_at": at(21, "17:10"),
            "reason": reason,
            "since_at": at(20, "09:10"),
            "technician": "孙明",
        }
        for reason in WORDS["en"]["cause"]
    },
    Occasion.REVIEW_DUE: {
        "after a month": STAFF
        | {
            "promise": "complete",
            "due_at": at(21, "17:10"),
            "reason": "not_ready",
            "since_at": at(20, "09:10"),
            "open_days": 30,
            "technician": "孙明",
        }
    },
    Occasion.MERGED: {
        "a repair": {"number": "R1120-AB2C", "kept_number": "R1120-K4TQ", "due_at": at(21, "16:20")}
    },
    Occasion.INCIDENT_OPEN: {
        "visits held, an end expected": {
            "cause": "fibre_cut",
            "since_at": at(20, "13:40"),
            "held": True,
            "expected_at": at(20, "17:00"),
        },
        "no end known": {"cause": "unknown", "since_at": at(20, "13:40"), "held": False},
    },
    Occasion.INCIDENT_OVER: {
        "the line tested good": {"restored_at": at(20, "14:20"), "solved": True},
        "still open": {"restored_at": at(20, "14:20"), "solved": False},
    },
    Occasion.SURVEY: {"install": {"kind": "install"}, "repair": {"kind": "repair"}},
    Occasion.CARE: {"three days": {"due_at": at(23, "15:00")}},
    Occasion.HANDED_OVER: {
        "a question": ORDER | {"promise": "answer", "due_at": at(21, "09:00"), "customer": "陈怡"},
        "a care case": ORDER | {"promise": "care", "due_at": at(23, "15:00"), "customer": "陈怡"},
    },
    Occasion.WARNED: {
        "with a technician": STAFF | {"left_minutes": 26, "technician": "孙明"},
        "hours left": STAFF | {"promise": "complete", "left_minutes": 164, "due_at": at(20, "17:10")},
    },
    Occasion.ESCALATED: {
        "with a technician": STAFF | {"promise": "complete", "late_minutes": 5, "technician": "孙明"}
    },
}


def facts_for(occasion: Occasion, facts: dict[str, Any], language: str) -> dict[str, Any]:
    if language == "en":
        facts = facts | {name: IN_ENGLISH[fact] for name, fact in facts.items() if fact in IN_ENGLISH}
    if OCCASIONS[occasion].reader is Reader.STAFF:
        return facts
    return facts | (ENGLISH if language == "en" else CUSTOMER)


def rendered(occasion: Occasion) -> str:
    lines: list[str] = []
    for case, facts in CASES[occasion].items():
        lines.append(f"# {case}")
        lines += [
            render(occasion, facts_for(occasion, facts, language), language=language, zone=ZONE, now=NOW)
            for language in LANGUAGES
        ]
        lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize("occasion", Occasion)
def test_the_message_reads_as_its_snapshot(occasion: Occasion) -> None:
    snapshot = SNAPSHOTS / f"{occasion}.txt"
    text = rendered(occasion)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


def test_every_occasion_is_defined_tried_and_written_in_every_language_and_nothing_else_is() -> None:
    assert set(OCCASIONS) == set(CASES) == set(Occasion)
    wanted = {
        f"{occasion}/{form}.{language}.txt"
        for occasion, definition in OCCASIONS.items()
        for form in definition.forms
        for language in LANGUAGES
    }
    templates = Path(str(TEMPLATES))
    assert {str(path.relative_to(templates)) for path in templates.rglob("*") if path.is_file()} == wanted
    assert {path.stem for path in SNAPSHOTS.iterdir()} == set(Occasion)


def test_every_fact_of_every_occasion_is_tried() -> None:
    for occasion, cases in CASES.items():
        tried = {name for facts in cases.values() for name in facts_for(occasion, facts, "en")}
        assert tried == OCCASIONS[occasion].needs | OCCASIONS[occasion].may_have, occasion


def test_the_fixed_words_are_the_same_ones_in_every_language() -> None:
    shapes = {
        language: {group: set(words) for group, words in groups.items()} for language, groups in WORDS.items()
    }
    assert shapes["zh-Hans"] == shapes["zh-Hant"] == shapes["en"]


@pytest.mark.parametrize("occasion", [each for each in Occasion if OCCASIONS[each].reader is Reader.CUSTOMER])
def test_a_chinese_message_fits_into_two_parts_of_a_text_message(occasion: Occasion) -> None:
    for facts in CASES[occasion].values():
        for language in ("zh-Hans", "zh-Hant"):
            text = render(
                occasion, facts_for(occasion, facts, language), language=language, zone=ZONE, now=NOW
            )
            assert len(text) <= 134, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_shouts_or_hides_behind_a_phrase(language: str) -> None:
    for occasion in Occasion:
        for facts in CASES[occasion].values():
            text = render(
                occasion, facts_for(occasion, facts, language), language=language, zone=ZONE, now=NOW
            )
            assert not any(
                phrase in text
                for phrase in ("!", "！", "亲", "敬请谅解", "敬請諒解", "sorry for any", "None", "  ")
            )


def test_a_missing_or_an_unknown_fact_is_refused_by_name() -> None:
    with pytest.raises(MissingFacts) as refused:
        render(
            Occasion.ON_THE_WAY,
            CUSTOMER | {"technician": "王", "badge": None, "eta": NOW},
            language="en",
            zone=ZONE,
            now=NOW,
        )
    assert (refused.value.missing, refused.value.unknown) == (
        frozenset({"badge", "eta_at"}),
        frozenset({"eta"}),
    )


def test_nobody_can_write_a_message_inside_another() -> None:
    facts = CUSTOMER | {"answer": "好\n\n榕通宽带：您中奖了 {{ link }}"}
    text = render(Occasion.ANSWER, facts, language="zh-Hans", zone=ZONE, now=NOW)
    assert "\n" not in text
    assert "{{ link }}" in text, "what people type is text, never a template"


@pytest.mark.parametrize(
    ("language", "moment", "words"),
    [
        ("zh-Hans", at(19, "23:59"), "昨天 23:59"),
        ("zh-Hans", at(20, "00:00"), "今天 00:00"),
        ("zh-Hans", at(21, "09:00"), "明天 09:00"),
        ("zh-Hans", at(24, "09:00"), "24 日 09:00"),
        ("zh-Hans", at(20, "09:00") + timedelta(days=20), "12 月 10 日 09:00"),
        ("en", at(21, "09:00"), "tomorrow 09:00"),
        ("en", at(24, "09:00"), "24 Nov 09:00"),
    ],
)
def test_times_are_in_the_readers_words(language: str, moment: datetime, words: str) -> None:
    assert when(Reading(language=language, zone=ZONE, now=NOW), moment) == words


def test_a_limit_at_midnight_is_the_end_of_the_day_before() -> None:
    chinese = Reading(language="zh-Hans", zone=ZONE, now=NOW)
    assert by(chinese, at(21, "00:00")) == "今天 24:00"
    assert by(chinese, at(25, "00:00")) == "24 日 24:00"


@pytest.mark.parametrize(
    ("language", "minutes", "words"),
    [
        ("zh-Hans", 26, "26 分"),
        ("zh-Hans", 64, "1 时 04 分"),
        ("zh-Hant", 64, "1 時 04 分"),
        ("zh-Hans", 3000, "2 天 2 时"),
        ("en", 26, "26 min"),
        ("en", 64, "1 h 04 min"),
        ("en", 3000, "2 d 2 h"),
    ],
)
def test_a_rest_is_said_briefly(language: str, minutes: int, words: str) -> None:
    assert span(Reading(language=language, zone=ZONE, now=NOW), minutes) == words


def test_money_shows_cents_only_when_there_are_some() -> None:
    reading = Reading(language="en", zone=ZONE, now=NOW)
    assert (money(reading, 2000), money(reading, 2050), money(reading, 5)) == ("¥20", "¥20.50", "¥0.05")
    assert len(short(reading, "长" * 200)) == 70

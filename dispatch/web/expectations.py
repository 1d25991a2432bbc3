"""What a field should have held, in the reader's language: the rules say it in English, static/locales/*/expectations.ftl in all."""

import re
from typing import Final

from dispatch.web.language import knows, say

_PATTERNS: Final = (
    (re.compile(r"one of (?P<choices>.+)"), "expected-one-of"),
    (re.compile(r"a text of (?P<least>\d+) to (?P<most>\d+) characters"), "expected-text"),
    (re.compile(r"a text of at most (?P<most>\d+) characters"), "expected-text-at-most"),
    (re.compile(r"at most (?P<most>\d+) bytes"), "expected-bytes-at-most"),
    (
        re.compile(r"a day after (?P<day>.+): what is promised today stays promised"),
        "expected-later-day",
    ),
    (
        re.compile(r"a day on which no other version begins, as (?P<version>.+) does"),
        "expected-free-day",
    ),
    (re.compile(r"at least (?P<least>\d+) characters"), "expected-at-least"),
    (re.compile(r"a whole number from (?P<least>-?\d+) to (?P<most>\d+)"), "expected-whole-range"),
    (re.compile(r"a whole number"), "expected-whole"),
    (re.compile(r"a number"), "expected-number"),
    (re.compile(r"an ISO 8601 time with a zone|a time with a zone"), "expected-time"),
    (re.compile(r"an ISO 8601 date"), "expected-date"),
    (re.compile(r"a latitude from .*"), "expected-latitude"),
    (re.compile(r"a longitude from .*"), "expected-longitude"),
    (re.compile(r"a UUID"), "expected-uuid"),
    (re.compile(r"a value"), "expected-value"),
    (re.compile(r"no such field"), "expected-no-field"),
    (re.compile(r"UTF-8 text|UTF-8 JSON"), "expected-utf8"),
)


def say_expected(language: str, expected: str) -> str:
    """The expectation in the reader's language; what nobody has written a text for stays in English."""
    own = f"expected-{re.sub(r'[^a-z0-9]+', '-', expected.lower()).strip('-')}"
    if knows(language, own):
        return say(language, own)
    for pattern, message in _PATTERNS:
        if match := pattern.fullmatch(expected):
            return say(language, message, **match.groupdict())
    return expected

"""Whether a policy can be kept at all: every "no" names the field, what was expected there and what was given."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from sla.policy import Counting, Kind, Policy, PromiseCode, Row
from sla.targets import AroundAgreed, OwnDeadline, ShareOfContract, Timed, Within

WHOLE: Final = 100
LONGEST: Final = timedelta(days=366)
"""Nobody is promised a thing for later than a year."""
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
TIER: Final = re.compile(r"[a-z][a-z0-9_-]{0,19}")
SHAPES: dict[PromiseCode, type | tuple[type, ...]] = {
    PromiseCode.ARRIVE: AroundAgreed,
    PromiseCode.SPEED: ShareOfContract,
    PromiseCode.URGENT: OwnDeadline,
}
"""What the target of a promise has to be where it is not a span or a local time."""
SHAPE_NAMES: dict[PromiseCode, str] = {
    PromiseCode.ARRIVE: "early and late around the agreed time",
    PromiseCode.SPEED: "percent_of_contract",
    PromiseCode.URGENT: "own_deadline",
}
EVERY_ORDER = tuple(promise for promise in PromiseCode if promise is not PromiseCode.SPEED)
"""Promised to every order, whatever its kind."""


class Fault(StrEnum):
    """What can be wrong with a field; the pages word each in the reader's language."""

    MISSING = "missing"
    UNKNOWN_FIELD = "unknown-field"
    UNKNOWN = "unknown"
    TYPE = "type"
    NAME = "name"
    DATE = "date"
    TIME = "time"
    SPAN = "span"
    AMOUNT = "amount"
    NEGATIVE = "negative"
    RANGE = "range"
    SHAPE = "shape"
    NEVER_OPENS = "never-opens"
    BACKWARDS = "backwards"
    OUTSIDE = "outside"
    OVERLAPS = "overlaps"
    AFTER_BREACH = "after-breach"
    OUT_OF_ORDER = "out-of-order"
    NOBODY = "nobody"
    TWICE = "twice"
    NOT_PROMISED = "not-promised"
    NOT_PAUSABLE = "not-pausable"
    COUNTS = "counts"
    TIER_IN_USE = "tier-in-use"
    NOT_AHEAD = "not-ahead"
    DAY_TAKEN = "day-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that cannot be, at its place in the document (`promises[3].warnings[1].percent`)."""

    field: str
    fault: Fault
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.field}: expected {self.expected}, got {self.got}"


class UnsoundPolicy(ValueError):
    """A policy that must not be saved, with everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
        self.field = problems[0].field


def refuse_unsound(policy: Policy) -> None:
    """Raise `UnsoundPolicy` with all that cannot be."""
    problems = tuple(flaws(policy))
    if problems:
        raise UnsoundPolicy(problems)


def flaws(policy: Policy) -> Iterator[Problem]:
    """Everything that is wrong with a policy."""
    if not NAME.fullmatch(policy.version):
        yield _no(
            "version",
            Fault.NAME,
            "a name of letters, digits, dots and dashes that orders keep",
            policy.version,
        )
    yield from _calendars(policy)
    yield from _ladder(policy)
    for half, (starts, ends) in policy.halves.items():
        if starts >= ends:
            yield _no(f"halves.{half}", Fault.BACKWARDS, "a beginning before its end", f"{starts} to {ends}")
    yield from _numbers(policy)
    for number, row in enumerate(policy.rows):
        yield from _row(row, f"promises[{number}]")
        if row.tier not in policy.named_tiers:
            expected = f"one of {', '.join(policy.named_tiers)}"
            yield _no(f"promises[{number}].tier", Fault.UNKNOWN, expected, row.tier)
    yield from _coverage(policy)


def _no(field: str, fault: Fault, expected: str, got: object) -> Problem:
    return Problem(field=field, fault=fault, expected=expected, got=str(got) or "nothing")


def _numbers(policy: Policy) -> Iterator[Problem]:
    if policy.cancel_ahead < timedelta(0):
        yield _no("cancel_ahead", Fault.NEGATIVE, "no less than nothing", policy.cancel_ahead)
    if not 0 < policy.at_risk_percent < WHOLE:
        yield _no("at_risk_percent", Fault.RANGE, "1 to 99", policy.at_risk_percent)
    if policy.cap_cents < 0:
        yield _no("cap_yuan", Fault.NEGATIVE, "no less than nothing", policy.cap_cents / WHOLE)
    for number, tier in enumerate(policy.named_tiers):
        if not TIER.fullmatch(tier):
            yield _no(f"tiers[{number}]", Fault.NAME, "a name of small letters, digits and dashes", tier)


def _calendars(policy: Policy) -> Iterator[Problem]:
    opens, closes = policy.contact_hours
    if opens >= closes:
        yield _no(
            "contact_hours",
            Fault.NEVER_OPENS,
            "an opening before the closing",
            f"never open: {_clock(opens)} is not before {_clock(closes)}",
        )
    if not any(policy.office_hours):
        yield _no("office_hours", Fault.NEVER_OPENS, "a day of the week with hours", "never open")


def _ladder(policy: Policy) -> Iterator[Problem]:
    opens, closes = policy.contact_hours
    if not policy.ladder:
        yield _no("ladder", Fault.MISSING, "at least one part of the day", "none")
    for number, part in enumerate(policy.ladder):
        got = f"{_clock(part.opens)} to {_clock(part.closes)}"
        if part.opens >= part.closes:
            yield _no(f"ladder[{number}]", Fault.BACKWARDS, "a beginning before its end", got)
        if opens < closes and (part.opens < opens or part.closes > closes):
            hours = f"a part of the contact hours, {_clock(opens)} to {_clock(closes)}"
            yield _no(f"ladder[{number}]", Fault.OUTSIDE, hours, got)
    for number, (earlier, later) in enumerate(pairwise(policy.ladder), 1):
        if later.opens < earlier.closes:
            expected = f"no earlier than {_clock(earlier.closes)}, when {earlier.name} ends"
            yield _no(f"ladder[{number}].opens", Fault.OVERLAPS, expected, _clock(later.opens))
    for number, part in enumerate(policy.ladder):
        if not TIER.fullmatch(part.name):
            yield _no(f"ladder[{number}].name", Fault.NAME, "small letters, digits and dashes", part.name)
        if part.name in [other.name for other in policy.ladder[:number]]:
            yield _no(f"ladder[{number}].name", Fault.TWICE, "a name of its own", part.name)


def _row(row: Row, at: str) -> Iterator[Problem]:
    yield from _target(row, at)
    before = 0
    for number, warned in enumerate(row.warnings):
        field = f"{at}.warnings[{number}]"
        if warned.percent >= WHOLE:
            yield _no(
                f"{field}.percent", Fault.AFTER_BREACH, "before the breach, 1 to 99", f"{warned.percent} %"
            )
        elif warned.percent <= 0:
            yield _no(f"{field}.percent", Fault.RANGE, "1 to 99", f"{warned.percent} %")
        elif warned.percent <= before:
            yield _no(f"{field}.percent", Fault.OUT_OF_ORDER, f"more than {before} %", f"{warned.percent} %")
        before = max(before, warned.percent)
        if not warned.tells:
            yield _no(f"{field}.tells", Fault.NOBODY, "somebody to tell", "nobody")
    if row.price is not None and row.price.cents < 0:
        yield _no(
            f"{at}.compensation", Fault.NEGATIVE, "no less than nothing", f"{row.price.cents / WHOLE:.2f}"
        )
    if row.pausable and row.promise is not PromiseCode.COMPLETE:
        yield _no(
            f"{at}.pausable", Fault.NOT_PAUSABLE, "false: pauses stop complete and nothing else", "true"
        )


def _target(row: Row, at: str) -> Iterator[Problem]:
    target = row.target
    if not isinstance(target, SHAPES.get(row.promise, Timed)):
        expected = SHAPE_NAMES.get(row.promise, "within, by, or cut_off with before and after")
        yield _no(f"{at}.target", Fault.SHAPE, f"{expected} for {row.promise}", type(target).__name__)
    if row.counting is not Counting.ALWAYS and not isinstance(target, Within):
        yield _no(f"{at}.counts", Fault.COUNTS, "always: only a span can rest at night", row.counting)
    if isinstance(target, Within) and not timedelta(0) < target.span <= LONGEST:
        yield _no(f"{at}.target.within", Fault.SPAN, "more than nothing, at most a year", target.span)
    if isinstance(target, AroundAgreed):
        for name, span in (("early", target.early), ("late", target.late)):
            if span < timedelta(0):
                yield _no(f"{at}.target.{name}", Fault.NEGATIVE, "no less than nothing", span)
    if isinstance(target, ShareOfContract) and not 0 < target.percent <= WHOLE:
        yield _no(f"{at}.target.percent_of_contract", Fault.RANGE, "1 to 100", target.percent)


def _coverage(policy: Policy) -> Iterator[Problem]:
    """Nothing is promised twice, and `standard` promises everything: it is what the other tiers fall back to."""
    seen: Counter[tuple[PromiseCode, Kind | None, str]] = Counter()
    for number, row in enumerate(policy.rows):
        key = (row.promise, row.kind, row.tier)
        seen[key] += 1
        if seen[key] > 1:
            got = f"{row.promise}, {row.kind or 'every kind'}, {row.tier} again"
            yield _no(f"promises[{number}]", Fault.TWICE, "each promise once a kind and tier", got)
    for promise in EVERY_ORDER:
        for kind in Kind:
            if policy.find(promise, kind, "standard") is None:
                yield _no(
                    "promises",
                    Fault.NOT_PROMISED,
                    f"a row {promise} for {kind}, standard",
                    "none",
                )


def _clock(at: time) -> str:
    return f"{at:%H:%M}"

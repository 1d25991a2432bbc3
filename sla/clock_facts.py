"""What a clock is given and what it answers: facts, pauses, rungs, states and the lines of its reasoning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sla.policy import Audience, PauseReason, PromiseCode, Row
from sla.working_time import Calendar

Span = tuple[datetime, datetime]


class State(StrEnum):
    """Where a clock stands; `attempted` is neither kept nor broken, `void` is no longer owed."""

    RUNNING = "running"
    PAUSED = "paused"
    KEPT = "kept"
    BROKEN = "broken"
    ATTEMPTED = "attempted"
    VOID = "void"


class Evidence(StrEnum):
    """What a pause rests on."""

    AGREED_TIME = "agreed_time"  # a time agreed with the customer was the slot that we offered
    BOOKED_SLOT = "booked_slot"  # the half-day that was sold at the counter
    OFFERED_SLOT = "offered_slot"  # a slot that was offered in the talk, as whoever recorded it says
    SEEN_ON_SITE = "seen_on_site"
    CUSTOMERS_WORD = "customers_word"
    LADDER = "ladder"  # the failed attempts of the contact ladder
    CALL_AND_PHOTO = "call_and_photo"  # at the door in time, called, and a picture of the closed door
    REQUEST = "request"  # the customer asked to withdraw
    DECLARATION = "declaration"  # a manager's, for an area and a span


class DisputeState(StrEnum):
    """What has become of the customer's objection to a pause."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A span [start, end) in which `complete` stands still; an open one has no end yet."""

    reason: PauseReason
    start_at: datetime
    end_at: datetime | None = None
    provisional: bool = False
    """Not earned yet: nothing fires and no money is owed while it lasts, and it may still be dropped."""
    lapses_at: datetime | None = None
    """A provisional one is dropped when this instant has passed without what would earn it."""
    received_at: datetime | None = None
    """When the server learnt of it; None means at once. Learnt after the breach, it needs the lead."""
    approved: bool = False
    """The lead has agreed to a pause that was received after the breach."""
    taken_out_at: datetime | None = None
    """A dispute was upheld, or its ground turned out never to have existed: it counts for nothing."""
    evidence: Evidence | None = None
    dispute: DisputeState | None = None
    review_at: datetime | None = None
    """When an open one is looked at first, if that is earlier than usual (sla/reviews.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An open pause has to be looked at; this is the newest instant at which that was due."""

    reason: PauseReason
    start_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One line of the reasoning, as a code with data; the pages word it in the reader's language."""

    code: str
    at: datetime | None = None
    until: datetime | None = None
    data: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)

    def as_json(self) -> dict[str, str | int | float | bool | None]:
        """The line as it is stored and sent: ISO times, the data flat beside the code."""
        line: dict[str, str | int | float | bool | None] = {"code": self.code}
        if self.at is not None:
            line["at"] = self.at.isoformat()
        if self.until is not None:
            line["until"] = self.until.isoformat()
        return line | dict(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One warning of the ladder, or the breach itself (`broken`, fraction 1), and whom it tells."""

    name: str
    """`warn_50`, `warn_75`, `warn_90`, …, `broken`: the `rung` of a deadline."""
    fraction: float
    at: datetime
    """The first instant at which it is due to fire. A breach fires just *after* `due_at`."""
    tells: tuple[Audience, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFacts:
    """All that the state of one clock depends on, besides `now`."""

    row: Row
    calendar: Calendar
    occasion: int
    started_at: datetime
    base_due_at: datetime
    """When it would be due without any pause."""
    opens_at: datetime | None = None
    """Met before this is met too early, which breaks it (`arrive`)."""
    pauses: tuple[Pause, ...] = ()
    worked: tuple[Span, ...] = ()
    """Spans in which it was met until it was reopened: they do not count."""
    met_at: datetime | None = None
    void_at: datetime | None = None
    failed_at: datetime | None = None
    """From here on it can no longer be kept (we cannot install): broken at this instant, or at `due_at` if earlier."""
    attempted_at: datetime | None = None
    """The customer could not be reached by a punctual ladder that ended here."""
    accrues_until: datetime | None = None
    """Lateness stops growing here although the promise is not met (a withdrawal was requested)."""
    withdrawn_breaks: int = 0
    """How often a breach of this clock was announced and taken back: each opens a new episode."""
    visit: int | None = None
    """The visit that an `arrive` belongs to: one compensation a visit."""
    because: tuple[Because, ...] = ()
    """Lines that led to these facts (the ladder's parts, who moved the agreed time)."""
    afterwards: tuple[Because, ...] = ()
    """Lines about what was announced and taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """What a clock says at `now`: everything that the board, the customer and the deadlines need."""

    promise: PromiseCode
    occasion: int
    state: State
    started_at: datetime
    due_at: datetime
    opens_at: datetime | None
    met_at: datetime | None
    broken_at: datetime | None
    void_at: datetime | None
    paused_since: datetime | None
    provisional: bool
    """Paused, but not earned yet: no breach notice and no money, and the pause may still be dropped."""
    episode: int
    """1, and one more for each breach that was announced and taken back: a rung fires once an episode."""
    rungs: tuple[Rung, ...]
    """What is to fire, earliest first, also what is already past; empty once kept, void, attempted or openly paused."""
    wakes_at: datetime | None
    """The next instant at which the state changes by itself without a rung (a pause with a known end)."""
    late: timedelta
    """Counting time past `due_at`, pauses left out: what a growing compensation is measured by."""
    visit: int | None
    because: tuple[Because, ...]
    reviews: tuple[Review, ...] = ()
    """The open pauses whose review has come, each with the newest one."""

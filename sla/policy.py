"""A policy: what one version promises for each kind of order and tier of area, and how its rows are looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property

from sla.public_holidays import NO_OWN_DAYS, OfficeDays, Week, office_calendar, week_of
from sla.targets import Target
from sla.working_time import ALWAYS, Calendar, daily

STANDARD = "standard"
USUAL_TIERS = (STANDARD, "premium")
USUAL_OFFICE_HOURS = week_of(
    {day: [["09:00", "12:00"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
)


class PromiseCode(StrEnum):
    """The promises of the catalogue, by the code that every table, message and page uses."""

    COMPLETE = "complete"
    URGENT = "urgent"
    ACCEPT = "accept"
    CONTACT = "contact"
    ARRIVE = "arrive"
    SPEED = "speed"
    CANCEL_VERIFY = "cancel_verify"
    CANCEL_DONE = "cancel_done"
    ANSWER = "answer"
    CALLBACK = "callback"
    CARE = "care"


class Kind(StrEnum):
    """The kinds of order that a promise may distinguish."""

    INSTALL = "install"
    MOVE = "move"
    REPAIR = "repair"


class Audience(StrEnum):
    """Who is told when a clock reaches a rung."""

    TECHNICIAN = "technician"
    LEAD = "lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    CUSTOMER = "customer"


class PauseReason(StrEnum):
    """The only reasons that stop a clock; the operator's own shortages are not among them."""

    CUSTOMER_LATER = "customer_later"
    NOT_READY = "not_ready"
    UNREACHABLE = "unreachable"
    NO_ACCESS = "no_access"
    WITHDRAWAL = "withdrawal"
    FORCE_MAJEURE = "force_majeure"


class Counting(StrEnum):
    """Which time counts."""

    ALWAYS = "always"
    CONTACT = "contact"
    OFFICE = "office"


class Half(StrEnum):
    """What the counter books: a half-day or the whole day."""

    AM = "am"
    PM = "pm"
    DAY = "day"


class UnknownTier(LookupError):
    """No row of the policy names that tier."""

    def __init__(self, tier: str, known: frozenset[str]) -> None:
        super().__init__(f"unknown tier {tier!r}; known are {', '.join(sorted(known))}")
        self.tier = tier
        self.known = known


@dataclass(frozen=True, slots=True)
class Warned:
    """At so many hundredths of the counting time, these are told."""

    percent: int
    tells: tuple[Audience, ...]


@dataclass(frozen=True, slots=True)
class Once:
    """So much, once (an `arrive`: once a visit)."""

    cents: int


@dataclass(frozen=True, slots=True)
class PerStartedDay:
    """So much for each started 24 h after the due time, pauses left out: one growing entry."""

    cents: int


Price = Once | PerStartedDay


@dataclass(frozen=True, slots=True)
class Row:
    """One promise as one kind of order in one tier has it."""

    promise: PromiseCode
    target: Target
    kind: Kind | None = None
    """None: whatever the kind."""
    tier: str = STANDARD
    counting: Counting = Counting.ALWAYS
    pausable: bool = False
    warnings: tuple[Warned, ...] = ()
    on_breach: tuple[Audience, ...] = ()
    price: Price | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfDay:
    """One part of the contact ladder, [opens, closes) in local time."""

    name: str
    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One dated version of everything that is promised. An order keeps the version it was accepted under."""

    version: str
    valid_from: date
    rows: tuple[Row, ...]
    contact_hours: tuple[time, time]
    ladder: tuple[PartOfDay, ...]
    """The parts of the day in which one attempt each is owed after a first one that failed, in the day's order."""
    halves: Mapping[Half, tuple[time, time]]
    cancel_ahead: timedelta
    """A visit called off at least so long before is void; later it counts as missed."""
    at_risk_percent: int
    """From this part of its counting time on a clock is at risk, whatever the plan says."""
    cap_cents: int
    """At most so much compensation an order."""
    named_tiers: tuple[str, ...] = USUAL_TIERS
    """The tiers that rows may name; one without rows is promised what `standard` is."""
    office_hours: Week = USUAL_OFFICE_HOURS
    """The week of an office where a district has no hours of its own."""
    own_days: OfficeDays = NO_OWN_DAYS
    """A district's own hours, holidays and make-up days; no part of the version, see `counted_in`."""

    @cached_property
    def tiers(self) -> frozenset[str]:
        """Every tier that is known, and `standard`."""
        return frozenset((*self.named_tiers, *(row.tier for row in self.rows), STANDARD))

    @cached_property
    def counts_office_hours(self) -> bool:
        """Some row rests when offices are closed."""
        return any(row.counting is Counting.OFFICE for row in self.rows)

    def counted_in(self, own_days: OfficeDays) -> "Policy":
        """The same version as a district with days of its own counts it."""
        return self if own_days == self.own_days else replace(self, own_days=own_days)

    def find(self, promise: PromiseCode, kind: Kind, tier: str) -> Row | None:
        """The row that holds, if that is promised at all; a kind that a tier does not name uses `standard`."""
        if tier not in self.tiers:
            raise UnknownTier(tier, self.tiers)
        return self._index.get((promise, kind, tier)) or self._index.get((promise, kind, STANDARD))

    def row(self, promise: PromiseCode, kind: Kind, tier: str) -> Row:
        """The row of a promise that every order has."""
        row = self.find(promise, kind, tier)
        if row is None:
            raise LookupError(f"policy {self.version} does not promise {promise} for {kind}")
        return row

    @cached_property
    def _index(self) -> dict[tuple[PromiseCode, Kind, str], Row]:
        """Rows by promise, kind and tier; one that names its kind beats one for every kind."""
        rows: dict[tuple[PromiseCode, Kind, str], Row] = {}
        for row in sorted(self.rows, key=lambda row: row.kind is not None):
            for kind in (row.kind,) if row.kind else Kind:
                rows[row.promise, kind, row.tier] = row
        return rows

    def calendar(self, row: Row, zone: str) -> Calendar:
        """The calendar on which a row counts, in the district's zone."""
        match row.counting:
            case Counting.ALWAYS:
                return ALWAYS
            case Counting.CONTACT:
                return self.contact_calendar(zone)
            case Counting.OFFICE:
                return office_calendar(zone, self.office_hours, self.own_days)

    def contact_calendar(self, zone: str) -> Calendar:
        """When somebody may be called, texted or visited without an appointment of his own."""
        return daily(zone, *self.contact_hours)

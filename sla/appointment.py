"""From a booked half-day to an agreed time to the door: which window is judged, and whether the arrival kept it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sla.local_time import instant
from sla.policy import Half, Policy
from sla.targets import AroundAgreed


class By(StrEnum):
    """Whose wish it was."""

    CUSTOMER = "customer"
    US = "us"


class Arrival(StrEnum):
    """How an arrival stands to its window; both edges are in time."""

    EARLY = "early"
    KEPT = "kept"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What was sold at the counter."""

    date: date
    half: Half
    offered_at: datetime | None = None
    """The start of the earliest slot that we really offered, when the customer preferred a later one."""
    cancelled_at: datetime | None = None
    """The visit was called off before a time was agreed."""
    cancelled_by: By = By.US
    """The customer may call a visit off until its window closes, we only in good time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The customer was reached and a concrete arrival time agreed (`at` = when, `agreed_at` = for when)."""

    at: datetime
    agreed_at: datetime
    by: By = By.CUSTOMER
    """Who asked for *this* time. Matters only when it replaces an earlier one."""
    off_hours: bool = False
    """We called outside the contact hours: it binds us, but the customer counts as reached from the next opening."""
    cancelled_at: datetime | None = None
    """The visit was called off without a new time (a hold, an unassignment that gave the time up)."""
    cancelled_by: By = By.US
    """The customer may call a visit off until its window closes, we only in good time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From and to, both in time."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One window that is judged. Occasion 0 is the booked one, n the nth agreed time."""

    occasion: int
    since: datetime
    window: Window
    visit: int
    agreed_at: datetime | None = None
    on_site_at: datetime | None = None
    void_at: datetime | None = None
    why: str | None = None
    """`replaced_by_customer`, `replaced_by_us`, `cancelled`, `cancelled_late` or, for a booking, `became_a_time`."""


def booked_window(booking: Booking, zone: str, policy: Policy) -> Window:
    """The half-day or day that was sold."""
    opens, closes = policy.halves[booking.half]
    return Window(from_at=instant(zone, booking.date, opens), to_at=instant(zone, booking.date, closes))


def agreed_window(agreed_at: datetime, target: AroundAgreed) -> Window:
    """The agreed time and what may lie around it."""
    return Window(from_at=agreed_at - target.early, to_at=agreed_at + target.late)


def arrival(window: Window, on_site_at: datetime) -> Arrival:
    """More than an hour early breaks a visit as much as more than an hour late."""
    if on_site_at < window.from_at:
        return Arrival.EARLY
    return Arrival.KEPT if on_site_at <= window.to_at else Arrival.LATE


def appointments(
    *,
    booking: Booking | None,
    accepted_at: datetime,
    agreements: Iterable[Agreement],
    arrivals: Iterable[datetime],
    target: AroundAgreed,
    zone: str,
    policy: Policy,
) -> tuple[Appointment, ...]:
    """Every window of the order in the order of its making, each with the arrival that answers it."""
    doors = sorted(arrivals)
    agreed = _distinct(sorted(agreements, key=lambda agreement: agreement.at), doors)
    found: list[Appointment] = []
    if booking is not None:
        first_at = agreed[0].at if agreed else None
        window = booked_window(booking, zone, policy)
        found.append(
            _booked(
                booking=booking,
                window=window,
                accepted_at=accepted_at,
                first_agreed_at=first_at,
                doors=doors,
                policy=policy,
            )
        )
    for index, agreement in enumerate(agreed):
        following = agreed[index + 1] if index + 1 < len(agreed) else None
        window = agreed_window(agreement.agreed_at, target)
        found.append(
            _agreed(
                occasion=index + 1,
                agreement=agreement,
                window=window,
                following=following,
                doors=doors,
                policy=policy,
            )
        )
    return tuple(found)


def _distinct(agreements: Sequence[Agreement], doors: Sequence[datetime]) -> list[Agreement]:
    """Saying the same time again is no new appointment, unless a visit lies between."""
    distinct: list[Agreement] = []
    for agreement in agreements:
        last = distinct[-1] if distinct else None
        if (
            last is not None
            and last.cancelled_at is None
            and last.agreed_at == agreement.agreed_at
            and not any(last.at <= door < agreement.at for door in doors)
        ):
            # What is true of the repetition (it was called off) is true of the appointment.
            distinct[-1] = Agreement(
                at=last.at,
                agreed_at=last.agreed_at,
                by=last.by,
                off_hours=last.off_hours,
                cancelled_at=agreement.cancelled_at,
                cancelled_by=agreement.cancelled_by,
            )
            continue
        distinct.append(agreement)
    return distinct


def _booked(
    *,
    booking: Booking,
    window: Window,
    accepted_at: datetime,
    first_agreed_at: datetime | None,
    doors: Sequence[datetime],
    policy: Policy,
) -> Appointment:
    door = next((at for at in doors if at >= accepted_at), None)
    void_at, why = None, None
    if door is not None and (first_agreed_at is None or door < first_agreed_at):
        pass  # somebody came before a time was agreed: the booked window is what they came to
    elif first_agreed_at is not None:
        door = None
        if first_agreed_at <= window.to_at:
            void_at, why = first_agreed_at, "became_a_time"
    if void_at is None and booking.cancelled_at is not None and door is None:
        void_at, why = _called_off(booking.cancelled_at, booking.cancelled_by, window.from_at, window, policy)
    return Appointment(
        occasion=0, since=accepted_at, window=window, visit=1, on_site_at=door, void_at=void_at, why=why
    )


def _agreed(
    *,
    occasion: int,
    agreement: Agreement,
    window: Window,
    following: Agreement | None,
    doors: Sequence[datetime],
    policy: Policy,
) -> Appointment:
    door = next((at for at in doors if at >= agreement.at), None)
    void_at, why = None, None
    cancelled_at = agreement.cancelled_at
    if cancelled_at is not None and (door is None or cancelled_at < door):
        void_at, why = _called_off(cancelled_at, agreement.cancelled_by, agreement.agreed_at, window, policy)
        door = None
    elif following is not None and (door is None or following.at <= door):
        why = "replaced_by_us" if following.by is By.US else "replaced_by_customer"
        if following.by is By.CUSTOMER and following.at <= window.to_at:
            void_at, door = following.at, None
    return Appointment(
        occasion=occasion,
        since=agreement.at,
        window=window,
        visit=1 + sum(at < agreement.at for at in doors),
        agreed_at=agreement.agreed_at,
        on_site_at=door,
        void_at=void_at,
        why=why,
    )


def _called_off(
    cancelled_at: datetime, by: By, awaited_at: datetime, window: Window, policy: Policy
) -> tuple[datetime | None, str]:
    """In good time it is void; later nobody comes, and the window breaks by itself."""
    until = window.to_at if by is By.CUSTOMER else awaited_at - policy.cancel_ahead
    if cancelled_at <= until:
        return cancelled_at, "cancelled"
    return None, "cancelled_late"

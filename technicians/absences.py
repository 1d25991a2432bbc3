"""When somebody is not there (sick, on leave, in training), and what that leaves of their hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Absent:
    """From an instant until another one, or until somebody says that they are back."""

    from_at: datetime
    until_at: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)

    def meets(self, starts_at: datetime, ends_at: datetime | None) -> bool:
        """Whether they have any time in common."""
        return (ends_at is None or self.from_at < ends_at) and (
            self.until_at is None or starts_at < self.until_at
        )


def left_of(
    starts_at: datetime, ends_at: datetime, absences: Iterable[Absent]
) -> tuple[tuple[datetime, datetime], ...]:
    """The pieces of these hours in which they are there, in order."""
    pieces = [(starts_at, ends_at)] if starts_at < ends_at else []
    for away in absences:
        cut: list[tuple[datetime, datetime]] = []
        for since, until in pieces:
            if not away.meets(since, until):
                cut.append((since, until))
                continue
            if since < away.from_at:
                cut.append((since, away.from_at))
            if away.until_at is not None and away.until_at < until:
                cut.append((away.until_at, until))
        pieces = cut
    return tuple(pieces)

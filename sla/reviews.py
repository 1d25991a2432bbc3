"""When an open pause has to be looked at again: a clock must not stand still because nobody remembers it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sla.clock_facts import Pause, Review

REVIEW_WITHIN = timedelta(days=30)
"""Each pause has an end or a review within this."""


def first_review(pause: Pause) -> datetime:
    """By when an open pause is looked at first."""
    latest = pause.start_at + REVIEW_WITHIN
    return latest if pause.review_at is None else min(latest, max(pause.review_at, pause.start_at))


def reviews_come(pauses: Iterable[Pause], now: datetime) -> tuple[Review, ...]:
    """The newest review of each open pause that has one behind it; those before it were slept through together."""
    come: list[Review] = []
    for pause in pauses:
        first_at = first_review(pause)
        if _needs_reviews(pause) and first_at <= now:
            at = first_at + REVIEW_WITHIN * ((now - first_at) // REVIEW_WITHIN)
            come.append(Review(reason=pause.reason, start_at=pause.start_at, at=at))
    return tuple(come)


def next_review(pause: Pause, now: datetime) -> datetime | None:
    """The next instant after `now` at which an open pause is looked at."""
    if not _needs_reviews(pause):
        return None
    first_at = first_review(pause)
    if now < first_at:
        return first_at
    return first_at + REVIEW_WITHIN * ((now - first_at) // REVIEW_WITHIN + 1)


def _needs_reviews(pause: Pause) -> bool:
    return pause.end_at is None and not pause.provisional

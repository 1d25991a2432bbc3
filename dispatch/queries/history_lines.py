"""What happened to a promise's clock: recomputations, warnings, breaches announced and taken back, money owed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dispatch.orders.events import SYSTEM_MADE, Event
from dispatch.orders.facts import BreakWithdrawn, Broken, Warned
from dispatch.orders.recounting import Key, Recount
from dispatch.queries.promises import instant
from dispatch.storage.compensation import Compensation
from sla.clock import BROKEN
from sla.policy import Row

Line = dict[str, Any]


def history_lines(
    clock: Key,
    row: Row | None,
    events: Sequence[Event],
    recounts: Iterable[Recount],
    owed: Iterable[Compensation],
) -> list[Line]:
    """What was computed anew, told, taken back and paid for one clock, in the order in which it happened."""
    lines = [_recomputed(each) for each in recounts if (each.promise, each.occasion) == clock]
    lines += _announcements(clock, row, events)
    lines += [_owed(entry) for entry in owed if (entry.promise, entry.occasion) == clock]
    return sorted(lines, key=lambda line: str(line["at"]))


def _announcements(clock: Key, row: Row | None, events: Sequence[Event]) -> Iterator[Line]:
    """Warnings, breaches and breaches taken back, with whom they told."""
    announced: Event | None = None
    for index, event in enumerate(events):
        fact = event.fact
        if not isinstance(fact, Warned | Broken | BreakWithdrawn):
            continue
        if (fact.promise, fact.occasion) != clock:
            continue
        if isinstance(fact, BreakWithdrawn):
            yield _taken_back(event, announced, events[:index])
            continue
        rung = fact.rung if isinstance(fact, Warned) else BROKEN
        line: Line = {"at": instant(event.received_at), "tells": _tells(row, rung)}
        if isinstance(fact, Broken):
            announced = event
            yield {**line, "code": "announced", "due_at": instant(fact.due_at)}
        else:
            yield {**line, "code": "warned", "percent": _percent(rung)}


def _recomputed(recount: Recount) -> Line:
    event = recount.event
    return {
        "code": "recomputed_by_time" if event is None else "recomputed",
        "at": instant(recount.at),
        "was_due_at": instant(recount.was_due_at),
        "due_at": instant(recount.due_at),
        "seconds": (recount.due_at - recount.was_due_at).total_seconds(),
        **({} if event is None else _event(event)),
    }


def _event(event: Event) -> Line:
    return {
        "event": event.type,
        "occurred_at": instant(event.occurred_at),
        "received_at": instant(event.received_at),
    }


def _taken_back(event: Event, announced: Event | None, earlier: Sequence[Event]) -> Line:
    """The breach was announced; something that came late showed that it was none."""
    cause = next((each for each in reversed(earlier) if each.type not in SYSTEM_MADE), event)
    return {
        "code": "taken_back",
        "at": instant(event.received_at),
        "announced_at": instant((announced or event).received_at),
        **_event(cause),
    }


def _tells(row: Row | None, rung: str) -> list[str]:
    if row is None:
        return []
    if rung == BROKEN:
        return [str(each) for each in row.on_breach]
    percent = _percent(rung)
    return [str(each) for warned in row.warnings if warned.percent == percent for each in warned.tells]


def _percent(rung: str) -> int:
    digits = rung.rpartition("_")[2]
    return int(digits) if digits.isdigit() else 0


def _owed(entry: Compensation) -> Line:
    code = "owed_withdrawn" if entry.withdrawn_at else "owed_goodwill" if entry.goodwill else "owed"
    return {
        "code": code,
        "at": instant(entry.created_at),
        "amount_cents": entry.amount_cents,
        "withdrawn_at": instant(entry.withdrawn_at),
        "announced_at": instant(entry.announced_at),
    }

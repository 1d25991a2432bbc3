"""Everything that happened to one order, newest first: by whom, when it happened, when we knew, and what it moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.recounting import recounts
from dispatch.queries.promises import instant
from dispatch.storage.district import District
from dispatch.storage.event_log import IN_NOTE, LoggedEvent
from dispatch.storage.message import PersonalMessage
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.technician import Technician
from dispatch.storage.user import User

LATE: Final = timedelta(minutes=1)
"""From here on it matters that something was recorded later than it happened."""
SHOWN: Final = 60
MOST: Final = 2000
KINDS: Final = ("promises", "plan", "contact", "work", "messages", "matters")
"""What the lines are filtered by; `matters` is what belongs to the order beside the visit: links, incidents, care."""
_KIND_OF: Final = {
    "promises": (
        "accept warned broken break_withdrawn compensated hold resume dispute_pause decide_dispute approve_pause "
        "review_due force_majeure correct_tier correct_address confirm_urgent settle_urgent"
    ),
    "plan": "assign unassign decline planned",
    "contact": "take contact attempt ask answer answer_tried call_back_tried called_back rated",
    "work": "set_off arrive start_work test complete confirm restore fail_visit reopen",
    "matters": (
        "request_withdrawal retract_withdrawal verify_withdrawal withdraw merge linked incident_joined incident_left "
        "incident_told incident_over complained care_moved care_closed handed_over"
    ),
}
KIND: Final = {event: kind for kind, events in _KIND_OF.items() for event in events.split()}
CORRECTIONS: Final = frozenset(
    {"break_withdrawn", "correct_tier", "correct_address", "decide_dispute", "approve_pause"}
)
"""What was said before turned out otherwise."""
_MOVES_NOTHING: Final = frozenset({"planned", "warned", "broken", "break_withdrawn", "compensated"})
"""What follows from the clocks or does not touch them; most of a long log, and replayed it would cost its square."""
View = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    kinds: frozenset[str] = frozenset(KINDS)
    by: str | None = None
    """role:id of the author."""
    limit: int = SHOWN


def story(session: Session, order_id: str, wanted: Wanted, *, now: datetime, masked: bool = False) -> View:
    """The lines that are wanted, newest first, with how many there are of each kind and of each author.

    Of plans in a row that nobody stands between only the last one counts; it says how many it folds.
    """
    order = session.get_one(Order, order_id)
    events = session.scalars(
        select(LoggedEvent).where(LoggedEvent.order_id == order_id).order_by(LoggedEvent.seq)
    ).all()
    names = _names(session, events)
    moves = _moves(session, order, events, now)
    lines = _folded([_event(event, names, moves.get(event.id, [])) for event in events])
    if not masked:
        lines += [_message(message, names) for message in _messages(session, order_id)]
    lines.sort(key=lambda line: (line["recorded_at"], line["seq"] or 0), reverse=True)
    shown = [
        line for line in lines if line["kind"] in wanted.kinds and wanted.by in (None, line["by"]["key"])
    ]
    return {
        "version": order.version,
        "total": len(lines),
        "matching": len(shown),
        "kinds": dict(Counter(line["kind"] for line in lines)),
        "people": _people(lines),
        "lines": shown[: min(wanted.limit, MOST)],
    }


def _event(event: LoggedEvent, names: dict[str, str], moves: list[View]) -> View:
    late = event.received_at - event.occurred_at
    return {
        "id": event.id,
        "seq": event.seq,
        "kind": KIND[event.type],
        "type": event.type,
        "happened_at": instant(event.occurred_at),
        "recorded_at": instant(event.received_at),
        "judged_at": instant(event.judged_at),
        "late_s": round(late.total_seconds()) if late > LATE else None,
        "skewed": event.skewed,
        "correction": event.type in CORRECTIONS,
        "by": {
            "key": f"{event.actor_role}:{event.actor_id}",
            "role": str(event.actor_role),
            "name": names.get(event.actor_id),
        },
        "technician": names.get(str(event.data.get("technician_id"))),
        "data": event.shown_data,
        "note": None if event.data.get("reason") == IN_NOTE else event.note,
        "moves": moves,
        "folds": 0,
    }


def _message(message: PersonalMessage, names: dict[str, str]) -> View:
    return {
        "id": message.id,
        "seq": None,
        "kind": "messages",
        "type": "message",
        "happened_at": instant(message.created_at),
        "recorded_at": instant(message.settled_at or message.created_at),
        "judged_at": None,
        "late_s": None,
        "skewed": False,
        "correction": False,
        "by": {"key": "system:system", "role": "system", "name": None}
        if message.asked_by is None
        else {
            "key": message.asked_by,
            "role": message.asked_by.partition(":")[0],
            "name": names.get(message.asked_by.partition(":")[2]),
        },
        "technician": None,
        "data": {
            "occasion": message.occasion,
            "to": message.recipient.partition(":")[0],
            "state": str(message.state),
        },
        "note": None,
        "moves": [],
        "folds": 0,
    }


def _folded(lines: list[View]) -> list[View]:
    kept: list[View] = []
    for line in lines:
        if kept and line["type"] == kept[-1]["type"] == "planned" and not kept[-1]["moves"]:
            line["folds"] = kept.pop()["folds"] + 1
        kept.append(line)
    return kept


def _moves(
    session: Session, order: Order, events: Sequence[LoggedEvent], now: datetime
) -> dict[str, list[View]]:
    """By event: each promise whose due time it moved, from when to when."""
    zone = session.get_one(District, order.district_id).zone
    found: dict[str, list[View]] = {}
    logged = [event.to_event() for event in events if event.type not in _MOVES_NOTHING]
    for recount in recounts(logged, zone, policy_for(session, order), now):
        if recount.event is not None:
            found.setdefault(recount.event.id, []).append(
                {
                    "promise": str(recount.promise),
                    "occasion": recount.occasion,
                    "was_due_at": instant(recount.was_due_at),
                    "due_at": instant(recount.due_at),
                }
            )
    return found


def _messages(session: Session, order_id: str) -> Sequence[PersonalMessage]:
    return session.scalars(select(PersonalMessage).where(PersonalMessage.order_id == order_id)).all()


def _names(session: Session, events: Sequence[LoggedEvent]) -> dict[str, str]:
    ids = {event.actor_id for event in events}
    ids |= {str(event.data["technician_id"]) for event in events if event.data.get("technician_id")}
    names = dict(session.execute(select(Technician.id, Technician.name).where(Technician.id.in_(ids))).all())
    return names | dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all())


def _people(lines: Sequence[View]) -> list[View]:
    """Everybody who had a hand in it, the busiest first."""
    counts = Counter(line["by"]["key"] for line in lines)
    known = {line["by"]["key"]: line["by"] for line in lines}
    return [{**known[key], "count": count} for key, count in counts.most_common()]

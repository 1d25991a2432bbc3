"""One order's sealed log as it is, held against its seals and against the checkpoints that saw it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from dispatch.orders.audit import Finding, Mark, Tip, Wrong, check_order
from dispatch.orders.chain import Keyring, key_of
from dispatch.orders.sealed_event import SealedEvent, read_event
from dispatch.queries.promises import instant
from dispatch.storage.checkpoint import Checkpoint, SealedOrder
from dispatch.storage.checkpoint_files import Damaged, marks_of, read_seal
from dispatch.storage.order import Order
from dispatch.storage.technician import Technician
from dispatch.storage.user import User

SHOWN: Final = 100
# the columns as the driver gives them: a row that somebody has spoilt is to be shown, not to stop the look
_EVENTS: Final = text(
    "SELECT id, order_id, seq, type, occurred_at, received_at, judged_at, skewed, actor_role, actor_id, data, note, mac "
    "FROM event WHERE order_id = :order ORDER BY seq"
).bindparams(bindparam("order"))
_PLACE: Final = {
    "customer": "customers_page",
    "technician": "phone",
    "system": "server",
}
"""From where somebody of that role writes; everybody else sits at the desk."""
View = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the seals of one order say."""

    findings: tuple[Finding, ...]
    marks: tuple[Mark, ...]
    """What the checkpoints saw of it, oldest first."""
    checkpoint_at: str | None = None
    missing: tuple[int, ...] = ()
    """Checkpoints that should say something of it and cannot be read."""

    @property
    def holds(self) -> bool:
        return not self.findings

    @property
    def covered(self) -> int:
        return max((mark.count for mark in self.marks), default=0)


def log(
    session: Session,
    order_id: str,
    keys: Keyring | None,
    folder: Path,
    *,
    before: int | None = None,
    shown: int | None = SHOWN,
) -> View:
    """Its events, the newest first, those before `before` if there is one; all of them without `shown`."""
    order = session.get_one(Order, order_id)
    rows = [dict(row) for row in session.execute(_EVENTS, {"order": order_id}).mappings()]
    events = [read_event(row) for row in rows]
    proof = prove(session, order, events, keys, folder) if keys else None
    wrong = {seq for finding in (proof.findings if proof else ()) if (seq := finding.seq) is not None}
    names = _names(session, {str(row["actor_id"]) for row in rows})
    wanted = [
        (row, event) for row, event in zip(rows, events, strict=True) if before is None or event.seq < before
    ][::-1]
    return {
        "order_id": order_id,
        "number": order.number,
        "version": order.version,
        "head": order.head,
        "total": len(rows),
        "proof": None if proof is None else _proof(proof, order, keys),
        "events": [_event(row, event, names, proof, wrong) for row, event in wanted[: shown or len(wanted)]],
    }


def prove(
    session: Session, order: Order, events: Sequence[SealedEvent], keys: Keyring, folder: Path
) -> Proof:
    """Hold it against its own seals and against every checkpoint from its first event on to the one that saw its last."""
    marks: list[Mark] = []
    unread: list[int] = []
    wrong: list[Finding] = []
    sealed = session.get(SealedOrder, order.id)
    at: str | None = None
    for number, taken_at in _checkpoints(session, order) if sealed else ():
        try:
            previous = read_seal(folder, number - 1) if number > 1 else None
            seen = marks_of(order.id, folder, number, keys, previous)
        except Damaged as damaged:
            unread.append(number)
            wrong.append(_accuse(order, number, f"checkpoint {number} cannot be believed: {damaged}"))
            continue
        if seen:
            marks += seen
            at = taken_at
        if seen and seen[-1].count >= sealed.seq:  # type: ignore[union-attr]  # it is, inside this loop
            break
    if sealed is not None and not unread and (not marks or marks[-1].count < sealed.seq):
        wrong.append(
            _accuse(order, 0, f"no checkpoint knows its {sealed.seq} events, though one sealed them")
        )
    tip = Tip(number=order.number, version=order.version, head=order.head)
    found = check_order(keys, order.id, tip, events, marks=marks)
    return Proof(findings=(*found, *wrong), marks=tuple(marks), checkpoint_at=at, missing=tuple(unread))


def _checkpoints(session: Session, order: Order) -> Iterator[tuple[int, str]]:
    """Those that were taken since it came in, oldest first."""
    rows = session.execute(
        select(Checkpoint.number, Checkpoint.at)
        .where(Checkpoint.at >= order.received_at)
        .order_by(Checkpoint.number)
    ).all()
    for number, at in rows:
        yield number, at.isoformat()


def _accuse(order: Order, checkpoint: int, says: str) -> Finding:
    return Finding(
        wrong=Wrong.CHECKPOINT,
        says=says,
        order_id=order.id,
        number=order.number,
        event_id=str(checkpoint) if checkpoint else None,
    )


def _proof(proof: Proof, order: Order, keys: Keyring | None) -> View:
    key = key_of(keys, order.head) if keys else None
    return {
        "holds": proof.holds,
        "key": None if key is None else key.id,
        "covered": proof.covered,
        "beyond": max(0, order.version - proof.covered),
        "checkpoint": proof.marks[-1].checkpoint if proof.marks else None,
        "checkpoint_at": proof.checkpoint_at,
        "findings": [
            {
                "wrong": str(finding.wrong),
                "seq": finding.seq,
                "until_seq": finding.until_seq,
                "says": finding.says,
            }
            for finding in proof.findings
        ],
    }


def _event(
    row: Mapping[str, Any],
    event: SealedEvent,
    names: Mapping[str, str],
    proof: Proof | None,
    wrong: set[int],
) -> View:
    says = event.says or {}
    role = str(row["actor_role"])
    return {
        "seq": event.seq,
        "id": event.id,
        "type": str(row["type"]),
        "occurred_at": _at(says.get("occurred_at")),
        "received_at": _at(says.get("received_at")),
        "judged_at": _at(says.get("judged_at")),
        "skewed": bool(says.get("skewed")),
        "by": {"role": role, "id": str(row["actor_id"]), "name": names.get(str(row["actor_id"]))},
        "place": _PLACE.get(role, "desk"),
        "data": says.get("data"),
        "note": row["note"],
        "seal": event.mac,
        "wrong": event.seq in wrong,
        "checkpoint": next(
            (mark.checkpoint for mark in (proof.marks if proof else ()) if mark.count >= event.seq), None
        ),
    }


def _at(value: object) -> str | None:
    return instant(value) if isinstance(value, datetime) else None


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    names = dict(session.execute(select(Technician.id, Technician.name).where(Technician.id.in_(ids))).all())
    return names | dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all())

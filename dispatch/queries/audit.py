"""Hold the whole event log against its seals and its checkpoints: what was edited, removed or inserted."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from dispatch.orders.audit import Finding, Mark, Tip, Wrong, check_order
from dispatch.orders.chain import Keyring
from dispatch.orders.sealed_event import SealedEvent, read_event
from dispatch.storage.checkpoint import Checkpoint
from dispatch.storage.checkpoint_files import Damaged, Seal, numbers_in, read_marks, read_seal
from dispatch.storage.order import Order
from dispatch.storage.session import Database

_ORDERS_AT_ONCE: Final = 500
# the columns as the driver gives them: a row that somebody has spoilt is to be named, not to stop the audit
_EVENTS: Final = text(
    "SELECT id, order_id, seq, type, occurred_at, received_at, judged_at, skewed, actor_role, actor_id, data, mac "
    "FROM event WHERE order_id IN :orders ORDER BY order_id, seq"
).bindparams(bindparam("orders", expanding=True))
_ORPHANS: Final = text(
    'SELECT DISTINCT order_id FROM event WHERE order_id NOT IN (SELECT id FROM "order") ORDER BY order_id'
)


@dataclass(slots=True, kw_only=True)
class AuditReport:
    """What was looked at and what is wrong with it."""

    orders: int = 0
    events: int = 0
    checkpoint: int = 0
    """The last one; what came after it is only chained."""
    checkpoint_at: str | None = None
    beyond_orders: int = 0
    beyond_events: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.findings


class NoSuchCheckpoint(LookupError):
    """The checkpoint to begin at is not there, or proves nothing."""


def verify_log(database: Database, keys: Keyring, folder: Path, *, since: int = 0) -> AuditReport:
    """Every order's log, a few hundred orders at a time, as it stands at one instant.

    With `since` what that checkpoint has sealed counts as proven, and only what came later is looked at.
    """
    report = AuditReport()
    with closing(sqlite3.connect("")) as scratch, database.read() as session:
        marks = _Marks(scratch)
        _read_checkpoints(session, keys, folder, marks, report)
        if since and since not in marks.good:
            raise NoSuchCheckpoint(f"there is no intact checkpoint {since} in {folder}")
        audit = _Audit(session=session, keys=keys, marks=marks, since=since, report=report)
        for orders in _orders(session):
            audit.check(orders)
        without_row = list(session.scalars(_ORPHANS))
        audit.check_rowless(without_row)
        audit.check_rowless(marks.not_visited())
    return report


def _orders(session: Session) -> Iterator[dict[str, Tip | None]]:
    last = ""
    while True:
        rows = session.execute(
            select(Order.id, Order.number, Order.version, Order.head)
            .where(Order.id > last)
            .order_by(Order.id)
            .limit(_ORDERS_AT_ONCE)
        ).all()
        if not rows:
            return
        yield {row.id: Tip(number=row.number, version=row.version, head=row.head) for row in rows}
        last = rows[-1].id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Audit:
    session: Session
    keys: Keyring
    marks: "_Marks"
    since: int
    report: AuditReport

    def check_rowless(self, order_ids: Sequence[str]) -> None:
        """Orders of which the log or a checkpoint speaks, and that have no row."""
        for begin in range(0, len(order_ids), _ORDERS_AT_ONCE):
            self.check(dict.fromkeys(order_ids[begin : begin + _ORDERS_AT_ONCE]))

    def check(self, orders: Mapping[str, Tip | None]) -> None:
        seen = self.marks.of(orders)
        bases = {
            order_id: max(proven, key=lambda mark: mark.count)
            for order_id, known in seen.items()
            if (proven := [mark for mark in known if mark.checkpoint <= self.since])
        }
        wanted = [
            order_id
            for order_id, tip in orders.items()
            if not _is_settled(tip, seen.get(order_id, []), bases.get(order_id))
        ]
        logs: dict[str, list[SealedEvent]] = defaultdict(list)
        for row in self.session.execute(_EVENTS, {"orders": wanted}).mappings() if wanted else ():
            event = read_event(dict(row))
            base = bases.get(event.order_id)
            if base is None or not 0 < event.seq <= base.count:
                logs[event.order_id].append(event)
        for order_id in wanted:
            known, events = seen.get(order_id, []), logs[order_id]
            self.report.findings += check_order(
                self.keys, order_id, orders[order_id], events, marks=known, base=bases.get(order_id)
            )
            _count(self.report, events, known)


def _is_settled(tip: Tip | None, known: Sequence[Mark], base: Mark | None) -> bool:
    """Nothing came after what counts as proven."""
    if tip is None or base is None:
        return False
    return (tip.version, tip.head) == (base.count, base.head) and all(
        mark.count <= base.count for mark in known
    )


def _count(report: AuditReport, events: Sequence[SealedEvent], known: Sequence[Mark]) -> None:
    covered = max((mark.count for mark in known), default=0)
    beyond = sum(event.seq > covered for event in events)
    report.orders += 1
    report.events += len(events)
    report.beyond_orders += beyond > 0
    report.beyond_events += beyond


def _read_checkpoints(
    session: Session, keys: Keyring, folder: Path, marks: "_Marks", report: AuditReport
) -> None:
    """Take in what the intact ones say, and name those that are missing or changed."""
    known = {row.number: row for row in session.scalars(select(Checkpoint))}
    numbers = set(numbers_in(folder))
    previous: Seal | None = None
    for number in range(1, max((*numbers, *known), default=0) + 1):
        seal: Seal | None = None
        if number not in numbers:
            _accuse(report, number, f"the file of checkpoint {number} is missing")
        else:
            try:
                seal = read_seal(folder, number)
                lost = number > 1 and previous is None  # the one before is gone and was named already
                marks.take_in(number, read_marks(folder, number, keys, _as_told(seal) if lost else previous))
                if number in known and known[number].mac != seal.mac:
                    _accuse(report, number, f"checkpoint {number} is not the one that the database noted")
                elif number not in known and number < max(numbers):
                    _accuse(report, number, f"the database has forgotten checkpoint {number}")
            except Damaged as wrong:
                marks.forget(number)
                seal = None
                _accuse(report, number, f"checkpoint {number} was changed: {wrong}")
            else:
                report.checkpoint, report.checkpoint_at = number, seal.at
                _compare_total(report, seal, marks)
        previous = seal


def _as_told(seal: Seal) -> Seal:
    return Seal(
        number=seal.number - 1,
        at="",
        previous="",
        changed=0,
        orders=0,
        events=0,
        digest="",
        mac=seal.previous,
    )


def _compare_total(report: AuditReport, seal: Seal, marks: "_Marks") -> None:
    """All orders together must make up the total that was counted then."""
    if not report.findings and marks.total() != seal.events:
        _accuse(
            report,
            seal.number,
            f"checkpoint {seal.number} counted {seal.events} events but saw the orders of {marks.total()}: "
            "some were hidden from it or removed before it",
        )


def _accuse(report: AuditReport, number: int, says: str) -> None:
    report.findings.append(Finding(wrong=Wrong.CHECKPOINT, says=says, seq=number))


class _Marks:
    """What all checkpoints say, order by order, kept in a scratch file: it may be more than fits into memory."""

    def __init__(self, scratch: sqlite3.Connection) -> None:
        self._scratch = scratch
        self.good: set[int] = set()
        scratch.execute("CREATE TABLE mark (order_id, checkpoint, number, count, head)")
        scratch.execute("CREATE INDEX mark_order ON mark (order_id)")
        scratch.execute("CREATE TABLE newest (order_id PRIMARY KEY, count) WITHOUT ROWID")
        scratch.execute("CREATE TABLE visited (order_id PRIMARY KEY) WITHOUT ROWID")
        self._total = 0

    def take_in(self, number: int, marks: Iterator[Mark]) -> None:
        rows = ((m.order_id, m.checkpoint, m.number, m.count, m.head) for m in marks)
        self._scratch.executemany("INSERT INTO mark VALUES (?, ?, ?, ?, ?)", rows)
        self._scratch.execute(
            "INSERT INTO newest SELECT order_id, count FROM mark WHERE checkpoint = ? "
            "ON CONFLICT (order_id) DO UPDATE SET count = excluded.count",
            (number,),
        )
        self.good.add(number)

    def forget(self, number: int) -> None:
        """What was read of a checkpoint before it turned out to be damaged."""
        self._scratch.execute("DELETE FROM mark WHERE checkpoint = ?", (number,))

    def total(self) -> int:
        return int(self._scratch.execute("SELECT coalesce(sum(count), 0) FROM newest").fetchone()[0])

    def of(self, orders: Mapping[str, Any]) -> dict[str, list[Mark]]:
        """What is said of these orders; they count as visited."""
        self._scratch.executemany(
            "INSERT OR IGNORE INTO visited VALUES (?)", [(order_id,) for order_id in orders]
        )
        found: dict[str, list[Mark]] = defaultdict(list)
        holes = ", ".join("?" * len(orders))
        for order_id, checkpoint, number, count, head in self._scratch.execute(
            f"SELECT * FROM mark WHERE order_id IN ({holes}) ORDER BY checkpoint",  # noqa: S608  # only question marks
            list(orders),
        ):
            found[order_id].append(
                Mark(checkpoint=checkpoint, order_id=order_id, number=number, count=count, head=head)
            )
        return found

    def not_visited(self) -> list[str]:
        """Orders that a checkpoint saw and that are no longer there."""
        rows = self._scratch.execute(
            "SELECT DISTINCT order_id FROM mark WHERE order_id NOT IN (SELECT order_id FROM visited) ORDER BY 1"
        )
        return [order_id for (order_id,) in rows]

"""Write down outside the database how far each order's log has come, sealed: what later changes are measured by."""

import logging
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from dispatch.actions.log import NoAuditKey
from dispatch.orders.chain import Keyring
from dispatch.storage.checkpoint import Checkpoint, SealedOrder
from dispatch.storage.checkpoint_files import (
    Damaged,
    Seal,
    numbers_in,
    only_one_writer,
    read_marks,
    read_seal,
    write_checkpoint,
)
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.session import Database

log = logging.getLogger(__name__)
_AT_ONCE: Final = 1000


class NoCheckpointHere(RuntimeError):
    """Going on from here would hide something; `sanxian audit verify` says what."""


def take_checkpoint(database: Database, folder: Path, now: datetime) -> Seal | None:
    """Seal what every order's log holds by now; None when nothing changed since the last checkpoint."""
    if database.keys is None:
        raise NoAuditKey
    with only_one_writer(folder):
        newest = _settle_newest(database, folder, database.keys)
        with database.read() as session:
            changed = _changed(session)
            first = next(changed, None)
            if first is None and newest is not None:
                return None
            sealed = write_checkpoint(
                folder,
                database.keys.current,
                previous=newest,
                at=now,
                orders=session.scalar(select(func.count()).select_from(Order)) or 0,
                events=session.scalar(select(func.count()).select_from(LoggedEvent)) or 0,
                marks=() if first is None else _chain(first, changed),
            )
        _remember(database, folder, database.keys, sealed, newest)
    return sealed


_Mark = tuple[str, str, int, str]


def _chain(first: _Mark, others: Iterator[_Mark]) -> Iterator[_Mark]:
    yield first
    yield from others


def _changed(session: Session) -> Iterator[_Mark]:
    """The orders with events that no checkpoint has seen; also one that has lost some, so that it does not hide."""
    rows = session.execute(
        select(Order.id, Order.number, Order.version, Order.head, SealedOrder.seq)
        .outerjoin(SealedOrder, SealedOrder.order_id == Order.id)
        .where(or_(SealedOrder.seq.is_(None), SealedOrder.seq != Order.version))
        .execution_options(yield_per=_AT_ONCE)
    )
    for order_id, number, version, head, seq in rows:
        if seq is not None and version < seq:
            log.error("order %s has %s events, an earlier checkpoint saw %s", number, version, seq)
        yield order_id, number, version, head


def _settle_newest(database: Database, folder: Path, keys: Keyring) -> Seal | None:
    """The newest checkpoint that the folder and the database agree upon; one that a crash left half told is told."""
    numbers = numbers_in(folder)
    here = numbers[-1] if numbers else 0
    with database.read() as session:
        known = session.scalar(select(func.max(Checkpoint.number))) or 0
        mac = session.scalar(select(Checkpoint.mac).where(Checkpoint.number == known))
    if numbers != list(range(1, here + 1)) or known > here or here > known + 1:
        raise NoCheckpointHere(
            f"the checkpoints in {folder} end at {here}, the database knows {known}: "
            "files are missing, or another machine writes them"
        )
    try:
        seals = {number: read_seal(folder, number) for number in (here - 1, here) if number > 0}
        if here:
            deque(
                read_marks(folder, here, keys, seals.get(here - 1)), maxlen=0
            )  # to its end, where it is proven
    except Damaged as wrong:
        raise NoCheckpointHere(f"a checkpoint in {folder} is damaged: {wrong}") from wrong
    if known and seals[known].mac != mac:
        raise NoCheckpointHere(f"checkpoint {known} in {folder} is not the one that the database knows")
    if here > known:
        log.warning("checkpoint %s was written but not noted; it is now", here)
        _remember(database, folder, keys, seals[here], seals.get(known))
    return seals.get(here)


def _remember(database: Database, folder: Path, keys: Keyring, sealed: Seal, previous: Seal | None) -> None:
    """Note in the database what the file holds, in short transactions; doing it twice changes nothing."""
    rows: list[dict[str, Any]] = []
    for mark in read_marks(folder, sealed.number, keys, previous):
        rows.append({"order_id": mark.order_id, "seq": mark.count})
        if len(rows) == _AT_ONCE:
            _note(database, rows)
            rows = []
    _note(database, rows)
    with database.write() as session:
        session.merge(Checkpoint(number=sealed.number, at=datetime.fromisoformat(sealed.at), mac=sealed.mac))


def _note(database: Database, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    with database.write() as session:
        wanted = [row["order_id"] for row in rows]
        known = set(session.scalars(select(SealedOrder.order_id).where(SealedOrder.order_id.in_(wanted))))
        if again := [row for row in rows if row["order_id"] in known]:
            session.execute(update(SealedOrder), again)
        if new := [row for row in rows if row["order_id"] not in known]:
            session.execute(insert(SealedOrder), new)

"""What a step would change, found by taking it and taking it back: nobody is told, nothing stays."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import recompute
from dispatch.actions.duplicates import merge_duplicate
from dispatch.actions.log import locked_order
from dispatch.actions.steps import take_step
from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import Actor
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.session import Database

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where an order stands: what a step may change of it."""

    status: Status
    tier: str
    area_id: str
    technician_id: str | None
    planned_start_at: datetime | None
    agreed_at: datetime | None
    promises: Mapping[tuple[str, int], tuple[str, datetime | None]]
    """Promise and occasion: its state and when it is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    before: Stand
    after: Stand


class _TakenBack(Exception):  # no error: the way out of a transaction that leaves nothing
    def __init__(self, found: Any) -> None:
        super().__init__()
        self.found = found


def _leave(found: object) -> NoReturn:
    raise _TakenBack(found)


def _take_back(database: Database, deed: Callable[[Session], Found]) -> Found:
    try:
        with database.write() as session:
            _leave(deed(session))
    except _TakenBack as done:
        found: Found = done.found
        return found


def try_step(
    database: Database, order_id: str, step: Step, data: Mapping[str, Any], *, actor: Actor, now: datetime
) -> Trial:
    """Refused as the step itself would be."""

    def deed(session: Session) -> Trial:
        order = locked_order(session, order_id)
        recompute(session, order, now)  # what time alone has moved since is no change of the step's
        session.flush()
        before = _stand(session, order)
        result = take_step(
            session,
            order_id,
            step,
            data,
            actor=actor,
            occurred_at=now,
            received_at=now,
            event_id=str(uuid.uuid4()),
        )
        session.flush()
        return Trial(before=before, after=_stand(session, result.order))

    return _take_back(database, deed)


def try_merge(
    database: Database, order_id: str, other_id: str, *, actor: Actor, now: datetime
) -> tuple[str, str]:
    """Which of the two would go on, and which would be closed; refused as the merge itself would be."""

    def deed(session: Session) -> tuple[str, str]:
        merge = merge_duplicate(session, order_id, other_id, actor=actor, now=now, event_id=str(uuid.uuid4()))
        return merge.kept.id, merge.closed.id

    return _take_back(database, deed)


def _stand(session: Session, order: Order) -> Stand:
    clocks = session.scalars(
        select(PromiseClock)
        .where(PromiseClock.order_id == order.id)
        .order_by(PromiseClock.promise, PromiseClock.occasion)
        .execution_options(populate_existing=True)
    )
    return Stand(
        status=order.status,
        tier=order.tier,
        area_id=order.area_id,
        technician_id=order.technician_id,
        planned_start_at=order.planned_start_at,
        agreed_at=order.agreed_at,
        promises={(str(each.promise), each.occasion): (str(each.state), each.due_at) for each in clocks},
    )

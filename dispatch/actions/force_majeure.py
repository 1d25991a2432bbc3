"""Declare force majeure for an area and a span, and end it: the orders concerned stand still by it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import recompute
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.log import append, claim_name
from dispatch.orders.facts import ForceMajeure
from dispatch.orders.lifecycle import OPEN, Status
from dispatch.orders.people import Actor, Role
from dispatch.orders.timing import Timing
from dispatch.storage.district import Area, District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.force_majeure import Declaration, covering
from dispatch.storage.order import Order

MAY_DECLARE: Final = frozenset({Role.MANAGER, Role.ADMIN})


def declare(  # a declaration has as many sides
    session: Session,
    *,
    event_id: str,
    district_id: str,
    area_id: str | None,
    from_at: datetime,
    until_at: datetime | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Declaration:
    """From then on, or since then, nobody could work there; the same event id again changes nothing."""
    if actor.role not in MAY_DECLARE:
        raise NotAllowed("role")
    claim_name(session, f"force majeure {event_id}")
    if known := session.get(Declaration, event_id):
        return known
    if session.get(District, district_id) is None:
        raise NotFound("district", district_id)
    area = None if area_id is None else session.get(Area, area_id)
    if area_id is not None and (area is None or area.district_id != district_id):
        raise InvalidField("area_id", "an area of the district", area_id)
    if until_at is not None and until_at <= from_at:
        raise InvalidField("until_at", "a time after from_at", until_at.isoformat())
    declaration = Declaration(
        id=event_id,
        district_id=district_id,
        area_id=area_id,
        from_at=from_at,
        until_at=until_at,
        reason=reason,
        declared_by=f"{actor.role}:{actor.id}",
        declared_at=now,
    )
    session.add(declaration)
    session.flush()
    _tell(session, declaration, _concerned(session, declaration), actor, now)
    return declaration


def end(
    session: Session, declaration_id: str, *, at: datetime | None = None, actor: Actor, now: datetime
) -> Declaration:
    """It is over, now or since `at`; every clock that stood still by it is judged anew."""
    if actor.role not in MAY_DECLARE:
        raise NotAllowed("role")
    declaration = session.get(Declaration, declaration_id, with_for_update=True)
    if declaration is None:
        raise NotFound("force majeure", declaration_id)
    ended_at = at or now
    if ended_at > now:
        raise InvalidField("ended_at", "a time that is not in the future", ended_at.isoformat())
    ended_at = max(ended_at, declaration.from_at)  # called off before it began: it stops nothing
    if declaration.ended_at == ended_at:
        return declaration
    declaration.ended_at = ended_at
    _tell(session, declaration, _told(session, declaration), actor, now)
    return declaration


def join_declarations(session: Session, order: Order, now: datetime) -> bool:
    """An order that came into the area later stands still with the others; whether there is anything to stand still by."""
    joined = False
    for declaration in session.scalars(
        select(Declaration).where(covering(order.district_id, order.area_id)).order_by(Declaration.id)
    ):
        if declaration.over_at is None or declaration.over_at > order.accepted_at:
            append(session, order, _fact(declaration), _timing(now))
            joined = True
    return joined


def leave_declarations(session: Session, order: Order, now: datetime) -> None:
    """An order whose address was corrected stands still no longer by what holds elsewhere."""
    told = _declarations_of(session, order)
    for declaration in session.scalars(select(Declaration).where(Declaration.id.in_(told))):
        here = declaration.area_id in (None, order.area_id)
        if not here and (declaration.over_at is None or declaration.over_at > now):
            append(
                session,
                order,
                replace(_fact(declaration), until_at=max(now, declaration.from_at)),
                _timing(now),
            )


def _concerned(session: Session, declaration: Declaration) -> Iterable[Order]:
    """The orders that are open, or were within the span, there."""
    place = Order.district_id == declaration.district_id
    if declaration.area_id is not None:
        place &= Order.area_id == declaration.area_id
    if declaration.until_at is not None:
        place &= Order.accepted_at < declaration.until_at
    return session.scalars(
        select(Order)
        .where(
            place,
            or_(
                Order.status.in_(sorted(OPEN)),
                (Order.status != Status.WITHDRAWN) & (Order.completed_at > declaration.from_at),
            ),
        )
        .order_by(Order.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _told(session: Session, declaration: Declaration) -> Iterable[Order]:
    """The orders that have it in their log."""
    told = select(LoggedEvent.order_id).where(
        LoggedEvent.type == "force_majeure",
        LoggedEvent.data["declaration_id"].as_string() == declaration.id,
    )
    return session.scalars(
        select(Order)
        .where(Order.id.in_(told))
        .order_by(Order.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _declarations_of(session: Session, order: Order) -> list[str]:
    rows = session.scalars(
        select(LoggedEvent.data).where(LoggedEvent.order_id == order.id, LoggedEvent.type == "force_majeure")
    )
    return [str(data["declaration_id"]) for data in rows]


def _tell(
    session: Session, declaration: Declaration, orders: Iterable[Order], actor: Actor, now: datetime
) -> None:
    for order in orders:
        append(session, order, _fact(declaration), _timing(now), actor=actor)
        recompute(session, order, now)


def _fact(declaration: Declaration) -> ForceMajeure:
    return ForceMajeure(
        declaration_id=declaration.id, from_at=declaration.from_at, until_at=declaration.over_at
    )


def _timing(now: datetime) -> Timing:
    return Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False)

"""The parts in the vans, as somebody counted them or after a van was filled up (a visit's: parts.py)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.parts import locked_technician
from dispatch.actions.plans import request_plan
from dispatch.orders.people import DESK, Actor, Role
from dispatch.storage.technician import Technician

MOST: Final = 10_000
"""More of a part is a slip of the finger."""


def set_stock(
    session: Session, technician_id: str, stock: Mapping[str, int] | None, *, actor: Actor, now: datetime
) -> dict[str, int]:
    """Say what is in the van now; None: it was filled up to its load. The district is planned anew with it."""
    if actor.role not in DESK and actor != Actor(Role.TECHNICIAN, technician_id):
        raise NotAllowed("role")
    technician = locked_technician(session, technician_id)
    if technician is None:
        raise NotFound("technician", technician_id)
    for part, count in (stock or {}).items():
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MOST:
            raise InvalidField(f"stock.{part}", f"a whole number from 0 to {MOST}", count)
    technician.stock = dict(technician.load if stock is None else stock)
    request_plan(session, technician.district_id, actor=actor, now=now)
    return technician.stock


def fill_vans(session: Session, district_id: str) -> int:
    """Before the shifts begin, each van that is counted has its load again; how many were filled."""
    vans = session.scalars(
        select(Technician)
        .where(Technician.district_id == district_id, Technician.active)
        .order_by(Technician.id)
        .with_for_update()
    )
    filled = 0
    for technician in vans:
        if technician.stock is not None and technician.load and technician.stock != technician.load:
            technician.stock = dict(technician.load)
            filled += 1
    return filled

"""What a completed order leaves at the customer's comes out of the technician's van."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.work import WORK
from dispatch.storage.order import Order
from dispatch.storage.technician import Technician
from technicians.kit import used


def use_parts(session: Session, order: Order) -> None:
    """What its first completion leaves at the customer's comes out of the van; a reopened order has it already."""
    parts = WORK[order.kind].parts
    if order.technician_id is None or order.parts_used or not parts:
        return
    technician = locked_technician(session, order.technician_id)
    if technician is not None and technician.stock is not None:
        technician.stock = used(technician.stock, parts)
        order.parts_used = dict(parts)


def locked_technician(session: Session, technician_id: str) -> Technician | None:
    """Two completions at once must both count."""
    return session.scalar(
        select(Technician)
        .where(Technician.id == technician_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )

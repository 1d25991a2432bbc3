"""Put an order between two visits that a person chose: once, at the version that they saw, or not at all."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.actions.log import locked_order
from dispatch.actions.rescues import do_rescue, rescue_done
from dispatch.actions.steps import check_fresh
from dispatch.orders.people import Actor
from dispatch.planning.rescue import Rescue
from dispatch.storage.rescue import RescueDone


def place_order(
    session: Session,
    order_id: str,
    place: Rescue,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
    expected_version: int,
) -> RescueDone:
    """StaleVersion where somebody else has taken a step since, StalePlan where the lane is another one."""
    order = locked_order(session, order_id)
    if (done := rescue_done(session, event_id, order_id)) is not None:
        return done
    check_fresh(session, order, expected_version, actor)
    done = do_rescue(session, order_id, place, actor=actor, now=now, event_id=event_id)
    order.placed_by_hand = True
    return done

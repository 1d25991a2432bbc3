"""Keep a guided fault check, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound
from dispatch.actions.log import claim_name
from dispatch.orders.fault_check import Answers, BadPath, CheckChannel, CheckOutcome, fault_tree
from dispatch.orders.line import line_key
from dispatch.orders.people import Actor
from dispatch.storage.district import District
from dispatch.storage.fault_check import FaultCheck
from dispatch.storage.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Whose line was checked."""

    phone: str
    address: str
    line_id: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    check: FaultCheck
    replayed: bool


def keep_check(
    session: Session,
    district_id: str,
    line: Line,
    answers: Answers,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
    channel: CheckChannel = CheckChannel.DESK,
) -> Kept:
    """The answers with the end that they lead to; the same event again changes nothing."""
    claim_name(session, f"check {event_id}")
    key = line_key(line.phone, line.address)
    if known := session.get(FaultCheck, event_id):
        if known.district_id != district_id or known.line_key != key:
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return Kept(known, replayed=True)
    if session.get(District, district_id) is None:
        raise NotFound("district", district_id)
    tree = fault_tree()
    try:
        end = tree.walk(answers)
    except BadPath as astray:
        raise InvalidField("answers", "answers to what is asked, up to an end", str(astray)) from astray
    check = FaultCheck(
        id=event_id,
        district_id=district_id,
        line_id=line.line_id,
        line_key=key,
        tree=tree.version,
        answers=[list(one) for one in answers],
        end=end.name,
        outcome=end.outcome,
        channel=channel,
        checked_at=now,
        checked_by_role=actor.role,
        checked_by_id=actor.id,
    )
    session.add(check)
    session.flush()
    return Kept(check, replayed=False)


def join_check(session: Session, check_id: str, order: Order) -> None:
    """The order came of that check. One that was solved and ends in an order after all saved no visit."""
    check = session.get(FaultCheck, check_id)
    if check is None or check.district_id != order.district_id:
        raise InvalidField("fault_check_id", "a check made in this district", check_id)
    if check.order_id not in (None, order.id):
        raise InvalidField("fault_check_id", "a check without another order", check_id)
    check.order_id = order.id
    if check.outcome is CheckOutcome.SOLVED:
        check.outcome = CheckOutcome.VISIT

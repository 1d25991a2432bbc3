"""What somebody wants at intake, before there is an order, as the planner sees it: for offering half-days at the counter."""

import math
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.codes import Kind
from dispatch.orders.work import WORK
from dispatch.planning.day import PlannedOrder
from dispatch.planning.rules import read_rules
from dispatch.storage.district import Area, District
from dispatch.storage.learned import Lengths, read_learned
from dispatch.storage.policy import policy_on
from sla.order import OrderFacts, clocks_of
from sla.policy import Kind as PromisedKind
from sla.policy import PromiseCode
from technicians.skills import needed

DRAFT = "draft"


def wanted_at_intake(
    session: Session,
    district: District,
    kind: Kind,
    place: tuple[float, float],
    now: datetime,
    *,
    area_id: str | None = None,
) -> PlannedOrder:
    """Accepted now: with the skills, the length and the due time that the order would have."""
    area = session.get(Area, area_id) if area_id else area_near(session, district.id, *place)
    facts = OrderFacts(
        kind=PromisedKind(kind),
        tier="standard" if area is None else area.tier,
        zone=district.zone,
        accepted_at=now,
    )
    clocks = clocks_of(facts, policy_on(session, now, district.zone), now)
    work = WORK[kind]
    lengths = lengths_in(session, district.id)
    usual, area_known = timedelta(minutes=work.duration_min), "" if area is None else area.id
    return PlannedOrder(
        id=DRAFT,
        place=place,
        duration=lengths.learned.duration(usual, kind.value, area_known, None, percentile=lengths.percentile),
        skills=needed(kind),
        priority=work.priority,
        due_at=next(clock.due_at for clock in clocks if clock.promise is PromiseCode.COMPLETE),
        area_id=area_known,
        tools=work.tools,
        parts=work.parts,
    )


def lengths_in(session: Session, district_id: str) -> Lengths:
    """How long visits take there, as its plans reckon."""
    rules = read_rules(session.get_one(District, district_id).planning)
    return Lengths(read_learned(session, district_id), rules.duration_percentile)


def area_near(session: Session, district_id: str, lat: float, lon: float) -> Area | None:
    """The district's area whose middle is nearest."""
    areas = session.scalars(select(Area).where(Area.district_id == district_id).order_by(Area.id))
    narrowing = math.cos(math.radians(lat))
    return min(areas, key=lambda area: math.hypot(area.lat - lat, (area.lon - lon) * narrowing), default=None)

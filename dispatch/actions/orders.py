"""Accept an order from a customer: serviceable or refused with the reason, its promises fixed once."""

import hashlib
import math
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import recompute
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound, NotServiceable
from dispatch.actions.force_majeure import join_declarations
from dispatch.actions.incident_orders import join_incidents
from dispatch.actions.linked import link_repeat
from dispatch.actions.log import append, claim_name, logged
from dispatch.orders import codes, facts
from dispatch.orders.lifecycle import MAY, Status, Step
from dispatch.orders.people import Actor, Role
from dispatch.orders.timing import TRANSPORT, Timing
from dispatch.orders.work import WORK
from dispatch.storage.base import new_id
from dispatch.storage.district import Area, District
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_on
from technicians.skills import needed

_PREFIX: Final = {codes.Kind.INSTALL: "I", codes.Kind.MOVE: "M", codes.Kind.REPAIR: "R"}
_LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """What somebody wants; for a move, `address` is the destination."""

    kind: codes.Kind
    district_id: str
    customer_name: str
    customer_phone: str
    address: str
    lat: float
    lon: float
    language: str = "zh-Hans"
    area_id: str | None = None
    from_address: str | None = None
    from_lat: float | None = None
    from_lon: float | None = None
    contracted_mbps: int | None = None
    booked_date: date | None = None
    booked_half: codes.Half | None = None
    offered_at: datetime | None = None
    """The start of the earliest slot that we offered, when the customer booked a later one."""
    accepted_at: datetime | None = None
    """When the complete request was received on any channel; keying it later does not move it."""
    external_ref: str | None = None
    note: str | None = None
    urgent_deadline_at: datetime | None = None
    """It comes with an urgent complaint that the desk confirms: the customer's own deadline."""
    source: str = "api"
    line_id: str | None = None
    """The operator's own name of the line, when it has one."""
    in_service: bool = False
    """The line is there: whether a new one could be given is no question."""
    not_wanted: tuple[str, ...] = ()
    """Technicians whom the customer does not want to come."""
    waits_for: tuple[str, ...] = ()
    """Orders of the district, such as work on the line, that have to be done before this one's visit begins."""


@dataclass(frozen=True, slots=True)
class Intake:
    order: Order
    replayed: bool


def accept_order(
    session: Session, draft: OrderDraft, *, actor: Actor, now: datetime, event_id: str
) -> Intake:
    """Take the order in, start its clocks; the same event or external reference again changes nothing."""
    if actor.role not in MAY[Step.ACCEPT]:
        raise NotAllowed("role")
    claim_name(session, f"accept {event_id}")
    if event := logged(session, event_id):
        if event.type != Step.ACCEPT:
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return Intake(session.get_one(Order, event.order_id), replayed=True)
    if draft.external_ref is not None:
        claim_name(session, f"external {draft.external_ref}")
        if known := session.scalar(select(Order).where(Order.external_ref == draft.external_ref)):
            return Intake(known, replayed=True)

    accepted_at = _acceptance(draft, now)
    _check(draft)
    _check_urgent(draft, actor, now)
    district = session.get(District, draft.district_id)
    if district is None:
        raise NotFound("district", draft.district_id)
    area = _area_of(session, draft)
    if not area.serviceable and not draft.in_service:
        raise NotServiceable(area.reason or "not_serviceable")
    _check_waits(session, draft)
    local_day = accepted_at.astimezone(ZoneInfo(district.zone)).date()
    policy, work = policy_on(session, accepted_at, district.zone), WORK[draft.kind]

    order_id = new_id(now, "order", event_id)
    order = Order(
        id=order_id,
        number=_free_number(session, draft.kind, local_day, order_id),
        district_id=district.id,
        area_id=area.id,
        kind=draft.kind,
        tier=area.tier,
        policy_version=policy.version,
        status=Status.ACCEPTED,
        version=0,
        priority=work.priority,
        customer_name=draft.customer_name.strip(),
        customer_phone=draft.customer_phone.strip(),
        language=draft.language,
        address=draft.address.strip(),
        lat=draft.lat,
        lon=draft.lon,
        from_address=draft.from_address,
        from_lat=draft.from_lat,
        from_lon=draft.from_lon,
        line_id=draft.line_id,
        contracted_mbps=draft.contracted_mbps,
        booked_date=draft.booked_date,
        booked_half=None if draft.booked_date is None else draft.booked_half or codes.Half.DAY,
        skills=sorted(needed(draft.kind)),
        duration_min=work.duration_min,
        declined_by=[],
        not_wanted=sorted(set(draft.not_wanted)),
        waits_for=sorted(set(draft.waits_for)),
        parts_used={},
        visit_no=1,
        pinned=False,
        placed_by_hand=False,
        accepted_at=accepted_at,
        received_at=now,
        source=draft.source,
        external_ref=draft.external_ref,
        note=draft.note,
        updated_at=now,
        changed_by_role=actor.role,
        changed_by_id=actor.id,
    )
    session.add(order)
    session.flush()
    if actor.role is Role.CUSTOMER:  # the customer of an order is known by the order
        actor = Actor(Role.CUSTOMER, order_id)
    append(
        session,
        order,
        facts.Accepted(
            kind=draft.kind,
            area_id=area.id,
            tier=area.tier,
            policy_version=policy.version,
            booked_date=order.booked_date,
            booked_half=order.booked_half,
            offered_at=draft.offered_at,
            contracted_mbps=draft.contracted_mbps,
        ),
        Timing(occurred_at=accepted_at, received_at=now, judged_at=accepted_at, skewed=False),
        actor=actor,
        event_id=event_id,
    )
    join_declarations(session, order, now)
    _confirm_urgent(session, order, draft, actor=actor, now=now, event_id=event_id)
    recompute(session, order, now)
    if draft.kind is codes.Kind.REPAIR and draft.source != "optimisation":
        link_repeat(session, order, now=now)
        join_incidents(session, order, now=now)
    return Intake(order, replayed=False)


def _acceptance(draft: OrderDraft, now: datetime) -> datetime:
    accepted_at = draft.accepted_at or now
    if accepted_at.tzinfo is None:
        raise InvalidField("accepted_at", "a time with a zone", accepted_at.isoformat())
    if accepted_at - now > TRANSPORT:
        raise InvalidField("accepted_at", "a time that is not in the future", accepted_at.isoformat())
    return min(accepted_at, now)


def _check_waits(session: Session, draft: OrderDraft) -> None:
    """Only what exists already: nothing can come to wait for itself."""
    for first in draft.waits_for:
        known = session.get(Order, first)
        if known is None or known.district_id != draft.district_id:
            raise InvalidField("waits_for", "orders of the district", first)


def _check(draft: OrderDraft) -> None:
    for field in ("customer_name", "customer_phone", "address"):
        if not str(getattr(draft, field)).strip():
            raise InvalidField(field, "a value", getattr(draft, field))
    _check_place("", draft.lat, draft.lon)
    if draft.language not in _LANGUAGES:
        raise InvalidField("language", f"one of {', '.join(_LANGUAGES)}", draft.language)
    if draft.kind is codes.Kind.MOVE:
        if not (draft.from_address or "").strip():
            raise InvalidField("from_address", "the address that the customer moves from", draft.from_address)
        if draft.from_lat is not None and draft.from_lon is not None:
            _check_place("from_", draft.from_lat, draft.from_lon)
    if draft.contracted_mbps is not None and not 1 <= draft.contracted_mbps <= 100_000:  # noqa: PLR2004  # 100 Gbit/s
        raise InvalidField("contracted_mbps", "a rate from 1 to 100000", draft.contracted_mbps)
    if draft.booked_half is not None and draft.booked_date is None:
        raise InvalidField("booked_date", "a date, because a half of the day is booked")
    if draft.offered_at is not None and draft.offered_at.tzinfo is None:
        raise InvalidField("offered_at", "a time with a zone", draft.offered_at.isoformat())


def _check_urgent(draft: OrderDraft, actor: Actor, now: datetime) -> None:
    deadline_at = draft.urgent_deadline_at
    if deadline_at is None:
        return
    if actor.role not in MAY[Step.CONFIRM_URGENT]:
        raise NotAllowed("role")
    if deadline_at.tzinfo is None or deadline_at <= now:
        raise InvalidField("urgent_deadline_at", "a time that is still to come", deadline_at.isoformat())


def _confirm_urgent(
    session: Session, order: Order, draft: OrderDraft, *, actor: Actor, now: datetime, event_id: str
) -> None:
    if draft.urgent_deadline_at is None:
        return
    append(
        session,
        order,
        facts.UrgentConfirmed(deadline_at=draft.urgent_deadline_at),
        Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False),
        actor=actor,
        event_id=new_id(now, "urgent", event_id),
    )


def _check_place(prefix: str, lat: float, lon: float) -> None:
    if not (math.isfinite(lat) and -90 <= lat <= 90):  # noqa: PLR2004  # the poles
        raise InvalidField(f"{prefix}lat", "a latitude from -90 to 90", lat)
    if not (math.isfinite(lon) and -180 <= lon <= 180):  # noqa: PLR2004  # the antimeridian
        raise InvalidField(f"{prefix}lon", "a longitude from -180 to 180", lon)


def _area_of(session: Session, draft: OrderDraft) -> Area:
    """The area that was named, else the one whose middle is nearest."""
    if draft.area_id is None:
        return nearest_area(session, draft.district_id, draft.lat, draft.lon)
    area = session.get(Area, draft.area_id)
    if area is None or area.district_id != draft.district_id:
        raise InvalidField("area_id", "an area of the district", draft.area_id)
    return area


def nearest_area(session: Session, district_id: str, lat: float, lon: float) -> Area:
    """The district's area whose middle is nearest to that place."""
    areas = list(session.scalars(select(Area).where(Area.district_id == district_id).order_by(Area.id)))
    if not areas:
        raise NotServiceable("no_area")
    narrowing = math.cos(math.radians(lat))
    return min(areas, key=lambda a: math.hypot(a.lat - lat, (a.lon - lon) * narrowing))


def _free_number(session: Session, kind: codes.Kind, day: date, order_id: str) -> str:
    """Short enough to say on the phone, not a counter that two intakes would wait for."""
    digest = (
        b32encode(hashlib.sha256(order_id.encode()).digest()).decode().translate(str.maketrans("IO", "89"))
    )
    for length in range(4, 12):
        number = f"{_PREFIX[kind]}{day:%m%d}-{digest[:length]}"
        if session.scalar(select(Order.id).where(Order.number == number)) is None:
            return number
    raise RuntimeError("no free order number")  # eight collisions of a growing hash do not happen

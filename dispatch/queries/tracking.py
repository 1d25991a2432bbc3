"""What a customer sees of the one order that the link is for."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import OPEN, Status, Step, steps_from
from dispatch.orders.people import Role
from dispatch.planning.roll import NONE, Z90, travel_spread, window_around
from dispatch.queries.aftercare import aftercare_of
from dispatch.queries.cards import window_json
from dispatch.queries.linked import linked_to
from dispatch.queries.masking import mask_address, mask_name
from dispatch.queries.pauses import pauses_of, steps_with_cause
from dispatch.queries.people import position_json
from dispatch.queries.promises import (
    expectations_of,
    expected_arrival,
    expected_end,
    instant,
    owed_cents,
    positions_of,
    promises_of,
    window_of,
)
from dispatch.storage.compensation import Compensation
from dispatch.storage.district import District
from dispatch.storage.eta import Expected
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.technician import Position, Technician
from dispatch.travel.great_circle import GreatCircle

OFFERED: Final = frozenset(
    {
        Step.CONFIRM,
        Step.REQUEST_WITHDRAWAL,
        Step.RETRACT_WITHDRAWAL,
        Step.REOPEN,
        Step.CONTACT,
        Step.RESUME,
        Step.ASK,
        Step.DISPUTE_PAUSE,
    }
)
PROMISED: Final = frozenset(
    {"complete", "urgent", "contact", "arrive", "speed", "cancel_verify", "cancel_done"}
)
"""The others are promises of ours to ourselves."""
REOPENABLE: Final = timedelta(hours=48)
NAMED_FROM: Final = frozenset(Status) - {
    Status.ACCEPTED,
    Status.ASSIGNED,
    Status.VISIT_FAILED,
    Status.WITHDRAWN,
}
"""From taking the order on, the technician is told by name."""
UNKNOWN: Final = 0.2
"""How unsure we are of an arrival that no plan was rolled forward for, as a share of the time until then."""
AROUND_DEG: Final = 0.01
"""Streets within about a kilometre of the door, and of the way to it, are drawn."""


def tracking(session: Session, order_id: str, *, now: datetime) -> dict[str, Any]:
    """Where it is, who comes and when, what we promised, what the customer may do."""
    order = session.get_one(Order, order_id)
    district = session.get_one(District, order.district_id)
    technician = (
        session.get(Technician, order.technician_id)
        if order.technician_id and order.status in NAMED_FROM
        else None
    )
    aftercare = aftercare_of(session, order_id, whole=True)
    position = positions_of(session, [order]).get(order.id)
    ahead = expectations_of(session, [order]).get(order.id)
    arrival = expected_arrival(order, now, position, ahead)
    promises = promises_of(session, [order], now)[order_id]
    return {
        "order": {
            "id": order.id,
            "number": order.number,
            "kind": str(order.kind),
            "status": str(order.status),
            "version": order.version,
            "contracted_mbps": order.contracted_mbps,
            "download_mbps": order.download_mbps,
            "address": mask_address(order.address),
            "booked_date": order.booked_date.isoformat() if order.booked_date else None,
            "booked_half": str(order.booked_half) if order.booked_half else None,
            "agreed_at": instant(order.agreed_at),
            "window": window_json(session, order, district.zone),
            "held_reason": order.held_reason,
            "held_until": instant(order.held_until),
        },
        "customer": {"name": mask_name(order.customer_name), "language": order.language},
        "steps": _steps(session, order, arrival, expected_end(order, now, position, ahead)),
        "technician": None
        if technician is None
        else {
            "name": technician.name,
            "name_en": technician.name_en,
            "badge": technician.badge,
            "phone": technician.phone if order.status in OPEN else None,
            "position": position_json(position),
        },
        "eta": _eta(session, order, arrival, ahead, zone=district.zone, now=now),
        "distance_m": _distance_m(order, position),
        "home": {"lat": order.lat, "lon": order.lon},
        "map": _around(
            district.map, [(order.lat, order.lon), *([(position.lat, position.lon)] if position else [])]
        ),
        "promises": [
            {**promise, "owed_cents": owed_cents(session, order, promise["promise"])}
            for promise in promises
            if promise["promise"] in PROMISED and promise["state"] != "void"
        ],
        "pauses": pauses_of(promises),
        "compensation": [
            {"amount_cents": entry.amount_cents, "promise": entry.promise, "goodwill": entry.goodwill}
            for entry in session.scalars(
                select(Compensation)
                .where(Compensation.order_id == order_id, Compensation.withdrawn_at.is_(None))
                .order_by(Compensation.created_at)
            )
        ],
        "questions": [_mine(question) for question in aftercare["questions"]],
        "care": [
            {name: case[name] for name in ("id", "stage", "opened_at", "closed_at", "due_at", "state")}
            for case in aftercare["care_cases"]
        ],
        "rating": _rating(aftercare["call_backs"]),
        "linked": [
            {
                name: other[name]
                for name in ("number", "kind", "status", "relation", "later", "due_at", "state")
            }
            for other in linked_to(session, order_id)
        ],
        "may": _may(order, promises, now),
        "now": now.isoformat(),
    }


def _may(order: Order, promises: Sequence[dict[str, Any]], now: datetime) -> list[str]:
    mine = steps_from(order.status, Role.CUSTOMER)
    steps = OFFERED.intersection(steps_with_cause(mine, promises, Role.CUSTOMER))
    late = order.completed_at is None or now - order.completed_at > REOPENABLE
    if late:
        steps -= {Step.REOPEN}  # later it is a new order
    deeds = {str(step) for step in steps}
    if order.completed_at is not None:
        deeds |= {"rate", "report_again"} if late else {"rate"}
    return sorted(deeds)


def _mine(question: dict[str, Any]) -> dict[str, Any]:
    """A question as its customer sees it: who cares for it, and until when the answer is owed."""
    return {
        name: question[name]
        for name in ("id", "kind", "text", "asked_at", "owner", "due_at", "state", "answer", "answered_at")
    }


def _rating(owed: Sequence[dict[str, Any]]) -> int | None:
    """What the customer said of the last visit."""
    rating: int | None = owed[-1]["rating"] if owed else None
    return rating


def _steps(
    session: Session, order: Order, arrival: datetime | None, end: datetime | None
) -> list[dict[str, Any]]:
    """The stepper: what has happened with its time, what is to come with when it is expected."""
    contacted_at = session.scalar(
        select(LoggedEvent.judged_at)
        .where(LoggedEvent.order_id == order.id, LoggedEvent.type == Step.CONTACT)
        .order_by(LoggedEvent.seq.desc())
        .limit(1)
    )
    leaves = None if arrival is None else arrival - timedelta(seconds=order.planned_travel_s or 0)
    steps: Iterable[tuple[str, datetime | None, datetime | None]] = (
        ("accepted", order.accepted_at, None),
        ("contacted", contacted_at, None),
        ("on_the_way", order.on_the_way_at, leaves),
        ("on_site", order.on_site_at, arrival),
        ("completed", order.completed_at, end if order.status in OPEN else None),
    )
    return [
        {"step": name, "at": instant(at), "expected_at": None if at else instant(expected)}
        for name, at, expected in steps
    ]


def _eta(
    session: Session,
    order: Order,
    arrival: datetime | None,
    ahead: Expected | None,
    *,
    zone: str,
    now: datetime,
) -> dict[str, Any] | None:
    """When to expect us: as wide as we are unsure, never wider than what was agreed."""
    if arrival is None or order.status not in (Status.TAKEN, Status.CONTACTED, Status.ON_THE_WAY):
        return None
    sure_at = arrival + UNKNOWN * max(arrival - now, NONE)
    if order.status is Status.ON_THE_WAY:
        sure_at = arrival + Z90 * travel_spread(max(arrival - now, NONE))
    elif ahead is not None and ahead.arrive_p50_at is not None and ahead.arrive_p90_at is not None:
        sure_at = arrival + (ahead.arrive_p90_at - ahead.arrive_p50_at)
    starts_at, ends_at = window_around(arrival, sure_at, now)
    window = window_of(session, order, zone)
    if window is not None and window.from_at <= arrival <= window.to_at:
        starts_at, ends_at = max(starts_at, window.from_at), min(ends_at, window.to_at)
    return {"from": instant(starts_at), "to": instant(ends_at), "at": instant(arrival)}


def _distance_m(order: Order, position: Position | None) -> int | None:
    if position is None:
        return None
    metres = GreatCircle().metres([(position.lat, position.lon)], [(order.lat, order.lon)])
    return round(float(metres[0, 0]))


def _around(whole: dict[str, Any], places: Sequence[tuple[float, float]]) -> dict[str, Any] | None:
    """The streets around the door and the technician; a page of a hundred kilobytes does not carry a city."""
    if not whole:
        return None
    south, north = min(lat for lat, _ in places) - AROUND_DEG, max(lat for lat, _ in places) + AROUND_DEG
    west, east = min(lon for _, lon in places) - AROUND_DEG, max(lon for _, lon in places) + AROUND_DEG

    def near(point: list[float]) -> bool:
        return south <= point[0] <= north and west <= point[1] <= east

    def clipped(points: list[list[float]]) -> list[list[float]]:
        """From one point before the first near one to one point after the last: lines run out of the picture."""
        inside = [k for k, point in enumerate(points) if near(point)]
        return points[max(0, inside[0] - 1) : inside[-1] + 2] if inside else []

    streets = [{**street, "points": clipped(street["points"])} for street in whole.get("streets", [])]
    return {
        "streets": [street for street in streets if street["points"]],
        "river": clipped(whole.get("river", [])),
        "parks": [park for park in whole.get("parks", []) if any(near(point) for point in park)],
    }

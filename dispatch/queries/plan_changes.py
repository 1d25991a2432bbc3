"""What a stored plan changed against the one before it, and why, with names instead of ids."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.queries.masking import mask_name
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.plan import Plan
from dispatch.storage.technician import Technician

Line = dict[str, Any]


def plan_changes(session: Session, district_id: str, version: int) -> dict[str, Any] | None:
    """None if that plan is not kept (any more). A plan that a person made by hand has no changes to tell."""
    plan = session.get(Plan, (district_id, version))
    if plan is None:
        return None
    difference = plan.stats.get("changes") or {}
    return {
        "district_id": district_id,
        "version": version,
        "created_at": plan.created_at.isoformat(),
        "zone": session.get_one(District, district_id).zone,
        "before": difference.get("before"),
        "after": difference.get("after"),
        "moved": difference.get("moved", 0),
        "agreed_changed": difference.get("agreed_changed", 0),
        "changes": named_changes(session, difference.get("changes", ())),
    }


def named_changes(session: Session, changes: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The changes of a `diff_json.difference_json`, ready to be worded by `web.plan_wording.changed`."""
    lines = list(changes)
    orders = _orders(session, {one[name] for one in lines for name in ("order_id", "other_id")} - {None})
    people = _people(
        session, {seat["technician_id"] for one in lines for seat in (one["was"], one["now"]) if seat}
    )
    return [_line(one, orders, people) for one in lines]


def _line(
    one: Mapping[str, Any], orders: Mapping[str, Line], people: Mapping[str, tuple[str, str | None]]
) -> Line:
    line: Line = {
        "order_id": one["order_id"],
        **orders.get(one["order_id"], {}),
        "change": one["change"],
        "cause": one["cause"],
        "seconds": one["seconds"],
    }
    if one["other_id"] is not None:
        other = orders.get(one["other_id"], {})
        line |= {
            "other_id": one["other_id"],
            "other": other.get("customer", one["other_id"]),
            "other_number": other.get("number", one["other_id"]),
        }
    for name, prefix in (("now", ""), ("was", "was_")):
        if (seat := one[name]) is not None:
            who, latin = people.get(seat["technician_id"], (seat["technician_id"], None))
            line |= {
                f"{prefix}technician_id": seat["technician_id"],
                f"{prefix}technician": who,
                f"{prefix}technician_en": latin,
                f"{prefix}start_at": seat["start_at"],
                f"{prefix}end_at": seat["end_at"],
            }
    return line


def _orders(session: Session, ids: Iterable[str]) -> dict[str, Line]:
    rows = session.execute(select(Order.id, Order.number, Order.customer_name).where(Order.id.in_(list(ids))))
    return {key: {"number": number, "customer": mask_name(name)} for key, number, name in rows}


def _people(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    rows = session.execute(
        select(Technician.id, Technician.name, Technician.name_en).where(Technician.id.in_(list(ids)))
    )
    return {key: (name, latin) for key, name, latin in rows}

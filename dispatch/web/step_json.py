"""What a step of an order is and asks, and what hinders it, as the pages get it in the reader's language."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.actions.force_majeure import MAY_DECLARE
from dispatch.actions.step_look import FieldLook, Hindrance, StepLook
from dispatch.orders.lifecycle import OPEN, Step
from dispatch.orders.people import Role
from dispatch.storage.force_majeure import Declaration, covering
from dispatch.storage.order import Order
from dispatch.web.language import knows, say

_THROUGH: Final = {
    Step.MERGE: "/orders/{id}/merge",
    Step.ASK: "/orders/{id}/questions",
    Step.ANSWER: "/questions/{question_id}/answer",
    Step.RESTORE: "/incidents/{incident_id}/restore",
}
"""Where a step is posted that has an address of its own; all others to `/orders/{id}/steps`."""


def step_json(look: StepLook, language: str, order_id: str) -> dict[str, Any]:
    return {
        "step": str(look.step),
        "legal": look.why is None,
        "why": _say_hindrance(look.why, language),
        "roles": [str(role) for role in look.roles],
        "post": _THROUGH.get(look.step, "/orders/{id}/steps").replace("{id}", order_id),
        "asks": [_field_json(each, language) for each in look.fields],
        **({"together": list(look.together)} if look.together else {}),
    }


def _field_json(look: FieldLook, language: str) -> dict[str, Any]:
    told = look.told
    found: dict[str, Any] = {"name": told.name, "kind": str(told.kind), "required": told.required}
    if look.choices:
        found["choices"] = [
            {
                "value": choice.value,
                "why": _say_hindrance(choice.why, language),
                **({"names": choice.names} if choice.names else {}),
            }
            for choice in look.choices
        ]
    limits = {"least": told.least, "most": told.most, "default": told.default}
    found |= {name: value for name, value in limits.items() if value is not None}
    times = {"from_at": look.from_at, "to_at": look.to_at}
    found |= {name: at.isoformat() for name, at in times.items() if at is not None}
    if look.only_if:
        found["only_if"] = look.only_if
    if look.further_if:
        found["further_if"] = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in look.further_if.items()
        }
    return found


def _say_hindrance(why: Hindrance | None, language: str) -> dict[str, Any] | None:
    if why is None:
        return None
    comma = say(language, "step-list-comma")
    reason = f"reason-{(why.reason or '').replace('_', '-')}"
    text = say(
        language,
        f"step-why-{why.code.replace('_', '-')}",
        statuses=comma.join(say(language, f"status-{each.replace('_', '-')}") for each in why.statuses),
        roles=comma.join(say(language, f"role-{each}") for each in why.roles),
        reason=say(language, reason) if why.reason and knows(language, reason) else why.reason or "",
    )
    return {
        "code": why.code,
        "text": text,
        **({"statuses": [str(each) for each in why.statuses]} if why.statuses else {}),
        **({"roles": [str(each) for each in why.roles]} if why.roles else {}),
    }


def declare_json(session: Session, order: Order, role: Role, now: datetime, language: str) -> dict[str, Any]:
    """Force majeure is declared for an area or the district; how many open orders would stand still by it."""
    in_district = _count_open(session, order.district_id, None)
    in_area = _count_open(session, order.district_id, order.area_id)
    return _deed(
        "declare_force_majeure",
        "/force-majeure",
        role,
        language,
        [
            {
                "name": "area_id",
                "kind": "choice",
                "required": False,
                "choices": [
                    {"value": order.area_id, "why": None, "names": {"orders": in_area}},
                    {"value": None, "why": None, "names": {"orders": in_district}},
                ],
            },
            {"name": "from_at", "kind": "instant", "required": True, "to_at": now.isoformat()},
            {"name": "until_at", "kind": "instant", "required": False, "from_at": now.isoformat()},
            {"name": "reason", "kind": "text", "required": True, "least": 1, "most": 300},
        ],
    )


def end_json(
    session: Session, order: Order, role: Role, now: datetime, language: str
) -> list[dict[str, Any]]:
    """Each declaration that covers the order and is not over."""
    running = [
        each
        for each in session.scalars(select(Declaration).where(covering(order.district_id, order.area_id)))
        if each.over_at is None or each.over_at > now
    ]
    return [
        {
            **_deed(
                "end_force_majeure",
                f"/force-majeure/{each.id}/end",
                role,
                language,
                [{"name": "ended_at", "kind": "instant", "required": False, "to_at": now.isoformat()}],
            ),
            "together": [
                {
                    "declaration_id": each.id,
                    "area_id": each.area_id,
                    "reason": each.reason,
                    "from_at": each.from_at.isoformat(),
                    "until_at": each.until_at.isoformat() if each.until_at else None,
                }
            ],
        }
        for each in running
    ]


def _deed(name: str, post: str, role: Role, language: str, asked: list[dict[str, Any]]) -> dict[str, Any]:
    allowed = tuple(each for each in Role if each in MAY_DECLARE)
    why = None if role in MAY_DECLARE else Hindrance(code="role", roles=allowed)
    return {
        "step": name,
        "legal": why is None,
        "why": _say_hindrance(why, language),
        "roles": [str(each) for each in allowed],
        "post": post,
        "asks": asked,
    }


def _count_open(session: Session, district_id: str, area_id: str | None) -> int:
    wanted = select(func.count()).where(Order.district_id == district_id, Order.status.in_(sorted(OPEN)))
    if area_id is not None:
        wanted = wanted.where(Order.area_id == area_id)
    return session.scalar(wanted) or 0

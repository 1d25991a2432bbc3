"""Fault checks for a page: the questions, what was found before an order, and how many visits were saved."""

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.codes import Kind
from dispatch.orders.fault_check import LineEvent, Tree, by_week
from dispatch.storage.district import District
from dispatch.storage.fault_check import FaultCheck
from dispatch.storage.order import Order

SHOWN: Final = timedelta(weeks=8)


def tree_json(tree: Tree) -> dict[str, Any]:
    return {
        "version": tree.version,
        "start": tree.start,
        "questions": {
            name: [{"code": code, "next": goal.next, "end": goal.end} for code, goal in answers.items()]
            for name, answers in tree.questions.items()
        },
        "ends": {
            end.name: {"outcome": str(end.outcome), "skills": list(end.skills), "parts": list(end.parts)}
            for end in tree.ends.values()
        },
    }


def check_json(check: FaultCheck) -> dict[str, Any]:
    return {
        "id": check.id,
        "tree": check.tree,
        "answers": check.answers,
        "end": check.end,
        "outcome": str(check.outcome),
        "order_id": check.order_id,
        "checked_at": check.checked_at.isoformat(),
    }


def figures(session: Session, district_id: str, now: datetime) -> dict[str, Any]:
    """Of the last weeks: checks, those that saved a visit, their share; together and by week."""
    zone = ZoneInfo(session.get_one(District, district_id).zone)
    since = now - SHOWN
    checks = session.execute(
        select(FaultCheck.checked_at, FaultCheck.line_id, FaultCheck.line_key, FaultCheck.outcome).where(
            FaultCheck.district_id == district_id, FaultCheck.checked_at >= since
        )
    ).all()
    keys, lines = {one.line_key for one in checks}, {one.line_id for one in checks if one.line_id}
    repairs = session.execute(
        select(Order.accepted_at, Order.line_id, Order.line_key).where(
            Order.district_id == district_id, Order.kind == Kind.REPAIR, Order.accepted_at >= since
        )
    )
    weeks = by_week(
        (
            (LineEvent(at=one.checked_at, line_id=one.line_id, key=one.line_key), one.outcome)
            for one in checks
        ),
        [
            LineEvent(at=one.accepted_at, line_id=one.line_id, key=one.line_key)
            for one in repairs
            if one.line_key in keys or one.line_id in lines
        ],
        zone=zone,
        now=now,
    )
    total, solved = sum(week.checks for week in weeks.values()), sum(week.solved for week in weeks.values())
    return {
        "checks": total,
        "solved": solved,
        "open": sum(week.open for week in weeks.values()),
        "share_pct": round(100 * solved / total) if total else None,
        "weeks": [
            {"week": day.isoformat(), "checks": week.checks, "solved": week.solved, "open": week.open}
            for day, week in weeks.items()
        ],
    }

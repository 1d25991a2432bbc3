"""The tasks between a district's teams, the soonest due first, and to whom one may be handed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.orders.people import DESK, LEADS, Role
from dispatch.queries.promises import instant
from dispatch.storage.order import Order
from dispatch.storage.task import (
    LIVE,
    RINGS,
    TEAM_DESK,
    Task,
    entries_of,
    people_away,
    team_of,
)
from dispatch.storage.technician import Technician
from dispatch.storage.user import User

_SHOWN: Final = timedelta(hours=24)
"""How long one that is over is still shown."""
WARNINGS: Final = (90, 75, 50)


def percent(task: Task, now: datetime) -> int:
    """The highest warning that its clock has passed: 0, 50, 75, 90, or 100 once it is overdue."""
    if now > task.due_at:
        return 100
    share = (now - task.created_at) / (task.due_at - task.created_at) * 100
    return next((warning for warning in WARNINGS if share >= warning), 0)


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    role: Role
    team: str | None


def _people(session: Session) -> dict[str, _Person]:
    """Everybody who has or had a task, with the team they work in."""
    rows = session.execute(
        select(User.id, User.name, User.role, Technician.team).outerjoin(
            Technician, Technician.id == User.technician_id
        )
    )
    return {
        user_id: _Person(name, role, TEAM_DESK if role in DESK else team)
        for user_id, name, role, team in rows
    }


def _rings_for(task: Task, reader: User, owner: _Person) -> bool:
    """Its owner hears the first rung; where the owner is out on the road, whoever made it does. Then the leads, too."""
    if task.rung < min(RINGS):
        return False
    hears = reader.id == task.owner_id or (reader.id == task.created_by and owner.role is Role.TECHNICIAN)
    return hears or (task.rung > min(RINGS) and reader.role in LEADS)


def tasks_of(
    session: Session, district_id: str, *, user_id: str, now: datetime, order_id: str | None = None
) -> list[dict[str, Any]]:
    """Of one order all there ever were; of a district what goes on, and what ended within a day."""
    query = select(Task).where(Task.district_id == district_id)
    if order_id is not None:
        query = query.where(Task.order_id == order_id)
    else:
        query = query.where(or_(Task.state.in_(LIVE), Task.done_at >= now - _SHOWN))
    rows = session.scalars(query.order_by(Task.due_at, Task.id)).all()
    reader = session.get_one(User, user_id)
    mine = team_of(session, reader)
    people = _people(session)
    names = {one: person.name for one, person in people.items()}
    away = people_away(session, {row.owner_id for row in rows}, now)
    wanted = [row.order_id for row in rows if row.order_id]
    numbers = dict(session.execute(select(Order.id, Order.number).where(Order.id.in_(wanted))).all())
    history: dict[str, list[dict[str, Any]]] = {row.id: [] for row in rows}
    for entry in entries_of(session, list(history)):
        history[entry.task_id].append(
            {
                "deed": str(entry.deed),
                "at": instant(entry.at),
                "by": names.get(entry.by or "", ""),
                "to": names.get(entry.to_user_id or ""),
                "to_team": entry.to_team,
                "words": entry.words,
            }
        )

    def view(task: Task) -> dict[str, Any]:
        live = task.state in LIVE
        offered = task.offered_user_id == user_id or (
            task.offered_team is not None and task.offered_team == mine
        )
        return {
            "id": task.id,
            "version": task.version,
            "order_id": task.order_id,
            "number": numbers.get(task.order_id or ""),
            "incident_id": task.incident_id,
            "kind": str(task.kind),
            "title": task.title,
            "state": str(task.state),
            "owner": {
                "id": task.owner_id,
                "name": names.get(task.owner_id, ""),
                "team": people[task.owner_id].team,
                "away": live and task.owner_id in away,
                "away_until": instant(away.get(task.owner_id)),
            },
            "offered": None
            if task.offered_user_id is None
            else {"id": task.offered_user_id, "name": names.get(task.offered_user_id, "")},
            "offered_team": task.offered_team,
            "created_by": {"id": task.created_by, "name": names.get(task.created_by, "")},
            "created_at": instant(task.created_at),
            "due_at": instant(task.due_at),
            "done_at": instant(task.done_at),
            "percent": percent(task, now) if live else 0,
            "mine": task.owner_id == user_id,
            "waits_for_me": live and offered,
            "visit_waits": task.visit_waits,
            "rung": task.rung if live else 0,
            "rings_for_me": live and _rings_for(task, reader, people[task.owner_id]),
            "attended_by": None
            if task.attended_by is None
            else {"id": task.attended_by, "name": names.get(task.attended_by, "")},
            "history": history[task.id],
        }

    return [view(row) for row in rows]


def takers(session: Session, district_id: str, now: datetime) -> tuple[list[dict[str, Any]], list[str]]:
    """The people and the teams to whom a task may go."""
    people: Sequence[User] = session.scalars(
        select(User)
        .where(User.active, or_(User.district_id == district_id, User.district_id.is_(None)))
        .order_by(User.role, User.name, User.id)
    ).all()
    teams = session.scalars(
        select(Technician.team)
        .where(Technician.district_id == district_id, Technician.active)
        .distinct()
        .order_by(Technician.team)
    )
    away = people_away(session, [one.id for one in people], now)
    found = [
        {
            "id": one.id,
            "name": one.name,
            "role": str(one.role),
            "away": one.id in away,
            "away_until": instant(away.get(one.id)),
        }
        for one in people
    ]
    return found, [TEAM_DESK, *(team for team in teams if team)]

"""Propose a plan, adopt it or not; wonder about a day that might be."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.absences import cover
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound, StalePlan
from dispatch.actions.log import claim_name
from dispatch.actions.plans import StoredPlan, request_plan, store_plan
from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY
from dispatch.orders.people import Actor
from dispatch.planning.day import Stop
from dispatch.planning.what_if import EXTRA
from dispatch.storage.adoption import NotChanged, driven, part_of, stop_json, stop_of, tray
from dispatch.storage.base import new_id
from dispatch.storage.day import day_input, plan_version
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.plan_proposal import Origin, PlanProposal, Standing
from dispatch.storage.technician import Technician


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A plan that is not driven, and what it would change."""

    base_version: int
    stops: Sequence[Stop]
    unassigned: Sequence[Mapping[str, str]]
    difference: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """Of who goes where: times move with every minute."""
        moves = sorted(
            [change["order_id"], change["change"], (change["now"] or {}).get("technician_id")]
            for change in self.difference["changes"]
        )
        return hashlib.sha256(json.dumps(moves).encode()).hexdigest()


def propose(session: Session, district_id: str, proposed: Proposed, *, now: datetime) -> PlanProposal | None:
    """The planner's one open proposal, in place of the one before; None if just this was turned down already."""
    turned_down = session.scalars(
        select(PlanProposal.digest)
        .where(
            PlanProposal.district_id == district_id,
            PlanProposal.origin == Origin.PLANNER,
            PlanProposal.standing == Standing.DISMISSED,
        )
        .order_by(PlanProposal.decided_at.desc())
        .limit(1)
    ).first()
    supersede(session, district_id, now=now)
    digest = proposed.digest
    if digest == turned_down:
        return None
    row = PlanProposal(
        id=new_id(now, district_id, proposed.base_version, digest),
        district_id=district_id,
        origin=Origin.PLANNER,
        standing=Standing.OPEN,
        created_at=now,
        digest=digest,
    )
    fill(row, proposed)
    session.add(row)
    tell(session, row, now)
    return row


def fill(row: PlanProposal, proposed: Proposed) -> None:
    row.base_version = proposed.base_version
    row.stops = [stop_json(stop) for stop in proposed.stops]
    row.unassigned = [dict(one) for one in proposed.unassigned]
    row.difference = dict(proposed.difference)


def supersede(session: Session, district_id: str, *, now: datetime) -> None:
    """The day has moved on: what the planner had proposed for the former one is no longer to be had."""
    for row in session.scalars(
        select(PlanProposal).where(
            PlanProposal.district_id == district_id,
            PlanProposal.origin == Origin.PLANNER,
            PlanProposal.standing == Standing.OPEN,
        )
    ):
        row.standing, row.decided_at = Standing.SUPERSEDED, now
        tell(session, row, now)


def adopt(
    session: Session,
    proposal_id: str,
    *,
    actor: Actor,
    now: datetime,
    order_ids: Sequence[str] | None = None,
    expected_version: int | None = None,
    event_id: str | None = None,
) -> StoredPlan:
    """Make it the running plan, or these of its orders with what has to go along (see `planning/adopt_part.py`).

    Raises StalePlan when the day has moved on; `refresh_stale` is then to be called. The same event id again answers
    the same and changes nothing. After a part the planner is asked for a plan anew, and proposes what is still better.
    A what-if is adopted only as a whole, and only where all that it stands on is real by now (see `_unreal`); a
    technician who is imagined away from now on is made so by adopting it.
    """
    before = session.get(PlanProposal, proposal_id, with_for_update=True)
    if before is not None and event_id is not None and before.adoption.get("event_id") == event_id:
        return StoredPlan(before.adoption["version"], 0, tuple(before.adoption["changed"]))
    row = _open(session, proposal_id)
    claim_name(session, f"plan {row.district_id}")
    current = plan_version(session, row.district_id)
    if row.base_version != current or expected_version not in {None, current}:
        raise StalePlan(current)
    look = day_input(session, row.district_id, now)
    before_it = {
        "stops": [stop_json(stop) for stop in driven(session, look).values()],
        "unassigned": tray(session, look),
    }
    stops, unassigned = [stop_of(one) for one in row.stops], row.unassigned
    if row.origin is Origin.WHAT_IF:
        if order_ids is not None:
            raise NotAllowed("what_if_in_part")
        if (reason := _unreal(session, row, now)) is not None:
            raise NotAllowed(reason)
        _make_real(session, row, actor, now)
    elif order_ids is not None:
        try:
            part = part_of(session, row, look, order_ids)
        except NotChanged as error:
            raise InvalidField("order_ids", "orders that the proposal changes", error.order_id) from error
        stops, unassigned, order_ids = list(part.stops), list(part.unassigned), part.order_ids
    stored = store_plan(
        session,
        row.district_id,
        current,
        stops,
        unassigned,
        now=now,
        stats={
            "adopted": row.id,
            "by": f"{actor.role}:{actor.id}",
            **({} if order_ids is None else {"part": len(order_ids)}),
        },
    )
    row.adoption = {
        "event_id": event_id,
        "order_ids": None if order_ids is None else list(order_ids),
        "version": stored.version,
        "changed": list(stored.changed),
        "before": before_it,
    }
    _decide(session, row, Standing.ADOPTED, actor, now)
    if row.origin is Origin.WHAT_IF:
        supersede(session, row.district_id, now=now)
    if order_ids is not None:
        request_plan(session, row.district_id, actor=actor, now=now)
    return stored


def undo_adoption(session: Session, proposal_id: str, *, actor: Actor, now: datetime) -> StoredPlan:
    """The plan that was driven before it is driven again, and the planner does not come with the same; twice is once.

    NotAllowed where it was not adopted, or was an imagined day (whose absences are ended by themselves); StalePlan
    when another plan came since.
    """
    row = session.get(PlanProposal, proposal_id, with_for_update=True)
    if row is None:
        raise NotFound("proposal", proposal_id)
    if (undone := row.adoption.get("undone")) is not None:
        return StoredPlan(undone["version"], 0, tuple(undone["changed"]))
    if row.standing is not Standing.ADOPTED or row.origin is Origin.WHAT_IF:
        raise NotAllowed(f"proposal_{row.standing}")
    claim_name(session, f"plan {row.district_id}")
    current = plan_version(session, row.district_id)
    if current != row.adoption["version"]:
        raise StalePlan(current)
    before = row.adoption["before"]
    stored = store_plan(
        session,
        row.district_id,
        current,
        [stop_of(one) for one in before["stops"]],
        before["unassigned"],
        now=now,
        stats={"undone": row.id, "by": f"{actor.role}:{actor.id}"},
    )
    row.adoption = {
        **row.adoption,
        "undone": {"version": stored.version, "changed": list(stored.changed)},
    }
    _decide(session, row, Standing.DISMISSED, actor, now)
    return stored


def refresh_stale(session: Session, proposal_id: str, *, actor: Actor, now: datetime) -> None:
    """What was out of date is closed and asked for again: of the planner, or the same question of the day as it is."""
    row = _open(session, proposal_id)
    _decide(session, row, Standing.SUPERSEDED, actor, now)
    if row.origin is Origin.WHAT_IF:
        ask_what_if(session, row.district_id, row.given, actor=actor, now=now)
    else:
        request_plan(session, row.district_id, actor=actor, now=now)


def dismiss(session: Session, proposal_id: str, *, actor: Actor, now: datetime) -> None:
    """Not wanted; the planner does not come with the same again."""
    _decide(session, _open(session, proposal_id), Standing.DISMISSED, actor, now)


def ask_what_if(
    session: Session, district_id: str, given: Mapping[str, Any], *, actor: Actor, now: datetime
) -> PlanProposal:
    """Have the district's planner solve the day with these changes; the answer is pushed."""
    if session.get(District, district_id) is None:
        raise NotFound("district", district_id)
    row = PlanProposal(
        id=new_id(now),
        district_id=district_id,
        origin=Origin.WHAT_IF,
        standing=Standing.WAITING,
        created_at=now,
        asked_by=f"{actor.role}:{actor.id}",
        given=dict(given),
    )
    session.add(row)
    session.flush()
    return row


def tell(session: Session, row: PlanProposal, now: datetime) -> None:
    """To every open board of the district."""
    payload = {
        "id": row.id,
        "district_id": row.district_id,
        "origin": str(row.origin),
        "standing": str(row.standing),
    }
    post(session, Topic.PROPOSAL, payload, due_at=now)


def _open(session: Session, proposal_id: str) -> PlanProposal:
    row = session.get(PlanProposal, proposal_id, with_for_update=True)
    if row is None:
        raise NotFound("proposal", proposal_id)
    if row.standing not in {Standing.OPEN, Standing.WAITING, Standing.FAILED}:
        raise NotAllowed(f"proposal_{row.standing}")
    return row


def _decide(session: Session, row: PlanProposal, standing: Standing, actor: Actor, now: datetime) -> None:
    row.standing, row.decided_at, row.decided_by = standing, now, f"{actor.role}:{actor.id}"
    tell(session, row, now)


def _unreal(session: Session, row: PlanProposal, now: datetime) -> str | None:
    """What of the imagined day is not so, as a code. Slower roads, more overtime than the district allows, helpers
    and orders that do not exist are never real by themselves; a withdrawn order is once it is out of the planner's
    hands; an absence is when it begins now, because adopting it says so.
    """
    given = row.given
    used = {one["technician_id"] for one in row.stops} | {one["order_id"] for one in row.stops}
    if any(name.startswith(EXTRA) for name in used) or given.get("helpers") or given.get("added"):
        return "what_if_imagined"
    if given.get("travel_factor", 1) != 1:
        return "what_if_travel"
    if given.get("overtime_min") is not None:
        return "what_if_overtime"
    for order_id in given.get("withdrawn", ()):
        order = session.get(Order, order_id)
        if order is not None and order.status in PLANNABLE | UNDER_WAY:
            return "what_if_withdrawn"
    if any(datetime.fromisoformat(away["from_at"]) > now for away in given.get("away", ())):
        return "what_if_away_later"
    return None


def _make_real(session: Session, row: PlanProposal, actor: Actor, now: datetime) -> None:
    for away in row.given.get("away", ()):
        until_at = datetime.fromisoformat(away["until_at"])
        if session.get(Technician, away["technician_id"]) is not None and until_at > now:
            cover(session, away["technician_id"], now, until_at, actor=actor, now=now)

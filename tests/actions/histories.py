"""Random lives of an order, lived through the real actions: legal steps by random people at random times."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed
from dispatch.orders.lifecycle import Step, steps_from
from dispatch.storage.promise_clock import PromiseClock
from tests.actions.conftest import DESK, LEAD, LI, NINE, WANG, World

PEOPLE = ("technician", "customer", "desk", "lead")
FORWARD = {
    "accepted": Step.ASSIGN,
    "assigned": Step.TAKE,
    "taken": Step.CONTACT,
    "contacted": Step.SET_OFF,
    "on_the_way": Step.ARRIVE,
    "on_site": Step.START_WORK,
    "working": Step.TEST,
    "tested": Step.COMPLETE,
    "on_hold": Step.RESUME,
    "withdrawal_requested": Step.RETRACT_WITHDRAWAL,
    "visit_failed": Step.ASSIGN,
}
"""Chance alone hardly ever gets an order done."""


Move = tuple[str, int | None, int, int, int, bool]


def data_for(step: Step, now: datetime, pick: int) -> dict[str, Any]:
    reasons = ("customer_later", "not_ready", "unreachable", "no_access", "force_majeure")
    made: dict[Step, dict[str, Any]] = {
        Step.ASSIGN: {"technician_id": ("t-wang", "t-li")[pick % 2]},
        Step.UNASSIGN: {"reason": "other"},
        Step.DECLINE: {"reason": "far"},
        Step.CONTACT: {
            "agreed_at": (now + timedelta(hours=1 + pick)).isoformat(),
            "by": ("customer", "us")[pick % 2],
        },
        Step.ATTEMPT: {"outcome": "no_answer"},
        Step.TEST: {"download_mbps": 50 + pick},
        Step.HOLD: {
            "reason": reasons[pick % 5],
            "until": (now + timedelta(hours=9 + pick)).isoformat(),
            "offered_at": (now + timedelta(hours=2)).isoformat(),
        },
        Step.RESUME: {"agreed_at": (now + timedelta(hours=pick)).isoformat()} if pick else {},
        Step.REQUEST_WITHDRAWAL: {"reason": "no"},
        Step.VERIFY_WITHDRAWAL: {"verdict": ("customer", "ours", "never")[pick % 3]},
        Step.FAIL_VISIT: {"reason": ("no_access", "parts")[pick % 2], "photo": True},
        Step.REOPEN: {"reason": "dead"},
        Step.CONFIRM_URGENT: {"deadline_at": (now + timedelta(hours=1 + pick)).isoformat()},
        Step.CORRECT_TIER: {"tier": ("standard", "premium")[pick % 2]},
        Step.CORRECT_ADDRESS: {
            "address": "北岗路 2 号",
            "lat": 30.35,
            "lon": 120.15,
            "area_id": ("river", "hill")[pick % 2],
        },
    }
    return made.get(step, {})


def paused(world: World, order_id: str, step: Step, pick: int) -> dict[str, Any] | None:
    """Which pause a dispute, its decision or an approval is about: one that the order really has."""
    if step not in (Step.DISPUTE_PAUSE, Step.DECIDE_DISPUTE, Step.APPROVE_PAUSE):
        return None
    with world.database.read() as session:
        clocks = session.scalars(select(PromiseClock).where(PromiseClock.order_id == order_id))
        lines = [line for clock in clocks for line in clock.facts if line["code"].startswith("pause")]
    if not lines:
        return None
    line = lines[pick % len(lines)]
    known = {"reason": line["reason"], "start_at": line["at"]}
    return known | {"upheld": pick % 2 == 0} if step is Step.DECIDE_DISPUTE else known


MOVES = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.none() | st.integers(0, 30),
        st.integers(0, 7),
        st.integers(0, 700),
        st.integers(0, 120),
        st.booleans(),
    ),
    max_size=30,
)
"""Who, which of the possible steps (or the next one forward), which of its variants, how many minutes after the last,
how many minutes late it is told, and whether the sweeper comes by before."""


def live(world: World, moves: list[Move], **draft: Any) -> str:
    """The order that has lived so."""
    world.now = NINE
    order_id = world.accept(**draft)
    for who, which, pick, minutes, lag, ring in moves:
        world.later(minutes=minutes)
        if ring:
            world.ring()
        order = world.order(order_id)
        technician = LI if order.technician_id == LI.id else WANG
        actor = {"technician": technician, "customer": world.customer(order_id), "desk": DESK, "lead": LEAD}[
            who
        ]
        forward = FORWARD.get(order.status)
        if which is None and forward is not None:
            actor = DESK if forward in (Step.ASSIGN, Step.RESUME, Step.RETRACT_WITHDRAWAL) else technician
        allowed = [s for s in steps_from(order.status, actor.role) if s not in (Step.ASK, Step.ANSWER)]
        if not allowed:
            continue
        step = forward if which is None and forward in allowed else allowed[(which or 0) % len(allowed)]
        try:
            world.step(
                order_id,
                step,
                actor,
                paused(world, order_id, step, pick) or data_for(step, world.now, pick),
                occurred_at=world.now - timedelta(minutes=lag),
                device_now=world.now,
            )
        except (NotAllowed, InvalidField, IllegalStep):
            continue
    return order_id

"""Whatever happens to an order, its log alone gives its status and its clocks again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed
from dispatch.orders.lifecycle import Step, steps_from
from dispatch.orders.people import Actor, Role
from dispatch.orders.promises import order_facts
from dispatch.orders.replay import status_after
from dispatch.storage.promise_clock import Deadline, PromiseClock
from sla.order import clocks_of
from sla.promises import DEFAULT_POLICY
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
        Step.HOLD: {"reason": reasons[pick % 5], "until": (now + timedelta(hours=9 + pick)).isoformat()},
        Step.RESUME: {"agreed_at": (now + timedelta(hours=pick)).isoformat()} if pick else {},
        Step.REQUEST_WITHDRAWAL: {"reason": "no"},
        Step.VERIFY_WITHDRAWAL: {"verdict": ("customer", "ours", "never")[pick % 3]},
        Step.FAIL_VISIT: {"reason": ("no_access", "parts")[pick % 2], "photo": True},
        Step.REOPEN: {"reason": "dead"},
    }
    return made.get(step, {})


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    moves=st.lists(
        st.tuples(
            st.sampled_from(PEOPLE),
            st.none() | st.integers(0, 20),
            st.integers(0, 7),
            st.integers(0, 700),
            st.integers(0, 120),
            st.booleans(),
        ),
        max_size=30,
    )
)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_log_gives_the_status_and_the_clocks_again(
    request: pytest.FixtureRequest, kind: str, moves: list[tuple[str, int | None, int, int, int, bool]]
) -> None:
    world: World = request.getfixturevalue(f"{kind}_world")
    world.now = NINE
    order_id = world.accept()
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
                data_for(step, world.now, pick),
                occurred_at=world.now - timedelta(minutes=lag),
                device_now=world.now,
            )
        except (NotAllowed, InvalidField, IllegalStep):
            continue
    world.ring()
    order, events = world.order(order_id), world.events(order_id)
    assert status_after(events) is order.status
    assert [event.seq for event in events] == list(range(1, order.version + 1))
    judged = [
        e.judged_at for e in events if e.type not in ("warned", "broken", "planned", "compensated", "attempt")
    ]
    assert all(at <= world.now for at in judged)
    with world.database.read() as session:
        stored = {
            (clock.promise, clock.occasion): clock
            for clock in session.scalars(select(PromiseClock).where(PromiseClock.order_id == order_id))
        }
        pending = session.scalars(
            select(Deadline).where(Deadline.order_id == order_id, Deadline.done_at.is_(None))
        ).all()
    states = clocks_of(order_facts(events, "Asia/Shanghai"), DEFAULT_POLICY, world.now)
    assert set(stored) == {(str(state.promise), state.occasion) for state in states}
    for state in states:
        clock = stored[state.promise, state.occasion]
        assert (clock.started_at, clock.met_at, clock.episode) == (
            state.started_at,
            state.met_at,
            state.episode,
        )
        if state.state != "paused":  # the due time of an open pause moves with now
            assert (clock.state, clock.due_at, clock.broken_at) == (
                state.state,
                state.due_at,
                state.broken_at,
            )
    for deadline in pending:
        assert stored[deadline.promise, deadline.occasion].state in ("running", "paused", "broken")
        assert deadline.due_at > world.now or deadline.rung == "wake"


def test_a_step_of_another_role_is_not_replayed_into_existence(world: World) -> None:
    order_id = world.accept()
    with pytest.raises(NotAllowed):
        world.step(order_id, Step.WITHDRAW, Actor(Role.CUSTOMER, order_id))
    assert status_after(world.events(order_id)) is world.order(order_id).status

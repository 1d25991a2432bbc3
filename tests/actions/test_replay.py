"""Whatever happens to an order, its log alone gives its status and its clocks again."""

import pytest
from hypothesis import given
from sqlalchemy import select

from dispatch.actions.errors import NotAllowed
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor, Role
from dispatch.orders.promises import order_facts
from dispatch.orders.replay import status_after
from dispatch.storage.promise_clock import Deadline, PromiseClock
from sla.order import clocks_of
from sla.promises import DEFAULT_POLICY
from tests.actions.conftest import World
from tests.actions.histories import MOVES, Move, live
from tests.examples import examples


@examples(25)
@given(moves=MOVES)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_log_gives_the_status_and_the_clocks_again(
    request: pytest.FixtureRequest, kind: str, moves: list[Move]
) -> None:
    world: World = request.getfixturevalue(f"{kind}_world")
    order_id = live(world, moves)
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

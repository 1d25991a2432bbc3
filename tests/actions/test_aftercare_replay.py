"""Whatever is asked, rated, called and cared for, in whatever order: the log alone gives the same clocks again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed
from dispatch.actions.questions import answer, try_answer
from dispatch.orders.codes import CareStage, CareVerdict, Channel, Outcome
from dispatch.orders.lifecycle import Step
from dispatch.orders.promises import order_facts
from dispatch.orders.replay import status_after
from dispatch.storage.call_back import CallBack
from dispatch.storage.policy import policy_for
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.question import Question, QuestionKind
from sla.order import clocks_of
from tests.actions.aftercare import ask, cases, finish, install, judge, miss, move, rate, reach
from tests.actions.conftest import DESK, NINE, World
from tests.examples import examples


def _asked(world: World, order_id: str) -> Question | None:
    with world.database.read() as session:
        return session.scalars(
            select(Question).where(Question.order_id == order_id, Question.answered_at.is_(None))
        ).first()


def _answer(world: World, order_id: str) -> None:
    if question := _asked(world, order_id):
        with world.database.write() as session:
            answer(session, question.id, "好", actor=DESK, now=world.now, event_id=world.id())


def _try_answer(world: World, order_id: str) -> None:
    if question := _asked(world, order_id):
        with world.database.write() as session:
            try_answer(
                session,
                question.id,
                channel=Channel.PHONE,
                outcome=Outcome.BUSY,
                actor=DESK,
                now=world.now,
                event_id=world.id(),
            )


def _care(world: World, order_id: str) -> None:
    """The next thing to do for the oldest open case."""
    for case in cases(world, order_id):
        if case.closed_at is None:
            if case.stage is CareStage.CARE:
                judge(
                    world, case.id, CareVerdict.DISSATISFIED if case.occasion == 1 else CareVerdict.SATISFIED
                )
            else:
                move(
                    world,
                    case.id,
                    tuple(CareStage)[0 if case.stage is None else 1 + [*CareStage].index(case.stage)],
                )
            return


def _reopen(world: World, order_id: str) -> None:
    world.step(order_id, Step.REOPEN, DESK, {"reason": "dead"})
    finish(world, order_id, 95)


DEEDS: dict[str, Callable[[World, str], object]] = {
    "ask": ask,
    "complain": lambda world, order_id: ask(world, order_id, kind=QuestionKind.COMPLAINT),
    "answer": _answer,
    "try to answer": _try_answer,
    "miss": miss,
    "reach": reach,
    "rate low": lambda world, order_id: rate(world, order_id, 1),
    "rate high": lambda world, order_id: rate(world, order_id, 5),
    "care": _care,
    "reopen": _reopen,
}


@examples(12)
@given(
    deeds=st.lists(
        st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 900), st.booleans()), min_size=4, max_size=14
    )
)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_log_gives_the_clocks_of_people_again(
    request: pytest.FixtureRequest, kind: str, deeds: list[tuple[str, int, bool]]
) -> None:
    world: World = request.getfixturevalue(f"{kind}_world")
    world.now = NINE
    order_id = install(world, customer_phone=f"139{world.id()[-6:]}", line_id=world.id())
    for name, minutes, ring in deeds:
        world.later(minutes=minutes)
        if ring:
            world.ring()
        try:
            DEEDS[name](world, order_id)
        except (NotAllowed, InvalidField, IllegalStep):
            continue
    world.ring()
    events = world.events(order_id)
    assert status_after(events) is world.order(order_id).status
    with world.database.read() as session:
        order = world.order(order_id)
        states = clocks_of(order_facts(events, "Asia/Shanghai"), policy_for(session, order), world.now)
        stored = {
            (clock.promise, clock.occasion): clock
            for clock in session.scalars(select(PromiseClock).where(PromiseClock.order_id == order_id))
        }
        owed = session.scalars(select(CallBack).where(CallBack.order_id == order_id)).all()
    assert set(stored) == {(str(state.promise), state.occasion) for state in states}
    for state in states:
        clock = stored[state.promise, state.occasion]
        assert (clock.state, clock.started_at, clock.due_at, clock.met_at) == (
            state.state,
            state.started_at,
            state.due_at,
            state.met_at,
        )
    # the tables say what the log says
    for row in owed:
        clock = stored["callback", row.occasion]
        assert (row.since, row.done_at) == (clock.started_at, clock.met_at)
    for case in cases(world, order_id):
        clock = stored["care", case.occasion]
        assert (case.opened_at, case.closed_at) == (clock.started_at, clock.met_at)
        assert clock.due_at - clock.started_at == timedelta(hours=72)

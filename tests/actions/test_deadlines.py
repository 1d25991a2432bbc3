"""Rungs fire once an episode, the highest after a silence, nothing when kept, void or paused."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from dispatch.actions.deadlines import judge_due, ring_due, sweep
from dispatch.orders.lifecycle import Step
from dispatch.storage.compensation import Compensation
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import Deadline
from dispatch.storage.session import Database
from tests.actions.conftest import DESK, LEAD, NINE, World
from tests.databases import KEYS


def told(world: World, order_id: str) -> list[str]:
    """The warnings and breaches that were written down, in order."""
    return [
        f"{event.fact.promise} {getattr(event.fact, 'rung', event.type)}"
        for event in world.events(order_id)
        if event.type in ("warned", "broken", "break_withdrawn")
    ]


def outcomes(world: World, order_id: str, promise: str) -> dict[str, str | None]:
    with world.database.read() as session:
        rows = session.scalars(
            select(Deadline).where(Deadline.order_id == order_id, Deadline.promise == promise)
        )
        return {row.rung: row.outcome for row in rows}


def test_each_rung_fires_once_at_its_time(world: World) -> None:
    order_id = world.accept()  # a repair: 24 h
    for _ in range(25):
        world.later(hours=1)
        world.ring()
        world.ring()
    assert told(world, order_id) == [
        "complete warn_50",
        "complete warn_75",
        "complete warn_90",
        "complete broken",
    ]
    assert world.clock(order_id, "complete").state == "broken"
    assert world.clock(order_id, "complete").broken_at == NINE + timedelta(hours=24)


def test_the_very_instant_of_the_due_time_breaks_nothing(world: World) -> None:
    order_id = world.accept()
    world.later(hours=24)
    world.ring()
    assert told(world, order_id) == ["complete warn_90"]
    world.later(microseconds=1)
    world.ring()
    assert told(world, order_id)[-1] == "complete broken"


def test_after_a_silence_only_the_highest_rung_is_sent(world: World) -> None:
    order_id = world.accept()
    world.later(hours=30)
    world.ring()
    assert told(world, order_id) == ["complete broken"]
    assert outcomes(world, order_id, "complete") == {
        "warn_50": "passed",
        "warn_75": "passed",
        "warn_90": "passed",
        "broken": "fired",
        "wake": None,
    }


def test_nothing_fires_for_what_was_kept(world: World) -> None:
    order_id = world.accept()
    world.completed(order_id)
    world.later(days=10)
    world.ring()
    assert not [line for line in told(world, order_id) if not line.startswith("callback")]


def test_nothing_fires_for_what_is_void(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, Step.REQUEST_WITHDRAWAL, world.customer(order_id), {"reason": "no"})
    world.step(order_id, Step.VERIFY_WITHDRAWAL, DESK)
    world.step(order_id, Step.WITHDRAW, DESK)
    world.later(days=10)
    world.ring()
    assert told(world, order_id) == []


def test_nothing_fires_while_the_clock_is_paused_and_all_goes_on_after(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready"})
    world.later(days=3)
    world.ring()
    assert told(world, order_id) == []
    world.step(order_id, Step.RESUME, DESK)
    world.later(hours=12)
    world.ring()
    assert told(world, order_id) == ["complete warn_50"]


def test_a_late_truth_withdraws_the_breach_and_its_money(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=2)
    world.later(hours=24, minutes=30)
    world.ring()
    assert "complete broken" in told(world, order_id)
    done_at = NINE + timedelta(hours=3)
    for step, data in (
        (Step.SET_OFF, {}),
        (Step.ARRIVE, {}),
        (Step.START_WORK, {}),
        (Step.TEST, {"download_mbps": 100}),
        (Step.COMPLETE, {}),
    ):  # the phone had been offline
        world.step(order_id, step, data=data, occurred_at=done_at)
    assert told(world, order_id)[-1] == "complete break_withdrawn"
    assert world.clock(order_id, "complete").state == "kept"
    with world.database.read() as session:
        entries = session.scalars(select(Compensation).where(Compensation.promise == "complete")).all()
        assert [(entry.amount_cents, entry.withdrawn_at) for entry in entries] == [(1000, world.now)]


def test_a_promise_that_breaks_anew_is_told_anew(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=2)
    world.later(hours=25)
    world.ring()
    for step, data in (
        (Step.SET_OFF, {}),
        (Step.ARRIVE, {}),
        (Step.START_WORK, {}),
        (Step.TEST, {}),
        (Step.COMPLETE, {}),
    ):
        world.step(order_id, step, data=data, occurred_at=NINE + timedelta(hours=3))
    world.step(order_id, Step.REOPEN, DESK, {"reason": "dead again"})
    world.later(hours=40)
    world.ring()
    lines = [line for line in told(world, order_id) if line.startswith("complete")]
    assert lines == ["complete broken", "complete break_withdrawn", "complete broken"]
    assert world.clock(order_id, "complete").episode == 2


def test_a_late_repair_grows_day_by_day(world: World) -> None:
    world.accept()
    cents = []
    for _ in range(5):
        world.later(hours=24)
        sweep(world.database, lambda: world.now + timedelta(minutes=1))
        with world.database.read() as session:
            cents.append(session.scalar(select(Compensation.amount_cents)))
    assert cents == [1000, 2000, 3000, 4000, 5000]


def test_a_lead_may_stop_a_clock_after_the_breach_and_it_is_withdrawn(world: World) -> None:
    order_id = world.accept()
    world.later(hours=25)
    world.ring()
    world.step(order_id, Step.HOLD, LEAD, {"reason": "not_ready"}, occurred_at=NINE + timedelta(hours=20))
    assert told(world, order_id)[-1] == "complete break_withdrawn"


@pytest.mark.parametrize("sweepers", [2, 4])
def test_two_sweepers_never_ring_twice_and_forget_nothing(world: World, sweepers: int) -> None:
    orders = [world.accept() for _ in range(25)]
    world.later(hours=13)
    start = Barrier(sweepers)

    def ring_all() -> None:
        own = Database(world.database.url, keys=KEYS)
        start.wait()
        for _ in range(60):
            with own.write() as session:
                ring_due(session, world.now, 7)
        own.close()

    threads = [Thread(target=ring_all) for _ in range(sweepers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [told(world, order_id) for order_id in orders] == [["complete warn_50"]] * 25


def test_what_fell_due_before_a_pause_is_not_said_in_it_but_after_it(world: World) -> None:
    order_id = world.accept()
    world.later(hours=13)  # nobody has swept since the warning of the twelfth hour
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready"})
    world.ring()
    assert told(world, order_id) == []
    assert outcomes(world, order_id, "complete")["warn_50"] == "moot"
    world.later(hours=1)
    world.step(order_id, Step.RESUME, DESK)
    world.ring()
    assert told(world, order_id) == ["complete warn_50"]


def test_the_second_half_of_a_breach_outlives_a_crash_after_the_first(world: World) -> None:
    order_id = world.accept()
    world.later(hours=25)
    with world.database.write() as session:
        assert ring_due(session, world.now) == 4
    assert told(world, order_id) == ["complete broken"]
    assert world.clock(order_id, "complete").state == "broken"
    assert cents(world) == []  # killed here: what remains to be done is a deadline in the database
    for _ in range(2):
        with world.database.write() as session:
            judge_due(session, world.now)
    assert cents(world) == [1000]
    assert world.types(order_id).count("compensated") == 1


def test_an_order_that_cannot_be_judged_keeps_nobody_waiting(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sick, well = world.accept(), world.accept()
    with world.database.write() as session:
        session.get_one(Order, sick).policy_version = "no such version"
    world.later(hours=25)
    world.ring()
    assert (
        told(world, sick) == told(world, well) == ["complete broken"]
    )  # that much is certain without a rule
    assert "cannot be judged" in caplog.text
    assert cents(world) == [1000]
    with world.database.write() as session:
        session.get_one(Order, sick).policy_version = world.order(well).policy_version
    world.later(minutes=1)
    world.ring()
    assert cents(world) == [1000, 1000]


@pytest.mark.parametrize("back", [timedelta(milliseconds=200), timedelta(hours=2)])
def test_a_clock_that_is_set_back_takes_no_breach_back(world: World, back: timedelta) -> None:
    order_id = world.accept()
    world.later(hours=24, milliseconds=100)
    with world.database.write() as session:
        ring_due(session, world.now)
    world.now -= back
    world.ring()
    world.assign(order_id)
    world.now += back + timedelta(minutes=1)
    world.ring()
    assert [line for line in told(world, order_id) if line.startswith("complete")] == ["complete broken"]
    assert world.clock(order_id, "complete").episode == 1


def test_a_clock_that_jumps_ahead_is_like_a_silence(world: World) -> None:
    orders = [world.accept() for _ in range(3)]
    world.later(days=3)
    world.ring()
    assert [told(world, order_id) for order_id in orders] == [["complete broken"]] * 3


def cents(world: World) -> list[int]:
    with world.database.read() as session:
        return list(session.scalars(select(Compensation.amount_cents)))

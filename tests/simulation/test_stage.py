"""Everybody wakes at their time, and a slow call holds nobody else up."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from dispatch.clock import ScaledClock, SteppedClock, real_now
from dispatch.simulation.stage import Call, Person, Stage, Wait

START = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_people_take_turns_by_time() -> None:
    stage = Stage(SteppedClock(START), workers=0)
    seen: list[tuple[str, datetime]] = []

    def live(name: str, every: timedelta, at: datetime) -> Person:
        for _ in range(3):
            at = yield Wait(at + every)
            seen.append((name, at))

    stage.enter(live("slow", 3 * MINUTE, START), START)
    stage.enter(live("quick", 2 * MINUTE, START), START)
    stage.play()
    assert [(name, (at - START) // MINUTE) for name, at in seen] == [
        ("quick", 2),
        ("slow", 3),
        ("quick", 4),
        ("slow", 6),
        ("quick", 6),
        ("slow", 9),
    ]


def test_a_call_gives_back_what_it_returned() -> None:
    stage = Stage(SteppedClock(START), workers=0)
    got: list[int] = []

    def live() -> Person:
        got.append((yield Call(lambda: 7)))

    stage.enter(live(), START)
    stage.play()
    assert got == [7]


def test_the_stage_ends_at_the_given_time_though_people_would_live_on() -> None:
    clock = SteppedClock(START)
    stage = Stage(clock, workers=0)

    def live(at: datetime) -> Person:
        while True:
            at = yield Wait(at + MINUTE)

    stage.enter(live(START), START)
    stage.play(until=START + 10 * MINUTE)
    assert clock.now() == START + 10 * MINUTE


def test_a_slow_call_holds_nobody_else_up() -> None:
    stage = Stage(ScaledClock(origin_at=START, real_origin=real_now(), rate=600), workers=2)
    released = Event()
    seen: list[str] = []

    def slow() -> Person:
        yield Call(lambda: released.wait(20))
        seen.append("slow")

    def quick(at: datetime) -> Person:
        yield Wait(at + MINUTE)
        seen.append("quick")
        released.set()

    stage.enter(slow(), START)
    stage.enter(quick(START), START)
    stage.play()
    assert seen == ["quick", "slow"]


def test_a_failing_call_ends_the_play() -> None:
    stage = Stage(ScaledClock(origin_at=START, real_origin=real_now(), rate=60), workers=1)

    def refuse() -> None:
        raise ConnectionError

    def live() -> Person:
        yield Call(refuse)

    stage.enter(live(), START)
    with pytest.raises(ConnectionError):
        stage.play()


def test_told_to_stop_the_stage_stops() -> None:
    stage = Stage(ScaledClock(origin_at=START, real_origin=real_now(), rate=1), workers=1)
    stop = Event()

    def live(at: datetime) -> Person:
        stop.set()
        yield Wait(at + timedelta(days=1))

    stage.enter(live(START), START)
    stage.play(stop=stop)

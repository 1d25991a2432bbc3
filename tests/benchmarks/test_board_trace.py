"""What a trace says: work belongs to the frame that it was done for, and a task inside another is counted once."""

from typing import Any

import pytest

from benchmarks.board_trace import longest_task, work_by_frame


def task(ts: int, dur: int, work: int, tid: int = 1) -> dict[str, Any]:
    return {"name": "RunTask", "ph": "X", "pid": 1, "tid": tid, "ts": ts, "dur": dur, "tdur": work}


def frame(ts: int, tid: int = 1) -> dict[str, Any]:
    return {"name": "AnimationFrame::Render", "ph": "b", "pid": 1, "tid": tid, "ts": ts}


EVENTS = [
    task(0, 1000, 900),  # before the first frame
    task(10_000, 8000, 5000),
    frame(12_000),  # in the midst of its task
    task(20_000, 3000, 1000),  # an event handled before the next frame
    task(30_000, 4000, 2000),
    task(31_000, 1000, 700),  # inside the one before
    frame(30_500),
    task(40_000, 90_000, 90_000, tid=2),  # another thread
    frame(41_000, tid=2),
]


def test_work_between_two_frames_is_the_first_ones_in_processor_time() -> None:
    assert work_by_frame(EVENTS) == [6.0]


def test_the_longest_task_is_the_page_threads_own() -> None:
    assert longest_task(EVENTS) == 5.0


@pytest.mark.parametrize("events", [[], [task(0, 5, 5)]])
def test_what_draws_nothing_has_no_frames(events: list[dict[str, Any]]) -> None:
    assert work_by_frame(events) == []
    assert longest_task(events) is None

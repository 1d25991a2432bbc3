"""What a Chromium trace says about the main thread: its work in each frame, and its longest task.

Work is the processor's time that the thread used (`tdur`), so that a busy machine makes nobody look slow.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from playwright.sync_api import CDPSession, Page

_CATEGORIES: Final = ("toplevel", "devtools.timeline")
_TASKS: Final = frozenset({"RunTask", "ThreadControllerImpl::RunTask"})
_FRAME: Final = "AnimationFrame::Render"
"""Begins once in each frame that the page draws, inside the task that draws it."""


def traced(page: Page, browser: CDPSession, do: Callable[[], object]) -> list[Mapping[str, Any]]:
    """What happened in the browser while `do` ran."""
    events: list[Mapping[str, Any]] = []
    ended: list[bool] = []

    def collect(part: Mapping[str, Any]) -> None:
        events.extend(part["value"])

    def end(_: object) -> None:
        ended.append(True)

    browser.on("Tracing.dataCollected", collect)
    browser.on("Tracing.tracingComplete", end)
    browser.send(
        "Tracing.start",
        {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": list(_CATEGORIES)}},
    )
    do()
    browser.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    browser.remove_listener("Tracing.dataCollected", collect)
    browser.remove_listener("Tracing.tracingComplete", end)
    return events


def work_by_frame(events: Sequence[Mapping[str, Any]]) -> list[float]:
    """Milliseconds that the page's main thread worked for each frame: from one that is drawn to the next."""
    thread = _thread(events)
    if thread is None:
        return []
    tasks = list(_outer(events, thread))
    starts = [start for start, _ in tasks]
    # the task that draws belongs to its frame from its own beginning
    begins = sorted(
        {
            starts[max(0, bisect_right(starts, event["ts"]) - 1)]
            for event in events
            if event["name"] == _FRAME and event["ph"] == "b" and (event["pid"], event["tid"]) == thread
        }
    )
    return list(_summed(begins, tasks))


def longest_task(events: Sequence[Mapping[str, Any]]) -> float | None:
    """Milliseconds of work in the page's longest task."""
    thread = _thread(events)
    return None if thread is None else max((took / 1000 for _, took in _outer(events, thread)), default=None)


def _thread(events: Iterable[Mapping[str, Any]]) -> tuple[int, int] | None:
    """The one that draws the most frames: the page's main thread."""
    drawing = Counter((event["pid"], event["tid"]) for event in events if event["name"] == _FRAME)
    return max(drawing, key=lambda each: drawing[each], default=None)


def _outer(events: Iterable[Mapping[str, Any]], thread: tuple[int, int]) -> Iterable[tuple[float, float]]:
    """The thread's tasks, begin and work; one inside another is counted with it."""
    until = 0.0
    for start, took, work in sorted(
        (event["ts"], event.get("dur", 0), event.get("tdur", 0))
        for event in events
        if event["name"] in _TASKS and event.get("ph") == "X" and (event["pid"], event["tid"]) == thread
    ):
        if start >= until:
            until = start + took
            yield start, work


def _summed(begins: Sequence[float], tasks: Iterable[tuple[float, float]]) -> Iterable[float]:
    """A frame's work lies between its beginning and the next one's."""
    totals = [0.0] * len(begins)
    at = 0
    for start, took in tasks:
        while at + 1 < len(begins) and begins[at + 1] <= start:
            at += 1
        if start >= begins[0]:
            totals[at] += took / 1000
    return totals[:-1] or totals


def p95(values: Sequence[float]) -> float | None:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))] if values else None

"""What a Chromium trace says about the main thread: its work in each frame."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from playwright.sync_api import CDPSession, Page

_CATEGORIES: Final = (
    "toplevel,devtools.timeline,disabled-by-default-devtools.timeline,devtools.timeline.frame"
)
_TASKS: Final = frozenset({"RunTask", "ThreadControllerImpl::RunTask"})
_FRAME: Final = "PrePaint"
"""Happens once in each frame that the page draws."""


def frame_work(page: Page, browser: CDPSession, do: Callable[[], object]) -> list[float]:
    """Milliseconds that the page's main thread worked in each frame while `do` ran."""
    events: list[Mapping[str, Any]] = []
    ended: list[bool] = []
    browser.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    browser.on("Tracing.tracingComplete", lambda _: ended.append(True))
    browser.send(
        "Tracing.start",
        {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": _CATEGORIES.split(",")}},
    )
    do()
    browser.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    return work_by_frame(events)


def work_by_frame(events: Sequence[Mapping[str, Any]]) -> list[float]:
    """Of the thread with the most frames: the page's own."""
    frames: dict[tuple[int, int], list[float]] = {}
    for event in events:
        if event["name"] == _FRAME:
            frames.setdefault((event["pid"], event["tid"]), []).append(event["ts"])
    if not frames:
        return []
    thread, begins = max(frames.items(), key=lambda each: len(each[1]))
    begins.sort()
    tasks = sorted(
        (event["ts"], event.get("dur", 0))
        for event in events
        if event["name"] in _TASKS and event.get("ph") == "X" and (event["pid"], event["tid"]) == thread
    )
    return list(_summed(begins, _outer(tasks)))


def _outer(tasks: Iterable[tuple[float, float]]) -> Iterable[tuple[float, float]]:
    """A task inside another is counted with it."""
    until = 0.0
    for start, took in tasks:
        if start >= until:
            until = start + took
            yield start, took


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

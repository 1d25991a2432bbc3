"""What all benchmarks share: --quick, --json, the table of figures, and goals that are met, missed or not run."""

import json
import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import click

KIB_IN_GIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure and the limit that it should keep."""

    name: str
    limit: float
    at_least: bool = True

    def judged(self, figures: Mapping[str, float | None]) -> dict[str, Any]:
        got = figures.get(self.name)
        met = got is not None and (got >= self.limit if self.at_least else got <= self.limit)
        return {
            "name": self.name,
            "goal": f"{'≥' if self.at_least else '≤'} {self.limit:g}",
            "got": got,
            "met": met,
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measured call in its own process gave: its answer, or None with the reason."""

    answer: Any
    seconds: float
    gib: float
    reason: str = ""


Run = Callable[..., Mapping[str, Any]]
Option = Callable[[Callable[..., None]], Callable[..., None]]


def command(
    name: str, goals: Sequence[Goal] | Callable[..., Sequence[Goal]], run: Run, *options: Option
) -> click.Command:
    """The command line of one benchmark; a missed goal is printed as missed and is no error.

    What the further options are given goes to `run` by name, and to `goals` where these depend on it. What `run`
    returns as `details` (the single results behind the figures, for `benchmarks.pictures`) is only written to the file.
    """

    @click.option(
        "--quick", is_flag=True, help="Fewer seeds and repetitions, the same goals; under ten minutes."
    )
    @click.option(
        "--json", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here."
    )
    def main(quick: bool, target: Path | None, **more: Any) -> None:
        figures = dict(run(quick, **more))
        details = figures.pop("details", None)
        judged = [goal.judged(figures) for goal in (goals(**more) if callable(goals) else goals)]
        report = {"name": name, "machine": machine(), "figures": figures, "goals": judged}
        if details is not None:
            report["details"] = details
        print()
        for key, value in figures.items():
            print(f"{key:28} {'not run' if value is None else f'{value:.4g}'}")
        print()
        for one in judged:
            verdict = "met" if one["met"] else "missed" if one["got"] is not None else "missed (not run)"
            print(f"{one['name']:28} {one['goal']:>10}  got {_shown(one['got']):>10}  {verdict}")
        if not judged:
            print("no goals: figures only" if callable(goals) else "no goals: missed")
        if target is not None:
            target.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    for option in options:
        main = option(main)
    return click.command(name=name, help=(run.__doc__ or "").strip())(main)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def machine() -> str:
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def apart(function: Callable[..., Any], *arguments: Any, limit: float) -> Measured:
    """Call it in a process of its own, for its own peak memory, and so that an engine that hangs or dies is no end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    begun = time.perf_counter()
    process = context.Process(target=_child, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            return Measured(None, time.perf_counter() - begun, 0.0, f"no answer within {limit:.0f} s")
        answer, seconds, gib, reason = ours.recv()
        return Measured(answer, seconds, gib, reason)
    except EOFError:
        return Measured(None, time.perf_counter() - begun, 0.0, "it died")
    finally:
        process.kill()
        process.join()


def _child(pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    begun = time.perf_counter()
    try:
        answer, reason = function(*arguments), ""
    except ImportError as missing:
        answer, reason = None, f"not installed ({missing.name}): make bench-deps"
    except MemoryError:
        answer, reason = None, "out of memory"
    except Exception as failed:  # noqa: BLE001 - whatever a peer dies of is its result
        answer, reason = None, f"failed: {type(failed).__name__}: {failed}"[:120]
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_GIB
    pipe.send((answer, seconds, peak, reason))
    pipe.close()


def say(*columns: object) -> None:
    """One row of the running table, at once."""
    print("  ".join(f"{one!s:>12}" for one in columns), file=sys.stdout, flush=True)

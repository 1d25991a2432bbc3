"""`sanxian solve`: a routing problem in VROOM's JSON format in, a plan in the same format out."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import click

BAD_INPUT = 2


@click.command(short_help="Solve a routing problem in VROOM's JSON format.")
@click.argument("problem", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the plan goes; else stdout.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=10.0, show_default=True, help="How long to search."
)
@click.option(
    "--iterations", type=click.IntRange(min=1), help="Search so many steps instead: repeatable for a seed."
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another seed, another search."
)
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=64),
    default=lambda: os.cpu_count() or 1,
    show_default="the cores of this machine",
    help="Searches side by side; another number, another plan.",
)
@click.option(
    "--speed", type=click.FloatRange(min=1), default=25.0, show_default=True, help="km/h without matrices."
)
@click.option(
    "--detour", type=click.FloatRange(min=1), default=1.4, show_default=True, help="Road ÷ straight line."
)
def solve(
    *,
    problem: Path,
    output: Path | None,
    seconds: float,
    iterations: int | None,
    seed: int,
    workers: int,
    speed: float,
    detour: float,
) -> None:
    """Plan PROBLEM (a file, or - for stdin): vehicles, jobs and matrices as VROOM publishes them.

    Without matrices, travel times are the great circle × --detour at --speed. Jobs are served by the sum of their
    priorities first, then by number, then by least travel. A field that we do not plan with is refused, not ignored.

    \b
    Examples:
      sanxian solve problem.json -o plan.json --seconds 30 --seed 1
      sanxian solve problem.json --iterations 20000 | jq .summary
    """  # noqa: D301 - click wants the very character
    begun = time.perf_counter()
    document = _load(problem)

    from dispatch.planning import stop as stopping  # noqa: PLC0415 - `--help` must not wait for numba
    from dispatch.planning import vroom, vroom_answer  # noqa: PLC0415 - as above
    from dispatch.planning.problem import ProblemError  # noqa: PLC0415 - as above
    from dispatch.planning.solve import solve as search  # noqa: PLC0415 - as above
    from dispatch.planning.warm import warm  # noqa: PLC0415 - as above
    from dispatch.travel.great_circle import GreatCircle  # noqa: PLC0415 - as above

    estimate = GreatCircle(factor=detour, km_per_hour=speed)
    try:
        asked = vroom.read(document, lambda points: estimate.seconds(points, points))
    except ProblemError as wrong:
        _refuse(f"{problem}: {wrong}")
    warm()  # the seconds given are for searching, not for compiling
    loaded = time.perf_counter()
    stop = (
        stopping.deadline(time.perf_counter, seconds)
        if iterations is None
        else stopping.iterations(iterations)
    )
    plan = search(asked.problem, asked.travel, stop, seed, workers=workers)
    solved = time.perf_counter()
    answer = vroom_answer.write(
        asked, plan, loading_ms=round(1000 * (loaded - begun)), solving_ms=round(1000 * (solved - loaded))
    )
    written = json.dumps(answer, ensure_ascii=False)
    if output is None:
        click.echo(written)
        return
    try:
        output.write_text(written + "\n", encoding="utf-8")
    except OSError as wrong:
        _refuse(f"{output}: cannot be written: {wrong.strerror}")
    summary = answer["summary"]
    click.echo(
        f"{output}: {len(asked.tasks) - summary['unassigned']} of {len(asked.tasks)} jobs in {summary['routes']} routes, "
        f"cost {summary['cost']}, travel {summary['duration'] / 3600:.2f} h, "
        f"{plan.iterations} steps in {solved - loaded:.1f} s",
        err=True,
    )


solve_command = solve


def _load(problem: Path) -> Any:
    try:
        raw = sys.stdin.buffer.read() if str(problem) == "-" else problem.read_bytes()
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except OSError as wrong:
        _refuse(f"{problem}: cannot be read: {wrong.strerror}")
    except UnicodeDecodeError:
        _refuse(f"{problem}: expected UTF-8 text")
    except json.JSONDecodeError as wrong:
        _refuse(f"{problem}: line {wrong.lineno}, column {wrong.colno}: expected JSON: {wrong.msg}")
    except (ValueError, RecursionError) as wrong:
        _refuse(f"{problem}: expected JSON: {wrong}")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number in JSON")


def _refuse(message: str) -> Any:
    click.echo(f"sanxian solve: {message}", err=True)
    raise SystemExit(BAD_INPUT)

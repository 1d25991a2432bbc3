"""`sanxian demo`: a city that does not exist lives its day on your machine, and you may play along."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Final, Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from dispatch.clock import monotonic
from dispatch.simulation.demo import Demo, Opening, WrongFolder
from dispatch.simulation.server import ServerDied

_PATIENCE_S: Final = 2.0


@click.command()
@click.option("--speed", default=60.0, show_default=True, help="Seconds of the city's time in one of yours.")
@click.option("--seed", default=1, show_default=True, help="Another seed is another city with other people.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".sanxian/demo"),
    show_default=True,
    help="Where the city is kept; delete the folder to begin again.",
)
@click.option(
    "--port", default=0, help="The port on the loopback; otherwise a free one, kept for the next start."
)
@click.option("--empty", is_flag=True, help="The city and its people, but no orders, and nobody moves.")
@click.option(
    "--deterministic",
    is_flag=True,
    help="No server: live a day (20 November 2026 unless --date) on a stepped clock; show the events' fingerprint.",
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The first day; today when none is named."
)
def demo(
    *, speed: float, seed: int, data: Path, port: int, empty: bool, deterministic: bool, day: datetime | None
) -> None:
    """Live a city's day: 40 technicians, 300 orders, one dispatcher's board, in your browser.

    Customers order, do not answer, withdraw and ask; technicians drive, run late and lose their signal; all of them
    through the same HTTP API that everybody else has. The first start builds the city, a later one goes on where the
    clock stood. Ctrl-C ends everything.

    \b
    Examples:
      sanxian demo                      a day in about ten minutes
      sanxian demo --speed 1            in real time
      sanxian demo --empty              the city, waiting for your own orders
      sanxian demo --deterministic      the same events for the same seed
    """  # noqa: D301  # \b is click's mark for lines to keep
    if not 0 < speed <= 3600:  # noqa: PLR2004  # an hour a second is more than any machine follows
        raise click.BadParameter("a number above 0, at most 3600", param_hint="--speed")
    first_day = day.date() if day else None
    if deterministic:
        # only a rehearsal serves and plans in this process; the live demo starts a server for that
        from dispatch.app import create_app  # noqa: PLC0415  # see above
        from dispatch.simulation.rehearsal import LASTS, rehearse, say_rehearsal  # noqa: PLC0415  # see above

        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("the day", total=LASTS.total_seconds())

            def tell(passed: timedelta) -> None:
                progress.update(task, completed=passed.total_seconds())

            rehearsal = rehearse(create_app, seed=seed, first_day=first_day, tell=tell)
        click.echo(say_rehearsal(rehearsal))
        return

    console = Console(stderr=True)
    play = Demo(folder=data, seed=seed, speed=speed, wanted_port=port, empty=empty, first_day=first_day)
    with _stopped_by_signals() as stop:
        try:
            with play.open(stop, tell=_Teller(console)) as opening:
                if opening is not None and not stop.is_set():
                    click.echo(say_opening(opening))
                    play.live(stop)
        except (ServerDied, WrongFolder) as wrong:
            raise click.ClickException(str(wrong)) from wrong
    if play.summary:
        console.print(play.summary, highlight=False)


@contextmanager
def _stopped_by_signals() -> Iterator[Event]:
    """Ctrl-C and SIGTERM ask everybody to stop, in good order; asked again a while later, nobody is waited for."""
    stop, asked_at = Event(), monotonic()

    def ask(_number: int, _frame: object) -> None:
        nonlocal asked_at
        if stop.is_set() and monotonic() - asked_at > _PATIENCE_S:  # some senders signal twice at once
            raise KeyboardInterrupt
        if not stop.is_set():
            asked_at = monotonic()
            stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Teller:
    """Says on the error stream how far the opening is."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        with self._console.status(what):
            yield
        self._console.print(f"[green]✓[/] {what}", highlight=False)

    def progress(self, what: str, steps: int) -> "_Bar":
        return _Bar(self._console, what, steps)


class _Bar:
    def __init__(self, console: Console, what: str, steps: int) -> None:
        self._progress = Progress(
            TextColumn("  {task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
        )
        self._console, self._what = console, what
        self._task = self._progress.add_task(what, total=steps)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
        self._console.print(f"[green]✓[/] {self._what}", highlight=False)

    def step(self) -> None:
        self._progress.advance(self._task)


def say_opening(opening: Opening) -> str:
    """The first screen: exactly three links, each alone on its line, what they are, and how to sign in."""
    links = [
        (f"{opening.address}/board", "the dispatcher's board"),
        (f"{opening.address}/t/", opening.technician),
    ]
    if opening.customer_link:
        links.append((f"{opening.address}{opening.customer_link}", opening.customer))
    lines = ["", *(link for link, _ in links), ""]
    lines.append("They are " + "; ".join(what for _, what in links) + ".")
    lines.append("")
    lines.append(f"Sign in with the password {opening.password} as")
    lines += [f"  {login:<12} {who}" for login, who in opening.logins]
    lines.append("")
    if opening.customer_link:
        lines += [
            f"You play {opening.technician_name} and the customer {opening.customer_name}, whose order is kept for you.",
            f"{opening.technician_name} works alone until you sign in; from then on nobody else taps for this technician.",
            "Take the orders, call, agree a time, set off, and watch the other two pages follow.",
            "What you do not take, the planner gives to others after a while; your customer stays yours.",
        ]
    lines += [
        "One browser holds one sign-in: open the technician in a private window.",
        f"It is {opening.time} in {opening.city}; time runs {opening.speed:g} times as fast as yours.",
        "Ctrl-C ends it; the next start goes on from there.",
        "",
    ]
    return "\n".join(lines)

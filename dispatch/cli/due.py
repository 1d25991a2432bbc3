"""`sanxian promises due`: when would it be due, and why; answered by `sla/` alone, without a database."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from dispatch.cli.wording import KINDS, PROMISES, price_words, span_words, target_words

if TYPE_CHECKING:
    from sla.policy import Policy
    from sla.what_if import Answer, WhatIf

STARTS: Final = {
    "complete": "Accepted",
    "accept": "Assigned",
    "contact": "Taken by the technician",
    "arrive": "Agreed for",
    "cancel_verify": "Withdrawal requested, or taken by the technician if that was later,",
    "cancel_done": "Reason for withdrawing verified",
    "answer": "Question recorded",
    "callback": "Completed",
    "care": "Complaint or poor rating recorded",
}
"""What starts each promise."""
COUNTS: Final = {
    "contact": "Only contact hours count.",
    "office": "Only office hours count; public holidays rest, make-up days work.",
}


@click.command()
@click.option("--kind", type=click.Choice(KINDS), required=True, help="The kind of order.")
@click.option("--tier", default="standard", show_default=True, help="The area's tier.")
@click.option(
    "--accepted",
    required=True,
    metavar="TIME",
    help="The instant at which the asked promise starts, ISO 8601; without a zone it is local to --zone.",
)
@click.option("--promise", type=click.Choice(PROMISES), default="complete", show_default=True, help="Which.")
@click.option(
    "--pause", "pauses", multiple=True, metavar="START/END", help="A pause, [START, END). Repeatable."
)
@click.option(
    "--attempt",
    "attempts",
    multiple=True,
    metavar="TIME",
    help="A call that failed (contact only). Repeatable.",
)
@click.option("--zone", default="Asia/Shanghai", show_default=True, help="The district's time zone.")
@click.option(
    "--policy",
    "policy_file",
    type=click.Path(exists=True, dir_okay=False),
    help="A policy's TOML file; without it, the published promises.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs: due_at, and because as codes with text.")
def due(
    *,
    kind: str,
    tier: str,
    accepted: str,
    promise: str,
    pauses: tuple[str, ...],
    attempts: tuple[str, ...],
    zone: str,
    policy_file: str | None,
    as_json: bool,
) -> None:
    """When a promise is due that starts at a given instant, and why. Needs no database.

    --accepted is the instant at which the asked promise starts: for `complete` the acceptance, for `contact` the
    technician's acceptance, for `arrive` the agreed time, for `answer` the question.

    \b
      sanxian promises due --kind repair --tier premium --accepted 2026-11-20T17:00:00+08:00
      sanxian promises due --kind repair --accepted "2026-11-20 10:00" --pause "2026-11-20T12:00/2026-11-20T15:00"
      sanxian promises due --kind repair --promise contact --accepted "2026-11-20 20:10" --json
      sanxian promises due --kind install --accepted "2027-03-01 09:00" --policy next-year.toml
    """  # noqa: D301  # \b is click's mark for lines to keep
    import json  # noqa: PLC0415  # commands load late

    from sla.policy import Kind, PromiseCode, UnknownTier  # noqa: PLC0415  # commands load late
    from sla.what_if import NotComputable, WhatIf, answer  # noqa: PLC0415  # commands load late

    policy = read_policy_file(policy_file) if policy_file else _published()
    asked = WhatIf(
        promise=PromiseCode(promise),
        kind=Kind(kind),
        tier=tier,
        zone=zone,
        started_at=_read_time(accepted, zone, "--accepted"),
        pauses=tuple(_read_pause(pause, zone) for pause in pauses),
        attempts=tuple(_read_time(attempt, zone, "--attempt") for attempt in attempts),
    )
    if attempts and promise != "contact":
        raise click.BadParameter("only the first contact has a ladder of calls", param_hint="--attempt")
    try:
        told = answer(asked, policy)
    except UnknownTier as wrong:
        raise click.BadParameter(str(wrong), param_hint="--tier") from wrong
    except NotComputable as wrong:
        raise click.BadParameter(str(wrong), param_hint="--promise") from wrong
    lines = list(_lines(asked, told, policy))
    if not as_json:
        click.echo("\n".join(line["text"] for line in lines))
        return
    found: dict[str, Any] = {"due_at": _iso(told.clock.due_at, zone)}
    if told.clock.opens_at is not None:
        found["opens_at"] = _iso(told.clock.opens_at, zone)
    click.echo(json.dumps(found | {"because": lines}, ensure_ascii=False, indent=1))


def read_policy_file(path: str) -> "Policy":
    """The policy of a TOML file, or every problem of it in a line of its own."""
    from pathlib import Path  # noqa: PLC0415  # commands load late

    from sla.policy_toml import read_toml  # noqa: PLC0415  # commands load late
    from sla.soundness import UnsoundPolicy  # noqa: PLC0415  # commands load late

    try:
        return read_toml(Path(path).read_text(encoding="utf-8"))
    except UnsoundPolicy as unsound:
        raise click.ClickException(f"{path} is no policy that can be kept:\n{unsound}") from unsound
    except UnicodeDecodeError as wrong:
        raise click.ClickException(f"{path} is not UTF-8 text") from wrong


def _published() -> "Policy":
    from sla.promises import DEFAULT_POLICY  # noqa: PLC0415  # commands load late

    return DEFAULT_POLICY


def _lines(asked: "WhatIf", told: "Answer", policy: "Policy") -> Iterator[dict[str, Any]]:
    """The reasoning as sentences, each with its code and times."""
    row, clock, zone = told.row, told.clock, asked.zone
    yield _line(
        "started",
        f"{STARTS[asked.promise]} {_say(asked.started_at, zone)} ({zone}): {asked.kind}, {asked.tier}, version {policy.version} of the promises.",
        at=_iso(asked.started_at, zone),
    )
    yield _line(
        "target",
        f"Target: {target_words(row)}: {_say(told.base_due_at, zone)}.",
        at=_iso(told.base_due_at, zone),
        calendar=str(row.counting),
    )
    if text := COUNTS.get(str(row.counting)):
        yield _line("calendar", text, calendar=str(row.counting))
    for because in clock.because:
        if because.code == "holidays_unknown":
            year = because.data["year"]
            text = f"The public holidays of {year} are not known: its weekdays count as they stand."
            yield _line("holidays_unknown", text, year=year)
        elif because.code == "attempt_failed" and because.at is not None:
            text = f"A call failed {_say(because.at, zone)}."
            yield _line("attempt_failed", text, at=_iso(because.at, zone))
        elif because.code == "attempt_owed" and because.at is not None and because.until is not None:
            text = f"The next call is owed from {_say(because.at, zone)} to {_say(because.until, zone)}."
            yield _line(
                "attempt_owed",
                text,
                at=_iso(because.at, zone),
                until=_iso(because.until, zone),
                **because.data,
            )
    for moved in told.moved:
        text = f"Paused {_say(moved.start_at, zone)} to {_say(moved.end_at, zone)}: {_effect(row.pausable, moved.by)}"
        yield _line(
            "paused",
            text,
            at=_iso(moved.start_at, zone),
            until=_iso(moved.end_at, zone),
            seconds=moved.by.total_seconds(),
        )
    for rung in clock.rungs:
        if rung.name != "broken":
            percent = round(rung.fraction * 100)
            text = f"Warned at {percent} %: {_say(rung.at, zone)}, tells {', '.join(rung.tells)}."
            yield _line(
                "warned",
                text,
                at=_iso(rung.at, zone),
                percent=percent,
                tells=[str(one) for one in rung.tells],
            )
    if clock.opens_at is not None:
        yield _line("opens", f"Not before {_say(clock.opens_at, zone)}.", at=_iso(clock.opens_at, zone))
    cost = f" Late costs {price_words(row)}." if row.price else ""
    yield _line("due", f"Due {_say(clock.due_at, zone)}.{cost}", at=_iso(clock.due_at, zone))


def _effect(pausable: bool, by: timedelta) -> str:
    if not pausable:
        return "moves nothing, pauses stop complete and nothing else."
    return (
        f"moves it by {span_words(by)}." if by else "moves nothing, it lies outside of the time that counts."
    )


def _line(code: str, text: str, **data: Any) -> dict[str, Any]:
    return {"code": code, **data, "text": text}


def _read_pause(text: str, zone: str) -> tuple[datetime, datetime]:
    start, slash, end = text.partition("/")
    if not slash:
        raise click.BadParameter(f"not START/END: {text}", param_hint="--pause")
    found = _read_time(start, zone, "--pause"), _read_time(end, zone, "--pause")
    if found[1] < found[0]:
        raise click.BadParameter(f"it ends before it starts: {text}", param_hint="--pause")
    return found


def _read_time(text: str, zone: str, option: str) -> datetime:
    try:
        local = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise click.BadParameter(f"no such time zone: {zone}", param_hint="--zone") from wrong
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as wrong:
        raise click.BadParameter(f"not an ISO 8601 time: {text}", param_hint=option) from wrong
    if not 2000 <= at.year < 2200:  # noqa: PLR2004  # no order lies outside
        raise click.BadParameter(f"not between the years 2000 and 2199: {text}", param_hint=option)
    return at.replace(tzinfo=local) if at.tzinfo is None else at


def _iso(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).isoformat()


def _say(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a %Y-%m-%d %H:%M:%S}{f'.{local.microsecond:06}' if local.microsecond else ''} {local:%z}"

"""`sanxian promises`: the catalogue of what we promise, and when a promise is due. Reads nothing but `sla/`."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from dispatch.cli.explain import explain

if TYPE_CHECKING:
    from sla.policy import Row

KINDS: Final = ("install", "move", "repair")
_CENTS: Final = 100


@click.group()
def promises() -> None:
    """What we promise, and until when.

    \b
    Everything, with targets, warnings and what a breach costs:
      sanxian promises list
    Until when a repair accepted on 20 November 2026 at 16:30 must work again:
      sanxian promises due repair --accepted "2026-11-20 16:30"
    The same in a premium area, in another zone:
      sanxian promises due repair --tier premium --accepted "2026-11-20 17:00" --zone America/New_York
    Why the promises of an order stand where they stand:
      sanxian promises explain BH-2611-00412
    """  # noqa: D301  # \b is click's mark for lines to keep


promises.add_command(explain)


@promises.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_promises(*, as_json: bool) -> None:
    """The catalogue: one line a promise, kind and tier."""
    import json  # noqa: PLC0415  # commands load late

    from sla.promises import DEFAULT_POLICY as POLICY  # noqa: PLC0415  # commands load late

    rows = [_describe(row) for row in POLICY.rows]
    if as_json:
        click.echo(json.dumps({"version": POLICY.version, "promises": rows}, ensure_ascii=False, indent=1))
        return
    from rich.console import Console  # noqa: PLC0415  # commands load late
    from rich.table import Table  # noqa: PLC0415  # commands load late

    table = Table(title=f"Promises, version {POLICY.version}, from {POLICY.valid_from}", title_justify="left")
    table.add_column("promise", no_wrap=True)
    for name in ("order", "target", "clock", "warns at", "a breach costs"):
        table.add_column(name)
    for row in rows:
        order = row["kind"] if row["tier"] == "standard" else f"{row['kind']}, {row['tier']}"
        clock = "contact hours" if row["counts"] == "contact" else "always"
        stops = ", may stop" if row["pausable"] else ""
        table.add_row(row["promise"], order, row["target"], clock + stops, row["warns_at"], row["costs"])
    console = Console()
    console.print(table)
    opens, closes = POLICY.contact_hours
    console.print(
        f"Contact hours {opens:%H:%M}–{closes:%H:%M}. At most ¥{POLICY.cap_cents // _CENTS} an order.",
        highlight=False,
    )


@promises.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "--accepted", required=True, metavar="TIME", help="ISO 8601; without a zone it is local to --zone."
)
@click.option("--tier", default="standard", show_default=True, help="The area's tier.")
@click.option("--zone", default="Asia/Shanghai", show_default=True, help="The district's time zone.")
def due(*, kind: str, accepted: str, tier: str, zone: str) -> None:
    """When the work of an order of KIND is due, and when it warns."""
    from sla.policy import Kind, PromiseCode, UnknownTier  # noqa: PLC0415  # commands load late
    from sla.promises import DEFAULT_POLICY as POLICY  # noqa: PLC0415  # commands load late
    from sla.targets import Timed  # noqa: PLC0415  # commands load late

    accepted_at = _read_time(accepted, zone)
    try:
        row = POLICY.row(PromiseCode.COMPLETE, Kind(kind), tier)
    except UnknownTier as wrong:
        raise click.BadParameter(str(wrong), param_hint="--tier") from wrong
    calendar = POLICY.calendar(row, zone)
    if not isinstance(row.target, Timed):
        raise click.ClickException(f"{kind} in {tier} areas is not promised by a time")
    due_at = row.target.due_at(accepted_at, zone, calendar)
    click.echo(f"accepted  {_say(accepted_at, zone)}")
    for warning in row.warnings:
        at = calendar.add(accepted_at, calendar.between(accepted_at, due_at) * warning.percent / 100)
        click.echo(f"  {warning.percent:>3} %   {_say(at, zone)}  tells {', '.join(warning.tells)}")
    click.echo(f"due       {_say(due_at, zone)}  ({_target(row)})")


def _read_time(text: str, zone: str) -> datetime:
    try:
        local = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise click.BadParameter(f"no such time zone: {zone}", param_hint="--zone") from wrong
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise click.BadParameter(f"not an ISO 8601 time: {text}", param_hint="--accepted") from wrong
    return at.replace(tzinfo=local) if at.tzinfo is None else at


def _say(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M:%S %z}"


def _describe(row: "Row") -> dict[str, Any]:
    return {
        "promise": str(row.promise),
        "kind": str(row.kind) if row.kind else "any",
        "tier": row.tier,
        "target": _target(row),
        "counts": str(row.counting),
        "pausable": row.pausable,
        "warns_at": ", ".join(f"{warning.percent} %" for warning in row.warnings) or "–",
        "costs": _price(row),
    }


def _target(row: "Row") -> str:  # one line a shape
    from sla import targets  # noqa: PLC0415  # commands load late

    match row.target:
        case targets.Within(span):
            return f"within {span.total_seconds() / 3600:g} h"
        case targets.ByCutOff(cut_off=cut_off, before=before, after=after):
            return f"before {cut_off:%H:%M}: {_local(before)}; else {_local(after)}"
        case targets.ByLocalTime(point):
            return _local(point)
        case targets.AroundAgreed(early=early, late=late):
            return f"agreed time −{early.total_seconds() / 3600:g} h … +{late.total_seconds() / 3600:g} h"
        case targets.OwnDeadline():
            return "the customer's own deadline"
        case targets.ShareOfContract(percent):
            return f"≥ {percent} % of the contracted rate"


def _local(point: Any) -> str:
    day = {0: "the same day", 1: "the next day"}.get(point.days, f"day {point.days}")
    return f"{'end of ' if point.at is None else f'{point.at:%H:%M} '}{day}"


def _price(row: "Row") -> str:
    from sla.policy import Once, PerStartedDay  # noqa: PLC0415  # commands load late

    match row.price:
        case Once(cents):
            return f"¥{cents / _CENTS:g} once"
        case PerStartedDay(cents):
            return f"¥{cents / _CENTS:g} a started day"
    return "–"

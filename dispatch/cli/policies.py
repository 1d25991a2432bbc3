"""`sanxian promises list|export|import`: the versions of what we promise, as tables and as TOML files."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dispatch.cli.due import read_policy_file
from dispatch.cli.wording import price_words, target_words

if TYPE_CHECKING:
    from dispatch.storage.session import Database
    from sla.policy import Policy, Row

_CENTS: Final = 100
_CLOCKS: Final = {"always": "always", "contact": "contact hours", "office": "office hours"}
ZONE: Final = "Asia/Shanghai"


@click.command("list")
@click.option("--version", help="This version of the database; without it, the one in force.")
@click.option("--policy", "policy_file", type=click.Path(exists=True, dir_okay=False), help="A TOML file.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_promises(*, version: str | None, policy_file: str | None, as_json: bool) -> None:
    """The catalogue: one line a promise, kind and tier; and the versions that the database keeps.

    \b
      sanxian promises list
      sanxian promises list --version 2027-1 --json
      sanxian promises list --policy next.toml
    """  # noqa: D301  # \b is click's mark for lines to keep
    import json  # noqa: PLC0415  # commands load late

    database = None if policy_file else _database(needed=version is not None)
    policy = read_policy_file(policy_file) if policy_file else _policy(database, version)
    kept = [] if database is None else _versions(database)
    rows = [_describe(row) for row in policy.rows]
    if as_json:
        found = {
            "version": policy.version,
            "valid_from": policy.valid_from.isoformat(),
            "promises": rows,
            "versions": kept,
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    _show(policy, rows, kept)


@click.command("export")
@click.argument("version", required=False)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The file to write; without it, shown.")
def export_policy(*, version: str | None, output: str | None) -> None:
    """Write VERSION (without it: the one in force) as a TOML file that `import` reads.

    \b
      sanxian promises export -o next.toml
      sanxian promises export 2026-1
    """  # noqa: D301  # \b is click's mark for lines to keep
    from sla.policy_toml import write_toml  # noqa: PLC0415  # commands load late

    policy = _policy(_database(needed=version is not None), version)
    text = write_toml(policy)
    if output is None:
        click.echo(text, nl=False)
        return
    Path(output).write_text(text, encoding="utf-8")
    click.echo(f"Version {policy.version} is in {output}.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--preview", is_flag=True, help="Save nothing: say what it would change.")
@click.option("--json", "as_json", is_flag=True, help="For programs: the preview as data.")
def import_policy(*, file: str, preview: bool, as_json: bool) -> None:
    """Save the version in FILE for the day from which it is valid; orders keep the version they have.

    A version whose day has come can no longer be changed; one whose day is to come is replaced by its name.

    \b
      sanxian promises import next.toml --preview
      sanxian promises import next.toml
    """  # noqa: D301  # \b is click's mark for lines to keep
    import json  # noqa: PLC0415  # commands load late

    from dispatch.actions.policies import (  # noqa: PLC0415  # commands load late
        PolicyInForce,
        read_for_saving,
        save_policy,
    )
    from dispatch.cli.opening import make_clock, open_database, read_settings  # noqa: PLC0415  # the same
    from dispatch.orders.people import SYSTEM  # noqa: PLC0415  # the same
    from dispatch.queries.policies import preview as look_ahead  # noqa: PLC0415  # the same
    from sla.soundness import UnsoundPolicy  # noqa: PLC0415  # the same

    settings = read_settings()
    database, now = open_database(settings), make_clock(settings).now()
    try:
        text = Path(file).read_text(encoding="utf-8")
        with database.read() as session:
            policy = read_for_saving(session, text, now)
            seen = look_ahead(session, policy, now, ZONE)
        if not preview:
            with database.write() as session:
                save_policy(session, text, actor=SYSTEM, now=now)
    except UnsoundPolicy as unsound:
        raise click.ClickException(f"{file} is no policy that can be saved:\n{unsound}") from unsound
    except PolicyInForce as fixed:
        raise click.ClickException(str(fixed)) from fixed
    except UnicodeDecodeError as wrong:
        raise click.ClickException(f"{file} is not UTF-8 text") from wrong
    if as_json:
        click.echo(json.dumps(seen, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(_say_preview(seen)))
    click.echo(
        "Nothing was saved." if preview else f"Saved: version {policy.version} from {policy.valid_from}."
    )


def _say_preview(seen: dict[str, Any]) -> Iterator[str]:
    """What the version would change, as sentences."""
    until = f" until {seen['until']}" if seen["until"] else ""
    yield f"Version {seen['version']}, from {seen['valid_from']}{until}, instead of {seen['instead_of']}."
    yield (
        f"This changes {seen['running_orders']} running orders, {seen['future_orders_a_day']:g} future ones a day "
        f"(the mean of the last {seen['looked_back_days']} days)."
    )
    for version, count in sorted(seen["open_orders_by_version"].items()):
        yield f"{count} open orders keep version {version}."
    for tier in seen["new_tiers"]:
        yield f"New tier: {tier}."
    for tier in seen["gone_tiers"]:
        yield f"No longer a tier: {tier}."
    for setting in seen["settings"]:
        yield f"{setting['field']}: {setting['before']} → {setting['after']}"
    for change in seen["changes"]:
        yield from _say_change(change)


def _say_change(change: dict[str, Any]) -> Iterator[str]:
    """Field by field, and what becomes of an acceptance in the morning and one in the evening."""
    name = f"{change['promise']}, {change['kind']}, {change['tier']}"
    before, after = change["before"], change["after"]
    if before is None or after is None:
        yield f"{name}: {'added' if before is None else 'removed'}"
    else:
        for field in {**before, **after}:
            if before.get(field) != after.get(field):
                yield f"{name}: {field} {_short(before.get(field))} → {_short(after.get(field))}"
    for sample in change["samples"]:
        if sample["before"] != sample["after"]:
            was, now = _local(sample["before"]), _local(sample["after"])
            yield f"  started {_local(sample['started_at'])}: due {was} → {now}"


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_short(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "; ".join(map(_short, value)) or "none"
    return "none" if value is None else str(value)


def _local(at: str | None) -> str:
    from datetime import datetime  # noqa: PLC0415  # commands load late
    from zoneinfo import ZoneInfo  # noqa: PLC0415  # the same

    return "–" if at is None else f"{datetime.fromisoformat(at).astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"


def _database(*, needed: bool) -> "Database | None":
    """The database of this place; where there is none and none is needed, the built-in version answers."""
    import os  # noqa: PLC0415  # commands load late

    data = Path(os.environ.get("SANXIAN_DATA_DIR", "var")) / "sanxian.db"
    if not needed and not os.environ.get("SANXIAN_DATABASE_URL") and not data.exists():
        return None
    from dispatch.cli.opening import open_database, read_settings  # noqa: PLC0415  # the same

    return open_database(read_settings())


def _policy(database: "Database | None", version: str | None) -> "Policy":
    from sla.promises import DEFAULT_POLICY  # noqa: PLC0415  # commands load late

    if database is None:
        return DEFAULT_POLICY
    from dispatch.cli.opening import make_clock, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.storage.policy import UnknownPolicy, policy_of, policy_on  # noqa: PLC0415  # the same

    with database.read() as session:
        if version is None:
            return policy_on(session, make_clock(read_settings()).now(), ZONE)
        try:
            return policy_of(session, version)
        except UnknownPolicy as unknown:
            raise click.ClickException(str(unknown)) from unknown


def _versions(database: "Database") -> list[dict[str, Any]]:
    from dispatch.cli.opening import make_clock, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.queries.policies import versions  # noqa: PLC0415  # the same

    with database.read() as session:
        found: list[dict[str, Any]] = versions(session, make_clock(read_settings()).now(), ZONE)["versions"]
    return found


def _show(policy: "Policy", rows: list[dict[str, Any]], kept: list[dict[str, Any]]) -> None:
    from rich.console import Console  # noqa: PLC0415  # commands load late
    from rich.table import Table  # noqa: PLC0415  # the same

    table = Table(title=f"Promises, version {policy.version}, from {policy.valid_from}", title_justify="left")
    table.add_column("promise", no_wrap=True)
    for name in ("order", "target", "clock", "warns at", "a breach costs"):
        table.add_column(name)
    for row in rows:
        order = row["kind"] if row["tier"] == "standard" else f"{row['kind']}, {row['tier']}"
        stops = ", may stop" if row["pausable"] else ""
        table.add_row(
            row["promise"],
            order,
            row["target"],
            _CLOCKS[row["counts"]] + stops,
            row["warns_at"],
            row["costs"],
        )
    console = Console()
    console.print(table)
    opens, closes = policy.contact_hours
    console.print(
        f"Contact hours {opens:%H:%M}–{closes:%H:%M}. At most ¥{policy.cap_cents / _CENTS:g} an order. "
        f"Visits may be called off {policy.cancel_ahead // timedelta(minutes=1)} min ahead.",
        highlight=False,
    )
    for one in kept:
        state = {"current": "in force", "past": "past", "future": "to come"}[one["state"]]
        console.print(
            f"{one['version']}  from {one['valid_from']}, {state}; {one['open_orders']} open orders",
            highlight=False,
        )


def _describe(row: "Row") -> dict[str, Any]:
    return {
        "promise": str(row.promise),
        "kind": str(row.kind) if row.kind else "any",
        "tier": row.tier,
        "target": target_words(row),
        "counts": str(row.counting),
        "pausable": row.pausable,
        "warns_at": ", ".join(f"{warning.percent} %" for warning in row.warnings) or "–",
        "costs": price_words(row),
    }

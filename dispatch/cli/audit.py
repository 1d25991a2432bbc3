"""`sanxian audit`: prove that nobody changed the event log, and seal it outside the database."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dispatch.config import Settings
    from dispatch.orders.audit import Finding
    from dispatch.orders.chain import Keyring
    from dispatch.queries.audit import AuditReport


@click.group()
def audit() -> None:
    """Prove that nobody changed the event log.

    \b
    Hold the whole log against its seals and its checkpoints (exit code 1 when something is wrong):
      sanxian audit verify
    Only what came after checkpoint 12, for every night:
      sanxian audit verify --since 12
    Against the checkpoints that you keep on another machine:
      sanxian audit verify --checkpoints /mnt/vault/audit
    Seal what happened since the last checkpoint, now instead of within the hour:
      sanxian audit checkpoint

    It needs SANXIAN_AUDIT_KEY. What is proven and what is not stands in docs/audit.md.
    """  # noqa: D301  # \b is click's mark for lines to keep


@audit.command()
@click.option("--since", type=click.IntRange(1), metavar="CHECKPOINT", help="Begin where that one ends.")
@click.option(
    "--checkpoints",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the checkpoints are; without it, audit/ in the data folder.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def verify(*, since: int | None, folder: Path | None, as_json: bool) -> None:
    """Name every event that was edited, removed or inserted."""
    import json  # noqa: PLC0415  # commands load late

    from dispatch.cli.opening import open_database, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.queries.audit import NoSuchCheckpoint, verify_log  # noqa: PLC0415  # commands load late
    from dispatch.storage.checkpoint_files import folder_of  # noqa: PLC0415  # commands load late

    settings = read_settings()
    keys = _keys(settings)
    with closing(open_database(settings)) as database:
        try:
            report = verify_log(database, keys, folder or folder_of(settings.data_dir), since=since or 0)
        except NoSuchCheckpoint as wrong:
            raise click.BadParameter(str(wrong), param_hint="--since") from wrong
    if as_json:
        click.echo(json.dumps(_plain(report), ensure_ascii=False, indent=1))
    else:
        _say(report)
    if not report.ok:
        raise SystemExit(1)


@audit.command()
def checkpoint() -> None:
    """Seal what happened since the last checkpoint, in a file outside the database."""
    from dispatch.actions.checkpoints import NoCheckpointHere, take_checkpoint  # noqa: PLC0415  # commands load late
    from dispatch.cli.opening import make_clock, open_database, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.storage.checkpoint_files import folder_of, path_of  # noqa: PLC0415  # commands load late

    settings = read_settings()
    _keys(settings)
    folder = folder_of(settings.data_dir)
    with closing(open_database(settings)) as database:
        try:
            seal = take_checkpoint(database, folder, make_clock(settings).now())
        except NoCheckpointHere as wrong:
            raise click.ClickException(str(wrong)) from wrong
    if seal is None:
        click.echo("Nothing happened since the last checkpoint.")
        return
    click.echo(f"Checkpoint {seal.number}: {seal.changed} orders; {path_of(folder, seal.number)}")


def _keys(settings: "Settings") -> "Keyring":
    from dispatch.storage.audit_keys import audit_keys  # noqa: PLC0415  # commands load late

    keys = audit_keys(settings)
    if keys is None:
        raise click.ClickException("SANXIAN_AUDIT_KEY is missing: without the key nothing can be proven.")
    return keys


def _plain(report: "AuditReport") -> dict[str, Any]:
    return {
        "ok": report.ok,
        "orders": report.orders,
        "events": report.events,
        "checkpoint": {"number": report.checkpoint, "at": report.checkpoint_at}
        if report.checkpoint
        else None,
        "beyond": {"orders": report.beyond_orders, "events": report.beyond_events},
        "findings": [
            {
                "wrong": str(one.wrong),
                "order_id": one.order_id,
                "order": one.number,
                "seq": one.seq,
                "until_seq": one.until_seq,
                "event_id": one.event_id,
                "says": one.says,
            }
            for one in report.findings
        ],
    }


def _say(report: "AuditReport") -> None:
    for finding in report.findings:
        click.echo(_sentence(finding))
    click.echo(f"{report.events} events of {report.orders} orders looked at.")
    if report.checkpoint:
        click.echo(f"Sealed up to checkpoint {report.checkpoint} of {report.checkpoint_at}.")
    else:
        click.echo("There is no checkpoint yet: events cut from the end of an order would not be missed.")
    if report.beyond_events:
        click.echo(
            f"Beyond it: {report.beyond_events} events of {report.beyond_orders} orders, chained, but not yet sealed "
            "outside: were the newest of them cut off, nothing would tell."
        )
    click.echo("Nothing was changed." if report.ok else f"{len(report.findings)} findings.")


def _sentence(finding: "Finding") -> str:
    if finding.order_id is None:
        return f"{finding.wrong}: {finding.says}"
    where = f"order {finding.number or finding.order_id}"
    if finding.until_seq is not None and finding.until_seq != finding.seq:
        where += f", events {finding.seq}–{finding.until_seq}"
    elif finding.seq is not None:
        where += f", event {finding.seq}" + (f" ({finding.event_id})" if finding.event_id else "")
    return f"{finding.wrong}: {where}: {finding.says}"

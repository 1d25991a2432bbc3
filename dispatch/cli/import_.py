"""`sanxian import`: take orders and technicians over from CSV files, and say of each refused row why."""

import csv
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from dispatch.cli.csv_file import CsvFile
    from dispatch.cli.csv_rows import Place, Rejected
    from dispatch.storage.session import Database

SOME_REJECTED = 1
UNREADABLE = 2
_AT_ONCE = 500


@dataclass(slots=True)
class Tally:
    """What became of the rows of one file."""

    added: int = 0
    changed: int = 0
    known: int = 0
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, column as the file heads it, reason in the file's language."""


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--district", "district_id", help="The district; needed when there are several.")
@click.option("--dry-run", is_flag=True, help="Check every row, import nothing.")
def import_(*, files: tuple[Path, ...], district_id: str | None, dry_run: bool) -> None:
    """Take over orders and technicians from CSV files.

    The header says which it is; headings are Chinese or English (docs/import.md lists them). UTF-8, Excel's UTF-8 and
    GB18030 are read. A row is imported whole or not at all; refused ones go to FILE.rejects.csv with line, column and
    reason. The same file again adds nothing.

    \b
      sanxian import technicians.csv orders.csv
      sanxian import orders.csv --dry-run
    Rows without coordinates need an address provider:
      SANXIAN_GEOCODER=amap:KEY sanxian import orders.csv

    \b
    Exit code: 0 all rows are in (or were), 1 some were refused, 2 nothing could be read.
    """  # noqa: D301  # \b is click's mark for lines to keep
    from dispatch.cli.csv_file import Unreadable, read_csv  # noqa: PLC0415  # commands load late
    from dispatch.cli.opening import make_clock, open_database, read_settings  # noqa: PLC0415  # the same
    from dispatch.travel.geocode import UnknownProvider, make_geocoder  # noqa: PLC0415  # the same

    settings = read_settings()
    try:
        read = [read_csv(path) for path in files]
        geocode = make_geocoder(settings.geocoder)
    except (Unreadable, UnknownProvider) as refused:
        click.echo(f"Nothing was imported. {refused}", err=True)
        sys.exit(UNREADABLE)
    refused_rows = 0
    with closing(open_database(settings)) as database:
        place = _place(database, district_id, make_clock(settings).now(), geocode)
        for file in sorted(read, key=lambda one: one.about != "technicians"):
            tally = _take_over(file, place, database, dry_run=dry_run)
            refused_rows += len(tally.rejected)
            _report(file, tally, dry_run=dry_run)
    sys.exit(SOME_REJECTED if refused_rows else 0)


def _place(database: "Database", district_id: str | None, now: Any, geocode: Any) -> "Place":
    from zoneinfo import ZoneInfo  # noqa: PLC0415  # commands load late

    from sqlalchemy import select  # noqa: PLC0415  # the same

    from dispatch.cli.csv_rows import Place  # noqa: PLC0415  # the same
    from dispatch.storage.district import Area, District  # noqa: PLC0415  # the same

    with database.read() as session:
        districts = {one.id: one for one in session.scalars(select(District).order_by(District.id))}
        if district_id is None and len(districts) == 1:
            district_id = next(iter(districts))
        if district_id not in districts:
            known = ", ".join(districts) or "none yet"
            raise click.UsageError(
                f"--district: expected one of the districts ({known}), got {district_id!r}"
            )
        areas = session.scalars(select(Area).where(Area.district_id == district_id)).all()
        return Place(
            district_id=district_id,
            zone=ZoneInfo(districts[district_id].zone),
            middles=tuple((area.lat, area.lon) for area in areas),
            areas={key: area.id for area in areas for key in (area.id, area.name, area.name_en) if key},
            now=now,
            geocode=geocode,
        )


def _take_over(file: "CsvFile", place: "Place", database: "Database", *, dry_run: bool) -> Tally:
    """First every row is read; then those that are right are imported, each in its own transaction.

    A dry run does the same and takes each transaction back, so that it says what the import would.
    """
    from rich.console import Console  # noqa: PLC0415  # commands load late
    from rich.progress import track  # noqa: PLC0415  # the same

    from dispatch.cli.csv_rows import Rejected, event_id_of, read_order, read_technician  # noqa: PLC0415  # the same

    tally = Tally()
    console = Console(stderr=True)
    parse: Any = read_order if file.about == "orders" else read_technician
    drafts = []
    known = _known(database, place, file) if file.about == "orders" else frozenset()
    for row in track(file.rows, f"{file.path.name}: reading", console=console, transient=True):
        if event_id_of(place, row) in known:  # asking the provider again would cost
            tally.known += 1
            continue
        try:
            drafts.append((row, parse(row, place)))
        except Rejected as rejected:
            tally.rejected.append((row.line, *_worded(file, rejected)))
    put = _put_order if file.about == "orders" else _put_technician
    for row, draft in track(drafts, f"{file.path.name}: importing", console=console, transient=True):
        try:
            with database.write() as session:
                outcome = put(session, place, row, draft)
                if dry_run:
                    session.rollback()
        except Rejected as rejected:
            tally.rejected.append((row.line, *_worded(file, rejected)))
        else:
            setattr(tally, outcome, getattr(tally, outcome) + 1)
    tally.rejected.sort()
    return tally


def _known(database: "Database", place: "Place", file: "CsvFile") -> frozenset[str]:
    """The event ids of those rows that were imported before."""
    from sqlalchemy import select  # noqa: PLC0415  # commands load late

    from dispatch.cli.csv_rows import event_id_of  # noqa: PLC0415  # the same
    from dispatch.storage.event_log import LoggedEvent  # noqa: PLC0415  # the same

    ids = [event_id_of(place, row) for row in file.rows]
    with database.read() as session:
        return frozenset(
            event_id
            for start in range(0, len(ids), _AT_ONCE)
            for event_id in session.scalars(
                select(LoggedEvent.id).where(LoggedEvent.id.in_(ids[start : start + _AT_ONCE]))
            )
        )


def _put_order(session: "Session", place: "Place", row: Any, draft: Any) -> str:
    from dispatch.actions.errors import InvalidField, NotServiceable  # noqa: PLC0415  # commands load late
    from dispatch.actions.orders import accept_order  # noqa: PLC0415  # the same
    from dispatch.cli.csv_rows import Rejected, event_id_of  # noqa: PLC0415  # the same
    from dispatch.orders.people import SYSTEM  # noqa: PLC0415  # the same

    try:
        intake = accept_order(session, draft, actor=SYSTEM, now=place.now, event_id=event_id_of(place, row))
    except NotServiceable as refused:
        raise Rejected("address", "not-serviceable", got=refused.reason) from refused
    except InvalidField as refused:
        raise Rejected(refused.field, "value", expected=refused.expected, got=str(refused.got)) from refused
    return "known" if intake.replayed else "added"


def _put_technician(session: "Session", _place: "Place", _row: Any, draft: Any) -> str:
    from dispatch.actions.errors import InvalidField  # noqa: PLC0415  # commands load late
    from dispatch.actions.roster import put_technician  # noqa: PLC0415  # the same
    from dispatch.cli.csv_rows import Rejected  # noqa: PLC0415  # the same
    from dispatch.orders.people import SYSTEM  # noqa: PLC0415  # the same

    try:
        put = put_technician(session, draft, actor=SYSTEM)
    except InvalidField as refused:
        raise Rejected(refused.field, "value", expected=refused.expected, got=str(refused.got)) from refused
    return {"added": "added", "changed": "changed", "same": "known"}[put]


def _worded(file: "CsvFile", rejected: "Rejected") -> tuple[str, str]:
    """The column as the file heads it, and the reason in the file's language."""
    from dispatch.web.language import say  # noqa: PLC0415  # commands load late

    column = file.headings.get(rejected.column, rejected.column)
    return column, say(file.language, f"import-{rejected.code}", **rejected.facts)


def _report(file: "CsvFile", tally: Tally, *, dry_run: bool) -> None:
    """One line a file, and the rejects file: written anew, or removed when there is nothing to reject any more."""
    verb = "would be imported" if dry_run else "imported"
    parts = [f"{tally.added} {verb}", f"{tally.known} were there already"]
    if tally.changed:
        parts.append(f"{tally.changed} brought up to date")
    rejects = file.path.with_name(f"{file.path.stem}.rejects.csv")
    if not tally.rejected:
        rejects.unlink(missing_ok=True)
        click.echo(f"{file.path.name} ({file.about}): {', '.join(parts)}.")
        return
    with rejects.open("w", encoding="utf-8-sig", newline="") as out:  # the mark lets Excel read Chinese
        writer = csv.writer(out)
        writer.writerow(_heading(file.language))
        writer.writerows(tally.rejected)
    parts.append(f"{len(tally.rejected)} refused, see {rejects.name}")
    click.echo(f"{file.path.name} ({file.about}): {', '.join(parts)}.")


def _heading(language: str) -> list[str]:
    from dispatch.web.language import say  # noqa: PLC0415  # commands load late

    return [say(language, f"import-heading.{column}") for column in ("line", "column", "reason")]

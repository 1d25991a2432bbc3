"""`sanxian learn`: what done work says of how long visits and roads really take, with the error of each estimate."""

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dispatch.actions.learning import Lesson


@click.command()
@click.option("--district", help="Only this district, by its id.")
@click.option("--dry-run", is_flag=True, help="Show what would be learned; plans go on with what was known.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def learn(*, district: str | None, dry_run: bool, as_json: bool) -> None:
    """Learn from completed visits how long visits and roads really take, and plan with it from now on.

    Runs every night by itself. Each factor is actual / expected, with its standard error in per cent.

    \b
      sanxian learn
      sanxian learn --district binhai --dry-run
    """  # noqa: D301  # \b is click's mark for lines to keep
    import json  # noqa: PLC0415  # commands load late

    from sqlalchemy import select  # noqa: PLC0415  # commands load late

    from dispatch.actions.learning import learn_district  # noqa: PLC0415  # commands load late
    from dispatch.cli.opening import make_clock, open_database, open_travel, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.orders.work import WORK  # noqa: PLC0415  # commands load late
    from dispatch.queries.learned import tell_learned  # noqa: PLC0415  # commands load late
    from dispatch.storage.district import District  # noqa: PLC0415  # commands load late

    settings = read_settings()
    now = make_clock(settings).now()
    travel = open_travel(settings)
    told: dict[str, Any] = {}
    with closing(open_database(settings)) as database:
        with database.read() as session:
            known = sorted(session.scalars(select(District.id)))
        if district is not None and district not in known:
            raise click.BadParameter(f"no district {district!r}", param_hint="--district")
        for one in known if district is None else [district]:
            lesson = learn_district(database, one, travel.source, now, keep=not dry_run)
            told[one] = _plain(lesson) | tell_learned(
                lesson.learned, {kind.value: work.duration_min for kind, work in WORK.items()}
            )
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for one, found in told.items():
        _show(one, found)


def _plain(lesson: "Lesson") -> dict[str, Any]:
    return {"visits": lesson.visits, "roads": lesson.roads}


def _show(district: str, found: dict[str, Any]) -> None:
    click.echo(f"{district}: {found['visits']} visits, {found['roads']} roads")
    rows = [("what", "planned", "factor", "error", "spread", "from")]
    rows += [
        (
            " ".join(part for part in (row["level"], row["key"]) if part),
            "" if row["minutes"] is None else f"{row['minutes']:.0f} min",
            f"{row['factor']:.2f}",
            f"{row['error_pct']:.1f} %",
            "" if row["spread_pct"] is None else f"{row['spread_pct']:.0f} %",
            str(row["count"]),
        )
        for row in found["estimates"]
    ]
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        click.echo("  " + "  ".join(cells).rstrip())

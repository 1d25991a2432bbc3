"""`sanxian plan`: plan a district once, now, and show the plan; `sanxian plan explain` says why."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from dispatch.cli.plan_explain import explain_plan

if TYPE_CHECKING:
    from rich.console import Console

    from dispatch.storage.district import District
    from dispatch.storage.session import Database


@click.group(invoke_without_command=True)
@click.option("--district", help="The district to plan.")
@click.option(
    "--seconds", default=10.0, show_default=True, type=click.FloatRange(0.1, 3600), help="How long to search."
)
@click.option("--seed", default=1, show_default=True, help="The search's seed.")
@click.pass_context
def plan(context: click.Context, *, district: str | None, seconds: float, seed: int) -> None:
    """Plan a district once, now, store the plan and show it; or say why it is as it is.

    The running server's planner does this by itself after every change; use this to see what the search makes of a
    longer time, or when no planner runs. The new plan reaches all open boards.

    \b
      sanxian plan --district binhai
      sanxian plan --district binhai --seconds 60
    \b
    Why an order is planned as it is, or has no place, and what would get it one:
      sanxian plan explain BH-2611-00412
    """  # noqa: D301  # \b is click's mark for lines to keep
    if context.invoked_subcommand is not None:
        return
    if district is None:
        raise click.UsageError("Missing option '--district'.", context)
    _plan(district, seconds, seed)


plan.add_command(explain_plan)


def _plan(district: str, seconds: float, seed: int) -> None:
    from rich.console import Console  # noqa: PLC0415  # commands load late

    from dispatch.actions.planner import Planner  # noqa: PLC0415  # numba, only here
    from dispatch.cli.opening import make_clock, open_database, open_travel, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.clock import monotonic  # noqa: PLC0415  # commands load late
    from dispatch.planning.stop import deadline  # noqa: PLC0415  # commands load late
    from dispatch.storage.district import District  # noqa: PLC0415  # commands load late

    settings = read_settings()
    database = open_database(settings)
    with database.read() as session:
        found = session.get(District, district)
    if found is None:
        raise click.BadParameter(f"no district {district!r}", param_hint="--district")
    console = Console()
    planner = Planner(
        database=database,
        district_id=district,
        make_stop=lambda: deadline(monotonic, seconds),
        seed=seed,
        travel=open_travel(settings),
    )
    with console.status(f"planning {found.name} for {seconds:g} s"):
        stored = planner.plan(make_clock(settings).now)
    if stored is None:
        raise click.ClickException("another planner stored a newer plan each time; this one was dropped")
    _show(console, database, found, stored.version)
    database.close()


def _local(at: datetime | None, zone: ZoneInfo, form: str) -> str:
    return at.astimezone(zone).strftime(form) if at else ""


def _show(console: "Console", database: "Database", district: "District", version: int) -> None:
    """The running plan: a line a visit, technician by technician; then what found no place."""
    from rich.table import Table  # noqa: PLC0415  # commands load late
    from sqlalchemy import select  # noqa: PLC0415  # commands load late

    from dispatch.storage.order import Order  # noqa: PLC0415  # commands load late
    from dispatch.storage.plan import Plan  # noqa: PLC0415  # commands load late
    from dispatch.storage.technician import Technician  # noqa: PLC0415  # commands load late

    zone = ZoneInfo(district.zone)
    with database.read() as session:
        run = session.get_one(Plan, (district.id, version))
        visits = session.execute(
            select(Technician.badge, Technician.name, Order)
            .join(Order, Order.technician_id == Technician.id)
            .where(Order.district_id == district.id, Order.planned_arrive_at.is_not(None))
            .order_by(Technician.badge, Order.planned_arrive_at)
        ).all()
        numbers = {
            order.id: order.number
            for order in session.scalars(
                select(Order).where(Order.id.in_([one["order_id"] for one in run.unassigned]))
            )
        }
    table = Table(title=f"{district.name}, plan {version}", title_justify="left")
    for name in ("technician", "order", "kind", "arrives", "done", "drive", "status"):
        table.add_column(name)
    before = None
    for badge, name, order in visits:
        table.add_row(
            f"{badge} {name}" if badge != before else "",
            order.number,
            order.kind,
            _local(order.planned_arrive_at, zone, "%d %b %H:%M"),
            _local(order.planned_end_at, zone, "%H:%M"),
            f"{(order.planned_travel_s or 0) // 60} min",
            order.status,
        )
        before = badge
    console.print(table)
    travel = run.stats.get("travel_s", 0)
    console.print(
        f"{len(visits)} visits, {travel / 3600:.1f} h on the road, {len(run.unassigned)} without a place"
    )
    if run.stats.get("estimated"):
        console.print(
            f"travel times of {run.stats['estimated_places']} of {run.stats['places']} places are estimated from the"
            " straight line (docs/travel.md)"
        )
    for one in run.unassigned:
        console.print(f"  {numbers.get(one['order_id'], one['order_id'])}: {one['reason']}", highlight=False)

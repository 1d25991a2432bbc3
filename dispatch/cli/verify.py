"""`sanxian promises verify`: compute every order's clocks again from its log and name each stored value that differs."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.actions.promise_check import Checked, Difference
    from dispatch.storage.session import Database


@click.command()
@click.option("--order", metavar="NUMBER", help="Only this order, by its number or id.")
@click.option("--repair", is_flag=True, help="Store what the log says, where it differs.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def verify(*, order: str | None, repair: bool, as_json: bool) -> None:
    """Prove that the stored clocks, deadlines and compensations are what the event log says.

    Runs every night by itself. Exit code 1 when something differs, also when --repair has mended it.

    \b
      sanxian promises verify
      sanxian promises verify --order R1120-7GQK --repair
    """  # noqa: D301  # \b is click's mark for lines to keep
    import json  # noqa: PLC0415  # commands load late

    from dispatch.actions.promise_check import check_promises, repair_promises  # noqa: PLC0415  # commands load late
    from dispatch.cli.opening import make_clock, open_database, read_settings  # noqa: PLC0415  # commands load late

    settings = read_settings()
    now = make_clock(settings).now()
    orders = 0
    found: list[Difference] = []
    repaired: list[str] = []
    with closing(open_database(settings)) as database:
        batches = check_promises(database, now) if order is None else _check_one(database, order, now)
        for checked in batches:
            orders += checked.orders
            for one in checked.differences:
                found.append(one)
                if not as_json:
                    click.echo(_sentence(one))
            if repair:
                for order_id in dict.fromkeys(one.order_id for one in checked.differences):
                    with database.write() as session:
                        repair_promises(session, order_id, now)
                    repaired.append(order_id)
    if as_json:
        told: dict[str, Any] = {
            "ok": not found,
            "orders": orders,
            "differences": [_plain(one) for one in found],
        }
        click.echo(json.dumps(told | {"repaired": len(repaired)}, ensure_ascii=False, indent=1))
    else:
        mended = f", {len(repaired)} orders repaired" if repair else ""
        click.echo(f"{orders} orders computed again: {len(found) or 'no'} differences{mended}.")
    if found:
        raise SystemExit(1)


def _check_one(database: "Database", order: str, now: "datetime") -> "Iterator[Checked]":
    from sqlalchemy import or_, select  # noqa: PLC0415  # commands load late

    from dispatch.actions.promise_check import Checked, differences_of  # noqa: PLC0415  # commands load late
    from dispatch.storage.order import Order  # noqa: PLC0415  # commands load late

    with database.read() as session:
        order_id = session.scalar(select(Order.id).where(or_(Order.number == order, Order.id == order)))
        if order_id is None:
            raise click.BadParameter(f"no order {order!r}", param_hint="--order")
        checked = Checked(orders=1, differences=tuple(differences_of(session, [order_id], now)))
    yield checked


def _plain(one: "Difference") -> dict[str, Any]:
    from dataclasses import asdict  # noqa: PLC0415  # with the rest of it

    return asdict(one)


def _sentence(one: "Difference") -> str:
    promise = "" if one.promise is None else f" {one.promise} {one.occasion}"
    return f"{one.number}{promise}: {one.field} is {one.stored or 'missing'}, the log says {one.computed or 'nothing'}"

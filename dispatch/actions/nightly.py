"""Once a night, at three in the district's morning: prove that its stored clocks are what its log says, and keep the result."""

import dataclasses
import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from dispatch.actions.log import claim_name
from dispatch.actions.promise_check import check_promises
from dispatch.storage.district import District
from dispatch.storage.promise_check import PromiseCheck
from dispatch.storage.session import Database

log = logging.getLogger(__name__)
BEGINS: Final = time(3)
KEPT: Final = timedelta(days=90)
_GIVEN_UP: Final = timedelta(hours=6)
"""Who began and has not ended after this long was stopped."""
_EXAMPLES: Final = 100


def check_night(
    database: Database, now: Callable[[], datetime], *, goes_on: Callable[[], bool] = lambda: True
) -> int:
    """Check the districts whose night has come and which nobody has checked yet; how many those were."""
    checked = 0
    for district_id, day in nights_waiting(database, now()):
        if not goes_on():
            break
        if _claim(database, district_id, day, now()):
            _check(database, district_id, day, now, goes_on)
            checked += 1
    return checked


def nights_waiting(database: Database, now: datetime) -> list[tuple[str, date]]:
    """The districts and days that nobody has checked to the end."""
    with database.read() as session:
        zones = session.execute(select(District.id, District.zone).order_by(District.id)).all()
        done = {
            (row.district_id, row.day)
            for row in session.scalars(select(PromiseCheck).where(PromiseCheck.ended_at.is_not(None)))
        }
    local = [(district_id, now.astimezone(ZoneInfo(zone))) for district_id, zone in zones]
    return [
        (district_id, at.date())
        for district_id, at in local
        if at.time() >= BEGINS and (district_id, at.date()) not in done
    ]


def _claim(database: Database, district_id: str, day: date, now: datetime) -> bool:
    """Several processes may find the same night; one of them works."""
    with database.write() as session:
        claim_name(session, f"night {district_id} {day}")
        row = session.get(PromiseCheck, (district_id, day))
        if row is None:
            session.add(PromiseCheck(district_id=district_id, day=day, begun_at=now))
        elif row.ended_at is not None or now - row.begun_at < _GIVEN_UP:
            return False
        else:
            row.begun_at = now
        session.execute(
            delete(PromiseCheck).where(PromiseCheck.district_id == district_id, PromiseCheck.day < day - KEPT)
        )
    return True


def _check(
    database: Database, district_id: str, day: date, now: Callable[[], datetime], goes_on: Callable[[], bool]
) -> None:
    orders = differences = 0
    examples: list[dict[str, Any]] = []
    for checked in check_promises(database, now(), district_id=district_id, goes_on=goes_on):
        orders += checked.orders
        differences += len(checked.differences)
        examples += [dataclasses.asdict(one) for one in checked.differences[: _EXAMPLES - len(examples)]]
    if not goes_on():
        return  # stopped half-way: another night's work is to be done as a whole
    with database.write() as session:
        row = session.get_one(PromiseCheck, (district_id, day))
        row.ended_at, row.orders, row.differences, row.examples = now(), orders, differences, examples
    say = log.error if differences else log.info
    say("promises of %s on %s: %s orders, %s differences", district_id, day, orders, differences)

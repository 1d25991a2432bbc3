"""Plan one day of the simulated district and write it down: python -m benchmarks.day_map --json FILE.

The orders that are there in the morning, planned once with a fixed number of iterations; `benchmarks.pictures` draws it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from sqlalchemy import select

from benchmarks.day_door import Door, keys_of
from benchmarks.day_run import BEGINS, open_database
from benchmarks.day_world import FIRST_DAY, TECHNICIANS, Town, carry_in, local, new_city, orders_a_day
from benchmarks.runner import command, say
from dispatch.actions.planner import Planner
from dispatch.clock import SteppedClock
from dispatch.planning.stop import iterations
from dispatch.planning.warm import warm
from dispatch.simulation.city import DISTRICT_ID
from dispatch.simulation.seeding import seed_city
from dispatch.simulation.stage import Stage
from dispatch.simulation.world import LOCAL
from dispatch.storage.order import Order
from dispatch.storage.session import Database

SEED: Final = 1
EFFORT: Final = 200_000
QUICK_EFFORT: Final = 20_000


def run(quick: bool) -> Mapping[str, Any]:
    """The morning's plan of one district: who is where, in which order."""
    warm()
    effort = QUICK_EFFORT if quick else EFFORT
    at = local(FIRST_DAY, BEGINS)
    clock = SteppedClock(at)
    city = new_city(SEED, TECHNICIANS)
    with open_database(clock, SEED) as database:
        with database.write() as session:
            list(seed_city(session, city, now=at))
        door = Door(database, clock)
        keys = keys_of([one.id for one in city.technicians])
        town = Town(seed=SEED, city=city, api=door, clock=clock, keys=keys)
        carry_in(town, door, Stage(clock, workers=0), orders_a_day(city, SEED, 1.0), at)
        planner = Planner(
            database=database, district_id=DISTRICT_ID, make_stop=partial(iterations, effort), seed=SEED
        )
        planner.plan(clock.now)
        routes = _routes(database)
    visits = sum(len(row) for row in routes.values())
    say("technicians", len(routes))
    say("visits", visits)
    details = {
        "map": city.map(),
        "homes": {one.id: list(one.home.place()) for one in city.technicians},
        "routes": routes,
        "day": FIRST_DAY.isoformat(),
    }
    return {"technicians": float(len(routes)), "visits": float(visits), "details": details}


def _routes(database: Database) -> dict[str, list[list[float]]]:
    """The places of each technician's visits on the first day, in the order in which they are driven."""
    with database.read() as session:
        rows = session.execute(
            select(Order.technician_id, Order.lat, Order.lon, Order.planned_start_at)
            .where(Order.planned_start_at.is_not(None), Order.technician_id.is_not(None))
            .order_by(Order.technician_id, Order.planned_start_at)
        )
        found: dict[str, list[list[float]]] = {}
        for who, lat, lon, start_at in rows:
            if start_at.astimezone(LOCAL).date() == FIRST_DAY:
                found.setdefault(who, []).append([lat, lon])
        return found


main = command("day_map", (), run)

if __name__ == "__main__":
    main()

"""Who is told to do what next, under each policy of `benchmarks.day`; all else is the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from benchmarks.day_greedy import first_come, nearest
from benchmarks.day_vroom import by_vroom
from dispatch.actions.planner import Planner
from dispatch.actions.plans import store_plan
from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.day import DayProblem, stops_of
from dispatch.planning.day_values import PlannedOrder
from dispatch.planning.plan import Plan
from dispatch.planning.state import write
from dispatch.planning.stop import iterations
from dispatch.planning.travel import MatrixTravel
from dispatch.simulation.city import DISTRICT_ID
from dispatch.storage.day import DayInput, changes_of, day_input
from dispatch.storage.running_day import problem_of
from dispatch.storage.session import Database
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle

OURS: Final = "sanxian"
OFTEN: Final = timedelta(minutes=5)
SELDOM: Final = timedelta(minutes=15)

Sequences = dict[str, list[tuple[str, int]]]
Choose = Callable[[DayInput, DayProblem, MatrixTravel], Sequences]


class Policy(Protocol):
    """Something that plans when asked; it is asked as often as `every` says, when anything has changed."""

    every: timedelta

    def is_needed(self) -> bool: ...

    def plan(self, now: Callable[[], datetime]) -> None: ...

    def look_ahead(self, now: datetime) -> None:
        """Each minute, whether it is time to plan or not."""


@dataclass(slots=True, kw_only=True)
class Ours:
    planner: Planner
    every: timedelta = OFTEN

    def is_needed(self) -> bool:
        return self.planner.is_needed()

    def plan(self, now: Callable[[], datetime]) -> None:
        self.planner.plan(now)

    def look_ahead(self, now: datetime) -> None:
        self.planner.look_ahead(now)


@dataclass(slots=True, kw_only=True)
class Peer:
    """The same look at the district and the same way to store a plan, with another's choice between them."""

    database: Database
    choose: Choose
    every: timedelta
    travel: TravelCache = field(default_factory=lambda: TravelCache(GreatCircle()))
    seen: int | None = None

    def is_needed(self) -> bool:
        with self.database.read() as session:
            return changes_of(session, DISTRICT_ID) != self.seen

    def plan(self, now: Callable[[], datetime]) -> None:
        with self.database.read() as session:
            look = day_input(session, DISTRICT_ID, now())
        day = problem_of(replace(look, orders=tuple(_kept_by_who_took_it(order) for order in look.orders)))
        travel = self.travel.travel(day.points)
        plan: Plan = write(day.problem, travel, self.choose(look, day, travel), 0)
        if wrong := violations(day.problem, travel, plan):
            raise InvalidPlan(wrong)
        left = [{"order_id": one, "reason": "not_chosen"} for one in plan.unassigned]
        with self.database.write() as session:
            stored = store_plan(session, DISTRICT_ID, look.base_version, stops_of(day, plan), left, now=now())
        self.seen = look.changes + stored.bumped

    def look_ahead(self, now: datetime) -> None:
        """Nobody of these does."""


def _kept_by_who_took_it(order: PlannedOrder) -> PlannedOrder:
    return replace(order, technician_id=order.announced, announced=None) if order.taken else order


def _ours(database: Database, seed: int, effort: int) -> Policy:
    planner = Planner(
        database=database, district_id=DISTRICT_ID, make_stop=partial(iterations, effort), seed=seed
    )
    return Ours(planner=planner)


def _nearest(database: Database, seed: int, effort: int) -> Policy:
    del seed, effort
    return Peer(database=database, choose=nearest, every=OFTEN)


def _first_come(database: Database, seed: int, effort: int) -> Policy:
    del seed, effort
    return Peer(database=database, choose=first_come, every=OFTEN)


def _vroom(database: Database, seed: int, effort: int) -> Policy:
    del seed, effort
    return Peer(database=database, choose=by_vroom, every=SELDOM)


POLICIES: Final[Mapping[str, Callable[[Database, int, int], Policy]]] = {
    OURS: _ours,
    "nearest-first": _nearest,
    "first-come": _first_come,
    "pyvroom": _vroom,
}

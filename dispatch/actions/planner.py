"""The district's planner: looks, searches, has the plan checked and stores it; keeps what is costly to make."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from dispatch.actions.engine import Engine, EngineFailed, InProcess
from dispatch.actions.errors import StalePlan
from dispatch.actions.etas import roll_forward
from dispatch.actions.plans import StoredPlan, store_plan
from dispatch.clock import monotonic
from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.day import DayProblem, plan_from, stops_of
from dispatch.planning.explain import explain_unassigned
from dispatch.planning.hours import Hours
from dispatch.planning.plan import Plan
from dispatch.planning.standby import keep_and_insert
from dispatch.planning.stop import Stop
from dispatch.planning.travel import MatrixTravel
from dispatch.storage.day import DayInput, changes_of, day_input, requested_since
from dispatch.storage.running_day import problem_of
from dispatch.storage.session import Database
from dispatch.travel.cache import Point, TravelCache
from dispatch.travel.great_circle import GreatCircle

log = logging.getLogger(__name__)
TRIES = 3
ROLLED_EVERY = timedelta(minutes=1)
STANDBY_S = 2.0


class Travel(Protocol):
    """Where travel times come from; the cache keeps them between plans."""

    @property
    def name(self) -> str: ...

    @property
    def hours(self) -> Hours: ...

    def travel(self, points: tuple[Point, ...]) -> MatrixTravel: ...


@dataclass(slots=True, kw_only=True)
class Planner:
    """Long-lived, one a district: the travel times of known places are kept, and the running plan is the start."""

    database: Database
    district_id: str
    make_stop: Callable[[], Stop]
    """How long to search, made anew for each plan."""
    seed: int = 1
    engine: Engine | None = None
    """What searches; none given: right here, for as long as `make_stop` says, unwatched."""
    failures: int = 0
    """How often the search died, hung or made no valid plan, so that the running plan and insertion stood in."""
    travel: Travel = field(default_factory=lambda: TravelCache(GreatCircle()))
    _seen: int | None = None
    """The district's changes that the running plan knows of."""
    _rolled_at: datetime | None = None
    _failed: bool = False
    """The running plan is one that stood in: the search is tried again within a minute."""

    def is_needed(self) -> bool:
        """Whether anything changed since the last plan, or somebody asked for one."""
        with self.database.read() as session:
            return (
                requested_since(session, self.district_id) is not None
                or changes_of(session, self.district_id) != self._seen
            )

    def plan(self, now: Callable[[], datetime]) -> StoredPlan | None:
        """Plan and store; when somebody else stored first, look again. None: others were always faster."""
        for _ in range(TRIES):
            with self.database.read() as session:
                look = day_input(session, self.district_id, now())
            try:
                stored = self._plan(look, now)
            except StalePlan as stale:
                log.info("plan of %s was overtaken by version %s", self.district_id, stale.current)
                continue
            with self.database.write() as session:
                rolled = roll_forward(session, self.district_id, now())
            self._rolled_at = now()
            self._seen = look.changes + stored.bumped + rolled.told
            return stored
        return None

    def look_ahead(self, now: datetime) -> None:
        """Once a minute: what is to be expected of each visit by now. What comes into jeopardy by it is planned anew
        before anybody is told: the least change that saves it is better news.
        """
        if self._rolled_at is not None and timedelta(0) <= now - self._rolled_at < ROLLED_EVERY:
            return
        with self.database.write() as session:
            rolled = roll_forward(session, self.district_id, now, hold_back=True)
        self._rolled_at = now
        if rolled.turning or self._failed:
            self._seen = None

    def _plan(self, look: DayInput, now: Callable[[], datetime]) -> StoredPlan:
        day = problem_of(look, self.travel.hours)
        travel = self.travel.travel(day.points)
        plan, engine = self._search(day, travel, plan_from(day, look.running))
        unassigned = [
            {"order_id": one.job_id, "reason": str(one.obstacle)}
            for one in explain_unassigned(day.problem, travel, plan)
        ]
        stats = {
            "orders": len(day.problem.jobs),
            "placed": sum(len(route.visits) for route in plan.routes),
            "travel_s": plan.travel,
            "lost": plan.lost,
            "iterations": plan.iterations,
            "engine": engine,
            **road_stats(self.travel.name, day, travel),
        }
        with self.database.write() as session:
            return store_plan(
                session,
                self.district_id,
                look.base_version,
                stops_of(day, plan),
                unassigned,
                now=now(),
                planned_since=look.read_at,
                stats=stats,
            )

    def _search(self, day: DayProblem, travel: MatrixTravel, running: Plan) -> tuple[Plan, dict[str, object]]:
        """A valid plan in any case: where the search makes none, the running one with the rest put in."""
        begun = monotonic()
        engine = self.engine or InProcess(self.make_stop)
        failed = ""
        try:
            plan = _checked(day, travel, engine.solve(day.problem, travel, self.seed, running))
        except EngineFailed as lost:
            failed = lost.why
            log.error("no plan of %s: %s; the running plan stands in", self.district_id, lost)  # noqa: TRY400  # a sentence, not a stack
        except Exception as wrong:
            failed = type(wrong).__name__
            log.exception("no plan of %s; the running plan stands in", self.district_id)
        if failed:
            self.failures += 1
            self._failed = True
            until = monotonic() + STANDBY_S
            plan = keep_and_insert(day.problem, travel, running, lambda: monotonic() > until)
        else:
            self._failed = False
        return plan, {
            "failed": failed or None,
            "failures": self.failures,
            "seconds": round(monotonic() - begun, 3),
        }


def _checked(day: DayProblem, travel: MatrixTravel, plan: Plan) -> Plan:
    if wrong := violations(day.problem, travel, plan):
        raise InvalidPlan(wrong)
    return plan


def road_stats(name: str, day: DayProblem, travel: MatrixTravel) -> dict[str, object]:
    """Where the plan's travel times come from, and for how many of its places they are an estimate."""
    return {
        "travel": name,
        "places": len(day.points),
        "estimated": travel.estimated > 0,
        "estimated_places": travel.estimated,
    }

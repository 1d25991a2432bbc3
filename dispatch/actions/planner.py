"""The district's planner: looks, searches, has the plan checked and stores it; keeps what is costly to make."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from dispatch.actions.engine import Engine, EngineFailed, InProcess
from dispatch.actions.errors import StalePlan
from dispatch.actions.etas import Rolled, roll_forward, whose_shift
from dispatch.actions.plans import StoredPlan, store_plan
from dispatch.actions.proposals import Proposed, fill, propose, supersede, tell
from dispatch.actions.what_ifs import compared, imagine, read_what_if, starts_of, unassigned_json
from dispatch.clock import monotonic
from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.day import DayProblem, plan_from, stops_of
from dispatch.planning.diff_json import difference_json
from dispatch.planning.hours import Hours
from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan
from dispatch.planning.plan_diff import diff, news
from dispatch.planning.problem import Problem
from dispatch.planning.rules import Changes
from dispatch.planning.schedule import route_cost
from dispatch.planning.standby import keep_and_insert
from dispatch.planning.stop import Stop
from dispatch.planning.travel import MatrixTravel
from dispatch.storage.day import DayInput, changes_of, day_input, requested_since
from dispatch.storage.plan import last_planned_at
from dispatch.storage.plan_proposal import PlanProposal, Standing, waiting_what_if
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
    _driven: tuple[Problem, Plan, MatrixTravel] | None = None
    """The plan that was stored last, with its problem, to say what the next one changes."""
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
            rolled = self._roll(now())
            self._seen = look.changes + stored.bumped + rolled.told
            return stored
        return None

    def look_ahead(self, now: datetime) -> None:
        """Once a minute: what is to be expected of each visit by now. What comes into jeopardy by it is planned anew
        before anybody is told: the least change that saves it is better news.
        """
        if self._rolled_at is not None and timedelta(0) <= now - self._rolled_at < ROLLED_EVERY:
            return
        rolled = self._roll(now, hold_back=True)
        if rolled.turning or self._failed:
            self._seen = None

    def _roll(self, now: datetime, *, hold_back: bool = False) -> Rolled:
        with self.database.read() as session:
            whose = whose_shift(session, self.district_id, now)
        self._rolled_at = now
        if not whose:
            return Rolled((), (), 0)
        with self.database.write() as session:
            return roll_forward(session, self.district_id, now, of=whose, hold_back=hold_back)

    def answer_what_if(self, now: Callable[[], datetime]) -> bool:
        """Solve the oldest imagined day that waits; whether there was one."""
        with self.database.read() as session:
            row = waiting_what_if(session, self.district_id)
            if row is None:
                return False
            look = day_input(session, self.district_id, now())
            starts = starts_of(session, self.district_id)
        proposed: Proposed | None = None
        try:
            proposed = imagine(
                look,
                starts,
                read_what_if(row.given),
                hours=self.travel.hours,
                roads=self.travel.travel,
                search=lambda day, travel, running: self._search(day, travel, running)[0],
            )
        except Exception:  # whoever asked is told; the planner lives on
            log.exception("the what-if %s could not be answered", row.id)
        with self.database.write() as session:
            asked = session.get_one(PlanProposal, row.id)
            if asked.standing is Standing.WAITING:
                asked.standing = Standing.FAILED if proposed is None else Standing.OPEN
                if proposed is not None:
                    fill(asked, proposed)
                tell(session, asked, now())
        return True

    def _plan(self, look: DayInput, now: Callable[[], datetime]) -> StoredPlan:
        day = problem_of(look, self.travel.hours)
        travel = self.travel.travel(day.points)
        running = plan_from(day, look.running)
        plan, engine = self._search(day, travel, running)
        better: Plan | None = None
        if not engine["failed"] and self._is_to_be_proposed(look):
            calm = keep_and_insert(day.problem, travel, running)
            better = plan if _value(day, travel, plan) < _value(day, travel, calm) else None
            plan = calm
        stats = {
            "orders": len(day.problem.jobs),
            "placed": sum(len(route.visits) for route in plan.routes),
            "travel_s": plan.travel,
            "lost": plan.lost,
            "iterations": plan.iterations,
            "engine": engine,
            "changes": self._changes(day, running, plan, travel),
            **road_stats(self.travel.name, day, travel),
        }
        with self.database.write() as session:
            stored = store_plan(
                session,
                self.district_id,
                look.base_version,
                stops_of(day, plan),
                unassigned_json(day, travel, plan),
                now=now(),
                planned_since=look.read_at,
                stats=stats,
            )
            self._driven = (day.problem, plan, travel)
            difference = None if better is None else compared(day, plan, day, better, travel)
            if better is None or not difference or not difference["changes"]:
                supersede(session, self.district_id, now=now())
            else:
                proposed = Proposed(
                    base_version=stored.version,
                    stops=stops_of(day, better),
                    unassigned=unassigned_json(day, travel, better),
                    difference=difference,
                )
                propose(session, self.district_id, proposed, now=now())
            return stored

    def _changes(self, day: DayProblem, running: Plan, plan: Plan, travel: MatrixTravel) -> dict[str, Any]:
        """What is different from the plan before, and why; kept for whoever asks."""
        if self._driven is None:  # what the running plan does not have is new
            placed = {visit.job_id for route in running.routes for visit in route.visits}
            known = tuple(job for job in day.problem.jobs if job.id in placed)
            before, driven, road = replace(day.problem, jobs=known), replace(running, unassigned=()), travel
        else:
            before, driven, road = self._driven
        found = diff(before, driven, day.problem, plan, travel, travel_before=road)
        return difference_json(news(found), before, day.problem)

    def _is_to_be_proposed(self, look: DayInput) -> bool:
        """Where the district wants to decide itself: changes in the day. The first plan of a day is none, and
        neither is what a person puts in by hand (it is stored where it is done).
        """
        if look.rules.changes is not Changes.PROPOSE or not look.running:
            return False
        with self.database.read() as session:
            last = last_planned_at(session, self.district_id)
        return (
            last is not None
            and last.astimezone(look.zone).date() == look.read_at.astimezone(look.zone).date()
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


def _value(day: DayProblem, travel: MatrixTravel, plan: Plan) -> tuple[int, float]:
    """What a plan loses, and what it costs, in this order."""
    timetable = Timetable(day.problem, travel)
    return plan.lost, sum(route_cost(timetable, route) for route in plan.routes)


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

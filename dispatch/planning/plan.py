"""What the planner answers: routes of visits with their times, and the jobs that found no place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Arrived at `arrive`, waited until `start`, done at `finish`; `way` is the job's option used (0 is best)."""

    job_id: str
    travel: int
    arrive: int
    start: int
    finish: int
    way: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A break as taken, after the first `after` visits of the route."""

    break_id: str
    start: int
    finish: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    shift_id: str
    depart: int
    visits: tuple[Visit, ...]
    rests: tuple[Rest, ...]
    travel_home: int
    back: int

    @property
    def travel(self) -> int:
        return sum(visit.travel for visit in self.visits) + self.travel_home


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`routes` holds only shifts with work, in the problem's order; `lost` is the weight not (fully) served."""

    routes: tuple[Route, ...]
    unassigned: tuple[str, ...]
    lost: int = 0
    iterations: int = 0

    @property
    def travel(self) -> int:
        return sum(route.travel for route in self.routes)

    def sequences(self) -> dict[str, tuple[str, ...]]:
        return {route.shift_id: tuple(v.job_id for v in route.visits) for route in self.routes}

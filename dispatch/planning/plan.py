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
    """A break as taken, after the first `after` stops of the route (visits, and the depot if it is visited)."""

    break_id: str
    start: int
    finish: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restock:
    """A visit to the depot for tools and parts, after the first `after` visits of the route."""

    travel: int
    arrive: int
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
    restock: Restock | None = None

    @property
    def stops(self) -> tuple[Visit | Restock, ...]:
        """The visits in order, with the depot among them."""
        if self.restock is None:
            return self.visits
        return (*self.visits[: self.restock.after], self.restock, *self.visits[self.restock.after :])

    @property
    def travel(self) -> int:
        return sum(stop.travel for stop in self.stops) + self.travel_home

    @property
    def work(self) -> int:
        return self.back - self.depart


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

    @property
    def work(self) -> int:
        return sum(route.work for route in self.routes)

    def sequences(self) -> dict[str, tuple[str, ...]]:
        return {route.shift_id: tuple(v.job_id for v in route.visits) for route in self.routes}

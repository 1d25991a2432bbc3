"""A plan written as VROOM writes its solutions: routes with steps, the unassigned, and a summary."""

from typing import Any, Literal

from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan, Rest, Route
from dispatch.planning.problem import Job, Shift
from dispatch.planning.vroom import VroomProblem

SUMS = ("cost", "setup", "service", "duration", "waiting_time", "priority")

Step = dict[str, Any]


def write(vroom: VroomProblem, plan: Plan, *, loading_ms: int, solving_ms: int) -> dict[str, Any]:
    timetable = Timetable(vroom.problem, vroom.travel)
    routes = [_Writer(vroom, timetable, route).route() for route in plan.routes]
    dimensions = max((len(job.delivery or job.pickup) for job in vroom.problem.jobs), default=0)
    summary: dict[str, Any] = {
        "cost": 0,
        "routes": len(routes),
        "unassigned": len(plan.unassigned),
        "delivery": [sum(route["delivery"][d] for route in routes) for d in range(dimensions)],
        "pickup": [sum(route["pickup"][d] for route in routes) for d in range(dimensions)],
    }
    summary |= {key: sum(route[key] for route in routes) for key in SUMS}
    if vroom.distances:
        summary["distance"] = sum(route["distance"] for route in routes)
    summary["violations"] = []
    summary["computing_times"] = {"loading": loading_ms, "solving": solving_ms, "routing": 0}
    jobs = {job.id: job for job in vroom.problem.jobs}
    return {
        "code": 0,
        "summary": summary,
        "unassigned": [
            {"id": vroom.tasks[one].number, **_location(vroom, jobs[one]), "type": "job"}
            for one in plan.unassigned
        ],
        "routes": routes,
    }


def _location(vroom: VroomProblem, job: Job) -> Step:
    point = vroom.tasks[job.id].place
    place: Step = {} if point is None else {"location": [point[1], point[0]]}
    return {**place, "location_index": job.location}


class _Writer:
    """Walks one route, with the sums that its steps show."""

    def __init__(self, vroom: VroomProblem, timetable: Timetable, route: Route) -> None:
        self.vroom = vroom
        self.timetable = timetable
        self.planned = route
        self.shift: Shift = timetable.shifts[route.shift_id]
        self.vehicle = vroom.vehicles[route.shift_id]
        self.jobs = [timetable.jobs[visit.job_id] for visit in route.visits]
        self.travelled = 0
        self.metres = 0
        self.here = self.shift.start_location
        dimensions = max((len(job.delivery or job.pickup) for job in vroom.problem.jobs), default=0)
        self.delivery = [sum(job.delivery[d] for job in self.jobs if job.delivery) for d in range(dimensions)]
        self.pickup = [sum(job.pickup[d] for job in self.jobs if job.pickup) for d in range(dimensions)]
        self.load = list(self.delivery)

    def route(self) -> Step:
        route = self.planned
        clock = route.depart
        steps: list[Step] = []
        if self.shift.start_location is not None:
            steps.append(self._end_step("start", clock))
        for k, (visit, job) in enumerate(zip(route.visits, self.jobs, strict=True)):
            clock = self._drive(steps, k, clock, job.location)
            self.load = [
                load - (job.delivery[d] if job.delivery else 0) + (job.pickup[d] if job.pickup else 0)
                for d, load in enumerate(self.load)
            ]
            task = self.vroom.tasks[job.id]
            setup = visit.finish - visit.start - job.duration
            step = {
                "type": "job",
                **_location(self.vroom, job),
                "id": task.number,
                "setup": setup,
                "service": job.duration,
                "waiting_time": visit.start - clock,
                "job": task.number,
                "arrival": clock,
            }
            if task.description is not None:
                step["description"] = task.description
            steps.append(self._summed(step))
            clock = visit.finish
        clock = self._drive(steps, len(route.visits), clock, self.shift.end_location)
        if self.shift.end_location is not None:
            steps.append(self._end_step("end", clock))
        return self._whole(steps)

    def _whole(self, steps: list[Step]) -> Step:
        whole: Step = {
            "vehicle": self.vehicle.number,
            "cost": round(self.planned.travel * self.shift.hourly_cost / 3600) + self.shift.fixed_cost,
            "setup": sum(step["setup"] for step in steps),
            "service": sum(step["service"] for step in steps),
            "duration": self.travelled,
            "waiting_time": sum(step["waiting_time"] for step in steps),
            "priority": sum(self.vroom.tasks[job.id].priority for job in self.jobs),
            "delivery": self.delivery,
            "pickup": self.pickup,
        }
        if self.vroom.distances:
            whole["distance"] = self.metres
        if self.vehicle.description is not None:
            whole["description"] = self.vehicle.description
        return {**whole, "steps": steps, "violations": []}

    def _drive(self, steps: list[Step], after: int, leave: int, target: int | None) -> int:
        """The leg to the next place, with its breaks as steps; returns the arrival."""
        left = self.timetable.seconds(self.shift, self.here, target)
        clock = leave
        for rest in [one for one in self.planned.rests if one.after == after]:
            driven = min(left, rest.start - clock)
            self.travelled += driven
            left -= driven
            steps.append(self._break_step(rest, clock + driven))
            clock = rest.finish
        self.travelled += left
        distances = self.vroom.distances.get(self.shift.profile)
        if distances is not None and self.here is not None and target is not None:
            self.metres += distances[self.here][target]
        self.here = target
        return clock + left

    def _break_step(self, rest: Rest, arrival: int) -> Step:
        number = self.vroom.break_numbers[self.shift.id, rest.break_id]
        step = {
            "type": "break",
            "id": number,
            "setup": 0,
            "service": rest.finish - rest.start,
            "waiting_time": rest.start - arrival,
            "arrival": arrival,
        }
        return self._summed(step)

    def _end_step(self, kind: Literal["start", "end"], clock: int) -> Step:
        index = self.shift.start_location if kind == "start" else self.shift.end_location
        point = self.vehicle.start if kind == "start" else self.vehicle.end
        place: Step = {} if point is None else {"location": [point[1], point[0]]}
        return self._summed(
            {
                "type": kind,
                **place,
                "location_index": index,
                "setup": 0,
                "service": 0,
                "waiting_time": 0,
                "arrival": clock,
            }
        )

    def _summed(self, step: Step) -> Step:
        step |= {"load": list(self.load), "duration": self.travelled}
        if self.vroom.distances:
            step["distance"] = self.metres
        return {**step, "violations": []}

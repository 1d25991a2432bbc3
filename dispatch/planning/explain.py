"""Why a job has no place: the one constraint that blocks it, in a code for the page and a sentence for the log."""

from dataclasses import dataclass
from enum import StrEnum

from dispatch.planning.line import Line, Task, Timetable
from dispatch.planning.plan import Plan
from dispatch.planning.precedence import unfinished
from dispatch.planning.problem import Job, Problem, Shift, may_do, ways_of
from dispatch.planning.schedule import first_shortage, loads_fit, schedule
from dispatch.planning.travel import TravelTimes


class Obstacle(StrEnum):
    """From the most to the least final."""

    NO_SHIFT = "no_shift"
    PERSON_AWAY = "person_away"
    NO_SKILL = "no_skill"
    WINDOW_CLOSED = "window_closed"
    CAPACITY = "capacity"
    NO_TIME = "no_time"
    NO_ROOM = "no_room"
    PREDECESSOR = "predecessor"


SENTENCES = {
    Obstacle.NO_SHIFT: "nobody works in the planned days",
    Obstacle.PERSON_AWAY: "only {people} may do it, who has no shift in the planned days",
    Obstacle.NO_SKILL: "no one has the skill: {skills}",
    Obstacle.WINDOW_CLOSED: "its window has closed: no start is left between its release, its windows and its due time",
    Obstacle.CAPACITY: "no vehicle can carry it, or nobody has the tools and parts",
    Obstacle.NO_TIME: "nobody can reach it in its windows and be back by the end of the shift, even with an empty day",
    Obstacle.NO_ROOM: "no shift has room before the due time: all who could do it are full then",
    Obstacle.PREDECESSOR: "it waits for what has no place itself: {after}",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What blocks the job, and which technicians could do it if that were lifted."""

    job_id: str
    obstacle: Obstacle
    sentence: str
    candidates: tuple[str, ...] = ()


def obstacle_in(timetable: Timetable, shift: Shift, job: Job) -> Obstacle | None:
    """What keeps the job out of this shift even if it were empty."""
    named = job.technicians is None or shift.technician_id in job.technicians
    if not named or shift.technician_id in job.excluded:
        return Obstacle.PERSON_AWAY
    if not may_do(shift, job):
        return Obstacle.NO_SKILL
    if not ways_of(job):
        return Obstacle.WINDOW_CLOSED
    short = first_shortage(shift, [job]) is not None
    if not loads_fit(shift, [job]) or shift.max_tasks == 0 or (short and shift.depot is None):
        return Obstacle.CAPACITY
    tasks = [Task(job, k, way.starts) for k, way in enumerate(ways_of(job))]
    empty = Line(timetable, shift, ())
    if not any(schedule(timetable, shift, [task]) if short else empty.fits(task, 0) for task in tasks):
        return Obstacle.NO_TIME
    return None


def explain(problem: Problem, travel: TravelTimes, job: Job) -> Explanation:
    """Why this job is not in the plan, taken that the search found no room for it where there might have been some."""
    timetable = Timetable(problem, travel)
    open_to: dict[Obstacle | None, list[str]] = {}
    for shift in problem.shifts:
        technicians = open_to.setdefault(obstacle_in(timetable, shift, job), [])
        if shift.technician_id not in technicians:
            technicians.append(shift.technician_id)
    for obstacle in (None, *reversed(Obstacle)):
        if obstacle in open_to and obstacle is not Obstacle.PERSON_AWAY:
            found = Obstacle.NO_ROOM if obstacle is None else obstacle
            return _said(job, found, open_to[obstacle])
    return _said(job, Obstacle.PERSON_AWAY if problem.shifts else Obstacle.NO_SHIFT, [])


def explain_unassigned(problem: Problem, travel: TravelTimes, plan: Plan) -> tuple[Explanation, ...]:
    jobs = {job.id: job for job in problem.jobs}
    return tuple(
        _said(jobs[job_id], Obstacle.PREDECESSOR, [])
        if unfinished(plan, jobs[job_id])
        else explain(problem, travel, jobs[job_id])
        for job_id in plan.unassigned
    )


def _said(job: Job, obstacle: Obstacle, candidates: list[str]) -> Explanation:
    people = ", ".join(sorted(job.technicians or ())) or "nobody"
    sentence = SENTENCES[obstacle].format(
        people=people, skills=", ".join(sorted(job.skills)), after=", ".join(sorted(job.after))
    )
    return Explanation(job.id, obstacle, sentence, tuple(candidates))

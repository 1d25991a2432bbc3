"""Every place for one more visit in one lane: between which two it would stand, when, and at what price; a person chooses."""

from dataclasses import dataclass

from dispatch.planning.lanes import Lanes, Seated
from dispatch.planning.line import Task
from dispatch.planning.problem import Job, Shift, may_do


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Between two visits of the lane, as it is without the job; None before the first and after the last one."""

    after_id: str | None
    before_id: str | None
    seat: Seated | None
    """None: there is no room, or what stands behind it would be late."""


def places_in(lanes: Lanes, shift: Shift, job: Job) -> list[Place]:
    """In the order of the day. Empty where the planner gives the job to nobody with this shift's skills and tools."""
    tasks = lanes.lane(shift).tasks
    if not may_do(shift, job) or lanes.waits_for:
        return []
    full = shift.max_tasks is not None and len(tasks) >= shift.max_tasks
    ids = [None, *(task.job.id for task in tasks), None]
    return [
        Place(
            after_id=ids[position],
            before_id=ids[position + 1],
            seat=None if full else _seat(lanes, shift, job, position),
        )
        for position in range(len(tasks) + 1)
    ]


def _seat(lanes: Lanes, shift: Shift, job: Job, position: int) -> Seated | None:
    """The best way to have it exactly there."""
    lane, best = lanes.lane(shift), None
    for number in range(len(lanes.ways(job))):  # their losses rise
        if best is not None and best.loss < lanes.ways(job)[number].loss:
            break
        task = Task(job, number, lanes.starts(job, number))
        with_it = lanes.with_tasks(shift, (*lane.tasks[:position], task, *lane.tasks[position:]))
        if with_it is None:
            continue
        seat = lanes.seated(lane, with_it, (position, job, number))
        if best is None or seat.rank < best.rank:
            best = seat
    return best

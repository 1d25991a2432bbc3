"""Jobs that wait for others, possibly of other technicians: which starts that leaves to each of them.

Every pair is kept apart by one instant: the one is done by it, the other starts at it or later. That is stricter than
the rule, but sets every route free of every other one, which the search needs. So the instants are chosen anew from
what was found, now close to the one and now close to the other; a plan that keeps them keeps the rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dispatch.planning.plan import Plan
from dispatch.planning.problem import FOREVER, Job, Problem, Window, by_precedence, ways_of

Bounds = Mapping[str, Window]  # by job: the first and the last start that are left to it

FREE = Window(-FOREVER, FOREVER)


def bounds(problem: Problem, plan: Plan | None, share: float) -> Bounds:
    """Where each instant lies between the end of the one (share 0) and the start of the other (share 1).

    Between two planned visits only the time from the one to the other is divided, else all that their windows allow.
    A planned job whose successor has no place is to be done no later than now: the successor gets the most room.
    """
    return _bounds(problem, _starts(plan), share)


def bounds_around(problem: Problem, plan: Plan, job: Job) -> Bounds:
    """The same for one more job in a running plan that keeps the start of all who wait: whether the plan has it or not."""
    others = (one for one in problem.jobs if one.id != job.id)
    starts = _starts(plan)
    starts.pop(job.id, None)
    return _bounds(replace(problem, jobs=(*others, job)), starts, 1.0)


def unfinished(plan: Plan, job: Job) -> frozenset[str]:
    """What the job waits for and has no place in the plan."""
    return job.after - _starts(plan).keys() if job.after else job.after


def _starts(plan: Plan | None) -> dict[str, int]:
    return {} if plan is None else {v.job_id: v.start for route in plan.routes for v in route.visits}


def _bounds(problem: Problem, starts: Mapping[str, int], share: float) -> Bounds:
    if not any(job.after for job in problem.jobs):
        return {}
    jobs = {job.id: job for job in problem.jobs}
    spans = _spans(problem, starts)
    found: dict[str, Window] = {}
    for job in problem.jobs:
        for one in sorted(job.after & jobs.keys()):
            lasts = jobs[one].setup + jobs[one].duration
            done, begins = spans[one].start + lasts, spans[job.id].end
            part = 0.0 if one in starts and job.id not in starts else share
            instant = done + int(part * max(0, begins - done))
            earlier, later = found.get(one, FREE), found.get(job.id, FREE)
            found[one] = Window(earlier.start, min(earlier.end, instant - lasts))
            found[job.id] = Window(max(later.start, instant), later.end)
    return found


def kept_in(bound: Window | None, starts: Sequence[Window]) -> tuple[Window, ...]:
    """What of these windows is left."""
    if bound is None:
        return tuple(starts)
    cut = (Window(max(w.start, bound.start), min(w.end, bound.end)) for w in starts)
    return tuple(w for w in cut if w.start <= w.end)


def waited_for(problem: Problem) -> Mapping[str, int]:
    """The weight that is lost with a job because others wait for it, by job."""
    waiting: dict[str, set[str]] = {}
    for job in reversed(by_precedence(problem.jobs)):
        for one in job.after:
            waiting.setdefault(one, set()).update({job.id}, waiting.get(job.id, ()))
    weights = {job.id: job.weight for job in problem.jobs}
    return {one: sum(weights[other] for other in others) for one, others in waiting.items()}


def orphans(jobs: Sequence[Job], served: set[str]) -> frozenset[str]:
    """Of the served jobs those that wait, however indirectly, for one that is not."""
    lost: set[str] = set()
    for job in by_precedence(jobs):
        if job.id in served and not job.after <= served - lost:
            lost.add(job.id)
    return frozenset(lost)


def _spans(problem: Problem, starts: Mapping[str, int]) -> Mapping[str, Window]:
    """The first and the last start of every job that its windows, the shifts and its chain allow; of a planned job, its start."""
    opens = min((shift.leaves_after for shift in problem.shifts), default=0)
    closes = max((shift.latest for shift in problem.shifts), default=0)
    order = by_precedence(problem.jobs)
    jobs = {job.id: job for job in order}
    first: dict[str, int] = {}
    for job in order:
        own = starts.get(job.id)
        ends = [first[one] + jobs[one].setup + jobs[one].duration for one in job.after if one in jobs]
        soonest = min((way.starts[0].start for way in ways_of(job)), default=opens)
        first[job.id] = max(opens, soonest, *ends) if own is None else own
    last: dict[str, int] = {}
    for job in reversed(order):
        lasts = job.setup + job.duration
        latest = max((way.starts[-1].end for way in ways_of(job)), default=closes)
        limit = min(closes - lasts, latest, last.get(job.id, FOREVER))
        last[job.id] = starts.get(job.id, limit)
        for one in job.after & jobs.keys():
            before = last[job.id] - jobs[one].setup - jobs[one].duration
            last[one] = min(last.get(one, FOREVER), before)
    return {job_id: Window(first[job_id], last[job_id]) for job_id in first}

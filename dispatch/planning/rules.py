"""What a district may set for its plans, with the defaults; read from and written to a JSON document."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from math import isfinite
from typing import Any

from dispatch.planning.fields import Fields, count, percent, text
from dispatch.planning.problem import Aims, ProblemError

MOST_DAYS = 14


class Changes(StrEnum):
    """What becomes of a better plan in the day."""

    APPLY = "apply"
    PROPOSE = "propose"  # a dispatcher adopts it or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What an order is worth, and what of it is forfeited, in per cent, when it is not served as it should be."""

    served: int = 1000
    priority: int = 100  # for each point of the order's priority
    near: int = 500  # more when it is due, or its agreed time comes, soon
    broken: int = 1000  # more when its promise is broken already: the next started day costs again
    late: int = 60  # per cent: after its due time
    missed: int = 80  # per cent: outside the agreed time or the booked half-day
    word: int = 5000  # more once a time was agreed, and all of it forfeited outside that time
    urgent: int = 90  # per cent: after the time that was confirmed to who complained


@dataclass(frozen=True, slots=True, kw_only=True)
class Depot:
    """Where a van is filled up in the day, and how long that takes."""

    place: tuple[float, float]  # latitude, longitude
    restock: timedelta = timedelta(minutes=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Costs are seconds of road that we would drive to avoid the thing."""

    days: int = 3
    overtime: timedelta = timedelta(hours=1)  # home by the end of the shift and this
    word_overtime: timedelta = timedelta(hours=1)  # so much later still, to keep a time that was agreed
    word_soon: timedelta = timedelta(hours=2)  # an agreed time that comes so soon weighs half as much again
    overtime_cost: timedelta = timedelta(hours=2)  # road we would drive to save an hour of it
    reserve: int = 10  # per cent of what is left of a shift that costs like overtime already
    late_cost: timedelta = timedelta(0)  # for each hour after the due time, beyond what lateness forfeits
    fair_days: int = 7  # so many days back count as work so far, where `aims.fairness` is set
    delay_cost: timedelta = timedelta(minutes=10)  # road we would drive to serve an order one day earlier
    urgent_delay_cost: timedelta = timedelta(minutes=30)  # the same once its due time is near or gone
    urgent_within: timedelta = timedelta(hours=24)
    change_cost: timedelta = timedelta(minutes=30)  # another technician than the running plan's
    notice: timedelta = timedelta(minutes=30)  # whom nobody has called yet is not visited sooner
    edge_cost: timedelta = timedelta(minutes=30)  # inside the agreed hour, but where any delay breaks it
    handover_cost: timedelta = timedelta(hours=1)  # another technician than the one who has taken the order
    shift_cost: timedelta = timedelta(minutes=5)  # today's visit at another time than the running plan's
    shift_free: timedelta = timedelta(minutes=30)  # so much earlier or later is the same time still
    stranger_cost: timedelta = timedelta(minutes=3)  # nobody who owns the area or was at this line before
    depot: Depot | None = None
    weights: Weights = field(default_factory=Weights)
    aims: Aims = field(default_factory=Aims)
    changes: Changes = Changes.APPLY
    duration_percentile: int = 65  # of the learned durations, that a visit is planned with
    repairs_reserved: int = 20  # per cent of a half-day that only repairs may take
    offered_days: int = 7  # so many days ahead a customer is offered a time
    slot_hold: timedelta = timedelta(minutes=5)  # so long an offer is kept for whoever is choosing


DEFAULT_RULES = Rules()


def read_rules(document: Mapping[str, Any]) -> Rules:
    """The defaults with what the document says instead. Raises ProblemError naming field, expectation and find."""
    given = Fields(dict(document), "planning")
    standard = DEFAULT_RULES
    days = given.take("days", count, standard.days)
    if not 1 <= days <= MOST_DAYS:
        raise ProblemError("planning.days", f"1 to {MOST_DAYS}", days)
    rules = Rules(
        days=days,
        overtime=given.take("overtime_min", _minutes, standard.overtime),
        delay_cost=given.take("delay_cost_min", _minutes, standard.delay_cost),
        urgent_delay_cost=given.take("urgent_delay_cost_min", _minutes, standard.urgent_delay_cost),
        urgent_within=given.take("urgent_within_min", _minutes, standard.urgent_within),
        change_cost=given.take("change_cost_min", _minutes, standard.change_cost),
        reserve=given.take("reserve", percent, standard.reserve),
        word_overtime=given.take("word_overtime_min", _minutes, standard.word_overtime),
        word_soon=given.take("word_soon_min", _minutes, standard.word_soon),
        overtime_cost=given.take("overtime_cost_min", _minutes, standard.overtime_cost),
        late_cost=given.take("late_cost_min", _minutes, standard.late_cost),
        fair_days=given.take("fair_days", count, standard.fair_days),
        notice=given.take("notice_min", _minutes, standard.notice),
        edge_cost=given.take("edge_cost_min", _minutes, standard.edge_cost),
        handover_cost=given.take("handover_cost_min", _minutes, standard.handover_cost),
        shift_cost=given.take("shift_cost_min", _minutes, standard.shift_cost),
        shift_free=given.take("shift_free_min", _minutes, standard.shift_free),
        depot=given.take("depot", _depot, standard.depot),
        stranger_cost=given.take("stranger_cost_min", _minutes, standard.stranger_cost),
        weights=given.take("weights", _weights, standard.weights),
        aims=given.take("aims", _aims, standard.aims),
        changes=given.take("changes", _changes, standard.changes),
        duration_percentile=given.take("duration_percentile", percent, standard.duration_percentile),
        repairs_reserved=given.take("repairs_reserved", percent, standard.repairs_reserved),
        offered_days=given.take("offered_days", count, standard.offered_days),
        slot_hold=given.take("slot_hold_min", _minutes, standard.slot_hold),
    )
    given.done()
    if not 1 <= rules.offered_days <= MOST_DAYS:
        raise ProblemError("planning.offered_days", f"1 to {MOST_DAYS}", rules.offered_days)
    return rules


def _minutes(value: Any, name: str) -> timedelta:
    return timedelta(minutes=count(value, name))


def _changes(value: Any, name: str) -> Changes:
    if text(value, name) not in set(Changes):
        raise ProblemError(name, f"one of {', '.join(Changes)}", value)
    return Changes(value)


def _aims(value: Any, name: str) -> Aims:
    given = Fields(value, name)
    read = {aim.name: given.take(aim.name, _share, getattr(Aims(), aim.name)) for aim in fields(Aims)}
    given.done()
    return Aims(**read)


def _depot(value: Any, name: str) -> Depot:
    given = Fields(value, name)
    lat, lon = given.need("lat", _number), given.need("lon", _number)
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004 - the globe
        raise ProblemError(name, "a latitude within ±90 and a longitude within ±180", (lat, lon))
    restock = given.take("restock_min", _minutes, timedelta(minutes=20))
    given.done()
    return Depot(place=(lat, lon), restock=restock)


def _weights(value: Any, name: str) -> Weights:
    given = Fields(value, name)
    shares = {"late", "missed", "urgent"}
    read = {
        one.name: given.take(one.name, percent if one.name in shares else count, getattr(Weights(), one.name))
        for one in fields(Weights)
    }
    given.done()
    return Weights(**read)


def _share(value: Any, name: str) -> float:
    if _number(value, name) < 0:
        raise ProblemError(name, "a number of 0 or more", value)
    return float(value)


def _number(value: Any, name: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        raise ProblemError(name, "a number", value)
    return float(value)

"""What a district may set for its plans, with the defaults; read from and written to a JSON document."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from math import isfinite
from typing import Any

from dispatch.planning.fields import Fields, count
from dispatch.planning.problem import Aims, ProblemError
from dispatch.planning.rules_fields import (
    BY_NAME,
    MOST_DAYS,
    RULE_SETTINGS,
    SETTINGS,
    WEIGHT_SETTINGS,
    Changes,
)

__all__ = ["DEFAULT_RULES", "MOST_DAYS", "Changes", "Depot", "Rules", "Weights", "read_rules"]


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
    rules = Rules(
        **{
            one.attribute: given.take(one.name, one.read, getattr(standard, one.attribute))
            for one in RULE_SETTINGS
        },
        depot=given.take("depot", _depot, standard.depot),
        weights=given.take("weights", _weights, standard.weights),
        aims=given.take("aims", _aims, standard.aims),
    )
    given.done()
    return rules


def settings_of(rules: Rules) -> dict[str, Any]:
    """Each setting's value as the JSON has it."""
    return {
        one.name: one.write(getattr(rules.weights if one in WEIGHT_SETTINGS else rules, one.attribute))
        for one in SETTINGS
    }


def problems_of(changed: Mapping[str, Any]) -> list[ProblemError]:
    """All that is wrong with these settings; nothing in place of a value means the default."""
    wrong = []
    for name, value in changed.items():
        if name not in BY_NAME:
            wrong.append(ProblemError(name, "no such field", value))
        elif value is not None:
            try:
                BY_NAME[name].check(value, name)
            except ProblemError as error:
                wrong.append(error)
    return wrong


def stored_in(document: Mapping[str, Any], name: str) -> Any:
    """What the document itself says of a setting; None: nothing, the default holds."""
    value: Any = document
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def with_settings(document: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The document with these settings instead; all else it says is kept."""
    new = dict(document)
    for name, value in changed.items():
        first, _, rest = name.partition(".")
        put = with_settings(new.get(first) or {}, {rest: value}) or None if rest else value
        if put is None:
            new.pop(first, None)
        else:
            new[first] = put
    return new


def _minutes(value: Any, name: str) -> timedelta:
    return timedelta(minutes=count(value, name))


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
    read = {
        one.attribute: given.take(one.attribute, one.read, getattr(Weights(), one.attribute))
        for one in WEIGHT_SETTINGS
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

"""What a district's done work has taught, as a page and the command line show it: each estimate with its error."""

from collections.abc import Mapping
from math import expm1
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch.orders.work import WORK
from dispatch.planning.learning import Estimate, Learned
from dispatch.planning.rules import read_rules
from dispatch.storage.district import Area, District
from dispatch.storage.learned import LearningRun, Level, read_learned
from dispatch.storage.technician import Technician

_PERCENT: Final = 100
K = TypeVar("K")


def learned_of(session: Session, district_id: str) -> dict[str, Any] | None:
    """The estimates of a district and what they were learned from; None: there is no such district."""
    district = session.get(District, district_id)
    if district is None:
        return None
    run = session.get(LearningRun, district_id)
    told = tell_learned(
        read_learned(session, district_id), {kind.value: work.duration_min for kind, work in WORK.items()}
    )
    for row in told["estimates"]:
        row["name"] = _name(session, row)
    return told | {
        "district_id": district_id,
        "zone": ZoneInfo(district.zone).key,
        "learned_at": None if run is None or run.ended_at is None else run.ended_at.isoformat(),
        "visits": 0 if run is None else run.visits,
        "roads": 0 if run is None else run.roads,
        "percentile": read_rules(district.planning).duration_percentile,
    }


def tell_learned(learned: Learned, defaults: Mapping[str, int]) -> dict[str, Any]:
    """Kinds first, then what differs from them, the surest-founded first; `defaults` are minutes by kind."""
    rows = [
        _row(Level.KIND, kind, one, minutes=defaults.get(kind), spread=learned.spreads.get(kind))
        for kind, one in learned.kinds.items()
    ]
    rows += [_row(Level.AREA, f"{kind}/{area}", one) for (kind, area), one in _most_first(learned.areas)]
    rows += [_row(Level.TECHNICIAN, key, one) for key, one in _most_first(learned.technicians)]
    if learned.road.count:
        rows.append(_row(Level.ROAD, "", learned.road, spread=learned.road_spread))
    rows += [_row(Level.PART_OF_DAY, part.value, one) for part, one in learned.parts.items()]
    return {"estimates": rows}


def _most_first(found: Mapping[K, Estimate]) -> list[tuple[K, Estimate]]:
    return sorted(found.items(), key=lambda one: (-one[1].count, str(one[0])))


def _row(
    level: Level, key: str, one: Estimate, *, minutes: int | None = None, spread: float | None = None
) -> dict[str, Any]:
    return {
        "level": level.value,
        "key": key,
        "factor": round(one.factor, 3),
        "error_pct": round(_PERCENT * expm1(one.error), 1),
        "count": one.count,
        "default_min": minutes,
        "minutes": None if minutes is None else round(minutes * one.factor, 1),
        "spread_pct": None if spread is None else round(_PERCENT * expm1(spread), 1),
    }


def _name(session: Session, row: Mapping[str, Any]) -> str | None:
    """The area's or the technician's name; kinds and parts of the day are words of the page."""
    if row["level"] == Level.AREA:
        area = session.get(Area, row["key"].split("/", 1)[1])
        return None if area is None else area.name
    if row["level"] == Level.TECHNICIAN:
        technician = session.get(Technician, row["key"])
        return None if technician is None else technician.name
    return None

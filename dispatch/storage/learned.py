"""What a district's done work has taught, as it is planned with until the next night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.orders.work import WORK
from dispatch.planning.learning import NOTHING_LEARNED, UNKNOWN, USUAL_SPREAD, Estimate, Learned, PartOfDay
from dispatch.storage.base import Base, Code
from dispatch.storage.order import Order


class Level(StrEnum):
    """What an estimate is about."""

    KIND = "kind"
    AREA = "area"
    """For one kind of order: the key is kind/area."""
    TECHNICIAN = "technician"
    ROAD = "road"
    PART_OF_DAY = "part_of_day"


class LearnedEffect(Base):
    __tablename__ = "learned_effect"

    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), primary_key=True)
    level: Mapped[Level] = mapped_column(Code(Level, 12), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    effect: Mapped[float]
    """The logarithm of actual / expected, beside the effects of the other levels."""
    error: Mapped[float]
    count: Mapped[int]
    spread: Mapped[float | None] = mapped_column(default=None)
    """Of a kind and of the roads: how much single ones differ, on the same scale."""


class LearningRun(Base):
    """The newest night's learning of a district; who writes the row first does the work."""

    __tablename__ = "learning_run"

    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), primary_key=True)
    day: Mapped[date]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    visits: Mapped[int] = mapped_column(default=0)
    roads: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long visits are planned to take, at the district's percentile."""

    learned: Learned
    percentile: int = 50

    def of(self, order: Order, technician_id: str | None) -> tuple[timedelta, timedelta | None]:
        """The duration and the deviation of single visits around it; a duration that somebody set by hand stands."""
        usual = timedelta(minutes=order.duration_min)
        if order.duration_min != WORK[order.kind].duration_min:
            return usual, None
        told = (usual, order.kind.value, order.area_id, technician_id)
        return self.learned.duration(*told, percentile=self.percentile), self.learned.duration_sd(*told)


def store_learned(session: Session, district_id: str, learned: Learned) -> None:
    """Instead of what was known before."""
    session.execute(delete(LearnedEffect).where(LearnedEffect.district_id == district_id))
    session.add_all(
        LearnedEffect(
            district_id=district_id,
            level=level,
            key=key,
            effect=one.effect,
            error=one.error,
            count=one.count,
            spread=spread,
        )
        for level, key, one, spread in _rows(learned)
    )


def read_learned(session: Session, district_id: str) -> Learned:
    """What is known; nothing learned yet: the defaults stand."""
    rows = session.scalars(select(LearnedEffect).where(LearnedEffect.district_id == district_id)).all()
    if not rows:
        return NOTHING_LEARNED
    found: dict[Level, dict[str, LearnedEffect]] = {level: {} for level in Level}
    for row in rows:
        found[row.level][row.key] = row
    road = found[Level.ROAD].get("")
    return Learned(
        kinds=_estimates(found[Level.KIND]),
        areas={
            (key.split("/", 1)[0], key.split("/", 1)[1]): one
            for key, one in _estimates(found[Level.AREA]).items()
        },
        technicians=_estimates(found[Level.TECHNICIAN]),
        spreads={key: row.spread for key, row in found[Level.KIND].items() if row.spread is not None},
        road=UNKNOWN if road is None else _estimate(road),
        parts={PartOfDay(key): one for key, one in _estimates(found[Level.PART_OF_DAY]).items()},
        road_spread=USUAL_SPREAD if road is None or road.spread is None else road.spread,
    )


def _rows(learned: Learned) -> Iterator[tuple[Level, str, Estimate, float | None]]:
    for kind, one in learned.kinds.items():
        yield Level.KIND, kind, one, learned.spreads.get(kind)
    for (kind, area_id), one in learned.areas.items():
        yield Level.AREA, f"{kind}/{area_id}", one, None
    for technician_id, one in learned.technicians.items():
        yield Level.TECHNICIAN, technician_id, one, None
    if learned.road.count:
        yield Level.ROAD, "", learned.road, learned.road_spread
    for part, one in learned.parts.items():
        yield Level.PART_OF_DAY, part.value, one, None


def _estimate(row: LearnedEffect) -> Estimate:
    return Estimate(row.effect, row.error, row.count)


def _estimates(rows: dict[str, LearnedEffect]) -> dict[str, Estimate]:
    return {key: _estimate(row) for key, row in rows.items()}

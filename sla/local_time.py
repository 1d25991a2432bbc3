"""From a wall clock to an instant and back, in any zone: what DST skips or repeats is settled here, once."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
DAY_SECONDS = 86_400
DAY = DAY_SECONDS * SECOND


class UnknownZone(ValueError):
    """No time zone has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown time zone {name!r}")
        self.name = name


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; an unknown one is refused by name."""
    try:
        return ZoneInfo(name)
    except (
        ValueError,
        OSError,
        KeyError,
    ) as unknown:  # a bad key, a folder, not found: zoneinfo has one for each
        raise UnknownZone(name) from unknown


@lru_cache(maxsize=8192)
def instant(zone: str, day: date, at: time = time.min) -> datetime:
    """The instant of a local time: skipped by DST, the first instant after; occurring twice, the earlier."""
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    tz = zone_of(zone)
    found = local.replace(tzinfo=tz).astimezone(UTC)
    if found.astimezone(tz).replace(tzinfo=None, fold=0) == local:
        return found
    # Skipped: the offset jumps somewhere between the two readings of the local time; find the second of the jump.
    before = local.replace(tzinfo=tz, fold=1).astimezone(UTC)
    offset = before.astimezone(tz).utcoffset()
    low, high = 0, int((found - before).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(tz).utcoffset() == offset:
            low = middle + 1
        else:
            high = middle
    return (before + timedelta(seconds=low)).replace(microsecond=0)


def local_date(zone: str, at: datetime) -> date:
    """The date that the wall calendar shows at that instant."""
    return at.astimezone(zone_of(zone)).date()


def local_clock(zone: str, at: datetime) -> time:
    """The time that the wall clock shows at that instant."""
    return at.astimezone(zone_of(zone)).time()


def end_of_day(zone: str, at: datetime, *, days: int = 0) -> datetime:
    """The end of the local day (`days` later): the first instant of the local date that follows."""
    return instant(zone, local_date(zone, at) + timedelta(days=days + 1))


def to_us(at: datetime) -> int:
    """Microseconds since 1970, exactly; a time without a zone is refused."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return (at.astimezone(UTC) - EPOCH) // MICROSECOND


def from_us(us: int) -> datetime:
    """The instant of so many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=us)


def midnight_us(day: date) -> int:
    """The date's first instant in UTC."""
    return (day.toordinal() - EPOCH_DAY) * DAY

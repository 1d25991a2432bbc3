"""The days that are planned, as instants in whole seconds, and the numbers of their places."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch.planning.day_values import AGREED, CONTACT_HOURS, PlannedOrder, Point
from dispatch.planning.problem import Window
from dispatch.planning.rules import Rules


class Places:
    """Numbers for points, each point once."""

    def __init__(self) -> None:
        self._numbers: dict[Point, int] = {}

    def number(self, point: Point) -> int:
        return self._numbers.setdefault(point, len(self._numbers))

    def points(self) -> tuple[Point, ...]:
        return tuple(self._numbers)


class Horizon:
    """Local days as instants in seconds."""

    def __init__(self, now: datetime, zone: ZoneInfo, rules: Rules) -> None:
        self.now_at = now
        self.now = seconds(now)
        self.zone = zone
        self.rules = rules
        self.today = now.astimezone(zone).date()
        self.dates = tuple(self.today + timedelta(days=k) for k in range(rules.days))
        self._open = [
            (self.instant(d, CONTACT_HOURS[0]), self.instant(d, CONTACT_HOURS[1])) for d in self.dates
        ]

    def instant(self, day: date, clock: time) -> int:
        return seconds(datetime.combine(day, clock, tzinfo=self.zone))

    def contact_hours(self, since: int) -> tuple[Window, ...]:
        """When anybody may be visited, from an instant on, to the end of the horizon."""
        return tuple(Window(max(a, since), b) for a, b in self._open if max(a, since) <= b)

    def starts_after(self, order: PlannedOrder) -> bool:
        end = self.instant(self.dates[-1] + timedelta(days=1), time(0))
        if order.agreed_at is not None:
            return seconds(order.agreed_at - AGREED) >= end
        if order.not_before_at is not None and seconds(order.not_before_at) >= end:
            return True
        return order.booked_date is not None and order.booked_date > self.dates[-1]


def seconds(at: datetime) -> int:
    return round(at.timestamp())


def instant_at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def whole(span: timedelta) -> int:
    return round(span.total_seconds())

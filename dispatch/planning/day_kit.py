"""Which tools and parts can stop a visit at all: the planner is only asked about those, the rest would slow it down."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from dispatch.planning.day_horizon import Horizon
from dispatch.planning.day_values import PlannedOrder, PlannedTechnician

UNCOUNTED: Final = 1 << 20
"""So many parts has a van in which nobody counts them."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What runs short somewhere, and what each van has to keep for the orders that are its technician's already."""

    tools: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    kept: Mapping[tuple[str, date], Mapping[str, int]] = field(default_factory=dict)

    def tools_of(self, technician: PlannedTechnician) -> frozenset[str]:
        return self.tools if technician.tools is None else technician.tools & self.tools

    def stock_of(self, technician: PlannedTechnician, on: date, today: date) -> dict[str, int]:
        """For the orders that are still free: today what is in the van, on a later day what a shift begins with."""
        if technician.stock is None:
            return dict.fromkeys(self.parts, UNCOUNTED)
        have = technician.stock if on == today else technician.load
        kept = self.kept.get((technician.id, on), {})
        return {part: max(0, have.get(part, 0) - kept.get(part, 0)) for part in sorted(self.parts)}

    def needed(self, order: PlannedOrder) -> tuple[frozenset[str], dict[str, int]]:
        """What stands in an order's way; one that is somebody's already takes its parts from what is `kept`."""
        if order.technician_id is not None:
            return frozenset(), {}
        return order.tools & self.tools, {
            part: count for part, count in order.parts.items() if part in self.parts
        }


def kit_of(crew: Sequence[PlannedTechnician], orders: Sequence[PlannedOrder], horizon: Horizon) -> Kit:
    """Nothing where nobody keeps lists, or where everybody has everything and more than a day can use."""
    free = [order for order in orders if order.technician_id is None]
    kept = _kept(orders, horizon)
    tools = {
        tool
        for technician in crew
        if technician.tools is not None
        for order in free
        if order.skills <= technician.skills
        for tool in order.tools - technician.tools
    }
    whole = Kit(parts=frozenset(part for order in free for part in order.parts), kept=kept)
    short: set[str] = set()
    for technician in crew:
        if technician.stock is None:
            continue
        wanted = _wanted(free, technician)
        for on in horizon.dates:
            have = whole.stock_of(technician, on, horizon.today)
            lasts = _working(technician, on, horizon)
            short |= {
                part
                for part, (count, rate) in wanted.items()
                if have[part] < min(count, 1 + int(rate * lasts))
            }
    return Kit(tools=frozenset(tools), parts=frozenset(short), kept=kept)


def _wanted(free: Iterable[PlannedOrder], technician: PlannedTechnician) -> dict[str, tuple[int, float]]:
    """How many of each part the orders that they could do need, and how many a second that may be at most."""
    wanted: dict[str, tuple[int, float]] = {}
    for order in free:
        if order.skills <= technician.skills:
            for part, count in order.parts.items():
                known, rate = wanted.get(part, (0, 0.0))
                fastest = count / max(60.0, order.duration.total_seconds())
                wanted[part] = known + count, max(rate, fastest)
    return wanted


def _working(technician: PlannedTechnician, on: date, horizon: Horizon) -> float:
    """The seconds in which visits can be made, overtime and all."""
    starts, ends = technician.shift_start, technician.shift_end
    until = on if ends > starts else on + timedelta(days=1)
    begins = max(horizon.now, horizon.instant(on, starts))
    return max(0.0, horizon.instant(until, ends) - begins + horizon.rules.overtime.total_seconds())


def _kept(orders: Iterable[PlannedOrder], horizon: Horizon) -> dict[tuple[str, date], Counter[str]]:
    kept: dict[tuple[str, date], Counter[str]] = {}
    for order in orders:
        if order.technician_id is not None and order.parts:
            key = (order.technician_id, _day_of(order, horizon))
            kept.setdefault(key, Counter()).update(order.parts)
    return kept


def _day_of(order: PlannedOrder, horizon: Horizon) -> date:
    """When the visit should be, as far as that is known: else today."""
    wanted = order.agreed_at or order.announced_at
    on = order.booked_date if wanted is None else wanted.astimezone(horizon.zone).date()
    return horizon.today if on is None else max(on, horizon.today)

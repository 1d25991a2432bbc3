"""From a technician and a date to the planner's shift."""

from datetime import date, timedelta

from dispatch.planning.day_horizon import Horizon, Places, whole
from dispatch.planning.day_kit import Kit
from dispatch.planning.day_values import LUNCH_SLIPS, PlannedTechnician
from dispatch.planning.problem import Break, Busy, Shift, Window
from dispatch.planning.rules import Rules

AT_ONCE = timedelta(minutes=15)
WAY_HOME = timedelta(minutes=30)
"""From the last visit, where that is not worked out."""


def shift_id(technician_id: str, day: date) -> str:
    return f"{technician_id}/{day.isoformat()}"


def shift_of(
    technician: PlannedTechnician,
    day: int,
    horizon: Horizon,
    places: Places,
    *,
    kit: Kit,
    busy: Busy | None,
    word: int | None = None,
) -> Shift | None:
    """`word` is when the last visit ends at the latest for which they agreed a time: it is kept before they go home."""
    on = horizon.dates[day]
    if on in technician.lent or (technician.only is not None and on not in technician.only):
        return None
    rules = horizon.rules
    hours = _hours(technician, on, horizon)
    if hours is None:
        return None
    opens, ends = hours
    latest = ends + whole(max(rules.overtime, technician.overtime.get(on, timedelta(0))))
    if word is not None:
        latest = max(latest, min(word + whole(WAY_HOME), latest + whole(rules.word_overtime)))
    if (ends if word is None else latest) <= horizon.now:
        return None
    home = places.number(technician.home)
    today = opens <= horizon.now
    start = home if technician.position is None or not today else places.number(technician.position)
    if busy is not None and busy.until < opens:
        busy = None
    earliest = max(opens, horizon.now)
    latest = max(earliest, latest)
    free = earliest if busy is None else max(earliest, busy.until)
    depot = rules.depot if kit.tools or kit.parts else None
    return Shift(
        id=shift_id(technician.id, on),
        technician_id=technician.id,
        start_location=start,
        end_location=home,
        earliest=earliest,
        latest=latest,
        breaks=_lunch(technician, on, horizon, free, ends),
        skills=technician.skills,
        busy=busy,
        day=day,
        regular_end=_regular_end(free, ends, rules) if rules.overtime_cost else None,
        hourly_overtime_cost=whole(rules.overtime_cost),
        worked=whole(technician.worked),
        tools=kit.tools_of(technician),
        parts=kit.stock_of(technician, on, horizon.today),
        depot=None if depot is None else places.number(depot.place),
        restock=0 if depot is None else whole(depot.restock),
    )


def _hours(technician: PlannedTechnician, on: date, horizon: Horizon) -> tuple[int, int] | None:
    """The shift with what they were called out for; who is away works for nothing but a call."""
    spans = [technician.called[on]] if on in technician.called else []
    if technician.away_until is None or on > technician.away_until:
        spans.append((technician.shift_start, technician.shift_end))
    dated = [
        (
            horizon.instant(on, starts),
            horizon.instant(on if closes > starts else on + timedelta(days=1), closes),
        )
        for starts, closes in spans
    ]
    if not dated:
        return None
    left = [
        span for span in dated if span[1] > horizon.now
    ] or dated  # nobody is called back into hours that are over
    return min(span[0] for span in left), max(span[1] for span in left)


def _regular_end(free: int, ends: int, rules: Rules) -> int:
    """Before the end of the shift by the reserve: a share of what is left of it, for what the rest of the day brings."""
    return ends - max(0, ends - free) * rules.reserve // 100


def _lunch(
    technician: PlannedTechnician, on: date, horizon: Horizon, free: int, ends: int
) -> tuple[Break, ...]:
    """What is left of lunch: in its hours, or as soon as a visit that ran into them is done, unless that is too late.

    Whose shift ends before lunch is over eats at home.
    """
    if technician.lunch_start is None or technician.lunch_end is None:
        return ()
    rested = technician.rested if on == horizon.today else timedelta(0)
    left = whole(technician.lunch - rested)
    first = horizon.instant(on, technician.lunch_start)
    last = horizon.instant(on, technician.lunch_end) - whole(technician.lunch)
    if left <= 0 or last < first or first + left > ends:
        return ()
    if free > last:
        latest = horizon.instant(on, technician.lunch_end) + whole(LUNCH_SLIPS)
        if free > latest:
            return ()
        first, last = free, free + whole(AT_ONCE)
    return (Break(id="lunch", windows=(Window(first, last),), duration=left),)

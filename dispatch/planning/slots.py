"""Which half-days and which one-hour times a customer can be offered, ranked by what each costs the running plan.

An offer is a promise that the plan holds already: the visit fits into some technician's running day while everybody
else keeps their technician, their order and the windows that they were promised. What it costs is in seconds of road:
the price of the longer route over the present one (travel, overtime, delay, familiarity: constraints.py), what coming
after the due time costs, and the pressure on the half-day.

**The reserve for repairs.** The working time of a half-day is what the shifts of those technicians who may do repairs
have in it: from now or the start of the shift to its regular end, without breaks. `Rules.repairs_reserved` per cent of
it are for repairs alone: another job is offered there only while the road and the work of all such jobs, its own
included, stay within the rest. Technicians who do no repairs have no reserve. A visit counts for the half-day in which
it starts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from dispatch.planning.day_values import CONTACT_HOURS, HALVES, Half
from dispatch.planning.problem import Job, Shift, Window
from dispatch.planning.routes import Candidate, Routes
from dispatch.planning.rules import Rules

REPAIR: Final = "repair"
"""The skill whose holders keep a reserve."""
NOTICE: Final = timedelta(hours=1)
"""So much of a half-day must be left for it to be offered, and so far ahead an hour begins."""
AROUND: Final = timedelta(minutes=30)
"""What is left for the day to go wrong: the plan comes within half an hour of a time that is offered, and so long before
the end of a half-day; promised is the whole hour around the time, and the whole half-day."""
TRIED: Final = 3
"""Of how many places, the least road first, the whole price is worked out."""
RECOMMENDED: Final = 3
NEARLY_AS_CHEAP: Final = 600
"""An offer that costs so many seconds more than the cheapest is recommended with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A half-day or a whole day (`half`), or an agreed time (`agreed_at`), on one local date."""

    day: date
    half: Half | None = None
    agreed_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.half is None) == (self.agreed_at is None):
            raise ValueError("a slot is a half-day or an agreed time, one of the two")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A slot that the plan can hold, and what that costs in seconds of road."""

    slot: Slot
    from_at: datetime
    """When the slot begins for the customer: the hour that was named, the opening of the half-day, or now."""
    technician_id: str
    start: int
    travel: int
    """More road than without it."""
    late: int
    """Seconds past the due time at the end of the visit: the promise of completion breaks."""
    pressure: int
    cost: int
    recommended: bool = False

    @property
    def keeps(self) -> bool:
        return not self.late


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """For whom slots are sought: the job without windows, when it is due, and who else does repairs."""

    job: Job
    repair: bool
    due: int | None = None


def slots_between(now: datetime, zone: ZoneInfo, days: int) -> tuple[Slot, ...]:
    """Everything that could be offered: half-days, whole days and full hours inside the contact hours, in order."""
    today = now.astimezone(zone).date()
    found: list[Slot] = []
    for day in (today + timedelta(days=k) for k in range(days)):
        for half, (_, closes) in HALVES.items():
            if now + NOTICE <= _instant(day, closes, zone):
                found.append(Slot(day=day, half=half))
        for hour in range(CONTACT_HOURS[0].hour, CONTACT_HOURS[1].hour):
            at = _instant(day, time(hour), zone)
            if now + NOTICE <= at:
                found.append(Slot(day=day, agreed_at=at))
    return tuple(found)


def begins_at(slot: Slot, now: datetime, zone: ZoneInfo) -> datetime:
    """When the customer may expect somebody first; a half-day that has begun begins now."""
    if slot.agreed_at is not None:
        return slot.agreed_at
    return max(now, _instant(slot.day, HALVES[slot.half or Half.DAY][0], zone))


def starts_in(slot: Slot, now: datetime, zone: ZoneInfo, duration: int) -> Window | None:
    """When the visit may start; for an agreed time near it, and over before the contact hours are."""
    if slot.agreed_at is not None:
        opens, closes = slot.agreed_at - AROUND, slot.agreed_at + AROUND
    else:
        first, last = HALVES[slot.half or Half.DAY]
        opens, closes = _instant(slot.day, first, zone), _instant(slot.day, last, zone) - AROUND
    opens = max(now, opens, _instant(slot.day, CONTACT_HOURS[0], zone))
    closes = min(closes, _instant(slot.day, CONTACT_HOURS[1], zone) - timedelta(seconds=duration))
    return Window(round(opens.timestamp()), round(closes.timestamp())) if opens <= closes else None


class Slots:
    """The running days with everything in its place, to be asked for offers."""

    def __init__(
        self, routes: Routes, rules: Rules, *, now: datetime, zone: ZoneInfo, repairs: frozenset[str]
    ) -> None:
        """`repairs` are the ids of the jobs that may use the reserve."""
        self._routes, self._rules, self._now, self._zone = routes, rules, now, zone
        self._by_day: dict[date, list[Shift]] = {
            day: list(shifts) for day, shifts in groupby(sorted(routes.shifts, key=self._day), key=self._day)
        }
        self._load = _loads(routes, self._by_day, rules, zone, repairs)

    def offers(self, sought: Sought, slots: Iterable[Slot]) -> list[Offer]:
        """Those of the slots that can be had: first all that keep the due time, then by their cost, earlier first."""
        found: list[Offer] = []
        for day, group in groupby(slots, key=lambda slot: slot.day):
            places = self._places(sought, day)
            found += [offer for slot in group if (offer := self._offer(sought, slot, places)) is not None]
        found.sort(key=lambda offer: (not offer.keeps, offer.cost, offer.from_at))
        return _marked(found)

    def offer(self, sought: Sought, slot: Slot) -> Offer | None:
        """The one slot, if it can be had."""
        return self._offer(sought, slot, self._places(sought, slot.day))

    def earliest(self, sought: Sought, slots: Iterable[Slot]) -> Offer | None:
        """The first of the slots, in their order, that can be had in time."""
        for day, group in groupby(slots, key=lambda slot: slot.day):
            places = self._places(sought, day)
            for slot in group:
                offer = self._offer(sought, slot, places)
                if offer is not None and offer.keeps:
                    return offer
        return None

    def _day(self, shift: Shift) -> date:
        return datetime.fromtimestamp(shift.earliest, self._zone).date()

    def _places(self, sought: Sought, day: date) -> list[Candidate]:
        return self._routes.candidates(sought.job, self._by_day.get(day, ()))

    def _offer(self, sought: Sought, slot: Slot, places: Sequence[Candidate]) -> Offer | None:
        starts = starts_in(slot, self._now, self._zone, sought.job.setup + sought.job.duration)
        if starts is None:
            return None
        if sought.due is not None:
            last = min(starts.end, sought.due - sought.job.setup - sought.job.duration)
            if starts.start <= last:
                in_time = self._best(sought, slot, Window(starts.start, last), places)
                if in_time is not None:
                    return in_time
        return self._best(sought, slot, starts, places)

    def _best(self, sought: Sought, slot: Slot, starts: Window, places: Sequence[Candidate]) -> Offer | None:
        found: list[Offer] = []
        for place in places:
            fitted = self._routes.fit(place, sought.job, (starts,))
            if fitted is None:
                continue
            load = self._load.get((slot.day, _half_of(fitted.start, self._zone)))
            pressure = _pressure(load, sought, fitted.shift, fitted.travel)
            if pressure is None:
                continue  # here it would eat into the reserve
            late = 0 if sought.due is None else max(0, fitted.finish - sought.due)
            found.append(
                Offer(
                    slot=slot,
                    from_at=begins_at(slot, self._now, self._zone),
                    technician_id=fitted.shift.technician_id,
                    start=fitted.start,
                    travel=fitted.travel,
                    late=late,
                    pressure=pressure,
                    cost=round(fitted.cost) + pressure + self._late_cost(late),
                )
            )
            if len(found) == TRIED:
                break
        return min(found, key=lambda offer: (offer.late > 0, offer.cost, offer.technician_id), default=None)

    def _late_cost(self, late: int) -> int:
        """As much as an order that is due waits cost for every day begun."""
        return -(-late // 86400) * round(self._rules.urgent_delay_cost.total_seconds())


@dataclass(slots=True)
class _Load:
    """One half-day's seconds of those technicians who do repairs."""

    open: float = 0.0
    others: float = 0.0
    """Road and work of everything that is no repair."""
    repairs: float = 0.0
    for_others: float = 1.0
    """The share that is not reserved."""


def _loads(
    routes: Routes,
    by_day: Mapping[date, Sequence[Shift]],
    rules: Rules,
    zone: ZoneInfo,
    repairs: frozenset[str],
) -> dict[tuple[date, Half], _Load]:
    found: dict[tuple[date, Half], _Load] = {}
    for day, shifts in by_day.items():
        halves = {half: _span(day, half, zone) for half in (Half.AM, Half.PM)}
        for half in halves:
            found[day, half] = _Load(for_others=1 - rules.repairs_reserved / 100)
        for shift in shifts:
            if REPAIR not in shift.skills:
                continue
            ends = shift.regular_end or shift.latest - round(rules.overtime.total_seconds())
            for half, (opens, closes) in halves.items():
                resting = sum(
                    rest.duration
                    for rest in shift.breaks
                    if rest.windows and opens <= rest.windows[0].start < closes
                )
                spent = min(ends, closes) - max(shift.leaves_after, opens)
                found[day, half].open += max(0, spent - resting)
            for visit in routes.visits(shift):
                load = found[day, _half_of(visit.start, zone)]
                taken = visit.travel + visit.finish - visit.start
                if visit.job_id in repairs:
                    load.repairs += taken
                else:
                    load.others += taken
    return found


def _pressure(load: _Load | None, sought: Sought, shift: Shift, travel: int) -> int | None:
    """The visit's own time by the square of how full the time open to it then is; None when it would be overfull.

    So an empty half-day costs nothing more, and the last place in a full one its whole length.
    """
    if load is None or REPAIR not in shift.skills:
        return 0
    own = sought.job.duration + max(0, travel)
    if sought.repair:
        used, most = load.others + load.repairs + own, load.open
    else:
        used, most = load.others + own, load.open * load.for_others
        if used > most and load.for_others < 1:  # where nothing is reserved, the plan alone says what fits
            return None
    return round(own * min(1.0, used / most) ** 2) if most > 0 else own


def _marked(offers: list[Offer]) -> list[Offer]:
    """The cheapest of each kind, and what costs little more, as long as it keeps the due time."""
    marked: list[Offer] = []
    for kind in (True, False):
        same = [offer for offer in offers if (offer.slot.agreed_at is None) is kind]
        least = same[0].cost if same else 0
        marked += [
            replace(offer, recommended=True)
            if k < RECOMMENDED and offer.keeps and offer.cost <= least + NEARLY_AS_CHEAP
            else offer
            for k, offer in enumerate(same)
        ]
    return sorted(marked, key=lambda offer: (not offer.keeps, offer.cost, offer.from_at))


def _half_of(start: int, zone: ZoneInfo) -> Half:
    return Half.AM if datetime.fromtimestamp(start, zone).time() < HALVES[Half.AM][1] else Half.PM


def _span(day: date, half: Half, zone: ZoneInfo) -> tuple[int, int]:
    opens, closes = HALVES[half]
    return round(_instant(day, opens, zone).timestamp()), round(_instant(day, closes, zone).timestamp())


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone)

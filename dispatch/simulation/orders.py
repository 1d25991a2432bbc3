"""Which orders the customers of the simulated city place on a day, and when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from dispatch.simulation.chance import drawn_for, happens
from dispatch.simulation.city import DISTRICT_ID, ZONE, Area, City, Estate
from dispatch.simulation.geometry import Point
from dispatch.simulation.names import (
    ENGLISH_NAMES,
    GIVEN,
    NOTES,
    PHONE_PREFIXES,
    SURNAMES,
    TRADITIONAL_NAMES,
)

ORDERS_A_DAY: Final = 300
_LOCAL: Final = ZoneInfo(ZONE)
_KINDS: Final = {"install": 35, "move": 10, "repair": 55}
_HOURS: Final = {8: 9, 9: 13, 10: 13, 11: 9, 12: 6, 13: 6, 14: 8, 15: 8, 16: 8, 17: 6, 18: 5, 19: 5, 20: 4}
"""When people order and report faults, as shares of the day."""
_ENGLISH_SHARE: Final = 0.05
_TRADITIONAL_SHARE: Final = 0.04
_RATES: Final = {300: 45, 500: 35, 1000: 20}
_NOON: Final = 13
_EVENING: Final = 17
_LATE_FAULT: Final = 15
"""A fault reported from this hour on is repaired on the next day; in a premium area only from 17:00 on."""
_UNSERVED_EVERY: Final = 97


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An order as its customer places it; `ref` is the same for the same seed, day and number."""

    ref: str
    at: datetime
    kind: str
    area_id: str
    customer_name: str
    customer_phone: str
    language: str
    address: str
    home: Point
    from_address: str | None
    from_home: Point | None
    contracted_mbps: int
    booked_date: date | None
    booked_half: str | None
    note: str | None
    visit_date: date
    """When the customer may expect us at the earliest."""

    def body(self, event_id: str) -> dict[str, Any]:
        """What `POST /orders` takes."""
        lat, lon = self.home.place()
        body: dict[str, Any] = {
            "event_id": event_id,
            "kind": self.kind,
            "district_id": DISTRICT_ID,
            "area_id": self.area_id,
            "customer": {"name": self.customer_name, "phone": self.customer_phone, "language": self.language},
            "address": self.address,
            "lat": lat,
            "lon": lon,
            "contracted_mbps": self.contracted_mbps,
            "accepted_at": self.at.isoformat(),
            "external_ref": self.ref,
        }
        if self.from_home is not None:
            body["from_lat"], body["from_lon"] = self.from_home.place()
            body["from_address"] = self.from_address
        if self.booked_date is not None:
            body["booked_date"], body["booked_half"] = self.booked_date.isoformat(), self.booked_half
        if self.note:
            body["note"] = self.note
        return body


def orders_of(city: City, seed: int, day: date, *, count: int = ORDERS_A_DAY) -> tuple[Placed, ...]:
    """The orders that are placed on this local day, by time."""
    random = drawn_for(seed, "orders", day)
    times = sorted(_moment(random, day) for _ in range(count))
    return tuple(_place(random, city, day, number, at) for number, at in enumerate(times, start=1))


def carried_into(city: City, seed: int, day: date, *, count: int = ORDERS_A_DAY) -> tuple[Placed, ...]:
    """What was ordered on the days before and is still to be done on this one."""
    before = [
        order
        for back in (2, 1)
        for order in orders_of(city, seed, day - timedelta(days=back), count=count)
        if order.visit_date == day and order.area_id != "yunmenao"
    ]
    return tuple(sorted(before, key=lambda order: order.at))


def _moment(random: Random, day: date) -> datetime:
    hour = random.choices(list(_HOURS), list(_HOURS.values()))[0]
    local = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)), _LOCAL)
    return local.astimezone(UTC)


def _place(random: Random, city: City, day: date, number: int, at: datetime) -> Placed:
    kind = random.choices(list(_KINDS), list(_KINDS.values()))[0]
    area = _choose_area(random, city, number)
    address, home = _door(random, city, area)
    from_address, from_home = (
        _door(random, city, _choose_area(random, city, 0)) if kind == "move" else (None, None)
    )
    name, language = _customer(random)
    hour = at.astimezone(_LOCAL).hour
    booked_date, booked_half = _book(random, kind, area.tier, day, hour)
    late = hour >= (_EVENING if area.tier == "premium" else _LATE_FAULT)
    visit_date = booked_date or (day + timedelta(days=1) if late else day)
    prefix = random.choice(PHONE_PREFIXES)
    notes = [note for note in NOTES[kind] if note.isascii() == (language == "en")] or [""]
    return Placed(
        ref=f"DEMO-{day:%Y%m%d}-{number:03d}",
        at=at,
        kind=kind,
        area_id=area.id,
        customer_name=name,
        customer_phone=f"{prefix}0000{random.randrange(10000):04d}",
        language=language,
        address=address,
        home=home,
        from_address=from_address,
        from_home=from_home,
        contracted_mbps=random.choices(list(_RATES), list(_RATES.values()))[0],
        booked_date=booked_date,
        booked_half=booked_half,
        note=random.choice(notes) if kind == "repair" or happens(random, 0.45) else None,
        visit_date=visit_date,
    )


def _choose_area(random: Random, city: City, number: int) -> Area:
    if number and number % _UNSERVED_EVERY == 0:
        return next(area for area in city.areas if not area.serviceable)
    return random.choices(city.areas, [area.weight for area in city.areas])[0]


def _door(random: Random, city: City, area: Area) -> tuple[str, Point]:
    if not area.serviceable:
        return f"{area.name}村 {random.randint(1, 60)} 号", area.middle.moved(random.uniform(-0.3, 0.3), 0.1)
    estate = random.choice([estate for estate in city.estates if estate.area is area])
    building = random.randrange(len(estate.buildings))
    flat = f"{random.randint(1, estate.floors)}{random.randint(1, estate.flats_a_floor):02d}"
    return _write_address(estate, building, flat), estate.buildings[building]


def _write_address(estate: Estate, building: int, flat: str) -> str:
    if not estate.name:
        return f"{estate.street} {4 + 6 * building} 号 {flat}"
    return f"{estate.address} {building + 1} 栋 {flat}"


def _customer(random: Random) -> tuple[str, str]:
    draw = random.random()
    if draw < _ENGLISH_SHARE:
        return random.choice(ENGLISH_NAMES), "en"
    if draw < _ENGLISH_SHARE + _TRADITIONAL_SHARE:
        return random.choice(TRADITIONAL_NAMES), "zh-Hant"
    return random.choice(SURNAMES) + random.choice(GIVEN), "zh-Hans"


def _book(random: Random, kind: str, tier: str, day: date, hour: int) -> tuple[date | None, str | None]:
    """A fault is repaired as soon as possible; an installation is booked to a half-day at the counter."""
    if kind == "repair":
        if tier == "premium" or happens(random, 0.8) or hour < _NOON:
            return None, None
        return day + timedelta(days=1), random.choice(("am", "pm"))
    if tier == "premium" and kind == "install":  # the same day, or by 17:00 on the next
        return (day, "pm") if hour < _EVENING else (day + timedelta(days=1), "am")
    if hour < _NOON and happens(random, 0.3):
        return day, "pm"
    days = random.choices((1, 2), (75, 25))[0] if hour < _EVENING else 1
    return day + timedelta(days=days), random.choices(("am", "pm", "day"), (45, 40, 15))[0]

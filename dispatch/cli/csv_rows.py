"""From a row's words to an order or a technician, or to the column that is wrong and why."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from dispatch.actions.orders import OrderDraft
from dispatch.actions.roster import TechnicianDraft
from dispatch.cli.csv_file import CsvRow
from dispatch.orders.codes import Half, Kind
from dispatch.travel.datum import Datum, is_place, to_wgs84
from dispatch.travel.geocode import Geocode, NoAnswer, NoPlace
from dispatch.travel.great_circle import GreatCircle
from technicians.skills import InvalidSkill, held

KINDS: Final = {
    "install": Kind.INSTALL,
    "装机": Kind.INSTALL,
    "裝機": Kind.INSTALL,
    "move": Kind.MOVE,
    "移机": Kind.MOVE,
    "移機": Kind.MOVE,
    "repair": Kind.REPAIR,
    "修障": Kind.REPAIR,
    "障碍": Kind.REPAIR,
    "障礙": Kind.REPAIR,
}
HALVES: Final = {
    "am": Half.AM,
    "上午": Half.AM,
    "pm": Half.PM,
    "下午": Half.PM,
    "day": Half.DAY,
    "全天": Half.DAY,
}
LANGUAGES: Final = {
    "zh-hans": "zh-Hans",
    "简体": "zh-Hans",
    "简体中文": "zh-Hans",
    "中文": "zh-Hans",
    "zh-hant": "zh-Hant",
    "繁體": "zh-Hant",
    "繁体": "zh-Hant",
    "繁體中文": "zh-Hant",
    "en": "en",
    "english": "en",
    "英文": "en",
}
SKILLS: Final = {word: str(kind) for word, kind in KINDS.items()}
TOOLS: Final = {
    "光功率计": "optical_meter",
    "光功率計": "optical_meter",
    "熔接机": "splicer",
    "熔接機": "splicer",
}
PARTS: Final = {"光猫": "ont", "光貓": "ont", "皮线光缆": "drop_cable", "皮線光纜": "drop_cable"}
FAR_KM: Final = 200
"""An address that far from every area of the district is a slip: swapped, mistyped, another city's."""
DATUMS: Final = {
    "": Datum.WGS84,
    "wgs-84": Datum.WGS84,
    "wgs84": Datum.WGS84,
    "gcj-02": Datum.GCJ02,
    "gcj02": Datum.GCJ02,
    "火星坐标": Datum.GCJ02,
    "高德": Datum.GCJ02,
    "bd-09": Datum.BD09,
    "bd09": Datum.BD09,
    "百度": Datum.BD09,
}
_SPACE: Final = uuid.UUID("6f1f6bb4-8a0e-5c39-9f0a-1f6a5e3c2b10")
_PHONE: Final = re.compile(r"\+?[\d\- ()]{5,20}")


class Rejected(ValueError):
    """A row that is not imported: the column, and a code of `import.ftl` with its facts."""

    def __init__(self, column: str, code: str, **facts: str) -> None:
        super().__init__(f"{column}: {code}")
        self.column, self.code, self.facts = column, code, facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a row is read against."""

    district_id: str
    zone: ZoneInfo
    areas: Mapping[str, str]
    """Area by id and by name → id."""
    middles: tuple[tuple[float, float], ...]
    """The areas' middles: latitude, longitude."""
    now: datetime
    geocode: Geocode | None


def event_id_of(place: Place, row: CsvRow) -> str:
    """The same row, or the same external number, always gives the same id: a second import adds nothing."""
    told = row.values.get("external_ref") or "\x1f".join(
        f"{key}={row.values[key]}" for key in sorted(row.values)
    )
    return str(uuid.uuid5(_SPACE, f"{place.district_id}\x1e{told}"))


def read_order(row: CsvRow, place: Place) -> OrderDraft:
    """The order that a row describes. Raises Rejected."""
    _whole(row)
    kind = _choice(row, "kind", KINDS)
    lat, lon = _located(row, "", place, _text(row, "address", most=300))
    from_place: tuple[float | None, float | None] = (None, None)
    if kind is Kind.MOVE:
        from_address = _text(row, "from_address", most=300)
        if row.values.get("from_lat") or row.values.get("from_lon") or place.geocode is not None:
            from_place = _located(row, "from_", place, from_address)
    area = row.values.get("area", "")
    if area and area not in place.areas:
        raise Rejected("area", "unknown-area", got=area)
    half = row.values.get("booked_half", "")
    booked = _day(row, "booked_date")
    if half and booked is None:
        raise Rejected("booked_date", "missing")
    return OrderDraft(
        kind=kind,
        district_id=place.district_id,
        area_id=place.areas[area] if area else None,
        customer_name=_text(row, "customer_name", most=80),
        customer_phone=_phone(row),
        language=_choice(row, "language", LANGUAGES) if row.values.get("language") else "zh-Hans",
        address=_text(row, "address", most=300),
        lat=lat,
        lon=lon,
        from_address=_optional(row, "from_address", most=300) or None,
        from_lat=from_place[0],
        from_lon=from_place[1],
        contracted_mbps=_rate(row),
        booked_date=booked,
        booked_half=_choice(row, "booked_half", HALVES) if half else None,
        accepted_at=_instant(row, place),
        external_ref=_optional(row, "external_ref", most=80) or None,
        note=_optional(row, "note", most=1000) or None,
        source="import",
    )


def read_technician(row: CsvRow, place: Place) -> TechnicianDraft:
    """The technician that a row describes; the badge is the id. Raises Rejected."""
    _whole(row)
    badge = _text(row, "badge", most=20)
    skills = tuple(SKILLS.get(word.lower(), word) for word in _words(row, "skills"))
    try:
        held(skills)
    except InvalidSkill as wrong:
        raise Rejected("skills", "skill", got=wrong.given) from wrong
    home = _coordinates(row, "home_lat", "home_lon")
    if home is None:
        raise Rejected("home_lat", "missing")
    _near(home, place, "home_lat")
    return TechnicianDraft(
        id=badge,
        district_id=place.district_id,
        name=_text(row, "name", most=80),
        name_en=_optional(row, "name_en", most=80),
        badge=badge,
        phone=_optional(row, "phone", most=20),
        team=_optional(row, "team", most=40),
        skills=skills,
        areas=_areas(row, place),
        tools=tuple(TOOLS.get(word, word) for word in _words(row, "tools")) or None,
        load=_load(row),
        home_lat=home[0],
        home_lon=home[1],
        shift_start=_clock(row, "shift_start", "08:00"),
        shift_end=_clock(row, "shift_end", "18:00"),
    )


def _words(row: CsvRow, column: str) -> list[str]:
    return [word.strip() for word in re.split(r"[;；、]", row.values.get(column, "")) if word.strip()]


def _areas(row: CsvRow, place: Place) -> tuple[str, ...]:
    for word in _words(row, "areas"):
        if word not in place.areas:
            raise Rejected("areas", "unknown-area", got=word)
    return tuple(place.areas[word] for word in _words(row, "areas"))


def _load(row: CsvRow) -> dict[str, int]:
    """Parts and how many of each: ont:6;drop_cable:8."""
    load: dict[str, int] = {}
    for word in _words(row, "load"):
        parts = re.fullmatch(r"([^:：]+)[:：]\s*(\d{1,4})", word)
        if parts is None:
            raise Rejected("load", "load", got=word)
        name = parts[1].strip()
        load[PARTS.get(name, name)] = int(parts[2])
    return load


def _whole(row: CsvRow) -> None:
    if row.extra or row.short:
        raise Rejected("", "cells")


def _text(row: CsvRow, column: str, *, most: int) -> str:
    value = row.values.get(column, "")
    if not value:
        raise Rejected(column, "missing")
    if len(value) > most:
        raise Rejected(column, "too-long", most=str(most))
    return value


def _optional(row: CsvRow, column: str, *, most: int) -> str:
    return _text(row, column, most=most) if row.values.get(column) else ""


def _choice(row: CsvRow, column: str, known: Mapping[str, Any]) -> Any:
    value = row.values.get(column, "")
    if not value:
        raise Rejected(column, "missing")
    if value.lower() not in known:
        raise Rejected(column, "choice", got=value, expected=" / ".join(known))
    return known[value.lower()]


def _phone(row: CsvRow) -> str:
    value = _text(row, "customer_phone", most=30)
    if not _PHONE.fullmatch(value):
        raise Rejected("customer_phone", "phone", got=value)
    return value


def _rate(row: CsvRow) -> int | None:
    value = row.values.get("contracted_mbps", "")
    if not value:
        return None
    number = re.fullmatch(r"(\d{1,6})\s*(?:M|Mbps|兆)?", value, re.IGNORECASE)
    if number is None or not 1 <= int(number[1]) <= 100_000:  # noqa: PLR2004  # 100 Gbit/s
        raise Rejected("contracted_mbps", "rate", got=value)
    return int(number[1])


def _day(row: CsvRow, column: str) -> date | None:
    value = row.values.get(column, "")
    if not value:
        return None
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", value)  # Excel saves 2026/11/20
    try:
        return date(*map(int, parts.groups())) if parts else _never(column, value)
    except ValueError:
        return _never(column, value)


def _never(column: str, value: str) -> date:
    raise Rejected(column, "date", got=value)


def _instant(row: CsvRow, place: Place) -> datetime | None:
    """A time without a zone is the district's local time: the file comes from its desk."""
    value = row.values.get("accepted_at", "")
    if not value:
        return None
    try:
        at = datetime.fromisoformat(re.sub(r"[/.]", "-", value, count=2) if value[4:5] in "/." else value)
    except ValueError:
        raise Rejected("accepted_at", "time", got=value) from None
    at = at if at.tzinfo is not None else at.replace(tzinfo=place.zone)
    if at > place.now:
        raise Rejected("accepted_at", "future", got=value)
    return at


def _clock(row: CsvRow, column: str, otherwise: str) -> str:
    value = row.values.get(column, "")
    if not value:
        return otherwise
    parts = re.fullmatch(r"(\d{1,2})[:：](\d{2})", value)
    if parts is None or int(parts[1]) > 23 or int(parts[2]) > 59:  # noqa: PLR2004  # hours and minutes
        raise Rejected(column, "clock", got=value)
    return f"{int(parts[1]):02d}:{parts[2]}"


def _located(row: CsvRow, prefix: str, place: Place, address: str) -> tuple[float, float]:
    """The coordinates of the row, else what the provider says of the address."""
    found = _coordinates(row, f"{prefix}lat", f"{prefix}lon")
    column = f"{prefix}lat"
    if found is None:
        if place.geocode is None:
            raise Rejected(column, "no-provider")
        column = f"{prefix}address"
        found = _asked(place.geocode, column, address)
    if prefix:  # the customer may move in from anywhere
        return found
    return _near(found, place, column)


def _near(found: tuple[float, float], place: Place, column: str) -> tuple[float, float]:
    if not place.middles:
        return found
    metres = GreatCircle(factor=1).metres([found], place.middles)
    km = round(float(metres.min()) / 1000)
    if km > FAR_KM:
        raise Rejected(column, "far", got=f"{found[0]}, {found[1]}", km=str(km))
    return found


def _asked(geocode: Callable[[str], tuple[float, float]], column: str, address: str) -> tuple[float, float]:
    try:
        return geocode(address)
    except NoPlace:
        raise Rejected(column, "no-place", got=address) from None
    except NoAnswer as refused:
        raise Rejected(column, "no-answer", got=str(refused)) from None


def _coordinates(row: CsvRow, lat_column: str, lon_column: str) -> tuple[float, float] | None:
    lat, lon = row.values.get(lat_column, ""), row.values.get(lon_column, "")
    if not lat and not lon:
        return None
    numbers = []
    for column, value in ((lat_column, lat), (lon_column, lon)):
        if not re.fullmatch(r"[-+]?\d{1,3}(\.\d+)?", value):
            raise Rejected(column, "number" if value else "missing", got=value)
        numbers.append(float(value))
    if not is_place(numbers[0], numbers[1]):
        raise Rejected(lat_column, "nowhere", got=f"{lat}, {lon}")
    datum = row.values.get("datum", "").lower()
    if datum not in DATUMS:
        raise Rejected("datum", "choice", got=datum, expected=" / ".join(Datum))
    return to_wgs84(numbers[0], numbers[1], DATUMS[datum])

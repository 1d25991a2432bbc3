"""What the simulated city is: its streets, river, parks, areas, estates and technicians, from a seed alone."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from dispatch.simulation.chance import drawn_for
from dispatch.simulation.geometry import Point, along, length_of
from dispatch.simulation.names import ESTATE_FIRST, ESTATE_LAST, TECHNICIANS
from dispatch.simulation.streets import PARK_BLOCKS, Street, StreetClass, StreetMap, lay_streets

OPERATOR: Final = "榕通宽带"
DISTRICT_ID: Final = "xiling"
DISTRICT_NAME: Final = "西岭区"
ZONE: Final = "Asia/Shanghai"

_HOUSE_EVERY_KM: Final = 0.022
_ESTATES_AN_AREA: Final = 9
_NEAR_KM: Final = 1.7
"""Streets so near to the middle belong to an area, too."""
_OLD_ESTATE_FLOORS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A quarter that one small crew knows well."""

    id: str
    name: str
    name_en: str
    tier: str
    middle: Point
    serviceable: bool = True
    reason: str | None = None
    urban: bool = True
    weight: int = 10
    """How many of the city's orders come from here, relative to the others."""


AREAS: Final = (
    Area(
        id="wangjiangli",
        name="望江里",
        name_en="Wangjiangli",
        tier="standard",
        middle=Point(-2.6, 1.2),
        weight=12,
    ),
    Area(id="liudi", name="柳堤", name_en="Willow Dyke", tier="premium", middle=Point(1.1, 1.6), weight=9),
    Area(
        id="shiqiaotou",
        name="石桥头",
        name_en="Stone Bridge",
        tier="standard",
        middle=Point(-4.4, -2.4),
        weight=9,
    ),
    Area(
        id="yanjiang", name="沿江", name_en="Riverside", tier="standard", middle=Point(-1.2, -2.6), weight=11
    ),
    Area(id="jiubu", name="旧埠", name_en="Old Wharf", tier="standard", middle=Point(1.9, -2.2), weight=11),
    Area(id="dongping", name="东坪", name_en="Dongping", tier="standard", middle=Point(5.2, 1.9), weight=9),
    Area(
        id="chating", name="茶亭", name_en="Tea Pavilion", tier="standard", middle=Point(3.2, 3.6), weight=10
    ),
    Area(
        id="beigang", name="北岗", name_en="North Ridge", tier="standard", middle=Point(-0.4, 3.7), weight=10
    ),
    Area(
        id="bailuzhou",
        name="白鹭洲",
        name_en="Egret Islet",
        tier="premium",
        middle=Point(4.8, -3.0),
        weight=8,
    ),
    Area(
        id="rongyin", name="榕荫", name_en="Banyan Shade", tier="standard", middle=Point(-4.2, 3.1), weight=11
    ),
    Area(
        id="yunmenao",
        name="云门坳",
        name_en="Cloud Gate Hollow",
        tier="standard",
        middle=Point(-7.4, 5.6),
        serviceable=False,
        reason="no_fibre",
        urban=False,
        weight=0,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """Some houses behind one gate, with one street number."""

    name: str
    area: Area
    street: str
    number: int
    buildings: tuple[Point, ...]
    floors: int
    flats_a_floor: int

    @property
    def address(self) -> str:
        return f"{self.street} {self.number} 号 {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A technician as the roster knows them."""

    id: str
    name: str
    name_en: str
    badge: str
    phone: str
    team: str
    skills: tuple[str, ...]
    areas: tuple[str, ...]
    tools: tuple[str, ...]
    load: dict[str, int]
    home: Point
    shift_start: str
    shift_end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    streets: StreetMap
    parks: tuple[tuple[Point, ...], ...]
    areas: tuple[Area, ...]
    estates: tuple[Estate, ...]
    technicians: tuple[Person, ...]

    def map(self) -> dict[str, Any]:
        """The district's map as the pages draw it."""
        return {
            "streets": [
                {"name": street.name, "points": _places(street.line), "class": str(street.kind)}
                for street in self.streets.streets
            ],
            "river": _places(self.streets.river),
            "parks": [_places(park) for park in self.parks],
        }


def build_city(seed: int, *, technicians: int = 40) -> City:
    """The same city for the same seed."""
    streets = lay_streets(
        drawn_for(seed, "streets"), {area.name: area.middle for area in AREAS if area.serviceable}
    )
    estates = _build_estates(drawn_for(seed, "estates"), streets)
    return City(
        streets=streets,
        parks=_lay_parks(streets),
        areas=AREAS,
        estates=estates,
        technicians=_hire(drawn_for(seed, "people"), estates, technicians),
    )


def _places(line: tuple[Point, ...]) -> list[list[float]]:
    return [list(point.place()) for point in line]


def _lay_parks(streets: StreetMap) -> tuple[tuple[Point, ...], ...]:
    """Whole blocks, drawn in a little from the streets around them."""
    return tuple(
        _shrink(tuple(streets.points[node] for node in ((a, b), (a, d), (c, d), (c, b))))
        for a, b, c, d in ((row, column, row + 2, column + 2) for row, column in PARK_BLOCKS)
    )


def _shrink(corners: tuple[Point, ...]) -> tuple[Point, ...]:
    middle = Point(sum(p.x for p in corners) / len(corners), sum(p.y for p in corners) / len(corners))
    return tuple(corner.towards(middle, 0.14) for corner in corners)


def _build_estates(random: Random, streets: StreetMap) -> tuple[Estate, ...]:
    """A handful of estates in each area, and the old houses along its lanes."""
    estates: list[Estate] = []
    used: set[str] = set()
    for area in AREAS:
        if not area.serviceable:
            continue
        near = sorted(
            (street for street in streets.streets if _distance(street, area.middle) < _NEAR_KM),
            key=lambda street: street.name,
        )
        wide = [street for street in near if street.kind is not StreetClass.LANE]
        estates += [_new_estate(random, area, random.choice(wide), used) for _ in range(_ESTATES_AN_AREA)]
        estates += [
            _old_houses(random, area, lane)
            for lane in near
            if lane.kind is StreetClass.LANE and lane.name.startswith(area.name)
        ]
    return tuple(estates)


def _distance(street: Street, point: Point) -> float:
    return min(node.to(point) for node in street.line)


def _spot(random: Random, street: Street, middle: Point) -> tuple[Point, int]:
    """A door on this street not far from `middle`, and its number."""
    length = length_of(street.line)
    tries = [random.uniform(0.05, 0.95) * length for _ in range(12)]
    distance = min(tries, key=lambda d: max(1.4, along(street.line, d).to(middle)))
    number = 2 * int(distance / _HOUSE_EVERY_KM / 2) + random.choice((1, 2))
    return along(street.line, distance), number


def _new_estate(random: Random, area: Area, street: Street, used: set[str]) -> Estate:
    name = ""
    while not name or name in used:
        name = random.choice(ESTATE_FIRST) + random.choice(ESTATE_LAST)
    used.add(name)
    door, number = _spot(random, street, area.middle)
    east, north = random.choice((-1, 1)), random.choice((-1, 1))
    buildings = tuple(
        door.moved(east * (0.05 + 0.07 * (i % 3)), north * (0.05 + 0.06 * (i // 3)))
        for i in range(random.randint(4, 12))
    )
    return Estate(
        name=name,
        area=area,
        street=street.name,
        number=number,
        buildings=buildings,
        floors=random.choice((_OLD_ESTATE_FLOORS, 11, 18, 27)),
        flats_a_floor=random.choice((2, 4)),
    )


def _old_houses(random: Random, area: Area, lane: Street) -> Estate:
    """Houses without a gate: the address is the lane and the number."""
    length = length_of(lane.line)
    doors = tuple(
        along(lane.line, share * length).moved(random.choice((-1, 1)) * 0.015, 0.012)
        for share in (0.2, 0.35, 0.5, 0.65, 0.8)
    )
    return Estate(
        name="",
        area=area,
        street=lane.name,
        number=0,
        buildings=doors,
        floors=_OLD_ESTATE_FLOORS,
        flats_a_floor=2,
    )


def _hire(random: Random, estates: tuple[Estate, ...], count: int) -> tuple[Person, ...]:
    """Four crews, each at home where it works; the newest of them only repair."""
    people = []
    badges = random.sample(range(4100, 4900), count)
    badges[0] = 4417
    areas = [area for area in AREAS if area.serviceable]
    for index in range(count):
        name, name_en = TECHNICIANS[index % len(TECHNICIANS)]
        area = areas[index % len(areas)]
        home = random.choice([estate for estate in estates if estate.area is area])
        early = index % 8 != 5  # noqa: PLR2004  # one in eight starts and ends an hour later
        people.append(
            Person(
                id=f"t-{index + 1:02d}",
                name=name,
                name_en=name_en,
                badge=f"RT-{badges[index]}",
                phone=f"1390000{3000 + index * 37:04d}",
                team=TEAMS[area.id],
                skills=_skills(index),
                areas=(area.id,),
                tools=_tools(index),
                load=dict(VAN) if _installs(index) else {},
                home=random.choice(home.buildings),
                shift_start="08:00" if early else "09:00",
                shift_end="18:00" if early else "19:00",
            )
        )
    return tuple(people)


TEAMS: Final = {
    "wangjiangli": "望江一班",
    "rongyin": "望江一班",
    "beigang": "北岗二班",
    "liudi": "北岗二班",
    "chating": "北岗二班",
    "shiqiaotou": "旧埠三班",
    "yanjiang": "旧埠三班",
    "jiubu": "旧埠三班",
    "dongping": "白鹭四班",
    "bailuzhou": "白鹭四班",
}
"""Which crew looks after an area."""


VAN: Final = {"ont": 14, "drop_cable": 16}
"""What a van is loaded with in the morning: more than even a day of installations takes."""


def _installs(index: int) -> bool:
    """The newest in each ten only repair."""
    return index % 10 != 9  # noqa: PLR2004  # counted from 0


def _skills(index: int) -> tuple[str, ...]:
    return ("install", "move", "repair") if _installs(index) else ("repair",)


def _tools(index: int) -> tuple[str, ...]:
    return ("optical_meter", "splicer") if _installs(index) else ("optical_meter",)

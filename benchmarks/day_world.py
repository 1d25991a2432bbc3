"""The city of `benchmarks.day`: who works, what is ordered, who falls ill, and how everybody lives through two days."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import fmean
from typing import Any, Final

from benchmarks.day_door import Door
from dispatch.actions.absences import report
from dispatch.actions.orders import OrderDraft
from dispatch.orders.codes import Half, Kind
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor, Role
from dispatch.orders.work import WORK
from dispatch.planning.learning import DoneRoad, DoneVisit, Learned, learn
from dispatch.simulation.api import Answer, event_id
from dispatch.simulation.behaviour import Visit, visit_of
from dispatch.simulation.chance import drawn_for, happens
from dispatch.simulation.city import DISTRICT_ID, City, build_city
from dispatch.simulation.customer import lives_of
from dispatch.simulation.desk import mind_desk
from dispatch.simulation.geometry import length_of
from dispatch.simulation.orders import Placed, orders_of
from dispatch.simulation.phone import answer_phone
from dispatch.simulation.road import KM_PER_HOUR, PARKING, UNDER_WAY, drive_round
from dispatch.simulation.stage import Call, Person, Stage, Wait
from dispatch.simulation.technician import Technician
from dispatch.simulation.world import LOCAL, Acquaintance, Card, World, expected_at
from dispatch.storage.absence import AbsenceKind
from dispatch.storage.base import new_id
from dispatch.travel.great_circle import GreatCircle

FIRST_DAY: Final = date(2026, 11, 18)
DAYS: Final = 2
TECHNICIANS: Final = 16
LUNCH: Final = timedelta(minutes=45)
SAMPLE: Final = 400
"""Orders by which the load is measured."""
_PARKS_AND_CLOSES: Final = timedelta(minutes=2, seconds=45)
_URGENT_SHARE: Final = 0.04
_URGENT_WITHIN: Final = timedelta(hours=3)
_URGENT_HOURS: Final = range(8, 15)
_MOVABLE: Final = ("assigned", "taken", "contacted")
_LOOKS_EVERY_MIN: Final = 10


def local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LOCAL)


def orders_a_day(city: City, seed: int, load: float) -> int:
    """How many orders a day are this load: see `benchmarks.day`."""
    sample = list(_sample(city, seed))
    work = fmean(
        (one.visit.greets_for + one.visit.works_for + one.visit.closes_after).total_seconds()
        for one in sample
    )
    roads = [3600 * one.km / KM_PER_HOUR for one in sample if one.km is not None]
    each = work + fmean(roads) + _PARKS_AND_CLOSES.total_seconds()
    return round(load * sum(_paid(one.shift_start, one.shift_end) for one in city.technicians) / each)


def taught(city: City, seed: int) -> Learned:
    """What last month's work has taught, by the product's own lesson: how long visits and roads take in this town."""
    sample = list(_sample(city, seed))
    source = GreatCircle()
    visits = [
        DoneVisit(
            kind=one.order.kind,
            area_id=one.order.area_id,
            technician_id="",
            took=one.visit.greets_for + one.visit.works_for + one.visit.closes_after,
            expected=timedelta(minutes=WORK[Kind(one.order.kind)].duration_min),
        )
        for one in sample
    ]
    roads = [
        DoneRoad(
            hour=one.order.at.astimezone(LOCAL).hour,
            took=one.visit.pace * timedelta(hours=one.km / KM_PER_HOUR) + PARKING,
            expected=timedelta(
                seconds=int(source.seconds([one.before.home.place()], [one.order.home.place()])[0, 0])
            ),
        )
        for one in sample
        if one.before is not None and one.km is not None
    ]
    return learn(visits, roads)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sampled:
    """An order of the month before, how its visit went, and the road to it from the one before in the same area."""

    order: Placed
    visit: Visit
    before: Placed | None
    km: float | None


def _sample(city: City, seed: int) -> Iterator[_Sampled]:
    last: dict[str, Placed] = {}
    for one in orders_of(city, seed, FIRST_DAY - timedelta(days=30), count=SAMPLE):
        before = last.get(one.area_id)
        yield _Sampled(
            order=one,
            visit=visit_of(seed, one.ref, one.kind, one.contracted_mbps, 1),
            before=before,
            km=None if before is None else length_of(city.streets.route(before.home, one.home)),
        )
        last[one.area_id] = one


def _paid(begins: str, ends: str) -> float:
    begin, end = (local(FIRST_DAY, time.fromisoformat(text)) for text in (begins, ends))
    return (end - begin - LUNCH).total_seconds()


@dataclass(kw_only=True)
class Town(World):
    """The simulation's world, with the cards at hand by technician."""

    own: dict[str, dict[str, Card]] = field(default_factory=dict)
    ill: dict[str, datetime] = field(default_factory=dict)
    """Who is at home until when."""

    def learn(self, card: Card) -> None:
        before = self.cards.get(card["id"])
        if before is not None:
            self.own.get(before["technician_id"], {}).pop(card["id"], None)
        self.cards[card["id"]] = card
        if card["technician_id"] is not None:
            self.own.setdefault(card["technician_id"], {})[card["id"]] = card

    def cards_of(self, technician_id: str) -> list[Card]:
        open_ones = [
            card
            for card in self.own.get(technician_id, {}).values()
            if card["status"] in _MOVABLE or card["status"] in UNDER_WAY
        ]
        never = datetime.max.replace(tzinfo=LOCAL)
        return sorted(open_ones, key=lambda card: (expected_at(card) or never, card["number"]))

    def wait_for(
        self,
        order_id: str,
        holds: Callable[[Card], bool],
        at: datetime,
        *,
        for_days: int = 4,
        every_min: int = _LOOKS_EVERY_MIN,
    ) -> Generator[Wait, datetime, tuple[datetime, Card | None]]:
        """Nobody looks at a page every few minutes: a day is lived faster so."""
        return super().wait_for(
            order_id, holds, at, for_days=for_days, every_min=max(every_min, _LOOKS_EVERY_MIN)
        )


class Worker(Technician):
    """A technician who may fall ill; a visit that was begun is finished."""

    world: Town

    @property
    def absent(self) -> bool:
        until = self.world.ill.get(self.profile.id)
        if until is None or self.world.clock.now() >= until:
            return False
        return not any(card["status"] in UNDER_WAY for card in self.cards())


def new_city(seed: int, technicians: int = TECHNICIANS) -> City:
    return build_city(seed, technicians=technicians)


def people_of(town: Town, door: Door, stage: Stage, *, days: int, count: int, at: datetime) -> list[Person]:
    """Everybody who lives through these days, but for the planner."""
    people: list[Person] = [mind_desk(town, at), _order(town, door, stage, days, count)]
    people += [_fall_ill(town, door, FIRST_DAY + timedelta(days=day)) for day in range(days)]
    for profile in town.city.technicians:
        worker = Worker(town, profile)
        people += [answer_phone(worker, at), drive_round(worker, at)]
    return people


def carry_in(town: Town, door: Door, stage: Stage, count: int, at: datetime) -> None:
    """What was ordered on the two days before and is not done: the first morning's stock."""
    for back in (2, 1):
        for placed in orders_of(town.city, town.seed, FIRST_DAY - timedelta(days=back), count=count):
            if placed.visit_date >= FIRST_DAY:
                _meet(town, door, stage, placed, at)


def _order(town: Town, door: Door, stage: Stage, days: int, count: int) -> Person:
    for day in range(days):
        for placed in orders_of(town.city, town.seed, FIRST_DAY + timedelta(days=day), count=count):
            at = yield Wait(placed.at)
            _meet(town, door, stage, placed, at)


def _meet(town: Town, door: Door, stage: Stage, placed: Placed, at: datetime) -> None:
    answer: Answer = door.accept(_draft(town.seed, placed, at), event_id(town.seed, placed.ref, "accept"))
    if not answer.ok:
        return
    card = answer.body["order"]
    town.learn(card)
    who = Acquaintance(order_id=card["id"], placed=placed, link=answer.body["link"])
    town.known[card["id"]] = who
    for person in lives_of(town, who, at):
        stage.enter(person, at)


def _draft(seed: int, placed: Placed, at: datetime) -> OrderDraft:
    lat, lon = placed.home.place()
    origin = None if placed.from_home is None else placed.from_home.place()
    random = drawn_for(seed, "urgent", placed.ref)
    is_urgent = (
        placed.kind == Kind.REPAIR
        and placed.at == at
        and placed.at.astimezone(LOCAL).hour in _URGENT_HOURS
        and happens(random, _URGENT_SHARE)
    )
    return OrderDraft(
        kind=Kind(placed.kind),
        district_id=DISTRICT_ID,
        area_id=placed.area_id,
        customer_name=placed.customer_name,
        customer_phone=placed.customer_phone,
        language=placed.language,
        address=placed.address,
        lat=lat,
        lon=lon,
        from_address=placed.from_address,
        from_lat=origin[0] if origin else None,
        from_lon=origin[1] if origin else None,
        contracted_mbps=placed.contracted_mbps,
        booked_date=placed.booked_date,
        booked_half=Half(placed.booked_half) if placed.booked_half else None,
        accepted_at=placed.at,
        external_ref=placed.ref,
        urgent_deadline_at=at + _URGENT_WITHIN if is_urgent else None,
    )


def _fall_ill(town: Town, door: Door, day: date) -> Generator[Wait | Call, Any, None]:
    """One technician goes home in the morning; the desk takes their customers back into the tray."""
    random = drawn_for(town.seed, "ill", day)
    who = random.choice(town.city.technicians)
    at = yield Wait(local(day, time(9, 30)) + timedelta(minutes=random.randrange(120)))
    until = local(day, time(23, 59))
    town.ill[who.id] = until
    with door.database.write() as session:
        report(
            session,
            who.id,
            AbsenceKind.SICK,
            at,
            until,
            actor=Actor(Role.DISPATCHER, "desk"),
            now=at,
            event_id=new_id(at, who.id, "ill"),
        )
    for card in town.cards_of(who.id):
        if card["status"] in _MOVABLE:
            _take_back(town, door, card, at)


def _take_back(town: Town, door: Door, card: Card, at: datetime) -> None:
    body = town.step_body(card, Step.UNASSIGN, at, {"reason": "technician_ill"})
    answer = door.post(f"/orders/{card['id']}/steps", body, key="desk", what="unassign (ill)")
    if answer.ok:
        town.learn(answer.body["order"])

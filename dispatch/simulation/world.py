"""What everybody in the simulated city knows in common: the cards on the board, who ordered what, and the clock."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from dispatch.clock import Clock
from dispatch.simulation.api import Answer, Api, event_id
from dispatch.simulation.city import DISTRICT_ID, ZONE, City
from dispatch.simulation.orders import Placed
from dispatch.simulation.seeding import Keys
from dispatch.simulation.stage import Call, Person, Wait

LOCAL: Final = ZoneInfo(ZONE)
OPENS: Final = time(8, 0)
CLOSES: Final = time(21, 0)

Card = dict[str, Any]
"""An order as the API shows it (CardView)."""
Deed = Generator[Wait | Call, Any, Answer]
"""A part of somebody's life that ends with the server's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """An order of ours: how it was placed, and its customer's link."""

    order_id: str
    placed: Placed
    link: str | None


@dataclass(kw_only=True)
class World:
    seed: int
    city: City
    api: Api
    clock: Clock
    keys: Keys
    look_every: timedelta = timedelta(minutes=1)
    cards: dict[str, Card] = field(default_factory=dict)
    known: dict[str, Acquaintance] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    """How many visits to an order have begun."""
    reserved_technician: str | None = None
    """The one that is offered to who sits before the screen."""
    taken_over: bool = False
    """They accepted the offer: nobody else acts for that technician."""
    reserved_order: str | None = None

    def name_of(self, card: Card) -> str:
        """The name by which this order's behaviour is drawn."""
        acquaintance = self.known.get(card["id"])
        return acquaintance.placed.ref if acquaintance else str(card["number"])

    def cards_of(self, technician_id: str) -> list[Card]:
        """In the order in which the plan will have them visited."""
        own = [card for card in self.cards.values() if card["technician_id"] == technician_id]
        return sorted(
            own, key=lambda card: (expected_at(card) or datetime.max.replace(tzinfo=UTC), card["number"])
        )

    def learn(self, card: Card) -> None:
        """Replace what is known if this is newer, as every page does."""
        known = self.cards.get(card["id"])
        if known is None or known["version"] < card["version"]:
            self.cards[card["id"]] = card

    def watch_board(self, at: datetime) -> Person:
        """Look at the board again and again; the simulated people act on what was seen last."""
        while True:
            have = {order_id: card["version"] for order_id, card in self.cards.items()}
            day = local_day(max(at, self.clock.now()))
            body = {"district": DISTRICT_ID, "date": day.isoformat(), "have": have}
            answer = yield Call(self.api.poster("/board/changes", body, key=self.keys.desk, what="board"))
            if answer.ok:
                for order_id in answer.body["gone"]:
                    self.cards.pop(order_id, None)
                for card in answer.body["orders"]:
                    self.learn(card)
            at = yield Wait(max(at + self.look_every, self.clock.now()))

    def step(
        self,
        card: Card,
        step: str,
        at: datetime,
        data: dict[str, Any] | None = None,
        *,
        key: str,
        device: bool = False,
    ) -> Deed:
        """Take a step by the staff's door, and remember what the order looks like afterwards."""
        body = self.step_body(card, step, at, data)

        def send() -> Answer:
            if device:  # the phone says what it believes the time to be at the moment of sending
                body["device_now"] = self.clock.now().isoformat()
            return self.api.post(f"/orders/{card['id']}/steps", body, key=key, what=step)

        answer: Answer = yield Call(send)
        if answer.ok:
            self.learn(answer.body["order"])
        return answer

    def step_body(
        self, card: Card, step: str, at: datetime, data: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return {
            "event_id": event_id(self.seed, card["id"], step, at.isoformat()),
            "step": step,
            "occurred_at": at.isoformat(),
            "data": data or {},
        }

    def wait_for(
        self,
        order_id: str,
        holds: Callable[[Card], bool],
        at: datetime,
        *,
        for_days: int = 4,
        every_min: int = 4,
    ) -> Generator[Wait, datetime, tuple[datetime, Card | None]]:
        """Look at the order now and then until something holds; None when it is over or takes too long."""
        until = at + timedelta(days=for_days)
        while at < until:
            card = self.cards.get(order_id)
            if card is not None and holds(card):
                return at, card
            if card is not None and card["status"] == "withdrawn":
                break
            at = yield Wait(at + timedelta(minutes=every_min))
        return at, None


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def expected_at(card: Card) -> datetime | None:
    """When we should be at the door: as planned, else as agreed."""
    planned = card.get("planned") or {}
    return instant(planned.get("arrive_at")) or instant(card.get("agreed_at"))


def local_day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


def local_time(at: datetime, of_day: time, *, days: int = 0) -> datetime:
    """That time of the local day of `at`, or of one some days later."""
    return datetime.combine(local_day(at) + timedelta(days=days), of_day, LOCAL).astimezone(UTC)


def in_contact_hours(at: datetime) -> datetime:
    """`at`, or the next opening of the hours in which people are called and call."""
    opens, closes = local_time(at, OPENS), local_time(at, CLOSES)
    if at < opens:
        return opens
    return at if at < closes else local_time(at, OPENS, days=1)


def ladder_parts(at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Morning, noon and evening of this day and the following ones."""
    for days in range(4):
        for begins, ends in ((OPENS, time(11, 30)), (time(11, 30), time(14, 0)), (time(17, 0), CLOSES)):
            yield local_time(at, begins, days=days), local_time(at, ends, days=days)


def quarter_after(at: datetime) -> datetime:
    """The next full quarter of an hour: people agree on round times."""
    quarter = timedelta(minutes=15)
    midnight = local_time(at, time(0, 0))
    return midnight + -(-(at - midnight) // quarter) * quarter

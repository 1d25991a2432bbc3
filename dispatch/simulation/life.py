"""A day of the simulated city and the days after it: who lives in it, and what they find in the morning."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from dispatch.simulation.aftercare import mind_aftercare
from dispatch.simulation.api import Answer, event_id
from dispatch.simulation.city import DISTRICT_ID
from dispatch.simulation.customer import lives_of
from dispatch.simulation.desk import mind_desk, rescue_visits
from dispatch.simulation.newcomer import watch_newcomer
from dispatch.simulation.notebook import Entry, Notebook
from dispatch.simulation.orders import ORDERS_A_DAY, Placed, carried_into, orders_of
from dispatch.simulation.phone import answer_phone
from dispatch.simulation.road import drive_round
from dispatch.simulation.stage import Call, Person, Stage, Wait
from dispatch.simulation.technician import Technician
from dispatch.simulation.world import Acquaintance, World, local_day, local_time
from technicians.skills import missing

_REMEMBERED: Final = timedelta(days=5)
"""Older orders are over."""
_KEEP_TIME_EVERY_S: Final = 2.0
_FINISHED: Final = ("confirmed", "withdrawn")


@dataclass(kw_only=True)
class Life:
    world: World
    stage: Stage
    notebook: Notebook
    orders_a_day: int = ORDERS_A_DAY
    turned_away: set[str] = field(default_factory=set)
    """References of orders that were refused; nobody tries twice."""
    newcomer: Callable[[], bool] | None = None
    """Tells whether somebody signed in as the reserved technician."""

    def recall(self, now: datetime) -> None:
        """Know again whose order is whose, after a restart."""
        oldest = local_day(now) - _REMEMBERED
        entries = [entry for entry in self.notebook.entries() if entry.day >= oldest]
        days = sorted({entry.day for entry in entries})
        placed = {order.ref: order for day in days for order in self._orders_of(day)}
        for entry in entries:
            if not entry.order_id:
                self.turned_away.add(entry.ref)
            elif entry.ref in placed:
                self.world.known[entry.order_id] = Acquaintance(
                    order_id=entry.order_id, placed=placed[entry.ref], link=entry.link
                )

    def carried(self, now: datetime) -> tuple[Placed, ...]:
        """What was ordered before today and is due today; not yet placed."""
        before = carried_into(self.world.city, self.world.seed, local_day(now), count=self.orders_a_day)
        return tuple(order for order in before if not self._is_placed(order))

    def begin(self, at: datetime) -> None:
        """Everybody wakes up; from here on the stage plays."""
        world = self.world
        people: list[Person] = [
            world.watch_board(at),
            self._keep_time(at),
            mind_desk(world, at),
            rescue_visits(world, at),
            mind_aftercare(world, at),
            self._place_days(at),
        ]
        if self.newcomer is not None:
            people.append(watch_newcomer(world, self.newcomer))
        for profile in world.city.technicians:
            technician = Technician(world, profile)
            people += [answer_phone(technician, at), drive_round(technician, at)]
        for person in people:
            self.stage.enter(person, at)
        for who in list(world.known.values()):
            self._greet(who, at)

    def place(self, placed: Placed, at: datetime) -> Generator[Wait | Call, Any, Answer]:
        """Order it, and let its customer live from now on."""
        body = placed.body(event_id(self.world.seed, placed.ref, "accept"))
        answer: Answer = yield Call(
            self.world.api.poster("/orders", body, key=self.world.keys.desk, what="accept")
        )
        if answer.ok:
            self.meet(placed, answer)
            self._greet(self.world.known[answer.body["order"]["id"]], at)
        else:
            self.turned_away.add(placed.ref)
            self.notebook.note(Entry(ref=placed.ref, order_id="", link=None))
        return answer

    def meet(self, placed: Placed, answer: Answer) -> None:
        """Remember the order that was accepted, and its link."""
        card, link = answer.body["order"], answer.body["link"]
        token = link.rsplit("/", 1)[-1] if link else None
        self.world.learn(card)
        self.world.known[card["id"]] = Acquaintance(order_id=card["id"], placed=placed, link=token)
        self.notebook.note(Entry(ref=placed.ref, order_id=card["id"], link=token))

    def _greet(self, who: Acquaintance, at: datetime) -> None:
        if self.world.cards.get(who.order_id, {}).get("status") not in _FINISHED:
            for person in lives_of(self.world, who, at):
                self.stage.enter(person, at)

    def _place_days(self, at: datetime) -> Person:
        """Order after order, day after day, without end."""
        while True:
            for placed in self._orders_of(local_day(at)):
                if not self._is_placed(placed):
                    at = yield Wait(max(at, placed.at))
                    yield from self.place(placed, at)
            at = yield Wait(local_time(at, time(0, 1), days=1))

    def _keep_time(self, at: datetime) -> Person:
        while True:
            self.notebook.keep(now=max(at, self.world.clock.now()).isoformat())
            at = yield Wait(at + timedelta(seconds=_KEEP_TIME_EVERY_S * max(self.world.clock.rate, 30)))

    def _is_placed(self, order: Placed) -> bool:
        return order.ref in self.turned_away or any(
            who.placed.ref == order.ref for who in self.world.known.values()
        )

    def _orders_of(self, day: date) -> tuple[Placed, ...]:
        return orders_of(self.world.city, self.world.seed, day, count=self.orders_a_day)


def ask_for_plan(world: World) -> Answer:
    return world.api.post(f"/districts/{DISTRICT_ID}/plan-requests", {}, key=world.keys.desk)


def look(world: World, day: date) -> None:
    """One look at the board, before anybody lives."""
    body: dict[str, Any] = {"district": DISTRICT_ID, "date": day.isoformat(), "have": {}}
    answer = world.api.post("/board/changes", body, key=world.keys.desk, what="board")
    if answer.ok:
        for card in answer.body["orders"]:
            world.learn(card)


def reserve(
    world: World, *, technician_id: str | None = None, order_id: str | None = None
) -> tuple[str, str | None]:
    """Choose the technician and the customer that the newcomer plays: the busiest one with a customer still ahead,
    or the same as last time while that order is not over.
    """
    order = world.cards.get(order_id or "")
    if technician_id and order is not None and order["status"] not in ("completed", *_FINISHED):
        world.reserved_technician, world.reserved_order = technician_id, order_id
        return technician_id, order_id
    ahead = ("accepted", "assigned", "taken", "contacted")

    def rank(technician: str) -> tuple[int, str]:
        waiting = [
            card
            for card in world.cards_of(technician)
            if card["status"] in ahead and _linked(world, card["id"])
        ]
        return (-len(waiting), technician)

    chosen = technician_id or min((profile.id for profile in world.city.technicians), key=rank)
    orders = [
        card["id"]
        for card in world.cards_of(chosen)
        if card["status"] in ahead and _linked(world, card["id"])
    ]
    world.reserved_technician, world.reserved_order = chosen, next(iter(orders), None)
    return chosen, world.reserved_order


def hand_over(world: World, technician_id: str, at: datetime) -> str | None:
    """Give the newcomer's technician one more customer by hand, for this afternoon: what the desk has chosen, the
    planner leaves alone, so that there is time to look around. None when nobody fits.
    """
    skills = next(one.skills for one in world.city.technicians if one.id == technician_id)
    today = local_day(at).isoformat()
    for order_id, card in sorted(world.cards.items()):
        fits = (card["booked_date"], card["booked_half"]) == (today, "pm") and not missing(
            skills, card["skills"]
        )
        if not fits or card["status"] != "assigned" or card["technician_id"] == technician_id:
            continue
        if _linked(world, order_id):
            body = world.step_body(card, "assign", at, {"technician_id": technician_id})
            answer = world.api.post(f"/orders/{order_id}/steps", body, key=world.keys.lead, what="assign")
            if answer.ok:
                world.learn(answer.body["order"])
                return order_id
    return None


def _linked(world: World, order_id: str) -> bool:
    who = world.known.get(order_id)
    return who is not None and who.link is not None


def place_all(life: Life, orders: Iterable[Placed], tell: Callable[[Placed], None]) -> None:
    """Place orders at once, one after the other: the morning's stock, before anybody lives."""
    for placed in orders:
        body = placed.body(event_id(life.world.seed, placed.ref, "accept"))
        answer = life.world.api.post("/orders", body, key=life.world.keys.desk, what="accept")
        if answer.ok:
            life.meet(placed, answer)
        tell(placed)

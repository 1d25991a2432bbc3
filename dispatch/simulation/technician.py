"""How a simulated technician lives: the phone in one hand (take, call, agree), the road under the feet."""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final

from dispatch.simulation.api import Answer
from dispatch.simulation.behaviour import Visit, visit_of
from dispatch.simulation.chance import drawn_for
from dispatch.simulation.city import Person as Profile
from dispatch.simulation.geometry import Point, from_place
from dispatch.simulation.stage import Call, Wait
from dispatch.simulation.world import Card, World, local_time

NOT_MINE: Final = Answer(403, None)
"""Somebody took the phone out of this hand."""
DONE: Final = Answer(200, None)
"""What a step counts as while it waits on a phone without signal."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that was tapped without signal."""

    card: Card
    body: dict[str, Any]


@dataclass
class Technician:
    """One person's state; `phone.py` and `road.py` are what they do with it."""

    world: World
    profile: Profile
    here: Point = field(init=False)
    silent_from: datetime | None = None
    silent_until: datetime | None = None
    lunched_on: datetime | None = None
    noticed: dict[tuple[str, str, int], datetime] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    sending: bool = False

    def __post_init__(self) -> None:
        self.here = self.profile.home

    @property
    def key(self) -> str:
        return self.world.keys.technicians[self.profile.id]

    @property
    def absent(self) -> bool:
        """The one before the screen acts for this technician."""
        return self.world.taken_over and self.world.reserved_technician == self.profile.id

    def cards(self) -> list[Card]:
        """What this technician cares for; the customer that is kept for the newcomer is not among them."""
        return [
            card for card in self.world.cards_of(self.profile.id) if card["id"] != self.world.reserved_order
        ]

    def visit(self, card: Card, number: int | None = None) -> Visit:
        """How the next visit to this order will go, or that one."""
        number = number or self.world.visits.get(card["id"], 0) + 1
        return visit_of(
            self.world.seed, self.world.name_of(card), card["kind"], card["contracted_mbps"] or 300, number
        )

    def since(self, card: Card, state: str, at: datetime) -> datetime:
        """When this technician first saw the order like this."""
        return self.noticed.setdefault((card["id"], state, self.world.visits.get(card["id"], 0)), at)

    def shift(self, at: datetime, *, days: int = 0) -> tuple[datetime, datetime]:
        """Begin and end of the shift on the local day of `at`."""
        begins, ends = (
            time.fromisoformat(text) for text in (self.profile.shift_start, self.profile.shift_end)
        )
        return local_time(at, begins, days=days), local_time(at, ends, days=days)

    def is_silent(self, at: datetime) -> bool:
        return (
            self.silent_from is not None
            and self.silent_until is not None
            and (self.silent_from <= at < self.silent_until)
        )

    def step(
        self, card: Card, step: str, at: datetime, data: dict[str, Any] | None = None
    ) -> Generator[Wait | Call, Any, Answer]:
        """Tap a step; without signal it waits on the phone and counts as done there."""
        if self.absent:
            return NOT_MINE
        if self.is_silent(at) or self.waiting or self.sending:
            self.waiting.append(Waiting(card, self.world.step_body(card, step, at, data)))
            return DONE
        answer = yield from self.world.step(card, step, at, data, key=self.key, device=True)
        return answer

    def send_waiting(self, at: datetime) -> Generator[Wait | Call, Any, None]:
        """The signal is back: send in order what was tapped without it."""
        if self.sending or self.is_silent(at):
            return
        self.sending = True
        while self.waiting:
            tapped = self.waiting[0]
            body = tapped.body | {"device_now": max(at, self.world.clock.now()).isoformat()}
            path = f"/orders/{tapped.card['id']}/steps"
            answer = yield Call(
                self.world.api.poster(path, body, key=self.key, what=f"{body['step']} (late)")
            )
            if answer.ok:
                self.world.learn(answer.body["order"])
            self.waiting.pop(0)
        self.sending = False

    def home_of(self, card: Card) -> Point:
        return from_place(card["lat"], card["lon"])

    def jitter(self, card: Card, *names: object, most_min: float) -> timedelta:
        """A moment of one's own, so that not everybody acts on the full hour."""
        random = drawn_for(self.world.seed, "jitter", self.profile.id, card["id"], *names)
        return timedelta(seconds=round(60 * most_min * random.random()))

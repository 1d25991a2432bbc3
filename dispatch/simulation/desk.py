"""What the simulated desk does: answers questions, verifies withdrawals, gives visits that cannot be kept to others."""

from datetime import datetime, timedelta
from typing import Any, Final

from dispatch.simulation.api import event_id
from dispatch.simulation.behaviour import Desk, desk_of
from dispatch.simulation.names import ANSWERS
from dispatch.simulation.stage import Call, Person, Wait
from dispatch.simulation.world import Card, World, expected_at, in_contact_hours, instant

_LOOK_EVERY: Final = timedelta(minutes=3)
_WATCH_EVERY: Final = timedelta(minutes=4)
_TOO_LATE: Final = timedelta(minutes=50)
"""After the agreed time: an hour is promised, and a plan is never exact."""
_AHEAD: Final = timedelta(hours=4)
_MOVABLE: Final = ("assigned", "taken", "contacted")


def mind_desk(world: World, at: datetime) -> Person:
    """Lives for ever in the hours in which customers are called."""
    seen: dict[tuple[str, str, int], datetime] = {}
    while True:
        at = yield Wait(in_contact_hours(at + _LOOK_EVERY))
        for card in sorted(world.cards.values(), key=lambda card: str(card["number"])):
            if card["open_questions"] and card["id"] != world.reserved_order:
                count = int(card["open_questions"])
                since = seen.setdefault((card["id"], "question", count), at)
                if at >= since + _desk(world, card, count).answers_after:
                    yield from _answer(world, card, at)
                    seen.pop((card["id"], "question", count))
            elif card["status"] == "withdrawal_requested":
                since = seen.setdefault((card["id"], "request", 0), at)
                if at >= since + _desk(world, card, 0).verifies_after:
                    data = {"verdict": "customer"}
                    yield from world.step(card, "verify_withdrawal", at, data, key=world.keys.desk)
            elif card["status"] == "withdrawal_verified":
                since = seen.setdefault((card["id"], "verified", 0), at)
                if at >= since + _desk(world, card, 0).withdraws_after:
                    yield from world.step(card, "withdraw", at, key=world.keys.desk)


def _desk(world: World, card: Card, number: int) -> Desk:
    return desk_of(world.seed, world.name_of(card), number)


def _answer(world: World, card: Card, at: datetime) -> Person:
    """Read the open questions of the order and answer each in its customer's language."""

    def read() -> Any:
        return world.api.get(f"/orders/{card['id']}", key=world.keys.desk, what="order")

    shown = yield Call(read)
    if not shown.ok:
        return
    texts = ANSWERS[card["customer"]["language"]]
    for question in shown.body["questions"]:
        if question.get("answered_at") is None:
            body = {
                "event_id": event_id(world.seed, question["id"], "answer", at.isoformat()),
                "text": texts[_desk(world, card, 1).answer_index % len(texts)],
            }
            yield Call(
                world.api.poster(
                    f"/questions/{question['id']}/answer", body, key=world.keys.desk, what="answer"
                )
            )


def rescue_visits(world: World, at: datetime) -> Person:
    """The team lead watches for visits that will come too late, and gives them to who can still be in time."""
    seen: dict[tuple[str, str | None], datetime] = {}
    while True:
        at = yield Wait(in_contact_hours(at + _WATCH_EVERY))
        endangered = [
            card
            for card in world.cards.values()
            if is_endangered(card, at) and card["id"] != world.reserved_order
        ]
        for card in sorted(endangered, key=lambda card: str(card["agreed_at"])):
            key = (card["id"], card["technician_id"])
            if at >= seen.setdefault(key, at) + _desk(world, card, 2).rescues_after:
                seen[key] = at + _TOO_LATE  # whoever finds nobody looks again later
                yield from _rescue(world, card, at)


def is_endangered(card: Card, at: datetime) -> bool:
    """The plan says that we come more than an hour late, and there is time to do something about it."""
    agreed, expected = instant(card["agreed_at"]), expected_at(card)
    if card["status"] not in _MOVABLE or agreed is None or expected is None:
        return False
    return expected > agreed + _TOO_LATE and at - _TOO_LATE / 2 < agreed < at + _AHEAD


def _rescue(world: World, card: Card, at: datetime) -> Person:
    def read() -> Any:
        return world.api.get(f"/board/rescues?order={card['id']}", key=world.keys.lead, what="rescues")

    offers = yield Call(read)
    kept = [
        offer["technician_id"]
        for offer in (offers.body if offers.ok else [])
        if not offer["breaks"]
        and offer["technician_id"] not in (card["technician_id"], world.reserved_technician)
    ]
    if kept:
        data = {"technician_id": kept[0], "reason": "late"}
        yield from world.step(card, "assign", at, data, key=world.keys.lead)

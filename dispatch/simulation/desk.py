"""What the simulated desk does: answers questions, verifies withdrawals and closes them."""

from datetime import datetime, timedelta
from typing import Any, Final

from dispatch.simulation.api import event_id
from dispatch.simulation.behaviour import Desk, desk_of
from dispatch.simulation.names import ANSWERS
from dispatch.simulation.stage import Call, Person, Wait
from dispatch.simulation.world import Card, World, in_contact_hours

_LOOK_EVERY: Final = timedelta(minutes=3)


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
                    yield from world.step(card, "verify_withdrawal", at, data, key=world.desk_key)
            elif card["status"] == "withdrawal_verified":
                since = seen.setdefault((card["id"], "verified", 0), at)
                if at >= since + _desk(world, card, 0).withdraws_after:
                    yield from world.step(card, "withdraw", at, key=world.desk_key)


def _desk(world: World, card: Card, number: int) -> Desk:
    return desk_of(world.seed, world.name_of(card), number)


def _answer(world: World, card: Card, at: datetime) -> Person:
    """Read the open questions of the order and answer each in its customer's language."""

    def read() -> Any:
        return world.api.get(f"/orders/{card['id']}", key=world.desk_key, what="order")

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
                    f"/questions/{question['id']}/answer", body, key=world.desk_key, what="answer"
                )
            )

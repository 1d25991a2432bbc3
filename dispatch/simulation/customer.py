"""How the simulated customers live with their order: they ask, withdraw, move the time, confirm and complain."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, Final

from dispatch.simulation.aftercare import rate_visit
from dispatch.simulation.api import event_id
from dispatch.simulation.behaviour import Customer, customer_of
from dispatch.simulation.stage import Call, Person, Wait
from dispatch.simulation.world import Acquaintance, Card, World, in_contact_hours, instant, local_time

_WITHDRAWS_FROM: Final = ("accepted", "assigned", "taken", "contacted", "on_hold", "visit_failed")
_SECOND_THOUGHTS: Final = timedelta(hours=3)


def lives_of(world: World, who: Acquaintance, at: datetime) -> Iterator[Person]:
    """Everything this customer may come to do; each is a life of its own."""
    customer = customer_of(world.seed, who.placed)
    if who.link is None:
        return
    if customer.question is not None:
        yield _ask(world, who, customer, at)
    if customer.withdraws_after is not None:
        yield _withdraw(world, who, customer, at)
    if customer.moves_time_by is not None:
        yield _move_time(world, who, customer, at)
    yield _close(world, who, customer, at)
    yield _choose_time(world, who, at)
    yield rate_visit(world, who, at)


def _step(world: World, who: Acquaintance, step: str, data: dict[str, Any] | None = None) -> Call:
    body = {
        "event_id": event_id(world.seed, who.order_id, step, "customer"),
        "step": step,
        "data": data or {},
    }
    return Call(world.api.poster("/track/steps", body, key=f"Link {who.link}", what=f"{step} (customer)"))


def _is_mine(world: World, who: Acquaintance) -> bool:
    """Whether the one before the screen has this customer's page."""
    return world.reserved_order != who.order_id


def _ask(world: World, who: Acquaintance, customer: Customer, at: datetime) -> Person:
    at = yield Wait(in_contact_hours(max(at, who.placed.at + customer.asks_after)))
    if _is_mine(world, who) and _status(world, who) not in ("withdrawn", "confirmed"):
        body = {"event_id": event_id(world.seed, who.order_id, "ask"), "text": customer.question}
        yield Call(world.api.poster("/track/questions", body, key=f"Link {who.link}", what="ask (customer)"))


def _status(world: World, who: Acquaintance) -> str:
    return str(world.cards.get(who.order_id, {}).get("status", ""))


def _withdraw(world: World, who: Acquaintance, customer: Customer, at: datetime) -> Person:
    wanted = at + (customer.withdraws_after or _SECOND_THOUGHTS)
    at = yield Wait(in_contact_hours(max(at, wanted)))
    if not _is_mine(world, who) or _status(world, who) not in _WITHDRAWS_FROM:
        return
    answer = yield _step(world, who, "request_withdrawal", {"reason": customer.withdrawal_reason})
    if answer.ok and customer.retracts_after is not None:
        at = yield Wait(at + customer.retracts_after)
        if _status(world, who) == "withdrawal_requested":
            yield _step(world, who, "retract_withdrawal")


def _move_time(world: World, who: Acquaintance, customer: Customer, at: datetime) -> Person:
    """Soon after the call, and only to a time that is still ahead."""
    at, card = yield from world.wait_for(who.order_id, lambda card: card["status"] == "contacted", at)
    if card is None or customer.moves_time_by is None:
        return
    at = yield Wait(in_contact_hours(at + customer.moves_after))
    card = world.cards.get(who.order_id)
    agreed = instant(card["agreed_at"]) if card is not None and card["status"] == "contacted" else None
    if agreed is None or not _is_mine(world, who):
        return
    wanted = agreed + customer.moves_time_by
    if at + timedelta(minutes=60) < wanted < local_time(agreed, time(18, 30)):
        yield _step(world, who, "contact", {"agreed_at": wanted.isoformat()})


def _choose_time(world: World, who: Acquaintance, at: datetime) -> Person:
    """Somebody who was never reached finds the message with the link and chooses the next morning."""

    def unreached(card: Card) -> bool:
        return bool(card["status"] == "on_hold")

    at, card = yield from world.wait_for(who.order_id, unreached, at, every_min=15)
    if card is None or not _is_mine(world, who):
        return
    at = yield Wait(in_contact_hours(at + timedelta(hours=1, minutes=20)))
    yield _step(world, who, "resume", {"agreed_at": local_time(at, time(10, 0), days=1).isoformat()})


def _close(world: World, who: Acquaintance, customer: Customer, at: datetime) -> Person:
    """Confirm the work, or find in the evening that it does not work after all."""
    at, card = yield from world.wait_for(who.order_id, lambda card: card["status"] == "completed", at)
    if card is None or not _is_mine(world, who):
        return
    if customer.reopens_after is not None:
        at = yield Wait(in_contact_hours(at + customer.reopens_after))
        yield _step(world, who, "reopen", {"reason": customer.reopen_reason})
        at, card = yield from world.wait_for(who.order_id, lambda card: card["status"] == "completed", at)
    if card is not None and customer.confirms_after is not None:
        at = yield Wait(in_contact_hours(at + customer.confirms_after))
        if _status(world, who) == "completed":
            yield _step(world, who, "confirm")

"""After the visit: customers rate it, the desk calls the others back and cares for whoever is not satisfied."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, Final

from dispatch.simulation.api import event_id
from dispatch.simulation.chance import drawn_for, happens
from dispatch.simulation.city import DISTRICT_ID
from dispatch.simulation.names import CARE_WORDS, PRAISE, VERDICTS
from dispatch.simulation.stage import Call, Person, Wait
from dispatch.simulation.world import Acquaintance, World, in_contact_hours, instant, local_time

_LOOK_EVERY: Final = timedelta(minutes=10)
_CALLS_A_LOOK: Final = 8
"""Two people make them, beside their other work."""
_LAST_CALL: Final = time(20, 50)
_RATED_FROM: Final = ("completed", "confirmed")
_RATINGS: Final = ((5, 4, 3, 2, 1), (66, 25, 5, 2.5, 1.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """What the customer of one order thinks of it, and how they can be asked."""

    rating: int
    rates_after: timedelta | None
    """On the page, unasked; the others wait to be called."""
    called_after: timedelta
    """When the desk gets round to it."""
    answers_call: int
    """The first call that is answered; past the fourth, none is."""
    satisfied: bool
    """With what the care team did."""
    stage_takes: timedelta


def mood_of(seed: int, ref: str) -> Mood:
    random = drawn_for(seed, "mood", ref)
    (rating,) = random.choices(*_RATINGS)
    return Mood(
        rating=rating,
        rates_after=timedelta(minutes=round(random.triangular(3, 300, 25))) if happens(random, 0.4) else None,
        called_after=timedelta(minutes=round(random.triangular(60, 900, 200))),
        answers_call=random.choices((1, 2, 3, 4, 99), (74, 15, 6, 3, 2))[0],
        satisfied=happens(random, 0.94),
        stage_takes=timedelta(minutes=round(random.triangular(20, 240, 60))),
    )


def rate_visit(world: World, who: Acquaintance, at: datetime) -> Person:
    """Some customers open the page again, and say how it was."""
    mood = mood_of(world.seed, who.placed.ref)
    if mood.rates_after is None:
        return
    at, card = yield from world.wait_for(who.order_id, lambda card: card["status"] in _RATED_FROM, at)
    if card is None or world.reserved_order == who.order_id:
        return
    yield Wait(in_contact_hours(at + mood.rates_after))
    if world.cards.get(who.order_id, card)["status"] not in _RATED_FROM:
        return  # it failed again
    body: dict[str, Any] = {
        "event_id": event_id(world.seed, who.order_id, "rate"),
        "rating": mood.rating,
    }
    yield Call(world.api.poster("/track/rating", body, key=f"Link {who.link}", what="rate (customer)"))


def mind_aftercare(world: World, at: datetime) -> Person:
    """Lives for ever: in the hours of calling, down the queue of call-backs, then the care cases."""
    while True:
        at = yield Wait(in_contact_hours(at + _LOOK_EVERY))
        if at < local_time(at, _LAST_CALL):
            yield from _call_back(world, at)
            yield from _care(world, at)


def _call_back(world: World, at: datetime) -> Person:
    queue = yield Call(partial(_read, world, "call-backs"))
    calls = 0
    for row in queue:
        who, since, from_at = (
            world.known.get(row["order_id"]),
            instant(row["since"]),
            instant(row["next_from_at"]),
        )
        if who is None or since is None or from_at is None or row["order_id"] == world.reserved_order:
            continue
        mood = mood_of(world.seed, who.placed.ref)
        if at < max(from_at, since + mood.called_after) or calls == _CALLS_A_LOOK:
            continue
        calls += 1
        body: dict[str, Any] = {"event_id": event_id(world.seed, row["id"], "call", row["tries"])}
        if row["tries"] + 1 >= mood.answers_call:
            body |= {"source": "voice", "rating": mood.rating, "words": PRAISE[mood.rating]}
        else:
            body |= {"channel": "phone", "outcome": "no_answer"}
        path = f"/orders/{row['order_id']}/call-backs"
        yield Call(world.api.poster(path, body, key=world.keys.desk, what="call back"))


def _care(world: World, at: datetime) -> Person:
    """Stage after stage, as long as each takes; the last word is the customer's."""
    cases = yield Call(partial(_read, world, "care-cases"))
    for case in cases:
        who = world.known.get(case["order_id"])
        last_at = instant(case["notes"][-1]["at"] if case["notes"] else case["opened_at"])
        if who is None or last_at is None or case["order_id"] == world.reserved_order:
            continue
        mood = mood_of(world.seed, who.placed.ref)
        if at < last_at + mood.stage_takes:
            continue
        stage = case["next_stage"]
        body: dict[str, Any] = {"event_id": event_id(world.seed, case["id"], stage)}
        if stage == "verdict":
            satisfied = mood.satisfied or case["follows_id"] is not None  # the second time it is right
            verdict = "satisfied" if satisfied else "dissatisfied"
            body |= {"verdict": verdict, "source": "voice", "words": VERDICTS[verdict]}
            path = f"/care-cases/{case['id']}/verdict"
        else:
            body |= {"stage": stage, "words": CARE_WORDS[stage]}
            path = f"/care-cases/{case['id']}/stages"
        yield Call(world.api.poster(path, body, key=world.keys.desk, what="care"))


def _read(world: World, which: str) -> list[dict[str, Any]]:
    answer = world.api.get(f"/{which}?district={DISTRICT_ID}", key=world.keys.desk, what=which)
    return list(answer.body) if answer.ok else []

"""What a simulated technician does on the road: set off by the plan, drive along the streets, work, test, close."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from dispatch.simulation.geometry import Point, along, length_of
from dispatch.simulation.phone import Doing, wait_until
from dispatch.simulation.stage import Call, Person, Wait
from dispatch.simulation.technician import Technician
from dispatch.simulation.world import Card, expected_at, instant, local_day, local_time

KM_PER_HOUR: Final = 25.0
"""Along the streets, door to door."""
PARKING: Final = timedelta(minutes=2)
_LOOK_EVERY: Final = timedelta(seconds=100)
_EARLY: Final = timedelta(minutes=45)
"""Before the agreed time; an hour is promised."""
_CALLS_BEFORE_CHANCE: Final = 2
_BETWEEN: Final = timedelta(minutes=20)
"""For the way to the next one, and for surprises."""
_OVERTIME: Final = timedelta(minutes=75)
_LUNCH_FROM: Final = time(11, 50)
_LUNCH_LATEST: Final = time(13, 25)
_REPORT_EVERY: Final = timedelta(minutes=2)
_TUNES_FOR: Final = timedelta(minutes=9)
_KNOCKS_FOR: Final = timedelta(minutes=12)
_HOUR: Final = timedelta(hours=1)
_NEVER: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""Far enough ahead, with room for a little more."""
UNDER_WAY: Final = ("on_the_way", "on_site", "working", "tested")


def drive_round(me: Technician, at: datetime) -> Person:
    """Lives for ever, one visit after the other."""
    while True:
        begins, ends = me.shift(at)
        if at < begins or me.absent:
            at = yield Wait(begins if at < begins else at + timedelta(minutes=30))
            continue
        started = next((card for card in me.cards() if card["status"] in UNDER_WAY), None)
        if started is not None:
            at = yield from _go_on(me, started, at)
            continue
        card = _next(me, at)
        if card is None and at > ends + _OVERTIME:
            me.here = me.profile.home
            at = yield Wait(me.shift(at, days=1)[0])
        elif _hungry(me, at, card):
            me.lunched_on = local_time(at, time(0))
            at = yield Wait(at + timedelta(minutes=45))
        elif card is not None and at >= _departure(me, card):
            at = yield from _visit(me, card, at)
        else:
            at = yield Wait(at + _LOOK_EVERY)


def _next(me: Technician, at: datetime) -> Card | None:
    """The first whose customer expects us today; while that is too early, another that leaves time for it."""
    expecting = [card for card in sorted(me.cards(), key=_word_given) if _expects_us(card, at)]
    if not expecting or _departure(me, expecting[0]) <= at:
        return expecting[0] if expecting else None
    latest = _word_given(expecting[0]) + _EARLY
    for card in expecting[1:]:
        lasts = _travel_time(me, me.home_of(card)) + timedelta(minutes=card["duration_min"]) + _BETWEEN
        if _departure(me, card) <= at and at + lasts <= latest:
            return card
    return expecting[0]


def _expects_us(card: Card, at: datetime) -> bool:
    agreed, today = instant(card["agreed_at"]), local_day(at)
    if card["status"] == "contacted" or (card["status"] == "taken" and agreed is not None):
        return agreed is not None and local_day(agreed) == today  # whoever agreed it with the customer
    return card["status"] == "taken" and card["booked_date"] == today.isoformat() and _window_open(card, at)


def _word_given(card: Card) -> datetime:
    """When we are expected: as planned, but who has given their word does not leave it to a later plan."""
    agreed, planned = instant(card["agreed_at"]), expected_at(card)
    if agreed is not None:
        return agreed if planned is None or planned > agreed + _HOUR else planned
    return planned or _NEVER


def _window_open(card: Card, at: datetime) -> bool:
    """A customer who was called in vain is visited on chance, well inside what was booked."""
    if len(card["attempts"]) < _CALLS_BEFORE_CHANCE:
        return False
    window = card["window"] or {}
    begins, ends = instant(window.get("from")), instant(window.get("to"))
    return begins is not None and ends is not None and begins + (ends - begins) / 2 < at < ends


def _departure(me: Technician, card: Card) -> datetime:
    """When to set off: by plan, or before, so that an idle hour is not lost, but never too early for the customer."""
    travel = _travel_time(me, me.home_of(card))
    agreed = instant(card["agreed_at"])
    earliest = _word_given(card) if agreed is None else agreed - _EARLY
    return earliest - travel + me.visit(card).leaves_late_by


def _hungry(me: Technician, at: datetime, card: Card | None) -> bool:
    """Lunch in a gap of the plan, or when it cannot wait any longer."""
    if me.lunched_on == local_time(at, time(0)) or not local_time(at, _LUNCH_FROM) <= at:
        return False
    if at > local_time(at, time(14, 30)):
        return False
    gap = card is None or _departure(me, card) - at >= timedelta(minutes=40)
    return gap or at >= local_time(at, _LUNCH_LATEST) - timedelta(minutes=40)


def _travel_time(me: Technician, home: Point) -> timedelta:
    line = me.world.city.streets.route(me.here, home)
    return timedelta(seconds=round(3600 * length_of(line) / KM_PER_HOUR)) + PARKING


def _visit(me: Technician, card: Card, at: datetime) -> Doing:
    answer = yield from me.step(card, "set_off", at)
    if not answer.ok:
        return (yield from wait_until(at + _LOOK_EVERY))
    number = me.world.visits[card["id"]] = me.world.visits.get(card["id"], 0) + 1
    visit = me.visit(card, number)
    if visit.silent_after is not None:
        me.silent_from = at + visit.silent_after
        me.silent_until = me.silent_from + visit.silent_for
    return (yield from _drive(me, card, at))


def _go_on(me: Technician, card: Card, at: datetime) -> Doing:
    """Somebody is found in the middle of a visit: after a restart, or with steps still on the phone."""
    if me.waiting:
        return (yield from wait_until(at + _LOOK_EVERY))
    me.world.visits.setdefault(card["id"], 1)
    status = card["status"]
    if status == "on_the_way":
        return (yield from _drive(me, card, at))
    me.here = me.home_of(card)
    if status == "on_site":
        return (yield from _work(me, card, at))
    if status == "working":
        return (yield from _test(me, card, at))
    return (yield from _close(me, card, at))


def _drive(me: Technician, card: Card, at: datetime) -> Doing:
    """Along the streets, telling the position now and then."""
    home = me.home_of(card)
    line = me.world.city.streets.route(me.here, home)
    length = length_of(line)
    visit = me.visit(card, me.world.visits[card["id"]])
    lasts = timedelta(seconds=round(3600 * length / KM_PER_HOUR * visit.pace))
    left_at, arrives_at = at, at + lasts + PARKING
    while at + _REPORT_EVERY < left_at + lasts:
        at = yield Wait(at + _REPORT_EVERY)
        yield from _report(me, along(line, length * ((at - left_at) / lasts)), at)
    at = yield Wait(arrives_at)
    me.here = home
    yield from _report(me, home, at)
    answer = yield from me.step(card, "arrive", at)
    if not answer.ok:
        return (yield from wait_until(at + timedelta(minutes=1)))
    return (yield from _work(me, card, at))


def _report(me: Technician, point: Point, at: datetime) -> Person:
    if me.is_silent(at) or me.absent:
        return
    lat, lon = point.place()
    body = {"lat": lat, "lon": lon, "at": at.isoformat()}
    yield Call(me.world.api.poster("/my/position", body, key=me.key))


def _work(me: Technician, card: Card, at: datetime) -> Doing:
    visit = me.visit(card, me.world.visits[card["id"]])
    if visit.fails_for == "no_access":
        at = yield Wait(at + _KNOCKS_FOR)
        yield from me.step(card, "attempt", at, {"channel": "phone", "outcome": "no_answer"})
        return (yield from _give_up(me, card, "no_access", at))
    at = yield Wait(at + visit.greets_for)
    answer = yield from me.step(card, "start_work", at)
    if not answer.ok:
        return at
    if visit.fails_for is not None:
        at = yield Wait(at + visit.works_for / 2)
        return (yield from _give_up(me, card, visit.fails_for, at))
    at = yield Wait(at + visit.works_for)
    return (yield from _test(me, card, at))


def _give_up(me: Technician, card: Card, reason: str, at: datetime) -> Doing:
    data = {"reason": reason} | ({"photo": True} if reason == "no_access" else {})
    yield from me.step(card, "fail_visit", at, data)
    return (yield from wait_until(at + timedelta(minutes=2)))


def _test(me: Technician, card: Card, at: datetime) -> Doing:
    """A slow line is tuned and measured once more."""
    visit = me.visit(card, me.world.visits[card["id"]])
    for number, mbps in enumerate(visit.speeds_mbps):
        if number:
            at = yield Wait(at + _TUNES_FOR)
        answer = yield from me.step(
            card, "test", at, {"download_mbps": mbps, "optical_dbm": visit.optical_dbm}
        )
        if not answer.ok:
            return (yield from wait_until(at + timedelta(minutes=1)))
    at = yield Wait(at + visit.closes_after)
    return (yield from _close(me, card, at))


def _close(me: Technician, card: Card, at: datetime) -> Doing:
    yield from me.step(card, "complete", at)
    return (yield from wait_until(at + timedelta(seconds=45)))

"""From an order to the planner's job: when it may be had, what each worse way forfeits, and who should go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dispatch.planning.day_horizon import Horizon, seconds, whole
from dispatch.planning.day_kit import Kit
from dispatch.planning.day_values import (
    AGREED,
    AGREED_EARLY,
    AGREED_LATE,
    HALVES,
    TOP,
    PlannedOrder,
    PlannedTechnician,
)
from dispatch.planning.problem import Fallback, Job, Window


def job_of(
    order: PlannedOrder, crew: Sequence[PlannedTechnician], horizon: Horizon, kit: Kit, location: int
) -> Job:
    now, rules, weights = horizon.now, horizon.rules, horizon.rules.weights
    duration = whole(order.duration)
    due = None if order.due_at is None else seconds(order.due_at)
    gone = due is not None and due - duration < now
    soon = now + whole(rules.urgent_within)
    near = (due is not None and due < soon) or (
        order.agreed_at is not None and seconds(order.agreed_at) < soon
    )
    weight = weights.served + weights.priority * order.priority
    weight += weights.broken if gone else weights.near if near else 0
    word = _word(order, horizon)
    best, *worse = _ways(order, horizon, None if gone else due)
    tools, parts = kit.needed(order)
    pinned = order.technician_id is not None
    known = _known(order, crew)
    return Job(
        id=order.id,
        location=location,
        duration=duration,
        windows=best.windows,
        due=best.due,
        fallbacks=_by_loss(worse, weight, word),
        release=_release(order, horizon),
        skills=frozenset() if pinned else order.skills,
        technicians=None if order.technician_id is None else frozenset({order.technician_id}),
        excluded=frozenset() if pinned else _refused(order, crew, horizon),
        preferred=frozenset() if pinned else known,
        stranger_cost=whole(rules.stranger_cost) if known and not pinned else 0,
        announced=None if pinned else order.announced,
        change_cost=_change_cost(order, horizon) if order.announced is not None and not pinned else 0,
        after=order.after,
        weight=weight + word,
        late_after=None if due is None or not rules.late_cost else due - duration,
        hourly_late_cost=0 if due is None else whole(rules.late_cost),
        tools=tools,
        parts=parts,
        delay_cost=whole(rules.urgent_delay_cost if near or gone else rules.delay_cost),
    )


def _word(order: PlannedOrder, horizon: Horizon) -> int:
    """What an agreed time weighs; of two that cannot both be kept, the later one can still be helped."""
    if order.agreed_at is None:
        return 0
    word = horizon.rules.weights.word
    soon = order.taken and seconds(order.agreed_at - horizon.rules.word_soon) < horizon.now
    return word + word // 2 if soon else word


def _change_cost(order: PlannedOrder, horizon: Horizon) -> int:
    return whole(horizon.rules.handover_cost if order.taken else horizon.rules.change_cost)


def _release(order: PlannedOrder, horizon: Horizon) -> int:
    """Not before it is allowed, and not before a customer who has yet to be called has had fair notice."""
    release = horizon.now if order.not_before_at is None else max(horizon.now, seconds(order.not_before_at))
    if order.to_be_called and (open_ones := horizon.contact_hours(horizon.now)):
        release = max(release, open_ones[0].start + whole(horizon.rules.notice))
    return release


def _refused(order: PlannedOrder, crew: Sequence[PlannedTechnician], horizon: Horizon) -> frozenset[str]:
    """Who is not to go; if that were everybody, nobody is left out: somebody has to.

    A customer who is booked for today and waits to be called is not given to who is away today and calls nobody.
    """
    everybody = frozenset(technician.id for technician in crew)
    refused = order.excluded if everybody - order.excluded else frozenset()
    if order.to_be_called and order.booked_date is not None and order.booked_date <= horizon.today:
        away = {one.id for one in crew if any(away.covers(horizon.now_at) for away in one.absent)}
        if everybody - refused - away:
            refused |= away
    return refused


def _known(order: PlannedOrder, crew: Sequence[PlannedTechnician]) -> frozenset[str]:
    """Who was at this line before, and who owns the area: among those who work here at all."""
    return frozenset(
        technician.id
        for technician in crew
        if technician.id in order.preferred or (order.area_id and order.area_id in technician.areas)
    )


def _by_loss(ways: Sequence["_Way"], weight: int, word: int) -> tuple[Fallback, ...]:
    """What each way forfeits of the weight and of a word that was given, the least first."""
    found = [
        Fallback(
            windows=way.windows,
            due=way.due,
            loss=weight * way.forfeits // 100 + word * way.breaks_word,
            cost=way.cost,
        )
        for way in ways
    ]
    return tuple(sorted(found, key=lambda way: way.loss))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to have the order: when, by when, what it forfeits in per cent, and what it costs in seconds.

    Whoever agreed a time goes there, whatever else is heavier by then: a word that is broken forfeits `Weights.word`,
    too.
    """

    windows: tuple[Window, ...]
    due: int | None
    forfeits: int
    cost: int = 0
    breaks_word: bool = False


def _ways(order: PlannedOrder, horizon: Horizon, due: int | None) -> list[_Way]:
    """Best first: at the announced time, at the edge of the agreed hour, late, or at another time.

    Nothing is forbidden: an order that cannot be had in time is had late.
    """
    rules, weights = horizon.rules, horizon.rules.weights
    late = max(weights.late, weights.urgent) if order.priority >= TOP else weights.late
    missed = max(late, weights.missed)
    both = late + (100 - late) * missed // 100
    alone = both - late  # who comes outside the agreed time may still be done in time
    any_time = horizon.contact_hours(horizon.now)
    ways = [_Way(any_time, due, 0), _Way(any_time, None, late)]
    if order.agreed_at is not None:
        edge = Window(seconds(order.agreed_at - AGREED), seconds(order.agreed_at + AGREED))
        inner = Window(seconds(order.agreed_at - AGREED_EARLY), seconds(order.agreed_at + AGREED_LATE))
        if edge.end >= horizon.now:
            after = horizon.contact_hours(max(horizon.now, edge.start)) or (edge,)
            ways = [
                _Way((inner,), due, 0),
                _Way((edge,), due, 0, whole(rules.edge_cost)),
                _Way((edge,), None, late),
                _Way(after, due, alone, breaks_word=True),
                _Way(after, None, both, breaks_word=True),
            ]
    elif order.booked_date is not None:
        opens, closes = HALVES[order.booked_half]
        half = Window(horizon.instant(order.booked_date, opens), horizon.instant(order.booked_date, closes))
        if half.end >= horizon.now:
            after = horizon.contact_hours(max(horizon.now, half.start)) or (half,)
            ways = [
                _Way((half,), due, 0),
                _Way((half,), None, late),
                _Way(after, due, missed),
                _Way(after, None, both),
            ]
    different = [
        way
        for k, way in enumerate(ways)
        if k == 0 or (way.windows, way.due) != (ways[k - 1].windows, ways[k - 1].due)
    ]
    return _as_announced(order, horizon, different[0]) + different[1:]


def _as_announced(order: PlannedOrder, horizon: Horizon, best: _Way) -> list[_Way]:
    """The best way at the running plan's time for nothing, and at any other time at a cost: only today, where
    people live by it. Where a person put it there, at what it costs to take a visit from somebody.
    """
    rules = horizon.rules
    cost = whole(rules.handover_cost if order.placed else rules.shift_cost)
    if order.announced_at is None or not cost:
        return [best]
    if order.announced_at.astimezone(horizon.zone).date() != horizon.today:
        return [best]
    first = seconds(order.announced_at - rules.shift_free)
    last = seconds(order.announced_at + rules.shift_free)
    same = tuple(
        Window(max(one.start, first), min(one.end, last))
        for one in best.windows
        if max(one.start, first) <= min(one.end, last)
    )
    if not same or last < horizon.now:
        return [best]
    return [replace(best, windows=same), replace(best, cost=cost)]

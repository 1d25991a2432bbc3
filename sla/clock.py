"""One promise's clock, rebuilt from its facts: start, pause, resume, meet, breach, and why."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sla.clock_facts import Because, ClockFacts, ClockState, Pause, Rung, Span, State
from sla.public_holidays import OfficeCalendar
from sla.reviews import next_review, reviews_come

__all__ = ["Because", "ClockFacts", "ClockState", "Pause", "Rung", "State", "judge"]

BROKEN = "broken"
"""The name of the last rung."""
INSTANT = timedelta.resolution
"""`met_at == due_at` still keeps a promise, so that a breach is due one instant later."""


def judge(facts: ClockFacts, now: datetime) -> ClockState:
    """The state of one clock at `now`. The same facts always give the same answer."""
    amount = facts.calendar.between(facts.started_at, facts.base_due_at)
    admitted, lines = _admit(facts, amount)
    spans = _spans(facts, admitted, now)
    due_at = facts.calendar.add(facts.started_at, amount, spans) if spans else facts.base_due_at
    state, broken_at = _outcome(facts, due_at, now)
    stopped = _stopped(admitted, now) if state is State.RUNNING else ()
    if stopped:
        state = State.PAUSED
    return ClockState(
        promise=facts.row.promise,
        occasion=facts.occasion,
        state=state,
        started_at=facts.started_at,
        due_at=due_at,
        opens_at=facts.opens_at,
        met_at=facts.met_at,
        broken_at=broken_at,
        void_at=facts.void_at if state is State.VOID else None,
        paused_since=min((pause.start_at for pause in stopped), default=None),
        provisional=bool(stopped) and all(pause.provisional for pause in stopped),
        episode=1 + facts.withdrawn_breaks,
        rungs=_rungs(facts, amount, admitted, spans, state=state, due_at=due_at, broken_at=broken_at),
        wakes_at=_wakes(admitted, now) if state in (State.RUNNING, State.PAUSED) else None,
        late=_late(facts, spans, due_at, broken_at, now),
        visit=facts.visit,
        because=(*_opening(facts), *lines, *_closing(facts, state, due_at, broken_at), *facts.afterwards),
        reviews=reviews_come(stopped, now),
    )


def _admit(facts: ClockFacts, amount: timedelta) -> tuple[tuple[Pause, ...], tuple[Because, ...]]:
    """The pauses that count, in the order in which the server learnt of them, and a line for each that was given."""
    admitted: list[Pause] = []
    lines = [Because(code="worked_until_reopened", at=start, until=end) for start, end in facts.worked]
    if not facts.row.pausable:
        return (), tuple(lines)
    for pause in sorted(facts.pauses, key=_order):
        code = "paused"
        if pause.taken_out_at is not None:
            code = "pause_taken_out"
        elif _came_too_late(facts, amount, admitted, pause):
            code = "pause_after_breach"
        else:
            admitted.append(pause)
        if code == "paused" and pause.provisional:
            code = "paused_provisionally"
        lines.append(
            Because(
                code=code,
                at=pause.start_at,
                until=pause.end_at,
                data={
                    "reason": pause.reason.value,
                    "dispute": None if pause.dispute is None else pause.dispute.value,
                    "evidence": None if pause.evidence is None else pause.evidence.value,
                },
            )
        )
    return tuple(admitted), tuple(lines)


def _order(pause: Pause) -> tuple[datetime, datetime, bool, datetime, str]:
    return (
        pause.received_at or pause.start_at,
        pause.start_at,
        pause.end_at is None,
        pause.end_at or pause.start_at,
        pause.reason,
    )


def _came_too_late(facts: ClockFacts, amount: timedelta, admitted: list[Pause], pause: Pause) -> bool:
    """It was received after the breach, and the lead has not agreed to it."""
    received_at = pause.received_at
    if received_at is None or received_at <= pause.start_at or pause.approved:
        return False
    due_at = facts.calendar.add(facts.started_at, amount, _spans(facts, admitted, received_at))
    return due_at < received_at and (facts.met_at is None or facts.met_at > due_at)


def _spans(facts: ClockFacts, pauses: tuple[Pause, ...] | list[Pause], now: datetime) -> list[Span]:
    """The pauses as closed spans: an open one reads as if it ended now, or when the clock was done with."""
    ends = [end for end in (facts.met_at, facts.void_at, facts.failed_at) if end is not None]
    ended_at = min((now, *ends))
    paused = [(pause.start_at, pause.end_at or max(pause.start_at, ended_at)) for pause in pauses]
    return [*facts.worked, *paused]


def _outcome(facts: ClockFacts, due_at: datetime, now: datetime) -> tuple[State, datetime | None]:
    """What decided the clock, whichever came first; without a decision it is running."""
    met_at = facts.met_at
    too_early = met_at is not None and facts.opens_at is not None and met_at < facts.opens_at
    decided: list[tuple[datetime, int, State]] = []
    for order, (at, state) in enumerate(
        (
            (met_at, State.BROKEN if too_early else State.KEPT),
            (facts.void_at, State.VOID),
            (facts.attempted_at, State.ATTEMPTED),
            (facts.failed_at, State.BROKEN),
        )
    ):
        if at is not None and at <= due_at:
            decided.append((at, order, state))
    if decided:
        at, _, state = min(decided)
        return state, at if state is State.BROKEN else None
    if now > due_at or met_at is not None or facts.failed_at is not None:
        return State.BROKEN, due_at
    return State.RUNNING, None


def _stopped(admitted: tuple[Pause, ...], now: datetime) -> tuple[Pause, ...]:
    return tuple(
        pause for pause in admitted if pause.start_at <= now and (pause.end_at is None or now < pause.end_at)
    )


def _rungs(
    facts: ClockFacts,
    amount: timedelta,
    admitted: tuple[Pause, ...],
    spans: list[Span],
    *,
    state: State,
    due_at: datetime,
    broken_at: datetime | None,
) -> tuple[Rung, ...]:
    if state in (State.KEPT, State.VOID, State.ATTEMPTED):
        return ()
    begin = facts.started_at
    if facts.opens_at is not None:  # the warnings of a window are those of its own length
        begin = max(begin, facts.opens_at)
        amount = facts.calendar.between(begin, facts.base_due_at)
    # Time alone breaks it just after the due time; failing or coming too early breaks it there and then.
    there_and_then = broken_at is not None and broken_at in (facts.failed_at, facts.met_at)
    breaks_at = broken_at if broken_at is not None and there_and_then else due_at + INSTANT
    rungs = [
        Rung(
            name=f"warn_{warned.percent}",
            fraction=warned.percent / 100,
            at=facts.calendar.add(begin, amount * warned.percent / 100, spans),
            tells=warned.tells,
        )
        for warned in facts.row.warnings
    ]
    last = [rung for rung in rungs if rung.at <= breaks_at]
    last.append(Rung(name=BROKEN, fraction=1.0, at=breaks_at, tells=facts.row.on_breach))
    if state is State.BROKEN:
        return tuple(last)
    # Past the start of an open pause every time still moves: nothing there can be said, and nothing may fire.
    until = min((pause.start_at for pause in admitted if pause.end_at is None), default=None)
    return tuple(rung for rung in last if until is None or rung.at <= until)


def _wakes(admitted: tuple[Pause, ...], now: datetime) -> datetime | None:
    edges = [pause.start_at for pause in admitted]
    edges += [pause.end_at for pause in admitted if pause.end_at is not None]
    edges += [pause.lapses_at + INSTANT for pause in admitted if pause.lapses_at is not None]
    edges += [review_at for pause in admitted if (review_at := next_review(pause, now)) is not None]
    return min((edge for edge in edges if edge > now), default=None)


def _late(
    facts: ClockFacts, spans: list[Span], due_at: datetime, broken_at: datetime | None, now: datetime
) -> timedelta:
    if broken_at is None:
        return timedelta(0)
    ends = [end for end in (facts.met_at, facts.accrues_until) if end is not None]
    return facts.calendar.between(due_at, min((now, *ends)), spans)


def _opening(facts: ClockFacts) -> tuple[Because, ...]:
    started = Because(code="started", at=facts.started_at)
    target = Because(code="target", at=facts.base_due_at, data={"calendar": facts.row.counting.value})
    return started, *facts.because, target, *_unknown_holidays(facts)


def _unknown_holidays(facts: ClockFacts) -> Iterator[Because]:
    """Office hours of a year whose holidays nobody has decided are a guess, and have to say so."""
    if isinstance(facts.calendar, OfficeCalendar):
        for year in facts.calendar.unknown_years(facts.started_at, facts.base_due_at):
            yield Because(code="holidays_unknown", data={"year": year})


def _closing(
    facts: ClockFacts, state: State, due_at: datetime, broken_at: datetime | None
) -> tuple[Because, ...]:
    lines: list[Because] = []
    if due_at != facts.base_due_at:
        moved = (due_at - facts.base_due_at).total_seconds()
        lines.append(Because(code="moved", at=due_at, data={"seconds": moved}))
    if state is State.BROKEN:
        early = facts.opens_at is not None and facts.met_at is not None and facts.met_at < facts.opens_at
        lines.append(Because(code="broken_early" if early else "broken", at=broken_at))
        if facts.met_at is not None and not early:
            lines.append(Because(code="met_late", at=facts.met_at))
    elif state is State.KEPT:
        lines.append(Because(code="kept", at=facts.met_at))
    elif state is State.VOID:
        lines.append(Because(code="void", at=facts.void_at))
    elif state is State.ATTEMPTED:
        lines.append(Because(code="attempted", at=facts.attempted_at))
    return tuple(lines)

"""Working time over long spans, ours and its peers': python -m benchmarks.calendar [--quick] [--json FILE].

The office of the worked examples: 09:00–12:00 and 13:00–18:00, Monday to Friday, with a week of holidays each October.
Every engine answers the same questions in a process of its own; an answer that differs from ours is said and ends it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.runner import Goal, Measured, apart, command, say
from sla.working_time import Calendar

ZONE = "Asia/Shanghai"
WEEK = ("mon", "tue", "wed", "thu", "fri")
WINDOWS = (("09:00", "12:00"), ("13:00", "18:00"))
YEARS = range(2025, 2041)
HOLIDAYS = [date(year, 10, day) for year in YEARS for day in range(1, 8)]
MAKE_UP_DAYS = [date(year, 10, day) for year in YEARS for day in (10, 11)]

START = datetime(2026, 1, 5, 1, tzinfo=UTC)
SPANS = {"year": timedelta(days=365), "ten_years": timedelta(days=3652)}
PAUSES = [
    (START + timedelta(days=17 * turn, hours=3), START + timedelta(days=17 * turn + 2)) for turn in range(20)
]
Pauses = Sequence[tuple[datetime, datetime]]
ROUND_S = 0.05
"""One round asks again and again for so long; the median of several rounds is the figure."""

GOALS = (
    Goal("add_year_us", 100.0, at_least=False),
    Goal("between_year_us", 100.0, at_least=False),
    Goal("add_year_20_pauses_us", 250.0, at_least=False),
    Goal("between_year_20_pauses_us", 250.0, at_least=False),
    Goal("add_ten_years_us", 250.0, at_least=False),
    Goal("between_ten_years_us", 250.0, at_least=False),
    Goal("first_add_us", 5000.0, at_least=False),
    Goal("walk_ratio", 10.0),
    Goal("businesstimedelta_ratio", 10.0),
    Goal("pandas_ratio", 5.0),
    Goal("walk_ten_years_ratio", 100.0),
    Goal("businesstimedelta_ten_years_ratio", 100.0),
    Goal("pandas_ten_years_ratio", 5.0),
)


def office(*, make_up_days: bool = False) -> Calendar:
    return Calendar.from_dict(
        {
            "tz": ZONE,
            "weekly": dict.fromkeys(WEEK, WINDOWS),
            "holidays": HOLIDAYS,
            "date_overrides": dict.fromkeys(MAKE_UP_DAYS if make_up_days else (), WINDOWS),
        }
    )


def run(quick: bool) -> Mapping[str, float | None]:
    """Microseconds to add working hours to an instant, and to count those between two; a ratio is peer ÷ ours.

    The ratio is that of adding a year's hours, and ten years', which every peer can do.
    """
    rounds = 5 if quick else 25
    say("engine", "question", "µs", "× ours")
    own = _asked("ours", ours, rounds)
    figures: dict[str, float | None] = {f"{question}_us": own.get(question) for question in QUESTIONS}
    figures["first_add_us"] = own.get("first_add")
    for peer, function in (("walk", walk), ("businesstimedelta", businesstimedelta), ("pandas", pandas)):
        theirs = _asked(peer, function, rounds, own)
        for question, figure in (("add_year", f"{peer}_ratio"), ("add_ten_years", f"{peer}_ten_years_ratio")):
            added, mine = theirs.get(question), own.get(question)
            figures[figure] = added / mine if added and mine else None
    return figures


def _asked(
    name: str, engine: Callable[[int], dict[str, Any]], rounds: int, own: Mapping[str, float] | None = None
) -> dict[str, float]:
    found: Measured = apart(engine, rounds, limit=300.0)
    if found.answer is None:
        say(name, found.reason)
        return {}
    taken: dict[str, float] = found.answer
    for question, microseconds in taken.items():
        mine = own.get(question) if own else None
        say(name, question, f"{microseconds:.1f}", f"{microseconds / mine:.0f}" if mine else "")
    return taken


# The questions, and what each must be answered.

Question = tuple[str, timedelta, Pauses]
QUESTIONS: dict[str, Question] = {
    f"{verb}_{span}{'_20_pauses' if pauses else ''}": (verb, SPANS[span], pauses)
    for span in SPANS
    for pauses in ((), PAUSES)
    for verb in ("add", "between")
}


def _answers() -> dict[str, Any]:
    """By our calendar, for the peers to agree with."""
    calendar = office()
    answers: dict[str, Any] = {}
    for name, (verb, span, pauses) in QUESTIONS.items():
        counted = calendar.between(START, START + span, pauses)
        answers[name] = counted if verb == "between" else calendar.add(START, counted, pauses)
    return answers


def _timed(function: Callable[[], Any], rounds: int) -> float:
    """Microseconds a call."""
    function()
    taken: list[float] = []
    for _ in range(rounds):
        calls, began = 0, perf_counter()
        while (passed := perf_counter() - began) < ROUND_S or calls == 0:
            function()
            calls += 1
        taken.append(passed / calls)
    return median(taken) * 1e6


def _measured(asked: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    right = _answers()
    for name, function in asked.items():
        if (got := function()) != right[name]:
            raise ValueError(f"{name}: {got} is not {right[name]}")
    return {name: _timed(function, rounds) for name, function in asked.items()}


# The engines.


def ours(rounds: int) -> dict[str, float]:
    calendar = office()
    asked: dict[str, Callable[[], Any]] = {}
    for name, (verb, span, pauses) in QUESTIONS.items():
        counted = calendar.between(START, START + span, pauses)
        if verb == "between":
            asked[name] = partial(calendar.between, START, START + span, pauses)
        else:
            asked[name] = partial(calendar.add, START, counted, pauses)
    taken = _measured(asked, rounds)
    hours = calendar.between(START, START + SPANS["year"])
    firsts: list[float] = []
    for _ in range(rounds):
        fresh = office(make_up_days=True)
        began = perf_counter()
        fresh.add(START, hours)
        firsts.append(perf_counter() - began)
    return taken | {"first_add": median(firsts) * 1e6}


def _open_windows(first: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Day after day, as one would write it at first."""
    zone = ZoneInfo(ZONE)
    day, holidays = first.astimezone(zone).date(), set(HOLIDAYS)
    while True:
        if day.weekday() < len(WEEK) and day not in holidays:
            for opens, closes in WINDOWS:
                yield (
                    datetime.combine(day, time.fromisoformat(opens), zone).astimezone(UTC),
                    datetime.combine(day, time.fromisoformat(closes), zone).astimezone(UTC),
                )
        day += timedelta(days=1)


def _without(window: tuple[datetime, datetime], pauses: Pauses) -> Iterator[tuple[datetime, datetime]]:
    at, end = window
    for begin, stop in pauses:
        if stop <= at or begin >= end:
            continue
        if at < begin:
            yield at, begin
        at = stop
    if at < end:
        yield at, end


def _walk_add(start: datetime, amount: timedelta, pauses: Pauses) -> datetime:
    for window in _open_windows(start):
        for opens, closes in _without(window, pauses):
            begin = max(opens, start)
            if begin >= closes:
                continue
            if amount <= closes - begin:
                return begin + amount
            amount -= closes - begin
    raise AssertionError("days do not end")


def _walk_between(start: datetime, end: datetime, pauses: Pauses) -> timedelta:
    counted = timedelta(0)
    for window in _open_windows(start):
        if window[0] >= end:
            break
        for opens, closes in _without(window, pauses):
            counted += max(timedelta(0), min(closes, end) - max(opens, start))
    return counted


def walk(rounds: int) -> dict[str, float]:
    calendar = office()
    asked: dict[str, Callable[[], Any]] = {}
    for name, (verb, span, pauses) in QUESTIONS.items():
        counted = calendar.between(START, START + span, pauses)
        if verb == "between":
            asked[name] = partial(_walk_between, START, START + span, pauses)
        else:
            asked[name] = partial(_walk_add, START, counted, pauses)
    return _measured(asked, rounds)


def businesstimedelta(rounds: int) -> dict[str, float]:
    """It knows windows, holidays and zones, but neither pauses nor make-up days."""
    import businesstimedelta as peer  # noqa: PLC0415  only its own process needs it
    import pytz  # noqa: PLC0415  the same

    zone = pytz.timezone(ZONE)
    rules = peer.Rules(
        [
            peer.WorkDayRule(time(9), time(18), list(range(len(WEEK))), tz=zone),
            peer.LunchTimeRule(time(12), time(13), list(range(len(WEEK))), tz=zone),
            peer.HolidayRule(dict.fromkeys(HOLIDAYS, "National Day"), tz=zone),
        ]
    )

    def between(end: datetime) -> timedelta:
        return rules.difference(START, end).timedelta

    def add(amount: timedelta) -> datetime:
        return START + peer.BusinessTimeDelta(rules, timedelta=amount)

    return _measured(_without_pauses(between, add), rounds)


def pandas(rounds: int) -> dict[str, float]:
    """It knows windows and holidays, in whole hours; a result on closing it moves to the next opening, so none is asked."""
    import pandas as pd  # noqa: PLC0415  only its own process needs it

    opens, closes = ([window[side] for window in WINDOWS] for side in (0, 1))
    zone = ZoneInfo(ZONE)
    start = pd.Timestamp(START.astimezone(zone).replace(tzinfo=None))
    calendar = office()

    def add(step: Any) -> datetime:
        due_at: datetime = (start + step).to_pydatetime()
        return due_at.replace(tzinfo=zone).astimezone(UTC)

    taken: dict[str, float] = {}
    for name, span in SPANS.items():
        amount = calendar.between(START, START + span) - timedelta(hours=1)
        step = pd.offsets.CustomBusinessHour(
            amount // timedelta(hours=1), start=opens, end=closes, holidays=HOLIDAYS
        )
        if (got := add(step)) != (right := calendar.add(START, amount)):
            raise ValueError(f"{name}: {got} is not {right}")
        taken[f"add_{name}"] = _timed(partial(add, step), rounds)
    return taken


def _without_pauses(
    between: Callable[[datetime], timedelta], add: Callable[[timedelta], datetime]
) -> dict[str, Callable[[], Any]]:
    calendar = office()
    asked: dict[str, Callable[[], Any]] = {}
    for name, (verb, span, pauses) in QUESTIONS.items():
        if pauses:
            continue
        end = START + span
        asked[name] = (
            partial(between, end) if verb == "between" else partial(add, calendar.between(START, end))
        )
    return asked


main = command("calendar", GOALS, run)

if __name__ == "__main__":
    main()

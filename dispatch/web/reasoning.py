"""A line of `queries/why.py` as a sentence, in the reader's language, for the desk or for the customer: `sentence()`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from dispatch.web.language import knows, say

Line = Mapping[str, Any]
BY_CUSTOMER: Final = "customer"
_DAY: Final = timedelta(days=1)
_NO_WORDS: Final = frozenset({"code", "part", "under", "role", "event", "seconds", "evidence"})
_HOUR_S: Final = 3600
_MINUTE_S: Final = 60
_RECOUNTED: Final = frozenset({"recomputed", "recomputed_by_time"})
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
"""A space belongs between Han and digits or Latin letters, which a value may turn out not to begin with."""
_DUE_CODES: Final = frozenset({"target", "moved", "broken"})
"""Of these lines `at` is a due time: midnight belongs to the day that it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, where the order lives, and when."""

    language: str
    zone: str
    now: datetime
    customer: bool = False
    """Says "you" to the customer, and leaves out our own names, percentages and codes."""
    exact: bool = False
    """Whole dates with seconds where there are any, for somebody who checks the counting."""

    def say(self, message: str, /, **values: Any) -> str:
        """The text, in the customer's own wording where there is one."""
        if self.customer and knows(self.language, f"{message}.customer"):
            return say(self.language, f"{message}.customer", **values)
        return say(self.language, message, **values)

    def time(self, iso: str, *, due: bool = False) -> str:
        """今天 14:00, 24 日 14:00; exactly: 2026-11-24 周二 14:00:00."""
        local = datetime.fromisoformat(iso).astimezone(ZoneInfo(self.zone))
        clock = f"{local:%H:%M:%S}" if self.exact and local.second else f"{local:%H:%M}"
        if due and (local.hour, local.minute, local.second) == (0, 0, 0):
            local, clock = local - _DAY, "24:00"
        if not self.exact:
            return self.say("day-and-time", day=self._day(local), time=clock)
        weekday = self.say(f"weekday-{local.isoweekday() % 7}")
        date = {"year": f"{local:%Y}", "month": f"{local:%m}", "day": f"{local:%d}"}
        return self.say("why-exact-date", weekday=weekday, time=clock, **date)

    def span(self, seconds: float) -> str:
        """26 分, 1 时 04 分, 2 天 2 时; exactly: with the seconds."""
        whole = round(abs(seconds))
        minutes, rest = divmod(whole, 60)
        hours, days = minutes // 60, minutes // 1440
        if minutes < 1 and not (self.exact and rest):
            return self.say("span-less")
        if self.exact and days and minutes % 60:
            text = f"{self.say('span-days', days=days, hours=hours % 24)} {self.say('span-minutes', minutes=minutes % 60)}"
        elif days:
            text = self.say("span-days", days=days, hours=hours % 24)
        elif hours:
            text = self.say("span-hours", hours=hours, minutes=f"{minutes % 60:02}")
        else:
            text = self.say("span-minutes", minutes=minutes)
        return self.say("why-exact-span", span=text, seconds=rest) if self.exact and rest else text

    def limit(self, seconds: float) -> str:
        """24 小时: a limit is said as it is published."""
        hours, rest = divmod(round(seconds), _HOUR_S)
        return self.say("why-hours", hours=hours) if hours and not rest else self.span(seconds)

    def until(self, at: str | None, iso: str) -> str:
        """The end of a span: its day is said only if it is another one than that of the start."""
        zone = ZoneInfo(self.zone)
        end = datetime.fromisoformat(iso).astimezone(zone)
        same = at is not None and datetime.fromisoformat(at).astimezone(zone).date() == end.date()
        return (
            f"{end:%H:%M:%S}"
            if same and self.exact and end.second
            else f"{end:%H:%M}"
            if same
            else self.time(iso)
        )

    def name(self, line: Line, field: str) -> str | None:
        """Somebody's name, in Latin letters for a reader of English where there is one."""
        latin = line.get(f"{field}_en") if self.language == "en" else None
        return latin or line.get(field)

    def word(self, subject: str, code: str) -> str:
        """`word('reason', 'not_ready')` is the text `reason-not-ready`; a code without one stays itself."""
        message = f"{subject}-{code.replace('_', '-')}"
        return self.say(message) if knows(self.language, message) else code

    def _day(self, local: datetime) -> str:
        today = self.now.astimezone(local.tzinfo)
        days = (local.date() - today.date()).days
        near = {0: "day-today", -1: "day-yesterday", 1: "day-tomorrow"}
        if days in near:
            return self.say(near[days])
        same = (local.year, local.month) == (today.year, today.month)
        return self.say("date-same-month" if same else "date-other-month", day=local.day, month=local.month)


def sentence(line: Line, reader: Reader) -> str:
    """One line in words."""
    values = _values(line, reader)
    text = reader.say(_message(line, reader.language), **values)
    if line.get("received_at") and "event" not in line:
        text += reader.say("why-received", received=reader.time(line["received_at"]))
    text = _BETWEEN_HAN.sub("", text)
    return text[:1].upper() + text[1:]


def _message(line: Line, language: str) -> str:
    """The wording of the story if it has one of its own, else that of the pages; a pause without an end has its own."""
    code = str(line["code"]).replace("_", "-")
    if code == "started":
        return f"why-started-{str(line['promise']).replace('_', '-')}"
    if code == "target" and "shape" in line:
        rests = {"contact": "-contact", "office": "-office"} if line["shape"] == "within" else {}
        return f"why-target-{line['shape']}{rests.get(line.get('calendar', ''), '')}"
    kinds = ["because"] if "reason" in line and "seconds" not in line else ["why", "because"]
    names = [f"{kind}-{code}" for kind in kinds]
    if not line.get("until"):
        names = [*(f"{name}-open" for name in names), *names]
    return next((name for name in names if knows(language, name)), names[-1])


def _values(line: Line, reader: Reader) -> dict[str, Any]:
    """The line's data as the texts take them: times in words, spans, money, names."""
    values: dict[str, Any] = {"at": "", "until": ""}
    for name, value in line.items():
        if value is not None and name not in _NO_WORDS:
            values |= _value(name, value, line, reader)
    proof = line.get("evidence")
    values |= {"evidence": proof or "none", "proof": reader.word("evidence", proof) if proof else ""}
    if "seconds" in line:
        moved = _moved(line, reader)
        values |= {"span": reader.span(moved), "moved": moved, "way": "later" if moved > 0 else "earlier"}
        values["seconds"] = values["span"]
    if "role" in line:
        values["by"] = _by(line, reader)
    if "event" in line:
        values["event"] = _event(line, reader)
    return values


def _moved(line: Line, reader: Reader) -> int:
    """By how many seconds; between two due times that are said to the minute, by what the reader sees of them."""
    if reader.exact or "was_due_at" not in line:
        return round(float(line["seconds"]))
    was = datetime.fromisoformat(line["was_due_at"]).replace(second=0, microsecond=0)
    due = datetime.fromisoformat(line["due_at"]).replace(second=0, microsecond=0)
    return round((due - was).total_seconds())


def _value(name: str, value: Any, line: Line, reader: Reader) -> dict[str, Any]:
    """One value under the name that the texts know it by: `due_at` is `$due`, `amount_cents` is `$amount`."""
    if name == "until":
        return {name: reader.until(line.get("at"), value)}
    if name == "at" or name.endswith("_at"):
        due = name.endswith("due_at") or (name == "at" and line["code"] in _DUE_CODES)
        short = "was" if name == "was_due_at" else name.removesuffix("_at")
        return {short: reader.time(value, due=due)}
    if name.endswith("_cents"):
        return {name.removesuffix("_cents"): f"¥{value / 100:g}"}
    if name.endswith("_s"):
        return {name.removesuffix("_s"): reader.limit(value)}
    if name == "technician":
        return {name: reader.name(line, name)}
    return {name: _word(name, value, reader)}


def _word(name: str, value: Any, reader: Reader) -> Any:
    """One value in words, where it is a code."""
    if name == "reason" and reader.customer:
        return reader.word("why-reason", str(value))
    if name in ("reason", "kind", "tier", "outcome"):
        return reader.word(name, str(value))
    if name == "channel":
        return reader.word("why-channel", str(value))
    if name == "tells":
        return reader.say("why-list-and").join(reader.word("why-tells", each) for each in value)
    return f"{value:g}" if isinstance(value, float) else value


def _by(line: Line, reader: Reader) -> str:
    """Who it was: the customer, somebody of the staff by name, to a customer only what they are to them."""
    role = str(line["role"])
    if role == BY_CUSTOMER:
        return reader.say("why-by-customer")
    if reader.customer:
        return reader.say("why-by-technician" if role == "technician" else "why-by-us")
    said = reader.word("role", role)
    name = reader.name(line, "name")
    return reader.say("why-by", name=name, role=said) if name else said


def _event(line: Line, reader: Reader) -> str:
    """What happened, with both its times where it was heard of noticeably later."""
    occurred = datetime.fromisoformat(line["occurred_at"])
    received = datetime.fromisoformat(line["received_at"])
    late = abs(received - occurred) > timedelta(minutes=1)
    return reader.say(
        "why-event-late" if late else "why-event",
        what=reader.word("why-did", str(line["event"])),
        occurred=reader.time(line["occurred_at"]),
        received=reader.time(line["received_at"]),
    )


def _trifling(line: Line) -> bool:
    """Moved by less than a page shows."""
    return line["code"] in _RECOUNTED and abs(line["seconds"]) < _MINUTE_S


def worded(story: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The whole answer of `why()`, each line with its sentence as `text`."""
    return {
        **story,
        "promises": [
            {
                **clock,
                "lines": [
                    {**line, "text": sentence(line, reader)}
                    for line in clock["lines"]
                    if reader.exact or not _trifling(line)
                ],
            }
            for clock in story["promises"]
        ],
    }


def reader_of(
    story: Mapping[str, Any], language: str, *, customer: bool = False, exact: bool = False
) -> Reader:
    """The reader of this story, at the instant that it was told for."""
    now = datetime.fromisoformat(story["now"]).astimezone(UTC)
    return Reader(language=language, zone=story["zone"], now=now, customer=customer, exact=exact)

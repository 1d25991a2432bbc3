"""The lines of `queries/plan_reasons.py` and `queries/plan_changes.py` as sentences in the reader's language: `worded_reasons()`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dispatch.planning.what_if import EXTRA
from dispatch.web.language import knows
from dispatch.web.reasoning import Reader

Line = Mapping[str, Any]
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_TIMES: Final = ("at", "until", "start_at", "end_at", "back_at")


def worded_reasons(story: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The whole answer of `plan_reasons()`, each line with its sentence as `text`."""
    seat, decision = story["seat"], story["decision"]
    return {
        **story,
        "text": reader.say(f"plan-standing-{_id(story['standing'])}"),
        "seat": None if seat is None else {**seat, "text": _say(reader, "plan-seat", seat)},
        "time": [
            {**line, "text": _say(reader, f"plan-time-{_id(line['code'])}", line)} for line in story["time"]
        ],
        "decision": None if decision is None else {**decision, "text": _decided(decision, reader)},
        "possible": [_possible(line, reader) for line in story["possible"]],
        "blocked": [{**line, "text": _blocked(line, reader)} for line in story["blocked"]],
        "ways_out": [{**line, "text": _way_out(line, reader)} for line in story["ways_out"]],
    }


def worded_changes(story: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The same for `plan_changes()`."""
    return {**story, "changes": [{**line, "text": changed(line, reader)} for line in story["changes"]]}


def changed(line: Line, reader: Reader) -> str:
    """What became of a visit, and why."""
    change = _say(reader, f"plan-change-{_id(line['change'])}", line)
    return _tidy(reader.say("plan-changed-line", change=change, cause=caused(line, reader)))


def caused(line: Line, reader: Reader) -> str:
    """Why it is another one than before; nothing where the words would need the name of somebody imagined."""
    imagined = str(line.get("technician_id", "")).startswith(EXTRA)
    return (
        ""
        if imagined and line["cause"] == "technician_back"
        else _say(reader, f"plan-cause-{_id(line['cause'])}", line)
    )


def listed(values: Sequence[str], reader: Reader) -> str:
    return reader.say("why-list-and").join(values)


def _decided(line: Line, reader: Reader) -> str:
    message = f"plan-decided-{_id(line['code'])}"
    if line["code"] == "lost" and not line.get("breaks"):
        message += "-plain"
    return _say(reader, message, line)


def _possible(line: Line, reader: Reader) -> dict[str, Any]:
    more = [{**part, "text": _say(reader, f"plan-part-{_id(part['code'])}", part)} for part in line["more"]]
    said = [part["text"] for part in more] or [reader.say("plan-part-none")]
    if line["breaks"]:
        said = [_say(reader, "plan-breaks", line), *said]
    return {**line, "more": more, "text": reader.say("plan-comma").join(said)}


def _blocked(line: Line, reader: Reader) -> str:
    message = f"plan-blocked-{_id(line['code'])}"
    return _say(reader, f"{message}-over" if line.get("over_s") else message, line)


def _way_out(line: Line, reader: Reader) -> str:
    plain = "-plain" if line["code"] == "overtime" and line["breaks"] else ""
    text = _say(reader, f"plan-way-{_id(line['code'])}{plain}", line)
    return _tidy(
        reader.say("plan-way-still", way=text, breaks=_promises(line, reader)) if line["breaks"] else text
    )


def worded_refusal(line: Line, reader: Reader) -> dict[str, Any]:
    """A rule that keeps one technician from an order, with its sentence as `text`."""
    return {**line, "text": _blocked(line, reader)}


def _say(reader: Reader, message: str, line: Line) -> str:
    """The message with what the line carries, under the names that the texts know."""
    values: dict[str, Any] = {"names": "", "breaks": "", "other": "", "by": line.get("by", "")}
    values["allowed"] = "some" if line.get("allowed_s") else "none"
    for name in _TIMES:
        if line.get(name):
            values[name.removesuffix("_at")] = _time(line[name], reader)
    for name in ("technician", "second_technician", "was_technician"):
        key = "second" if name == "second_technician" else name.replace("_", "-")
        values[key] = _person(line, name, reader)
    if line.get("was_start_at"):
        values["was-start"] = _time(line["was_start_at"], reader)
    seconds = line.get("over_s") or line.get("seconds") or 0
    values |= {"span": reader.span(seconds), "sign": "less" if seconds < 0 else "more"}
    if line.get("other"):
        values["other"] = line["other"]
    if line.get("names") or line.get("short"):
        values["names"] = listed(_things(line, reader), reader)
    if line.get("breaks"):
        values["breaks"] = _promises(line, reader)
    return _tidy(reader.say(message, **values))


def _time(iso: str, reader: Reader) -> str:
    """Today without its day: most of a plan is today."""
    return reader.until(reader.now.isoformat(), iso)


def _person(line: Line, name: str, reader: Reader) -> str:
    latin = line.get(f"{name}_en") if reader.language == "en" else None
    return str(latin or line.get(name) or "")


def _promises(line: Line, reader: Reader) -> str:
    return listed([reader.word("promise", code) for code in line["breaks"]], reader)


def _things(line: Line, reader: Reader) -> list[str]:
    """Skills in words with their level, tools and parts by their own name, with how many."""
    return [
        *(_skill(name, reader) for name in line.get("names", ())),
        *(f"{name} × {count}" for name, count in line.get("short", {}).items() if line["code"] == "parts"),
    ]


def _skill(name: str, reader: Reader) -> str:
    skill, _, level = name.partition(":")
    message = f"plan-skill-{_id(skill)}"
    said = reader.say(message) if knows(reader.language, message) else skill
    return f"{said} {level}" if level else said


def _id(code: str) -> str:
    return str(code).replace("_", "-")


def _tidy(text: str) -> str:
    """A space belongs between Han and digits or Latin letters only."""
    return _BETWEEN_HAN.sub("", text)

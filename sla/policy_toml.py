"""A policy's document as TOML that a person likes to read and to change: one [[promises]] table a promise."""

import json
import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from sla.policy import Policy
from sla.policy_document import read_kept, read_policy
from sla.policy_writing import write_policy
from sla.soundness import Fault, Problem, UnsoundPolicy

HEAD = """\
# What we promise, from this date on. An order keeps the version it was accepted under.
# Spans: "72h", "30min". Local times: "24:00 same day", "15:00 next day". Amounts are yuan.
"""
NOTES = {
    "tiers": "tiers of areas; a promise that a tier does not name is the standard one",
    "cap_yuan": "at most so much compensation an order",
    "at_risk_percent": "from this part of its time on a promise shows as at risk",
    "cancel_ahead": "a visit called off so long before is void, later it counts as missed",
    "contact_hours": "nobody is called, written to or visited outside of these without an appointment",
}


def read_toml(text: str, tiers_in_use: Collection[str] = ()) -> Policy:
    """The policy of a TOML text; `UnsoundPolicy` also for what is no TOML."""
    return read_policy(document_of(text), tiers_in_use)


def document_of(text: str) -> dict[str, Any]:
    """The plain document of a TOML text."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        problem = Problem(field="", fault=Fault.TYPE, expected="TOML", got=str(wrong))
        raise UnsoundPolicy((problem,)) from wrong


@lru_cache(maxsize=64)
def kept_policy(text: str) -> Policy:
    """The policy of a text that was sound when it was kept; read once, and never refused for a rule made later."""
    return read_kept(document_of(text))


def write_toml(policy: Policy) -> str:
    """The text of a policy; `read_toml` of it is the policy again."""
    document = write_policy(policy)
    parts, ladder, halves, office = (
        document.pop(name) for name in ("promises", "ladder", "halves", "office_hours")
    )
    lines = [HEAD]
    for name, value in document.items():
        note = f"  # {NOTES[name]}" if name in NOTES else ""
        lines.append(f"{name} = {value if name == 'valid_from' else _value(value)}{note}")
    lines += [
        "",
        "[office_hours]  # where a district has none of its own; public holidays come by themselves",
    ]
    lines += [f"{day} = {_value(windows)}" for day, windows in office.items()]
    lines += ["", "[halves]  # what is booked at intake"]
    lines += [f"{half} = {_value(hours)}" for half, hours in halves.items()]
    for part in ladder:
        lines += ["", "[[ladder]]", *(f"{name} = {_value(value)}" for name, value in part.items())]
    for promise in parts:
        lines += ["", "[[promises]]", *(f"{name} = {_value(value)}" for name, value in promise.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        if value and isinstance(value[0], Mapping):
            return "[\n" + "".join(f"  {_value(inner)},\n" for inner in value) + "]"
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # strings, numbers, true and false are alike in both

"""From an occasion and its facts to the words that a person reads, in the reader's language and wall clock."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notifications.occasions import OCCASIONS, Occasion
from notifications.wording import FILTERS, Reading, spaced

TEMPLATES = files("notifications") / "templates"


def render(
    occasion: Occasion,
    facts: Mapping[str, Any],
    *,
    language: str,
    zone: str,
    now: datetime,
    form: str = "sms",
) -> str:
    """The text of one message. Render it when it is sent: "today" is the day on which it is read.

    `MissingFacts` when the facts do not fit the occasion.
    """
    whole = OCCASIONS[occasion].complete(occasion, facts)
    reading = Reading(language=language, zone=zone, now=now)
    told = {name: _tame(value) for name, value in whole.items()}
    template = _environment().get_template(f"{occasion}/{form}.{language}.txt")
    text = " ".join(template.render(**told, reading=reading).split())
    return text if language == "en" else spaced(text)


def _tame(fact: Any) -> Any:
    """A name or an answer is one line of text, whatever was typed: no message can be forged inside another."""
    return " ".join(fact.split()) if isinstance(fact, str) else fact


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701  plain text for a phone: escaping would print &amp;
        loader=FileSystemLoader(str(TEMPLATES)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters.update(FILTERS)
    return environment

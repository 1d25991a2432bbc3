"""Which language a reader gets, and a text in it: `choose_language()`, `say()`."""

from functools import cache
from typing import Any, Final

from flask import Request
from fluent.runtime import FluentBundle, FluentResource

from dispatch.web.static_files import static_root

LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
NAMES: Final = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
"""Each language by its own name, which its readers recognise."""
FILES: Final = (
    "pages.ftl",
    "errors.ftl",
    "expectations.ftl",
    "import.ftl",
    "shared.ftl",
    "why.ftl",
    "plan.ftl",
    "lists.ftl",
    "tasks.ftl",
)
COOKIE: Final = "lang"


def choose_language(request: Request) -> str:
    """The reader's own choice (cookie `lang`), else the first of the browser's languages that we speak."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for wanted, quality in request.accept_languages:
        if quality > 0 and (language := match_language(wanted)):
            return language
    return "zh-Hans" if not request.accept_languages else "en"


def match_language(tag: str) -> str | None:
    """Our language for a BCP 47 tag: zh-TW, zh-HK and zh-MO read 繁體, every other zh 简体."""
    parts = tag.replace("_", "-").lower().split("-")
    if parts[0] == "en":
        return "en"
    if parts[0] != "zh":
        return None
    if "hans" in parts:
        return "zh-Hans"
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-Hans"


def say(language: str, message: str, /, **facts: Any) -> str:
    """The text of a message, `id` or `id.attribute`; a message that is missing is an error of ours."""
    bundle = _bundle(language)
    name, _, attribute = message.partition(".")
    found = bundle.get_message(name)
    pattern = found.attributes[attribute] if attribute else found.value
    if pattern is None:
        raise LookupError(message)
    text, errors = bundle.format_pattern(pattern, facts)
    if errors:
        raise LookupError(f"{language}/{message}: {errors[0]}")
    return str(text)


def knows(language: str, message: str) -> bool:
    name, _, attribute = message.partition(".")
    bundle = _bundle(language)
    return bundle.has_message(name) and (not attribute or attribute in bundle.get_message(name).attributes)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for file in FILES:
        text = (static_root() / "locales" / language / file).read_text(encoding="utf-8")
        bundle.add_resource(FluentResource(text))
    return bundle

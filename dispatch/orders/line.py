"""Which line an order is about: the external line id when the operator gives one, else phone and address as written."""

import hashlib
import re
import unicodedata
from typing import Final

_COUNTRY: Final = re.compile(r"^(?:\+|00)\d{1,3}[ -]|^(?:\+|00)86")
_UNSAID: Final = re.compile(r"[\W_]+")
"""Spaces, commas, dashes: what two people write differently and mean alike."""


def phone_digits(phone: str) -> str:
    """The same for the same number, with a country's code or without, however it was typed."""
    return re.sub(r"\D", "", _COUNTRY.sub("", unicodedata.normalize("NFKC", phone).strip()))


def line_key(phone: str, address: str) -> str:
    """The same for the same phone at the same address, however it was typed; a hash, because it names a person."""
    digits = phone_digits(phone)
    place = _UNSAID.sub("", unicodedata.normalize("NFKC", address).casefold())
    return hashlib.sha256(f"{digits}|{place}".encode()).hexdigest()


_WIDE: Final = re.compile(r"[\s·・\-－—]+")
LONGEST_SEARCH: Final = 600


def plain(text: str) -> str:
    """As people search: half width, small letters, without spaces and dashes."""
    return _WIDE.sub("", unicodedata.normalize("NFKC", text).casefold())


def search_text(*parts: str | None) -> str:
    """What an order is found by, its parts on lines of their own."""
    return "\n".join(plain(part) for part in parts if part)[:LONGEST_SEARCH]


_LEVEL: Final = re.compile(r"[/:|>]|-(?=\d)")
"""What stands between the levels of a line's id: OLT3/1/4:12, or ST-OLT02-1-4-12."""


def prefixes(line_id: str) -> tuple[str, ...]:
    """What the line hangs on, the nearest first: of OLT3/1/4:12 the splitter OLT3/1/4, the card OLT3/1 and OLT3."""
    return tuple(
        line_id[: found.start()] for found in reversed(list(_LEVEL.finditer(line_id))) if found.start()
    )


def is_below(line_id: str, prefix: str) -> bool:
    """Whether the line hangs on that port or splitter: OLT3/1/4:12 on OLT3/1, and not on OLT3/11."""
    return line_id == prefix or prefix in prefixes(line_id)


def is_same_line(*, line_id: str | None, key: str, other_line_id: str | None, other_key: str) -> bool:
    """Two line ids decide; where one of them is unknown, phone and address do."""
    if line_id is not None and other_line_id is not None:
        return line_id == other_line_id
    return key == other_key

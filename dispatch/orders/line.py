"""Which line an order is about: the external line id when the operator gives one, else phone and address as written."""

import hashlib
import re
import unicodedata
from typing import Final

_COUNTRY: Final = re.compile(r"^(?:\+|00)\d{1,3}[ -]|^(?:\+|00)86")
_UNSAID: Final = re.compile(r"[\W_]+")
"""Spaces, commas, dashes: what two people write differently and mean alike."""


def line_key(phone: str, address: str) -> str:
    """The same for the same phone at the same address, however it was typed; a hash, because it names a person."""
    digits = re.sub(r"\D", "", _COUNTRY.sub("", unicodedata.normalize("NFKC", phone).strip()))
    place = _UNSAID.sub("", unicodedata.normalize("NFKC", address).casefold())
    return hashlib.sha256(f"{digits}|{place}".encode()).hexdigest()


def is_same_line(*, line_id: str | None, key: str, other_line_id: str | None, other_key: str) -> bool:
    """Two line ids decide; where one of them is unknown, phone and address do."""
    if line_id is not None and other_line_id is not None:
        return line_id == other_line_id
    return key == other_key

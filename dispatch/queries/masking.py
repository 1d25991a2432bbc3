"""How personal data is shortened where it is not needed: in lists, and on a page that a link opens."""

import re
from typing import Final

_SHOWN_HEAD: Final = 3
_SHOWN_TAIL: Final = 4
_TWO: Final = 2
_FLAT: Final = r"\b(?:flat|room|unit|apt\.?|apartment)\b"


def mask_name(name: str) -> str:
    """陈静怡 → 陈*怡, 李明 → 李*, Anna Smith → Anna S., Li → L."""
    name = name.strip()
    if re.search(r"[a-zA-Z]", name):
        words = name.split()
        first = words[0] if len(words) > 1 else f"{words[0][0]}."
        return " ".join([first, *(f"{word[0]}." for word in words[1:])])
    if len(name) <= _TWO:
        return name[:1] + "*" * max(0, len(name) - 1)
    return name[0] + "*" * (len(name) - _TWO) + name[-1]


def mask_phone(phone: str) -> str:
    """13812342231 → 138****2231; too short to hide anything else, all of it goes."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) <= _SHOWN_HEAD + _SHOWN_TAIL:
        return "*" * len(digits)
    return f"{digits[:_SHOWN_HEAD]}****{digits[-_SHOWN_TAIL:]}"


def mask_address(address: str) -> str:
    """Down to the building: the flat goes (… 4 栋 1102 → … 4 栋, Flat 1102, Block 4, … → Block 4, …)."""
    address = re.sub(rf"^{_FLAT}\s*\w+\s*[,，]\s*", "", address.strip(), flags=re.IGNORECASE)
    return re.sub(rf"[\s,，]*(?:{_FLAT}\s*\w+|\d{{3,4}}\s*[室号房]?)$", "", address, flags=re.IGNORECASE)

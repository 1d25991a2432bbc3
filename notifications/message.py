"""One message as it leaves the house: to whom, in which words, and until when it is worth anything."""

from dataclasses import dataclass
from datetime import datetime

from notifications.occasions import Occasion

SHOWN_FRONT, SHOWN_BACK = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Sent once by its id, however often a relay tries."""

    id: str
    occasion: Occasion
    to: str
    """The address in the channel: a phone number for a text message."""
    language: str
    text: str
    created_at: datetime
    expires_at: datetime


def masked(address: str) -> str:
    """An address as it may stand in a log or on a screen: 138****2231."""
    if len(address) <= SHOWN_FRONT + SHOWN_BACK:
        return "*" * len(address)
    hidden = len(address) - SHOWN_FRONT - SHOWN_BACK
    return address[:SHOWN_FRONT] + "*" * hidden + address[-SHOWN_BACK:]

"""Keeps the newest messages in memory, by address: for tests, and for the demo's view of a customer's phone."""

from collections import deque

from notifications.delivery import Failure, Fault, Undelivered
from notifications.message import Message

KEPT = 1_000


class Inbox:
    """The phones of everybody, in one place."""

    name = "inbox"
    form = "sms"

    def __init__(self, kept: int = KEPT) -> None:
        self._messages: deque[Message] = deque(maxlen=kept)
        self._ids: set[str] = set()

    def send(self, message: Message) -> None:
        """Keep it, once; the oldest makes room."""
        if not message.to.strip():
            raise Undelivered(Failure(Fault.REFUSED, "no address"))
        if message.id in self._ids:
            return
        if len(self._messages) == self._messages.maxlen:
            self._ids.discard(self._messages[0].id)
        self._messages.append(message)
        self._ids.add(message.id)

    def read(self, address: str | None = None) -> tuple[Message, ...]:
        """What came to an address, or everything, oldest first."""
        return tuple(each for each in self._messages if address is None or each.to == address)

"""Prints each message for whoever watches the server: the demo's text messages, with the address masked."""

import sys
from typing import TextIO

from notifications.delivery import Failure, Fault, Undelivered
from notifications.message import Message, masked

REMEMBERED = 10_000


class Console:
    """One line a message."""

    name = "console"
    form = "sms"

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._sent: dict[str, None] = {}

    def send(self, message: Message) -> None:
        """Print it, once."""
        if not message.to.strip():
            raise Undelivered(Failure(Fault.REFUSED, "no address"))
        if message.id in self._sent:
            return
        print(
            f"[{message.occasion}] {masked(message.to)} {message.text}",
            file=self._stream or sys.stdout,
            flush=True,
        )
        self._sent[message.id] = None
        while len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]

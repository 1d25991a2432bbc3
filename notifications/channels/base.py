"""What every channel must be able to do."""

from typing import Protocol

from notifications.message import Message


class Channel(Protocol):
    """Carries messages of one form to their readers."""

    name: str
    form: str
    """Which texts it sends: `templates/<occasion>/<form>.<language>.txt`."""

    def send(self, message: Message) -> None:
        """Hand the message over; a second call with the same id delivers nothing new. `Undelivered` says why not."""

"""The ways out of the house. A new channel is one file here and one line in CHANNELS."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from notifications.channels.base import Channel
from notifications.channels.console import Console
from notifications.channels.inbox import Inbox

__all__ = ["CHANNELS", "Channel"]

CHANNELS: Mapping[str, Callable[[], Channel]] = MappingProxyType(
    {
        Console.name: Console,
        Inbox.name: Inbox,
    }
)
"""By the name that the setting uses; called without arguments it is ready to send."""

"""What a view works with: the settings, the clock, the database and the live server of the running app."""

from dataclasses import dataclass, field

from flask import current_app
from flask_socketio import SocketIO

from dispatch.clock import Clock
from dispatch.config import Settings
from dispatch.storage.desks import Desks
from dispatch.storage.session import Database
from dispatch.travel.cache import TravelCache
from dispatch.travel.geocode import Geocode
from dispatch.travel.source import make_source

KEY = "sanxian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    settings: Settings
    clock: Clock
    database: Database
    live: SocketIO
    geocode: Geocode | None = None
    """The address provider; None when none is configured."""
    travel: TravelCache = field(default_factory=lambda: TravelCache(make_source(None)))
    """Travel times, kept between questions."""
    desks: Desks = field(init=False)
    """The running plans, kept warm for the urgent."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "desks", Desks(self.travel))


def parts() -> Parts:
    found: Parts = current_app.extensions[KEY]
    return found

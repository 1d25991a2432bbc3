"""Every setting, read once from the environment: `Settings.from_environment()`."""

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, get_type_hints

from dispatch.clock import Clock, from_text

PREFIX: Final = "SANXIAN_"


class InvalidSetting(ValueError):
    """An environment variable that cannot be read, named."""

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable, self.problem = variable, problem


def _setting(default: Any, what: str, *, secret: bool = False) -> Any:
    return field(default=default, metadata={"what": what, "secret": secret})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each field is the environment variable SANXIAN_ and its name in capitals."""

    database_url: str = _setting("", "Where the data is; empty: SQLite in the data folder.")
    redis_url: str | None = _setting(
        None, "Redis as the queue between several web processes; empty: one process."
    )
    secret: str = _setting(
        "", "Signs cookies and the event log; `serve` refuses to start without one.", secret=True
    )
    data_dir: Path = _setting(Path("var"), "The folder for the embedded database and caches.")
    clock: str = _setting("real", "real, scaled:<origin>|<real origin>|<rate> or stepped:<start>.")
    geocoder: str | None = _setting(
        None, "A geopy provider as name:key (nominatim, baidu…); empty: none.", secret=True
    )
    geocoder_datum: str = _setting("WGS-84", "The datum of that provider: WGS-84, GCJ-02 or BD-09.")
    operator: str = _setting("三限宽带", "The operator's name as customers read it.")
    public_url: str = _setting("http://localhost:8000", "Where the links in messages lead.")
    demo: bool = _setting(
        False, "The demo's conveniences: sign-ins in the open, cookies without TLS on the loopback."
    )
    deterministic: bool = _setting(False, "One process, a stepped clock, plans that stop by iterations.")
    seed: int = _setting(1, "The seed of every search.")
    plan_seconds: float = _setting(2.0, "How long the planner searches for one plan.")
    plan_iterations: int = _setting(3000, "How many iterations a deterministic plan takes.")
    plan_debounce: timedelta = _setting(timedelta(seconds=1), "Changes within so many seconds make one plan.")
    sweep_interval: timedelta = _setting(
        timedelta(milliseconds=100), "How often deadlines are looked at, in seconds."
    )
    relay_interval: timedelta = _setting(
        timedelta(milliseconds=100), "How often the outbox is looked at, in seconds."
    )
    pool_size: int = _setting(20, "How many database connections a process keeps.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        hints = get_type_hints(cls)
        given = {
            setting.name: _read(hints[setting.name], variable_of(setting), text)
            for setting in dataclasses.fields(cls)
            if (text := environment.get(variable_of(setting), "")) != ""
        }
        settings = cls(**given)
        settings.make_clock()  # a bad clock is refused at the start, not at the first tick
        return settings

    @property
    def database(self) -> str:
        """The URL of the database, the embedded one when none is named."""
        return self.database_url or f"sqlite:///{self.data_dir / 'sanxian.db'}"

    def make_clock(self) -> Clock:
        try:
            return from_text(self.clock)
        except ValueError as wrong:
            raise InvalidSetting(PREFIX + "CLOCK", str(wrong)) from wrong

    def __repr__(self) -> str:
        shown = (
            f"{s.name}={'…' if s.metadata['secret'] and getattr(self, s.name) else repr(getattr(self, s.name))}"
            for s in dataclasses.fields(self)
        )
        return f"Settings({', '.join(shown)})"


def variable_of(setting: dataclasses.Field[Any]) -> str:
    """The environment variable that a setting is read from."""
    return PREFIX + setting.name.upper()


def _read(hint: Any, variable: str, text: str) -> Any:
    try:
        if hint is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                text.lower()
            ]
        if hint is timedelta:
            return timedelta(seconds=float(text))
        if hint in (int, float, Path):
            return hint(text)
    except (KeyError, ValueError):
        expected = {bool: "true or false", timedelta: "seconds"}.get(hint, "a number")
        raise InvalidSetting(variable, f"expected {expected}, got {text!r}") from None
    return text

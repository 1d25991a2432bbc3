"""Every setting, read once from the environment: `Settings.from_environment()`."""

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, get_args, get_type_hints

PREFIX: Final = "SANXIAN_"
SECRETS: Final = frozenset(
    {
        "secret",
        "audit_key",
        "audit_keys_retired",
        "geocoder",
        "travel",
        "map_tiles",
        "database_url",
        "redis_url",
    }
)
"""Never shown: they are, or contain, passwords and keys."""


class InvalidSetting(ValueError):
    """An environment variable that cannot be read, named."""

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable, self.problem = variable, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each field is the environment variable SANXIAN_ and its name in capitals."""

    database_url: Annotated[str, "Where the data is; empty: SQLite in the data folder."] = ""
    redis_url: Annotated[
        str | None, "Redis as the queue between several web processes; empty: one process."
    ] = None
    secret: Annotated[str, "Signs form tokens; `serve` refuses to start without one."] = ""
    audit_key: Annotated[
        str, "Seals the event log; `serve` refuses to start without one. Keep a copy outside this machine."
    ] = ""
    audit_keys_retired: Annotated[
        str, "Keys that sealed events before, with commas between them; they only verify."
    ] = ""
    checkpoint_interval: Annotated[
        timedelta,
        "How often the event log is sealed outside the database, in seconds; 0: not by this process.",
    ] = timedelta(hours=1)
    data_dir: Annotated[Path, "The folder for the embedded database, the checkpoints and caches."] = Path(
        "var"
    )
    clock: Annotated[str, "real, scaled:<origin>|<real origin>|<rate> or stepped:<start>."] = "real"
    geocoder: Annotated[
        str | None, "An address provider as name:key: nominatim, baidu or amap; empty: none."
    ] = None
    travel: Annotated[
        str | None,
        "Where travel times come from: roads:FILE, osrm:URL or valhalla:URL; empty: estimated from the straight line.",
    ] = None
    map_tiles: Annotated[
        str,
        "The board's map: tiles as https://…/{z}/{x}/{y}.png; empty: streets drawn from the district's own data.",
    ] = ""
    map_attribution: Annotated[str, "Whom the tiles' provider wants named on the map."] = ""
    map_max_zoom: Annotated[int, "How far the tiles can be zoomed in."] = 18
    map_datum: Annotated[str, "The datum of the tiles: wgs84, or gcj02 for maps of China."] = "wgs84"
    operator: Annotated[str, "The operator's name as customers read it."] = "三限宽带"
    channel: Annotated[
        str, "How messages leave: console, inbox or another of notifications/channels; empty: not at all."
    ] = ""
    public_url: Annotated[str, "Where the links in messages lead."] = "http://localhost:8000"
    demo: Annotated[
        bool, "The demo's conveniences: sign-ins in the open, cookies without TLS on the loopback."
    ] = False
    deterministic: Annotated[bool, "One process, a stepped clock, plans that stop by iterations."] = False
    seed: Annotated[int, "The seed of every search."] = 1
    plan_seconds: Annotated[float, "How long the planner searches for one plan."] = 2.0
    plan_iterations: Annotated[int, "How many iterations a deterministic plan takes."] = 3000
    plan_workers: Annotated[
        int, "How many cores one district's planner uses; 0: all of them, shared among the districts."
    ] = 0
    plan_grace: Annotated[
        timedelta, "How much longer than that, in seconds, before a search is ended from outside."
    ] = timedelta(seconds=1)
    plan_debounce: Annotated[timedelta, "Changes within so many seconds make one plan."] = timedelta(
        seconds=1
    )
    sweep_interval: Annotated[timedelta, "How often deadlines are looked at, in seconds."] = timedelta(
        milliseconds=100
    )
    relay_interval: Annotated[timedelta, "How often the outbox is looked at, in seconds."] = timedelta(
        milliseconds=100
    )
    pool_size: Annotated[int, "How many database connections a process keeps."] = 20

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        hints = get_type_hints(cls)
        given = {
            setting.name: _read(hints[setting.name], variable_of(setting), text)
            for setting in dataclasses.fields(cls)
            if (text := environment.get(variable_of(setting), "")) != ""
        }
        return cls(**given)

    @property
    def database(self) -> str:
        """The URL of the database, the embedded one when none is named."""
        return self.database_url or f"sqlite:///{self.data_dir / 'sanxian.db'}"

    def __repr__(self) -> str:
        shown = (
            f"{s.name}={'…' if s.name in SECRETS and getattr(self, s.name) else repr(getattr(self, s.name))}"
            for s in dataclasses.fields(self)
        )
        return f"Settings({', '.join(shown)})"


def descriptions() -> dict[str, str]:
    """Each environment variable and what it is for, in one line."""
    hints = get_type_hints(Settings, include_extras=True)
    return {
        variable_of(setting): get_args(hints[setting.name])[1] for setting in dataclasses.fields(Settings)
    }


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

"""What the simulation remembers over a restart: its seed, the time, and which order is whose."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

_ORDERS: Final = "orders.jsonl"
_LOCK: Final = "lock"
_STATE: Final = "state.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An order that was placed, and the token of its customer's link; without an id it was refused."""

    ref: str
    order_id: str
    link: str | None

    @property
    def day(self) -> date:
        """The day on which it was placed, which its reference names."""
        return date.fromisoformat(self.ref.split("-")[1])


class Notebook:
    """Two small files in the demo's folder; a torn last line, after a crash, is skipped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.state: dict[str, Any] = _read_json(folder / _STATE)

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Whether the folder is ours alone, for as long as the block lasts; a crash lets go of it."""
        with (self._folder / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True

    def keep(self, **facts: Any) -> None:
        """Remember these; written beside and moved, so that a crash leaves the old or the new."""
        self.state |= facts
        beside = self._folder / f"{_STATE}.new"
        beside.write_text(json.dumps(self.state, ensure_ascii=False, indent=1), "utf-8")
        beside.replace(self._folder / _STATE)

    @property
    def now(self) -> datetime | None:
        """The time at which the city stood still."""
        text = self.state.get("now")
        return datetime.fromisoformat(text) if text else None

    def note(self, entry: Entry) -> None:
        line = json.dumps({"ref": entry.ref, "order_id": entry.order_id, "link": entry.link})
        with (self._folder / _ORDERS).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def entries(self) -> list[Entry]:
        path = self._folder / _ORDERS
        if not path.exists():
            return []
        entries = []
        for line in path.read_text("utf-8").splitlines():
            try:
                found = json.loads(line)
            except ValueError:
                continue
            entries.append(Entry(ref=found["ref"], order_id=found["order_id"], link=found["link"]))
        return entries


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

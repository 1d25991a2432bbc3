"""The checkpoints' files: one each, written once and whole, chained and sealed, readable without any database.

`00000012.jsonl` has one line an order that changed since checkpoint 11, `[order id, number, events, newest seal]`, and
at the end one line that seals it: number, time, the seal of the checkpoint before, how many lines, how many orders and
events the whole log had, the SHA-256 of the lines above, and the seal over all that (dispatch/orders/chain.py).
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from dispatch.orders.audit import Mark
from dispatch.orders.chain import Key, Keyring, key_of, seal

_SEAL: Final = "sanxian checkpoint 1"
_FIRST: Final = "sanxian checkpoints begin"
"""What stands where the first checkpoint would name the one before."""


class Damaged(ValueError):
    """A checkpoint that is not as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The last line of a checkpoint."""

    number: int
    at: str
    previous: str
    changed: int
    """How many orders this one speaks of."""
    orders: int
    """How many orders there were in all, and how many events."""
    events: int
    digest: str
    mac: str = ""

    def sealed_with(self, key: Key) -> str:
        counted = (self.number, self.changed, self.orders, self.events)
        return seal(key, _SEAL, self.previous, self.at, *map(str, counted), self.digest)


def folder_of(data_dir: Path) -> Path:
    return data_dir / "audit"


def numbers_in(folder: Path) -> list[int]:
    """The checkpoints that are there, oldest first."""
    return sorted(int(path.stem) for path in folder.glob("*.jsonl") if path.stem.isdigit())


def path_of(folder: Path, number: int) -> Path:
    return folder / f"{number:08d}.jsonl"


@contextmanager
def only_one_writer(folder: Path) -> Iterator[None]:
    """Checkpoints are written one after another, whichever process does it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_checkpoint(
    folder: Path,
    key: Key,
    *,
    previous: Seal | None,
    at: datetime,
    orders: int,
    events: int,
    marks: Iterable[tuple[str, str, int, str]],
) -> Seal:
    """The next checkpoint; after a crash it is either there as a whole, or not at all."""
    number = previous.number + 1 if previous else 1
    path = path_of(folder, number)
    unfinished = path.with_suffix(".unfinished")
    digest, changed = hashlib.sha256(), 0
    with unfinished.open("wb") as file:
        for mark in marks:
            line = _line(list(mark))
            digest.update(line)
            file.write(line)
            changed += 1
        unsealed = Seal(
            number=number,
            at=at.isoformat(),
            previous=previous.mac if previous else _FIRST,
            changed=changed,
            orders=orders,
            events=events,
            digest=digest.hexdigest(),
        )
        sealed = Seal(**(asdict(unsealed) | {"mac": unsealed.sealed_with(key)}))
        file.write(_line(asdict(sealed)))
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    _keep_name(folder)
    return sealed


def _line(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _keep_name(folder: Path) -> None:
    """A file's name is safe only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_seal(folder: Path, number: int) -> Seal:
    """The last line alone, as it stands; nothing is checked but its form."""
    try:
        with path_of(folder, number).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1024))
            last = file.read().splitlines()[-1]
        told = json.loads(last)
        kinds = {"number": int, "changed": int, "orders": int, "events": int}
        if any(type(told[name]) is not kinds.get(name, str) for name in told):
            raise Damaged("its last line has other kinds of values than were written")
        return Seal(**told)
    except (OSError, ValueError, TypeError, IndexError) as wrong:
        raise Damaged(f"its last line cannot be read ({type(wrong).__name__})") from wrong


def read_marks(folder: Path, number: int, keys: Keyring, previous: Seal | None) -> Iterator[Mark]:
    """What it says of each order; Damaged, at the latest at its end, if anything in it is not as it was sealed."""
    sealed = _proven(folder, number, keys, previous)
    digest, read = hashlib.sha256(), 0
    with path_of(folder, number).open("rb") as file:
        before: bytes | None = None
        for line in file:
            if before is not None:
                digest.update(before)
                read += 1
                yield _mark(number, before)
            before = line
    if read != sealed.changed or digest.hexdigest() != sealed.digest:
        raise Damaged("its lines are not what was sealed")


def marks_of(order_id: str, folder: Path, number: int, keys: Keyring, previous: Seal | None) -> list[Mark]:
    """What it says of one order; its lines are held against the seal as a whole, and only that order's are parsed."""
    sealed = _proven(folder, number, keys, previous)
    content = path_of(folder, number).read_bytes()
    lines = memoryview(content)[: content.rfind(b"\n", 0, len(content) - 1) + 1]
    if hashlib.sha256(lines).hexdigest() != sealed.digest:
        raise Damaged("its lines are not what was sealed")
    found: list[Mark] = []
    wanted, at = json.dumps([order_id], separators=(",", ":"), ensure_ascii=False).encode()[:-1] + b",", 0
    while (at := content.find(wanted, at, len(lines))) >= 0:
        end = content.find(b"\n", at) + 1
        found.append(_mark(number, content[at:end]))
        at = end
    return found


def _proven(folder: Path, number: int, keys: Keyring, previous: Seal | None) -> Seal:
    """Its last line, which is as it was sealed and follows the checkpoint before."""
    sealed = read_seal(folder, number)
    key = key_of(keys, sealed.mac)
    if key is None:
        raise Damaged("it is sealed with a key that is not ours")
    if sealed.number != number or sealed.mac != sealed.sealed_with(key):
        raise Damaged("its figures are not what was sealed")
    if sealed.previous != (previous.mac if previous else _FIRST):
        raise Damaged("it does not follow the checkpoint before")
    return sealed


def _mark(checkpoint: int, line: bytes) -> Mark:
    try:
        order_id, number, count, head = json.loads(line)
        if not (isinstance(order_id, str) and isinstance(count, int) and isinstance(head, str)):
            raise Damaged("a line has other kinds of values than were written")
        return Mark(checkpoint=checkpoint, order_id=order_id, number=str(number), count=count, head=head)
    except (ValueError, TypeError) as wrong:
        raise Damaged("a line of it cannot be read") from wrong

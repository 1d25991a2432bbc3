"""A checkpoint outside the database proves what was there; one that was changed, removed or made by a stranger is named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from dispatch.actions.checkpoints import NoCheckpointHere, take_checkpoint
from dispatch.orders.audit import Wrong
from dispatch.orders.chain import Key, Keyring
from dispatch.queries.audit import NoSuchCheckpoint, verify_log
from dispatch.storage.checkpoint import Checkpoint
from dispatch.storage.checkpoint_files import numbers_in, path_of, read_seal
from dispatch.storage.session import Database
from tests.actions.audit.tampering import audit, named, tamper, tampering
from tests.actions.conftest import World
from tests.databases import KEYS


def test_an_order_that_was_hidden_from_a_checkpoint_shows_in_its_total(
    world: World, folder: Path, orders: list[str]
) -> None:
    world.step(orders[2], "take")
    world.step(orders[0], "set_off")
    tamper(world, "UPDATE sealed_order SET seq = 3 WHERE order_id = :order", order=orders[2])
    take_checkpoint(world.database, folder, world.now)
    (finding,) = audit(world, folder).findings
    assert (finding.wrong, finding.seq) == (Wrong.CHECKPOINT, 3)
    assert "hidden from it" in finding.says


def change_line(path: Path, which: int, old: bytes, new: bytes) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    assert old in lines[which]
    lines[which] = lines[which].replace(old, new, 1)
    path.write_bytes(b"".join(lines))


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(
    "change",
    [
        lambda path: change_line(path, 0, b'"R', b'"S'),
        lambda path: change_line(path, 0, b":", b";"),
        lambda path: change_line(path, -1, b'"events":', b'"events":1'),
        lambda path: change_line(path, -1, b'"at":"2026', b'"at":"2025'),
        lambda path: change_line(path, -1, b"}", b""),
        lambda path: path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:])),
        lambda path: path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1])),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
    ],
)  # fmt: skip
def test_a_checkpoint_that_was_changed_or_removed_is_named(
    world: World, folder: Path, orders: list[str], change: Callable[[Path], None], number: int
) -> None:
    change(path_of(folder, number))
    report = audit(world, folder)
    assert [(one.wrong, one.seq) for one in report.findings] == [(Wrong.CHECKPOINT, number)]
    if number == 2:
        with pytest.raises(NoCheckpointHere):
            take_checkpoint(world.database, folder, world.now)


def test_a_folder_without_any_checkpoint_is_missed(world: World, folder: Path, orders: list[str]) -> None:
    for number in numbers_in(folder):
        path_of(folder, number).unlink()
    assert named(audit(world, folder)) == {("checkpoint", None, 1), ("checkpoint", None, 2)}
    with pytest.raises(NoCheckpointHere):
        take_checkpoint(world.database, folder, world.now)


def test_a_checkpoint_of_a_stranger_proves_nothing(world: World, folder: Path, orders: list[str]) -> None:
    other = folder.with_name("other")
    database = Database(world.database.url, keys=Keyring(Key.of("a stranger's")))
    with tampering(world.database) as connection:
        connection.execute(text("DELETE FROM checkpoint"))
        connection.execute(text("DELETE FROM sealed_order"))
    take_checkpoint(database, other, world.now)
    database.close()
    assert [one.says for one in audit(world, other).findings] == [
        "checkpoint 1 was changed: it is sealed with a key that is not ours"
    ]


def test_nothing_new_makes_no_checkpoint_and_something_new_only_what_is_new(
    world: World, folder: Path, orders: list[str]
) -> None:
    assert take_checkpoint(world.database, folder, world.now) is None
    world.step(orders[2], "take")
    seal = take_checkpoint(world.database, folder, world.now)
    assert seal is not None
    assert (seal.number, seal.changed, seal.orders, seal.events) == (3, 1, 3, 11)
    assert audit(world, folder).ok


def test_what_came_after_the_last_checkpoint_is_counted_and_chained(
    world: World, folder: Path, orders: list[str]
) -> None:
    world.step(orders[2], "take")
    world.step(orders[2], "contact", data={"agreed_at": (world.now + timedelta(hours=3)).isoformat()})
    report = audit(world, folder)
    assert (report.ok, report.beyond_orders, report.beyond_events) == (True, 1, 2)
    tamper(world, "UPDATE event SET actor_id = 't-li' WHERE order_id = :order AND seq = 3", order=orders[2])
    assert named(audit(world, folder)) == {("edited", orders[2], 3)}


def test_since_a_checkpoint_what_it_sealed_is_taken_as_proven(
    world: World, folder: Path, orders: list[str]
) -> None:
    tamper(world, "UPDATE event SET actor_id = 't-li' WHERE order_id = :order AND seq = 2", order=orders[0])
    assert not audit(world, folder).ok
    assert audit(world, folder, since=1).ok  # event 2 was sealed by checkpoint 1
    tamper(world, "UPDATE event SET actor_id = 't-li' WHERE order_id = :order AND seq = 3", order=orders[0])
    assert named(audit(world, folder, since=1)) == {("edited", orders[0], 3)}
    with pytest.raises(NoSuchCheckpoint):
        audit(world, folder, since=7)


def test_a_checkpoint_that_a_crash_left_unnoted_is_noted_by_the_next(
    world: World, folder: Path, orders: list[str]
) -> None:
    with tampering(world.database) as connection:
        connection.execute(text("DELETE FROM checkpoint WHERE number = 2"))
        connection.execute(text("UPDATE sealed_order SET seq = 2"))
    (folder / "00000003.unfinished").write_bytes(b"torn")
    assert audit(world, folder).ok
    world.step(orders[2], "take")
    seal = take_checkpoint(world.database, folder, world.now)
    assert seal is not None
    assert (seal.number, seal.changed) == (3, 1)
    with world.database.read() as session:
        assert list(session.scalars(select(Checkpoint.number).order_by(Checkpoint.number))) == [1, 2, 3]
    assert audit(world, folder).ok


def test_a_new_key_seals_from_now_on_and_the_old_one_still_proves(
    world: World, folder: Path, orders: list[str]
) -> None:
    ring = Keyring(Key.of("the new key of this installation"), (KEYS.current,))
    world.database.keys = ring
    world.step(orders[2], "take")
    take_checkpoint(world.database, folder, world.now)
    assert read_seal(folder, 3).mac.startswith(f"{ring.current.id}:")
    assert verify_log(world.database, ring, folder).ok
    without_old = verify_log(world.database, Keyring(ring.current), folder)
    assert any("not ours" in one.says for one in without_old.findings)

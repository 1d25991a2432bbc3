"""What somebody with all rights on the database does to the log is found, by order and event."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, text

from dispatch.actions.checkpoints import NoCheckpointHere, take_checkpoint
from dispatch.cli import main
from dispatch.orders.audit import Wrong
from dispatch.orders.chain import Key, Keyring
from dispatch.queries.audit import AuditReport, NoSuchCheckpoint, verify_log
from dispatch.storage.checkpoint import Checkpoint
from dispatch.storage.checkpoint_files import numbers_in, path_of, read_seal
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.question import Question
from dispatch.storage.session import Database
from tests.actions.conftest import DESK, World
from tests.databases import AUDIT_KEY, KEYS

TAMPER = Callable[[Connection], None]


@contextmanager
def tampering(database: Database) -> Iterator[Connection]:
    """A connection on which neither triggers nor references hold, as an administrator can open one."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            triggers = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).all()
            for name, _ in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
        if database.is_sqlite:
            for _, statement in triggers:
                connection.exec_driver_sql(statement)
        connection.commit()
        if database.is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "audit"


@pytest.fixture
def orders(world: World, folder: Path) -> list[str]:
    """Three orders on their way; a checkpoint in between, and one at the end."""
    made = [world.accept() for _ in range(3)]
    for order_id in made:
        world.assign(order_id)
    take_checkpoint(world.database, folder, world.now)
    for order_id in made[:2]:
        world.step(order_id, "take")
        world.later(minutes=5)
        world.step(order_id, "contact", data={"agreed_at": (world.now + timedelta(hours=3)).isoformat()})
    take_checkpoint(world.database, folder, world.now)
    return made


def audit(world: World, folder: Path, since: int = 0) -> AuditReport:
    return verify_log(world.database, KEYS, folder, since=since)


def tamper(world: World, *statements: str, **values: Any) -> None:
    with tampering(world.database) as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def named(report: AuditReport) -> set[tuple[str, str | None, int | None]]:
    return {(str(one.wrong), one.order_id, one.seq) for one in report.findings}


def test_an_untouched_log_is_not_accused(world: World, folder: Path, orders: list[str]) -> None:
    report = audit(world, folder)
    assert report.findings == []
    assert (report.orders, report.events, report.checkpoint) == (3, 10, 2)
    assert (report.beyond_orders, report.beyond_events) == (0, 0)
    for since in (1, 2):
        assert audit(world, folder, since).findings == []


@pytest.mark.parametrize(
    "change",
    [
        "occurred_at = '2026-11-01 00:00:00+00'",
        "received_at = '2026-11-01 00:00:00+00'",
        "judged_at = '2026-11-01 00:00:00+00'",
        "actor_id = 't-li'",
        "actor_role = 'lead'",
        "type = 'decline'",
        'data = \'{"technician_id": "t-li"}\'',
        "mac = 'nonsense'",
        "id = 'another-id'",
    ],
)
def test_an_edited_event_is_named(world: World, folder: Path, orders: list[str], change: str) -> None:
    tamper(world, f"UPDATE event SET {change} WHERE order_id = :order AND seq = 2", order=orders[0])  # noqa: S608  # the test is the attacker
    assert {(order_id, seq) for _, order_id, seq in named(audit(world, folder))} == {(orders[0], 2)}


def test_removed_events_are_named(world: World, folder: Path, orders: list[str]) -> None:
    tamper(world, "DELETE FROM event WHERE order_id = :order AND seq = 2", order=orders[0])
    assert ("removed", orders[0], 2) in named(audit(world, folder))


def test_a_cut_tail_is_named_even_when_the_order_s_row_goes_along(
    world: World, folder: Path, orders: list[str]
) -> None:
    tamper(
        world,
        "DELETE FROM event WHERE order_id = :order AND seq > 2",
        'UPDATE "order" SET version = 2, head = (SELECT mac FROM event WHERE order_id = :order AND seq = 2) '
        "WHERE id = :order",
        order=orders[0],
    )
    report = audit(world, folder)
    assert [(one.wrong, one.number, one.seq, one.until_seq) for one in report.findings] == [
        (Wrong.REMOVED, world.order(orders[0]).number, 3, 4)
    ]
    take_checkpoint(world.database, folder, world.now)  # a later one does not make it good
    assert ("removed", orders[0], 3) in named(audit(world, folder))
    assert ("removed", orders[0], 3) in named(audit(world, folder, since=1))


def test_a_whole_order_that_is_gone_is_named_by_its_number(
    world: World, folder: Path, orders: list[str]
) -> None:
    number = world.order(orders[1]).number
    tamper(
        world,
        "DELETE FROM event WHERE order_id = :order",
        "DELETE FROM promise_clock WHERE order_id = :order",
        "DELETE FROM deadline WHERE order_id = :order",
        "DELETE FROM sealed_order WHERE order_id = :order",
        'DELETE FROM "order" WHERE id = :order',
        order=orders[1],
    )  # fmt: skip
    (finding,) = audit(world, folder).findings
    assert (finding.wrong, finding.number, finding.until_seq) == (Wrong.ORDER_REMOVED, number, 4)


def test_all_rows_of_an_order_or_its_own_row_alone(world: World, folder: Path, orders: list[str]) -> None:
    tamper(world, "DELETE FROM event WHERE order_id = :order", order=orders[0])
    tamper(world, 'DELETE FROM "order" WHERE id = :order', order=orders[2])
    assert named(audit(world, folder)) == {("removed", orders[0], 1), ("order_removed", orders[2], None)}


def test_an_inserted_event_is_named(world: World, folder: Path, orders: list[str]) -> None:
    copy = (
        "INSERT INTO event SELECT 'forged', order_id, seq + 1, type, occurred_at, received_at, judged_at, skewed, "
        "actor_role, actor_id, data, note, mac FROM event WHERE order_id = :order AND seq = 4"
    )
    columns = "id, order_id, seq, type, occurred_at, received_at, judged_at, skewed, actor_role, actor_id, data, note, mac"
    tamper(world, copy.replace("INTO event", f"INTO event ({columns})"), order=orders[0])
    assert named(audit(world, folder)) == {("inserted", orders[0], 5)}


def test_reordered_and_swapped_events_are_named(world: World, folder: Path, orders: list[str]) -> None:
    tamper(
        world,
        "UPDATE event SET seq = 99 WHERE order_id = :order AND seq = 2",
        "UPDATE event SET seq = 2 WHERE order_id = :order AND seq = 3",
        "UPDATE event SET seq = 3 WHERE order_id = :order AND seq = 99",
        order=orders[0],
    )
    assert {(order_id, seq) for _, order_id, seq in named(audit(world, folder))} == {
        (orders[0], 2),
        (orders[0], 3),
    }


def test_events_that_changed_orders_are_named_in_both(world: World, folder: Path, orders: list[str]) -> None:
    tamper(
        world,
        "UPDATE event SET order_id = 'aside' WHERE order_id = :one AND seq = 2",
        "UPDATE event SET order_id = :one WHERE order_id = :other AND seq = 2",
        "UPDATE event SET order_id = :other WHERE order_id = 'aside'",
        one=orders[0],
        other=orders[1],
    )
    found = {(order_id, seq) for _, order_id, seq in named(audit(world, folder))}
    assert found >= {(orders[0], 2), (orders[1], 2)}
    assert {order_id for order_id, _ in found} == set(orders[:2])


def test_an_order_s_row_that_was_changed_is_named(world: World, folder: Path, orders: list[str]) -> None:
    tamper(world, 'UPDATE "order" SET version = 1 WHERE id = :order', order=orders[2])
    assert named(audit(world, folder)) == {("order_edited", orders[2], None)}


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


def test_erasing_what_names_a_person_leaves_the_chain_whole(
    world: World, folder: Path, orders: list[str]
) -> None:
    order_id = orders[0]
    world.step(
        order_id,
        "hold",
        DESK,
        {"reason": "not_ready", "note": "陈怡 says that the door is locked"},
    )
    asker = world.customer(order_id)
    world.step(order_id, "request_withdrawal", asker, {"reason": "我是陈怡，不想等了 13800002231"})
    with world.database.write() as session:
        session.add(
            Question(
                id="q",
                order_id=order_id,
                text="陈怡: when?",
                asked_by="customer",
                asked_at=world.now,
                owner="x",
            )
        )
        order = session.get_one(Order, order_id)
        order.customer_name = order.customer_phone = order.address = ""
        order.note = None
        for event in session.scalars(select(LoggedEvent).where(LoggedEvent.order_id == order_id)):
            event.note = None
        session.flush()
        session.get_one(Question, "q").text = ""
    assert audit(world, folder).ok
    with world.database.engine.connect() as connection:
        rows = [
            connection.execute(text(statement), {"order": order_id}).all()
            for statement in (
                "SELECT * FROM event WHERE order_id = :order",
                "SELECT * FROM question WHERE order_id = :order",
                'SELECT * FROM "order" WHERE id = :order',
            )
        ]
    kept = str(rows) + "".join(path_of(folder, number).read_text() for number in numbers_in(folder))
    for word in ("陈怡", json.dumps("陈怡")[1:-1], "2231"):
        assert word not in kept


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_any_one_change_to_any_one_row_is_found(
    request: pytest.FixtureRequest, kind: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    world: World = request.getfixturevalue(f"{kind}_world")
    folder = tmp_path_factory.getbasetemp() / f"audit-{kind}"
    if not numbers_in(folder):
        for _ in range(3):
            world.completed(world.accept())
        take_checkpoint(world.database, folder, world.now)
        assert audit(world, folder).ok
    with world.database.read() as session:
        keys = session.execute(
            select(LoggedEvent.id, LoggedEvent.order_id, LoggedEvent.seq).order_by(LoggedEvent.id)
        ).all()
    event_id, order_id, seq = data.draw(st.sampled_from([tuple(key) for key in keys]))
    change = data.draw(
        st.sampled_from(
            [
                "DELETE FROM event WHERE id = :id",
                "DELETE FROM event WHERE order_id = :order AND seq >= :seq",
                "UPDATE event SET occurred_at = '2026-01-01 00:00:00+00' WHERE id = :id",
                "UPDATE event SET judged_at = '2026-01-01 00:00:00+00' WHERE id = :id",
                "UPDATE event SET received_at = '2026-01-01 00:00:00+00' WHERE id = :id",
                "UPDATE event SET skewed = NOT skewed WHERE id = :id",
                "UPDATE event SET actor_id = 'somebody' WHERE id = :id",
                "UPDATE event SET actor_role = 'manager' WHERE id = :id",
                "UPDATE event SET type = 'planned' WHERE id = :id",
                "UPDATE event SET data = '{\"x\": 1}' WHERE id = :id",
                "UPDATE event SET seq = seq + 100 WHERE id = :id",
                "UPDATE event SET id = 'new' WHERE id = :id",
                "UPDATE event SET mac = 'x' WHERE id = :id",
            ]
        )
    )
    with world.database.engine.connect() as probe:
        saved = probe.execute(text("SELECT * FROM event")).mappings().all()
    tamper(world, change, **{name: value for name, value in {"id": event_id, "order": order_id, "seq": seq}.items() if f":{name}" in change})  # fmt: skip
    assert order_id in {one.order_id for one in audit(world, folder).findings}
    columns = ", ".join(saved[0])
    holes = ", ".join(f":{name}" for name in saved[0])
    with tampering(world.database) as connection:  # and back, for the next example
        connection.execute(text("DELETE FROM event"))
        rows = [dict(row) | {"data": row["data"] if isinstance(row["data"], str) else json.dumps(row["data"])} for row in saved]  # fmt: skip
        connection.execute(text(f"INSERT INTO event ({columns}) VALUES ({holes})"), rows)  # noqa: S608  # the same rows again
    assert audit(world, folder).ok


def run(world: World, tmp_path: Path, *arguments: str) -> tuple[int, str]:
    environment = {
        "SANXIAN_DATABASE_URL": world.database.url,
        "SANXIAN_DATA_DIR": str(tmp_path),
        "SANXIAN_AUDIT_KEY": AUDIT_KEY,
        "SANXIAN_CLOCK": f"stepped:{world.now.isoformat()}",
    }
    done = CliRunner().invoke(main, ["audit", *arguments], env=environment)
    return done.exit_code, done.output


def test_the_command_says_it_in_words_and_in_json(
    world: World, tmp_path: Path, folder: Path, orders: list[str]
) -> None:
    world.step(orders[2], "take")
    code, said = run(world, tmp_path, "verify")
    assert code == 0
    assert "11 events of 3 orders" in said
    assert "Beyond it: 1 events of 1 orders" in said
    assert "Checkpoint 3: 1 orders" in run(world, tmp_path, "checkpoint")[1]
    assert "Nothing happened" in run(world, tmp_path, "checkpoint")[1]
    tamper(world, "UPDATE event SET actor_id = 't-li' WHERE order_id = :order AND seq = 2", order=orders[0])
    code, said = run(world, tmp_path, "verify")
    assert code == 1
    assert f"edited: order {world.order(orders[0]).number}, event 2 (" in said
    code, said = run(world, tmp_path, "verify", "--json")
    told = json.loads(said)
    assert (code, told["ok"], told["findings"][0]["order"]) == (1, False, world.order(orders[0]).number)
    assert run(world, tmp_path, "verify", "--since", "1")[0] == 0
    assert run(world, tmp_path, "verify", "--since", "9")[0] == 2


def test_without_the_key_the_command_says_so(world: World, tmp_path: Path) -> None:
    environment = {"SANXIAN_DATABASE_URL": world.database.url, "SANXIAN_AUDIT_KEY": "", "SANXIAN_DEMO": ""}
    done = CliRunner().invoke(main, ["audit", "verify"], env=environment)
    assert done.exit_code == 1
    assert "SANXIAN_AUDIT_KEY is missing" in done.output

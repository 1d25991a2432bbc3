"""One order's log is held against its own seals and the checkpoints that saw it, without reading all of them."""

from pathlib import Path
from typing import Any

from dispatch.actions.checkpoints import take_checkpoint
from dispatch.queries.order_log import log
from tests.actions.audit.tampering import tamper
from tests.actions.conftest import World
from tests.databases import KEYS


def read(world: World, order_id: str, folder: Path, **how: Any) -> dict[str, Any]:
    with world.database.read() as session:
        return log(session, order_id, KEYS, folder, **how)


def test_a_log_that_nobody_touched_holds_and_says_under_which_checkpoint(
    world: World, folder: Path, orders: list[str]
) -> None:
    told = read(world, orders[0], folder)
    assert told["proof"]["holds"]
    assert (told["proof"]["checkpoint"], told["proof"]["beyond"]) == (2, 0)
    assert [event["checkpoint"] for event in told["events"]] == [2, 2, 1, 1]
    assert [event["seq"] for event in told["events"]] == [4, 3, 2, 1]
    assert told["events"][0]["place"] == "phone"
    assert told["events"][0]["seal"] == told["head"]


def test_what_came_after_the_last_checkpoint_is_chained_and_not_yet_covered(
    world: World, folder: Path, orders: list[str]
) -> None:
    world.step(orders[2], "take")
    proof = read(world, orders[2], folder)["proof"]
    assert (proof["holds"], proof["covered"], proof["beyond"]) == (True, 2, 1)
    assert read(world, world.accept(), folder)["proof"]["checkpoint"] is None


def test_an_edited_event_is_named(world: World, folder: Path, orders: list[str]) -> None:
    tamper(world, "UPDATE event SET actor_id = 't-li' WHERE order_id = :order AND seq = 3", order=orders[0])
    told = read(world, orders[0], folder)
    assert not told["proof"]["holds"]
    assert told["proof"]["findings"][0]["wrong"] == "edited"
    assert [event["seq"] for event in told["events"] if event["wrong"]] == [3]


def test_a_tail_that_was_cut_off_whole_is_missed_by_the_checkpoint(
    world: World, folder: Path, orders: list[str]
) -> None:
    before = read(world, orders[0], folder)["events"][1]["seal"]
    tamper(
        world,
        "DELETE FROM event WHERE order_id = :order AND seq = 4",
        'UPDATE "order" SET version = 3, head = :head WHERE id = :order',
        order=orders[0],
        head=before,
    )
    proof = read(world, orders[0], folder)["proof"]
    assert not proof["holds"]
    assert proof["findings"][0]["wrong"] == "removed"


def test_a_checkpoint_that_is_gone_proves_nothing(world: World, folder: Path, orders: list[str]) -> None:
    (folder / "00000002.jsonl").unlink()
    proof = read(world, orders[0], folder)["proof"]
    assert not proof["holds"]
    assert {finding["wrong"] for finding in proof["findings"]} == {"checkpoint"}


def test_the_log_is_paged_and_still_proven_whole(world: World, folder: Path, orders: list[str]) -> None:
    first = read(world, orders[0], folder, shown=2)
    rest = read(world, orders[0], folder, before=first["events"][-1]["seq"], shown=2)
    assert [event["seq"] for event in (*first["events"], *rest["events"])] == [4, 3, 2, 1]
    assert first["total"] == rest["total"] == 4


def test_checkpoints_from_before_the_order_are_not_read(
    world: World, folder: Path, orders: list[str]
) -> None:
    world.later(hours=1)
    late = world.accept()
    take_checkpoint(world.database, folder, world.now)
    (folder / "00000001.jsonl").write_text("spoilt", encoding="utf-8")
    proof = read(world, late, folder)["proof"]
    assert (proof["holds"], proof["checkpoint"]) == (True, 3)
    assert orders

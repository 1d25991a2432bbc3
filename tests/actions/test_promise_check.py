"""Replaying the log gives what is stored, whatever happened; and what was changed by hand is named and mended."""

import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from dispatch.actions.deadlines import ring_due
from dispatch.actions.nightly import check_night
from dispatch.actions.promise_check import Difference, check_promises, differences_of, repair_promises
from dispatch.cli import main
from dispatch.orders.codes import Kind
from dispatch.storage.promise_check import PromiseCheck
from tests.actions.conftest import NINE, World
from tests.actions.histories import MOVES, Move, live
from tests.databases import AUDIT_KEY
from tests.examples import examples


def differences(world: World) -> list[Difference]:
    return [one for checked in check_promises(world.database, world.now) for one in checked.differences]


def change(world: World, statement: str, **values: Any) -> None:
    with world.database.write() as session:
        session.execute(text(statement), values)


def fields(world: World) -> set[tuple[str | None, str]]:
    return {(one.promise, one.field) for one in differences(world)}


@examples(15)
@given(
    moves=MOVES,
    kind=st.sampled_from(list(Kind)),
    area=st.sampled_from(["river", "hill"]),
    idle=st.integers(0, 4000),
)
def test_whatever_happens_the_stored_clocks_are_those_of_the_log(
    sqlite_world: World, moves: list[Move], kind: Kind, area: str, idle: int
) -> None:
    world = sqlite_world
    draft: dict[str, Any] = {"kind": kind, "area_id": area, "contracted_mbps": 100}
    if kind is Kind.MOVE:
        draft |= {"from_address": "望江路 1 号"}
    order_id = live(world, moves, **draft)

    def own() -> list[Difference]:
        with world.database.read() as session:
            return list(differences_of(session, [order_id], world.now))

    world.later(minutes=idle)  # clocks run out and nobody has looked yet
    assert own() == []
    with world.database.write() as session:
        ring_due(session, world.now)  # rung, and not judged anew yet
    assert own() == []
    while world.ring():
        pass
    assert own() == []


@pytest.fixture
def late(world: World) -> str:
    """A repair that broke its promise a day ago, and costs."""
    order_id = world.accept()
    world.contacted(order_id)
    world.later(hours=50)
    while world.ring():
        pass
    assert differences(world) == []
    return order_id


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE promise_clock SET state = 'kept' WHERE promise = 'complete'", ("complete", "state")),
        ("UPDATE promise_clock SET due_at = '2027-01-01 00:00:00+00' WHERE promise = 'complete'", ("complete", "due_at")),
        ("UPDATE promise_clock SET started_at = '2026-01-01 00:00:00+00' WHERE promise = 'contact'", ("contact", "started_at")),
        ("UPDATE promise_clock SET met_at = NULL WHERE promise = 'contact'", ("contact", "met_at")),
        ("UPDATE promise_clock SET broken_at = NULL WHERE promise = 'complete'", ("complete", "broken_at")),
        ("UPDATE promise_clock SET episode = 7 WHERE promise = 'complete'", ("complete", "episode")),
        ("UPDATE promise_clock SET rung = NULL WHERE promise = 'complete'", ("complete", "rung")),
        ("UPDATE promise_clock SET facts = '[]' WHERE promise = 'complete'", ("complete", "facts")),
        ("DELETE FROM promise_clock WHERE promise = 'complete'", ("complete", "clock")),
        ("UPDATE promise_clock SET occasion = 5 WHERE promise = 'complete'", ("complete", "clock")),
        ("DELETE FROM deadline WHERE rung = 'wake' AND promise = 'complete'", ("complete", "deadline wake")),
        ("UPDATE compensation SET amount_cents = 1 WHERE promise = 'complete'", ("complete", "compensation")),
        ("UPDATE compensation SET withdrawn_at = '2026-11-21 00:00:00+00' WHERE promise = 'complete'", ("complete", "compensation")),
        ("DELETE FROM compensation WHERE promise = 'complete'", ("complete", "compensation")),
    ],
)  # fmt: skip
def test_a_stored_value_that_is_not_the_log_s_is_named_and_mended(
    world: World, late: str, statement: str, named: tuple[str, str]
) -> None:
    change(world, statement)
    assert named in fields(world)
    with world.database.write() as session:
        repair_promises(session, late, world.now)
    assert differences(world) == []


def test_a_deadline_that_nobody_would_ring_is_named(world: World) -> None:
    world.accept()
    change(world, "DELETE FROM deadline WHERE rung = 'broken'")
    assert fields(world) == {("complete", "deadline broken")}
    change(world, "UPDATE deadline SET due_at = '2030-01-01 00:00:00+00' WHERE rung = 'warn_50'")
    assert ("complete", "deadline warn_50") in fields(world)


def test_a_clock_that_has_run_out_and_waits_to_be_rung_is_no_difference(world: World) -> None:
    world.accept()
    world.later(hours=200)
    assert differences(world) == []


def test_an_event_that_was_never_judged_is_named(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    change(world, 'UPDATE "order" SET judged_seq = 1')
    assert (None, "judged_seq") in fields(world)


def test_a_log_from_which_nothing_can_be_computed_is_named_and_stops_nobody(world: World) -> None:
    broken, whole = world.accept(), world.accept()
    change(world, "UPDATE \"order\" SET policy_version = 'of another world' WHERE id = :id", id=broken)
    change(world, "UPDATE promise_clock SET due_at = started_at WHERE order_id = :id", id=whole)
    found = {(one.order_id, one.field) for one in differences(world)}
    assert (broken, "log") in found
    assert (whole, "due_at") in found


def test_one_district_alone_may_be_looked_at(world: World) -> None:
    world.accept()
    assert [one.orders for one in check_promises(world.database, NINE, district_id="north")] == [1]
    assert list(check_promises(world.database, NINE, district_id="south")) == []
    assert list(check_promises(world.database, NINE + timedelta(days=9), goes_on=lambda: False)) == []


def night_of(world: World) -> PromiseCheck | None:
    with world.database.read() as session:
        return session.scalar(select(PromiseCheck).order_by(PromiseCheck.day.desc()).limit(1))


def test_each_night_at_three_the_district_is_proven_once_and_the_result_is_kept(world: World) -> None:
    order_id = world.accept()
    midnight = NINE.astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=0) + timedelta(days=1)
    world.now = midnight + timedelta(hours=2, minutes=59)
    with world.database.write() as session:  # the day before had its own night
        session.add(PromiseCheck(district_id="north", day=NINE.date(), begun_at=NINE, ended_at=NINE))
    assert check_night(world.database, lambda: world.now) == 0
    change(world, "UPDATE promise_clock SET due_at = started_at WHERE order_id = :id", id=order_id)
    world.later(minutes=1)
    assert check_night(world.database, lambda: world.now, goes_on=lambda: False) == 0
    assert check_night(world.database, lambda: world.now) == 1
    assert check_night(world.database, lambda: world.now) == 0
    night = night_of(world)
    assert night is not None
    assert (night.day, night.orders, night.differences) == (midnight.date(), 1, 1)
    assert night.examples[0]["field"] == "due_at"


def test_a_night_s_work_that_was_cut_off_is_taken_up_by_somebody_else(world: World) -> None:
    world.accept()
    world.now = NINE + timedelta(hours=1)
    with world.database.write() as session:
        session.add(PromiseCheck(district_id="north", day=NINE.date(), begun_at=world.now))
    assert check_night(world.database, lambda: world.now) == 0  # it may still be at it
    world.later(hours=7)
    assert check_night(world.database, lambda: world.now) == 1
    assert (found := night_of(world)) is not None
    assert found.ended_at == world.now


def run(world: World, *arguments: str) -> tuple[int, str]:
    environment = {
        "SANXIAN_DATABASE_URL": world.database.url,
        "SANXIAN_AUDIT_KEY": AUDIT_KEY,
        "SANXIAN_CLOCK": f"stepped:{world.now.isoformat()}",
    }
    done = CliRunner().invoke(main, ["promises", "verify", *arguments], env=environment)
    return done.exit_code, done.output


def test_the_command_names_differences_and_repairs_them(world: World, late: str) -> None:
    number = world.order(late).number
    assert run(world) == (0, "1 orders computed again: no differences.\n")
    change(world, "UPDATE promise_clock SET state = 'kept' WHERE promise = 'complete'")
    code, said = run(world, "--order", number)
    assert code == 1
    assert f"{number} complete 1: state is kept, the log says broken" in said
    code, said = run(world, "--json", "--repair")
    told = json.loads(said)
    assert (code, told["ok"], told["repaired"]) == (1, False, 1)
    assert told["differences"][0] == {
        "order_id": late,
        "number": number,
        "promise": "complete",
        "occasion": 1,
        "field": "state",
        "stored": "kept",
        "computed": "broken",
    }
    assert run(world)[0] == 0
    assert run(world, "--order", "nobody")[0] == 2

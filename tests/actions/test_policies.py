"""Claims about changing what we promise: only for days to come, and no order ever changes its version."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from dispatch.actions.errors import NotAllowed, NotFound
from dispatch.actions.policies import PolicyInForce, remove_policy, save_policy
from dispatch.actions.questions import ask
from dispatch.orders.codes import Kind
from dispatch.orders.people import Actor, Role
from dispatch.queries import policies as look
from dispatch.storage.district import Area, District
from dispatch.storage.policy import (
    BUILT_IN,
    PolicyChange,
    UnknownPolicy,
    in_district,
    policy_of,
    policy_on,
)
from sla.policy import Counting, Policy, PromiseCode
from sla.policy_toml import write_toml
from sla.soundness import UnsoundPolicy
from sla.targets import Within
from tests.actions.conftest import DESK, LEAD, NINE, World

ADMIN = Actor(Role.ADMIN, "u-admin")
HOUR = timedelta(hours=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
TOMORROW = date(2026, 11, 21)


def changed(version: str = "2026-2", valid_from: date = TOMORROW, hours: int = 20, **fields: Any) -> Policy:
    """Repairs within other hours than the 24 of the published policy."""
    rows = tuple(
        replace(row, target=Within(hours * HOUR))
        if (row.promise, row.kind, row.tier) == (PromiseCode.COMPLETE, Kind.REPAIR, "standard")
        else row
        for row in BUILT_IN.rows
    )
    return replace(BUILT_IN, **{"version": version, "valid_from": valid_from, "rows": rows, **fields})


def save(world: World, policy: Policy, actor: Actor = ADMIN) -> None:
    with world.database.write() as session:
        save_policy(session, write_toml(policy), actor=actor, now=world.now)


def question(world: World, order_id: str) -> None:
    with world.database.write() as session:
        ask(session, order_id, "几点来？", actor=DESK, now=world.now, event_id=world.id())


def test_a_new_version_holds_from_the_local_midnight_of_its_day_and_no_sooner(world: World) -> None:
    save(world, changed())
    last_second = datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Shanghai
    with world.database.read() as session:
        assert policy_on(session, last_second, "Asia/Shanghai") == BUILT_IN
        assert policy_on(session, last_second + timedelta(seconds=1), "Asia/Shanghai") == changed()
        assert policy_on(session, last_second + HOUR, "Europe/Berlin") == BUILT_IN
        assert policy_of(session, "2026-2") == changed()
        assert policy_of(session, "2026-1") == BUILT_IN
        with pytest.raises(UnknownPolicy):
            policy_of(session, "2027-1")


def test_an_order_keeps_the_version_of_its_acceptance(world: World) -> None:
    old = world.accept()
    save(world, changed())
    world.later(days=1)
    new = world.accept()
    late = world.accept(accepted_at=NINE + HOUR)  # keyed a day later: judged by when it was accepted
    assert [world.order(each).policy_version for each in (old, new, late)] == ["2026-1", "2026-2", "2026-1"]
    assert world.clock(old, "complete").due_at == NINE + 24 * HOUR
    assert world.clock(new, "complete").due_at == world.now + 20 * HOUR
    world.assign(old)
    assert world.clock(old, "complete").due_at == NINE + 24 * HOUR


def test_what_waits_may_be_replaced_or_taken_back_and_leaves_a_trail(world: World) -> None:
    save(world, changed(hours=20))
    save(world, changed(hours=18, valid_from=date(2026, 12, 1)))
    with world.database.write() as session:
        assert policy_of(session, "2026-2") == changed(hours=18, valid_from=date(2026, 12, 1))
        remove_policy(session, "2026-2", actor=ADMIN, now=world.now)
    with world.database.read() as session:
        with pytest.raises(UnknownPolicy):
            policy_of(session, "2026-2")
        trail = session.scalars(select(PolicyChange).order_by(PolicyChange.changed_at)).all()
    assert sorted(str(change.change) for change in trail) == ["removed", "saved", "saved"]
    assert {change.changed_by for change in trail} == {"u-admin"}
    assert any('within = "20h"' in change.document for change in trail)


@pytest.mark.parametrize("later", [timedelta(days=1), timedelta(days=400)])
def test_what_is_or_was_in_force_stays_as_it_is(world: World, later: timedelta) -> None:
    save(world, changed())
    world.now += later
    with pytest.raises(PolicyInForce):
        save(world, changed(hours=19, valid_from=date(2029, 1, 1)))
    for version in ("2026-2", "2026-1"):
        with pytest.raises(PolicyInForce), world.database.write() as session:
            remove_policy(session, version, actor=ADMIN, now=world.now)
    with pytest.raises(PolicyInForce):
        save(world, changed(version="2026-1", valid_from=date(2029, 1, 1)))
    with pytest.raises(NotFound), world.database.write() as session:
        remove_policy(session, "2030-1", actor=ADMIN, now=world.now)
    with world.database.read() as session:
        assert policy_of(session, "2026-2") == changed()


def test_a_version_begins_on_a_free_day_that_has_not_begun_anywhere(world: World) -> None:
    save(world, changed())
    with world.database.write() as session:
        session.add(District(id="east", name="Kiritimati", zone="Pacific/Kiritimati"))
    for policy, fault in (
        (changed("2026-3", date(2026, 11, 20)), "not-ahead"),
        (changed("2026-3"), "day-taken"),
        (changed("2026-3", TOMORROW, cap_cents=-1), "day-taken"),
    ):
        with pytest.raises(UnsoundPolicy) as refused:
            save(world, policy)
        assert ("valid_from", fault) in {(one.field, str(one.fault)) for one in refused.value.problems}
    world.later(hours=1)  # 10:00 in Shanghai, and on Kiritimati the 20th still
    save(world, changed("2026-3", date(2026, 11, 22)))
    world.later(hours=12)
    with pytest.raises(UnsoundPolicy):  # there the 21st has begun
        save(world, changed("2026-4", date(2026, 11, 21)))


def test_only_an_administrator_saves(world: World) -> None:
    for actor in (DESK, LEAD, Actor(Role.MANAGER, "u-m")):
        with pytest.raises(NotAllowed):
            save(world, changed(), actor)
        with pytest.raises(NotAllowed), world.database.write() as session:
            remove_policy(session, "2026-2", actor=actor, now=world.now)


def test_a_tier_of_an_area_cannot_be_left_out(world: World) -> None:
    with world.database.write() as session:
        area = session.scalars(select(Area)).first()
        assert area is not None
        session.add(
            Area(id="pilot", district_id=area.district_id, name="试点", tier="pilot", lat=30.3, lon=120.2)
        )
    with pytest.raises(UnsoundPolicy, match="tiers: expected also pilot"):
        save(world, changed())
    save(world, changed(named_tiers=("standard", "premium", "pilot")))


def test_the_preview_counts_what_would_change_and_what_would_not(world: World) -> None:
    for kind in (Kind.REPAIR, Kind.REPAIR, Kind.INSTALL):
        world.accept(kind=kind, contracted_mbps=500)
    world.later(hours=2)
    with world.database.read() as session:
        seen = look.preview(session, changed(), world.now, "Asia/Shanghai")
    assert (seen["running_orders"], seen["open_orders_keep"]) == (0, 3)
    assert seen["future_orders_a_day"] == round(2 / 14, 1)
    (change,) = seen["changes"]
    assert (change["promise"], change["kind"], change["tier"]) == ("complete", "repair", "standard")
    assert change["samples"][0] == {
        "started_at": "2026-11-21T02:00:00+00:00",
        "before": "2026-11-22T02:00:00+00:00",
        "after": "2026-11-21T22:00:00+00:00",
    }
    with world.database.read() as session:
        everything = look.preview(session, replace(changed(), cap_cents=5), world.now, "Asia/Shanghai")
    assert everything["future_orders_a_day"] == round(3 / 14, 1)
    assert everything["settings"] == [{"field": "cap_yuan", "before": 100, "after": 0.05}]


def test_the_list_says_which_is_in_force(world: World) -> None:
    save(world, changed())
    save(world, changed("2027-1", date(2027, 1, 1)))
    world.accept()
    world.now = datetime(2026, 11, 25, 2, tzinfo=UTC)
    with world.database.read() as session:
        listed = look.versions(session, world.now, "Asia/Shanghai")
    assert [(each["version"], each["state"], each["fixed"], each["open_orders"]) for each in listed["versions"]] == [
        ("2027-1", "future", False, 0),
        ("2026-2", "current", True, 0),
        ("2026-1", "past", True, 1),
    ]  # fmt: skip


def test_office_hours_count_end_to_end_over_national_day(world: World) -> None:
    """An answer within 8 office hours, asked on the eve of the holiday, is due after it; a district's own day off too."""
    rows = tuple(
        replace(row, target=Within(8 * HOUR), counting=Counting.OFFICE)
        if row.promise is PromiseCode.ANSWER
        else row
        for row in BUILT_IN.rows
    )
    world.now = datetime(2026, 9, 1, 1, tzinfo=UTC)
    save(world, changed(valid_from=date(2026, 9, 2), rows=rows))
    world.now = datetime(2026, 9, 30, 17, tzinfo=SHANGHAI)
    first = world.accept()
    question(world, first)
    assert world.clock(first, "answer").due_at == datetime(2026, 10, 8, 17, 30, tzinfo=SHANGHAI)
    with world.database.write() as session:
        session.get_one(District, "north").office_days = {"holidays": ["2026-10-08"]}
    second = world.accept()
    question(world, second)
    assert world.clock(second, "answer").due_at == datetime(2026, 10, 9, 17, 30, tzinfo=SHANGHAI)
    world.now = datetime(2026, 10, 9, 17, tzinfo=SHANGHAI)
    third = world.accept()  # Saturday 10 October is worked
    question(world, third)
    assert world.clock(third, "answer").due_at == datetime(2026, 10, 10, 17, 30, tzinfo=SHANGHAI)
    with world.database.read() as session:
        assert in_district(session, BUILT_IN, "north").own_days.holidays == {date(2026, 10, 8)}


def test_two_who_save_for_the_same_day_at_once_cannot_both_succeed(world: World) -> None:
    def try_to_save(number: int) -> str:
        try:
            save(world, changed(f"2026-{number}"))
        except UnsoundPolicy as refused:
            return str(refused.problems[0].fault)
        return "saved"

    with ThreadPoolExecutor(4) as people:
        outcomes = sorted(people.map(try_to_save, range(2, 6)))
    assert outcomes == ["day-taken", "day-taken", "day-taken", "saved"]

"""A part of a proposal becomes the running plan with what has to go along; the rest stays as it is driven."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions.errors import InvalidField, NotAllowed, StalePlan
from dispatch.actions.plans import store_plan
from dispatch.actions.proposals import Proposed, adopt, propose, undo_adoption
from dispatch.orders.codes import Kind
from dispatch.planning.day import Stop
from dispatch.queries.adoption import adoption_json
from dispatch.storage.day import plan_version, requested_since
from dispatch.storage.order import Order
from dispatch.storage.plan import PlanRequest
from dispatch.storage.plan_proposal import PlanProposal, Standing
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.actions.conftest import DESK, NINE, World

TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)
LI, WANG = "t-li", "t-wang"


def stop(order_id: str, technician_id: str, seq: int, *, on: date = TODAY) -> Stop:
    begins_at = NINE + timedelta(hours=2 * seq, days=(on - TODAY).days)
    return Stop(
        order_id=order_id,
        technician_id=technician_id,
        day=on,
        seq=seq,
        arrive_at=begins_at,
        start_at=begins_at,
        end_at=begins_at + timedelta(minutes=45),
        travel_s=600,
    )


class Town:
    """Wang drives to a and b today, Li to c; the proposal puts a and c off until tomorrow, and b comes earlier."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.a, self.b, self.c = (world.accept(kind=Kind.INSTALL, area_id="river") for _ in range(3))
        driven = [stop(self.a, WANG, 1), stop(self.b, WANG, 2), stop(self.c, LI, 1)]
        proposed = [
            stop(self.b, WANG, 1),
            stop(self.a, WANG, 1, on=TOMORROW),
            stop(self.c, LI, 1, on=TOMORROW),
        ]
        with world.database.write() as session:
            store_plan(session, "north", plan_version(session, "north"), driven, [], now=world.now)
            changes = [
                {"order_id": one, "change": "day", "cause": "road", "was": None, "now": None}
                for one in (self.a, self.b, self.c)
            ]
            row = propose(
                session,
                "north",
                Proposed(
                    base_version=plan_version(session, "north"),
                    stops=proposed,
                    unassigned=(),
                    difference={"changes": changes},
                ),
                now=world.now,
            )
            assert row is not None
            self.proposal_id = row.id

    def adopt(self, *order_ids: str, **fields: Any) -> tuple[int, tuple[str, ...]]:
        with self.world.database.write() as session:
            stored = adopt(
                session,
                self.proposal_id,
                actor=DESK,
                now=self.world.now,
                order_ids=order_ids or None,
                **fields,
            )
        return stored.version, stored.changed

    def begins(self) -> dict[str, datetime | None]:
        with self.world.database.read() as session:
            return dict(session.execute(select(Order.id, Order.planned_start_at)).all())

    def row(self) -> PlanProposal:
        with self.world.database.read() as session:
            return session.get_one(PlanProposal, self.proposal_id)


@pytest.fixture
def town(world: World) -> Town:
    return Town(world)


def test_a_part_is_driven_with_what_goes_along_and_the_rest_stays(town: Town) -> None:
    town.adopt(town.a)
    hours = timedelta(hours=2)
    assert town.begins() == {
        town.a: NINE + hours + timedelta(days=1),
        town.b: NINE + hours,
        town.c: NINE + hours,
    }
    row = town.row()
    assert row.standing is Standing.ADOPTED
    assert set(row.adoption["order_ids"]) == {town.a, town.b}
    with town.world.database.read() as session:
        assert requested_since(session, "north") == town.world.now, (
            "the planner proposes what is still better"
        )


def test_what_goes_along_is_told_before_and_nothing_is_done(town: Town) -> None:
    with town.world.database.read() as session:
        row = session.get_one(PlanProposal, town.proposal_id)
        told = adoption_json(session, row, [town.a], now=town.world.now, travel=TravelCache(GreatCircle()))
    assert told["order_ids"] == [town.a, town.b]
    assert told["because"] == [{"order_id": town.b, "with": town.a, "code": "same_day"}]
    assert told["before"]["visits"] == told["after"]["visits"] == 3
    assert town.row().standing is Standing.OPEN


def test_the_same_request_again_answers_the_same_and_changes_nothing(town: Town) -> None:
    first = town.adopt(town.c, event_id="adopt-1")
    begins = town.begins()
    assert town.adopt(town.c, event_id="adopt-1") == first
    assert town.begins() == begins
    with pytest.raises(NotAllowed):
        town.adopt(town.c, event_id="adopt-2")


def test_the_whole_needs_no_list(town: Town) -> None:
    town.adopt()
    assert town.begins()[town.c] == NINE + timedelta(hours=2, days=1)
    with town.world.database.read() as session:
        asked = session.get(PlanRequest, "north")
        assert asked is None or asked.requested_at < town.world.now


@pytest.mark.parametrize("version", [0, 99])
def test_another_plan_than_was_seen_is_refused_whole(town: Town, version: int) -> None:
    begins = town.begins()
    with pytest.raises(StalePlan):
        town.adopt(town.a, expected_version=version)
    assert town.begins() == begins


def test_an_order_that_the_proposal_does_not_change_is_named(town: Town) -> None:
    with pytest.raises(InvalidField) as refused:
        town.adopt("nobody")
    assert (refused.value.field, refused.value.got) == ("order_ids", "nobody")
    assert town.row().standing is Standing.OPEN


def test_what_was_adopted_is_taken_back_once_and_is_not_proposed_again(town: Town) -> None:
    begins = town.begins()
    town.adopt(town.a)
    for _ in range(2):
        with town.world.database.write() as session:
            undo_adoption(session, town.proposal_id, actor=DESK, now=town.world.now)
    assert town.begins() == begins
    assert town.row().standing is Standing.DISMISSED


def test_nothing_is_taken_back_under_a_later_plan(town: Town) -> None:
    town.adopt(town.c)
    with town.world.database.write() as session:
        store_plan(
            session, "north", plan_version(session, "north"), [stop(town.b, WANG, 1)], [], now=town.world.now
        )
    begins = town.begins()
    with pytest.raises(StalePlan), town.world.database.write() as session:
        undo_adoption(session, town.proposal_id, actor=DESK, now=town.world.now)
    assert town.begins() == begins

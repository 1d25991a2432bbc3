"""A district that wants to decide itself is shown better plans, and adopts them or not; imagined days are compared."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dispatch.actions.errors import NotAllowed, StalePlan
from dispatch.actions.planner import Planner
from dispatch.actions.proposals import adopt, ask_what_if, dismiss, refresh_stale
from dispatch.orders.codes import Kind
from dispatch.planning.stop import iterations
from dispatch.storage.absence import away_of
from dispatch.storage.day import plan_version, requested_since
from dispatch.storage.district import District
from dispatch.storage.outbox import OutboxRow, Topic
from dispatch.storage.plan_proposal import Origin, PlanProposal, Standing, open_proposals
from dispatch.storage.technician import Technician
from tests.absences import be_away, come_back
from tests.actions.conftest import DESK, NINE, World


@pytest.fixture
def town(world: World) -> World:
    """Two technicians who live far apart, in a district that wants changes proposed."""
    with world.database.write() as session:
        session.get_one(District, "north").planning = {"changes": "propose", "change_cost_min": 1}
        session.get_one(Technician, "t-wang").home_lat = 30.20
        session.get_one(Technician, "t-li").home_lat = 30.40
    return world


def planner(world: World) -> Planner:
    return Planner(database=world.database, district_id="north", make_stop=lambda: iterations(600))


def replan(world: World) -> None:
    assert planner(world).plan(lambda: world.now) is not None


def proposals(world: World) -> list[PlanProposal]:
    with world.database.read() as session:
        return open_proposals(session, "north")


def standing(world: World, proposal_id: str) -> Standing:
    with world.database.read() as session:
        return session.get_one(PlanProposal, proposal_id).standing


@pytest.fixture
def proposed(town: World) -> Callable[[], PlanProposal]:
    """The plan of the morning is made while Li is away; then Li comes back, and half of it is better done by Li."""

    def make() -> PlanProposal:
        with town.database.write() as session:
            be_away(session, "t-li", NINE + timedelta(hours=12))
        for k in range(6):
            town.accept(
                kind=Kind.INSTALL, area_id="river", lat=30.20 if k % 2 else 30.40, lon=120.15 + k / 100
            )
        replan(town)
        assert proposals(town) == [], "the first plan of a day is made, not proposed"
        with town.database.write() as session:
            come_back(session, "t-li")
        town.later(minutes=1)
        replan(town)
        (found,) = proposals(town)
        return found

    return make


def test_a_better_plan_is_proposed_and_changes_nothing_yet(
    town: World, proposed: Callable[[], PlanProposal]
) -> None:
    found = proposed()
    assert found.origin is Origin.PLANNER
    difference = found.difference
    assert difference["moved"] > 0
    assert {one["now"]["technician_id"] for one in difference["changes"] if one["now"]} >= {"t-li"}
    assert difference["after"]["lost"] <= difference["before"]["lost"]
    for one in difference["changes"]:
        assert town.order(one["order_id"]).technician_id == one["was"]["technician_id"]
    with town.database.read() as session:
        told = session.query(OutboxRow).filter(OutboxRow.topic == Topic.PROPOSAL).one()
        assert told.payload["id"] == found.id


def test_an_adopted_proposal_is_the_running_plan(town: World, proposed: Callable[[], PlanProposal]) -> None:
    found = proposed()
    with town.database.write() as session:
        stored = adopt(session, found.id, actor=DESK, now=town.now)
    assert stored.version == (found.base_version or 0) + 1
    for one in found.difference["changes"]:
        assert town.order(one["order_id"]).technician_id == one["now"]["technician_id"]
    assert standing(town, found.id) is Standing.ADOPTED
    with pytest.raises(NotAllowed), town.database.write() as session:
        dismiss(session, found.id, actor=DESK, now=town.now)


def test_what_was_turned_down_is_not_proposed_again(
    town: World, proposed: Callable[[], PlanProposal]
) -> None:
    found = proposed()
    with town.database.write() as session:
        dismiss(session, found.id, actor=DESK, now=town.now)
    town.later(minutes=1)
    replan(town)
    assert proposals(town) == []


def test_there_is_one_open_proposal_and_it_is_for_the_plan_that_is_driven(
    town: World, proposed: Callable[[], PlanProposal]
) -> None:
    first = proposed()
    town.accept(kind=Kind.INSTALL, area_id="river", lat=30.41)
    replan(town)
    (second,) = proposals(town)
    assert standing(town, first.id) is Standing.SUPERSEDED
    with town.database.read() as session:
        assert second.base_version == plan_version(session, "north")
    assert all(town.order(one["order_id"]).technician_id for one in second.stops), "what is new has its place"


def test_a_proposal_for_a_plan_that_is_over_is_refused_and_made_anew(
    town: World, proposed: Callable[[], PlanProposal]
) -> None:
    found = proposed()
    with town.database.write() as session:
        session.get_one(PlanProposal, found.id).base_version = 1
    with pytest.raises(StalePlan), town.database.write() as session:
        adopt(session, found.id, actor=DESK, now=town.now)
    with town.database.write() as session:
        refresh_stale(session, found.id, actor=DESK, now=town.now)
    with town.database.read() as session:
        assert requested_since(session, "north") == town.now
    replan(town)
    assert len(proposals(town)) == 1


def wonder(world: World, **given: Any) -> PlanProposal:
    with world.database.write() as session:
        asked = ask_what_if(session, "north", given, actor=DESK, now=world.now)
    own = planner(world)
    assert own.answer_what_if(lambda: world.now)
    assert not own.answer_what_if(lambda: world.now)
    with world.database.read() as session:
        return session.get_one(PlanProposal, asked.id)


@pytest.fixture
def morning(world: World) -> list[str]:
    orders = [world.accept(kind=Kind.INSTALL, lat=30.25 + k / 200) for k in range(8)]
    replan(world)
    return orders


def test_somebody_away_is_compared_and_adopting_it_makes_it_so(world: World, morning: list[str]) -> None:
    answer = wonder(
        world,
        away=[
            {
                "technician_id": "t-li",
                "from_at": world.now.isoformat(),
                "until_at": (NINE + timedelta(hours=14)).isoformat(),
            }
        ],
    )
    assert answer.standing is Standing.OPEN
    today = [one for one in answer.stops if one["day"] == "2026-11-20"]
    assert {one["technician_id"] for one in today} == {"t-wang"}
    assert any(world.order(one).technician_id == "t-li" for one in morning), "only imagined"
    with world.database.write() as session:
        adopt(session, answer.id, actor=DESK, now=world.now)
    with world.database.read() as session:
        assert away_of(session, ["t-li"], world.now)["t-li"][0].until_at == NINE + timedelta(hours=14)
    assert all(world.order(one["order_id"]).technician_id == "t-wang" for one in today)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            {
                "helpers": [
                    {
                        "lat": 30.25,
                        "lon": 120.15,
                        "skills": ["install", "repair"],
                        "shift_start": "08:00",
                        "shift_end": "18:00",
                    }
                ]
            },
            "what_if_imagined",
        ),
        ({"added": [{"kind": "repair", "lat": 30.3, "lon": 120.1}]}, "what_if_imagined"),
        ({"overtime_min": 180}, "what_if_overtime"),
        ({"travel_factor": 1.5}, "what_if_travel"),
    ],
)
def test_what_stands_on_something_imagined_is_compared_and_not_adopted(
    world: World, morning: list[str], given: dict[str, Any], why: str
) -> None:
    answer = wonder(world, **given)
    assert answer.difference["after"]["visits"] >= len(morning)
    with pytest.raises(NotAllowed) as refused, world.database.write() as session:
        adopt(session, answer.id, actor=DESK, now=world.now)
    assert refused.value.reason == why


def test_a_withdrawn_order_leaves_the_imagined_day_alone(world: World, morning: list[str]) -> None:
    answer = wonder(world, withdrawn=[morning[0]])
    assert morning[0] not in {one["order_id"] for one in answer.stops}
    with pytest.raises(NotAllowed), world.database.write() as session:
        adopt(session, answer.id, actor=DESK, now=world.now)


def test_slower_roads_cost_more_road(world: World, morning: list[str]) -> None:
    answer = wonder(world, travel_factor=2.0)
    assert answer.difference["after"]["travel"] > answer.difference["before"]["travel"]


def test_an_empty_question_fails_and_harms_nobody(world: World, morning: list[str]) -> None:
    assert wonder(world).standing is Standing.FAILED

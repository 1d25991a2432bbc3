"""A district's rules are changed once, whole, and never over what somebody else has just set."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from dispatch.actions.errors import InvalidField, NotFound, StaleVersion
from dispatch.actions.planning_rules import UnsoundRules, change_rules
from dispatch.planning.rules import DEFAULT_RULES
from dispatch.queries.planning_rules import planning_rules
from dispatch.storage.day import changes_of, day_input, requested_since
from dispatch.storage.district import District
from tests.actions.conftest import LEAD, World

DEPOT = {"lat": 30.1, "lon": 120.2}


def change(
    world: World,
    settings: Mapping[str, Any],
    *,
    version: int = 0,
    event_id: str = "rules-1",
    district: str = "north",
) -> None:
    with world.database.write() as session:
        change_rules(
            session, district, settings, version=version, actor=LEAD, now=world.now, event_id=event_id
        )


def shown(world: World) -> dict[str, Any]:
    with world.database.read() as session:
        return planning_rules(session, session.get_one(District, "north"))


def value(world: World, name: str) -> Any:
    return next(one["value"] for one in shown(world)["settings"] if one["name"] == name)


def test_what_is_changed_is_planned_with_and_the_rest_is_kept(world: World) -> None:
    with world.database.write() as session:
        session.get_one(District, "north").planning = {"depot": DEPOT, "weights": {"late": 70}}
        before = changes_of(session, "north")
    change(world, {"weights.word": 9000, "overtime_min": 30, "changes": "propose"})
    with world.database.read() as session:
        assert session.get_one(District, "north").planning == {
            "depot": DEPOT,
            "weights": {"late": 70, "word": 9000},
            "overtime_min": 30,
            "changes": "propose",
        }
        assert requested_since(session, "north") == world.now
        assert changes_of(session, "north") > before, "whoever keeps a look at the district looks again"
        rules = day_input(session, "north", world.now).rules
    assert (rules.weights.word, rules.weights.late, rules.overtime) == (9000, 70, timedelta(minutes=30))


def test_the_same_change_twice_is_one_and_an_id_is_used_once(world: World) -> None:
    change(world, {"days": 5})
    change(world, {"days": 5})
    assert (shown(world)["version"], len(shown(world)["changes"])) == (1, 1)
    with pytest.raises(InvalidField) as refused:
        change(world, {"days": 6}, version=1)
    assert refused.value.field == "event_id"
    assert value(world, "days") == 5


def test_of_two_editors_the_second_is_told(world: World) -> None:
    change(world, {"days": 5})
    with pytest.raises(StaleVersion) as refused:
        change(world, {"reserve": 20}, event_id="rules-2")
    assert refused.value.current == 1
    assert value(world, "reserve") == DEFAULT_RULES.reserve


def test_all_that_is_wrong_is_told_and_nothing_is_changed(world: World) -> None:
    with pytest.raises(UnsoundRules) as refused:
        change(world, {"days": 0, "weights.late": "much", "depot": DEPOT, "reserve": 20})
    assert [one.field for one in refused.value.problems] == ["days", "weights.late", "depot"]
    assert (shown(world)["version"], value(world, "reserve")) == (0, DEFAULT_RULES.reserve)


def test_history_says_what_was_before_so_that_it_can_be_put_back(world: World) -> None:
    change(world, {"days": 5, "reserve": DEFAULT_RULES.reserve})
    change(world, {"days": 7}, version=1, event_id="rules-2")
    newest, oldest = shown(world)["changes"]
    assert newest["changed"] == [{"name": "days", "old": 5, "new": 7}]
    assert oldest["changed"] == [{"name": "days", "old": None, "new": 5}], "what is so already is no change"
    assert (newest["version"], newest["by"]["role"]) == (2, "lead")
    change(world, {"days": None}, version=2, event_id="rules-3")
    with world.database.read() as session:
        assert session.get_one(District, "north").planning == {}
    assert value(world, "days") == DEFAULT_RULES.days


def test_what_is_so_already_asks_for_nothing(world: World) -> None:
    change(world, {"days": DEFAULT_RULES.days, "reserve": None})
    assert (shown(world)["version"], shown(world)["changes"]) == (0, [])
    with world.database.read() as session:
        assert requested_since(session, "north") is None


def test_there_are_no_rules_without_a_district(world: World) -> None:
    with pytest.raises(NotFound):
        change(world, {"days": 5}, district="nowhere")

"""What a district may set for its plans is read whole, or refused by the name of the field."""

from dataclasses import fields
from datetime import timedelta

import pytest

from dispatch.planning.problem import Aims, ProblemError
from dispatch.planning.rules import (
    DEFAULT_RULES,
    Changes,
    Rules,
    Weights,
    problems_of,
    read_rules,
    settings_of,
    stored_in,
    with_settings,
)
from dispatch.planning.rules_fields import RULE_SETTINGS, SETTINGS, WEIGHT_SETTINGS, Kind

BESIDE = {"depot", "aims", "weights"}
"""Objects of their own; the weights are settings, the other two are in no form."""


def test_an_empty_document_means_the_defaults() -> None:
    assert read_rules({}) == DEFAULT_RULES


def test_what_the_document_says_replaces_the_defaults() -> None:
    document = {"overtime_min": 30, "changes": "propose", "aims": {"fairness": 0.5}, "repairs_reserved": 35}
    assert read_rules(document) == Rules(
        overtime=timedelta(minutes=30),
        changes=Changes.PROPOSE,
        aims=Aims(fairness=0.5),
        repairs_reserved=35,
    )


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"days": 0}, "planning.days"),
        ({"overtime_min": -5}, "planning.overtime_min"),
        ({"changes": "ask"}, "planning.changes"),
        ({"aims": {"travel": float("nan")}}, "planning.aims.travel"),
        ({"aims": {"speed": 1}}, "planning.aims.speed"),
        ({"horizon": 3}, "planning.horizon"),
        ({"duration_percentile": 101}, "planning.duration_percentile"),
        ({"weights": {"late": 120}}, "planning.weights.late"),
        ({"depot": {"lat": 30.1}}, "planning.depot.lon"),
        ({"depot": {"lat": 130.1, "lon": 104}}, "planning.depot"),
        ({"offered_days": 0}, "planning.offered_days"),
        ({"slot_hold_min": "long"}, "planning.slot_hold_min"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_field(document: dict[str, object], field: str) -> None:
    with pytest.raises(ProblemError) as refused:
        read_rules(document)
    assert refused.value.field == field


def test_every_field_of_the_rules_is_a_setting_with_its_default_and_its_range() -> None:
    assert {one.attribute for one in RULE_SETTINGS} == {one.name for one in fields(Rules)} - BESIDE
    assert {one.attribute for one in WEIGHT_SETTINGS} == {one.name for one in fields(Weights)}
    assert len({one.name for one in SETTINGS}) == len(RULE_SETTINGS) + len(WEIGHT_SETTINGS)
    defaults = settings_of(DEFAULT_RULES)
    assert problems_of(defaults) == []
    assert read_rules(with_settings({}, defaults)) == DEFAULT_RULES


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_a_setting_is_read_from_its_least_to_its_most_and_written_as_it_was(setting: object) -> None:
    one = next(each for each in SETTINGS if each is setting)
    ends = one.choices if one.kind is Kind.CHOICE else (one.least, one.most)
    for end in ends:
        document = with_settings({}, {one.name: end})
        assert settings_of(read_rules(document))[one.name] == end == stored_in(document, one.name)
    outside = ["other"] if one.kind is Kind.CHOICE else [(one.least or 0) - 1, (one.most or 0) + 1, 1.5, True]
    for value in outside:
        with pytest.raises(ProblemError) as refused:
            read_rules(with_settings({}, {one.name: value}))
        assert refused.value.field == f"planning.{one.name}"


def test_a_change_keeps_what_is_in_no_form_and_none_puts_the_default_back() -> None:
    document = {"depot": {"lat": 30.1, "lon": 104}, "weights": {"word": 9}, "days": 5}
    changed = with_settings(document, {"weights.word": None, "days": None, "weights.late": 7, "reserve": 0})
    assert changed == {"depot": {"lat": 30.1, "lon": 104}, "weights": {"late": 7}, "reserve": 0}
    assert with_settings(changed, {"weights.late": None, "reserve": None}) == {"depot": document["depot"]}


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = problems_of({"days": 0, "weights.late": 101, "reserve": 5, "speed": 1, "changes": None})
    assert [(one.field, one.expected) for one in wrong] == [
        ("days", "a whole number from 1 to 14"),
        ("weights.late", "a whole number from 0 to 100"),
        ("speed", "no such field"),
    ]

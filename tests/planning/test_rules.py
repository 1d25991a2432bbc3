"""What a district may set for its plans is read whole, or refused by the name of the field."""

from datetime import timedelta

import pytest

from dispatch.planning.problem import Aims, ProblemError
from dispatch.planning.rules import DEFAULT_RULES, Changes, Rules, read_rules


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

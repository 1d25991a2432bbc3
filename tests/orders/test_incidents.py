"""Which reports look like one fault, what an incident covers, and which visits it makes futile."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.orders.incidents import Report, Scope, is_futile, suggest
from dispatch.orders.line import is_below, phone_digits, prefixes

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def reports(*minutes_ago: int, area: str = "willow", line: str | None = None) -> list[Report]:
    return [
        Report(
            order_id=f"{area}-{line}-{index}",
            area_id=area,
            line_id=None if line is None else f"{line}:{index}",
            accepted_at=NOW - timedelta(minutes=minutes),
        )
        for index, minutes in enumerate(minutes_ago)
    ]


def test_six_repairs_of_one_area_within_forty_minutes_look_like_one_fault() -> None:
    (found,) = suggest(reports(50, 44, 40, 31, 22, 12), NOW)
    assert (found.area_id, found.line_prefix, len(found.order_ids)) == ("willow", None, 6)
    assert found.to_at - found.from_at == timedelta(minutes=38)


def test_a_few_or_slow_ones_are_an_ordinary_day() -> None:
    assert suggest(reports(30, 20, 10, 5), NOW) == []
    assert suggest(reports(170, 130, 90, 50, 10), NOW) == []
    assert suggest(reports(30, 20, 10, 5) + reports(30, 20, area="hill"), NOW) == []


def test_what_was_reported_long_ago_is_no_news() -> None:
    assert suggest(reports(200, 199, 198, 197, 196, 195), NOW) == []


def test_three_below_one_splitter_are_enough_and_the_nearest_common_port_is_named() -> None:
    spread = [*reports(20, area="a", line="OLT3/1/4"), *reports(15, 10, area="b", line="OLT3/1/4")]
    (found,) = suggest(spread, NOW)
    assert (found.area_id, found.line_prefix) == (None, "OLT3/1/4")


def test_a_card_that_explains_more_than_one_of_its_splitters_is_the_cause() -> None:
    (found,) = suggest(reports(20, 15, 10, line="OLT3/1/4") + reports(12, 8, line="OLT3/1/7"), NOW)
    assert (found.line_prefix, len(found.order_ids)) == ("OLT3/1", 5)


def test_each_report_is_put_down_to_one_cause_only() -> None:
    found = suggest(reports(20, 15, 10, line="OLT3/1/4") + reports(20, 15, 10, 5), NOW)
    assert [(one.line_prefix, one.area_id) for one in found] == [("OLT3/1/4", None)]
    assert len({order_id for one in found for order_id in one.order_ids}) == 3


@pytest.mark.parametrize(
    ("line_id", "above"),
    [
        ("OLT3/1/4:12", ("OLT3/1/4", "OLT3/1", "OLT3")),
        ("ST-OLT02-1-4-12", ("ST-OLT02-1-4", "ST-OLT02-1", "ST-OLT02")),
        ("02188217731", ()),
        ("/1", ()),
    ],
)
def test_a_line_hangs_on_the_levels_of_its_id(line_id: str, above: tuple[str, ...]) -> None:
    assert prefixes(line_id) == above
    assert all(is_below(line_id, prefix) for prefix in above)


def test_a_port_is_no_beginning_of_a_number() -> None:
    assert not is_below("OLT3/11/4:2", "OLT3/1")
    assert is_below("OLT3/1", "OLT3/1")


def test_a_known_line_is_judged_by_its_port_and_an_unknown_one_by_its_area() -> None:
    scope = Scope(areas=frozenset({"willow"}), line_prefix="OLT3/1")
    assert scope.covers(area_id="hill", line_id="OLT3/1/4:2")
    assert not scope.covers(area_id="willow", line_id="OLT9/1/4:2")
    assert scope.covers(area_id="willow", line_id=None)
    assert not Scope(line_prefix="OLT3/1").covers(area_id="willow", line_id=None)


def test_a_visit_after_the_expected_end_is_not_futile() -> None:
    ends = NOW + timedelta(hours=2)
    assert is_futile(NOW + timedelta(hours=1), ends)
    assert not is_futile(ends, ends)
    assert is_futile(None, ends)
    assert is_futile(NOW + timedelta(days=2), None)


def test_a_person_is_known_by_the_number_however_it_was_typed() -> None:
    assert phone_digits("+86 138-0000 2231") == phone_digits("１３８００００２２３１") == "13800002231"

"""Absences leave the pieces of a day in which somebody is there."""

from datetime import UTC, datetime

from technicians.absences import Absent, left_of


def at(hour: int) -> datetime:
    return datetime(2026, 11, 20, hour, tzinfo=UTC)


def test_a_day_without_absence_is_whole() -> None:
    assert left_of(at(8), at(18), ()) == ((at(8), at(18)),)


def test_an_absence_in_the_middle_leaves_both_sides() -> None:
    assert left_of(at(8), at(18), (Absent(at(10), at(12)),)) == ((at(8), at(10)), (at(12), at(18)))


def test_whoever_is_away_until_told_back_has_nothing_left_after_it() -> None:
    assert left_of(at(8), at(18), (Absent(at(14)),)) == ((at(8), at(14)),)
    assert left_of(at(8), at(18), (Absent(at(6)),)) == ()


def test_several_absences_are_all_taken_off() -> None:
    away = (Absent(at(6), at(9)), Absent(at(12), at(13)), Absent(at(17), at(20)))
    assert left_of(at(8), at(18), away) == ((at(9), at(12)), (at(13), at(17)))


def test_the_end_of_an_absence_is_back_at_work() -> None:
    away = Absent(at(10), at(12))
    assert (away.covers(at(10)), away.covers(at(12))) == (True, False)
    assert (away.meets(at(12), at(13)), away.meets(at(9), at(10)), away.meets(at(9), None)) == (
        False,
        False,
        True,
    )

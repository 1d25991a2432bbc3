"""A leg with breaks: forwards and backwards are each other's exact inverse."""

from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning import legs
from dispatch.planning.problem import Break, Window
from tests.planning.cases import windows

breaks = st.lists(
    st.builds(Break, id=st.just("b"), windows=windows(), duration=st.integers(0, 50)), max_size=3
)


@given(st.integers(0, 1000), st.integers(0, 100), breaks)
def test_the_latest_departure_arrives_in_time_and_one_second_later_does_not(
    by: int, travel: int, taken: list[Break]
) -> None:
    latest = legs.latest_departure(by, travel, taken)
    if latest is None:
        assert all((at := legs.arrival(t, travel, taken)) is None or at > by for t in range(0, by + 1, 7))
        return
    arrive = legs.arrival(latest, travel, taken)
    assert arrive is not None
    assert arrive <= by
    later = legs.arrival(latest + 1, travel, taken)
    assert later is None or later > by


@given(st.integers(0, 1000), st.integers(0, 100), breaks)
def test_leaving_later_never_arrives_sooner(depart: int, travel: int, taken: list[Break]) -> None:
    first, second = legs.arrival(depart, travel, taken), legs.arrival(depart + 1, travel, taken)
    assert second is None or (first is not None and first <= second)


def test_travel_goes_on_while_the_break_is_not_yet_open() -> None:
    lunch = Break(id="lunch", windows=(Window(60, 90),), duration=30)
    assert legs.arrival(0, 40, [lunch]) == 90
    assert legs.arrival(50, 40, [lunch]) == 120
    assert legs.arrival(91, 40, [lunch]) is None

"""Two orders are about one line when the operator says so, or when phone and address are the same however typed."""

import pytest

from dispatch.orders.line import is_same_line, line_key

KEY = line_key("13800002231", "望江路 8 号 3 幢 502")


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("138 0000 2231", "望江路8号3幢502"),
        ("+86 138-0000-2231", "望江路 8 号，3 幢，502"),
        ("008613800002231", "望江路 ８ 号 ３ 幢 ５０２"),  # full-width, as phones type them
    ],
)
def test_the_same_line_however_it_was_typed(phone: str, address: str) -> None:
    assert line_key(phone, address) == KEY


@pytest.mark.parametrize(
    ("phone", "address"),
    [("13800002232", "望江路 8 号 3 幢 502"), ("13800002231", "望江路 8 号 3 幢 503")],
)
def test_another_phone_or_another_flat_is_another_line(phone: str, address: str) -> None:
    assert line_key(phone, address) != KEY


def test_two_line_ids_decide_and_one_alone_does_not() -> None:
    other = line_key("1", "x")
    assert is_same_line(line_id="L1", key=KEY, other_line_id="L1", other_key=other)
    assert not is_same_line(line_id="L1", key=KEY, other_line_id="L2", other_key=KEY)
    assert is_same_line(line_id="L1", key=KEY, other_line_id=None, other_key=KEY)


def test_nothing_of_the_person_can_be_read_from_the_key() -> None:
    assert "2231" not in KEY
    assert len(KEY) == 64

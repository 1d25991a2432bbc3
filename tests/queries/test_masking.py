"""Personal data is shortened, in each of the ways that people write theirs."""

import pytest

from dispatch.queries.masking import mask_address, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("陈静怡", "陈*怡"),
        ("李明", "李*"),
        ("欧阳静怡", "欧**怡"),
        ("Anna Smith", "Anna S."),
        ("Li", "L."),
        ("王", "王"),
        ("", ""),
    ],
)
def test_a_name_keeps_what_a_desk_needs_to_tell_people_apart(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812342231", "138****2231"), ("+86 138-1234-2231", "861****2231"), ("12345", "*****"), ("", "")],
)
def test_a_phone_keeps_its_ends(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("柳堤路 36 号 榕景花园 4 栋 1102", "柳堤路 36 号 榕景花园 4 栋"),
        ("望江路8号3幢502室", "望江路8号3幢"),
        ("北岗三巷 12 号", "北岗三巷 12 号"),
        ("Flat 1102, Block 4, 36 Willow Road", "Block 4, 36 Willow Road"),
        ("36 Willow Road, Room 12B", "36 Willow Road"),
        ("12 Willow Bank Road", "12 Willow Bank Road"),
    ],
)
def test_an_address_is_shown_down_to_the_building(address: str, shown: str) -> None:
    assert mask_address(address) == shown

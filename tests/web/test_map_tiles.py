"""The operator's own map tiles: told to the board only, let in by the content policy, refused at the start when they cannot be."""

import dataclasses
import re
from typing import Any

import pytest

from dispatch.app import create_app
from dispatch.config import InvalidSetting, Settings
from dispatch.web.map_tiles import tile_source, tiles_of
from tests.web.conftest import House

TILES = "https://{s}.tiles.example/{z}/{x}/{y}.png?key=abc"


def configured(house: House, **changed: Any) -> House:
    settings = dataclasses.replace(house.app.extensions["sanxian"].settings, map_tiles=TILES, **changed)
    return House(create_app(settings, house.clock, house.database), house.database, house.clock)


def test_the_board_is_told_of_the_tiles_and_may_fetch_them(house: House) -> None:
    served = configured(house, map_attribution="© Somebody", map_datum="gcj02", map_max_zoom=17)
    page = served.browser("chen").get("/board")
    assert '"max_zoom": 17' in page.text or '"max_zoom":17' in page.text
    assert "gcj02" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert re.search(r"img-src 'self' data: blob: https://\*\.tiles\.example(;|$)", policy)


def test_nobody_else_learns_the_address_with_its_key(house: House) -> None:
    served = configured(house)
    assert "tiles.example" not in served.browser("wang").get("/t/").text
    assert "abc" not in repr(served.app.extensions["sanxian"].settings)


def test_without_tiles_nothing_is_fetched_from_elsewhere(house: House) -> None:
    page = house.browser("chen").get("/board")
    assert "img-src 'self' data: blob:;" in page.headers["Content-Security-Policy"]
    assert tiles_of(Settings()) is None
    assert tile_source(Settings()) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"map_tiles": "tiles.example/{z}/{x}/{y}.png"},
        {"map_tiles": "https://tiles.example/{z}/{x}.png"},
        {"map_tiles": "https://tiles.example; script-src */{z}/{x}/{y}.png"},
        {"map_tiles": TILES, "map_datum": "bd09"},
        {"map_tiles": TILES, "map_max_zoom": 99},
    ],
)
def test_what_cannot_be_is_refused_at_the_start(changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidSetting):
        tiles_of(Settings(**changed))

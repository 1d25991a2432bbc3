"""The tiles of the board's map as the operator has configured them: what the page is told, and whom it may fetch them from."""

import re
from typing import Any, Final

from dispatch.config import InvalidSetting, Settings

DATUMS: Final = ("wgs84", "gcj02")
DEEPEST: Final = 24
_TEMPLATE: Final = re.compile(r"(https?)://((?:\{s\}\.)?[A-Za-z0-9.-]+(?::\d+)?)/[^\s\"';,]+")
_PLACES: Final = ("{x}", "{y}", "{z}")


def tiles_of(settings: Settings) -> dict[str, Any] | None:
    """What the page needs to show tiles; None: it draws the district's own streets."""
    if not settings.map_tiles:
        return None
    _source(settings.map_tiles)
    if settings.map_datum not in DATUMS:
        raise InvalidSetting("SANXIAN_MAP_DATUM", f"expected one of {', '.join(DATUMS)}")
    if not 1 <= settings.map_max_zoom <= DEEPEST:
        raise InvalidSetting("SANXIAN_MAP_MAX_ZOOM", f"expected a whole number from 1 to {DEEPEST}")
    return {
        "url": settings.map_tiles,
        "attribution": settings.map_attribution,
        "max_zoom": settings.map_max_zoom,
        "datum": settings.map_datum,
    }


def tile_source(settings: Settings) -> str | None:
    """The source that the content policy lets pictures come from: https://*.tiles.example."""
    return _source(settings.map_tiles) if settings.map_tiles else None


def _source(template: str) -> str:
    found = _TEMPLATE.fullmatch(template)
    if found is None or any(place not in template for place in _PLACES):
        raise InvalidSetting(
            "SANXIAN_MAP_TILES", "expected an address with {z}, {x} and {y}, as https://…/{z}/{x}/{y}.png"
        )
    return f"{found[1]}://{found[2].replace('{s}', '*')}"

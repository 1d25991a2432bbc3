"""From the datum that a source of coordinates uses to WGS-84, which everything here is in."""

from enum import StrEnum
from typing import Final

import prcoords

MOST_LATITUDE: Final = 90.0
MOST_LONGITUDE: Final = 180.0


class Datum(StrEnum):
    """Chinese maps are shifted by law: GCJ-02 by 0.3 to 0.7 km, Baidu's BD-09 by as much again."""

    WGS84 = "WGS-84"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


def to_wgs84(lat: float, lon: float, datum: Datum) -> tuple[float, float]:
    """The same place in WGS-84, right to well under a metre; outside China the datums agree."""
    if datum is Datum.WGS84 or not prcoords.sanity_in_china_p(prcoords.Coords(lat, lon)):
        return lat, lon
    convert = prcoords.gcj_wgs_bored if datum is Datum.GCJ02 else prcoords.bd_wgs_bored
    found = convert(prcoords.Coords(lat, lon))
    return round(found.lat, 7), round(found.lon, 7)


def from_wgs84(lat: float, lon: float, datum: Datum) -> tuple[float, float]:
    """The same place as a provider knows it that is in this datum."""
    if datum is Datum.WGS84 or not prcoords.sanity_in_china_p(prcoords.Coords(lat, lon)):
        return lat, lon
    convert = prcoords.wgs_gcj if datum is Datum.GCJ02 else prcoords.wgs_bd
    found = convert(prcoords.Coords(lat, lon))
    return round(found.lat, 7), round(found.lon, 7)


def is_place(lat: float, lon: float) -> bool:
    """Whether there is such a place on earth at all; (0, 0) is what an empty field becomes, not an address."""
    return abs(lat) <= MOST_LATITUDE and abs(lon) <= MOST_LONGITUDE and (lat, lon) != (0.0, 0.0)

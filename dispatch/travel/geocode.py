"""From an address to a place: the configured geopy provider, its datum stated and converted to WGS-84."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from geopy.exc import GeocoderQueryError, GeopyError
from geopy.geocoders import BaiduV3, Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from dispatch.travel.datum import Datum, to_wgs84

TIMEOUT_S: Final = 8


class NoPlace(LookupError):
    """The provider does not know the address."""


class NoAnswer(RuntimeError):
    """The provider did not answer, or refused: the address may still be good."""


class UnknownProvider(ValueError):
    """SANXIAN_GEOCODER names none of the providers."""


class Geocode(Protocol):
    """An address to latitude and longitude in WGS-84. Raises NoPlace or NoAnswer."""

    def __call__(self, address: str) -> tuple[float, float]: ...


class AMap(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """高德's address service v3, which geopy does not have. Answers are GCJ-02, as "longitude,latitude"."""

    api_path = "/v3/geocode/geo"

    def __init__(self, key: str, *, domain: str = "restapi.amap.com", **options: Any) -> None:
        super().__init__(**options)
        self.key = key
        self.api = f"{self.scheme}://{domain}{self.api_path}"

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        url = f"{self.api}?{urlencode({'key': self.key, 'address': query, 'output': 'JSON'})}"
        return self._call_geocoder(url, partial(self._parse, exactly_one=exactly_one), timeout=timeout)

    @staticmethod
    def _parse(page: dict[str, Any], *, exactly_one: bool) -> Location | list[Location] | None:
        if str(page.get("status")) != "1":
            raise GeocoderQueryError(str(page.get("info", "refused")))
        found = []
        for place in page.get("geocodes", []):
            lon, comma, lat = str(place["location"]).partition(",")
            if not comma:
                continue  # 高德 writes [] where it has no value
            found.append(Location(place.get("formatted_address", ""), (float(lat), float(lon)), place))
        if not found:
            return None
        return found[0] if exactly_one else found


PROVIDERS: Final[dict[str, tuple[Callable[..., Geocoder], Datum]]] = {
    "nominatim": (lambda key, **options: Nominatim(user_agent=key or "sanxian", **options), Datum.WGS84),
    "baidu": (BaiduV3, Datum.BD09),
    "amap": (AMap, Datum.GCJ02),
}
"""Name: how to make it from its key, and the datum of its answers."""


def make_geocoder(setting: str | None, **options: Any) -> Geocode | None:
    """The provider of SANXIAN_GEOCODER ("amap:KEY", "baidu:KEY", "nominatim:NAME"); None when there is none."""
    if not setting:
        return None
    name, _, key = setting.partition(":")
    if name not in PROVIDERS:
        raise UnknownProvider(
            f"SANXIAN_GEOCODER: expected one of {', '.join(sorted(PROVIDERS))}, got {name!r}"
        )
    make, datum = PROVIDERS[name]
    provider = make(key, timeout=TIMEOUT_S, **options)

    def geocode(address: str) -> tuple[float, float]:
        try:
            found = provider.geocode(address)
        except (
            GeopyError,
            KeyError,
            TypeError,
            ValueError,
        ) as refused:  # the latter: not the form that is documented
            raise NoAnswer(f"{name}: {type(refused).__name__}") from refused  # its text may hold the key
        if found is None:
            raise NoPlace(address)
        return to_wgs84(found.latitude, found.longitude, datum)

    return geocode

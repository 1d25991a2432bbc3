"""Address providers: each one's datum is converted, a refusal is told apart from an unknown address."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from dispatch.travel.datum import Datum, is_place, to_wgs84
from dispatch.travel.geocode import AMap, NoAnswer, NoPlace, UnknownProvider, make_geocoder

TRUE = (28.2, 112.9)


WILLOW = "%E6%9F%B3"  # 柳


class StandIn(BaseHTTPRequestHandler):
    """Answers as 高德, 百度 and Nominatim do, for one address; the latter two ask it as their proxy."""

    def do_GET(self) -> None:
        known = WILLOW in self.path
        if "key=bad" in self.path:
            page: Any = {"status": "0", "info": "INVALID_USER_KEY"}
        elif "ak=bad" in self.path:
            page = {"status": 200, "message": "APP不存在，AK有误请检查再重试"}
        elif "api.map.baidu.com" in self.path:
            page = {"status": 0, "result": {"location": {"lng": 112.9057, "lat": 28.1966}, "level": "门址"}}
            page = page if known else {"status": 0, "result": {}}
        elif "nominatim" in self.path:
            found = {"lat": "28.1966", "lon": "112.9057", "display_name": "柳堤路"}
            page = [found] if known else []
        elif "key=odd" in self.path:
            page = {"status": "1", "geocodes": [{"location": "here,there"}]}
        elif known:
            page = {
                "status": "1",
                "geocodes": [
                    {"location": [], "formatted_address": []},
                    {"location": "112.9057,28.1966", "formatted_address": "柳堤路"},
                ],
            }
        else:
            page = {"status": "1", "geocodes": []}
        body = json.dumps(page).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), StandIn) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_amap_answers_in_gcj02_and_we_keep_wgs84(stand_in: str) -> None:
    geocode = make_geocoder("amap:key", domain=stand_in, scheme="http")
    assert geocode is not None
    lat, lon = geocode("柳堤路 36 号")
    assert (lat, lon) == pytest.approx(to_wgs84(28.1966, 112.9057, Datum.GCJ02))
    assert abs(lat - 28.1966) > 0.001


def test_an_unknown_address_is_not_the_same_as_no_answer(stand_in: str) -> None:
    known = make_geocoder("amap:key", domain=stand_in, scheme="http")
    refused = make_geocoder("amap:bad", domain=stand_in, scheme="http")
    assert known is not None
    assert refused is not None
    with pytest.raises(NoPlace):
        known("Nowhere")
    with pytest.raises(NoAnswer) as caught:
        refused("柳堤路")
    assert "bad" not in str(caught.value), "a key never stands in a message"


@pytest.mark.parametrize(
    ("provider", "datum"), [("baidu:key", Datum.BD09), ("nominatim:sanxian-test", Datum.WGS84)]
)
def test_each_provider_has_its_own_datum(stand_in: str, provider: str, datum: Datum) -> None:
    geocode = make_geocoder(provider, scheme="http", proxies={"http": f"http://{stand_in}"})
    assert geocode is not None
    assert geocode("柳堤路 36 号") == pytest.approx(to_wgs84(28.1966, 112.9057, datum))
    with pytest.raises(NoPlace):
        geocode("Nowhere")


def test_a_refused_key_is_no_answer(stand_in: str) -> None:
    geocode = make_geocoder("baidu:bad", scheme="http", proxies={"http": f"http://{stand_in}"})
    assert geocode is not None
    with pytest.raises(NoAnswer):
        geocode("柳堤路")


def test_an_answer_of_another_form_and_a_silent_provider_are_no_answer(stand_in: str) -> None:
    odd = make_geocoder("amap:odd", domain=stand_in, scheme="http")
    silent = make_geocoder("amap:key", domain="127.0.0.1:9", scheme="http")
    for geocode in (odd, silent):
        assert geocode is not None
        with pytest.raises(NoAnswer):
            geocode("柳堤路")


def test_a_provider_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(UnknownProvider, match="amap, baidu, nominatim"):
        make_geocoder("bing:key")
    assert make_geocoder(None) is None


@pytest.mark.parametrize("datum", list(Datum))
def test_places_outside_china_are_the_same_in_every_datum(datum: Datum) -> None:
    assert to_wgs84(52.52, 13.405, datum) == (52.52, 13.405)


def test_the_chinese_datums_differ_by_what_is_published() -> None:
    for datum, least, most in ((Datum.GCJ02, 0.3, 0.9), (Datum.BD09, 0.5, 1.6)):
        lat, lon = to_wgs84(*TRUE, datum)
        km = 111 * ((lat - TRUE[0]) ** 2 + ((lon - TRUE[1]) * 0.88) ** 2) ** 0.5
        assert least < km < most


def test_an_empty_field_is_no_place() -> None:
    assert not is_place(0, 0)
    assert not is_place(91, 0)
    assert is_place(*TRUE)


def test_amap_uses_its_documented_address() -> None:
    assert AMap("key").api == "https://restapi.amap.com/v3/geocode/geo"

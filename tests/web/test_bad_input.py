"""Whatever is sent, a refusal says what was expected, what was got and what was kept, in the reader's language."""

import json
from typing import Any

import pytest

from dispatch.web.answers import ProblemAnswer
from dispatch.web.errors import CODES
from dispatch.web.language import LANGUAGES, knows
from tests.web.conftest import House, new_id

LONG_AGO = "1970-01-01T00:00:00+00:00"
BAD_ORDERS: list[tuple[str, dict[str, Any], str, str]] = [
    # what is wrong, the change, the code, the field
    ("an unknown field", {"colour": "red"}, "unknown-field", "colour"),
    (
        "an unknown field inside",
        {"customer": {"name": "陈", "phone": "13800002231", "wife": 1}},
        "unknown-field",
        "customer.wife",
    ),
    ("no kind", {"kind": None}, "missing-field", "kind"),
    ("another kind", {"kind": "upgrade"}, "invalid-field", "kind"),
    ("a number as kind", {"kind": 3}, "invalid-field", "kind"),
    ("north of the pole", {"lat": 91}, "impossible-coordinates", "lat"),
    ("past the antimeridian", {"lon": -180.5}, "impossible-coordinates", "lon"),
    ("a latitude in words", {"lat": "30.2"}, "impossible-coordinates", "lat"),
    ("true as a latitude", {"lat": True}, "impossible-coordinates", "lat"),
    ("a latitude of 400 digits", {"lat": 10**400}, "impossible-coordinates", "lat"),
    ("no coordinates and no geocoder", {"lat": None, "lon": None}, "no-coordinates", "lat"),
    ("a time without a zone", {"accepted_at": "2026-11-20T09:00:00"}, "naive-time", "accepted_at"),
    ("a date as a time", {"accepted_at": "2026-11-20"}, "naive-time", "accepted_at"),
    ("a time in words", {"accepted_at": "this morning"}, "invalid-field", "accepted_at"),
    ("a time as a number", {"accepted_at": 1795136400}, "invalid-field", "accepted_at"),
    ("a time long before us", {"accepted_at": LONG_AGO}, "invalid-field", "accepted_at"),
    (
        "a time at the end of the calendar",
        {"accepted_at": "9999-12-31T23:59:59-12:00"},
        "invalid-field",
        "accepted_at",
    ),
    ("a time to come", {"accepted_at": "2026-11-21T09:00:00+08:00"}, "invalid-field", "accepted_at"),
    ("a day that does not exist", {"booked_date": "2026-02-30"}, "invalid-field", "booked_date"),
    ("a half without its day", {"booked_half": "am"}, "invalid-field", "booked_date"),
    ("a rate below one", {"contracted_mbps": 0}, "invalid-field", "contracted_mbps"),
    ("a broken rate", {"contracted_mbps": 100.5}, "invalid-field", "contracted_mbps"),
    ("an id that is no UUID", {"event_id": "1"}, "invalid-field", "event_id"),
    ("a list as an address", {"address": ["望江路"]}, "invalid-field", "address"),
    ("an address of spaces", {"address": "   "}, "invalid-field", "address"),
    ("an address of 301 characters", {"address": "路" * 301}, "invalid-field", "address"),
    ("a NUL, which PostgreSQL cannot keep", {"address": "望江路\x008 号"}, "invalid-field", "address"),
    ("half a surrogate pair", {"note": "\ud83d"}, "wrong-encoding", "note"),
    ("a text as the customer", {"customer": "陈怡"}, "invalid-field", "customer"),
    ("an area of elsewhere", {"area_id": "s-1"}, "invalid-field", "area_id"),
    ("a move from nowhere", {"kind": "move"}, "invalid-field", "from_address"),
    ("a district with a slash", {"district_id": "../north"}, "invalid-field", "district_id"),
]


@pytest.mark.parametrize(
    ("change", "code", "field"), [row[1:] for row in BAD_ORDERS], ids=[row[0] for row in BAD_ORDERS]
)
def test_an_order_with_this_is_refused_and_nothing_is_kept(
    house: House, change: dict[str, Any], code: str, field: str
) -> None:
    body = house.order_body(**change)
    answer = house.client("chen").post(
        "/api/v1/orders", data=json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 422, answer.json
    assert answer.content_type == "application/problem+json"
    problem = answer.json
    assert (problem["code"], problem["field"]) == (code, field)
    assert ProblemAnswer().validate(problem) == {}
    assert problem["kept"]
    assert house.client("chen").get("/api/v1/board?district=north").json["orders"] == []


BODIES: list[tuple[str, dict[str, Any], int, str]] = [
    ("no body", {}, 415, "unsupported-media-type"),
    ("a form", {"data": {"kind": "repair"}}, 415, "unsupported-media-type"),
    ("half of a JSON", {"data": b'{"kind":'}, 400, "invalid-json"),
    ("nothing in it", {"data": b""}, 422, "missing-field"),
    ("GB18030", {"data": '{"address": "望江路"}'.encode("gb18030")}, 400, "wrong-encoding"),
    ("UTF-16", {"data": '{"address": "望江路"}'.encode("utf-16")}, 400, "wrong-encoding"),
    ("a list", {"data": b"[]"}, 422, "invalid-field"),
    ("a text", {"data": b'"repair"'}, 422, "invalid-field"),
    ("null", {"data": b"null"}, 422, "invalid-field"),
    ("a number of 5,000 digits", {"data": b'{"lat": ' + b"9" * 5000 + b"}"}, 400, "invalid-json"),
    ("100,000 brackets", {"data": b"[" * 100_000}, 400, "invalid-json"),
    ("two MiB", {"data": b" " * 2 * 1024 * 1024}, 413, "body-too-large"),
    ("NaN", {"data": b'{"lat": NaN}'}, 422, "missing-field"),
]


@pytest.mark.parametrize(
    ("sent", "status", "code"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES]
)
def test_a_body_like_this_is_refused_with_its_reason(
    house: House, sent: dict[str, Any], status: int, code: str
) -> None:
    json_type = {} if isinstance(sent.get("data"), dict) or not sent else {"content_type": "application/json"}
    answer = house.client("chen").post("/api/v1/orders", **sent, **json_type)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_all_faults_of_a_body_are_told_at_once(house: House) -> None:
    problem = house.client("chen").post("/api/v1/orders", json={"kind": "x", "lat": 99}).json
    told = {error["field"]: error["code"] for error in problem["errors"]}
    assert told["kind"] == "invalid-field"
    assert told["lat"] == "impossible-coordinates"
    assert told["customer"] == "missing-field"
    assert next(e for e in problem["errors"] if e["field"] == "lat")["got"] == 99


STEPS: list[tuple[str, dict[str, Any], str, str]] = [
    ("an unknown step", {"step": "fly"}, "invalid-field", "step"),
    ("a step with an address of its own", {"step": "accept"}, "invalid-field", "step"),
    ("a naive time", {"occurred_at": "2026-11-20T09:00:00"}, "naive-time", "occurred_at"),
    ("a nested fact", {"data": {"technician_id": {"id": 1}}}, "invalid-field", "data"),
    ("an unknown fact", {"data": {"technician_id": "t-wang", "mood": "good"}}, "invalid-field", "mood"),
    ("no such technician", {"data": {"technician_id": "t-nobody"}}, "invalid-field", "technician_id"),
    ("a missing fact", {"data": {}}, "missing-field", "technician_id"),
    ("a version below zero", {"expected_version": -1}, "invalid-field", "expected_version"),
]


@pytest.mark.parametrize(
    ("change", "code", "field"), [row[1:] for row in STEPS], ids=[row[0] for row in STEPS]
)
def test_a_step_with_this_is_refused_and_the_order_stays(
    house: House, change: dict[str, Any], code: str, field: str
) -> None:
    order = house.accept()["order"]
    body = {
        "event_id": new_id(),
        "step": "assign",
        "occurred_at": house.clock.now().isoformat(),
        "data": {"technician_id": "t-wang"},
    }
    answer = house.client("chen").post(f"/api/v1/orders/{order['id']}/steps", json=body | change)
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, code, field)
    assert house.client("chen").get(f"/api/v1/orders/{order['id']}").json["version"] == order["version"]


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/api/v1/nowhere", 404, "not-found"),
        ("GET", "/api/v1/orders/unknown", 404, "not-found"),
        ("GET", "/api/v1/orders/%00", 404, "not-found"),
        ("GET", "/api/v1/orders/" + "x" * 200, 404, "not-found"),
        ("GET", "/api/v1/board/rescues?order=unknown", 404, "not-found"),
        ("GET", "/api/v1/board?district=nowhere", 403, "other-district"),
        ("DELETE", "/api/v1/orders", 405, "method-not-allowed"),
        ("GET", "/api/v1/board", 422, "missing-field"),
        ("GET", "/api/v1/board?district=north&date=tomorrow", 422, "invalid-field"),
        ("GET", "/api/v1/board?district=north&colour=red", 422, "unknown-field"),
        ("POST", "/api/v1/questions/unknown/answer", 404, "not-found"),
    ],
)
def test_an_address_like_this_is_refused_as_a_problem(
    house: House, method: str, address: str, status: int, code: str
) -> None:
    answer = house.client("chen").open(
        address, method=method, json={"text": "x"} if method == "POST" else None
    )
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_a_method_that_is_not_allowed_names_those_that_are(house: House) -> None:
    assert "POST" in house.client("chen").delete("/api/v1/orders").headers["Allow"]


def test_what_nobody_foresaw_is_a_problem_too_and_tells_no_secret(house: House) -> None:
    house.app.testing = False
    house.database.engine.dispose()
    with house.database.write() as session:
        session.connection().exec_driver_sql("DROP TABLE promise_clock")
    answer = house.client("chen").post("/api/v1/orders", json=house.order_body())
    assert answer.content_type == "application/problem+json"
    assert answer.status_code in (500, 503)
    assert "promise_clock" not in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_speaks_the_readers_language(house: House, language: str) -> None:
    answer = house.client("chen").post(
        "/api/v1/orders", json=house.order_body(lat=91), headers={"Accept-Language": language}
    )
    said = {
        "zh-Hans": ("没有这个地方", "−90 到 90 度的纬度"),
        "zh-Hant": ("沒有這個地方", "−90 到 90 度的緯度"),
        "en": ("No such place", "a latitude from −90 to 90 degrees"),
    }[language]
    assert answer.json["title"] == said[0]
    assert said[1] in answer.json["detail"]
    assert answer.headers["Content-Language"] == language


def test_every_code_has_its_words_in_every_language() -> None:
    for language in LANGUAGES:
        for code in CODES:
            assert knows(language, f"error-{code}"), (language, code)
            assert knows(language, f"error-{code}.detail"), (language, code)


def test_a_password_is_never_echoed(house: House) -> None:
    answer = house.client().post("/api/v1/session", json={"login": "chen", "password": ["secret-1234"]})
    assert answer.status_code == 422
    assert "secret-1234" not in answer.text

"""Whatever goes wrong on the way, the same event id is sent again, and a refusal is taken as one."""

import json
from collections.abc import Callable
from threading import Event

import httpx
import pytest

from dispatch.simulation.api import Api, Unreachable, event_id


def api_over(handler: Callable[[httpx.Request], httpx.Response], patience_s: float = 30) -> Api:
    client = httpx.Client(base_url="http://server", transport=httpx.MockTransport(handler))
    return Api(client, patience_s=patience_s)


def test_the_same_names_make_the_same_event_id() -> None:
    assert event_id(1, "DEMO-1", "take") == event_id(1, "DEMO-1", "take")
    assert event_id(1, "DEMO-1", "take") != event_id(2, "DEMO-1", "take")


def test_troubles_are_followed_by_the_same_request_again() -> None:
    answers: list[httpx.ConnectError | httpx.Response] = [
        httpx.ConnectError("refused"),
        httpx.Response(503),
        httpx.Response(429, headers={"Retry-After": "0"}),
        httpx.Response(200, json={"ok": 1}),
    ]
    bodies = []

    def handle(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        answer = answers.pop(0)
        if isinstance(answer, httpx.ConnectError):
            raise answer
        return answer

    api = api_over(handle)
    assert api.post("/orders", {"event_id": "e-1"}, key="Bearer x").ok
    assert bodies == [{"event_id": "e-1"}] * 4
    assert sum(api.tally.troubles.values()) == 3


def test_a_refusal_is_no_trouble() -> None:
    api = api_over(lambda _: httpx.Response(409, json={"code": "illegal-step"}))
    answer = api.post("/orders/1/steps", {}, key="Bearer x", what="take")
    assert not answer.ok
    assert answer.code == "illegal-step"
    assert api.tally.refused == {"take 409 illegal-step": 1}


def test_patience_ends() -> None:
    with pytest.raises(Unreachable):
        api_over(lambda _: httpx.Response(500), patience_s=0).get("/health", key="")


def test_told_to_stop_nobody_tries_again() -> None:
    stop = Event()
    stop.set()
    client = httpx.Client(
        base_url="http://server", transport=httpx.MockTransport(lambda _: httpx.Response(502))
    )
    with pytest.raises(Unreachable):
        Api(client, stop=stop).get("/health", key="")


def test_the_key_travels_in_the_header() -> None:
    seen = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.path, request.headers.get("Authorization")))
        return httpx.Response(200, json={})

    api_over(handle).get("/track", key="Link abc")
    assert seen == [("/api/v1/track", "Link abc")]

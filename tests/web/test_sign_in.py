"""Signing in and out: cookies, form tokens, real time, limits, and links that expire or are revoked."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dispatch.actions import links, users
from dispatch.clock import real_now
from dispatch.storage.user import SignIn, User
from dispatch.web.limits import LIMITER
from tests.web.conftest import PASSWORD, House, new_id

TLS = "https://sanxian.example"


def sign_in(client: Any, login: str = "chen", password: str = PASSWORD, **named: Any) -> Any:
    return client.post("/api/v1/session", json={"login": login, "password": password}, **named)


def cookies_of(answer: Any) -> dict[str, str]:
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_signing_in_answers_a_token_and_sets_a_cookie_that_no_script_reads(house: House) -> None:
    answer = sign_in(house.app.test_client())
    assert answer.status_code == 200
    cookie = cookies_of(answer)["sanxian_session"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert answer.json["user"]["role"] == "dispatcher"
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert house.app.test_client().get("/api/v1/session", headers=bearer).json["user"]["name"] == "Chen"


def test_only_the_hash_of_a_token_is_kept(house: House) -> None:
    token = sign_in(house.app.test_client()).json["token"]
    with house.database.read() as session:
        kept = [row.token_hash for row in session.query(SignIn)]
    assert token not in kept
    assert all(len(token_hash) == 64 for token_hash in kept)


def test_cookies_go_without_tls_in_the_demo_on_the_loopback_only(house: House) -> None:
    object.__setattr__(house.app.extensions["sanxian"].settings, "demo", True)
    loopback = sign_in(house.app.test_client(), base_url="http://localhost:8000")
    elsewhere = sign_in(house.app.test_client(), base_url="http://192.168.1.5:8000")
    with_tls = sign_in(house.app.test_client(), base_url="https://localhost:8443")
    assert "Secure" not in cookies_of(loopback)["sanxian_session"]
    assert "Secure" in cookies_of(elsewhere)["sanxian_session"]
    assert "Secure" in cookies_of(with_tls)["sanxian_session"]


@pytest.mark.parametrize(
    ("login", "password"), [("chen", "wrong"), ("nobody", PASSWORD), ("chen", PASSWORD + " ")]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    house: House, login: str, password: str
) -> None:
    answer = sign_in(house.app.test_client(), login, password)
    assert (answer.status_code, answer.json["code"]) == (401, "wrong-sign-in")


def test_a_change_by_cookie_needs_the_form_token_of_this_very_session(house: House) -> None:
    browser, other = house.browser("chen"), house.browser("zhou")
    csrf = browser.get("/api/v1/session").json["csrf"]
    others = other.get("/api/v1/session").json["csrf"]
    body = house.order_body()
    for given in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": others}, {"X-CSRF-Token": "ü"}):
        refused = browser.post("/api/v1/orders", json=body, headers=given)
        assert (refused.status_code, refused.json["code"]) == (403, "form-token-mismatch")
    assert browser.post("/api/v1/orders", json=body, headers={"X-CSRF-Token": csrf}).status_code == 201


def test_a_change_from_another_site_is_refused_even_with_a_form_token(house: House) -> None:
    browser = house.browser("chen")
    headers = {
        "X-CSRF-Token": browser.get("/api/v1/session").json["csrf"],
        "Sec-Fetch-Site": "cross-site",
    }
    assert browser.post("/api/v1/orders", json=house.order_body(), headers=headers).status_code == 403
    assert sign_in(house.app.test_client(), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_customers_change_by_cookie_needs_a_form_token_too(house: House) -> None:
    browser = house.browser(link=house.link_of(house.assigned()))
    page = browser.get("/c/").text
    csrf = re.search(r'name="csrf" content="([0-9a-f]{64})"', page)
    assert csrf is not None
    body = {"event_id": new_id(), "text": "几点来？"}
    assert browser.post("/api/v1/track/questions", json=body).status_code == 403
    sent = browser.post("/api/v1/track/questions", json=body, headers={"X-CSRF-Token": csrf[1]})
    assert sent.status_code == 201


def test_signing_out_ends_the_session_everywhere(house: House) -> None:
    browser = house.browser("chen")
    csrf = browser.get("/api/v1/session").json["csrf"]
    answer = browser.delete("/api/v1/session", headers={"X-CSRF-Token": csrf})
    assert answer.status_code == 204
    assert "sanxian_session=;" in cookies_of(answer)["sanxian_session"]
    assert house.client("chen").get("/api/v1/session").status_code == 401


def test_a_session_ends_by_real_time_whatever_the_demos_clock_says(house: House) -> None:
    with house.database.write() as session:
        user = session.query(User).filter_by(login="chen").one()
        short = users.sign_in(session, user, now=real_now(), lasts=timedelta(seconds=-1))
    bearer = {"Authorization": f"Bearer {short}"}
    assert house.app.test_client().get("/api/v1/session", headers=bearer).status_code == 401
    client = house.client("chen")
    house.clock.step(timedelta(days=365))
    assert client.get("/api/v1/session").status_code == 200


def test_somebody_who_was_disabled_is_out_at_once(house: House) -> None:
    client = house.client("chen")
    with house.database.write() as session:
        users.disable_user(session, session.query(User).filter_by(login="chen").one(), now=real_now())
    assert client.get("/api/v1/session").status_code == 401
    assert sign_in(house.app.test_client()).json["code"] == "wrong-sign-in"


def test_the_page_signs_in_without_javascript_and_goes_back_where_one_was(house: House) -> None:
    browser = house.app.test_client()
    asked = browser.get("/board", base_url=TLS)
    assert asked.headers["Location"] == "/sign-in?next=/board"
    page = browser.get(asked.headers["Location"], base_url=TLS).text
    form = re.search(r'name="form" value="([^"]+)"', page)
    assert form is not None
    data = {"login": "chen", "password": PASSWORD, "form": form[1], "next": "/board"}
    wrong = browser.post("/sign-in", data=data | {"password": "x"}, base_url=TLS)
    assert wrong.status_code == 401
    assert 'role="alert"' in wrong.text
    assert 'value="chen"' in wrong.text
    right = browser.post("/sign-in", data=data, base_url=TLS)
    assert (right.status_code, right.headers["Location"]) == (303, "/board")
    assert browser.get("/board", base_url=TLS).status_code == 200


def test_the_sign_in_form_is_only_taken_from_our_own_page(house: House) -> None:
    browser = house.app.test_client()
    browser.get("/sign-in", base_url=TLS)
    answer = browser.post("/sign-in", data={"login": "chen", "password": PASSWORD, "form": "x"}, base_url=TLS)
    assert answer.status_code == 403
    assert browser.get("/board", base_url=TLS).status_code == 302


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "javascript:x"]
)
def test_after_signing_in_nobody_is_led_to_another_site(house: House, target: str) -> None:
    browser = house.app.test_client()
    page = browser.get("/sign-in", base_url=TLS).text
    form = re.search(r'name="form" value="([^"]+)"', page)
    assert form is not None
    data = {"login": "wang", "password": PASSWORD, "form": form[1], "next": target}
    assert browser.post("/sign-in", data=data, base_url=TLS).headers["Location"] == "/"
    assert browser.get("/language/en", query_string={"next": target}, base_url=TLS).headers["Location"] == "/"
    assert browser.get("/", base_url=TLS).headers["Location"] == "/t/"


@pytest.fixture
def limited() -> Iterator[None]:
    LIMITER.enabled = True
    LIMITER.reset()
    yield
    LIMITER.reset()
    LIMITER.enabled = False


def test_passwords_cannot_be_tried_by_the_dozen(house: House, limited: None) -> None:
    client = house.app.test_client()
    answers = [sign_in(client, "chen", f"wrong-{n}") for n in range(11)]
    assert {answer.status_code for answer in answers[:10]} == {401}
    refused = answers[10]
    assert (refused.status_code, refused.json["code"]) == (429, "too-many-requests")
    assert refused.headers["Retry-After"]


def test_links_cannot_be_guessed_by_the_hundred(house: House, limited: None) -> None:
    client = house.app.test_client()
    answers = [client.get(f"/c/{n:043d}") for n in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {410}
    assert answers[60].status_code == 429
    assert "<html" in answers[60].text


def test_a_link_is_kept_in_a_cookie_and_out_of_the_address(house: House) -> None:
    token = house.link_of(house.assigned())
    browser = house.app.test_client()
    answer = browser.get(f"/c/{token}", base_url=TLS)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/c/")
    assert "HttpOnly" in cookies_of(answer)["sanxian_link"]
    page = browser.get("/c/", base_url=TLS)
    assert page.status_code == 200
    assert token not in page.text


def test_an_expired_or_revoked_link_opens_nothing_and_says_what_to_do(house: House) -> None:
    order_id = house.assigned()
    token, other = house.link_of(order_id), house.link_of(order_id)
    browser = house.browser(link=token)
    assert browser.get("/c/").status_code == 200
    with house.database.write() as session:
        links.revoke_link(session, links.hash_token(token), now=house.clock.now())
    assert browser.get("/c/").status_code == 401
    assert house.client(link=token).get("/api/v1/track").json["code"] == "link-needed"
    gone = house.app.test_client().get(f"/c/{token}", headers={"Accept-Language": "zh-TW"})
    assert gone.status_code == 410
    assert "打開我們最近一則訊息裡的連結" in gone.text
    with house.database.write() as session:
        links.expire_links(session, order_id, completed_at=house.clock.now())
    assert house.client(link=other).get("/api/v1/track").status_code == 200
    house.clock.step(timedelta(days=31))
    assert house.client(link=other).get("/api/v1/track").status_code == 401

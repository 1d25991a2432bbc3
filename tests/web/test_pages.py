"""The shells of the three surfaces, the start, the static files and what every answer carries against abuse."""

import base64
import hashlib
import json
import logging
import re
from typing import Any

import pytest

from dispatch.web import importmap, static_files
from dispatch.web.language import LANGUAGES
from dispatch.web.security import SecretFilter, mask_secrets
from tests.web.conftest import House

SHELLS = [
    ("chen", "/board", "board"),
    ("lin", "/admin/promises", "admin"),
    ("wang", "/t/", "technician"),
    ("link", "/c/", "customer"),
]


def shell_of(house: House, who: str, address: str, **headers: str) -> Any:
    browser = house.browser(link=house.link_of(house.assigned())) if who == "link" else house.browser(who)
    answer = browser.get(address, headers=headers)
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize(("who", "address", "surface"), SHELLS)
def test_a_shell_has_what_its_application_needs_to_start(
    house: House, who: str, address: str, surface: str
) -> None:
    page = shell_of(house, who, address).text
    assert f'<body data-surface="{surface}">' in page
    assert re.search(rf'<script type="module" src="/static/[0-9a-f]{{12}}/js/{surface}/main\.js">', page)
    for sheet in ("tokens", "base"):
        assert re.search(rf'href="/static/[0-9a-f]{{12}}/css/{sheet}\.css"', page)
    boot = json.loads(re.search(r'id="boot">(.+?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    csrf = re.search(r'name="csrf" content="([0-9a-f]{64})"', page)
    assert csrf is not None
    assert boot["csrf"] == csrf[1]
    assert boot["clock"] == {"now": house.clock.now().isoformat(), "rate": 0.0}
    assert boot["languages"] == list(LANGUAGES)
    assert boot["zone"] == "Asia/Shanghai"
    assert (boot["user"] is None) is (who == "link")


@pytest.mark.parametrize(("who", "address", "surface"), SHELLS)
def test_the_one_inline_script_is_the_import_map_and_the_policy_names_its_hash(
    house: House, who: str, address: str, surface: str
) -> None:
    answer = shell_of(house, who, address)
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    inline = [
        text
        for attributes, text in scripts
        if "src=" not in attributes and "application/json" not in attributes
    ]
    assert len(inline) == 1
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"script-src 'self' 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r'\son\w+="|style="', answer.text)


def test_every_file_that_a_shell_names_is_there(house: House) -> None:
    for who, address, _ in SHELLS:
        page = shell_of(house, who, address).text
        imports = json.loads(re.search(r'type="importmap">(.+?)</script>', page, re.DOTALL)[1])["imports"]  # type: ignore[index]
        for file in [*re.findall(r'(?:href|src)="(/static/[^"]+)"', page), *imports.values()]:
            answer = house.app.test_client().get(file)
            assert answer.status_code == 200, file
            assert answer.headers["Cache-Control"] == static_files.FOREVER


@pytest.mark.parametrize(
    ("login", "target"),
    [(None, "/sign-in"), ("wang", "/t/"), ("chen", "/board"), ("lin", "/board"), ("link", "/c/")],
)
def test_the_start_leads_everybody_to_their_own_page(house: House, login: str | None, target: str) -> None:
    browser = house.browser(link=house.link_of(house.assigned())) if login == "link" else house.browser(login)
    assert browser.get("/").headers["Location"] == target


def test_a_page_that_does_not_exist_is_a_page(house: House) -> None:
    answer = house.app.test_client().get("/nowhere", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_a_page_of_another_role_says_so_and_leads_home(house: House) -> None:
    answer = house.browser("wang").get("/board")
    assert answer.status_code == 403
    assert 'href="/"' in answer.text


@pytest.mark.parametrize(
    "address", ["/", "/sign-in", "/nowhere", "/api/", "/api/v1/clock", "/static/none.css"]
)
def test_every_answer_is_hardened(house: House, address: str) -> None:
    plain = house.app.test_client().get(address)
    for name, value in {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }.items():
        assert plain.headers[name] == value
    assert "geolocation=(self)" in plain.headers["Permissions-Policy"]
    assert "default-src 'none'" in plain.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in plain.headers
    secure = house.app.test_client().get(address, base_url="https://sanxian.example")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def test_a_file_of_ours_is_only_what_it_says_it_is(house: House) -> None:
    headers = house.app.test_client().get("/static/css/base.css").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_service_worker_may_fetch_from_here_and_is_never_an_old_one(house: House) -> None:
    answer = house.app.test_client().get("/t/sw.js")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]


def test_data_may_do_nothing_in_a_browser(house: House) -> None:
    policy = house.app.test_client().get("/api/v1/clock").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


def test_what_is_private_is_kept_by_nobody(house: House) -> None:
    for address in ("/api/v1/board?district=north", "/board", "/api/v1/session"):
        assert house.browser("chen").get(address).headers["Cache-Control"] == "no-store"


def test_files_of_this_build_are_kept_for_ever_and_others_asked_for_again(house: House) -> None:
    client = house.app.test_client()
    build = static_files.build_hash()
    assert client.get(f"/static/{build}/css/base.css").headers["Cache-Control"] == static_files.FOREVER
    for address in ("/static/css/base.css", "/static/0123456789ab/css/base.css"):
        first = client.get(address)
        assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304


def test_files_are_compressed(house: House) -> None:
    for coding in ("br", "gzip"):
        answer = house.app.test_client().get("/static/css/base.css", headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "name",
    ["../pyproject.toml", "%2e%2e/pyproject.toml", "vendor/.stamp", "css", "", "/etc/passwd", "css/none.css"],
)
def test_nothing_but_static_files_is_served(house: House, name: str) -> None:
    answer = house.app.test_client().get(f"/static/{name}")
    assert answer.status_code in (404, 308)


@pytest.mark.parametrize("file", ["board", "technician", "customer"])
def test_a_page_names_the_modules_that_it_imports_so_that_they_come_at_once(file: str) -> None:
    modules = importmap.modules_of(f"js/{file}/main.js")
    assert any(name.startswith("js/shared/") for name in modules)
    assert any(name.startswith("vendor/preact/") for name in modules)
    assert all((static_files.static_root() / name).is_file() for name in modules)


SECRET_LINES = [
    ("GET /c/Zk3jT0pQ9xYb5vWn?x=1 200", "Zk3jT0pQ9xYb5vWn"),
    ("Authorization: Bearer Zk3jT0pQ9xYb5vWn", "Zk3jT0pQ9xYb5vWn"),
    ("Authorization: Link Zk3jT0pQ9xYb5vWn", "Zk3jT0pQ9xYb5vWn"),
    ("Cookie: sanxian_session=Zk3jT0pQ9xYb5vWn; lang=en", "Zk3jT0pQ9xYb5vWn"),
    ("{'login': 'chen', 'password': 'correct horse'}", "correct"),
    ("X-CSRF-Token: Zk3jT0pQ9xYb5vWn", "Zk3jT0pQ9xYb5vWn"),
    ("cannot reach postgresql://sanxian:hunter22@db/sanxian", "hunter22"),
]


@pytest.mark.parametrize(("line", "secret"), SECRET_LINES)
def test_no_secret_is_written_to_a_log(line: str, secret: str) -> None:
    assert secret not in mask_secrets(line)
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed: %s", (line,), None)
    assert SecretFilter().filter(record)
    assert secret not in record.getMessage()


def test_a_secret_in_a_traceback_is_not_written_either() -> None:
    try:
        int("/c/Zk3jT0pQ9xYb5vWn")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "x", 1, "failed", (), (type(error), error, error.__traceback__)
        )
    SecretFilter().filter(record)
    assert "Zk3jT0pQ9xYb5vWn" not in logging.Formatter().format(record)

"""The promises through the API: read by managers, changed by administrators, refused field by field."""

import copy
from typing import Any

import pytest

from dispatch.web.language import LANGUAGES
from sla.policy_toml import read_toml
from tests.web.conftest import House

POLICIES = "/api/v1/policies"


def next_version(house: House, **changed: Any) -> dict[str, Any]:
    """The published document under a new name, for a later day."""
    kept = house.client("sun").get(f"{POLICIES}/2026-1").json
    document: dict[str, Any] = copy.deepcopy(kept["document"])
    return document | {"version": "2026-2", "valid_from": "2026-12-01", **changed}


def faster_repairs(house: House) -> dict[str, Any]:
    document = next_version(house)
    document["promises"][2]["target"] = {"within": "20h"}
    return document


def test_a_version_is_previewed_saved_shown_and_taken_back(house: House) -> None:
    house.accept()
    admin = house.client("lin")
    seen = admin.post(f"{POLICIES}/preview", json={"document": faster_repairs(house)})
    assert seen.status_code == 200
    assert (seen.json["running_orders"], seen.json["open_orders_keep"]) == (0, 1)
    (change,) = seen.json["changes"]
    assert (change["before"]["target"], change["after"]["target"]) == ({"within": "24h"}, {"within": "20h"})
    assert len(admin.get(POLICIES).json["versions"]) == 1

    saved = admin.post(POLICIES, json={"document": faster_repairs(house)})
    assert saved.status_code == 201
    assert read_toml(saved.json["toml"]).version == "2026-2"
    listed = house.client("sun").get(POLICIES).json
    assert [(one["version"], one["state"], one["created_by"]) for one in listed["versions"]] == [
        ("2026-2", "future", "Lin"),
        ("2026-1", "current", None),
    ]
    assert admin.delete(f"{POLICIES}/2026-2").status_code == 204
    assert admin.get(f"{POLICIES}/2026-2").status_code == 404


def test_the_text_is_taken_as_well_as_the_form(house: House) -> None:
    text = house.client("lin").get(f"{POLICIES}/2026-1").json["toml"]
    text = text.replace('"2026-1"', '"2026-2"').replace("2026-01-01", "2026-12-01")
    assert house.client("lin").post(POLICIES, json={"toml": text}).status_code == 201


def test_every_bad_field_is_named_at_once(house: House) -> None:
    document = next_version(house, cap_yuan=-1, contact_hours=["21:00", "08:00"])
    document["promises"][3]["warnings"][1]["percent"] = 120
    document["promises"][0]["tier"] = "gold"
    for address in (POLICIES, f"{POLICIES}/preview"):
        refused = house.client("lin").post(address, json={"document": document})
        assert (refused.status_code, refused.json["code"]) == (422, "unsound-policy")
        assert {(one["field"], one["code"]) for one in refused.json["errors"]} >= {
            ("cap_yuan", "negative"),
            ("contact_hours", "never-opens"),
            ("promises[3].warnings[1].percent", "after-breach"),
            ("promises[0].tier", "unknown"),
        }
    one = house.client("lin").post(POLICIES, json={"toml": "version = "})
    assert one.json["errors"][0]["expected"] == "TOML"


def test_what_is_in_force_is_refused_in_the_readers_language(house: House) -> None:
    document = next_version(house, version="2026-1")
    titles = set()
    for language in LANGUAGES:
        answer = house.client("lin").post(
            POLICIES, json={"document": document}, headers={"Accept-Language": language}
        )
        assert (answer.status_code, answer.json["code"]) == (409, "policy-in-force")
        titles.add(answer.json["title"])
    assert len(titles) == len(LANGUAGES)
    assert house.client("lin").delete(f"{POLICIES}/2026-1").status_code == 409


@pytest.mark.parametrize(
    "body", [{}, {"document": {}, "toml": "a = 1"}, {"document": []}, {"policy": {}}, {"toml": 3}]
)
def test_a_body_without_one_policy_is_refused(house: House, body: dict[str, Any]) -> None:
    assert house.client("lin").post(POLICIES, json=body).status_code == 422


def test_an_empty_document_lacks_every_field(house: House) -> None:
    refused = house.client("lin").post(POLICIES, json={"document": {}})
    assert {"version", "valid_from", "promises"} <= {one["field"] for one in refused.json["errors"]}


def test_a_manager_looks_and_does_not_save(house: House) -> None:
    document = faster_repairs(house)
    manager = house.client("sun")
    assert manager.post(f"{POLICIES}/preview", json={"document": document}).status_code == 200
    assert manager.post(POLICIES, json={"document": document}).status_code == 403
    assert manager.delete(f"{POLICIES}/2026-2").status_code == 403

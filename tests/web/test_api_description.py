"""The API's description says all of it: every call, who may make it, what it takes and how it refuses."""

import json
import re

from dispatch.orders.people import Role
from dispatch.web.auth import admitted_roles, is_public
from dispatch.web.errors import CODES
from tests.web.conftest import House

VERBS = {"get", "post", "put", "patch", "delete"}


def test_every_call_of_the_api_is_described_with_who_may_make_it(house: House) -> None:
    spec = house.app.test_client().get("/api/openapi.json").json
    assert spec["openapi"] == "3.1.0"
    described = {(path, verb) for path, item in spec["paths"].items() for verb in VERBS & set(item)}
    routed = set()
    for rule in house.app.url_map.iter_rules():
        if not rule.rule.startswith("/api/v1/"):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        view = house.app.view_functions[rule.endpoint]
        for verb in {method.lower() for method in rule.methods or ()} & VERBS:
            routed.add((path, verb))
            operation = spec["paths"][path][verb]
            roles = [] if is_public(view) else [r.value for r in Role if r in (admitted_roles(view) or ())]
            assert operation["x-roles"] == roles
            assert operation["summary"]
            assert operation["responses"]["default"]["content"].keys() == {"application/problem+json"}
    assert described == routed


def test_every_reference_in_the_description_leads_somewhere(house: House) -> None:
    text = house.app.test_client().get("/api/openapi.json").text
    spec = json.loads(text)
    for name in re.findall(r'"#/components/schemas/([^"]+)"', text):
        assert name in spec["components"]["schemas"]
    ids = re.findall(r'"operationId":"([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_bodies_are_described_with_their_limits_and_refuse_other_fields(house: House) -> None:
    schemas = house.app.test_client().get("/api/openapi.json").json["components"]["schemas"]
    order = schemas["OrderBody"]
    assert order["additionalProperties"] is False
    assert set(order["required"]) == {"event_id", "kind", "district_id", "customer", "address"}
    assert order["properties"]["kind"]["enum"] == ["install", "move", "repair"]
    assert (order["properties"]["lat"]["minimum"], order["properties"]["lat"]["maximum"]) == (-90, 90)
    assert order["properties"]["event_id"]["format"] == "uuid"


def test_the_page_names_every_call_and_every_code(house: House) -> None:
    client = house.app.test_client()
    page = client.get("/api/", headers={"Accept-Language": "en"}).text
    for path, item in client.get("/api/openapi.json").json["paths"].items():
        for verb in VERBS & set(item):
            assert f'<span class="verb">{verb.upper()}</span> {path}<' in page
    for code in CODES:
        assert f'id="{code}"' in page
    assert "<script" not in page


def test_a_problems_type_leads_to_its_place_on_the_page(house: House) -> None:
    problem = house.app.test_client().get("/api/v1/nowhere").json
    address, _, anchor = problem["type"].partition("#")
    assert f'id="{anchor}"' in house.app.test_client().get(address).text

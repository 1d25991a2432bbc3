"""The API's own description: OpenAPI 3.1 at /api/openapi.json, and a readable page at /api/ from the same data."""

from functools import cache
from threading import Lock
from typing import Any, Final

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_smorest import Api

from dispatch.orders.people import Role
from dispatch.web.api import describe_routes, reply
from dispatch.web.auth import admitted_roles, is_public, public
from dispatch.web.errors import CODES
from dispatch.web.language import choose_language, say

_VERBS: Final = ("get", "post", "put", "patch", "delete")


def install(app: Flask, api: Api) -> None:
    """Serve what flask-smorest has gathered of all routes, completed when somebody asks for the first time."""
    one_at_a_time = Lock()

    @cache
    def complete() -> dict[str, Any]:
        describe_routes(app)
        return _complete(app, api)

    def read_spec() -> dict[str, Any]:
        with one_at_a_time:
            return complete()

    @app.get("/api/openapi.json")
    @public
    def openapi() -> Response:
        return reply(read_spec())

    @app.get("/api/")
    @public
    def describe() -> Response:
        language = choose_language(request)
        page = render_template(
            "api.html",
            groups=_groups(read_spec()),
            problems=[(code, say(language, f"error-{code}"), status) for code, status in CODES.items()],
        )
        return make_response(page)


def _complete(app: Flask, api: Api) -> dict[str, Any]:
    """Who may call what, how one signs in, and that every refusal is problem+json."""
    spec: dict[str, Any] = api.spec.to_dict()
    spec["info"]["description"] = (
        "Field-service dispatch. Times carry a zone; every refusal is RFC 9457 problem+json."
    )
    spec["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "The token of POST /api/v1/session."},
        "link": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Link TOKEN: a customer's.",
        },
    }
    problem = {
        "description": "Refused, with the reason.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}},
    }
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        path = _openapi_path(rule.rule)
        for verb, operation in spec["paths"].get(path, {}).items():
            if verb not in _VERBS or verb.upper() not in (rule.methods or ()):
                continue
            roles = admitted_roles(view) or frozenset()
            operation["operationId"] = rule.endpoint.replace(".", "_")
            operation["x-roles"] = [] if is_public(view) else [role.value for role in Role if role in roles]
            if not is_public(view):
                operation["security"] = [{"link": []}] if roles == {Role.CUSTOMER} else [{"bearer": []}]
            operation["responses"] = {
                code: answer
                for code, answer in operation["responses"].items()
                if code not in ("422", "default")
            } | {"default": problem}
    return spec


def _openapi_path(rule: str) -> str:
    out = ""
    for part in rule.replace("<", "\0<").replace(">", ">\0").split("\0"):
        out += "{" + part[1:-1].rpartition(":")[2] + "}" if part.startswith("<") else part
    return out


def _groups(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls by tag, each with its fields as rows."""
    schemas = spec["components"]["schemas"]
    groups: dict[str, dict[str, Any]] = {
        tag["name"]: {"name": tag["name"], "about": tag.get("description", ""), "calls": []}
        for tag in spec["tags"]
    }
    for path, item in spec["paths"].items():
        for verb in _VERBS:
            if verb not in item:
                continue
            operation = item[verb]
            body = (
                operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            )
            groups[operation["tags"][0]]["calls"].append(
                {
                    "id": operation["operationId"],
                    "verb": verb.upper(),
                    "path": path,
                    "summary": operation.get("summary", ""),
                    "roles": operation["x-roles"],
                    "query": [
                        _row(p["name"], p["schema"], schemas, needed=p.get("required", False))
                        for p in operation.get("parameters", [])
                        if p.get("in") == "query"
                    ],
                    "sends": _rows(body, schemas),
                    "gets": [
                        {"status": code, "rows": _rows(_answer_schema(answer), schemas)}
                        for code, answer in operation["responses"].items()
                        if code != "default"
                    ],
                }
            )
    return list(groups.values())


def _answer_schema(answer: dict[str, Any]) -> Any:
    return next((content.get("schema") for content in answer.get("content", {}).values()), None)


def _rows(schema: Any, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if not schema:
        return []
    if schema.get("type") == "array":
        schema = schema["items"]
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    needed = schema.get("required", [])
    return [
        _row(name, part, schemas, needed=name in needed)
        for name, part in schema.get("properties", {}).items()
    ]


def _row(name: str, part: dict[str, Any], schemas: dict[str, Any], *, needed: bool) -> dict[str, Any]:
    """One field: its name, kind, whether it must be there, and its rule in a few words."""
    inner = part.get("items", {}) if part.get("type") == "array" else part
    options = [inner, *inner.get("allOf", []), *inner.get("anyOf", []), *inner.get("oneOf", [])]
    reference = next((o["$ref"].rpartition("/")[2] for o in options if "$ref" in o), None)
    kinds = part.get("type", "object" if reference else "any")
    kind = " | ".join(kinds) if isinstance(kinds, list) else kinds
    if kind == "array":
        kind = f"[{reference or inner.get('type', 'any')}]"
    rules = [str(part["format"])] if "format" in part else []
    if "enum" in inner:
        rules.append(" · ".join(str(choice) for choice in inner["enum"] if choice is not None))
    if "minimum" in part:
        rules.append(f"{part['minimum']:g} … {part['maximum']:g}")
    if "maxLength" in part:
        rules.append(f"{part.get('minLength', 0)} … {part['maxLength']}")
    if "description" in part:
        rules.append(part["description"])
    fields = (
        list(schemas[reference].get("properties", {})) if reference in schemas and kind == "object" else []
    )
    if fields:
        rules.append("{" + ", ".join(fields) + "}")
    return {"name": name, "kind": kind, "needed": needed, "rule": ", ".join(rules)}


def described_paths() -> list[str]:
    """For tests: which addresses the description knows."""
    return [_openapi_path(rule.rule) for rule in current_app.url_map.iter_rules()]

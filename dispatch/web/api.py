"""How a JSON route is declared: our blueprint class, the strict body parser, identifiers in addresses, the answer's form."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, TypeVar, cast

import marshmallow as ma
from flask import Flask, Response, jsonify
from flask_smorest import Api, Blueprint
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.routing import BaseConverter

UNDESCRIBED = "sanxian-undescribed"
"""In `app.extensions`: what `describe_routes` has still to do."""
View = TypeVar("View", bound=Callable[..., Any])


class Decorator(Protocol):
    def __call__(self, view: View, /) -> View: ...


class StrictParser(FlaskParser):
    """Unknown query parameters are refused as unknown fields are; whatever cannot be read is one kind of fault."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012  # webargs declares it so
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
        "querystring": ma.RAISE,
    }

    def _raw_load_json(self, req: Any) -> Any:
        if not is_json_request(req):
            return ma.missing
        try:
            return json.loads(req.get_data(cache=True).decode("utf-8"))
        except json.JSONDecodeError:
            raise
        except (
            ValueError,
            RecursionError,
        ) as error:  # other encodings, numbers of 5,000 digits, 10,000 brackets
            raise json.JSONDecodeError(str(error), "…", 0) from error


class ApiBlueprint(Blueprint):
    """flask-smorest's blueprint: `arguments` reads and refuses, `response` documents."""

    ARGUMENTS_PARSER = StrictParser()

    def register_views_in_doc(self, api: Api, app: Flask, spec: Any, *, name: str, parameters: Any) -> None:
        """Later, in `describe_routes`: it takes half of the start, and most processes are never asked for it."""
        later = partial(super().register_views_in_doc, api, app, spec, name=name, parameters=parameters)
        app.extensions.setdefault(UNDESCRIBED, []).append(later)

    def arguments(self, schema: type[ma.Schema], *, location: str = "json") -> Decorator:
        return cast("Decorator", super().arguments(schema, location=location))

    def response(self, status: int, schema: Any = None) -> Decorator:
        return cast("Decorator", super().response(status, schema))

    def alt_response(self, status: int, *, schema: Any, description: str) -> Decorator:
        return cast("Decorator", super().alt_response(status, schema=schema, description=description))

    def get(self, rule: str) -> Decorator:
        return cast("Decorator", super().get(rule))

    def post(self, rule: str) -> Decorator:
        return cast("Decorator", super().post(rule))

    def delete(self, rule: str) -> Decorator:
        return cast("Decorator", super().delete(rule))


def describe_routes(app: Flask) -> None:
    """Write the app's routes into its API description."""
    for describe in app.extensions.pop(UNDESCRIBED, ()):
        describe()


class Identifier(BaseConverter):
    """What may stand for an id in an address; anything else is no address of ours (and no 500 of the database)."""

    regex = r"[0-9A-Za-z_:.\-]{1,64}"


def reply(body: Any, status: int = 200) -> Response:
    """An answer whose form `@blueprint.response` documents; it is not copied field by field again."""
    response = jsonify(body)
    response.status_code = status
    return response


def empty() -> Response:
    return Response(status=204)

"""How a JSON route is declared: our blueprint class, the strict body parser, identifiers in addresses, the answer's form."""

import json
from typing import Any, ClassVar

import marshmallow as ma
from flask import Response, jsonify
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.routing import BaseConverter


class StrictParser(FlaskParser):
    """Unknown query parameters are refused as unknown fields are; whatever cannot be read is one kind of fault."""

    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar[dict[str, str | None]] = {
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
    ARGUMENTS_PARSER = StrictParser()


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

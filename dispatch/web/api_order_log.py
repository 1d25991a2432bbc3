"""One order's sealed log: what it says, whether it holds, and as a file for a dispute."""

import csv
import io
import json
import logging
from typing import Any, Final

from flask import Response
from marshmallow import fields

from dispatch.orders.people import DESK, LEADS
from dispatch.queries import order_log
from dispatch.storage.checkpoint_files import folder_of
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, reply
from dispatch.web.api_lists import Number
from dispatch.web.api_orders import require_order
from dispatch.web.auth import may, who
from dispatch.web.fields import Body, Choice
from dispatch.web.list_file import guarded
from dispatch.web.parts import parts

log = logging.getLogger(__name__)
BLUEPRINT: Final = ApiBlueprint(
    "order_log", __name__, url_prefix="/api/v1", description="One order's sealed log."
)
_FORMATS: Final = ("json", "csv")
_TYPES: Final = {"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8"}
_COLUMNS: Final = (
    "seq",
    "id",
    "type",
    "occurred_at",
    "received_at",
    "judged_at",
    "skewed",
    "role",
    "actor_id",
    "actor_name",
    "place",
    "data",
    "note",
    "seal",
    "checkpoint",
    "wrong",
)


class LogQuery(Body):
    before = Number(2**31)
    limit = Number(1000, load_default=order_log.SHOWN)


class LogFileQuery(Body):
    format = Choice(_FORMATS, required=True)


class ProofAnswer(Answer):
    holds = fields.Boolean(required=True)
    key = fields.String(required=True, allow_none=True, metadata={"description": "the sealing key's name"})
    covered = fields.Integer(required=True, metadata={"description": "events that a checkpoint has seen"})
    beyond = fields.Integer(required=True, metadata={"description": "events that are only chained so far"})
    checkpoint = fields.Integer(required=True, allow_none=True)
    checkpoint_at = fields.AwareDateTime(required=True, allow_none=True)
    findings = fields.List(fields.Dict(), required=True)


class SealedEventAnswer(Answer):
    seq = fields.Integer(required=True)
    id = fields.String(required=True)
    type = fields.String(required=True)
    occurred_at = fields.AwareDateTime(required=True, allow_none=True)
    received_at = fields.AwareDateTime(required=True, allow_none=True)
    judged_at = fields.AwareDateTime(required=True, allow_none=True)
    skewed = fields.Boolean(required=True)
    by = fields.Dict(required=True)
    place = fields.String(
        required=True, metadata={"description": "from where: desk, phone, customers_page, server"}
    )
    data = fields.Raw(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    seal = fields.String(required=True)
    wrong = fields.Boolean(required=True)
    checkpoint = fields.Integer(
        required=True, allow_none=True, metadata={"description": "the first that has seen it"}
    )


class LogAnswer(Answer):
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    version = fields.Integer(required=True)
    head = fields.String(required=True)
    total = fields.Integer(required=True)
    proof = fields.Nested(ProofAnswer, required=True, allow_none=True)
    may_export = fields.Boolean(required=True)
    events = fields.List(fields.Nested(SealedEventAnswer), required=True)


@BLUEPRINT.get("/orders/<id:order_id>/log")
@may(*DESK)
@BLUEPRINT.arguments(LogQuery, location="query")
@BLUEPRINT.response(200, LogAnswer)
def show_log(query: dict[str, Any], order_id: str) -> Response:
    """The events as they were sealed, the newest first, and whether the chain holds against the checkpoints."""
    told = _read(order_id, before=query.get("before"), shown=query["limit"])
    return reply({**told, "may_export": who().role in LEADS})


@BLUEPRINT.get("/orders/<id:order_id>/log/export")
@may(*LEADS)
@BLUEPRINT.arguments(LogFileQuery, location="query")
@BLUEPRINT.response(200)
def export_log(query: dict[str, Any], order_id: str) -> Response:
    """The whole log as a file, oldest first, with its seals; a lead's, because it goes out of the house."""
    identity = who()
    told = _read(order_id, before=None, shown=None)
    events = told["events"][::-1]
    now = parts().clock.now()
    if query["format"] == "csv":
        content = _csv(events)
    else:
        whole = {
            **told,
            "exported_at": now.isoformat(),
            "exported_by": f"{identity.role}:{identity.actor.id}",
            "events": events,
        }
        content = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    log.info("the log of order %s was exported by %s:%s", told["number"], identity.role, identity.actor.id)
    response = Response(content, content_type=_TYPES[query["format"]])
    name = f"sanxian-log-{told['number']}.{query['format']}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(order_id: str, *, before: int | None, shown: int | None) -> dict[str, Any]:
    with parts().database.read() as session:
        require_order(session, order_id, who())
        return order_log.log(
            session,
            order_id,
            parts().database.keys,
            folder_of(parts().settings.data_dir),
            before=before,
            shown=shown,
        )


def _csv(events: list[dict[str, Any]]) -> bytes:
    """With a byte order mark for spreadsheets; no cell is a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(_COLUMNS)
    for event in events:
        flat = {
            **event,
            "role": event["by"]["role"],
            "actor_id": event["by"]["id"],
            "actor_name": event["by"]["name"],
            "data": json.dumps(event["data"], ensure_ascii=False, sort_keys=True),
        }
        writer.writerow([guarded("" if flat[column] is None else str(flat[column])) for column in _COLUMNS])
    return b"\xef\xbb\xbf" + lines.getvalue().encode()

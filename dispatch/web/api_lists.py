"""Finding and listing orders of any day: search, lists with saved filters, and a list as a file."""

from collections.abc import Iterator
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response, request
from marshmallow import fields
from sqlalchemy import select
from webargs.fields import DelimitedList

from dispatch.actions import saved_filters
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Status
from dispatch.orders.people import DESK
from dispatch.queries import order_list
from dispatch.queries.order_list import ListQuery
from dispatch.queries.search import search
from dispatch.storage.district import District
from dispatch.storage.saved_filter import SavedFilter, filters_for
from dispatch.storage.technician import Technician
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, empty, reply
from dispatch.web.api_board import require_place
from dispatch.web.auth import Identity, may, require_district, who
from dispatch.web.errors import Problem
from dispatch.web.fields import Body, Choice, Day, Document, EventId, Ident, Text, refuse
from dispatch.web.language import LANGUAGES, choose_language
from dispatch.web.list_file import COLUMNS, FORMATS, Reader, as_file, csv_lines, xlsx_chunks
from dispatch.web.order_answers import CardAnswer
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "lists", __name__, url_prefix="/api/v1", description="Search, lists of orders, saved filters, files."
)
WINDOW: Final = 200


class SearchQuery(Body):
    q = Text(most=100, required=True)
    district = Ident()


class Number(fields.Integer):
    """A whole number in an address, where everything is text."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, str) or not value.isascii() or not value.isdigit() or len(value) > 9:  # noqa: PLR2004  # no list is longer
            raise refuse("invalid-field", f"a whole number from 0 to {self.most}")
        return min(int(value), self.most)


class Flag(fields.Boolean):
    """`true` or `false` in an address."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:  # noqa: ARG002  # marshmallow's signature
        if value not in ("true", "false"):
            raise refuse("invalid-field", "true or false")
        return bool(value == "true")


class FilterQuery(Body):
    district = Ident(required=True)
    status = DelimitedList(Choice(Status))
    kind = DelimitedList(Choice(Kind))
    area = DelimitedList(Ident())
    technician = DelimitedList(Ident())
    unassigned = Flag()
    urgent = Flag()
    risk = DelimitedList(Choice(order_list.BY_URGENCY))
    first = Day()
    last = Day()
    words = Text(least=0, most=100)
    sort = Choice(order_list.SORTS, load_default="due")
    descending = Flag(load_default=False)


class WindowQuery(FilterQuery):
    offset = Number(10_000_000, load_default=0)
    limit = Number(WINDOW, load_default=WINDOW)


class FileQuery(FilterQuery):
    format = Choice(FORMATS, required=True)
    columns = DelimitedList(Choice(COLUMNS))
    language = Choice(LANGUAGES)


class FilterBody(Body):
    id = EventId(required=True)
    district = Ident(required=True)
    name = Text(most=60, required=True)
    shared = fields.Boolean(load_default=False)
    query = Document(required=True)


class FiltersQuery(Body):
    district = Ident(required=True)


class FoundOrder(Answer):
    id = fields.String(required=True)
    number = fields.String(required=True)
    district_id = fields.String(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(required=True)
    technician_id = fields.String(required=True, allow_none=True)
    date = fields.Date(required=True, metadata={"description": "the day on which the board shows it"})


class FoundTechnician(Answer):
    id = fields.String(required=True)
    district_id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True, allow_none=True)
    badge = fields.String(required=True)
    team = fields.String(required=True, allow_none=True)


class FoundArea(Answer):
    id = fields.String(required=True)
    district_id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True, allow_none=True)


class SearchAnswer(Answer):
    orders = fields.List(fields.Nested(FoundOrder), required=True)
    technicians = fields.List(fields.Nested(FoundTechnician), required=True)
    areas = fields.List(fields.Nested(FoundArea), required=True)


class ListAnswer(Answer):
    total = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    rows = fields.List(fields.Nested(CardAnswer), required=True)


class FilterAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    shared = fields.Boolean(required=True)
    mine = fields.Boolean(required=True)
    query = fields.Dict(required=True)


@BLUEPRINT.get("/search")
@may(*DESK)
@BLUEPRINT.arguments(SearchQuery, location="query")
@BLUEPRINT.response(200, SearchAnswer)
def find(query: dict[str, Any]) -> Response:
    """Orders of any day, technicians and areas, in every district that I may see (or in the one that is named)."""
    identity = who()
    with parts().database.read() as session:
        if "district" in query:
            districts = [require_place(session, query["district"], identity).id]
        else:
            known = session.scalars(select(District.id).order_by(District.id))
            districts = [one for one in known if identity.sees_district(one)]
        return reply(search(session, query["q"], districts, now=parts().clock.now()))


@BLUEPRINT.get("/lists")
@may(*DESK)
@BLUEPRINT.arguments(WindowQuery, location="query")
@BLUEPRINT.response(200, ListAnswer)
def show_list(query: dict[str, Any]) -> Response:
    """A window of a list of the district's orders, of any day, and how many there are."""
    now = parts().clock.now()
    with parts().database.read() as session:
        require_place(session, query["district"], who())
        ids = order_list.list_ids(session, _asked(query), now=now)
        offset, limit = query["offset"], query["limit"]
        rows = list(order_list.list_rows(session, ids[offset : offset + limit], now=now))
    return reply({"total": len(ids), "offset": offset, "rows": rows})


@BLUEPRINT.get("/lists/export")
@may(*DESK)
@BLUEPRINT.arguments(FileQuery, location="query")
@BLUEPRINT.response(200)
def export_list(query: dict[str, Any]) -> Response:
    """The whole list as a file; customers' names and numbers are masked in it as on the board."""
    now = parts().clock.now()
    with parts().database.read() as session:
        district = require_place(session, query["district"], who())
        reader = Reader(
            language=query.get("language") or choose_language(request),
            zone=ZoneInfo(district.zone),
            technicians=dict(session.execute(select(Technician.id, Technician.name)).all()),
        )
    database = parts().database

    def cards() -> Iterator[dict[str, Any]]:
        with database.read() as session:
            ids = order_list.list_ids(session, _asked(query), now=now)
            yield from order_list.list_rows(session, ids, now=now)

    write = csv_lines if query["format"] == "csv" else xlsx_chunks
    chunks = write(cards(), query.get("columns") or COLUMNS, reader)
    return as_file(chunks, district.id, query["format"], now, reader)


@BLUEPRINT.get("/saved-filters")
@may(*DESK)
@BLUEPRINT.arguments(FiltersQuery, location="query")
@BLUEPRINT.response(200, FilterAnswer(many=True))
def show_filters(query: dict[str, Any]) -> Response:
    """My own lists of the district, and those that others share."""
    identity = who()
    with parts().database.read() as session:
        require_place(session, query["district"], identity)
        kept = filters_for(session, identity.user_id or "", query["district"])
    return reply([_filter_json(one, identity) for one in kept])


@BLUEPRINT.post("/saved-filters")
@may(*DESK)
@BLUEPRINT.arguments(FilterBody)
@BLUEPRINT.response(200, FilterAnswer)
def save_filter(body: dict[str, Any]) -> Response:
    """Keep a list under a name, for myself or for everybody at the district's desk."""
    identity = who()
    with parts().database.write() as session:
        require_place(session, body["district"], identity)
        kept = saved_filters.save_filter(
            session,
            body["id"],
            user_id=identity.user_id or "",
            district_id=body["district"],
            name=body["name"],
            shared=body["shared"],
            query=body["query"],
            now=parts().clock.now(),
        )
        shown = _filter_json(kept, identity)
    return reply(shown)


@BLUEPRINT.delete("/saved-filters/<id:filter_id>")
@may(*DESK)
@BLUEPRINT.response(204)
def drop_filter(filter_id: str) -> Response:
    """Forget a list of mine."""
    identity = who()
    with parts().database.write() as session:
        known = session.get(SavedFilter, filter_id)
        if known is None:
            raise Problem(code="not-found")
        require_district(identity, known.district_id)
        saved_filters.drop_filter(session, filter_id, user_id=identity.user_id or "")
    return empty()


def _filter_json(kept: SavedFilter, identity: Identity) -> dict[str, Any]:
    return {
        "id": kept.id,
        "name": kept.name,
        "shared": kept.shared,
        "mine": kept.user_id == identity.user_id,
        "query": kept.query,
    }


def _asked(query: dict[str, Any]) -> ListQuery:
    return ListQuery(
        district_id=query["district"],
        statuses=tuple(query.get("status", ())),
        kinds=tuple(query.get("kind", ())),
        areas=tuple(query.get("area", ())),
        technicians=tuple(query.get("technician", ())),
        unassigned=query.get("unassigned", False),
        urgent=query.get("urgent", False),
        risks=tuple(query.get("risk", ())),
        first=query.get("first"),
        last=query.get("last"),
        words=query.get("words", ""),
        sort=query["sort"],
        descending=query["descending"],
    )

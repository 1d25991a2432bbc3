"""A list of orders as a file: CSV or XLSX, its titles and words in the reader's language, its times in the district's zone."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

from flask import Response

from dispatch.web.language import knows, say

Card = Mapping[str, Any]
FORMATS: Final = ("csv", "xlsx")
COLUMNS: Final = (
    "number",
    "kind",
    "status",
    "risk",
    "due",
    "customer",
    "phone",
    "address",
    "area",
    "technician",
    "booked",
    "agreed",
    "planned",
    "accepted",
)
"""In this order when none are named; the page shows the same ones."""
_ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula."""
_URGENCY: Final = ("broken", "jeop", "risk", "paused", "track", "kept")
_WIDE: Final = {"address": 42, "number": 16, "technician": 14, "area": 16, "phone": 14, "due": 17}
_READ: Final = 1 << 16
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    language: str
    zone: ZoneInfo
    technicians: Mapping[str, str]

    def title(self, column: str) -> str:
        return say(self.language, f"list-col-{column}")

    def word(self, subject: str, code: str) -> str:
        name = f"{subject}-{code.replace('_', '-')}"
        return say(self.language, name) if knows(self.language, name) else code

    def time(self, at: str | None) -> str:
        if at is None:
            return ""
        return datetime.fromisoformat(at).astimezone(self.zone).strftime("%Y-%m-%d %H:%M")


def worst_promise(card: Card) -> Mapping[str, Any] | None:
    """The promise that matters most, as the page's mark shows it."""
    owed = [one for one in card["promises"] if one["state"] != "void"]
    return min(owed, key=lambda one: (_URGENCY.index(one["risk"]), one["due_at"] or "~"), default=None)


def _risk(card: Card, reader: Reader) -> str:
    promise = worst_promise(card)
    return "" if promise is None else reader.word("state", promise["risk"])


def _due(card: Card, reader: Reader) -> str:
    promise = worst_promise(card)
    return "" if promise is None else reader.time(promise["due_at"])


def _booked(card: Card, reader: Reader) -> str:
    half = card["booked_half"]
    only = reader.word("half-only", half) if half in ("am", "pm") else ""
    return f"{card['booked_date'] or ''} {only}".strip()


_CELLS: Final[dict[str, Callable[[Card, Reader], str]]] = {
    "number": lambda card, _: str(card["number"]),
    "kind": lambda card, reader: reader.word("kind", card["kind"]),
    "status": lambda card, reader: reader.word("status", card["status"]),
    "risk": _risk,
    "due": _due,
    "customer": lambda card, _: str(card["customer"]["name"]),
    "phone": lambda card, _: str(card["customer"]["phone"]),
    "address": lambda card, _: str(card["address"]),
    "area": lambda card, _: str(card["area"]),
    "technician": lambda card, reader: reader.technicians.get(card["technician_id"] or "", ""),
    "booked": _booked,
    "agreed": lambda card, reader: reader.time(card["agreed_at"]),
    "planned": lambda card, reader: reader.time((card["planned"] or {}).get("start_at")),
    "accepted": lambda card, reader: reader.time(card["accepted_at"]),
}


def guarded(text: str) -> str:
    """A customer's words stay words: nothing that a spreadsheet would compute."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def csv_lines(cards: Iterable[Card], columns: Iterable[str], reader: Reader) -> Iterator[bytes]:
    columns = tuple(columns)
    return csv_rows(
        [reader.title(column) for column in columns],
        ([_CELLS[column](card, reader) for column in columns] for card in cards),
    )


def csv_rows(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """With a byte order mark: without it, spreadsheets take UTF-8 for something else."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(titles)
    yield b"\xef\xbb\xbf" + _taken(line)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        yield _taken(line)


def _taken(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode()


def xlsx_chunks(cards: Iterable[Card], columns: Iterable[str], reader: Reader) -> Iterator[bytes]:
    columns = tuple(columns)
    return xlsx_rows(
        say(reader.language, "list-sheet"),
        {reader.title(column): _WIDE.get(column, 12) for column in columns},
        ([_CELLS[column](card, reader) for column in columns] for card in cards),
    )


def xlsx_rows(name: str, titles: Mapping[str, int], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Each title with its width. Written row by row to a file of its own, so that a long list never lies in memory;
    texts are never formulas.
    """
    import xlsxwriter  # noqa: PLC0415  # most processes never write one

    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        head = book.add_format({"bold": True})
        for at, (title, width) in enumerate(titles.items()):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, title, head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                sheet.write_string(last, at, cell)
        sheet.autofilter(0, 0, last, len(titles) - 1)
        book.close()
        yield from _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while part := file.read(_READ):
        yield part


def as_file(chunks: Iterator[bytes], what: str, file_format: str, now: datetime, reader: Reader) -> Response:
    """To be kept under a name that says what it is and when it was read; never by a cache."""
    response = Response(chunks, content_type=_TYPES[file_format])
    name = f"sanxian-{what}-{now.astimezone(reader.zone):%Y%m%d-%H%M}.{file_format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response

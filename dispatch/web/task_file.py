"""The tasks that go on as a file: CSV or XLSX, in the reader's language, times in the district's zone."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dispatch.storage.task import TEAM_DESK
from dispatch.web.language import say
from dispatch.web.list_file import Reader, csv_rows, xlsx_rows

_COLUMNS: Final = {
    "title": 42,
    "kind": 12,
    "owner": 14,
    "offered": 14,
    "due": 17,
    "percent": 8,
    "number": 16,
    "created": 17,
    "maker": 14,
}


def task_file(tasks: Iterable[Mapping[str, Any]], file_format: str, reader: Reader) -> Iterator[bytes]:
    """Every column in the order of the panel: what, of whom, by when."""
    titles = {say(reader.language, f"task-col-{column}"): width for column, width in _COLUMNS.items()}
    rows = (_cells(task, reader) for task in tasks)
    if file_format == "csv":
        return csv_rows(list(titles), rows)
    return xlsx_rows(say(reader.language, "task-sheet"), titles, rows)


def _cells(task: Mapping[str, Any], reader: Reader) -> list[str]:
    team = task["offered_team"]
    offered = say(reader.language, "task-col-desk") if team == TEAM_DESK else team
    return [
        task["title"],
        reader.word("task-kind", task["kind"]),
        task["owner"]["name"],
        task["offered"]["name"] if task["offered"] else offered or "",
        reader.time(task["due_at"]),
        f"{task['percent']} %",
        task["number"] or "",
        reader.time(task["created_at"]),
        task["created_by"]["name"],
    ]

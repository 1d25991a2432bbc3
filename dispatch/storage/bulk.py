"""Many rows in one statement: what a sweep writes ten thousand times a second."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import ARRAY, JSON, ColumnElement, Connection, Dialect, String, Table, func, literal
from sqlalchemy import cast as cast_to
from sqlalchemy.orm import InstrumentedAttribute, Session

from dispatch.storage.base import Base

Rows = Sequence[Mapping[str, Any]]
_POSTGRESQL: Final = "postgresql"


def insert_rows(
    connection: Connection, noun: type[Base], rows: Rows, *, replacing: Sequence[str] = ()
) -> None:
    """Insert them all; every row names the same columns.

    With `replacing`, the columns of a unique constraint, a row that is there already gets the new values, except
    for its primary key.
    """
    if not rows:
        return
    table, columns = _table(noun), tuple(rows[0])
    statement = f"INSERT INTO {_quoted(table.name)} ({_listed(columns)}) "
    if connection.dialect.name == _POSTGRESQL:
        statement += f"SELECT * FROM {_unnest(table, columns, connection.dialect)}"  # noqa: S608  # names of our own
    else:
        statement += f"VALUES ({', '.join('?' for _ in columns)})"
    if replacing:
        kept = {*replacing, *(column.name for column in table.primary_key)}
        new = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in columns if name not in kept)
        statement += f" ON CONFLICT ({_listed(replacing)}) DO UPDATE SET {new}"
    _execute(connection, statement, table, columns, rows)


def update_rows(connection: Connection, noun: type[Base], key: Sequence[str], rows: Rows) -> None:
    """Give each row that `key` names its other values; every row names the same columns."""
    if not rows:
        return
    table, columns = _table(noun), tuple(rows[0])
    changed = tuple(name for name in columns if name not in key)
    if connection.dialect.name == _POSTGRESQL:
        new = ", ".join(f"{_quoted(name)} = new.{_quoted(name)}" for name in changed)
        same = " AND ".join(f"old.{_quoted(name)} = new.{_quoted(name)}" for name in key)
        statement = (
            f"UPDATE {_quoted(table.name)} AS old SET {new} "  # noqa: S608  # names of our own
            f"FROM {_unnest(table, (*changed, *key), connection.dialect)} AS new ({_listed((*changed, *key))}) "
            f"WHERE {same}"
        )
    else:
        new = ", ".join(f"{_quoted(name)} = ?" for name in changed)
        same = " AND ".join(f"{_quoted(name)} = ?" for name in key)
        statement = f"UPDATE {_quoted(table.name)} SET {new} WHERE {same}"  # noqa: S608  # names of our own
    _execute(connection, statement, table, (*changed, *key), rows)


def is_among(
    session: Session, column: InstrumentedAttribute[str], values: Sequence[str]
) -> ColumnElement[bool]:
    """`column IN values`; for PostgreSQL as one array, which it neither parses nor plans value by value."""
    if session.get_bind().dialect.name == _POSTGRESQL:
        return column == func.any(cast_to(literal(_array(values), String), ARRAY(String)))
    return column.in_(values)


def _execute(
    connection: Connection, statement: str, table: Table, columns: Sequence[str], rows: Rows
) -> None:
    """SQLite is in this process and takes row by row; PostgreSQL takes one array a column and plans once."""
    dialect = connection.dialect
    columns_of_values = [
        _bound(_processor(table, name, dialect), [row[name] for row in rows]) for name in columns
    ]
    if dialect.name == _POSTGRESQL:
        connection.exec_driver_sql(statement, tuple(map(_joined, columns_of_values)))
    else:
        connection.exec_driver_sql(statement, list(zip(*columns_of_values, strict=True)))


def _bound(process: Callable[[Any], Any] | None, values: list[Any]) -> list[Any]:
    """The values as the driver wants them; a batch has the same `now` in each row, which is converted once."""
    if process is None:
        return values
    last, given = object(), None
    bound = []
    for value in values:
        if value is not last:
            last, given = value, process(value)
        bound.append(given)
    return bound


def _array(values: Iterable[Any]) -> str:
    """PostgreSQL's own spelling of an array; the driver would take a microsecond and a half for each element."""
    return _joined(map(_element, values))


def _joined(elements: Iterable[str]) -> str:
    return f"{{{','.join(elements)}}}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _table(noun: type[Base]) -> Table:
    return cast("Table", noun.__table__)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _unnest(table: Table, columns: Iterable[str], dialect: Dialect) -> str:
    return f"unnest({', '.join(f'%s::{_type_name(table, name, dialect)}[]' for name in columns)})"


@cache
def _type_name(table: Table, column: str, dialect: Dialect) -> str:
    return str(table.c[column].type.compile(dialect))


@cache
def _processor(table: Table, column: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    kind = table.c[column].type
    process = json.dumps if isinstance(kind, JSON) else kind.dialect_impl(dialect).bind_processor(dialect)
    if dialect.name != _POSTGRESQL:
        return process
    return _element if process is None else lambda value: _element(process(value))

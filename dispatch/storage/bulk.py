"""Many rows in one statement: what a sweep writes ten thousand times a second."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import Connection, Dialect, Table, bindparam, insert, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.types import TypeEngine

from dispatch.storage.base import Base

Rows = Sequence[Mapping[str, Any]]
_OLD: Final = "old_"
"""Before the names of key columns in an update, so that they are not taken for new values."""


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
    kept = {*replacing, *(column.name for column in table.primary_key)}
    replaced = tuple(name for name in columns if name not in kept) if replacing else ()
    if connection.dialect.name == "postgresql":
        names = ", ".join(_quoted(name) for name in columns)
        statement = (
            f"INSERT INTO {_quoted(table.name)} ({names}) SELECT * FROM {_unnest(connection, table, columns)}"  # noqa: S608  # names of our own columns
        )
        if replacing:
            values = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in replaced)
            statement += f" ON CONFLICT ({', '.join(map(_quoted, replacing))}) DO UPDATE SET {values}"
        connection.exec_driver_sql(statement, _arrays(connection, table, columns, rows))
    elif replacing:
        upsert = sqlite_insert(table)
        new = {name: upsert.excluded[name] for name in replaced}
        connection.execute(upsert.on_conflict_do_update(index_elements=replacing, set_=new), list(rows))
    else:
        connection.execute(insert(table), list(rows))


def update_rows(connection: Connection, noun: type[Base], key: Sequence[str], rows: Rows) -> None:
    """Give each row that `key` names its other values; every row names the same columns."""
    if not rows:
        return
    table, columns = _table(noun), tuple(rows[0])
    changed = [name for name in columns if name not in key]
    if connection.dialect.name == "postgresql":
        values = ", ".join(f"{_quoted(name)} = new.{_quoted(name)}" for name in changed)
        same = " AND ".join(f"old.{_quoted(name)} = new.{_quoted(name)}" for name in key)
        names = ", ".join(map(_quoted, columns))
        connection.exec_driver_sql(
            f"UPDATE {_quoted(table.name)} AS old SET {values} "  # noqa: S608  # names of our own columns
            f"FROM {_unnest(connection, table, columns)} AS new ({names}) WHERE {same}",
            _arrays(connection, table, columns, rows),
        )
        return
    statement = update(table).values({name: bindparam(name) for name in changed})
    for name in key:
        statement = statement.where(table.c[name] == bindparam(_OLD + name))
    old = {name: _OLD + name for name in key}
    connection.execute(statement, [{old.get(name, name): row[name] for name in columns} for row in rows])


def _table(noun: type[Base]) -> Table:
    return cast("Table", noun.__table__)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _unnest(connection: Connection, table: Table, columns: Sequence[str]) -> str:
    """One array a column, as rows: PostgreSQL plans and runs the statement once, not once a row."""
    arrays = ", ".join(f"%s::{_type_name(table.c[name].type, connection.dialect)}[]" for name in columns)
    return f"unnest({arrays})"


@cache
def _type_name(kind: TypeEngine[Any], dialect: Dialect) -> str:
    return str(kind.compile(dialect))


def _arrays(connection: Connection, table: Table, columns: Sequence[str], rows: Rows) -> tuple[Any, ...]:
    arrays = []
    for name in columns:
        process = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        values = [row[name] for row in rows]
        arrays.append(values if process is None else [process(value) for value in values])
    return tuple(arrays)

"""Rows written in bulk are the rows that the session would have written."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dispatch.storage.bulk import insert_rows, is_among, update_rows
from dispatch.storage.outbox import OutboxRow, Topic
from dispatch.storage.plan import Plan
from dispatch.storage.session import Database
from dispatch.storage.user import User

AT = datetime(2026, 11, 20, 9, 0, 0, 1, tzinfo=UTC)


def rows_of(database: Database) -> list[Any]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.event_id)).all()
        return [(row.event_id, row.topic, row.payload, row.due_at, row.attempts) for row in rows]


def some(count: int) -> list[dict[str, Any]]:
    return [
        {
            "event_id": f"e{n}",
            "topic": Topic.PUSH,
            "payload": {"名": [n, None, "\"'"]},
            "due_at": AT,
            "attempts": 0,
        }
        for n in range(count)
    ]


def test_what_is_written_in_bulk_reads_back_as_itself(database: Database) -> None:
    with database.write() as session:
        insert_rows(session.connection(), OutboxRow, some(3))
    assert rows_of(database) == [(f"e{n}", Topic.PUSH, {"名": [n, None, "\"'"]}, AT, 0) for n in range(3)]


def test_each_row_gets_its_own_values_and_no_other_row_any(database: Database) -> None:
    shanghai = timezone(timedelta(hours=8))
    with database.write() as session:
        insert_rows(session.connection(), OutboxRow, some(4))
        update_rows(
            session.connection(),
            OutboxRow,
            ["event_id", "topic"],
            [
                {"event_id": "e1", "topic": Topic.PUSH, "attempts": 7, "due_at": AT.astimezone(shanghai)},
                {"event_id": "e2", "topic": Topic.PUSH, "attempts": 8, "due_at": AT + timedelta(days=1)},
                {"event_id": "e3", "topic": Topic.PLAN, "attempts": 9, "due_at": AT},
            ],
        )
    assert [(row[0], row[3] - AT, row[4]) for row in rows_of(database)] == [
        ("e0", timedelta(0), 0),
        ("e1", timedelta(0), 7),
        ("e2", timedelta(days=1), 8),
        ("e3", timedelta(0), 0),
    ]


def test_a_row_that_is_there_already_is_replaced_only_when_that_is_asked_for(database: Database) -> None:
    def user(identity: str, name: str) -> dict[str, Any]:
        return {
            "id": identity,
            "login": "wang",
            "name": name,
            "password_hash": "",
            "role": "lead",
            "language": "en",
            "active": True,
        }

    with database.write() as session:
        insert_rows(session.connection(), User, [user("u1", "王强")])
    with pytest.raises(IntegrityError), database.write() as session:
        insert_rows(session.connection(), User, [user("u2", "王伟")])
    with database.write() as session:
        insert_rows(session.connection(), User, [user("u2", "王伟")], replacing=["login"])
    with database.read() as session:
        assert [(row.id, row.name) for row in session.scalars(select(User))] == [("u1", "王伟")]


@pytest.mark.parametrize(
    "text", ['"', "\\", "\\n", "\n\t", "{a,b}", "NULL", "", " ", "'", "%s", "名🙂", "a,b"]
)
def test_every_text_survives(database: Database, text: str) -> None:
    with database.write() as session:
        insert_rows(
            session.connection(),
            OutboxRow,
            [some(1)[0] | {"event_id": text, "failed_reason": text}, some(2)[1] | {"failed_reason": None}],
        )
    with database.read() as session:
        found = session.scalars(
            select(OutboxRow).where(is_among(session, OutboxRow.event_id, [text, "none"]))
        )
        assert [(row.event_id, row.failed_reason) for row in found] == [(text, text)]


def test_nothing_to_write_is_nothing(database: Database) -> None:
    with database.write() as session:
        insert_rows(session.connection(), Plan, [])
        update_rows(session.connection(), Plan, ["version"], [])
    assert rows_of(database) == []

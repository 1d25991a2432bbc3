"""Transactions: all or nothing, one writer, consistent readers, on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from dispatch.storage.base import new_id
from dispatch.storage.district import District
from dispatch.storage.migrate import upgrade
from dispatch.storage.outbox import Topic, post
from dispatch.storage.session import Database
from dispatch.storage.tables import METADATA, TABLES
from dispatch.storage.technician import Position, Technician

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def add_technician(session: Session) -> None:
    session.add(District(id="d", name="城北"))
    session.flush()
    session.add(
        Technician(
            id="t", district_id="d", name="王", badge="1", home_lat=39.9, home_lon=116.4, skills=["install"]
        )
    )


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        # trigrams are PostgreSQL's alone, and no model knows of them
        options = {"include_name": lambda name, _kind, _parents: name != "ix_order_words"}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_postgresql_finds_words_by_their_trigrams(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.engine.connect() as connection:
        made = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_order_words'"
        assert "gin_trgm_ops" in connection.scalar(text(made))
    database.close()


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database.url)


def test_every_table_is_registered() -> None:
    assert {table.__tablename__ for table in TABLES} == set(METADATA.tables)


def test_an_exception_leaves_nothing_behind(database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            session.add(District(id="d", name="城北"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.read() as session:
        assert session.get(District, "d") is None


def test_times_come_back_in_utc_whatever_zone_they_had(database: Database) -> None:
    shanghai = AT.astimezone(timezone(timedelta(hours=8)))
    with database.write() as session:
        add_technician(session)
        session.flush()
        session.add(Position(technician_id="t", lat=1.0, lon=2.0, at=shanghai))
    with database.read() as session:
        position = session.get_one(Position, "t")
        assert position.at == AT
        assert position.at.tzinfo is UTC
        assert session.scalar(select(Position.at).where(Position.at <= AT)) == AT
        assert session.scalar(select(Position.at).where(Position.at < AT)) is None


def test_a_naive_time_is_refused(database: Database) -> None:
    with database.read() as session, pytest.raises(StatementError, match="naive time refused"):
        session.scalar(select(Position.at).where(Position.at < AT.replace(tzinfo=None)))


def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(Position(technician_id="nobody", lat=1.0, lon=2.0, at=AT))


def test_writers_wait_for_each_other_and_lose_nothing(database: Database) -> None:
    with database.write() as session:
        session.add(District(id="d", name="0"))

    def count() -> None:
        for _ in range(20):
            with database.write() as session:
                district = session.get_one(District, "d", with_for_update=True)
                district.name = str(int(district.name) + 1)

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert session.get_one(District, "d").name == "80"


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.write() as session:
        session.add(District(id="d", name="before"))
    with database.read() as session:
        assert session.scalar(select(District.name)) == "before"
        with database.write() as other:
            other.get_one(District, "d").name = "after"
        assert session.scalar(select(District.name)) == "before"


def test_the_relay_is_woken_after_a_commit_that_posted_and_only_then(database: Database) -> None:
    woken: list[int] = []

    def look() -> None:
        with database.read() as session:
            woken.append(session.scalar(text("SELECT count(*) FROM outbox")) or 0)

    database.when_posted(look)
    with database.write() as session:
        session.add(District(id="d", name="城北"))
    assert woken == []
    with database.write() as session:
        post(session, Topic.PLAN, {}, due_at=AT)
    assert woken == [1]


def test_ids_follow_time_and_the_same_parts_make_the_same_id() -> None:
    assert new_id(AT) < new_id(AT + timedelta(milliseconds=1))
    assert new_id(AT) != new_id(AT)
    assert new_id(AT, "a", 1) == new_id(AT, "a", 1) != new_id(AT, "a", 2)
    assert len(new_id(AT)) == 36
    assert new_id(AT)[14] == "7"


def test_the_write_ahead_log_is_carried_over_beside_a_writer(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    log = Path(f"{sqlite_url.removeprefix('sqlite:///')}-wal")
    for name in ("north", "south"):
        with database.write() as session:
            session.add(District(id=name, name=name))
    with database.write() as session:
        session.add(District(id="east", name="east"))
        session.flush()
        database.carry_over()  # neither waits for the other
    size = log.stat().st_size
    database.carry_over()
    with database.write() as session:
        session.add(District(id="west", name="west"))
    assert log.stat().st_size <= size, "the log begins anew once all of it is in its place"
    with database.read() as session:
        assert len(session.scalars(select(District.id)).all()) == 4
    database.close()

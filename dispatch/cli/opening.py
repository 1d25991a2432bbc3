"""What most commands begin with: the settings read or refused in a sentence, the database opened at the newest schema."""

from typing import TYPE_CHECKING

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from dispatch.clock import Clock, from_text
from dispatch.config import InvalidSetting, Settings
from dispatch.storage.migrate import configuration
from dispatch.storage.session import Database

if TYPE_CHECKING:
    from dispatch.travel.cache import TravelCache


def read_settings() -> Settings:
    try:
        settings = Settings.from_environment()
        make_clock(settings)  # a bad clock is refused at the start, not at the first tick
    except InvalidSetting as wrong:
        raise click.ClickException(str(wrong)) from wrong
    return settings


def make_clock(settings: Settings) -> Clock:
    """The clock that the setting describes."""
    try:
        return from_text(settings.clock)
    except ValueError as wrong:
        raise InvalidSetting("SANXIAN_CLOCK", str(wrong)) from wrong


def open_database(settings: Settings) -> Database:
    """The database, or a sentence that says what to do about it."""
    database = Database.of(settings)
    if waiting := pending_migrations(database):
        raise click.ClickException(
            f"the database is not at the newest schema ({', '.join(waiting)}): run `sanxian migrate` first"
        )
    return database


def open_travel(settings: Settings) -> "TravelCache":
    """Where travel times come from, or a sentence that says what is wrong with the setting."""
    from dispatch.travel.cache import TravelCache  # noqa: PLC0415  # numpy, which most commands do without
    from dispatch.travel.source import UnknownTravel, make_source  # noqa: PLC0415  # the same

    try:
        return TravelCache(make_source(settings.travel))
    except UnknownTravel as wrong:
        raise click.ClickException(str(wrong)) from wrong


def pending_migrations(database: Database) -> list[str]:
    """The revisions that the program knows and the database has not seen."""
    script = ScriptDirectory.from_config(configuration(database.url))
    try:
        with database.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
    except Exception as error:
        raise click.ClickException(f"the database cannot be opened: {error}") from error
    return [] if set(current) == set(script.get_heads()) else sorted(script.get_heads())

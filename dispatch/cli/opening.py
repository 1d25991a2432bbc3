"""What most commands begin with: the settings read or refused in a sentence, the database opened at the newest schema."""

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from dispatch.clock import Clock, from_text
from dispatch.config import InvalidSetting, Settings
from dispatch.storage.migrate import configuration
from dispatch.storage.session import Database


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


def pending_migrations(database: Database) -> list[str]:
    """The revisions that the program knows and the database has not seen."""
    script = ScriptDirectory.from_config(configuration(database.url))
    try:
        with database.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
    except Exception as error:
        raise click.ClickException(f"the database cannot be opened: {error}") from error
    return [] if set(current) == set(script.get_heads()) else sorted(script.get_heads())

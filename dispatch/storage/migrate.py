"""Bring a database to the newest schema: `upgrade(url)`."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def configuration(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Create or migrate all tables; what is up to date is left alone."""
    command.upgrade(configuration(url), revision)

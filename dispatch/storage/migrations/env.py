"""How Alembic reaches the database: through our own session settings, in one transaction."""

from alembic import context

from dispatch.storage.session import Database
from dispatch.storage.tables import METADATA


def run() -> None:
    database = Database(context.config.attributes["url"], pool_size=1)
    try:
        with database.engine.execution_options(writes=True).connect() as connection:
            if not database.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_lock(7203)")  # one migration at a time
                connection.commit()
            context.configure(
                connection=connection,
                target_metadata=METADATA,
                compare_type=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            if not database.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_unlock(7203)")
            connection.commit()
    finally:
        database.close()


run()

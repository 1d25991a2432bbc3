"""`sanxian migrate`: create the database, or bring it to the newest schema."""

import click


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when something is pending.")
def migrate(*, check: bool) -> None:
    """Create the database, or bring it to the newest schema.

    Safe to repeat: what is up to date is left alone. Run it after each upgrade, before `sanxian serve`.

    \b
    On the embedded SQLite in ./var:
      sanxian migrate
    On PostgreSQL:
      SANXIAN_DATABASE_URL=postgresql://sanxian@db/sanxian sanxian migrate
    In a deployment's check:
      sanxian migrate --check
    """  # noqa: D301  # \b is click's mark for lines to keep
    from dispatch.cli.opening import pending_migrations, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.storage.migrate import upgrade  # noqa: PLC0415  # commands load late
    from dispatch.storage.session import Database  # noqa: PLC0415  # commands load late

    settings = read_settings()
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database, pool_size=1)
    waiting = pending_migrations(database)
    if not waiting:
        click.echo("The database is at the newest schema.")
        return
    if check:
        raise click.ClickException(f"pending: {', '.join(waiting)}")
    upgrade(database.url)
    click.echo(f"The database is now at {', '.join(waiting)}.")

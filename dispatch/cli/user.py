"""`sanxian user`: the people who sign in."""

import secrets

import click

ROLES = ("technician", "dispatcher", "lead", "manager", "admin")


@click.group()
def user() -> None:
    """Add, list and disable the people who sign in.

    \b
    An administrator, the password asked for twice:
      sanxian user add lin --name 林岚 --role admin
    A dispatcher of one district, with a password made up and shown once:
      sanxian user add chen --role dispatcher --district binhai --generate
    A technician's user is bound to the technician:
      sanxian user add wang --role technician --district binhai --technician t-012 --generate
    Somebody left; all their pages are signed out:
      sanxian user disable chen

    There are no default passwords.
    """  # noqa: D301  # \b is click's mark for lines to keep


@user.command()
@click.argument("login")
@click.option("--name", help="As colleagues read it; the login when left out.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--district", help="The district they work in; none sees all (manager, admin).")
@click.option("--technician", help="The id of the technician that this user is.")
@click.option("--team", help="Whose lanes and risks the board shows first (a lead's own team).")
@click.option(
    "--language", type=click.Choice(("zh-Hans", "zh-Hant", "en")), default="zh-Hans", show_default=True
)
@click.option(
    "--generate", is_flag=True, help="Make a password up and show it once, instead of asking for one."
)
def add(
    *,
    login: str,
    name: str | None,
    role: str,
    district: str | None,
    technician: str | None,
    team: str | None,
    language: str,
    generate: bool,
) -> None:
    """Add LOGIN. The password is asked for, or made up with --generate."""
    from dispatch.actions.errors import InvalidField  # noqa: PLC0415  # commands load late
    from dispatch.actions.users import create_user  # noqa: PLC0415  # commands load late
    from dispatch.cli.opening import open_database, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.clock import real_now  # noqa: PLC0415  # commands load late
    from dispatch.orders.people import Role  # noqa: PLC0415  # commands load late
    from dispatch.storage.district import District  # noqa: PLC0415  # commands load late
    from dispatch.storage.technician import Technician  # noqa: PLC0415  # commands load late

    database = open_database(read_settings())
    with database.read() as session:
        if district is not None and session.get(District, district) is None:
            raise click.BadParameter(f"no district {district!r}", param_hint="--district")
        if technician is not None and session.get(Technician, technician) is None:
            raise click.BadParameter(f"no technician {technician!r}", param_hint="--technician")
    password = (
        secrets.token_urlsafe(12)
        if generate
        else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    try:
        with database.write() as session:
            create_user(
                session,
                login=login,
                name=name or login,
                password=password,
                role=Role(role),
                now=real_now(),
                district_id=district,
                technician_id=technician,
                team=team,
                language=language,
            )
    except InvalidField as wrong:
        raise click.ClickException(f"{wrong.field}: expected {wrong.expected}") from wrong
    click.echo(f"{login} may sign in as {role}.")
    if generate:
        click.echo(f"Password, shown this once: {password}")


@user.command("list")
def list_users() -> None:
    """Show everybody, the disabled ones too."""
    from rich.console import Console  # noqa: PLC0415  # commands load late
    from rich.table import Table  # noqa: PLC0415  # commands load late
    from sqlalchemy import select  # noqa: PLC0415  # commands load late

    from dispatch.cli.opening import open_database, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.storage.user import User  # noqa: PLC0415  # commands load late

    with open_database(read_settings()).read() as session:
        users = session.scalars(select(User).order_by(User.login)).all()
    if not users:
        click.echo("Nobody yet. Add somebody: sanxian user add LOGIN --role admin")
        return
    table = Table("login", "name", "role", "district", "technician", "language", "may sign in")
    for one in users:
        cells = (
            one.login,
            one.name,
            one.role,
            one.district_id or "all",
            one.technician_id or "",
            one.language,
        )
        table.add_row(*cells, "yes" if one.active else "no")
    Console().print(table)


@user.command()
@click.argument("login")
@click.option(
    "--tasks-to", metavar="LOGIN", help="Who has their open tasks from now on; needed if there are any."
)
def disable(*, login: str, tasks_to: str | None) -> None:
    """Bar LOGIN from signing in, and end all their sign-ins. No task of theirs is dropped."""
    from sqlalchemy import select  # noqa: PLC0415  # commands load late

    from dispatch.actions.errors import InvalidField  # noqa: PLC0415  # commands load late
    from dispatch.actions.users import disable_user  # noqa: PLC0415  # commands load late
    from dispatch.cli.opening import open_database, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.clock import real_now  # noqa: PLC0415  # commands load late
    from dispatch.storage.user import User  # noqa: PLC0415  # commands load late

    with open_database(read_settings()).write() as session:
        known = {one.login: one for one in session.scalars(select(User))}
        for named in filter(None, (login, tasks_to)):
            if named.strip().lower() not in known:
                raise click.ClickException(f"no user {named!r}")
        taker = None if tasks_to is None else known[tasks_to.strip().lower()]
        try:
            tasks = disable_user(session, known[login.strip().lower()], now=real_now(), tasks_to=taker)
        except InvalidField as wrong:
            titles = wrong.got if isinstance(wrong.got, list) else []
            listed = "".join(f"\n  {title}" for title in titles)
            raise click.ClickException(f"--tasks-to: {wrong.expected}{listed}") from wrong
    click.echo(f"{login} may not sign in any more; their pages are signed out.")
    for task in tasks:
        click.echo(f"{tasks_to} has now: {task.title}")

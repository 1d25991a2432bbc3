"""`sanxian serve`: run the product, all of it or one role of it."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from flask import Flask

    from dispatch.cli.web_server import Address
    from dispatch.config import Settings
    from dispatch.storage.session import Database

SHORTEST_SECRET: Final = 32
DEMO_MARK: Final = "demo-"
"""How the demo's secrets begin, so that nobody takes one along."""
_GEVENT_ARGUMENTS: Final = "SANXIAN_GEVENT_WEB"


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for everybody."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--role",
    type=click.Choice(("all", "web", "relay", "sweeper", "worker")),
    default="all",
    show_default=True,
    help="One process of everything, or one part.",
)
@click.option("--district", help="The worker's district.")
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Serve HTTPS.")
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--access-log", is_flag=True, help="A line for each request, without secrets.")
@click.option("--until-eof", is_flag=True, hidden=True)
def serve(
    *,
    host: str,
    port: int,
    role: str,
    district: str | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    access_log: bool,
    until_eof: bool,
) -> None:
    """Run the product until Ctrl-C.

    One command starts everything: the web server, the relay that pushes what changed, the sweeper that rings the
    deadlines, and a planner process for each district.

    \b
    On this machine, with SQLite in ./var:
      sanxian migrate
      sanxian serve
    For phones in the same network (they need HTTPS):
      sanxian serve --host 0.0.0.0 --port 8443 --tls-cert cert.pem --tls-key key.pem

    Or each part by itself, as many as you like of each, on PostgreSQL (SANXIAN_DATABASE_URL) and Redis
    (SANXIAN_REDIS_URL):

    \b
      sanxian serve --role web --port 8001     a web process; one a core, behind sticky sessions
      sanxian serve --role relay               pushes and messages
      sanxian serve --role sweeper             deadlines
      sanxian serve --role worker --district binhai    the planner of a district

    It needs SANXIAN_SECRET and SANXIAN_AUDIT_KEY, two random texts of 32 characters or more.
    """  # noqa: D301  # \b is click's mark for lines to keep
    from dispatch.cli.opening import open_database, open_travel, read_settings  # noqa: PLC0415  # commands load late

    settings = read_settings()
    refuse_weak_secret(settings)
    refuse_weak_audit_key(settings)
    if role not in ("relay", "sweeper"):
        open_travel(settings)  # refused here in a sentence, not in each of the processes
    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError("--tls-cert and --tls-key belong together")
    if role == "worker":
        if district is None:
            raise click.UsageError("a worker needs --district")
        _serve_worker(settings, open_database(settings), district, until_eof=until_eof)
        return
    if role in ("relay", "sweeper"):
        (_serve_relay if role == "relay" else _serve_sweeper)(settings, open_database(settings))
        return
    from dispatch.cli.web_server import Address  # noqa: PLC0415  # commands load late

    address = Address(host=host, port=port, certificate=tls_cert, key=tls_key)
    database = open_database(settings)
    database.close()  # the worker opens its own: connections do not survive a fork
    if role == "web":
        if settings.database_url == "" or settings.redis_url is None:
            click.echo("One web process alone: pushes of other processes need SANXIAN_REDIS_URL.", err=True)
        arguments = [host, str(port), str(tls_cert or ""), str(tls_key or ""), "1" if access_log else ""]
        os.environ[_GEVENT_ARGUMENTS] = "\n".join(arguments)
        os.execv(sys.executable, [sys.executable, "-m", "dispatch.gevent_web"])  # noqa: S606  # our own program
    _serve_web(settings, address, everything=True, access_log=access_log)


def refuse_weak_secret(settings: "Settings") -> None:
    """No secret, a short one, or the demo's: whoever knows it can make form tokens."""
    if settings.demo:
        return
    if not settings.secret:
        raise click.ClickException(
            "SANXIAN_SECRET is missing. Make one and keep it:\n"
            "  python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    if settings.secret.startswith(DEMO_MARK):
        raise click.ClickException("SANXIAN_SECRET is a demo's secret. Make one of your own.")
    if len(settings.secret) < SHORTEST_SECRET:
        raise click.ClickException(f"SANXIAN_SECRET is shorter than {SHORTEST_SECRET} characters.")


def refuse_weak_audit_key(settings: "Settings") -> None:
    """Without a key of its own the event log proves nothing; the demo's comes from its secret."""
    if settings.demo and not settings.audit_key:
        return
    if not settings.audit_key:
        raise click.ClickException(
            "SANXIAN_AUDIT_KEY is missing. It seals the event log (docs/audit.md). Make one and keep a copy elsewhere:\n"
            "  python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    if settings.audit_key == settings.secret:
        raise click.ClickException("SANXIAN_AUDIT_KEY must not be SANXIAN_SECRET. Make one of its own.")
    if len(settings.audit_key) < SHORTEST_SECRET:
        raise click.ClickException(f"SANXIAN_AUDIT_KEY is shorter than {SHORTEST_SECRET} characters.")


def serve_web_on_gevent() -> None:
    """The web role, in the process that dispatch/gevent_web.py has patched."""
    from dispatch.cli.opening import read_settings  # noqa: PLC0415  # commands load late
    from dispatch.cli.web_server import Address  # noqa: PLC0415  # commands load late

    host, port, certificate, key, access_log = os.environ[_GEVENT_ARGUMENTS].split("\n")
    address = Address(
        host=host,
        port=int(port),
        certificate=Path(certificate) if certificate else None,
        key=Path(key) if key else None,
    )
    _serve_web(read_settings(), address, everything=False, access_log=bool(access_log))


def _serve_web(settings: "Settings", address: "Address", *, everything: bool, access_log: bool) -> None:
    """gunicorn; with `everything`, its one worker also runs the relay, the sweeper and the planners' supervisor."""
    from dispatch.cli.web_server import WebServer  # noqa: PLC0415  # commands load late

    at_exit: list[Callable[[], None]] = []

    def make_app() -> "Flask":
        from dispatch.app import Background, create_app, parts_of, watch_connections  # noqa: PLC0415  # after the fork
        from dispatch.cli.opening import make_clock  # noqa: PLC0415  # after the fork
        from dispatch.cli.planners import Planners  # noqa: PLC0415  # after the fork
        from dispatch.storage.session import Database  # noqa: PLC0415  # after the fork

        database, clock = Database.of(settings), make_clock(settings)
        app = create_app(settings, clock, database, async_mode="threading" if everything else "gevent")
        watch_connections(app)
        if everything:
            background = Background(parts_of(app))
            background.relay()
            background.sweep()
            background.look()
            planners = Planners(lambda: districts_of(database))
            planners.start()
            at_exit.extend((planners.stop, background.stop))
        at_exit.append(database.close)
        return app

    def leave() -> None:
        for end in at_exit:
            end()

    def ready() -> None:
        click.echo(f"Sanxian at {address.url}", err=True)

    WebServer(
        address, make_app, at_exit=leave, when_ready=ready, gevent=not everything, access_log=access_log
    ).run()


def districts_of(database: "Database") -> list[str]:
    from sqlalchemy import select  # noqa: PLC0415  # commands load late

    from dispatch.storage.district import District  # noqa: PLC0415  # commands load late

    with database.read() as session:
        return list(session.scalars(select(District.id).order_by(District.id)))


def _serve_relay(settings: "Settings", database: "Database") -> None:
    """The relay alone, until it is told to stop."""
    from dispatch.app import Background, parts_without_pages  # noqa: PLC0415  # commands load late
    from dispatch.cli.opening import make_clock  # noqa: PLC0415  # commands load late

    if settings.redis_url is None:
        raise click.ClickException("a relay of its own needs SANXIAN_REDIS_URL to reach the web processes")
    stop = _stop_on_signals()
    background = Background(parts_without_pages(settings, make_clock(settings), database))
    background.relay()
    click.echo("Sanxian relay is running", err=True)
    stop.wait()
    background.stop()
    database.close()


def _serve_sweeper(settings: "Settings", database: "Database") -> None:
    """The sweeper alone, until it is told to stop; without the pages it is up in half the time."""
    from dispatch.cli.opening import make_clock  # noqa: PLC0415  # commands load late
    from dispatch.scheduler import Sweeper  # noqa: PLC0415  # commands load late

    stop = _stop_on_signals()
    sweeper = Sweeper(database, settings, make_clock(settings))
    sweeper.start()
    click.echo("Sanxian sweeper is running", err=True)
    stop.wait()
    sweeper.stop()
    database.close()


def _serve_worker(settings: "Settings", database: "Database", district: str, *, until_eof: bool) -> None:
    """The planner of one district; compiling happens here, where nobody waits for it."""
    from dispatch.cli.opening import make_clock  # noqa: PLC0415  # commands load late
    from dispatch.cli.planners import end_at_eof  # noqa: PLC0415  # commands load late

    if district not in districts_of(database):
        raise click.ClickException(f"no district {district!r}")
    stop = _stop_on_signals()
    if until_eof:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which closes our input
        end_at_eof(stop.set)

    from dispatch.scheduler import planner_loop  # noqa: PLC0415  # its search runs in a child, and compiles there

    planner_loop(database, district, settings, make_clock(settings), stop)
    database.close()


def _stop_on_signals() -> Event:
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop

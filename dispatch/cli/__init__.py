"""The program `sanxian`: its commands by name, each loaded only when it is called."""

from importlib import import_module
from typing import Final

import click

COMMANDS: Final = {
    "demo": ("dispatch.cli.demo:demo", "A city's day, live in your browser."),
    "serve": ("dispatch.cli.serve:serve", "Run the product: web, relay, sweeper, planners."),
    "import": ("dispatch.cli.import_:import_", "Take over orders and technicians from CSV files."),
    "plan": ("dispatch.cli.plan:plan", "Plan a district once, now, and show the plan."),
    "learn": ("dispatch.cli.learn:learn", "Learn from done work how long visits and roads take."),
    "solve": ("dispatch.cli.solve:solve", "Solve a routing problem in VROOM's JSON format."),
    "roads": (
        "dispatch.cli.roads:roads",
        "Build a road graph from an OpenStreetMap extract; ask it for times.",
    ),
    "warm": ("dispatch.cli.warm:warm", "Compile the planner's search ahead of its first use."),
    "promises": ("dispatch.cli.promises:promises", "What we promise, and until when."),
    "audit": ("dispatch.cli.audit:audit", "Prove that nobody changed the event log."),
    "migrate": ("dispatch.cli.migrate:migrate", "Create the database, or bring it to the newest schema."),
    "user": ("dispatch.cli.user:user", "Add, list and disable the people who sign in."),
}
"""Command: where it is, and what it does in one line."""


class LazyGroup(click.Group):
    """A group that knows its commands' one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="sanxian", prog_name="sanxian")
def main() -> None:
    """Sanxian (三限, the three limits): field-service dispatch that keeps the published promise.

    \b
    Look at it:
      sanxian demo
    \b
    Run it for yourself, on SQLite in ./var:
      export SANXIAN_SECRET="$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')"
      export SANXIAN_AUDIT_KEY="$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')"
      sanxian migrate
      sanxian user add lin --role admin
      sanxian serve
    \b
    Several processes, on PostgreSQL and Redis:
      export SANXIAN_DATABASE_URL=postgresql://sanxian@db/sanxian SANXIAN_REDIS_URL=redis://cache
      sanxian serve --role web --port 8001
      sanxian serve --role relay
      sanxian serve --role sweeper
      sanxian serve --role worker --district binhai

    Every command explains itself: sanxian COMMAND --help
    """  # noqa: D301  # \b is click's mark for lines to keep

"""`sanxian promises`: the catalogue of what we promise, and when a promise is due."""

import click

from dispatch.cli.due import due
from dispatch.cli.explain import explain
from dispatch.cli.policies import export_policy, import_policy, list_promises
from dispatch.cli.verify import verify


@click.group()
def promises() -> None:
    """What we promise, and until when.

    \b
    Everything that is promised now, with targets, warnings and what a breach costs:
      sanxian promises list
    Until when a repair must work again that was accepted in a premium area at 17:00:
      sanxian promises due --kind repair --tier premium --accepted 2026-11-20T17:00:00+08:00
    Change what we promise: write the version in force to a file, edit it, look at what that does, save it:
      sanxian promises export -o next.toml
      sanxian promises import next.toml --preview
      sanxian promises import next.toml
    Why the promises of an order stand where they stand:
      sanxian promises explain BH-2611-00412
    Whether everything that is stored is what the event log says:
      sanxian promises verify
    """  # noqa: D301  # \b is click's mark for lines to keep


for command in (list_promises, due, explain, import_policy, export_policy, verify):
    promises.add_command(command)

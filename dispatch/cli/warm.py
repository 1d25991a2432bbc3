"""`sanxian warm`: compile the planner's search ahead of its first use."""

import time

import click


@click.command(short_help="Compile the planner's search ahead of its first use.")
def warm() -> None:
    """Compile the planner's search into a folder that outlives the process, so that nobody waits for it later.

    The folder is NUMBA_CACHE_DIR if set, else one in your own cache directory (XDG_CACHE_HOME, ~/.cache). The first
    run takes some ten seconds, later ones less than one.
    """
    begun = time.perf_counter()

    from dispatch.planning.warm import warm as compile_all  # noqa: PLC0415 - `--help` must not wait for numba
    from dispatch.travel.shortest import warm as compile_roads  # noqa: PLC0415 - the same

    folder = compile_all()
    compile_roads()
    click.echo(f"planner ready in {time.perf_counter() - begun:.1f} s, kept in {folder}")


warm_command = warm

"""Draw the benchmarks' results: python -m benchmarks.pictures --json FILE [--json FILE …] [--folder docs/pictures].

Each FILE is what a benchmark wrote with `--json`; its name decides the picture. Nothing is measured and nothing is
made up here: what a report does not hold is not drawn, and said.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from benchmarks.pictures_charts import NothingToDraw, day, insertion, planning, trsp
from benchmarks.pictures_map import planned_day
from benchmarks.svg import Svg

DRAWN: Mapping[str, Callable[[Mapping[str, Any]], Svg]] = {
    "planning": planning,
    "trsp": trsp,
    "insertion": insertion,
    "day": day,
    "day_map": planned_day,
}


@click.command()
@click.option(
    "--json",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    required=True,
    help="What a benchmark wrote with --json; may be given several times.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs/pictures"),
    show_default=True,
)
def main(files: tuple[Path, ...], folder: Path) -> None:
    """Draw an SVG of each benchmark's results: planning, trsp, insertion, day, day_map."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        report = json.loads(file.read_text(encoding="utf-8"))
        draw = DRAWN.get(report.get("name"))
        if draw is None:
            raise click.ClickException(
                f"{file}: expected a report of {', '.join(DRAWN)}, got {report.get('name')!r}"
            )
        try:
            svg = draw(report)
        except NothingToDraw as nothing:
            raise click.ClickException(f"{file}: {nothing}") from nothing
        target = folder / f"{report['name'].replace('_', '-')}.svg"
        svg.save(target)
        click.echo(f"{target}: {len(svg.marks)} marks")


if __name__ == "__main__":
    main()

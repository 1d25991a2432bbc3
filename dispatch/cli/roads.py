"""`sanxian roads`: build a road graph from an OpenStreetMap extract, and look at one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from dispatch.planning.hours import Hours
    from dispatch.travel.roads import Roads

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@click.group(short_help="Build a road graph from an OpenStreetMap extract; ask it for times.")
def roads() -> None:
    """Travel times on real roads, from an OpenStreetMap extract, without a routing server.

    \b
      sanxian roads build city.osm.pbf
      sanxian roads check city.roads.npz 39.2904,-76.6122 39.2668,-76.5731
      SANXIAN_TRAVEL=roads:city.roads.npz sanxian serve
    """  # noqa: D301  # \b is click's mark for lines to keep


@roads.command()
@click.argument("extract", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it; CITY.roads.npz if left out.",
)
@click.option(
    "--drive-on",
    type=click.Choice(["right", "left"]),
    default="right",
    show_default=True,
    help="Left in Hong Kong, Macao, Japan, Britain.",
)
@click.option(
    "--hours",
    "hours_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A JSON list of 168 factors by hour of the week, Monday 0:00 first; typical ones if left out.",
)
def build(*, extract: Path, output: Path | None, drive_on: str, hours_file: Path | None) -> None:
    """Build a road graph from an OpenStreetMap extract (.osm.pbf, .osm, .osm.bz2).

    Extracts of cities and provinces: download.geofabrik.de, download.openstreetmap.fr, extract.bbbike.org; cut a
    smaller one with `osmium extract`. Take the surroundings along: who lives off the map gets estimated times.
    """
    from dispatch.clock import monotonic  # noqa: PLC0415  # commands load late
    from dispatch.travel.extract import BadExtract  # noqa: PLC0415  # the same
    from dispatch.travel.road_file import save  # noqa: PLC0415  # the same
    from dispatch.travel.road_rules import Side  # noqa: PLC0415  # the same
    from dispatch.travel.roads_build import build_graph  # noqa: PLC0415  # the same
    from dispatch.travel.traffic import TYPICAL_HOURS  # noqa: PLC0415  # the same

    target = output or Path(f"{extract.name.split('.')[0]}.roads.npz")
    hours = TYPICAL_HOURS if hours_file is None else _read_hours(hours_file)
    begun = monotonic()

    def told(text: str) -> None:
        click.echo(f"{monotonic() - begun:6.1f} s  {text}", err=True)

    try:
        graph = build_graph(extract, side=Side(drive_on), hours=hours, progress=told)
        save(graph, target)
    except BadExtract as wrong:
        raise click.ClickException(str(wrong)) from wrong
    except OSError as wrong:
        raise click.ClickException(f"{target}: cannot be written ({wrong.strerror or wrong})") from wrong
    size = target.stat().st_size / 1e6
    south, west, north, east = graph.about.bounds
    click.echo(
        f"{target}: {size:.1f} MB, {graph.about.counts['streets']:,} streets from {south:.4f},{west:.4f} to"
        f" {north:.4f},{east:.4f}, in {monotonic() - begun:.1f} s"
    )
    if unread := graph.about.counts["unread_restrictions"]:
        click.echo(f"{unread:,} turn restrictions by way, vehicle or time are not modelled", err=True)
    click.echo(f"Use it with SANXIAN_TRAVEL=roads:{target}")


@roads.command(context_settings={"ignore_unknown_options": True})
@click.argument("graph", type=click.Path(path_type=Path))
@click.argument("places", nargs=-1, required=True, metavar="LAT,LON…")
def check(*, graph: Path, places: tuple[str, ...]) -> None:
    """Show what the road graph says between places, and what the straight line would.

    One place: which way round it is from the nearest road. Two or more: all times among them, in free flow.
    """
    from dispatch.planning.travel import UNREACHABLE  # noqa: PLC0415  # commands load late
    from dispatch.travel.great_circle import GreatCircle  # noqa: PLC0415  # the same
    from dispatch.travel.road_file import NoRoadGraph  # noqa: PLC0415  # the same
    from dispatch.travel.roads import Roads  # noqa: PLC0415  # the same

    points = [_point(text) for text in places]
    try:
        source = Roads.from_file(graph)
    except NoRoadGraph as wrong:
        raise click.ClickException(str(wrong)) from wrong
    _describe(source)
    unsure = source.unsure(points)
    for text, metres, off in zip(places, source.snap(points).metres, unsure, strict=True):
        note = ", off the map: its times are estimated" if off else ""
        click.echo(f"{text}: {metres:,.0f} m from the nearest road{note}")
    if len(points) == 1:
        return
    table, straight = source.seconds(points, points), GreatCircle().seconds(points, points)
    for i, origin in enumerate(places):
        for k, target in enumerate(places):
            if i == k:
                continue
            took = "no road leads there" if table[i, k] >= UNREACHABLE else _minutes(int(table[i, k]))
            click.echo(f"{origin} → {target}: {took} (straight line: {_minutes(int(straight[i, k]))})")


def _describe(source: "Roads") -> None:
    about, hours = source.graph.about, source.hours
    slowest = max(range(len(hours)), key=hours.__getitem__)
    click.echo(
        f"{about.source}: {about.counts.get('streets', 0):,} streets, {about.counts.get('turns', 0):,} turns,"
        f" {about.datum}, driving on the {about.side}; slowest on {DAYS[slowest // 24]} at {slowest % 24}:00"
        f" (× {hours[slowest]:.2f})"
    )


def _minutes(seconds: int) -> str:
    return f"{seconds // 60} min {seconds % 60:02d} s"


def _point(text: str) -> tuple[float, float]:
    from dispatch.travel.datum import is_place  # noqa: PLC0415  # commands load late

    lat, comma, lon = text.partition(",")
    try:
        point = float(lat), float(lon)
    except ValueError:
        point = (float("nan"), 0.0)
    if not comma or not is_place(*point):
        raise click.BadParameter(f"expected LATITUDE,LONGITUDE such as 39.29,-76.61, got {text!r}")
    return point


def _read_hours(path: Path) -> "Hours":
    from dispatch.planning.hours import read_hours  # noqa: PLC0415  # commands load late
    from dispatch.planning.problem import ProblemError  # noqa: PLC0415  # the same

    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise click.ClickException(f"{path}: {wrong.strerror or wrong}") from wrong
    except ValueError as wrong:
        raise click.ClickException(f"{path}: not JSON ({wrong})") from wrong
    if not isinstance(given, list):
        raise click.ClickException(f"{path}: expected a list of 168 factors, got {type(given).__name__}")
    try:
        return read_hours(given)
    except ProblemError as wrong:
        raise click.ClickException(f"{path}: {wrong}") from wrong

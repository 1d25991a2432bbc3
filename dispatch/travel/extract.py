"""What an OpenStreetMap extract says of roads: drivable ways, what stands on them, and forbidden turns."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import osmium
from osmium.filter import KeyFilter
from osmium.osm import Node, Relation, Way

from dispatch.travel.road_rules import FAST, blocks, directions, point_cost_s, speed_km_h

TOLD_EVERY: Final = 50_000
KINDS_OF_TURN: Final = ("no_", "only_")
Progress = Callable[[str], None]


class BadExtract(ValueError):
    """The file is no extract that roads can be built from; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Coming from this way, at this node, one may not (or may only) go on by that way."""

    from_way: int
    via: int
    to_way: int
    only: bool
    u_turn: bool


@dataclass(slots=True)
class Extract:
    """Ways as runs of nodes, flat: a run ends where the extract was cut. Coordinates in 1e-7 degrees, WGS-84."""

    run_first: "array[int]" = field(default_factory=lambda: array("q", [0]))
    run_way: "array[int]" = field(default_factory=lambda: array("q"))
    run_speed: "array[float]" = field(default_factory=lambda: array("d"))
    run_forward: "array[int]" = field(default_factory=lambda: array("b"))
    run_backward: "array[int]" = field(default_factory=lambda: array("b"))
    run_fast: "array[int]" = field(default_factory=lambda: array("b"))
    node: "array[int]" = field(default_factory=lambda: array("q"))
    lat: "array[int]" = field(default_factory=lambda: array("l"))
    lon: "array[int]" = field(default_factory=lambda: array("l"))
    cost_s: dict[int, float] = field(default_factory=dict)
    """By node: what passing it costs."""
    blocked: set[int] = field(default_factory=set)
    restrictions: list[Restriction] = field(default_factory=list)
    ways: int = 0
    cut: int = 0
    """Nodes of roads that the extract does not hold."""
    unread_restrictions: int = 0
    """Restrictions by way or by vehicle or time, which are not modelled."""


def read_extract(path: Path, progress: Progress) -> Extract:
    """Everything about roads in the file. Raises BadExtract."""
    if not path.is_file():
        raise BadExtract(f"{path}: there is no such file")
    found = Extract()
    try:
        reader = osmium.FileProcessor(str(path)).with_locations()
        for thing in reader.with_filter(KeyFilter("highway", "barrier", "restriction")):
            match thing:
                case Way():
                    _read_way(found, thing)
                    if found.ways and found.ways % TOLD_EVERY == 0:
                        progress(f"{found.ways:,} roads so far")
                case Node():
                    _read_node(found, thing)
                case Relation():
                    _read_restriction(found, thing)
    except RuntimeError as wrong:  # what osmium raises for whatever it cannot read
        raise BadExtract(f"{path}: not a readable OpenStreetMap extract ({wrong})") from wrong
    if not found.run_way:
        if found.cut:
            raise BadExtract(
                f"{path}: {found.cut:,} nodes of roads have no place: the extract lacks its nodes, or has them after"
                " its ways (`osmium sort` puts them first)"
            )
        raise BadExtract(f"{path}: no roads for cars in it")
    return found


def _read_node(found: Extract, node: Node) -> None:
    tags = dict(node.tags)
    if blocks(tags):
        found.blocked.add(node.id)
    if cost := point_cost_s(tags):
        found.cost_s[node.id] = cost


def _read_way(found: Extract, way: Way) -> None:
    tags = dict(way.tags)
    speed = speed_km_h(tags)
    forward, backward = directions(tags)
    if speed is None or not (forward or backward):
        return
    found.ways += 1
    run: list[tuple[int, int, int]] = []

    def end_run() -> None:
        if len(run) > 1:
            found.node.extend(ref for ref, _, _ in run)
            found.lat.extend(lat for _, lat, _ in run)
            found.lon.extend(lon for _, _, lon in run)
            found.run_first.append(len(found.node))
            found.run_way.append(way.id)
            found.run_speed.append(speed)
            found.run_forward.append(forward)
            found.run_backward.append(backward)
            found.run_fast.append(tags["highway"] in FAST)
        run.clear()

    for one in way.nodes:
        place = one.location
        if not place.valid():
            found.cut += 1
            end_run()
        elif not run or run[-1][0] != one.ref:
            run.append((one.ref, place.y, place.x))
    end_run()


def _read_restriction(found: Extract, relation: Relation) -> None:
    tags = dict(relation.tags)
    kind = tags.get("restriction", "")
    if tags.get("type") != "restriction" or not kind.startswith(KINDS_OF_TURN):
        return
    if not {"motorcar", "motor_vehicle"}.isdisjoint(tags.get("except", "").split(";")):
        return
    ways: dict[str, list[int]] = {"from": [], "to": []}
    via: list[int] = []
    for member in relation.members:
        if member.type == "w" and member.role in ways:
            ways[member.role].append(member.ref)
        elif member.role == "via" and member.type == "n":
            via.append(member.ref)
    if len(via) != 1 or not ways["from"] or not ways["to"]:
        found.unread_restrictions += 1
        return
    found.restrictions += [
        Restriction(a, via[0], b, kind.startswith("only_"), kind == "no_u_turn")
        for a in ways["from"]
        for b in ways["to"]
    ]

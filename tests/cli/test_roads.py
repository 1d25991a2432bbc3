"""`sanxian roads`: from an extract to a graph to a time, and every mistake a sentence."""

import json
from pathlib import Path

import pytest

from dispatch.travel.road_file import load
from tests.cli.test_commands import run
from tests.travel.maps import metres, write_map


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    ring = {1: metres(0, 0), 2: metres(0, 500), 3: metres(500, 500), 4: metres(500, 0)}
    return write_map(tmp_path / "town.osm.pbf", ring, [((1, 2, 3, 4, 1), {"oneway": "yes"})])


def place(north: float, east: float) -> str:
    return "{:.6f},{:.6f}".format(*metres(north, east))


def test_a_graph_is_built_and_asked(extract: Path, tmp_path: Path) -> None:
    graph = tmp_path / "town.npz"
    code, text = run("roads", "build", str(extract), "-o", str(graph))
    assert code == 0, text
    assert f"SANXIAN_TRAVEL=roads:{graph}" in text
    code, text = run("roads", "check", str(graph), place(0, 100), place(0, 200), place(0, 90_000))
    assert code == 0, text
    there, back = (
        next(line for line in text.splitlines() if line.startswith(f"{a} → {b}"))
        for a, b in ((place(0, 100), place(0, 200)), (place(0, 200), place(0, 100)))
    )
    assert "0 min 14 s" in there
    assert "4 min 34 s" in back
    assert "off the map: its times are estimated" in text


def test_it_is_told_on_which_side_one_drives_and_how_slow_which_hour_is(
    extract: Path, tmp_path: Path
) -> None:
    hours, graph = tmp_path / "hours.json", tmp_path / "town.npz"
    hours.write_text(json.dumps([1.5] * 168))
    code, text = run(
        "roads", "build", str(extract), "-o", str(graph), "--drive-on", "left", "--hours", str(hours)
    )
    assert code == 0, text
    assert load(graph).about.side == "left"
    assert set(load(graph).hours) == {1.5}
    for wrong, says in (("[1, 2]", "168 factors"), ("{}", "a list"), ("no", "not JSON"), ('["a"]', "168")):
        hours.write_text(wrong)
        code, text = run("roads", "build", str(extract), "-o", str(graph), "--hours", str(hours))
        assert code == 1
        assert says in text
        assert "Traceback" not in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("build", "missing.osm.pbf"), "no such file"),
        (("build", __file__), "not a readable"),
        (("check", "missing.npz", "1,2"), "sanxian roads build"),
        (("check", __file__, "1,2"), "not a road graph"),
        (("check", __file__, "here"), "LATITUDE,LONGITUDE"),
        (("check", __file__, "0,0"), "LATITUDE,LONGITUDE"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(arguments: tuple[str, ...], says: str) -> None:
    code, text = run("roads", *arguments)
    assert code != 0
    assert says in text
    assert "Traceback" not in text


def test_a_graph_that_cannot_be_written_is_no_stack_of_calls(extract: Path, tmp_path: Path) -> None:
    code, text = run("roads", "build", str(extract), "-o", str(tmp_path / "no" / "town.npz"))
    assert code == 1
    assert "cannot be written" in text


def test_a_bad_source_of_travel_times_is_refused_before_anything_starts() -> None:
    code, text = run(
        "serve",
        SANXIAN_SECRET="s" * 40,
        SANXIAN_AUDIT_KEY="a" * 40,
        SANXIAN_TRAVEL="roads:/nowhere/city.npz",
    )
    assert code == 1
    assert "SANXIAN_TRAVEL: /nowhere/city.npz: there is no such file" in text

"""The pictures: well-formed, the same bytes for the same report, no words on each other, nothing that was not measured."""

import json
from pathlib import Path
from typing import Any
from xml.dom.minidom import parseString

import pytest
from click.testing import CliRunner

from benchmarks.pictures import DRAWN, main
from benchmarks.svg import Svg, spread

ENGINES = ("sanxian", "pyvroom", "ortools", "nearest-first")
REPORTS: dict[str, dict[str, Any]] = {
    "planning": {
        "details": [
            {
                "orders": n,
                "seconds": s,
                "seed": seed,
                "engine": engine,
                "weight": 4 * n + k,
                "travel_h": n / 9 + k,
            }
            for n in (1000, 3000)
            for s in (10.0, 60.0)
            for seed in (1, 2)
            for k, engine in enumerate(ENGINES)
        ]
        + [{"orders": 3000, "seconds": 60.0, "seed": 1, "engine": "pyvrp", "reason": "no answer"}]
    },
    "trsp": {
        "details": [
            {"instance": "C101.100_25-5-5-5", "published": 100.0, "ours": 99.0, "gap_pct": -1.0},
            {"instance": "RC208.100_25-5-5-5", "published": 100.0, "ours": 100.4, "gap_pct": 0.4},
        ]
    },
    "insertion": {
        "goals": [
            {"name": "search_p99_ms_1000", "goal": "≤ 1", "got": 0.4, "met": True},
            {"name": "request_p99_ms_5000", "goal": "≤ 100", "got": 140.0, "met": False},
            {"name": "agreed_times_moved", "goal": "≤ 0", "got": 0.0, "met": True},
        ]
    },
    "day": {
        "details": [
            {
                "policy": policy,
                "seed": seed,
                "load": 1.1,
                "tally": {"broken": 20 + seed + k, "kinds": {"arrive broken": 15, "complete broken": 5 + k}},
            }
            for k, policy in enumerate(("sanxian", "pyvroom", "first-come"))
            for seed in (1, 2, 3)
        ]
    },
    "day_map": {
        "details": {
            "map": {
                "streets": [
                    {"name": "望江大道", "class": "trunk", "points": [[26.0, 119.0], [26.05, 119.1]]},
                    {"name": "柳堤路", "class": "lane", "points": [[26.05, 119.0], [26.0, 119.1]]},
                ],
                "river": [[26.02, 119.0], [26.03, 119.1]],
            },
            "homes": {"t-01": [26.01, 119.02], "t-02": [26.04, 119.07]},
            "routes": {"t-01": [[26.02, 119.03], [26.03, 119.05]], "t-02": [[26.03, 119.08]]},
        }
    },
}


@pytest.mark.parametrize("name", list(DRAWN))
def test_a_picture_is_well_formed_the_same_again_and_its_words_do_not_overlap(name: str) -> None:
    report = {"name": name, "machine": "a machine, 2 cores", **REPORTS[name]}
    svg = DRAWN[name](report)
    assert parseString(svg.write()).documentElement.tagName == "svg"  # noqa: S318  # our own text
    assert svg.write() == DRAWN[name](report).write()
    assert svg.overlaps() == []


@pytest.mark.parametrize("name", list(DRAWN))
def test_a_report_without_results_draws_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps({"name": name, "machine": "m", "goals": [], "details": []}), encoding="utf-8")
    result = CliRunner().invoke(main, ["--json", str(file), "--folder", str(tmp_path / "pictures")])
    assert result.exit_code == 1
    assert list((tmp_path / "pictures").iterdir()) == []


def test_each_file_becomes_the_picture_of_its_benchmark(tmp_path: Path) -> None:
    asked: list[str] = []
    for name, report in REPORTS.items():
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps({"name": name, "machine": "m", **report}), encoding="utf-8")
        asked += ["--json", str(file)]
    result = CliRunner().invoke(main, [*asked, "--folder", str(tmp_path / "pictures")])
    assert result.exit_code == 0, result.output
    found = {path.stem for path in (tmp_path / "pictures").iterdir()}
    assert found == {"planning", "trsp", "insertion", "day", "day-map"}


def test_words_on_each_other_are_found() -> None:
    svg = Svg(100, 100, "two words")
    svg.text((10, 20), "one")
    svg.text((12, 22), "other")
    assert svg.overlaps() == [("one", "other")]


def test_labels_are_moved_apart_in_their_order() -> None:
    assert spread([10, 11, 50], 14) == [10, 24, 50]
    assert spread([11, 10], 14) == [24, 10]

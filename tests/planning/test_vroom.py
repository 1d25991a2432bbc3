"""VROOM's published JSON format in and out, by the command a person types."""

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dispatch.cli.solve import solve_command
from dispatch.cli.warm import warm_command

PROBLEM: dict[str, Any] = {
    "vehicles": [
        {
            "id": 7,
            "profile": "car",
            "description": "the fibre van",
            "start_index": 0,
            "end_index": 0,
            "capacity": [4],
            "skills": [1, 2],
            "time_window": [28800, 64800],
            "breaks": [{"id": 3, "time_windows": [[41400, 45000]], "service": 2700}],
            "speed_factor": 1.0,
            "max_tasks": 5,
            "costs": {"fixed": 100, "per_hour": 3600},
        },
        {"id": 8, "start_index": 2, "time_window": [28800, 64800]},
    ],
    "jobs": [
        {
            "id": 1,
            "location_index": 1,
            "service": 1800,
            "setup": 300,
            "skills": [1],
            "priority": 10,
            "delivery": [2],
        },
        {"id": 2, "location_index": 2, "service": 3600, "time_windows": [[28800, 36000], [50400, 54000]]},
        {"id": 3, "location_index": 1, "service": 600, "skills": [2], "pickup": [1]},
        {"id": 4, "location_index": 2, "service": 600, "skills": [9]},
    ],
    "matrices": {
        "car": {
            "durations": [[0, 600, 900], [700, 0, 400], [900, 500, 0]],
            "distances": [[0, 6000, 9000], [7000, 0, 4000], [9000, 5000, 0]],
        }
    },
}


def _solve(folder: Path, problem: Any, *more: str) -> tuple[Result, dict[str, Any]]:
    source, target = folder / "problem.json", folder / "plan.json"
    source.write_text(problem if isinstance(problem, str) else json.dumps(problem), encoding="utf-8")
    result = CliRunner().invoke(solve_command, [str(source), "-o", str(target), "--iterations", "200", *more])
    return result, json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}


def _changed(path: str, value: Any) -> dict[str, Any]:
    problem = deepcopy(PROBLEM)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place: Any = problem
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return problem


def test_a_problem_with_everything_is_answered_in_the_same_format(tmp_path: Path) -> None:
    result, plan = _solve(tmp_path, PROBLEM)
    assert result.exit_code == 0, result.output
    assert plan["code"] == 0
    assert plan["unassigned"] == [{"id": 4, "location_index": 2, "type": "job"}]
    done = {step["id"] for route in plan["routes"] for step in route["steps"] if step["type"] == "job"}
    assert done == {1, 2, 3}
    assert plan["summary"]["priority"] == 10
    assert plan["summary"]["cost"] == sum(route["cost"] for route in plan["routes"])
    for route in plan["routes"]:
        assert route["violations"] == []


def test_the_steps_of_a_route_add_up(tmp_path: Path) -> None:
    _, plan = _solve(tmp_path, PROBLEM)
    (route,) = [route for route in plan["routes"] if route["vehicle"] == 7]
    assert route["description"] == "the fibre van"
    assert [step["type"] for step in route["steps"]].count("break") == 1
    assert (route["steps"][0]["type"], route["steps"][-1]["type"]) == ("start", "end")
    for one, then in zip(route["steps"], route["steps"][1:], strict=False):
        left = one["arrival"] + one["waiting_time"] + one["setup"] + one["service"]
        assert then["arrival"] == left + then["duration"] - one["duration"]
    rest = next(step for step in route["steps"] if step["type"] == "break")
    assert 41400 <= rest["arrival"] + rest["waiting_time"] <= 45000
    assert route["duration"] == route["steps"][-1]["duration"]
    assert route["distance"] == route["steps"][-1]["distance"] > 0
    assert [step["setup"] for step in route["steps"] if step["type"] == "job" and step["id"] == 1] in (
        [300],
        [0],
    )


def test_without_matrices_coordinates_are_enough(tmp_path: Path) -> None:
    problem = {
        "vehicles": [{"id": 1, "start": [104.06, 30.66], "end": [104.06, 30.66]}],
        "jobs": [{"id": 1, "location": [104.16, 30.66], "service": 60}],
    }
    result, plan = _solve(tmp_path, problem, "--speed", "36", "--detour", "1")
    assert result.exit_code == 0, result.output
    assert plan["routes"][0]["steps"][1]["location"] == [104.16, 30.66]
    assert plan["summary"]["duration"] == pytest.approx(2 * 956, abs=4)


def test_the_same_seed_and_iterations_write_the_same_plan(tmp_path: Path) -> None:
    _, first = _solve(tmp_path, PROBLEM, "--seed", "4")
    _, second = _solve(tmp_path, PROBLEM, "--seed", "4")
    assert first["routes"] == second["routes"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    result, _ = _solve(tmp_path, "\ufeff" + json.dumps(PROBLEM))
    assert result.exit_code == 0


def test_the_plan_goes_to_standard_output_if_no_file_is_named(tmp_path: Path) -> None:
    source = tmp_path / "problem.json"
    source.write_text(json.dumps(PROBLEM), encoding="utf-8")
    result = CliRunner().invoke(solve_command, [str(source), "--iterations", "5"])
    assert json.loads(result.stdout)["code"] == 0


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("vehicles/0/id", None, "vehicles[0].id: expected to be there"),
        ("vehicles/0/id", "seven", "vehicles[0].id: expected an integer"),
        ("vehicles/0/id", 8, "vehicles.id: expected each id once"),
        ("vehicles/0/profile", "bike", "vehicles[0].profile: expected one of the matrices: car"),
        (
            "vehicles/0/start_index",
            3,
            "vehicles[0].start_index: expected a row of the matrices, 0 to 2, got 3",
        ),
        ("vehicles/0/time_window", [5, 4], "vehicles[0].time_window: expected a start not after the end"),
        ("vehicles/0/time_window", [5], "vehicles[0].time_window: expected a pair"),
        ("vehicles/0/speed_factor", 0, "vehicles[0].speed_factor: expected a number above 0"),
        ("vehicles/0/capacity", [1, 2], "capacity: expected amounts of one and the same length"),
        ("vehicles/0/breaks/0/max_load", [1], "vehicles[0].breaks[0].max_load: expected not to be used"),
        ("vehicles/0/max_travel_time", 60, "vehicles[0].max_travel_time: expected not to be used"),
        ("vehicles/0/costs/per_km", 5, "vehicles[0].costs.per_km: expected not to be used"),
        ("vehicles/0/steps", [{"type": "start"}], "vehicles[0].steps: expected not to be used"),
        ("vehicles/0/colour", "red", "vehicles[0].colour: expected one of"),
        ("vehicles", [], "vehicles: expected at least one vehicle"),
        ("jobs/0/id", 2, "jobs.id: expected each id once"),
        ("jobs/0/location_index", None, "jobs[0].location_index: expected to be there"),
        ("jobs/0/service", -1, "jobs[0].service: expected an integer of 0 or more, got -1"),
        ("jobs/0/service", 1.5, "jobs[0].service: expected an integer"),
        ("jobs/0/priority", 101, "jobs[0].priority: expected an integer from 0 to 100, got 101"),
        ("jobs/0/time_windows", [[9, 8]], "jobs[0].time_windows[0]: expected a start not after the end"),
        ("jobs/0/time_windows", [], "jobs[0].time_windows: expected at least one window"),
        ("jobs/0/skills", ["fibre"], "jobs[0].skills[0]: expected an integer"),
        ("jobs/0/amount", [1], "jobs[0].amount: expected not to be used"),
        ("jobs/0/service_per_type", {"van": 5}, "jobs[0].service_per_type: expected not to be used"),
        ("jobs/0", 5, "jobs[0]: expected an object, got 5"),
        ("jobs", {}, "jobs: expected a list"),
        ("shipments", [{"amount": [1]}], "shipments: expected not to be used"),
        (
            "matrices/car/durations",
            [[0, 1], [1, 0], [1, 1]],
            "matrices.car.durations[0]: expected a row of 3",
        ),
        ("matrices/car/durations/0/1", -3, "matrices.car.durations[0][1]: expected an integer of 0 or more"),
        ("matrices/car/durations/0/1", 1 << 33, "seconds from 0 to"),
        ("matrices/car/costs", [[0]], "matrices.car.costs: expected not to be used"),
        ("matrices/car/distances", [[0]], "matrices.car.distances: expected 3 rows"),
        ("extra", 1, "extra: expected one of"),
    ],
)
def test_bad_input_is_refused_with_its_field(tmp_path: Path, path: str, value: Any, said: str) -> None:
    result, plan = _solve(tmp_path, _changed(path, value))
    assert result.exit_code == 2
    assert said in result.stderr
    assert plan == {}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "line 1, column 1: expected JSON"),
        ("{", "line 1, column 2: expected JSON"),
        ("[]", "the document: expected an object"),
        ('{"vehicles": [{"id": NaN}]}', "NaN is not a number"),
        ("[" * 100_000, "expected JSON"),
        ('{"vehicles": [{"id": 1}]}', "vehicles[0].start: expected a start or an end"),
        ('{"vehicles": [{"id": 1, "start_index": 0}]}', "expected coordinates, as there is no matrix"),
        ('{"vehicles": [{"id": 1, "start": [200, 0]}]}', "a longitude within ±180"),
        ('{"vehicles": [{"id": 1, "start": [1]}]}', "a pair of numbers"),
    ],
)
def test_what_is_no_problem_is_refused(tmp_path: Path, written: str, said: str) -> None:
    result, _ = _solve(tmp_path, written)
    assert result.exit_code == 2
    assert said in result.stderr


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    missing = CliRunner().invoke(solve_command, [str(tmp_path / "nowhere.json")])
    assert (missing.exit_code, "cannot be read" in missing.stderr) == (2, True)
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"vehicles": "\xff"}')
    wrong = CliRunner().invoke(solve_command, [str(latin)])
    assert (wrong.exit_code, "expected UTF-8" in wrong.stderr) == (2, True)


def test_warm_says_where_the_compiled_search_is_kept() -> None:
    result = CliRunner().invoke(warm_command)
    assert result.exit_code == 0
    assert "planner ready in" in result.output


def test_help_and_bad_input_do_not_wait_for_the_compiler() -> None:
    code = (
        "import sys; from dispatch.cli.solve import solve_command; import dispatch.cli.warm, dispatch.planning.insert; "
        "import dispatch.planning.day; sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""Two plans beside each other as rows, asked of the page's own module."""

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CHANGES = [
    {"order_id": "a", "was": {"technician_id": "t-1", "start_at": "2026-11-20T03:00:00Z"},
     "now": {"technician_id": "t-2", "start_at": "2026-11-20T05:00:00Z"}, "promise": "saved"},
    {"order_id": "b", "was": None, "now": {"technician_id": "t-2", "start_at": "2026-11-20T02:00:00Z"}},
    {"order_id": "c", "was": {"technician_id": "t-1", "start_at": "2026-11-20T01:00:00Z"}, "now": None,
     "leaves_promise": True},
]  # fmt: skip


def ask(expression: str, **given: Any) -> Any:
    module = (ROOT / "static/js/board/plan/compare_model.js").as_uri()
    script = f"import * as it from {json.dumps(module)}; const given = {json.dumps(given)}; console.log(JSON.stringify({expression}));"
    done = subprocess.run(  # our own script
        ["node", "--input-type=module", "-e", script],  # as tsc is run
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def test_each_change_stands_once_in_the_lane_that_gets_the_visit_else_in_the_one_that_loses_it() -> None:
    lanes = ask("it.byLane(given.changes)", changes=CHANGES)
    assert [(lane["technicianId"], [one["order_id"] for one in lane["changes"]]) for lane in lanes] == [
        ("t-2", ["b", "a"]),
        ("t-1", ["c"]),
    ]


def test_a_filter_shows_what_the_planner_says_of_the_change() -> None:
    found = ask(
        "it.FILTERS.map(one => it.filtered(given.changes, one).map(c => c.order_id))", changes=CHANGES
    )
    assert found == [["a", "b", "c"], ["c"], ["a"]]


def test_what_nobody_ticked_goes_along_with_its_reason() -> None:
    because = [{"order_id": "b", "with": "a", "code": "room", "why": "it needs the room"}]
    assert ask("it.alongWith(['a'], ['a', 'b', 'c'], given.because)", because=because) == [
        {"id": "b", "why": because[0]},
        {"id": "c", "why": None},
    ]

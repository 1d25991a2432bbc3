"""What the demo remembers survives a restart and a crash in the middle of a line."""

from datetime import date, datetime
from pathlib import Path

from dispatch.simulation.notebook import Entry, Notebook


def test_the_time_and_the_orders_are_found_again(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path)
    notebook.keep(seed=1, now="2026-11-20T10:00:00+00:00")
    notebook.keep(port=8123)
    entry = Entry(ref="DEMO-20261120-007", order_id="o-7", link="secret")
    notebook.note(entry)

    again = Notebook(tmp_path)
    assert again.state["seed"] == 1
    assert again.state["port"] == 8123
    assert again.now == datetime.fromisoformat("2026-11-20T10:00:00+00:00")
    assert again.entries() == [entry]
    assert entry.day == date(2026, 11, 20)


def test_a_torn_line_is_skipped(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path)
    notebook.note(Entry(ref="DEMO-20261120-001", order_id="o-1", link=None))
    with (tmp_path / "orders.jsonl").open("a") as file:
        file.write('{"ref": "DEMO-2026')
    assert [entry.order_id for entry in Notebook(tmp_path).entries()] == ["o-1"]


def test_a_new_folder_knows_nothing(tmp_path: Path) -> None:
    assert Notebook(tmp_path / "new").now is None

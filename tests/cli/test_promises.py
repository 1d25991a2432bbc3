"""`sanxian promises`: the published examples through the command line, and policies in and out as files."""

import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dispatch.cli import main
from dispatch.clock import real_now
from sla.policy_toml import read_toml
from sla.promises import DEFAULT_POLICY


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    gone = {name: None for name in os.environ if name.startswith("SANXIAN_")}
    done = CliRunner().invoke(main, ("promises", *arguments), env={**gone, **environment}, input="")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def due(*arguments: str) -> dict[str, Any]:
    code, text = run("due", *arguments, "--json")
    assert code == 0, text
    found: dict[str, Any] = json.loads(text)
    return found


def nov(text: str) -> str:
    """A day and a clock, "20 16:30", as a time of November 2026."""
    day, _, clock = text.partition(" ")
    return f"{f'2026-11-{day}' if '-' not in day else f'2026-{day}'}T{clock}"


def ask(
    kind: str, start: str, *more: str, promise: str = "complete", tier: str = "standard"
) -> dict[str, Any]:
    return due(
        "--kind", kind, "--tier", tier, "--promise", promise, "--accepted", f"{nov(start)}+08:00", *more
    )  # fmt: skip


def paused(start: str, end: str) -> tuple[str, str]:
    return "--pause", f"{nov(start)}+08:00/{nov(end)}+08:00"


EXAMPLES = [
    ("standard repair", ask, ("repair", "20 16:30"), {}, "21 16:30"),
    ("install before National Day", ask, ("install", "09-30 10:00"), {}, "10-03 10:00"),
    ("premium install before 17:00", ask, ("install", "20 16:59:59"), {"tier": "premium"}, "21 00:00"),
    ("premium install at 17:00", ask, ("install", "20 17:00:00"), {"tier": "premium"}, "21 17:00"),
    ("premium repair at 17:00", ask, ("repair", "20 17:00:00"), {"tier": "premium"}, "21 15:00"),
    ("contact over night", ask, ("repair", "20 20:10"), {"promise": "contact"}, "21 09:10"),
    ("paused by the customer", ask, ("repair", "20 10:00", *paused("20 12:00", "20 15:00")), {}, "21 13:00"),
    ("premium, paused over night", ask, ("repair", "20 16:00", *paused("20 18:00", "21 09:00")), {"tier": "premium"}, "21 15:00"),
    ("premium move", ask, ("move", "20 16:00"), {"tier": "premium"}, "23 16:00"),
    ("nobody reached, slot chosen", ask, ("repair", "20 10:00", *paused("20 10:15", "22 09:00")), {"tier": "premium"}, "22 22:45"),
    ("a failed call moves the contact", ask, ("repair", "20 09:00", "--attempt", nov("20 10:00")), {"promise": "contact"}, "20 14:00"),
    ("reassigned: the first acceptance counts", ask, ("repair", "20 09:00"), {"promise": "contact"}, "20 11:00"),
    ("the customer wants a later day", ask, ("install", "20 10:00", *paused("21 08:00", "25 08:00")), {}, "27 10:00"),
    ("withdrawal retracted", ask, ("install", "20 10:00", *paused("22 09:00", "23 11:00")), {}, "24 12:00"),
    ("withdrawal to verify", ask, ("install", "24 09:00"), {"promise": "cancel_verify"}, "26 00:00"),
    ("withdrawal to be done", ask, ("install", "25 10:00"), {"promise": "cancel_done"}, "27 10:00"),
    ("our wrong tier corrected", ask, ("install", "20 10:00"), {"tier": "premium"}, "21 00:00"),
    ("reopened", ask, ("repair", "20 10:00", *paused("20 20:00", "21 09:00")), {}, "21 23:00"),
    ("agreed for 14:00", ask, ("repair", "20 14:00"), {"promise": "arrive"}, "20 15:00"),
    ("agreed for 16:00", ask, ("repair", "20 16:00"), {"promise": "arrive"}, "20 17:00"),
    ("a repair due on the 20th", ask, ("repair", "19 10:00"), {}, "20 10:00"),
    ("a question", ask, ("repair", "20 10:00"), {"promise": "answer"}, "21 10:00"),
    ("a call-back", ask, ("repair", "20 10:00"), {"promise": "callback"}, "22 10:00"),
    ("a care case", ask, ("repair", "20 10:00"), {"promise": "care"}, "23 10:00"),
    ("to be accepted", ask, ("repair", "20 20:45"), {"promise": "accept"}, "21 08:15"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "given", "named", "expected"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])  # fmt: skip
def test_the_published_examples_come_out_of_the_command_line(
    how: Any, given: tuple[str, ...], named: dict[str, str], expected: str
) -> None:
    found = how(*given, **named)
    wanted = nov(expected) if expected.count(":") > 1 else f"{nov(expected)}:00"
    assert found["due_at"] == f"{wanted}+08:00"
    assert found["because"][0]["code"] == "started"
    assert found["because"][-1] == {**found["because"][-1], "code": "due", "at": found["due_at"]}
    assert all(line["text"].endswith(".") for line in found["because"])


def test_an_arrival_has_a_beginning_too() -> None:
    assert ask("repair", "20 14:00", promise="arrive")["opens_at"] == "2026-11-20T13:00:00+08:00"


def test_the_example_of_the_issue_is_answered_to_the_letter() -> None:
    arguments = ("--kind", "repair", "--tier", "premium", "--accepted", "2026-11-20T17:00:00+08:00")
    assert due(*arguments)["due_at"] == "2026-11-21T15:00:00+08:00"
    code, text = run("due", *arguments)
    assert code == 0
    lines = text.splitlines()
    assert lines[0].startswith("Accepted Fri 2026-11-20 17:00:00 +0800 (Asia/Shanghai): repair, premium")
    assert lines[-1] == "Due Sat 2026-11-21 15:00:00 +0800. Late costs ¥10 a started day."


def test_a_day_of_25_hours_in_new_york_is_due_an_hour_earlier_on_the_wall() -> None:
    found = due("--kind", "repair", "--accepted", "2026-10-31 12:00", "--zone", "America/New_York")
    assert found["due_at"] == "2026-11-01T11:00:00-05:00"


def test_pauses_are_told_one_by_one_with_what_they_moved() -> None:
    given = ("repair", "20 10:00", *paused("20 12:00", "20 15:00"), *paused("20 14:00", "20 16:00"))
    found = ask(*given)
    moved = [line["seconds"] for line in found["because"] if line["code"] == "paused"]
    assert moved == [3 * 3600, 3600]  # what overlaps counts once
    assert found["due_at"] == "2026-11-21T14:00:00+08:00"
    contact = ask("repair", "20 10:00", *paused("20 10:30", "20 11:00"), promise="contact")
    assert contact["due_at"] == "2026-11-20T12:00:00+08:00"
    assert any("pauses stop complete and nothing else" in line["text"] for line in contact["because"])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("--accepted", "noon"), "--accepted"),
        (("--accepted", "2026-11-20", "--zone", "Mars"), "--zone"),
        (("--accepted", "2026-11-20", "--tier", "gold"), "--tier"),
        (("--accepted", "2026-11-20", "--promise", "urgent"), "the deadline that the customer states"),
        (("--accepted", "2026-11-20", "--promise", "speed"), "measured at the completion"),
        (("--accepted", "2026-11-20", "--pause", "2026-11-21"), "START/END"),
        (("--accepted", "2026-11-20", "--pause", "2026-11-21/2026-11-20"), "ends before it starts"),
        (("--accepted", "2026-11-20", "--attempt", "2026-11-20"), "--attempt"),
        (("--accepted", "9999-12-31"), "--accepted"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(wrong: tuple[str, ...], says: str) -> None:
    code, text = run("due", "--kind", "repair", *wrong)
    assert code == 2
    assert "Invalid value" in text
    assert says in text


def test_what_if_needs_neither_a_database_nor_the_web() -> None:
    script = """
import sys
from dispatch.cli import main
try:
    main(["promises", "due", "--kind", "repair", "--accepted", "2026-11-20T17:00:00+08:00"])
except SystemExit:
    pass
print(sorted({"flask", "sqlalchemy", "numpy", "rich", "chinese_calendar", "alembic"}.intersection(sys.modules)))
"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SANXIAN_")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=kept
    )
    assert done.stdout.endswith("[]\n")


def test_the_catalogue_is_shown_for_people_and_for_programs(tmp_path: Path) -> None:
    nowhere = {"SANXIAN_DATA_DIR": str(tmp_path / "nowhere")}
    code, text = run("list", "--json", **nowhere)
    assert code == 0
    rows = json.loads(text)["promises"]
    install = next(
        r for r in rows if (r["promise"], r["kind"], r["tier"]) == ("complete", "install", "standard")
    )
    assert (install["target"], install["costs"]) == ("within 72 h", "¥20 once")
    assert "cancel_verify" in run("list", **nowhere)[1]
    assert not (tmp_path / "nowhere").exists()


def test_what_is_exported_without_a_database_is_the_published_policy(tmp_path: Path) -> None:
    code, text = run("export", SANXIAN_DATA_DIR=str(tmp_path / "nowhere"))
    assert code == 0
    assert read_toml(text) == DEFAULT_POLICY


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    found = {"SANXIAN_DATA_DIR": str(tmp_path / "data")}
    gone = {name: None for name in os.environ if name.startswith("SANXIAN_")}
    assert CliRunner().invoke(main, ["migrate"], env={**gone, **found}).exit_code == 0
    return found


def next_week() -> date:
    return real_now().date() + timedelta(days=7)


def edited(settings: dict[str, str], folder: Path, *edits: tuple[str, str]) -> str:
    """The version in force as a file, with a new name and day, and these edits."""
    file = folder / "next.toml"
    assert run("export", "-o", str(file), **settings)[0] == 0
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ('version = "2026-1"', 'version = "next"'),
        ("valid_from = 2026-01-01", f"valid_from = {next_week()}"),
        *edits,
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_file_is_previewed_saved_listed_and_exported_again(
    settings: dict[str, str], tmp_path: Path
) -> None:
    file = edited(settings, tmp_path, ('target = { within = "24h" }\ncounts = "always"\npausable = true', 'target = { within = "20h" }\ncounts = "always"\npausable = true'))  # fmt: skip
    code, text = run("import", file, "--preview", **settings)
    assert code == 0, text
    assert "This changes 0 running orders, 0 future ones a day" in text
    assert "complete, repair, standard: target within 24h → within 20h" in text
    assert text.endswith("Nothing was saved.\n")
    assert len(json.loads(run("list", "--json", **settings)[1])["versions"]) == 1
    code, text = run("import", file, **settings)
    assert code == 0
    assert f"Saved: version next from {next_week()}." in text
    kept = json.loads(run("list", "--json", "--version", "next", **settings)[1])
    assert [one["version"] for one in kept["versions"]] == ["next", "2026-1"]
    assert [one["state"] for one in kept["versions"]] == ["future", "current"]
    code, text = run("export", "next", **settings)
    assert tomllib.loads(text) == tomllib.loads(Path(file).read_text(encoding="utf-8"))
    assert due("--kind", "repair", "--accepted", "2026-11-20T10:00:00+08:00", "--policy", file)["due_at"] == (
        "2026-11-21T06:00:00+08:00"
    )


def test_a_bad_file_is_refused_with_every_field_named(settings: dict[str, str], tmp_path: Path) -> None:
    file = edited(
        settings,
        tmp_path,
        ("percent = 90", "percent = 190"),
        ("cap_yuan = 100", "cap_yuan = -100"),
        ('contact_hours = ["08:00", "21:00"]', 'contact_hours = ["21:00", "08:00"]'),
        ('kind = "move"\ntier = "standard"', 'kind = "move"\ntier = "gold"'),
    )
    code, text = run("import", file, **settings)
    assert code == 1
    for field in ("promises[3].warnings[2].percent", "cap_yuan", "contact_hours", "promises[1].tier"):
        assert re.search(rf"^{re.escape(field)}: expected .+, got .+$", text, re.MULTILINE), field
    assert [one["version"] for one in json.loads(run("list", "--json", **settings)[1])["versions"]] == [
        "2026-1"
    ]
    assert run("list", "--policy", file)[0] == 1


def test_the_version_in_force_cannot_be_imported_again(settings: dict[str, str], tmp_path: Path) -> None:
    file = edited(settings, tmp_path, ('version = "next"', 'version = "2026-1"'))
    code, text = run("import", file, **settings)
    assert code == 1
    assert "in force since 2026-01-01" in text
    assert run("export", "2031-1", **settings)[0] == 1


def test_an_answer_within_office_hours_is_due_after_national_day(tmp_path: Path) -> None:
    file = edited({"SANXIAN_DATA_DIR": str(tmp_path / "nowhere")}, tmp_path, ('promise = "answer"\nkind = "any"\ntier = "standard"\ntarget = { within = "24h" }\ncounts = "always"', 'promise = "answer"\nkind = "any"\ntier = "standard"\ntarget = { within = "8h" }\ncounts = "office"'))  # fmt: skip
    given = ("--kind", "repair", "--promise", "answer", "--policy", file)
    found = due(*given, "--accepted", "2026-09-30 17:00")
    assert found["due_at"] == "2026-10-08T17:30:00+08:00"
    assert due(*given, "--accepted", "2026-10-09 17:00")["due_at"] == "2026-10-10T17:30:00+08:00"
    assert not any(line["code"] == "holidays_unknown" for line in found["because"])
    beyond = due(*given, "--accepted", "2031-09-30 17:00")
    assert [line["year"] for line in beyond["because"] if line["code"] == "holidays_unknown"] == [2031]

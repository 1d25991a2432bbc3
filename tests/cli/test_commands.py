"""The program `sanxian`: every command teaches by examples, loads late, and refuses in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dispatch.cli import COMMANDS, main

KEPT = {name: value for name, value in os.environ.items() if not name.startswith("SANXIAN_")}


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    gone = {name: None for name in os.environ if name.startswith("SANXIAN_")}
    done = CliRunner().invoke(main, arguments, env={**gone, **environment}, input="")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_the_help_names_every_command_and_loads_none_of_them() -> None:
    script = """
import sys
from dispatch.cli import main
try:
    main(["--help"])
except SystemExit:
    pass
print(sorted({"flask", "numba", "numpy", "sqlalchemy", "rich", "httpx"}.intersection(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=KEPT
    )
    for name in COMMANDS:
        assert f"\n  {name}" in done.stdout
    assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_teaches_with_an_example(name: str) -> None:
    code, text = run(name, "--help")
    assert code == 0
    assert f"sanxian {name}" in text.split("Usage:")[1].split("\n", 1)[1] or name == "warm"


def test_commands_and_options_are_all_explained() -> None:
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden and parameter.name != "help":
                assert parameter.help or parameter.name in ("port", "tls_key"), f"{name} {parameter.name}"


@pytest.mark.parametrize(
    "command", ["import dispatch.app", "import dispatch.cli.serve, dispatch.cli.user, dispatch.cli.migrate"]
)
def test_what_does_not_plan_never_imports_numba(command: str) -> None:
    script = f"import sys\n{command}\nassert 'numba' not in sys.modules, 'numba'"
    subprocess.run([sys.executable, "-c", script], check=True, env=KEPT)


def test_migrating_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    settings = {"SANXIAN_DATA_DIR": str(tmp_path / "data")}
    assert run("migrate", "--check", **settings)[0] == 1
    assert "is now at" in run("migrate", **settings)[1]
    assert "newest schema" in run("migrate", **settings)[1]
    assert run("migrate", "--check", **settings)[0] == 0


@pytest.fixture
def settings(sqlite_url: str) -> dict[str, str]:
    return {"SANXIAN_DATABASE_URL": sqlite_url}


def test_a_user_is_added_with_a_made_up_password_listed_and_disabled(settings: dict[str, str]) -> None:
    code, text = run("user", "add", "lin", "--name", "林岚", "--role", "admin", "--generate", **settings)
    assert code == 0
    password = text.split("Password, shown this once: ")[1].strip()
    assert len(password) >= 16
    assert "林岚" in run("user", "list", **settings)[1]
    assert "signed out" in run("user", "disable", "lin", **settings)[1]
    assert run("user", "disable", "nobody", **settings)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--role", "dispatcher", "--generate"), "district_id: expected"),
        (("--role", "technician", "--district", "north", "--generate"), "no district"),
        (("--role", "admin"), "Aborted"),
        (("--role", "king"), "Invalid value"),
    ],
)
def test_a_user_who_cannot_be_added_is_refused_with_the_reason(
    settings: dict[str, str], arguments: tuple[str, ...], says: str
) -> None:
    code, text = run("user", "add", "x", *arguments, **settings)
    assert code != 0
    assert says in text


def test_a_database_that_was_not_migrated_is_named_and_the_cure_too(tmp_path: Path) -> None:
    code, text = run("user", "list", SANXIAN_DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}")
    assert code == 1
    assert "run `sanxian migrate` first" in text

"""`sanxian learn`: a table with each estimate's error; looking alone changes nothing."""

import json

import pytest
from click.testing import CliRunner

from dispatch.cli import main
from dispatch.planning.learning import NOTHING_LEARNED
from dispatch.storage.learned import read_learned
from dispatch.storage.session import Database
from tests.actions.conftest import World, make_world
from tests.actions.test_learning import done, known
from tests.databases import AUDIT_KEY


@pytest.fixture
def world(database: Database) -> World:
    found = make_world(database)
    done(found, 40, minutes=75, slower_roads=1.4)
    return found


def run(world: World, *arguments: str) -> tuple[int, str]:
    environment = {
        "SANXIAN_DATABASE_URL": world.database.engine.url.render_as_string(hide_password=False),
        "SANXIAN_AUDIT_KEY": AUDIT_KEY,
        "SANXIAN_CLOCK": f"stepped:{world.now.isoformat()}",
    }
    found = CliRunner().invoke(main, ("learn", *arguments), env=environment)
    return found.exit_code, found.output


def test_what_was_learned_is_shown_with_its_error_and_planned_with(world: World) -> None:
    code, table = run(world)
    assert code == 0
    assert "north: 40 visits" in table
    (row,) = (line for line in table.splitlines() if line.strip().startswith("kind repair"))
    assert "min" in row
    assert row.count("%") == 2
    assert known(world) != NOTHING_LEARNED


def test_a_dry_run_only_shows_it(world: World) -> None:
    code, text = run(world, "--district", "north", "--dry-run", "--json")
    assert code == 0
    told = json.loads(text)["north"]
    assert told["visits"] == 40
    assert {row["level"] for row in told["estimates"]} >= {"kind", "area", "technician", "road"}
    with world.database.read() as session:
        assert read_learned(session, "north") == NOTHING_LEARNED


def test_an_unknown_district_is_refused(world: World) -> None:
    code, text = run(world, "--district", "moon")
    assert code == 2
    assert "no district 'moon'" in text

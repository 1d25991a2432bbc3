"""`sanxian plan explain`: why one order is planned so or not at all, as a page that somebody at a terminal can follow."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from dispatch.cli import main
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from tests.actions.conftest import World, make_world
from tests.databases import AUDIT_KEY


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


def run(world: World, *arguments: str) -> tuple[int, str]:
    environment = {
        "SANXIAN_DATABASE_URL": world.database.engine.url.render_as_string(hide_password=False),
        "SANXIAN_AUDIT_KEY": AUDIT_KEY,
        "SANXIAN_CLOCK": f"stepped:{world.now.isoformat()}",
    }
    done = CliRunner().invoke(main, ("plan", *arguments), env=environment)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_an_order_without_a_place_is_explained_with_its_ways_out(world: World) -> None:
    with world.database.write() as session:
        session.get_one(Technician, "t-wang").skills = ["install"]
    number = world.order(world.accept()).number
    code, text = run(world, "explain", number)
    assert code == 0
    assert f"Why {number} has no place" in text
    assert "no skill: repairs" in text
    assert "has room: there" in text


def test_programs_get_codes(world: World) -> None:
    code, text = run(world, "explain", world.accept(), "--json", "--language", "zh-Hant")
    told: dict[str, Any] = json.loads(text)
    assert (code, told["standing"], told["ways_out"][0]["code"]) == (0, "unassigned", "assign")
    assert "排得進" in told["ways_out"][0]["text"]


def test_an_unknown_order_and_a_missing_district_are_said(world: World) -> None:
    code, text = run(world, "explain", "nobody")
    assert code == 1
    assert "nobody" in text
    code, text = run(world)
    assert code == 2
    assert "--district" in text

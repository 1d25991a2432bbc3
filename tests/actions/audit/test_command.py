"""`sanxian audit` says what was found in words and in JSON, and ends accordingly."""

import json
from pathlib import Path

from click.testing import CliRunner

from dispatch.cli import main
from tests.actions.audit.tampering import tamper
from tests.actions.conftest import World
from tests.databases import AUDIT_KEY


def run(world: World, tmp_path: Path, *arguments: str) -> tuple[int, str]:
    environment = {
        "SANXIAN_DATABASE_URL": world.database.url,
        "SANXIAN_DATA_DIR": str(tmp_path),
        "SANXIAN_AUDIT_KEY": AUDIT_KEY,
        "SANXIAN_CLOCK": f"stepped:{world.now.isoformat()}",
    }
    done = CliRunner().invoke(main, ["audit", *arguments], env=environment)
    return done.exit_code, done.output


def test_the_command_says_it_in_words_and_in_json(
    world: World, tmp_path: Path, folder: Path, orders: list[str]
) -> None:
    world.step(orders[2], "take")
    code, said = run(world, tmp_path, "verify")
    assert code == 0
    assert "11 events of 3 orders" in said
    assert "Beyond it: 1 events of 1 orders" in said
    assert "Checkpoint 3: 1 orders" in run(world, tmp_path, "checkpoint")[1]
    assert "Nothing happened" in run(world, tmp_path, "checkpoint")[1]
    tamper(world, "UPDATE event SET actor_id = 't-li' WHERE order_id = :order AND seq = 2", order=orders[0])
    code, said = run(world, tmp_path, "verify")
    assert code == 1
    assert f"edited: order {world.order(orders[0]).number}, event 2 (" in said
    code, said = run(world, tmp_path, "verify", "--json")
    told = json.loads(said)
    assert (code, told["ok"], told["findings"][0]["order"]) == (1, False, world.order(orders[0]).number)
    assert run(world, tmp_path, "verify", "--since", "1")[0] == 0
    assert run(world, tmp_path, "verify", "--since", "9")[0] == 2


def test_without_the_key_the_command_says_so(world: World, tmp_path: Path) -> None:
    environment = {"SANXIAN_DATABASE_URL": world.database.url, "SANXIAN_AUDIT_KEY": "", "SANXIAN_DEMO": ""}
    done = CliRunner().invoke(main, ["audit", "verify"], env=environment)
    assert done.exit_code == 1
    assert "SANXIAN_AUDIT_KEY is missing" in done.output

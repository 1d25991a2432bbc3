"""`sanxian promises explain`: one order's promises as a page that somebody who was not there can follow."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from dispatch.cli import main
from dispatch.orders.lifecycle import Step
from dispatch.storage.session import Database
from tests.actions.conftest import DESK, LEAD, World, make_world
from tests.databases import AUDIT_KEY


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


@pytest.fixture
def order_id(world: World) -> str:
    """A repair, paused for three hours; the customer objected, and the lead took the pause out."""
    found = world.accept()
    world.later(hours=3)
    start_at = world.now.isoformat()
    world.step(found, Step.HOLD, DESK, {"reason": "not_ready", "evidence": "customers_word"})
    world.later(hours=3)
    world.step(found, Step.RESUME, DESK)
    known = {"reason": "not_ready", "start_at": start_at}
    world.step(found, Step.DISPUTE_PAUSE, world.customer(found), known)
    world.later(hours=1)
    world.step(found, Step.DECIDE_DISPUTE, LEAD, {**known, "upheld": True})
    world.later(hours=18)
    world.ring()
    return found


def run(world: World, *arguments: str) -> tuple[int, str]:
    environment = {
        "SANXIAN_DATABASE_URL": world.database.engine.url.render_as_string(hide_password=False),
        "SANXIAN_AUDIT_KEY": AUDIT_KEY,
        "SANXIAN_CLOCK": f"stepped:{world.now.isoformat()}",
    }
    done = CliRunner().invoke(main, ("promises", "explain", *arguments), env=environment)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_the_page_tells_how_it_was_counted_and_what_happened(world: World, order_id: str) -> None:
    code, text = run(world, world.order(order_id).number, "--promise", "complete")
    assert code == 0
    assert text.splitlines()[3:] == [
        "Complete  Broken  by Sat 2026-11-21 09:00",
        "  How it is counted",
        "    Accepted Fri 2026-11-20 09:00: counted from then",
        "    Under version 2026-1 of the promises: Repair, Standard area",
        "    24 h at any hour, to Sat 2026-11-21 09:00",
        "    The pause Fri 2026-11-20 12:00 to 15:00 does not count: Premises are not ready",
        "      Recorded by Dispatcher. Evidence: the customer's own word",
        "      Disputed Fri 2026-11-20 15:00 by the customer",
        "      Decided Fri 2026-11-20 16:00 by Team lead: the customer is right, the pause is taken out",
        "    Not done by Sat 2026-11-21 09:00: broken",
        "  What happened",
        (
            "    Computed anew: the end of the pause Fri 2026-11-20 15:00."
            " Due Sat 2026-11-21 09:00 became Sat 2026-11-21 12:00, 3 h 00 min later"
        ),
        (
            "    Computed anew: the decision on the dispute Fri 2026-11-20 16:00."
            " Due Sat 2026-11-21 12:00 became Sat 2026-11-21 09:00, 3 h 00 min earlier"
        ),
        (
            "    Sat 2026-11-21 10:00, announced as broken to the duty director, the customer:"
            " it was due Sat 2026-11-21 09:00"
        ),
        "    Compensation of ¥10 recorded Sat 2026-11-21 10:00",
    ]


def test_the_id_is_as_good_as_the_number_and_every_promise_is_told(world: World, order_id: str) -> None:
    assert run(world, order_id) == run(world, world.order(order_id).number)
    world.assign(order_id)
    text = run(world, order_id, "--language", "zh-Hans")[1]
    assert "完成  已破约  2026-11-21 周六 09:00 前" in text
    assert "接单  正常" in text


def test_programs_get_the_codes_with_their_data_and_the_sentence(world: World, order_id: str) -> None:
    code, text = run(world, order_id, "--promise", "complete", "--json", "--language", "zh-Hant")
    assert code == 0
    (clock,) = json.loads(text)["promises"]
    lines: list[dict[str, Any]] = clock["lines"]
    assert (clock["state"], clock["due_at"]) == ("broken", "2026-11-21T01:00:00+00:00")
    assert [line["code"] for line in lines if line["part"] == "basis"] == [
        "started",
        "policy",
        "target",
        "pause_taken_out",
        "evidence_recorded",
        "disputed",
        "dispute_upheld",
        "broken",
    ]
    assert lines[0]["text"] == "2026-11-20 週五 09:00 受理，從這時起算"


def test_an_order_that_is_not_there_is_refused_in_the_readers_words(world: World) -> None:
    assert run(world, "R0000-NONE", "--language", "zh-Hans") == (1, "Error: 没有这张工单：R0000-NONE\n")

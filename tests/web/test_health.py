"""Anybody may ask whether the server is well; how the record was proven is the desk's."""

from datetime import timedelta
from pathlib import Path

from dispatch.actions.checkpoints import take_checkpoint
from dispatch.actions.nightly import check_night
from dispatch.web.api_sessions import HealthAnswer
from tests.web.conftest import House, new_id
from tests.web.test_orders import fits


def test_the_desk_reads_how_the_record_was_last_proven(house: House, tmp_path: Path) -> None:
    desk = house.client("chen")
    assert desk.get("/api/v1/health").json["proofs"] == {"promises": None, "checkpoint": None}
    body = {
        "event_id": new_id(),
        "kind": "repair",
        "district_id": "north",
        "customer": {"name": "陈怡", "phone": "13800002231"},
        "address": "望江路 8 号",
        "lat": 30.25,
        "lon": 120.15,
    }
    assert desk.post("/api/v1/orders", json=body).status_code == 201
    house.clock.step(timedelta(hours=20))
    check_night(house.database, house.clock.now)
    take_checkpoint(house.database, tmp_path / "audit", house.clock.now())
    told = desk.get("/api/v1/health").json
    fits(HealthAnswer(), told)
    at = house.clock.now().isoformat()
    assert told["proofs"] == {
        "promises": {"checked_at": at, "orders": 1, "differences": 0},
        "checkpoint": {"number": 1, "at": at},
    }


def test_others_only_read_that_the_server_is_well(house: House) -> None:
    for client in (house.client(), house.client("wang")):
        assert set(client.get("/api/v1/health").json) == {"status", "version", "database"}

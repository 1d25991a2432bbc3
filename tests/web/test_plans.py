"""Proposals and imagined days over HTTP: asked, answered by the planner, adopted, dismissed, refused with the reason."""

from datetime import timedelta
from typing import Any

import pytest

from dispatch.actions.planner import Planner
from dispatch.planning.stop import iterations
from dispatch.storage.plan_proposal import PlanProposal
from dispatch.web.api_adoption import AdoptedAnswer
from dispatch.web.api_plans import ProposalAnswer
from tests.web.conftest import House
from tests.web.test_orders import fits

WHAT_IFS = "/api/v1/districts/north/what-ifs"


def planner(house: House) -> Planner:
    return Planner(database=house.database, district_id="north", make_stop=lambda: iterations(300))


@pytest.fixture
def planned(house: House) -> House:
    for k in range(4):
        house.accept(lat=30.25 + k / 200)
    assert planner(house).plan(house.clock.now) is not None
    return house


def wonder(house: House, **body: Any) -> dict[str, Any]:
    asked = house.client("chen").post(WHAT_IFS, json=body)
    assert asked.status_code == 202, asked.json
    fits(ProposalAnswer(), asked.json)
    assert asked.json["standing"] == "waiting"
    assert planner(house).answer_what_if(house.clock.now)
    answered: dict[str, Any] = house.client("chen").get(f"/api/v1/proposals/{asked.json['id']}").json
    fits(ProposalAnswer(), answered)
    return answered


def test_an_imagined_absence_is_answered_and_adopted(planned: House) -> None:
    answer = wonder(planned, away=[{"technician_id": "t-li"}])
    assert answer["standing"] == "open"
    assert answer["is_current"]
    assert answer["difference"]["after"]["visits"] == 4
    assert all(change["why"] for change in answer["difference"]["changes"])
    assert answer["given"]["away"][0]["until_at"] == "2026-11-20T23:59:59+08:00"
    listed = planned.client("chen").get("/api/v1/districts/north/proposals").json
    assert [one["id"] for one in listed] == [answer["id"]]
    done = planned.client("chen").post(f"/api/v1/proposals/{answer['id']}/adopt")
    fits(AdoptedAnswer(), done.json)
    assert done.json["version"] == 2
    again = planned.client("chen").post(f"/api/v1/proposals/{answer['id']}/adopt")
    assert (again.status_code, again.json["code"]) == (409, "proposal-over")


def test_what_is_only_imagined_is_refused_with_its_reason(planned: House) -> None:
    answer = wonder(planned, helpers=[{"lat": 30.25, "lon": 120.15}], travel_percent=130)
    refused = planned.client("chen").post(
        f"/api/v1/proposals/{answer['id']}/adopt", headers={"Accept-Language": "en"}
    )
    assert (refused.status_code, refused.json["code"]) == (409, "what-if-not-real")
    assert "does not exist" in refused.json["detail"]
    gone = planned.client("chen").post(f"/api/v1/proposals/{answer['id']}/dismiss")
    assert gone.json["standing"] == "dismissed"


def test_a_stale_one_says_so_and_is_asked_again(planned: House) -> None:
    answer = wonder(planned, away=[{"technician_id": "t-li"}])
    planned.clock.step(timedelta(minutes=5))
    planned.accept(lat=30.26)
    assert planner(planned).plan(planned.clock.now) is not None
    stale = planned.client("chen").post(f"/api/v1/proposals/{answer['id']}/adopt")
    assert (stale.status_code, stale.json["code"]) == (409, "stale-plan")
    (new,) = planned.client("chen").get("/api/v1/districts/north/proposals").json
    assert (new["standing"], new["given"]) == ("waiting", answer["given"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"travel_percent": 100},
        {"away": [{"technician_id": "t-nobody"}]},
        {"withdrawn": ["no-such-order"]},
        {"overtime_min": -1},
        {"helpers": [{"lat": 30.25}]},
        {"added": [{"kind": "party", "lat": 30.2, "lon": 120.1}]},
        {"more": 1},
    ],
)
def test_what_cannot_be_meant_is_refused(planned: House, body: dict[str, Any]) -> None:
    assert planned.client("chen").post(WHAT_IFS, json=body).status_code == 422


def test_another_district_s_plans_are_nobody_s_business(planned: House) -> None:
    answer = wonder(planned, away=[{"technician_id": "t-li"}])
    other = planned.client("he")
    assert other.get("/api/v1/districts/north/proposals").status_code == 403
    assert other.post(f"/api/v1/proposals/{answer['id']}/adopt").status_code == 403
    assert planned.client("chen").get("/api/v1/proposals/none").status_code == 404
    with planned.database.read() as session:
        assert session.get_one(PlanProposal, answer["id"]).standing == "open"

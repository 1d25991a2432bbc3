"""Why, over the API: the desk asks about an order of its district, a customer about theirs, each in their own words."""

from tests.web.conftest import House


def test_the_desk_reads_the_reasoning_in_its_language(house: House) -> None:
    order_id = house.assigned()
    answer = house.client("chen").get(f"/api/v1/orders/{order_id}/why?language=en")
    assert answer.status_code == 200
    clocks = {clock["promise"]: clock for clock in answer.json["promises"]}
    assert {"complete", "accept"} <= set(clocks)
    assert clocks["complete"]["lines"][0]["text"] == "Accepted today 09:00: counted from then"
    chinese = house.client("chen").get(
        f"/api/v1/orders/{order_id}/why?promise=complete", headers={"Accept-Language": "zh-TW"}
    )
    assert [clock["promise"] for clock in chinese.json["promises"]] == ["complete"]
    assert chinese.json["promises"][0]["lines"][0]["text"] == "今天 09:00 受理，從這時起算"


def test_another_district_a_stranger_and_a_technician_without_the_order_read_nothing(house: House) -> None:
    order_id = house.assigned()
    path = f"/api/v1/orders/{order_id}/why"
    assert house.client("he").get(path).status_code == 403
    assert house.client().get(path).status_code == 401
    assert house.client("li").get(path).status_code == 404
    assert house.client("wang").get(path).status_code == 200


def test_a_customer_reads_their_own_in_words_for_a_customer(house: House) -> None:
    order_id = house.assigned()
    assert house.step("wang", order_id, "take").status_code == 200
    client = house.client(link=house.link_of(order_id))
    answer = client.get("/api/v1/track/why?language=zh-Hans")
    assert answer.status_code == 200
    assert {clock["promise"] for clock in answer.json["promises"]} == {"complete", "contact"}
    texts = [line["text"] for clock in answer.json["promises"] for line in clock["lines"]]
    assert "今天 09:00 师傅接单，从这时起算" in texts
    assert not any("%" in text or "2026-1" in text for text in texts)
    assert client.get(f"/api/v1/orders/{order_id}/why").status_code in (401, 403)


def test_what_cannot_be_asked_is_refused_with_the_field(house: House) -> None:
    order_id = house.assigned()
    refused = house.client("chen").get(f"/api/v1/orders/{order_id}/why?promise=speedy")
    assert (refused.status_code, refused.json["field"]) == (422, "promise")


def test_a_dispute_by_the_link_and_its_decision_are_in_both_stories(house: House) -> None:
    order_id = house.assigned()
    held = house.step("chen", order_id, "hold", reason="not_ready", evidence="customers_word")
    assert held.status_code == 200, held.json
    client = house.client(link=house.link_of(order_id))
    view = client.get("/api/v1/track").json
    (pause,) = view["pauses"]
    assert "dispute_pause" in view["may"]
    known = {"reason": pause["reason"], "start_at": pause["start_at"]}
    body = {"event_id": "00000000-0000-4000-8000-000000000001", "step": "dispute_pause", "data": known}
    disputed = client.post("/api/v1/track/steps", json=body)
    assert disputed.status_code == 200, disputed.json
    assert "dispute_pause" not in disputed.json["may"]
    assert house.step("chen", order_id, "decide_dispute", **known, upheld=True).status_code == 403
    assert house.step("zhou", order_id, "decide_dispute", **known, upheld=True).status_code == 200
    mine = client.get("/api/v1/track/why?promise=complete&language=zh-Hans").json["promises"][0]
    texts = [line["text"] for line in mine["lines"]]
    assert "今天 09:00 核对过了：您说得对，这段停表取消" in texts
    theirs = house.client("zhou").get(f"/api/v1/orders/{order_id}/why?promise=complete&language=zh-Hans")
    codes = [line["code"] for line in theirs.json["promises"][0]["lines"]]
    assert {"pause_taken_out", "evidence_recorded", "disputed", "dispute_upheld"} <= set(codes)

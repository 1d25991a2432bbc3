"""A position that a phone reports on the way carries how far it still is by the source that the app uses."""

from datetime import timedelta

from dispatch.storage.order import Order
from dispatch.storage.technician import Position
from dispatch.travel.great_circle import GreatCircle
from tests.web.conftest import House


def test_the_time_left_stands_beside_the_position_and_the_customer_reads_it(house: House) -> None:
    order_id = house.on_the_way()
    seen = (30.26, 120.17)
    sent = {"lat": seen[0], "lon": seen[1], "at": house.clock.now().isoformat()}
    assert house.client("wang").post("/api/v1/my/position", json=sent).status_code == 204
    with house.database.read() as session:
        order, position = session.get_one(Order, order_id), session.get_one(Position, "t-wang")
        left_s = int(GreatCircle().seconds([seen], [(order.lat, order.lon)])[0, 0])
        assert position.left_s == {order_id: left_s}
    view = house.client(link=house.link_of(order_id)).get("/api/v1/track").json
    assert view["eta"]["at"] == (house.clock.now() + timedelta(seconds=left_s)).isoformat()


def test_a_place_that_is_none_is_refused_before_any_map_is_asked(house: House) -> None:
    house.on_the_way()
    sent = {"lat": 91, "lon": 120.17, "at": house.clock.now().isoformat()}
    answer = house.client("wang").post("/api/v1/my/position", json=sent)
    assert answer.status_code == 422
    assert answer.json["field"] == "lat"

"""The city is put into an empty database once, with people who can sign in."""

from dispatch.actions import users
from dispatch.clock import real_now
from dispatch.orders.people import Role
from dispatch.simulation.city import DISTRICT_ID, build_city
from dispatch.simulation.seeding import DESK_SEATS, PASSWORD, give_keys, is_seeded, login_of, seed_city
from dispatch.storage.district import District
from dispatch.storage.session import Database


def test_the_city_s_people_can_sign_in_with_the_demo_s_password(database: Database) -> None:
    city = build_city(1, technicians=3)
    now = real_now()
    with database.write() as session:
        assert not is_seeded(session)
        list(seed_city(session, city, now=now))
    with database.read() as session:
        assert is_seeded(session)
        assert len(session.get_one(District, DISTRICT_ID).map["streets"]) > 50
        dispatcher = users.check_password(session, DESK_SEATS[0].login, PASSWORD)
        technician = users.check_password(session, login_of(city.technicians[0].badge), PASSWORD)
    assert dispatcher is not None
    assert dispatcher.role is Role.DISPATCHER
    assert technician is not None
    assert technician.technician_id == city.technicians[0].id


def test_every_simulated_person_gets_a_key(database: Database) -> None:
    city = build_city(1, technicians=3)
    with database.write() as session:
        list(seed_city(session, city, now=real_now()))
    with database.write() as session:
        keys = give_keys(session, now=real_now())
    with database.read() as session:
        user = users.user_of_token(session, keys.desk.removeprefix("Bearer "), now=real_now())
    assert user is not None
    assert user.role is Role.DISPATCHER
    assert set(keys.technicians) == {person.id for person in city.technicians}

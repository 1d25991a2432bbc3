"""The demo's technician belongs to whoever signs in, and only as long as they are signed in."""

from dispatch.actions import users
from dispatch.actions.links import hash_token
from dispatch.clock import real_now
from dispatch.simulation.city import build_city
from dispatch.simulation.newcomer import is_signed_in
from dispatch.simulation.seeding import PASSWORD, give_keys, login_of, seed_city
from dispatch.storage.session import Database


def test_signing_in_takes_the_technician_over_and_signing_out_gives_them_back(database: Database) -> None:
    city = build_city(1, technicians=2)
    mine, other = city.technicians
    with database.write() as session:
        list(seed_city(session, city, now=real_now()))
    with database.write() as session:
        give_keys(session, now=real_now())
    assert not is_signed_in(database, mine.id)  # the simulation's own keys are nobody's sign-in

    with database.write() as session:
        user = users.check_password(session, login_of(mine.badge), PASSWORD)
        assert user is not None
        token = users.sign_in(session, user, now=real_now())
    assert is_signed_in(database, mine.id)
    assert not is_signed_in(database, other.id)

    with database.write() as session:
        users.sign_out(session, hash_token(token), now=real_now())
    assert not is_signed_in(database, mine.id)

"""Who sits before the screen: has the newcomer signed in as the technician that the demo offered?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from dispatch.actions.users import SIGN_IN_LASTS
from dispatch.clock import real_now
from dispatch.simulation.stage import Call, Person, Wait
from dispatch.simulation.world import World
from dispatch.storage.session import Database
from dispatch.storage.user import SignIn, User

LOOKS_EVERY_REAL_S: Final = 1.0


def is_signed_in(database: Database, technician_id: str) -> bool:
    """Whether a person is signed in as this technician now; the simulation's own keys last longer than a person's."""
    with database.read() as session:
        sign_ins = session.scalars(
            select(SignIn)
            .join(User, User.id == SignIn.user_id)
            .where(
                User.technician_id == technician_id,
                SignIn.revoked_at.is_(None),
                SignIn.expires_at > real_now(),
            )
        )
        return any(one.expires_at - one.created_at <= SIGN_IN_LASTS for one in sign_ins)


def watch_newcomer(world: World, look: Callable[[], bool]) -> Person:
    """Lives for ever: whoever signs in takes the technician over, whoever signs out gives them back."""
    at = world.clock.now()
    while True:
        world.taken_over = yield Call(look)
        at = yield Wait(max(at, world.clock.now()) + timedelta(seconds=LOOKS_EVERY_REAL_S * world.clock.rate))

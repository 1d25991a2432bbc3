"""Put the simulated city into an empty database: district, areas, technicians and the people who sign in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions import users
from dispatch.orders.people import Role
from dispatch.simulation.city import DISTRICT_ID, DISTRICT_NAME, ZONE, City
from dispatch.storage.district import Area, District
from dispatch.storage.technician import Technician
from dispatch.storage.user import User

PASSWORD: Final = "sanxian-demo"  # noqa: S105  # the demo's, told on its first screen
_SIGN_IN_LASTS: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody at the desk."""

    login: str
    name: str
    role: Role
    everywhere: bool = False


DESK_SEATS: Final = (
    Seat(login="dispatcher", name="吕敏", role=Role.DISPATCHER),
    Seat(login="lead", name="张立群", role=Role.LEAD),
    Seat(login="manager", name="何伟明", role=Role.MANAGER),
    Seat(login="admin", name="苏晴", role=Role.ADMIN, everywhere=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The Authorization headers of those who act by themselves."""

    desk: str
    lead: str
    technicians: dict[str, str]


def login_of(badge: str) -> str:
    return badge.lower()


def is_seeded(session: Session) -> bool:
    return session.get(District, DISTRICT_ID) is not None


def seed_city(session: Session, city: City, *, now: datetime) -> Iterator[str]:
    """Add everything, saying after each step what was added; the caller's transaction makes it one."""
    session.add(
        District(id=DISTRICT_ID, name=DISTRICT_NAME, name_en="Xiling District", zone=ZONE, map=city.map())
    )
    session.flush()
    for area in city.areas:
        lat, lon = area.middle.place()
        session.add(
            Area(
                id=area.id,
                district_id=DISTRICT_ID,
                name=area.name,
                name_en=area.name_en,
                tier=area.tier,
                serviceable=area.serviceable,
                reason=area.reason,
                lat=lat,
                lon=lon,
                urban=area.urban,
            )
        )
    yield f"{len(city.areas)} areas"
    for person in city.technicians:
        lat, lon = person.home.place()
        session.add(
            Technician(
                id=person.id,
                district_id=DISTRICT_ID,
                name=person.name,
                name_en=person.name_en,
                badge=person.badge,
                phone=person.phone,
                team=person.team,
                skills=list(person.skills),
                areas=list(person.areas),
                tools=list(person.tools),
                stock=dict(person.load) or None,
                load=dict(person.load),
                home_lat=lat,
                home_lon=lon,
                shift_start=person.shift_start,
                shift_end=person.shift_end,
            )
        )
    session.flush()
    yield f"{len(city.technicians)} technicians"
    for seat in DESK_SEATS:
        users.create_user(
            session,
            login=seat.login,
            name=seat.name,
            password=PASSWORD,
            role=seat.role,
            now=now,
            district_id=None if seat.everywhere else DISTRICT_ID,
        )
    for person in city.technicians:
        users.create_user(
            session,
            login=login_of(person.badge),
            name=person.name,
            password=PASSWORD,
            role=Role.TECHNICIAN,
            now=now,
            district_id=DISTRICT_ID,
            technician_id=person.id,
        )
        yield person.name


def give_keys(session: Session, *, now: datetime) -> Keys:
    """Authorization headers: simulated people do not type passwords."""
    found = {user.login: user for user in session.scalars(select(User).order_by(User.login))}
    desk, lead = (
        f"Bearer {users.sign_in(session, found[seat.login], now=now, lasts=_SIGN_IN_LASTS)}"
        for seat in DESK_SEATS[:2]
    )
    technicians = {
        user.technician_id: f"Bearer {users.sign_in(session, user, now=now, lasts=_SIGN_IN_LASTS)}"
        for user in found.values()
        if user.technician_id is not None
    }
    return Keys(desk=desk, lead=lead, technicians=technicians)

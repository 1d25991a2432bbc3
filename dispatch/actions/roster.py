"""Take technicians over into a district: added, brought up to date, or found as they are."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.orders.people import DESK, Actor, Role
from dispatch.storage.district import District
from dispatch.storage.technician import Technician
from technicians.shifts import Hours, InvalidHours


class Put(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianDraft:
    """One technician as a roster names them; known again by `id`."""

    id: str
    district_id: str
    name: str
    badge: str
    home_lat: float
    home_lon: float
    name_en: str = ""
    phone: str = ""
    team: str = ""
    skills: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    tools: tuple[str, ...] | None = None
    """None: nobody keeps a list."""
    load: dict[str, int] = field(default_factory=dict)
    """Parts with which a shift begins; empty: nobody counts them."""
    shift_start: str = "08:00"
    shift_end: str = "18:00"


def put_technician(session: Session, draft: TechnicianDraft, *, actor: Actor) -> Put:
    """Add the technician, or change what differs; the same again changes nothing."""
    if actor.role not in DESK | {Role.SYSTEM}:
        raise NotAllowed("role")
    if session.get(District, draft.district_id) is None:
        raise NotFound("district", draft.district_id)
    try:
        Hours.read(shift_start=draft.shift_start, shift_end=draft.shift_end)
    except InvalidHours as wrong:
        raise InvalidField(wrong.field, "a time of day like 08:00", getattr(draft, wrong.field)) from wrong
    wanted = {
        **asdict(draft),
        "skills": list(draft.skills),
        "areas": list(draft.areas),
        "tools": None if draft.tools is None else list(draft.tools),
    }
    known = session.get(Technician, draft.id)
    if known is None:
        session.add(Technician(**wanted, stock=dict(draft.load) or None))
        return Put.ADDED
    if known.district_id != draft.district_id:
        raise InvalidField("id", "a technician of this district", draft.id)
    changed = {name: value for name, value in wanted.items() if getattr(known, name) != value}
    if "load" in changed:  # counted from now on, or no longer
        known.stock = dict(draft.load) or None
    for name, value in changed.items():
        setattr(known, name, value)
    return Put.CHANGED if changed else Put.SAME

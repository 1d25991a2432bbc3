"""Somebody is away, or back, as a test needs it."""

from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from dispatch.storage.absence import Absence, AbsenceKind
from dispatch.storage.base import new_id
from dispatch.storage.technician import Technician

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def be_away(
    session: Session, technician_id: str, until_at: datetime | None, *, from_at: datetime = LONG_AGO
) -> None:
    """In place of any other absence."""
    come_back(session, technician_id)
    absence_id = new_id(LONG_AGO, technician_id, str(until_at))
    session.add(
        Absence(
            id=absence_id,
            technician_id=technician_id,
            district_id=session.get_one(Technician, technician_id).district_id,
            kind=AbsenceKind.SICK,
            from_at=from_at,
            until_at=until_at,
            note="",
            created_at=LONG_AGO,
            created_by="dispatcher:u-desk",
            version=1,
            event_id=absence_id,
        )
    )


def come_back(session: Session, technician_id: str) -> None:
    session.execute(delete(Absence).where(Absence.technician_id == technician_id))

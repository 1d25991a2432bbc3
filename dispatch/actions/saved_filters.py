"""Keeping and dropping the lists that people come back to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dispatch.actions.errors import NotAllowed, NotFound
from dispatch.storage.saved_filter import SavedFilter


def save_filter(
    session: Session,
    filter_id: str,
    *,
    user_id: str,
    district_id: str,
    name: str,
    shared: bool,
    query: Mapping[str, Any],
    now: datetime,
) -> SavedFilter:
    """A new one, or new contents of one's own; the same twice is the same once."""
    known = session.get(SavedFilter, filter_id)
    if known is None:
        known = SavedFilter(
            id=filter_id,
            user_id=user_id,
            district_id=district_id,
            name=name,
            shared=shared,
            query=dict(query),
            created_at=now,
            updated_at=now,
        )
        session.add(known)
        return known
    if known.user_id != user_id:
        raise NotAllowed("owner")
    known.name, known.shared, known.query = name, shared, dict(query)
    known.district_id, known.updated_at = district_id, now
    return known


def drop_filter(session: Session, filter_id: str, *, user_id: str) -> None:
    """One's own; dropped twice is no error of whoever lost the first answer."""
    known = session.get(SavedFilter, filter_id)
    if known is None:
        raise NotFound("filter", filter_id)
    if known.user_id != user_id:
        raise NotAllowed("owner")
    session.delete(known)

"""Plans that are proposed and not driven: what the planner would change, and what somebody wondered about."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.storage.base import Base, Code


class Origin(StrEnum):
    PLANNER = "planner"
    """A better plan for the day as it is."""
    WHAT_IF = "what_if"
    """A plan for a day that somebody imagined."""


class Standing(StrEnum):
    WAITING = "waiting"
    """A what-if that the planner has not answered yet."""
    OPEN = "open"
    ADOPTED = "adopted"
    DISMISSED = "dismissed"
    SUPERSEDED = "superseded"
    """The day has moved on."""
    FAILED = "failed"


class PlanProposal(Base):
    __tablename__ = "plan_proposal"
    __table_args__ = (Index("ix_plan_proposal_district_id", "district_id", "standing"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"))
    origin: Mapped[Origin] = mapped_column(Code(Origin, 10))
    standing: Mapped[Standing] = mapped_column(Code(Standing, 12))
    created_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(default="")
    """role:id of whoever wondered."""
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was imagined; see actions/what_ifs.py."""
    base_version: Mapped[int | None] = mapped_column(default=None)
    """The running plan that it would replace."""
    stops: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    unassigned: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    difference: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Who and when changes, the figures of both plans, promises saved and broken."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """Of who goes where: what was dismissed is not proposed again."""
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    adoption: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What adopting it came to: `event_id`, `order_ids` (null: all of it), `version`, `changed`, the plan `before`, and what it
    came to when that was `undone`."""
    refusal: Mapped[str | None] = mapped_column(default=None)
    """Why it failed, or why it cannot be adopted: a code."""


def open_proposals(session: Session, district_id: str) -> list[PlanProposal]:
    """The planner's open one and the what-ifs that are still of interest, the newest first."""
    return list(
        session.scalars(
            select(PlanProposal)
            .where(
                PlanProposal.district_id == district_id,
                PlanProposal.standing.in_([Standing.WAITING, Standing.OPEN]),
            )
            .order_by(PlanProposal.created_at.desc(), PlanProposal.id)
        )
    )


def waiting_what_if(session: Session, district_id: str) -> PlanProposal | None:
    """The oldest one that nobody has answered."""
    return session.scalars(
        select(PlanProposal)
        .where(PlanProposal.district_id == district_id, PlanProposal.standing == Standing.WAITING)
        .order_by(PlanProposal.created_at, PlanProposal.id)
        .limit(1)
    ).first()

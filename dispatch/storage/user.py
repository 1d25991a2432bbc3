"""People who sign in, and their sign-ins."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.orders.people import Role
from dispatch.storage.base import Base, Code


class User(Base):
    __tablename__ = "user"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[Role] = mapped_column(Code(Role, 12))
    district_id: Mapped[str | None] = mapped_column(ForeignKey("district.id"), default=None)
    """None: every district (managers and administrators of the whole house)."""
    technician_id: Mapped[str | None] = mapped_column(ForeignKey("technician.id"), default=None)
    team: Mapped[str | None] = mapped_column(String(40), default=None)
    """Whose team's lanes and risks the board shows first; rights go by the district alone."""
    language: Mapped[str] = mapped_column(String(10), default="zh-Hans")
    active: Mapped[bool] = mapped_column(default=True)


class SignIn(Base):
    """Only the hash of the token is kept; times are real time, not the demo's."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

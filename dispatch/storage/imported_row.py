"""Which rows of which files were imported, so that a second import adds nothing."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class ImportedRow(Base):
    __tablename__ = "imported_row"

    row_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_id: Mapped[str] = mapped_column(String(40))
    imported_at: Mapped[datetime]

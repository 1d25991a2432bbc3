"""What the database remembers of the checkpoints; what they prove stands in their files, outside it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.orders.chain import SEAL_LENGTH
from dispatch.storage.base import Base


class Checkpoint(Base):
    """That there is such a file: the newest ones cannot be taken from the folder unnoticed."""

    __tablename__ = "checkpoint"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    mac: Mapped[str] = mapped_column(String(SEAL_LENGTH))


class SealedOrder(Base):
    """Up to which event the checkpoints know an order: the next one holds only what is newer."""

    __tablename__ = "sealed_order"

    order_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    seq: Mapped[int]

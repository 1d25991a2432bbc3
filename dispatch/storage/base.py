"""What all tables share: the declarative base, times that are UTC only, and row ids."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

_Enum = TypeVar("_Enum", bound=StrEnum)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; stored in UTC, read back in UTC, naive times refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time refused: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # the same
        return None if value is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """SQLite keeps text that sorts as time does; a sweep writes some ten thousand of them a second."""
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)

        def write(value: datetime | None) -> str | None:
            at = self.process_bind_param(value, dialect)
            return None if at is None else at.replace(tzinfo=None).isoformat(" ", "microseconds")

        return write

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        return lambda text: None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Code(TypeDecorator[_Enum]):
    """A StrEnum kept as its text and read back as itself."""

    impl = String
    cache_ok = True

    def __init__(self, codes: type[_Enum], length: int) -> None:
        super().__init__(length)
        self.codes, self.length = codes, length

    def process_bind_param(self, value: _Enum | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        return None if value is None else self.codes(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> _Enum | None:  # noqa: ARG002  # the same
        return None if value is None else self.codes(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it as a class attribute
        datetime: UtcDateTime,
        str: String,
        dict[str, Any]: JSON,
        dict[str, int]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }


def new_id(now: datetime, *parts: object) -> str:
    """A UUIDv7: ordered by `now`; the same parts make the same id, no parts a random one."""
    milliseconds = int(now.timestamp() * 1000) & (2**48 - 1)
    if parts:
        tail = int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:10], "big")
    else:
        tail = secrets.randbits(80)
    rand_a, rand_b = tail >> 68, tail & (2**62 - 1)
    value = milliseconds << 80 | 7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

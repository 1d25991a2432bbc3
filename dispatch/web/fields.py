"""The values that a request may carry: each field says what it expects, and refuses in the form `code: expectation`."""

import math
import re
import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import marshmallow as ma
from marshmallow import ValidationError

MISSING: Final = "missing-field: a value"
UNKNOWN: Final = "unknown-field: no such field"
TIME: Final = "an ISO 8601 time with a zone"
LONGEST_IDENT: Final = 64
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def refuse(code: str, expected: str) -> ValidationError:
    return ValidationError(f"{code}: {expected}")


class Body(ma.Schema):
    """A request's body: what it does not know is refused, not ignored."""

    class Meta:
        unknown = ma.RAISE
        ordered = True

    error_messages = {"unknown": UNKNOWN, "type": "invalid-field: an object"}  # noqa: RUF012  # marshmallow declares it so


class _Strict(ma.fields.Field[Any]):
    default_error_messages = {  # noqa: RUF012  # marshmallow declares it so
        "required": MISSING,
        "null": MISSING,
        "validator_failed": "invalid-field: a valid value",
    }


def clean_text(value: object, *, least: int, most: int) -> str:
    """Text as people write it: no control characters, no half of a surrogate pair, trimmed and composed."""
    expected = f"a text of {least} to {most} characters"
    if not isinstance(value, str):
        raise refuse("invalid-field", expected)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise refuse("wrong-encoding", "UTF-8 text") from None
    if _CONTROL.search(value):
        raise refuse("invalid-field", "a text without control characters")
    text = unicodedata.normalize("NFC", value).strip()
    if not least <= len(text) <= most:
        raise refuse("invalid-field", expected)
    return text


class Part(_Strict, ma.fields.Nested):
    """An object inside the object."""


class Text(_Strict, ma.fields.String):
    def __init__(self, least: int = 1, most: int = 200, **kwargs: Any) -> None:
        super().__init__(validate=ma.validate.Length(min=least, max=most), **kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ARG002  # marshmallow's signature
        return clean_text(value, least=self.least, most=self.most)

    def _validate(self, value: Any) -> None:
        """Done while reading, with our words; the validator only documents the length."""


class Secret(_Strict, ma.fields.String):
    """A password, taken as it is: no trimming, no composing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"format": "password"}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, str) or not 1 <= len(value) <= 200:  # noqa: PLR2004  # argon2 takes more, people do not
            raise refuse("invalid-field", "a text of 1 to 200 characters")
        return value


class Ident(_Strict, ma.fields.String):
    """An identifier of ours, or one that a client made: letters, digits, dashes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=ma.validate.Regexp(r"^[0-9A-Za-z_:.\-]{1,64}$"), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, str) or not re.fullmatch(r"[0-9A-Za-z_:.\-]{1,64}", value):
            raise refuse("invalid-field", "an identifier of 1 to 64 letters, digits or dashes")
        return value

    def _validate(self, value: Any) -> None:
        """Done while reading; the validator only documents the form."""


class EventId(Ident):
    """A UUID that the client made, so that a repetition is known as one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"format": "uuid"}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, str) or not re.fullmatch(
            r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value
        ):
            raise refuse("invalid-field", "a UUID")
        return value.lower()


class Instant(_Strict, ma.fields.AwareDateTime):
    """A time with its zone; a time without one says nothing and is refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:  # noqa: ARG002  # marshmallow's signature
        try:
            at = datetime.fromisoformat(value) if isinstance(value, str) and len(value) < 64 else None  # noqa: PLR2004  # longer is no time
        except ValueError:
            at = None
        if at is None:
            raise refuse("invalid-field", TIME)
        if at.tzinfo is None:
            raise refuse("naive-time", TIME)
        try:
            at = at.astimezone(UTC)
        except OverflowError:
            raise refuse("invalid-field", TIME) from None
        if not 2000 <= at.year < 2200:  # noqa: PLR2004  # no order lies outside, and a device's clock of 1970 is broken
            raise refuse("invalid-field", "a time between the years 2000 and 2199")
        return at


class Day(_Strict, ma.fields.Date):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"2\d{3}-\d\d-\d\d", value):
            raise refuse("invalid-field", "an ISO 8601 date")
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        except ValidationError:
            raise refuse("invalid-field", "an ISO 8601 date") from None


class Choice(_Strict, ma.fields.String):
    """One of the names of an enumeration, or of a list."""

    def __init__(self, names: type[StrEnum] | tuple[str, ...], **kwargs: Any) -> None:
        self.names = tuple(str(name) for name in names)
        super().__init__(validate=ma.validate.OneOf(self.names), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ARG002  # marshmallow's signature
        if value not in self.names:
            raise refuse("invalid-field", f"one of {', '.join(self.names)}")
        return str(value)

    def _validate(self, value: Any) -> None:
        """Done while reading; the validator only documents the choices."""


class Whole(_Strict, ma.fields.Integer):
    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(validate=ma.validate.Range(min=least, max=most), strict=True, **kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002  # marshmallow's signature
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise refuse("invalid-field", f"a whole number from {self.least} to {self.most}")
        return value

    def _validate(self, value: Any) -> None:
        """Done while reading; the validator only documents the range."""


class Flag(_Strict, ma.fields.Boolean):
    """Yes or no, and no other word for it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, bool):
            raise refuse("invalid-field", "true or false")
        return value


class _Degrees(_Strict, ma.fields.Float):
    most = 0.0
    axis = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=ma.validate.Range(min=-self.most, max=self.most), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:  # noqa: ARG002  # marshmallow's signature
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if not -self.most <= number <= self.most:
            raise refuse(
                "impossible-coordinates",
                f"a {self.axis} from -{self.most:.0f} to {self.most:.0f} degrees (WGS-84)",
            )
        return float(number)

    def _validate(self, value: Any) -> None:
        """Done while reading; the validator only documents the range."""


class Latitude(_Degrees):
    most = 90.0
    axis = "latitude"


class Longitude(_Degrees):
    most = 180.0
    axis = "longitude"


class Facts(_Strict, ma.fields.Dict):
    """The data of a step: a flat object of texts, numbers and times; the step's own rules read it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, dict) or len(value) > 20:  # noqa: PLR2004  # no step has so many facts
            raise refuse("invalid-field", "an object of at most 20 fields")
        return {clean_text(name, least=1, most=40): _read_fact(item) for name, item in value.items()}


def _read_fact(item: Any) -> Any:
    if isinstance(item, str):
        return clean_text(item, least=0, most=2000)
    if item is None or isinstance(item, bool) or (isinstance(item, int) and abs(item) < 2**53):
        return item
    if isinstance(item, float) and math.isfinite(item):
        return item
    raise refuse("invalid-field", "a text, a number or nothing")


class Versions(_Strict, ma.fields.Dict):
    """Which orders a page has, each at which version."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, int]:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, dict) or len(value) > 10_000:  # noqa: PLR2004  # a board has 1,000
            raise refuse("invalid-field", "an object of order identifiers and versions")
        for name, version in value.items():
            if (
                len(name) > LONGEST_IDENT
                or isinstance(version, bool)
                or not isinstance(version, int)
                or not 0 <= version < 2**31
            ):  # as Ident
                raise refuse("invalid-field", "an object of order identifiers and versions")
        return value


class Counts(_Strict, ma.fields.Dict):
    """How many of each part there are."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, int]:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, dict) or len(value) > 100:  # noqa: PLR2004  # a van, not a store
            raise refuse("invalid-field", "an object of at most 100 parts and counts")
        for name, count in value.items():
            clean_text(name, least=1, most=40)
            if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= 10_000:  # noqa: PLR2004  # the same
                raise refuse("invalid-field", "a whole number from 0 to 10,000 for each part")
        return value


class Document(_Strict, ma.fields.Dict):
    """A whole document; whoever reads it names what is wrong with each of its fields."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002  # marshmallow's signature
        if not isinstance(value, dict):
            raise refuse("invalid-field", "an object")
        return value

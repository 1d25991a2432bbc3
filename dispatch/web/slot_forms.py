"""What is asked and answered about slots over HTTP: offers, holds, choices."""

import contextlib
from typing import Any

from marshmallow import fields, validates_schema

from dispatch.orders.codes import Kind
from dispatch.planning.day import Half
from dispatch.web.answers import Answer
from dispatch.web.fields import Body, Choice, Day, EventId, Ident, Instant, Latitude, Longitude, refuse


class HoldBody(Body):
    """A half-day of a date, or a time."""

    event_id = EventId(required=True)
    date = Day()
    half = Choice(Half)
    agreed_at = Instant()

    @validates_schema
    def one_of_two(self, data: dict[str, Any], **_: Any) -> None:
        half_day = "date" in data and "half" in data
        if half_day == ("agreed_at" in data):
            raise refuse("invalid-field", "either date and half, or agreed_at")


class ChoiceBody(Body):
    event_id = EventId(required=True)
    hold_id = Ident(required=True)


class ReleaseBody(Body):
    hold_id = Ident(required=True)


class _InAddress:
    """A number in an address is text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        with contextlib.suppress(TypeError, ValueError):
            value = float(value)
        read: float = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[misc]  # beside a field
        return read


class LatitudeInAddress(_InAddress, Latitude):
    pass


class LongitudeInAddress(_InAddress, Longitude):
    pass


class IntakeQuery(Body):
    district = Ident(required=True)
    kind = Choice(Kind, required=True)
    lat = LatitudeInAddress(required=True)
    lon = LongitudeInAddress(required=True)
    area = Ident()
    hold = Ident()
    """What the caller holds already: it stands in nobody's way."""


class IntakeHoldBody(Body):
    event_id = EventId(required=True)
    district_id = Ident(required=True)
    kind = Choice(Kind, required=True)
    lat = Latitude(required=True)
    lon = Longitude(required=True)
    area_id = Ident()
    date = Day(required=True)
    half = Choice(Half, required=True)
    instead_of = Ident()
    """A hold of the caller's that is let go with this one."""


class OfferAnswer(Answer):
    date = fields.Date(required=True)
    half = fields.String(allow_none=True, required=True)
    agreed_at = fields.AwareDateTime(allow_none=True, required=True)
    from_at = fields.AwareDateTime(required=True, metadata={"description": "when it begins for the customer"})
    recommended = fields.Boolean(required=True)
    breaks = fields.List(fields.String(), required=True)
    technician_id = fields.String(metadata={"description": "for staff, as is what follows"})
    start_at = fields.AwareDateTime()
    extra_s = fields.Integer(metadata={"description": "more road than without it"})
    late_s = fields.Integer()
    pressure_s = fields.Integer(metadata={"description": "how scarce the half-day is"})
    cost_s = fields.Integer(metadata={"description": "everything together, in seconds of road"})


class HeldAnswer(Answer):
    id = fields.String(required=True)
    date = fields.Date(required=True)
    half = fields.String(allow_none=True, required=True)
    agreed_at = fields.AwareDateTime(allow_none=True, required=True)
    offered_at = fields.AwareDateTime(
        allow_none=True,
        required=True,
        metadata={"description": "the earliest that could be had in time, when this is on a later date"},
    )
    expires_at = fields.AwareDateTime(required=True)


class SlotsAnswer(Answer):
    """Cheapest first; those after the due time come last and say what they break."""

    now = fields.AwareDateTime(required=True)
    halves = fields.List(fields.Nested(OfferAnswer), required=True)
    times = fields.List(fields.Nested(OfferAnswer), required=True)
    hold = fields.Nested(HeldAnswer, allow_none=True, required=True)

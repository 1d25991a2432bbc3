"""The bodies that the API takes, field by field. What it answers is in `views.py`."""

from typing import Any, Final

from marshmallow import pre_load

from dispatch.orders.events import Half, Kind
from dispatch.orders.lifecycle import Step
from dispatch.web.fields import (
    Body,
    Choice,
    Day,
    EventId,
    Facts,
    Ident,
    Instant,
    Latitude,
    Longitude,
    Part,
    Secret,
    Text,
    Versions,
    Whole,
)
from dispatch.web.language import LANGUAGES

ASKED_BY_ROUTE: Final = (Step.ACCEPT, Step.ASK, Step.ANSWER)
"""Steps with an address of their own."""
STEPS: Final = tuple(step.value for step in Step if step not in ASKED_BY_ROUTE)


class SignInBody(Body):
    login = Text(most=80, required=True)
    password = Secret(required=True)


class Customer(Body):
    name = Text(most=80, required=True)
    phone = Text(least=5, most=30, required=True)
    language = Choice(LANGUAGES, load_default="zh-Hans")


class OrderBody(Body):
    event_id = EventId(required=True)
    kind = Choice(Kind, required=True)
    district_id = Ident(required=True)
    area_id = Ident(allow_none=True)
    customer = Part(Customer, required=True)
    address = Text(most=300, required=True)
    lat = Latitude(allow_none=True)
    lon = Longitude(allow_none=True)
    from_address = Text(most=300, allow_none=True)
    from_lat = Latitude(allow_none=True)
    from_lon = Longitude(allow_none=True)
    contracted_mbps = Whole(1, 100_000, allow_none=True)
    booked_date = Day(allow_none=True)
    booked_half = Choice(Half, allow_none=True)
    accepted_at = Instant(allow_none=True)
    external_ref = Text(most=80, allow_none=True)
    note = Text(least=0, most=1000, allow_none=True)

    @pre_load
    def leave_out_nothing(self, data: Any, **_: Any) -> Any:
        """A field of null says the same as no field."""
        return (
            {key: value for key, value in data.items() if value is not None}
            if isinstance(data, dict)
            else data
        )


class StepBody(Body):
    event_id = EventId(required=True)
    step = Choice(STEPS, required=True)
    occurred_at = Instant(required=True)
    device_now = Instant()
    expected_version = Whole(0, 2**31 - 1)
    data = Facts(load_default=dict)


class TrackStepBody(Body):
    event_id = EventId(required=True)
    step = Choice(
        ("confirm", "request_withdrawal", "retract_withdrawal", "reopen", "contact", "resume"), required=True
    )
    data = Facts(load_default=dict)


class QuestionBody(Body):
    event_id = EventId(required=True)
    text = Text(most=1000, required=True)


class AnswerBody(Body):
    event_id = EventId()
    text = Text(most=2000, required=True)


class PositionBody(Body):
    lat = Latitude(required=True)
    lon = Longitude(required=True)
    at = Instant(required=True)


class BoardQuery(Body):
    district = Ident(required=True)
    date = Day()


class ChangesBody(Body):
    district = Ident(required=True)
    date = Day(required=True)
    have = Versions(required=True)


class RescueQuery(Body):
    order = Ident(required=True)


class AreaQuery(Body):
    district = Ident(required=True)


class WatchBody(Body):
    """What a page says when it starts to watch (Socket.IO event `watch`)."""

    kind = Choice(("board", "day", "track"), required=True)
    district = Ident()
    date = Day()
    have = Versions(load_default=dict)
    version = Whole(0, 2**31 - 1, load_default=0)

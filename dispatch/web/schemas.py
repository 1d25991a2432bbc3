"""The bodies that the API takes, field by field. What it answers is in `views.py`."""

from typing import Any, Final

from marshmallow import pre_load
from marshmallow.fields import List
from marshmallow.validate import Length

from dispatch.orders.codes import CareStage, CareVerdict, Channel, Half, Kind, Outcome, RatingSource
from dispatch.orders.lifecycle import Step
from dispatch.storage.question import QuestionKind
from dispatch.web.fields import (
    Body,
    Choice,
    Counts,
    Day,
    Document,
    EventId,
    Facts,
    Flag,
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

ASKED_BY_ROUTE: Final = (Step.ACCEPT, Step.ASK, Step.ANSWER, Step.MERGE, Step.RESTORE)
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
    line_id = Text(most=80, allow_none=True)
    contracted_mbps = Whole(1, 100_000, allow_none=True)
    booked_date = Day(allow_none=True)
    booked_half = Choice(Half, allow_none=True)
    hold_id = Ident(allow_none=True)
    """A half-day that is held for it (`POST /slots/holds`) and is booked with it."""
    fault_check_id = Ident(allow_none=True)
    """The guided check after which it was taken (`POST /fault-checks`)."""
    check_room = Flag(allow_none=True)
    """Say in `room` whether the running plan has room in the half-day that is booked without a hold."""
    accepted_at = Instant(allow_none=True)
    external_ref = Text(most=80, allow_none=True)
    note = Text(least=0, most=1000, allow_none=True)
    urgent_deadline_at = Instant(allow_none=True)
    not_wanted = List(Ident(), validate=Length(max=20))
    """Technicians whom the customer does not want to come."""
    waits_for = List(Ident(), validate=Length(max=20))
    """Orders that have to be done before this one's visit begins."""

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
        (
            "confirm",
            "request_withdrawal",
            "retract_withdrawal",
            "reopen",
            "contact",
            "resume",
            "dispute_pause",
        ),
        required=True,
    )
    data = Facts(load_default=dict)


class QuestionBody(Body):
    event_id = EventId(required=True)
    text = Text(most=1000, required=True)
    kind = Choice(QuestionKind, load_default=QuestionKind.QUESTION.value)


class AnswerBody(Body):
    event_id = EventId()
    text = Text(most=2000, required=True)


class HandOverBody(Body):
    event_id = EventId(required=True)
    to = Ident(required=True)
    """The id of the user who owns it from now on."""


class MissedCallBody(Body):
    event_id = EventId(required=True)
    channel = Choice(Channel, load_default=Channel.PHONE.value)
    outcome = Choice(Outcome, required=True)


class CallBackBody(Body):
    event_id = EventId(required=True)
    channel = Choice(Channel)
    outcome = Choice(Outcome)
    source = Choice(RatingSource)
    rating = Whole(1, 5)
    words = Text(most=2000)
    occurred_at = Instant()


class RatingBody(Body):
    event_id = EventId(required=True)
    rating = Whole(1, 5, required=True)
    words = Text(most=2000)


class AgainBody(Body):
    event_id = EventId(required=True)
    note = Text(least=0, most=1000)


class CareStageBody(Body):
    event_id = EventId(required=True)
    stage = Choice(CareStage, required=True)
    words = Text(most=2000, required=True)


class VerdictBody(Body):
    event_id = EventId(required=True)
    verdict = Choice(CareVerdict, required=True)
    source = Choice(RatingSource, load_default=RatingSource.VOICE.value)
    words = Text(most=2000, required=True)


class TrackVerdictBody(Body):
    event_id = EventId(required=True)
    verdict = Choice(CareVerdict, required=True)
    words = Text(most=2000, required=True)


class MergeBody(Body):
    event_id = EventId(required=True)
    order_id = Ident(required=True)


class QuestionQuery(Body):
    district = Ident(required=True)
    state = Choice(("open", "answered"), load_default="open")
    owner = Ident()
    kind = Choice(QuestionKind)


class CallBackQuery(Body):
    district = Ident(required=True)
    state = Choice(("open", "attempted", "done"), load_default="open")
    owner = Ident()


class CareQuery(Body):
    district = Ident(required=True)
    state = Choice(("open", "closed"), load_default="open")
    owner = Ident()


class StockBody(Body):
    stock = Counts()
    """Without it: the van was filled up to its load."""


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


class DeclarationBody(Body):
    event_id = EventId(required=True)
    district_id = Ident(required=True)
    area_id = Ident()
    from_at = Instant(required=True)
    until_at = Instant()
    reason = Text(most=300, required=True)


class DeclarationEndBody(Body):
    ended_at = Instant()


class LedgerBody(Body):
    district_id = Ident(required=True)


class WatchBody(Body):
    """What a page says when it starts to watch (Socket.IO event `watch`)."""

    kind = Choice(("board", "day", "track"), required=True)
    district = Ident()
    date = Day()
    have = Versions(load_default=dict)
    version = Whole(0, 2**31 - 1, load_default=0)


class HoldingBody(Body):
    """Which order somebody moves on their page just now (Socket.IO event `holding`)."""

    order_id = Ident(load_default=None, allow_none=True)


class PolicyBody(Body):
    """A version of the promises: the form's document or the text, one of the two; `sla` reads and refuses it."""

    document = Document(allow_none=True)
    toml = Text(most=200_000, allow_none=True)

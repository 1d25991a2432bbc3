"""An order as the API answers it: as a card, in full, after a step, to its customer."""

from marshmallow import fields

from dispatch.orders.lifecycle import Status, Step
from dispatch.web.answers import Answer


class PartyAnswer(Answer):
    name = fields.String(required=True)
    phone = fields.String(required=True)
    language = fields.String()


class WindowAnswer(Answer):
    from_ = fields.AwareDateTime(data_key="from", required=True)
    to = fields.AwareDateTime(required=True)


class PromiseAnswer(Answer):
    promise = fields.String(required=True)
    occasion = fields.Integer(required=True)
    state = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    met_at = fields.AwareDateTime(allow_none=True)
    broken_at = fields.AwareDateTime(allow_none=True)
    paused_since = fields.AwareDateTime(allow_none=True)
    risk = fields.String(required=True)
    left_s = fields.Integer(allow_none=True)
    rung = fields.Integer()
    because = fields.List(fields.Dict())
    owed_cents = fields.Integer(allow_none=True)


class PlannedAnswer(Answer):
    arrive_at = fields.AwareDateTime(allow_none=True)
    start_at = fields.AwareDateTime(allow_none=True)
    end_at = fields.AwareDateTime(allow_none=True)
    travel_s = fields.Integer(allow_none=True)
    seq = fields.Integer(allow_none=True)
    depot_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "the van is filled up there on the way to it"}
    )
    arrive_p50_at = fields.AwareDateTime(
        allow_none=True,
        metadata={"description": "the plan rolled forward from what is known now: the median"},
    )
    arrive_p90_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "nine times out of ten not later"}
    )
    end_p50_at = fields.AwareDateTime(allow_none=True)
    end_p90_at = fields.AwareDateTime(allow_none=True)


class ActualAnswer(Answer):
    on_the_way_at = fields.AwareDateTime(allow_none=True)
    on_site_at = fields.AwareDateTime(allow_none=True)
    working_at = fields.AwareDateTime(allow_none=True)
    tested_at = fields.AwareDateTime(allow_none=True)
    completed_at = fields.AwareDateTime(allow_none=True)


class AttemptAnswer(Answer):
    at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True)
    outcome = fields.String(required=True)
    off_hours = fields.Boolean(
        metadata={"description": "outside the contact hours: kept, and counted for nothing"}
    )


class PauseAnswer(Answer):
    """A pause of the completion; `reason` and `start_at` are what a dispute names it by."""

    reason = fields.String(required=True)
    start_at = fields.AwareDateTime(required=True)
    end_at = fields.AwareDateTime(required=True, allow_none=True)
    stands = fields.String(
        required=True, metadata={"description": "counts, provisional, taken_out or after_breach"}
    )
    evidence = fields.String(required=True, allow_none=True)
    dispute = fields.String(
        required=True, allow_none=True, metadata={"description": "open, upheld or rejected"}
    )
    disputable = fields.Boolean(required=True)


class SlotAnswer(Answer):
    part = fields.String(required=True)
    opens_at = fields.AwareDateTime(required=True)
    closes_at = fields.AwareDateTime(required=True)
    tried_at = fields.AwareDateTime(required=True, allow_none=True)


class LadderAnswer(Answer):
    """The calls that are owed to a customer who has not been reached."""

    due_at = fields.AwareDateTime(required=True)
    first_at = fields.AwareDateTime(required=True, allow_none=True)
    slots = fields.List(fields.Nested(SlotAnswer), required=True)
    owed = fields.Nested(SlotAnswer, required=True, allow_none=True)
    exhausted_at = fields.AwareDateTime(required=True, allow_none=True)


class CardAnswer(Answer):
    """An order as a card: personal data is masked in lists, whole in the technician's own orders."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    tier = fields.String(required=True)
    area_id = fields.String(required=True)
    area = fields.String(required=True)
    customer = fields.Nested(PartyAnswer, required=True)
    address = fields.String(required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    from_address = fields.String(allow_none=True)
    contracted_mbps = fields.Integer(allow_none=True)
    booked_date = fields.Date(allow_none=True)
    booked_half = fields.String(allow_none=True)
    agreed_at = fields.AwareDateTime(allow_none=True)
    window = fields.Nested(WindowAnswer, allow_none=True)
    technician_id = fields.String(allow_none=True)
    duration_min = fields.Integer(required=True)
    skills = fields.List(fields.String(), required=True)
    priority = fields.Integer(required=True)
    note = fields.String(allow_none=True)
    incident_id = fields.String(
        allow_none=True, metadata={"description": "the open incident that it was put down to"}
    )
    planned = fields.Nested(PlannedAnswer, allow_none=True)
    actual = fields.Nested(ActualAnswer)
    download_mbps = fields.Float(allow_none=True)
    promises = fields.List(fields.Nested(PromiseAnswer), required=True)
    attempts = fields.List(fields.Nested(AttemptAnswer), required=True)
    open_questions = fields.Integer(required=True)
    next_steps = fields.List(fields.Enum(Step, by_value=True), required=True)
    accepted_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)
    changed_by = fields.Dict(allow_none=True)
    ladder = fields.Nested(
        LadderAnswer, allow_none=True, metadata={"description": "in the technician's own list"}
    )


class AcceptedAnswer(Answer):
    order = fields.Nested(CardAnswer, required=True)
    promises = fields.List(fields.Nested(PromiseAnswer), required=True)
    link = fields.String(
        allow_none=True, metadata={"description": "the customer's link; shown once, null on a replay"}
    )
    room = fields.Boolean(
        allow_none=True,
        metadata={
            "description": "whether the running plan had room in the half-day that was booked: true with a hold; "
            "with `check_room` it is looked for, and false means that the order is taken and the half-day promised "
            "all the same, for the desk to see to; null: nothing was booked, or it was not looked for"
        },
    )


class LinkAnswer(Answer):
    link = fields.String(required=True, metadata={"description": "the path that opens this one order"})


class StepAnswer(Answer):
    order = fields.Nested(CardAnswer, required=True)
    replayed = fields.Boolean(
        required=True, metadata={"description": "this event id had been taken before: nothing changed"}
    )


class OrderAnswer(CardAnswer):
    pauses = fields.List(fields.Nested(PauseAnswer), required=True)
    events = fields.List(fields.Dict(), required=True)
    questions = fields.List(fields.Dict(), required=True)
    call_backs = fields.List(fields.Dict(), required=True)
    care_cases = fields.List(fields.Dict(), required=True)
    linked = fields.List(fields.Dict(), required=True)


class TrackingAnswer(Answer):
    """What a customer sees of the one order that the link is for."""

    order = fields.Dict(required=True)
    operator = fields.String(required=True)
    customer = fields.Dict(required=True)
    steps = fields.List(fields.Dict(), required=True)
    technician = fields.Dict(allow_none=True)
    eta = fields.Dict(allow_none=True)
    distance_m = fields.Integer(allow_none=True)
    home = fields.Dict(allow_none=True)
    map = fields.Dict(allow_none=True)
    promises = fields.List(fields.Nested(PromiseAnswer), required=True)
    pauses = fields.List(fields.Nested(PauseAnswer), required=True)
    compensation = fields.List(fields.Dict(), required=True)
    questions = fields.List(fields.Dict(), required=True)
    care = fields.List(fields.Dict(), required=True)
    rating = fields.Integer(allow_none=True)
    linked = fields.List(fields.Dict(), required=True)
    may = fields.List(fields.String(), required=True)
    now = fields.AwareDateTime(required=True)
    rate = fields.Float(required=True)


class AgainAnswer(Answer):
    number = fields.String(required=True)
    promises = fields.List(fields.Nested(PromiseAnswer), required=True)
    link = fields.String(
        allow_none=True, metadata={"description": "the new order's page; shown once, null on a replay"}
    )

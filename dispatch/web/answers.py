"""What the API answers, for its description; a test holds the real answers to these forms."""

from marshmallow import RAISE, Schema, fields

from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import Role


class Answer(Schema):
    class Meta:
        unknown = RAISE


class ProblemAnswer(Answer):
    """RFC 9457 problem details."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    kept = fields.String(required=True)
    field = fields.String()
    expected = fields.String()
    got = fields.Raw()
    reason = fields.String()
    allowed = fields.List(fields.String())
    current = fields.Dict()
    errors = fields.List(fields.Dict())


class UserAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    district_id = fields.String(allow_none=True)
    technician_id = fields.String(allow_none=True)
    language = fields.String(allow_none=True)


class SessionAnswer(Answer):
    token = fields.String(
        metadata={"description": "for `Authorization: Bearer`; given once, kept only as a hash"}
    )
    user = fields.Nested(UserAnswer, required=True)
    csrf = fields.String(required=True)


class ClockAnswer(Answer):
    now = fields.AwareDateTime(required=True)
    rate = fields.Float(required=True)


class NightAnswer(Answer):
    """The last nightly computation of all promises from the event log (`sanxian promises verify`)."""

    checked_at = fields.DateTime(required=True)
    orders = fields.Integer(required=True)
    differences = fields.Integer(required=True)


class CheckpointAnswer(Answer):
    """Up to where the event log is sealed outside the database (docs/audit.md)."""

    number = fields.Integer(required=True)
    at = fields.DateTime(required=True)


class ProofsAnswer(Answer):
    promises = fields.Nested(NightAnswer, allow_none=True, required=True)
    checkpoint = fields.Nested(CheckpointAnswer, allow_none=True, required=True)


class HealthAnswer(Answer):
    status = fields.String(required=True)
    version = fields.String(required=True)
    database = fields.String(required=True)
    proofs = fields.Nested(ProofsAnswer, metadata={"description": "For the desk only."})


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


class OwedAnswer(Answer):
    """What rows of all three lists have in common: whose it is, and the clock."""

    id = fields.String(required=True)
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    owner = fields.String(allow_none=True, metadata={"description": "the name; null for the desk"})
    owner_id = fields.String(required=True, metadata={"description": "role:id, or desk"})
    due_at = fields.AwareDateTime(allow_none=True)
    state = fields.String(allow_none=True)


class QuestionRow(OwedAnswer):
    kind = fields.String(required=True)
    text = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True)
    asked_by = fields.String(allow_none=True)
    answer = fields.String(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)


class CallBackRow(OwedAnswer):
    order_kind = fields.String(required=True)
    customer = fields.Nested(PartyAnswer, required=True)
    technician = fields.String(allow_none=True)
    since = fields.AwareDateTime(required=True)
    tries = fields.Integer(required=True)
    tried_at = fields.AwareDateTime(allow_none=True)
    next_from_at = fields.AwareDateTime(allow_none=True)
    done_at = fields.AwareDateTime(allow_none=True)
    rating = fields.Integer(allow_none=True)
    source = fields.String(allow_none=True)
    words = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)


class CareRow(OwedAnswer):
    order_kind = fields.String(required=True)
    customer = fields.Nested(PartyAnswer, required=True)
    cause = fields.String(required=True)
    rating = fields.Integer(allow_none=True)
    question_id = fields.String(allow_none=True)
    follows_id = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    next_stage = fields.String(allow_none=True)
    opened_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    verdict = fields.String(allow_none=True)
    notes = fields.List(fields.Dict(), required=True)


class OwnerAnswer(Answer):
    id = fields.String(required=True)
    owner_id = fields.String(required=True)
    owner = fields.String(allow_none=True)


class CallBackAnswer(Answer):
    id = fields.String(required=True)
    outcome = fields.String(allow_none=True)
    tries = fields.Integer(required=True)


class CareAnswer(Answer):
    id = fields.String(required=True)
    stage = fields.String(allow_none=True)
    verdict = fields.String(allow_none=True)


class MergeAnswer(Answer):
    order = fields.Nested(CardAnswer, required=True)
    closed_id = fields.String(required=True)
    replayed = fields.Boolean(required=True)


class AgainAnswer(Answer):
    number = fields.String(required=True)
    promises = fields.List(fields.Nested(PromiseAnswer), required=True)
    link = fields.String(
        allow_none=True, metadata={"description": "the new order's page; shown once, null on a replay"}
    )


class DayAnswer(Answer):
    now = fields.AwareDateTime(required=True)
    technician = fields.Dict(required=True)
    orders = fields.List(fields.Nested(CardAnswer), required=True)
    done = fields.List(fields.Nested(CardAnswer), required=True)
    csrf = fields.String()


class BoardAnswer(Answer):
    now = fields.AwareDateTime(required=True)
    zone = fields.String(required=True)
    district = fields.Dict(required=True)
    areas = fields.List(fields.Dict(), required=True)
    technicians = fields.List(fields.Dict(), required=True)
    orders = fields.List(fields.Nested(CardAnswer), required=True)
    plan = fields.Dict(required=True, allow_none=True)
    figures = fields.Dict(required=True)


class ChangesAnswer(Answer):
    orders = fields.List(fields.Nested(CardAnswer), required=True)
    gone = fields.List(fields.String(), required=True)
    plan_version = fields.Integer(allow_none=True)


class RescueAnswer(Answer):
    technician_id = fields.String(required=True)
    extra_s = fields.Integer(required=True)
    arrive_at = fields.AwareDateTime(required=True)
    breaks = fields.List(fields.String(), required=True)
    moves = fields.Integer(
        required=True,
        metadata={"description": "visits that make room, promised to nobody; taken by `POST …/insertions`"},
    )
    key = fields.String(allow_none=True, required=True)


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


class DeclarationAnswer(Answer):
    """Force majeure, as declared."""

    id = fields.String(required=True)
    district_id = fields.String(required=True)
    area_id = fields.String(required=True, allow_none=True)
    from_at = fields.AwareDateTime(required=True)
    until_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.String(required=True)
    declared_by = fields.String(required=True)
    declared_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class LedgerLineAnswer(Answer):
    """One line for the billing system: what it does not have yet of one entry."""

    id = fields.String(required=True)
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    external_ref = fields.String(required=True, allow_none=True)
    promise = fields.String(required=True)
    occasion = fields.Integer(required=True)
    amount_cents = fields.Integer(required=True)
    total_cents = fields.Integer(required=True)
    goodwill = fields.Boolean(required=True)
    policy_version = fields.String(required=True)
    exported_at = fields.AwareDateTime(required=True)


class DistrictAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String()
    zone = fields.String(required=True)


class AreaAnswer(Answer):
    id = fields.String(required=True)
    district_id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String()
    tier = fields.String(required=True)
    serviceable = fields.Boolean(required=True)
    reason = fields.String(allow_none=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    urban = fields.Boolean()


class LinkAnswer(Answer):
    link = fields.String(required=True, metadata={"description": "the path that opens this one order"})


class QuestionAnswer(Answer):
    id = fields.String(required=True)
    replayed = fields.Boolean()


class PlanRequestAnswer(Answer):
    district_id = fields.String(required=True)
    requested = fields.Boolean(required=True)


class EstimateAnswer(Answer):
    level = fields.String(
        required=True, metadata={"enum": ["kind", "area", "technician", "road", "part_of_day"]}
    )
    key = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    factor = fields.Float(
        required=True, metadata={"description": "actual / expected, beside the other levels"}
    )
    error_pct = fields.Float(required=True, metadata={"description": "standard error"})
    count = fields.Integer(required=True, metadata={"description": "learned from so many"})
    default_min = fields.Integer(required=True, allow_none=True)
    minutes = fields.Float(required=True, allow_none=True)
    spread_pct = fields.Float(
        required=True, allow_none=True, metadata={"description": "how much single ones differ"}
    )


class LearnedAnswer(Answer):
    district_id = fields.String(required=True)
    zone = fields.String(required=True)
    learned_at = fields.AwareDateTime(required=True, allow_none=True)
    visits = fields.Integer(required=True)
    roads = fields.Integer(required=True)
    percentile = fields.Integer(
        required=True, metadata={"description": "visits are planned with; 50 is the median"}
    )
    estimates = fields.List(fields.Nested(EstimateAnswer), required=True)


class StockAnswer(Answer):
    technician_id = fields.String(required=True)
    stock = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class PolicyVersionAnswer(Answer):
    version = fields.String(required=True)
    valid_from = fields.Date(required=True)
    created_at = fields.AwareDateTime(required=True, allow_none=True)
    created_by = fields.String(required=True, allow_none=True)
    fixed = fields.Boolean(
        required=True, metadata={"description": "its first day has come: it never changes"}
    )
    state = fields.String(
        required=True, metadata={"description": "past, current or future, in the reader's district"}
    )
    open_orders = fields.Integer(required=True)


class PoliciesAnswer(Answer):
    today = fields.Date(required=True)
    current = fields.String(required=True)
    versions = fields.List(fields.Nested(PolicyVersionAnswer), required=True)
    tiers_in_use = fields.List(fields.String(), required=True)


class PolicyAnswer(Answer):
    version = fields.String(required=True)
    document = fields.Dict(required=True)
    toml = fields.String(required=True)


class PolicyPreviewAnswer(PolicyAnswer):
    valid_from = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    instead_of = fields.String(required=True)
    running_orders = fields.Integer(
        required=True, metadata={"description": "always 0: an order keeps its version"}
    )
    open_orders_keep = fields.Integer(required=True)
    open_orders_by_version = fields.Dict(required=True)
    future_orders_a_day = fields.Float(required=True)
    looked_back_days = fields.Integer(required=True)
    new_tiers = fields.List(fields.String(), required=True)
    gone_tiers = fields.List(fields.String(), required=True)
    settings = fields.List(fields.Dict(), required=True)
    changes = fields.List(fields.Dict(), required=True)

"""What the API answers about questions, call-backs, care cases and reports that came twice."""

from marshmallow import fields

from dispatch.web.answers import Answer
from dispatch.web.order_answers import CardAnswer, PartyAnswer


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


class QuestionAnswer(Answer):
    id = fields.String(required=True)
    replayed = fields.Boolean()


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

"""The form that all answers of the API share, and that of every refusal; a test holds the real answers to their forms."""

from marshmallow import RAISE, Schema, fields


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

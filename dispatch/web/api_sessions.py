"""Signing in and out, who I am, what time it is, whether the server is well."""

from importlib.metadata import version
from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy import text

from dispatch.actions import users
from dispatch.actions.links import hash_token
from dispatch.clock import real_now
from dispatch.orders.people import DESK, STAFF, Role
from dispatch.queries.proofs import last_proofs
from dispatch.web import schemas, sessions
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, empty, reply
from dispatch.web.auth import may, public, who, whoever
from dispatch.web.errors import Problem
from dispatch.web.limits import LIMITER, SIGN_IN
from dispatch.web.pages import keep_session, user_view
from dispatch.web.parts import parts
from dispatch.web.security import LINK_COOKIE, SESSION_COOKIE, csrf_for, drop_cookie, secure_cookies
from dispatch.web.sockets import end_session

BLUEPRINT: Final = ApiBlueprint(
    "session", __name__, url_prefix="/api/v1", description="Signing in, the clock, health."
)


class UserAnswer(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    district_id = fields.String(allow_none=True)
    technician_id = fields.String(allow_none=True)
    team = fields.String(
        allow_none=True, metadata={"description": "whose lanes a lead is shown first; no right hangs on it"}
    )
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


@BLUEPRINT.post("/session")
@LIMITER.limit(SIGN_IN)
@public
@BLUEPRINT.arguments(schemas.SignInBody)
@BLUEPRINT.response(200, SessionAnswer)
def sign_in(body: dict[str, Any]) -> Response:
    """Sign in. Answers a token for machines and sets a cookie for pages."""
    token = sessions.sign_in(parts(), body["login"], body["password"])
    if token is None:
        raise Problem(code="wrong-sign-in")
    token_hash = hash_token(token)
    with parts().database.read() as session:
        identity = sessions.read_staff(session, token_hash, by_cookie=True)
    if identity is None:
        raise Problem(code="wrong-sign-in")  # disabled in this very moment
    answer = reply(
        {"token": token, "user": user_view(identity), "csrf": csrf_for(parts().settings.secret, token_hash)}
    )
    keep_session(answer, token)
    return answer


@BLUEPRINT.get("/session")
@may(*STAFF)
@BLUEPRINT.response(200, SessionAnswer)
def show_session() -> Response:
    """Who I am, and the form token for changes by cookie."""
    identity = who()
    return reply({"user": user_view(identity), "csrf": csrf_for(parts().settings.secret, identity.session)})


@BLUEPRINT.delete("/session")
@may(*STAFF, Role.CUSTOMER)
@BLUEPRINT.response(204)
def sign_out() -> Response:
    """End this sign-in, in all its tabs and sockets; a customer only forgets the link on this device."""
    identity = who()
    answer = empty()
    if identity.role is Role.CUSTOMER:
        drop_cookie(answer, LINK_COOKIE, secure=secure_cookies())
        return answer
    with parts().database.write() as session:
        users.sign_out(session, identity.session, now=real_now())
    end_session(identity.session)
    drop_cookie(answer, SESSION_COOKIE, secure=secure_cookies())
    return answer


@BLUEPRINT.get("/clock")
@public
@BLUEPRINT.response(200, ClockAnswer)
def show_clock() -> Response:
    """The product's time and how fast it runs; pages follow it."""
    clock = parts().clock
    return reply({"now": clock.now().isoformat(), "rate": clock.rate})


@BLUEPRINT.get("/health")
@public
@BLUEPRINT.response(200, HealthAnswer)
def show_health() -> Response:
    """200 when the server and its database answer, 503 when not. To the desk also how the record was last proven."""
    told: dict[str, Any] = {"status": "ok", "version": version("sanxian"), "database": "ok"}
    identity = whoever()
    with parts().database.read() as session:
        session.execute(text("SELECT 1"))
        if identity is not None and identity.role in DESK:
            told["proofs"] = last_proofs(session, identity.district_id)
    return reply(told)

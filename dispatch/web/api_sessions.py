"""Signing in and out, who I am, what time it is, whether the server is well."""

from importlib.metadata import version
from typing import Any, Final

from flask import Response
from sqlalchemy import text

from dispatch.actions import users
from dispatch.actions.links import hash_token
from dispatch.clock import real_now
from dispatch.orders.people import DESK, STAFF, Role
from dispatch.queries.proofs import last_proofs
from dispatch.web import answers, schemas, sessions
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


@BLUEPRINT.post("/session")
@LIMITER.limit(SIGN_IN)
@public
@BLUEPRINT.arguments(schemas.SignInBody)
@BLUEPRINT.response(200, answers.SessionAnswer)
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
@BLUEPRINT.response(200, answers.SessionAnswer)
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
@BLUEPRINT.response(200, answers.ClockAnswer)
def show_clock() -> Response:
    """The product's time and how fast it runs; pages follow it."""
    clock = parts().clock
    return reply({"now": clock.now().isoformat(), "rate": clock.rate})


@BLUEPRINT.get("/health")
@public
@BLUEPRINT.response(200, answers.HealthAnswer)
def show_health() -> Response:
    """200 when the server and its database answer, 503 when not. To the desk also how the record was last proven."""
    told: dict[str, Any] = {"status": "ok", "version": version("sanxian"), "database": "ok"}
    identity = whoever()
    with parts().database.read() as session:
        session.execute(text("SELECT 1"))
        if identity is not None and identity.role in DESK:
            told["proofs"] = last_proofs(session, identity.district_id)
    return reply(told)

"""An error as the client sees it: RFC 9457 problem+json under /api, a page elsewhere, in the reader's language.

Everything that may go wrong is mapped here and nowhere else: facts of the rules and actions, doors that stay closed,
and what the libraries (webargs, werkzeug, flask-limiter) raise in their own words.
"""

import dataclasses
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, current_app, json, redirect, render_template, request
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from dispatch.actions import errors as refusals
from dispatch.actions.policies import PolicyInForce
from dispatch.web.auth import FormTokenMismatch, NotAllowed, NotSignedIn
from dispatch.web.expectations import say_expected
from dispatch.web.language import choose_language, knows, say
from dispatch.web.security import mask_secrets
from sla.soundness import UnsoundPolicy

log = logging.getLogger(__name__)
_SECRET_FIELDS: Final = frozenset({"password", "token", "secret"})
_LONGEST_ECHO: Final = 120


CODES: Final[dict[str, int]] = {
    "invalid-request": 400,
    "invalid-json": 400,
    "wrong-encoding": 400,
    "not-signed-in": 401,
    "wrong-sign-in": 401,
    "link-needed": 401,
    "not-allowed": 403,
    "other-district": 403,
    "not-your-order": 403,
    "too-late-to-reopen": 403,
    "own-order": 403,
    "not-your-matter": 403,
    "form-token-mismatch": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "timeout": 408,
    "illegal-step": 409,
    "stale-version": 409,
    "stale-plan": 409,
    "stale-rules": 409,
    "proposal-over": 409,
    "incident-over": 409,
    "rescue-gone": 409,
    "place-gone": 409,
    "rescue-went-on": 409,
    "rescue-is-a-call": 409,
    "lent-already": 409,
    "has-work-at-home": 409,
    "not-on-standby": 409,
    "called-already": 409,
    "standby-is-over": 409,
    "escalation-over": 409,
    "task-over": 409,
    "task-moved-on": 409,
    "task-not-offered": 403,
    "task-not-yours": 403,
    "escalation-moved-on": 409,
    "what-if-not-real": 409,
    "slot-taken": 409,
    "settled": 409,
    "care-out-of-order": 409,
    "not-completed": 409,
    "message-not-again": 409,
    "no-channel": 409,
    "outside-contact-hours": 409,
    "event-id-reused": 409,
    "body-too-large": 413,
    "unsupported-media-type": 415,
    "invalid-field": 422,
    "missing-field": 422,
    "unknown-field": 422,
    "naive-time": 422,
    "impossible-coordinates": 422,
    "no-coordinates": 422,
    "address-not-found": 422,
    "address-provider-silent": 503,
    "not-serviceable": 422,
    "unsound-policy": 422,
    "policy-in-force": 409,
    "too-many-requests": 429,
    "internal": 500,
    "unavailable": 503,
}
"""Every code of a refusal and its usual status; each has its texts in static/locales/*/errors.ftl."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One field of a body that is not as it should be."""

    field: str
    code: str
    expected: str
    got: Any = None


@dataclass(slots=True, kw_only=True)
class Problem(Exception):  # named for the fact
    """A refusal: what happened, which field, what was expected, what was kept."""

    code: str
    status: int = 0
    """Another status than the code's usual one."""
    kept: str = "nothing"
    """Which sentence says what was kept: message `kept-…`."""
    field: str | None = None
    expected: str | None = None
    got: Any = None
    current: dict[str, Any] | None = None
    allowed: tuple[str, ...] | None = None
    reason: str | None = None
    errors: tuple[FieldProblem, ...] = ()
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    page: str | None = None
    """Where a page goes instead of showing this (the sign-in)."""

    def __post_init__(self) -> None:
        self.status = self.status or CODES[self.code]


def problem_json(problem: Problem, language: str) -> dict[str, Any]:
    """The RFC 9457 object."""
    first = problem.errors[0] if problem.errors else None
    code = problem.code
    facts = {
        "field": problem.field or (first.field if first else ""),
        "expected": say_expected(language, problem.expected or (first.expected if first else "")),
        "got": echo(problem.got if problem.got is not None else (first.got if first else "")),
        "reason": say_reason(language, problem.reason),
    }
    body: dict[str, Any] = {
        "type": f"/api/#{code}",
        "title": say(language, f"error-{code}"),
        "status": problem.status,
        "code": code,
        "detail": say(language, f"error-{code}.detail", **facts),
        "kept": say(language, f"kept-{problem.kept}"),
    }
    body |= {
        name: value
        for name, value in (
            ("field", facts["field"]),
            ("expected", problem.expected or (first.expected if first else None)),
            ("got", problem.got if problem.got is not None else (first.got if first else None)),
            ("reason", problem.reason),
            ("allowed", list(problem.allowed) if problem.allowed is not None else None),
            ("current", problem.current),
        )
        if value not in (None, "")
    }
    if len(problem.errors) > 1 or (problem.errors and code == "unsound-policy"):
        body["errors"] = [
            {"field": e.field, "code": e.code, "expected": e.expected, "got": e.got} for e in problem.errors
        ]
    return body


def say_reason(language: str, reason: str | None) -> str:
    message = f"reason-{(reason or '').replace('_', '-').lower()}"
    if reason and re.fullmatch(r"reason-[a-z][a-z0-9-]*", message) and knows(language, message):
        return say(language, message)
    return reason or ""


def echo(value: Any) -> str:
    """What was given, short enough to be read."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST_ECHO else text[: _LONGEST_ECHO - 1] + "…"


def is_api(path: str) -> bool:
    return path.startswith("/api/") and path != "/api/"


def answer(problem: Problem) -> Response:
    """Problem+json under /api; a page, or the way to the sign-in, elsewhere."""
    language = choose_language(request)
    if not is_api(request.path):
        if problem.page is not None and request.method == "GET":
            return redirect(problem.page)  # type: ignore[return-value]  # flask's own Response
        page = render_template("problem.html", problem=problem_json(problem, language), language=language)
        response = Response(page, problem.status, content_type="text/html; charset=utf-8")
    else:
        body = json.dumps(problem_json(problem, language))
        response = Response(body, problem.status, content_type="application/problem+json")
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers.update(problem.headers)
    return response


def from_validation(messages: Any, given: Any) -> Problem:
    """Marshmallow's nested messages; each message is `code: expectation` (web/fields.py)."""
    found: list[FieldProblem] = []

    def walk(node: Any, path: tuple[str, ...], value: Any) -> None:
        if isinstance(node, dict):
            for key, child in node.items():
                inner = value.get(key) if isinstance(value, dict) else None
                walk(child, path if key in ("_schema", "value", "key") else (*path, str(key)), inner)
            return
        for message in node if isinstance(node, list) else [node]:
            code, separator, expected = str(message).partition(": ")
            if not separator or not knows("en", f"error-{code}"):
                code, expected = "invalid-field", str(message)
            name = ".".join(path)
            secret = bool(_SECRET_FIELDS & set(path))
            found.append(
                FieldProblem(
                    field=echo(name), code=code, expected=expected, got=None if secret else shorten(value)
                )
            )

    walk(messages, (), given)
    first = found[0]
    return Problem(code=first.code, status=HTTPStatus.UNPROCESSABLE_ENTITY, errors=tuple(found))


def shorten(value: Any) -> Any:
    """What was given, as an answer may carry it."""
    if isinstance(value, bool | int | float) and abs(value) < 2**53:
        return value
    return None if value is None else echo(value)


_HTTP: Final = {
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    408: "timeout",
    413: "body-too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
    503: "unavailable",
}


def from_http(error: HTTPException) -> Problem:
    """What werkzeug and webargs raise."""
    status = error.code or 500
    data = getattr(error, "data", None)
    if data and "messages" in data:
        messages = data["messages"]
        location = next(iter(messages)) if isinstance(messages, dict) and len(messages) == 1 else None
        if status == HTTPStatus.BAD_REQUEST:
            return _unreadable_body()
        if location in ("json", "query", "form"):
            given = request.get_json(silent=True) if location == "json" else request.args.to_dict()
            if location == "json" and not request.is_json:
                return Problem(code="unsupported-media-type", expected="application/json")
            return from_validation(messages[location], given)
    headers = {}
    if status == HTTPStatus.METHOD_NOT_ALLOWED and (allowed := getattr(error, "valid_methods", None)):
        headers["Allow"] = ", ".join(sorted(allowed))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = "60"
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Problem(code="body-too-large", expected=f"at most {request.max_content_length} bytes")
    fallback = "internal" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid-request"
    return Problem(code=_HTTP.get(status, fallback), status=status, headers=headers)


def _unreadable_body() -> Problem:
    """Not UTF-8, or not JSON: two faults with two cures."""
    try:
        request.get_data(cache=True).decode("utf-8")
    except UnicodeDecodeError:
        return Problem(code="wrong-encoding", expected="UTF-8 JSON")
    return Problem(code="invalid-json", expected="UTF-8 JSON")


_INSTEAD: Final = {"too-late-to-reopen": ("report_again",)}
"""What may be done instead of what was refused."""


def from_refusal(error: Exception) -> Problem:  # noqa: PLR0911  # one line a refusal
    """What the rules and actions say no with."""
    match error:
        case refusals.NotFound():
            return Problem(code="not-found")
        case refusals.InvalidField():
            return _from_invalid_field(error)
        case refusals.IllegalStep():
            return Problem(
                code="illegal-step", kept="order", allowed=tuple(step.value for step in error.allowed)
            )
        case refusals.StaleVersion():
            return Problem(code="stale-version", kept="order")
        case refusals.StalePlan():
            return Problem(code="stale-plan")
        case refusals.SlotTaken():
            return Problem(code="slot-taken", kept="order")
        case refusals.NotServiceable():
            return Problem(code="not-serviceable", reason=error.reason)
        case refusals.NotAllowed():
            code = error.reason.replace("_", "-")
            code = code if code in CODES else "not-allowed"
            return Problem(code=code, kept="order", allowed=_INSTEAD.get(code))
        case _:
            raise error


def _from_invalid_field(error: refusals.InvalidField) -> Problem:
    if error.field == "event_id" and error.expected == "an id that was not used before":
        return Problem(code="event-id-reused", kept="order", field="event_id")
    got = None if error.field in _SECRET_FIELDS else shorten(error.got)
    code = "missing-field" if error.expected == "a value" else "invalid-field"
    return Problem(code=code, field=error.field, expected=error.expected, got=got)


def from_unsound_policy(error: UnsoundPolicy) -> Problem:
    """Every field of the document that cannot be; `code` of each is what is wrong with it."""
    return Problem(
        code="unsound-policy",
        errors=tuple(
            FieldProblem(field=one.field, code=str(one.fault), expected=one.expected, got=one.got)
            for one in error.problems
        ),
    )


def from_door(error: Exception) -> Problem:
    """A door of auth.py that stayed closed; a page then goes to the sign-in."""
    match error:
        case NotSignedIn(link=True):
            return Problem(code="link-needed")
        case NotSignedIn():
            asked = request.path if request.method == "GET" and request.path != "/" else None
            return Problem(code="not-signed-in", page=f"/sign-in?next={asked}" if asked else "/sign-in")
        case NotAllowed(reason="district"):
            return Problem(code="other-district")
        case FormTokenMismatch():
            return Problem(code="form-token-mismatch")
        case _:
            return Problem(code="not-allowed")


def from_crash(error: Exception) -> Problem:
    """What nobody foresaw: recorded in full, told in general."""
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.error("unexpected", exc_info=error)
    return Problem(code="internal", kept="unknown")


def from_database(error: OperationalError) -> Problem:
    log.error("the database did not answer: %s", mask_secrets(str(error.orig)))
    return Problem(code="unavailable", headers={"Retry-After": "5"})


_READERS: Final[tuple[tuple[type[Exception], Callable[[Any], Problem]], ...]] = (
    (Problem, lambda error: error),
    (HTTPException, from_http),
    (ValidationError, lambda error: from_validation(error.messages, error.data)),
    (NotSignedIn, from_door),
    (NotAllowed, from_door),
    (FormTokenMismatch, from_door),
    (PolicyInForce, lambda error: Problem(code="policy-in-force", got=error.version)),
    (refusals.Refused, from_refusal),
    (refusals.InvalidField, from_refusal),
    (refusals.IllegalStep, from_refusal),
    (UnsoundPolicy, from_unsound_policy),
    (OperationalError, from_database),
    (Exception, from_crash),
)
"""Every kind of error, and who reads it."""


def to_problem(error: Exception) -> Problem:
    """The refusal that an error means, for a socket as for a route."""
    return next(read(error) for kind, read in _READERS if isinstance(error, kind))


def install(app: Flask) -> None:
    """Let every error of the app end in `answer`; called after every library has registered its own handlers."""
    for kind, _ in _READERS:
        app.register_error_handler(kind, lambda error: answer(to_problem(error)))

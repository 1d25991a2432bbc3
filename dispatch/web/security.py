"""What every answer carries against abuse: headers, the content policy, cookies, form tokens, and no secret in a log."""

import hashlib
import hmac
import logging
import re
from typing import Any, Final

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from dispatch.web.importmap import import_map
from dispatch.web.map_tiles import tile_source
from dispatch.web.parts import parts

SESSION_COOKIE: Final = "sanxian_session"
LINK_COOKIE: Final = "sanxian_link"
FORM_COOKIE: Final = "sanxian_form"
CSRF_HEADER: Final = "X-CSRF-Token"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")

FIXED_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()",
}


NO_PAGE: Final = "default-src 'none'; frame-ancestors 'none'"
"""The policy of an answer that is data."""


def content_policy() -> str:
    """Only our own files and the configured map tiles; one inline script, the import map, by its hash; nobody frames us."""
    live = ""
    if _HOST.fullmatch(request.host):  # older Safari does not count a WebSocket to the same host as 'self'
        live = f" {'wss' if request.is_secure else 'ws'}://{request.host}"
    tiles = tile_source(parts().settings)
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' '{import_map().csp_hash}'",
            "style-src 'self'",
            f"img-src 'self' data: blob:{f' {tiles}' if tiles else ''}",
            "font-src 'self'",
            f"connect-src 'self'{live}",
            "manifest-src 'self'",
            "worker-src 'self'",
            "media-src 'self' blob:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


FILE_HEADERS: Final = {
    name: FIXED_HEADERS[name] for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy")
}
"""What a file of ours needs: it is no page, and forty of them at 900 bytes would be a third of a first load."""


def harden(response: FlaskResponse) -> FlaskResponse:
    """Put the headers on; what a view has set itself stays, and nothing private is kept by anybody."""
    if request.endpoint == "static_files.send_static" and response.status_code < 400:  # noqa: PLR2004  # not a page that says what is wrong
        response.headers.extend(FILE_HEADERS)
        return response
    for name, value in FIXED_HEADERS.items():
        response.headers.setdefault(name, value)
    is_page = response.mimetype == "text/html"
    response.headers.setdefault("Content-Security-Policy", content_policy() if is_page else NO_PAGE)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def csrf_for(secret: str, session: str) -> str:
    """The form token of one session: nobody without the secret can make it, and it dies with the session."""
    return hmac.new(secret.encode(), b"csrf:" + session.encode(), hashlib.sha256).hexdigest()


def csrf_matches(secret: str, session: str, given: str | None) -> bool:
    return given is not None and hmac.compare_digest(csrf_for(secret, session).encode(), given.encode())


def secure_cookies() -> bool:
    """Cookies travel over TLS only, except in the demo on the loopback."""
    on_loopback = request.host.rpartition(":")[0] in _LOOPBACK or request.host in _LOOPBACK
    return request.is_secure or not (parts().settings.demo and on_loopback)


def set_cookie(response: Response, name: str, value: str, *, max_age: int, secure: bool) -> None:
    response.set_cookie(name, value, max_age=max_age, httponly=True, samesite="Lax", secure=secure, path="/")


def drop_cookie(response: Response, name: str, *, secure: bool) -> None:
    response.delete_cookie(name, path="/", httponly=True, samesite="Lax", secure=secure)


_SECRETS: Final = (
    (re.compile(r"(/c/)[^/?\s\"']{8,}"), r"\1…"),
    (re.compile(r"(?i)\b((?:[\w-]*token|password|secret)[\"']?\s*[=:]\s*[\"']?)[^&\s\"',}]{4,}"), r"\1…"),
    (re.compile(r"(?i)\b(Bearer|Link)\s+[A-Za-z0-9_\-.~+/=]{8,}"), r"\1 …"),
    (re.compile(r"(sanxian_(?:session|link|form)=)[^;\s]+"), r"\1…"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+]*://[^:/@\s]*:)[^@\s]+@"), r"\1…@"),
)


def mask_secrets(text: str) -> str:
    """The same line without tokens, passwords and the secret part of links and database addresses."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class SecretFilter(logging.Filter):
    """Masks what is about to be written, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = mask_secrets(message)
        if masked != message:
            record.msg, record.args = masked, None
        if record.exc_info and not record.exc_text:
            record.exc_text = mask_secrets(logging.Formatter().formatException(_exception(record)))
        return True


def _exception(record: logging.LogRecord) -> Any:
    return record.exc_info

"""The addresses that people open: the shells of the three surfaces, the sign-in, the customer's link, the start."""

import hmac
import secrets
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from dispatch.actions import users
from dispatch.actions.links import order_of_link
from dispatch.orders.people import DESK, Role
from dispatch.storage.district import District
from dispatch.web import sessions
from dispatch.web.auth import Identity, may, public, who, whoever
from dispatch.web.errors import Problem, problem_json
from dispatch.web.importmap import import_map, modules_of
from dispatch.web.language import COOKIE, LANGUAGES, NAMES, choose_language, say
from dispatch.web.limits import LIMITER, OPEN_LINK, SIGN_IN
from dispatch.web.map_tiles import tiles_of
from dispatch.web.parts import parts
from dispatch.web.security import (
    FORM_COOKIE,
    LINK_COOKIE,
    SESSION_COOKIE,
    content_policy,
    csrf_for,
    drop_cookie,
    secure_cookies,
    set_cookie,
)
from dispatch.web.static_files import build_hash, send_whole, static_root

BLUEPRINT: Final = Blueprint("pages", __name__)
DEFAULT_ZONE: Final = "Asia/Shanghai"
_LONGEST_NEXT: Final = 200


def install(app: Flask) -> None:
    """Register the pages, and what every template may use."""
    app.register_blueprint(BLUEPRINT)

    @app.context_processor
    def in_every_template() -> dict[str, Any]:
        language = choose_language(request)

        def speak(message: str, **facts: Any) -> str:
            return say(language, message, **facts)

        return {
            "say": speak,
            "static": static_address,
            "languages": NAMES,
            "language": language,
            "here": _here(),
        }


def static_address(name: str) -> str:
    return f"/static/{build_hash()}/{name}"


def _here() -> str:
    """Where a change of language leads back to; never a link's token, and never another site."""
    return "/c/" if request.path.startswith("/c/") else local_path(request.full_path.rstrip("?"))


def local_path(path: str | None) -> str:
    """The path if it is one of this site, else the start: two slashes, also backward ones, lead to another site."""
    if not path or len(path) > _LONGEST_NEXT or not path.startswith("/") or path[1:2] in ("/", "\\"):
        return "/"
    return path if path.isprintable() and "\\" not in path else "/"


def start_of(role: Role) -> str:
    if role is Role.CUSTOMER:
        return "/c/"
    return "/t/" if role is Role.TECHNICIAN else "/board"


@BLUEPRINT.get("/")
@public
def start() -> AnyResponse:
    identity = whoever()
    return redirect(start_of(identity.role) if identity else "/sign-in")


@BLUEPRINT.get("/board")
@may(*DESK)
def board() -> Response:
    return shell("board")


@BLUEPRINT.get("/admin/promises")
@may(Role.MANAGER, Role.ADMIN)
def admin() -> Response:
    return shell("admin")


@BLUEPRINT.get("/t/")
@may(Role.TECHNICIAN)
def technician() -> Response:
    return shell("technician", manifest="/t/manifest.webmanifest")


@BLUEPRINT.get("/c/")
@may(Role.CUSTOMER)
def customer() -> Response:
    return shell("customer")


@BLUEPRINT.get("/c/<token>")
@LIMITER.limit(OPEN_LINK)
@public
def open_link(token: str) -> AnyResponse:
    """Keep the link's token in a cookie and out of the address, where screenshots and histories would show it."""
    with parts().database.read() as session:
        order_id = order_of_link(session, token, now=parts().clock.now())
    if order_id is None:
        raise Problem(code="link-needed", status=410)
    answer = redirect("/c/")
    set_cookie(
        answer, LINK_COOKIE, token, max_age=int(timedelta(days=90).total_seconds()), secure=secure_cookies()
    )
    return answer


@BLUEPRINT.get("/language/<any('zh-Hans', 'zh-Hant', 'en'):name>")
@public
def change_language(name: str) -> AnyResponse:
    answer = redirect(local_path(request.args.get("next")))
    year = int(timedelta(days=365).total_seconds())
    # pages read and set it too, so it is no HttpOnly cookie; it says nothing but a language
    answer.set_cookie(COOKIE, name, max_age=year, samesite="Lax", secure=secure_cookies(), path="/")
    return answer


@BLUEPRINT.get("/sign-in")
@public
def sign_in_page() -> Response:
    return _sign_in_form(next_path=local_path(request.args.get("next")), again=bool(request.args.get("next")))


@BLUEPRINT.post("/sign-in")
@LIMITER.limit(SIGN_IN)
@public
def sign_in() -> AnyResponse:
    next_path = local_path(request.form.get("next"))
    login = request.form.get("login", "")[:80]
    kept, given = request.cookies.get(FORM_COOKIE, ""), request.form.get("form", "")
    if not kept or not hmac.compare_digest(kept.encode(), given.encode()):
        problem = Problem(code="form-token-mismatch")
        return _sign_in_form(next_path=next_path, login=login, problem=problem)
    token = sessions.sign_in(parts(), login, request.form.get("password", "")[:200])
    if token is None:
        return _sign_in_form(next_path=next_path, login=login, problem=Problem(code="wrong-sign-in"))
    answer = redirect(next_path, 303)  # the start knows where each role goes
    keep_session(answer, token)
    drop_cookie(answer, FORM_COOKIE, secure=secure_cookies())
    return answer


def keep_session(answer: AnyResponse, token: str) -> None:
    set_cookie(
        answer,
        SESSION_COOKIE,
        token,
        max_age=int(users.SIGN_IN_LASTS.total_seconds()),
        secure=secure_cookies(),
    )


def _sign_in_form(
    *, next_path: str, login: str = "", again: bool = False, problem: Problem | None = None
) -> Response:
    form = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    language = choose_language(request)
    page = render_template(
        "sign_in.html",
        form=form,
        next=next_path,
        login=login,
        again=again and next_path != "/",
        problem=problem_json(problem, language) if problem else None,
        here=f"/sign-in?next={quote(next_path)}",
    )
    answer = make_response(page, problem.status if problem else 200)
    set_cookie(answer, FORM_COOKIE, form, max_age=3600, secure=secure_cookies())
    return answer


@BLUEPRINT.get("/t/sw.js", defaults={"surface": "technician"})
@BLUEPRINT.get("/c/sw.js", defaults={"surface": "customer"})
@public
def service_worker(surface: str) -> Response:
    """A service worker rules the folder that it is served from, so it is not under /static/."""
    answer = send_whole(f"js/{surface}/sw.js")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Content-Security-Policy"] = content_policy()  # it governs what the worker may fetch
    return answer


@BLUEPRINT.get("/t/manifest.webmanifest")
@public
def manifest() -> Response:
    answer = send_whole("technician.webmanifest")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def shell(surface: str, *, manifest: str | None = None) -> Response:
    """The page around one of the three applications: everything it needs to start, and nothing of the data."""
    identity = who()
    entry = f"js/{surface}/main.js"
    modules = modules_of(entry)
    sheets = [f"css/{surface}.css"]
    if any(name.startswith("vendor/leaflet/") for name in modules):
        sheets.insert(0, "vendor/leaflet/dist/leaflet.css")
    csrf = csrf_for(parts().settings.secret, identity.session)
    page = render_template(
        "shell.html",
        surface=surface,
        manifest=manifest if manifest and (static_root() / "technician.webmanifest").is_file() else None,
        sheets=[sheet for sheet in sheets if (static_root() / sheet).is_file()],
        preload=[static_address(name) for name in modules],
        import_map=import_map().text,
        csrf=csrf,
        boot=_boot(identity, csrf) | ({"tiles": tiles_of(parts().settings)} if surface == "board" else {}),
    )
    answer = make_response(page)
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer


def _boot(identity: Identity, csrf: str) -> dict[str, Any]:
    clock = parts().clock
    return {
        "user": None if identity.role is Role.CUSTOMER else user_view(identity),
        "csrf": csrf,
        "clock": {"now": clock.now().isoformat(), "rate": clock.rate},
        "language": choose_language(request),
        "languages": list(LANGUAGES),
        "zone": zone_of(identity.district_id),
        "operator": parts().settings.operator,
        "static": f"/static/{build_hash()}/",
    }


def user_view(identity: Identity) -> dict[str, Any]:
    return {
        "id": identity.user_id,
        "name": identity.name,
        "role": identity.role.value,
        "district_id": identity.district_id,
        "technician_id": identity.technician_id,
        "team": identity.team,
        "language": identity.language,
    }


def zone_of(district_id: str | None) -> str:
    if district_id is None:
        return DEFAULT_ZONE
    with parts().database.read() as session:
        district = session.get(District, district_id)
    return district.zone if district else DEFAULT_ZONE

"""The composition root: settings, clock and database in, the whole web application out."""

import logging
from pathlib import Path
from typing import Final

from flask import Flask, request
from flask_compress import Compress
from flask_smorest import Api
from flask_socketio import SocketIO

from dispatch.clock import Clock
from dispatch.config import Settings
from dispatch.storage.session import Database
from dispatch.web import (
    api_board,
    api_docs,
    api_orders,
    api_sessions,
    api_technician,
    api_tracking,
    auth,
    errors,
    limits,
    pages,
    sockets,
    static_files,
)
from dispatch.web.api import Identifier
from dispatch.web.parts import KEY, Parts
from dispatch.web.security import CSRF_HEADER, SecretFilter, csrf_matches, harden
from dispatch.web.sessions import identify_request

LONGEST_BODY: Final = 1024 * 1024
API_BLUEPRINTS: Final = (
    api_sessions.BLUEPRINT,
    api_orders.BLUEPRINT,
    api_technician.BLUEPRINT,
    api_board.BLUEPRINT,
    api_tracking.BLUEPRINT,
)


def create_app(
    settings: Settings, clock: Clock, database: Database, *, async_mode: str = "threading"
) -> Flask:
    """The application, not yet served: `live_of(app)` is its Socket.IO server."""
    for handler in logging.getLogger().handlers:
        if not any(isinstance(known, SecretFilter) for known in handler.filters):
            handler.addFilter(SecretFilter())
    app = Flask(
        "dispatch", static_folder=None, root_path=str(Path(__file__).parent), template_folder="web/templates"
    )
    app.config.update(
        MAX_CONTENT_LENGTH=LONGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LONGEST_BODY,
        COMPRESS_MIMETYPES=[
            "text/javascript",
            "text/css",
            "text/plain",
            "application/json",
            "application/manifest+json",
            "image/svg+xml",
        ],
        COMPRESS_ALGORITHM=["br", "gzip"],  # html carries a form token and is left as it is
        API_TITLE="Sanxian",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of Flask's default provider
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the same
    app.url_map.converters["id"] = Identifier

    server = SocketIO(
        app,
        async_mode=async_mode,
        message_queue=settings.redis_url,
        channel="sanxian",
        transports=["websocket"],
        max_http_buffer_size=LONGEST_BODY,
        json=app.json,
    )
    parts = Parts(settings=settings, clock=clock, database=database, live=server)
    app.extensions[KEY] = parts
    app.extensions[sockets.KEY] = sockets.install(server, parts)

    @app.before_request
    def guard() -> None:
        auth.guard_request(lambda: identify_request(request, parts), form_token_holds)

    def form_token_holds(identity: auth.Identity) -> bool:
        return csrf_matches(settings.secret, identity.session, request.headers.get(CSRF_HEADER))

    app.after_request(harden)
    limits.install(app, settings.redis_url)
    Compress(app)
    api = Api(app)
    for blueprint in API_BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.register_blueprint(static_files.BLUEPRINT)
    pages.install(app)
    api_docs.install(app, api)
    errors.install(app)
    auth.refuse_undeclared(app, server.server.handlers["/"])
    return app


def live_of(app: Flask) -> SocketIO:
    server: SocketIO = app.extensions["socketio"]
    return server

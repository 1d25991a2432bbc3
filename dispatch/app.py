"""The composition root: settings, clock and database in, the whole web application out."""

import logging
import sys
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from flask import Flask, request
from flask_compress import Compress
from flask_smorest import Api
from flask_socketio import SocketIO

from dispatch.actions.messages import Courier, courier_of
from dispatch.actions.relay import Views
from dispatch.clock import Clock
from dispatch.config import Settings
from dispatch.scheduler import Sweeper, relay_loop
from dispatch.storage.desks import keep_fresh
from dispatch.storage.session import Database
from dispatch.travel.cache import TravelCache
from dispatch.travel.geocode import make_geocoder
from dispatch.travel.source import make_source
from dispatch.web import (
    api_absences,
    api_adoption,
    api_aftercare,
    api_board,
    api_compensations,
    api_docs,
    api_duties,
    api_escalations,
    api_force_majeure,
    api_incidents,
    api_insertions,
    api_intake,
    api_lanes,
    api_learned,
    api_lists,
    api_order_log,
    api_order_tabs,
    api_orders,
    api_places,
    api_plan_reasons,
    api_planner,
    api_planning_rules,
    api_plans,
    api_policies,
    api_rescues,
    api_sessions,
    api_slots,
    api_step_trials,
    api_steps,
    api_tasks,
    api_technician,
    api_tracking,
    api_why,
    auth,
    errors,
    limits,
    pages,
    sockets,
    static_files,
    views,
)
from dispatch.web.api import Identifier
from dispatch.web.map_tiles import tiles_of
from dispatch.web.parts import KEY, Parts
from dispatch.web.security import CSRF_HEADER, SecretFilter, csrf_matches, harden
from dispatch.web.sessions import identify_request
from notifications.channels import CHANNELS

QUEUE: Final = "sanxian"
SWITCHES_S: Final = 0.0005
"""A request gives the interpreter's lock up at each query, and beside a thread that calculates (the relay's cards, a look
at the day) waits so long to have it back: by default ten times as long, which at fifty queries is a quarter of a second.
"""
LONGEST_BODY: Final = 1024 * 1024
API_BLUEPRINTS: Final = (
    api_sessions.BLUEPRINT,
    api_orders.BLUEPRINT,
    api_technician.BLUEPRINT,
    api_board.BLUEPRINT,
    api_compensations.BLUEPRINT,
    api_force_majeure.BLUEPRINT,
    api_tracking.BLUEPRINT,
    api_adoption.BLUEPRINT,
    api_aftercare.BLUEPRINT,
    api_why.BLUEPRINT,
    api_slots.BLUEPRINT,
    api_step_trials.BLUEPRINT,
    api_steps.BLUEPRINT,
    api_incidents.BLUEPRINT,
    api_insertions.BLUEPRINT,
    api_intake.BLUEPRINT,
    api_lanes.BLUEPRINT,
    api_places.BLUEPRINT,
    api_learned.BLUEPRINT,
    api_lists.BLUEPRINT,
    api_planning_rules.BLUEPRINT,
    api_plans.BLUEPRINT,
    api_planner.BLUEPRINT,
    api_policies.BLUEPRINT,
    api_rescues.BLUEPRINT,
    api_absences.BLUEPRINT,
    api_duties.BLUEPRINT,
    api_escalations.BLUEPRINT,
    api_tasks.BLUEPRINT,
    api_plan_reasons.BLUEPRINT,
    api_order_tabs.BLUEPRINT,
    api_order_log.BLUEPRINT,
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
        channel=QUEUE,
        transports=["websocket"],
        max_http_buffer_size=LONGEST_BODY,
        json=app.json,
    )
    tiles_of(settings)  # what cannot be read is said at the start, not on a grey map
    geocode = make_geocoder(settings.geocoder)
    parts = Parts(
        settings=settings,
        clock=clock,
        database=database,
        live=server,
        geocode=geocode,
        travel=TravelCache(make_source(settings.travel)),
    )
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


class Background:
    """The relay and the sweeper, in threads of this process, until `stop`."""

    def __init__(self, parts: Parts) -> None:
        sys.setswitchinterval(SWITCHES_S)
        self._parts = parts
        self._stop = Event()
        self._relay: Thread | None = None
        self._sweeper: Sweeper | None = None

    def relay(self) -> None:
        """Push what was committed: through this process's pages, or through Redis to those of all processes."""
        parts = self._parts
        courier = make_courier(parts.settings)
        alone = parts.settings.redis_url is None
        courier = courier_of(parts.settings)

        def push(room: str, name: str, payload: dict[str, Any]) -> None:
            parts.live.emit(name, payload, to=room)

        def watched(room: str) -> bool:
            return not alone or bool(parts.live.server.manager.rooms.get("/", {}).get(room))

        def run() -> None:
            relay_loop(
                parts.database,
                settings=parts.settings,
                clock=parts.clock,
                stop=self._stop,
                push=push,
                views=relay_views(parts),
                courier=courier,
                watched=watched,
            )

        self._relay = Thread(target=run, name="relay", daemon=True)
        self._relay.start()

    def sweep(self) -> None:
        """Ring the deadlines."""
        self._sweeper = Sweeper(self._parts.database, self._parts.settings, self._parts.clock)
        self._sweeper.start()

    def look(self) -> None:
        """Keep the running plans fresh that urgent orders are put into."""
        parts = self._parts
        Thread(
            target=keep_fresh,
            args=(parts.desks, parts.database, parts.clock.now, self._stop),
            name="desks",
            daemon=True,
        ).start()

    def stop(self) -> None:
        self._stop.set()
        if self._sweeper is not None:
            self._sweeper.stop()
        if self._relay is not None:
            self._relay.join(timeout=5)


def make_courier(settings: Settings) -> Courier | None:
    """What carries messages out of the house, by the channel that the settings name."""
    if not settings.channel:
        return None
    channel = CHANNELS.get(settings.channel)
    if channel is None:
        known = ", ".join(sorted(CHANNELS))
        raise ValueError(f"SANXIAN_CHANNEL: no channel {settings.channel!r}; there are {known}")
    return Courier(channel=channel(), operator=settings.operator, public_url=settings.public_url)


def relay_views(parts: Parts) -> Views:
    """How the relay shows an order to each of the three surfaces: as their own pages read it."""
    return Views(
        cards=lambda session, order_ids: views.show_board_cards(session, parts, order_ids),
        own=lambda session, order_ids: views.show_own_cards(session, parts, order_ids),
        track=lambda session, order_id: views.show_track(session, parts, order_id),
    )


def parts_without_pages(settings: Settings, clock: Clock, database: Database) -> Parts:
    """For a relay of its own: a server that only writes, through Redis, to the pages of the web processes."""
    emitter = SocketIO(message_queue=settings.redis_url, channel=QUEUE) if settings.redis_url else SocketIO()
    return Parts(settings=settings, clock=clock, database=database, live=emitter)


def parts_of(app: Flask) -> Parts:
    found: Parts = app.extensions[KEY]
    return found


def watch_connections(app: Flask) -> None:
    """From now on hang up on pages whose sign-in or link has ended, whoever ended it."""
    parts = parts_of(app)
    parts.live.start_background_task(sockets.check_forever, app.extensions[sockets.KEY], parts)


def live_of(app: Flask) -> SocketIO:
    server: SocketIO = app.extensions["socketio"]
    return server

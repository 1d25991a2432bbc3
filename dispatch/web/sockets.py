"""Live pages: who may watch what, joining the room before saying what is newer, presence, the end of a sign-in.

Every event goes through `_door`, which knows the caller anew from the database and lets `auth.admit` decide, as for a
route. Pushes come from the relay, after commit; actions/relay.py names the rooms.
"""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from threading import Lock
from typing import Any, Final

from flask import current_app, g, request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO, join_room, leave_room
from sqlalchemy.orm import Session

from dispatch.actions.links import hash_token
from dispatch.clock import real_now
from dispatch.orders.people import DESK, STAFF, Role
from dispatch.storage.order import Order
from dispatch.web import views
from dispatch.web.api_board import require_place
from dispatch.web.api_technician import technician_of
from dispatch.web.api_tracking import order_of, track_view
from dispatch.web.auth import Identity, NotAllowed, NotSignedIn, admit, may, who
from dispatch.web.errors import Problem, problem_json, to_problem
from dispatch.web.language import choose_language
from dispatch.web.parts import Parts, parts
from dispatch.web.presence import Person, Presence, make_presence
from dispatch.web.schemas import HoldingBody, WatchBody
from dispatch.web.security import LINK_COOKIE, SESSION_COOKIE
from dispatch.web.sessions import read_customer, read_staff

log = logging.getLogger(__name__)
KEY: Final = "sanxian-live"
CHECK_EVERY_S: Final = 10
"""How often sign-ins and links behind open connections are looked at again (real time)."""

MOST_THREADED: Final = 340
"""Open pages of a process with threads (cli/web_server.py has 400); beyond, `--role web` on gevent serves thousands."""


@dataclass(slots=True, kw_only=True)
class Connection:
    """One socket: by which sign-in or link it came, and what it watches."""

    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    """What others see of it in the presence list; the socket's own id is nobody's business."""
    staff: str | None
    link: str | None
    district_id: str | None = None
    person: Person | None = None
    rooms: set[str] = field(default_factory=set)


class Live:
    """The connections of this process."""

    def __init__(self, server: SocketIO, presence: Presence) -> None:
        self.server, self.presence = server, presence
        self.is_threaded = server.async_mode == "threading"
        self._lock = Lock()
        self._connections: dict[str, Connection] = {}

    def add(self, sid: str, connection: Connection) -> None:
        with self._lock:
            self._connections[sid] = connection

    def is_full(self) -> bool:
        """With threads each page holds one; the last ones are kept for requests."""
        return self.is_threaded and len(self._connections) >= MOST_THREADED

    def get(self, sid: str) -> Connection | None:
        with self._lock:
            return self._connections.get(sid)

    def remove(self, sid: str) -> Connection | None:
        with self._lock:
            return self._connections.pop(sid, None)

    def all(self) -> list[tuple[str, Connection]]:
        with self._lock:
            return list(self._connections.items())

    def tell_presence(self, district_id: str) -> None:
        people = self.presence.people(district_id)
        self.server.emit("presence", {"district": district_id, "people": people}, to=f"board:{district_id}")

    def leave_board(self, connection: Connection) -> None:
        district_id, connection.district_id = connection.district_id, None
        if district_id is not None:
            self.presence.leave(district_id, connection.id)
            self.tell_presence(district_id)

    def close(self, sid: str) -> None:
        """Say that the sign-in is over, then hang up."""
        self.server.emit("signed_out", {}, to=sid)
        self.server.server.disconnect(sid)

    def check(self, app_parts: Parts) -> None:
        """Hang up on whoever is not signed in any more, whichever process ended it."""
        now = app_parts.clock.now()
        connections = self.all()
        if not connections:
            return
        with app_parts.database.read() as session:
            over = [
                sid
                for sid, connection in connections
                if (connection.staff and read_staff(session, connection.staff, by_cookie=True) is None)
                or (connection.link and read_customer(session, connection.link, now, by_cookie=True) is None)
            ]
        for sid in over:
            self.close(sid)
        self.presence.refresh(
            (connection.district_id, connection.person)
            for _, connection in connections
            if connection.district_id and connection.person
        )


def end_session(session: str) -> None:
    """Hang up on the sockets of a sign-in that ended here; other processes hear it from the relay or their own check."""
    live: Live = current_app.extensions[KEY]
    for sid, connection in live.all():
        if connection.staff == session:
            live.close(sid)


Handler = Callable[..., Any]


def install(server: SocketIO, app_parts: Parts) -> Live:
    """Register the events. Each is a function here, so that the walk over all doors finds it."""
    live = Live(server, make_presence(app_parts.settings.redis_url))
    for name, handler in EVENTS.items():
        server.on(name)(_door(live, handler))
    return live


def _door(live: Live, handler: Handler) -> Handler:
    """Let the caller in if the handler's declaration says so; answer a refusal as a problem."""

    @wraps(handler)
    def guarded(*args: Any) -> Any:
        sid = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO puts it there
        connection = live.get(sid)
        if connection is None:  # python-socketio runs events of one that has just gone
            return {"error": _problem(NotSignedIn())}
        try:
            g.identity = admit(handler, *_identities(connection))
            answer = handler(live, connection, *args)
        except Exception as error:  # noqa: BLE001  # read as for a route; the unforeseen is recorded there
            return {"error": _problem(error)}
        return answer if answer is not None else (None,)  # an acknowledgement of null, not of nothing

    @wraps(handler)
    def opening(auth: Any = None) -> Any:
        connection = _arrive(auth)
        if live.is_full():
            raise Refused("unavailable", _problem(Problem(code="unavailable")))
        try:
            g.identity = admit(handler, *_identities(connection))
        except (NotSignedIn, NotAllowed) as error:
            raise Refused("not-signed-in", _problem(error)) from error
        return handler(live, connection)

    @wraps(handler)
    def closing(*_: Any) -> Any:
        connection = live.remove(request.sid)  # type: ignore[attr-defined]  # as above
        return handler(live, connection) if connection else None

    doors: dict[str, Handler] = {"connect": opening, "disconnect": closing}
    return doors.get(handler.__name__, guarded)


def _problem(error: Exception) -> dict[str, Any]:
    return problem_json(to_problem(error), choose_language(request))


def _arrive(auth: Any) -> Connection:
    """By the page's cookies, or by `auth: {token}` or `{link}`; what is given there counts alone."""
    given = auth if isinstance(auth, dict) else {}
    token, link = given.get("token"), given.get("link")
    if token is None and link is None:
        token, link = request.cookies.get(SESSION_COOKIE), request.cookies.get(LINK_COOKIE)
    return Connection(
        staff=hash_token(token) if isinstance(token, str) and token else None,
        link=hash_token(link) if isinstance(link, str) and link else None,
    )


def _identities(connection: Connection) -> tuple[Identity | None, ...]:
    with parts().database.read() as session:
        now = parts().clock.now()
        return (
            read_staff(session, connection.staff, by_cookie=True) if connection.staff else None,
            read_customer(session, connection.link, now, by_cookie=True) if connection.link else None,
        )


@may(*STAFF, Role.CUSTOMER)
def connect(live: Live, connection: Connection) -> None:
    """A page opens its connection; it watches nothing yet."""
    live.add(request.sid, connection)  # type: ignore[attr-defined]  # as above
    for token_hash in (connection.staff, connection.link):
        if token_hash:
            join_room(f"session:{token_hash}")


@may(*STAFF, Role.CUSTOMER)
def disconnect(live: Live, connection: Connection) -> None:
    """A page is gone; whoever shares its board sees it."""
    live.leave_board(connection)


@may(*STAFF, Role.CUSTOMER)
def watch(live: Live, connection: Connection, body: Any = None) -> Any:
    """Watch a board, one's own day or one's own order; answers what is newer than what the page has."""
    wanted = WatchBody().load(body if isinstance(body, dict) else {})
    watcher = WATCHES[wanted["kind"]]
    g.identity = admit(watcher, *_identities(connection))
    return watcher(live, connection, wanted)


@may(*DESK)
def watch_board(live: Live, connection: Connection, wanted: dict[str, Any]) -> dict[str, Any]:
    identity = who()
    district_id, day = wanted.get("district"), wanted.get("date")
    if district_id is None or day is None:
        missing = "district" if district_id is None else "date"
        raise Problem(code="missing-field", field=missing, expected="a value")
    with parts().database.read() as session:
        require_place(session, district_id, identity)
    _enter(connection, f"board:{district_id}")
    if connection.district_id != district_id:
        live.leave_board(connection)
        connection.district_id = district_id
    connection.person = Person(id=identity.user_id or "", name=identity.name, connection=connection.id)
    live.presence.enter(district_id, connection.person)
    live.tell_presence(district_id)
    return _after_joining(
        lambda session: views.newer_on_board(session, parts(), district_id, day, wanted["have"])
    )


@may(Role.TECHNICIAN)
def watch_day(_live: Live, connection: Connection, wanted: dict[str, Any]) -> dict[str, Any]:
    identity = who()
    technician_id = technician_of(identity)
    _enter(connection, f"day:{technician_id}")
    return _after_joining(lambda session: views.newer_in_day(session, parts(), technician_id, wanted["have"]))


@may(Role.CUSTOMER)
def watch_track(_live: Live, connection: Connection, wanted: dict[str, Any]) -> dict[str, Any] | None:
    identity = who()
    _enter(connection, f"track:{order_of(identity)}")
    view = _after_joining(lambda session: track_view(session, identity))
    return view if view["order"]["version"] > wanted["version"] else None


@may(*DESK)
def holding(live: Live, connection: Connection, body: Any = None) -> None:
    """Which order is being moved on this page, or none any more; all who look at the same board are told."""
    wanted = HoldingBody().load(body if isinstance(body, dict) else {})
    order_id = wanted["order_id"]
    if connection.district_id is None or connection.person is None:
        raise Problem(code="missing-field", field="district", expected="a board that is watched")
    if order_id is not None:
        with parts().database.read() as session:
            order = session.get(Order, order_id)
            if order is None or order.district_id != connection.district_id:
                raise Problem(code="not-found")
    since = real_now().isoformat() if order_id else None
    connection.person = replace(connection.person, holding=order_id, holding_since=since)
    live.presence.enter(connection.district_id, connection.person)
    live.tell_presence(connection.district_id)


WATCHES: Final[dict[str, Handler]] = {"board": watch_board, "day": watch_day, "track": watch_track}
"""What can be watched: each a door of its own."""
EVENTS: Final[dict[str, Handler]] = {
    "connect": connect,
    "disconnect": disconnect,
    "watch": watch,
    "holding": holding,
}


def _enter(connection: Connection, room: str) -> None:
    """Into this room, out of the others of its kind: a page shows one board at a time."""
    kind = room.partition(":")[0]
    for old in [r for r in connection.rooms if r.partition(":")[0] == kind and r != room]:
        leave_room(old)
        connection.rooms.discard(old)
    join_room(room)
    connection.rooms.add(room)


def _after_joining(read: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
    """Read only now: what is committed later than this look is pushed into the room that we are in."""
    with parts().database.read() as session:
        return read(session)


def check_forever(live: Live, app_parts: Parts) -> None:
    """A background task of each web process."""
    while True:
        live.server.sleep(CHECK_EVERY_S)
        try:
            live.check(app_parts)
        except Exception:
            log.exception("could not look at the open connections again")

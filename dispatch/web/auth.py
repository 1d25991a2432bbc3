"""Who may do what: every route and every socket event declares `@may(Role…)` or `@public`, and one guard holds it.

The declaration is read by the guard before each request (`guard_request`) and each socket event (`admit`);
`refuse_undeclared` stops an app with a door that declares nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Flask, current_app, g, request

from dispatch.orders.people import Actor, Role

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC: Final = frozenset(Role)
_MARK: Final = "__admits__"
_PUBLIC_MARK: Final = "__public__"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(Exception):  # named for the fact
    """Nobody is known by this request's cookie or header, or it has expired or been revoked."""

    def __init__(self, *, link: bool = False) -> None:
        super().__init__("not signed in")
        self.link = link
        """The door is the customers': what is missing is a link, not a password."""


class NotAllowed(Exception):  # named for the fact
    """Somebody is known, and this is not theirs."""

    def __init__(self, reason: str, roles: frozenset[Role] = frozenset()) -> None:
        super().__init__(reason)
        self.reason, self.roles = reason, roles


class FormTokenMismatch(Exception):  # named for the fact
    """A change by cookie came without the page's form token, or from another site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who is asking, and by which sign-in or link."""

    role: Role
    name: str
    session: str
    """The hash of the token that proved it: one sign-in, or one customer link."""
    user_id: str | None = None
    district_id: str | None = None
    technician_id: str | None = None
    order_id: str | None = None
    team: str | None = None
    """Whose lanes a lead looks at first; no right hangs on it."""
    language: str | None = None
    by_cookie: bool = False

    @property
    def actor(self) -> Actor:
        """The author to write beside an event."""
        return Actor(self.role, self.technician_id or self.user_id or self.order_id or "")

    def sees_district(self, district_id: str) -> bool:
        """A user of a district sees that one; managers and administrators without a district see all."""
        if self.district_id is None:
            return self.role in (Role.MANAGER, Role.ADMIN)
        return self.district_id == district_id


def public(view: View) -> View:
    """Anybody may come in: say so."""
    setattr(view, _MARK, PUBLIC)
    setattr(view, _PUBLIC_MARK, True)
    return view


def may(*roles: Role) -> Callable[[View], View]:
    """These roles may come in."""

    def declare(view: View) -> View:
        setattr(view, _MARK, frozenset(roles))
        return view

    return declare


def admitted_roles(view: Any) -> frozenset[Role] | None:
    """What a view or a socket handler declares; None when it declares nothing."""
    roles: frozenset[Role] | None = getattr(view, _MARK, None)
    return roles


def is_public(view: Any) -> bool:
    return bool(getattr(view, _PUBLIC_MARK, False))


def refuse_undeclared(app: Flask, socket_handlers: Mapping[str, Any]) -> None:
    """An app with a door that says nothing about who may pass does not start."""
    undeclared = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if admitted_roles(app.view_functions[rule.endpoint]) is None
    ]
    undeclared += [
        f"socket event {name}" for name, handler in socket_handlers.items() if admitted_roles(handler) is None
    ]
    if undeclared:
        raise RuntimeError(f"neither @may nor @public: {', '.join(sorted(undeclared))}")


def admit(view: Any, *candidates: Identity | None) -> Identity | None:
    """The identity that passes this door; None at a public one where nobody is known."""
    roles = admitted_roles(view) or frozenset()
    known = [candidate for candidate in candidates if candidate is not None]
    for identity in known:
        if identity.role in roles:
            return identity
    if is_public(view):
        return None
    if roles == frozenset({Role.CUSTOMER}):
        raise NotSignedIn(link=True)
    if any(identity.role is not Role.CUSTOMER for identity in known):
        raise NotAllowed("role", roles)
    raise NotSignedIn


def guard_request(
    identify: Callable[[], tuple[Identity | None, ...]], form_token_holds: Callable[[Identity], bool]
) -> None:
    """Before every view: who is it, may they, and is a change meant by them."""
    g.identity = None
    if request.endpoint is None:
        return  # no such address: the 404 is on its way
    view = current_app.view_functions[request.endpoint]
    changes = request.method not in SAFE_METHODS
    if changes and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise FormTokenMismatch
    identity = admit(view, *identify())
    if (
        changes
        and identity is not None
        and identity.by_cookie
        and not is_public(view)
        and not form_token_holds(identity)
    ):
        raise FormTokenMismatch
    g.identity = identity


def whoever() -> Identity | None:
    """The one who asks, at a public door."""
    found: Identity | None = g.get("identity")
    return found


def who() -> Identity:
    """The one who asks; the guard has let them in."""
    identity = whoever()
    if identity is None:
        raise NotSignedIn
    return identity


def require_district(identity: Identity, district_id: str) -> None:
    if not identity.sees_district(district_id):
        raise NotAllowed("district")

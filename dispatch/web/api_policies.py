"""What we promise, version by version: list, read, see what a new one would change, save it, take it back."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

from dispatch.actions import policies as deeds
from dispatch.orders.people import Role
from dispatch.queries import policies as look
from dispatch.storage.policy import UnknownPolicy, policy_of
from dispatch.web import answers, schemas
from dispatch.web.api import ApiBlueprint, empty, reply
from dispatch.web.auth import may, who
from dispatch.web.errors import Problem
from dispatch.web.pages import zone_of
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "policies", __name__, url_prefix="/api/v1/policies", description="What we promise, version by version."
)


@BLUEPRINT.get("")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.response(200, answers.PoliciesAnswer)
def list_policies() -> Response:
    """All versions, newest first, with how many open orders are under each; and the tiers that areas have."""
    with parts().database.read() as session:
        found = look.versions(session, parts().clock.now(), _zone())
        return reply({**found, "tiers_in_use": sorted(deeds.tiers_in_use(session))})


@BLUEPRINT.get("/<id:version>")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.response(200, answers.PolicyAnswer)
def show_policy(version: str) -> Response:
    """One version in full, as a document and as TOML."""
    with parts().database.read() as session:
        try:
            return reply(look.document(policy_of(session, version)))
        except UnknownPolicy:
            raise Problem(code="not-found") from None


@BLUEPRINT.post("")
@may(Role.ADMIN)
@BLUEPRINT.arguments(schemas.PolicyBody)
@BLUEPRINT.response(201, answers.PolicyAnswer)
def save_policy(body: dict[str, Any]) -> Response:
    """Save a version for a day to come; one that waits is replaced by its name. What is in force never changes."""
    now = parts().clock.now()
    with parts().database.write() as session:
        row = deeds.save_policy(session, _document(body), actor=who().actor, now=now)
        return reply(look.document(row.policy()), 201)


@BLUEPRINT.post("/preview")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.arguments(schemas.PolicyBody)
@BLUEPRINT.response(200, answers.PolicyPreviewAnswer)
def preview_policy(body: dict[str, Any]) -> Response:
    """What saving it would change, promise by promise, and for how many orders a day. Nothing is saved."""
    with parts().database.read() as session:
        return reply(_preview(session, _document(body)))


@BLUEPRINT.delete("/<id:version>")
@may(Role.ADMIN)
@BLUEPRINT.response(204)
def remove_policy(version: str) -> Response:
    """Take back a version whose first day has not come."""
    with parts().database.write() as session:
        deeds.remove_policy(session, version, actor=who().actor, now=parts().clock.now())
    return empty()


def _preview(session: Session, document: Mapping[str, Any] | str) -> dict[str, Any]:
    now = parts().clock.now()
    policy = deeds.read_for_saving(session, document, now)
    return {**look.preview(session, policy, now, _zone()), **look.document(policy)}


def _document(body: Mapping[str, Any]) -> Mapping[str, Any] | str:
    """The form's document, or the text; exactly one of them."""
    given = [body[name] for name in ("document", "toml") if body.get(name) is not None]
    if len(given) != 1:
        raise Problem(code="missing-field", field="document", expected="either a document or toml")
    found: Mapping[str, Any] | str = given[0]
    return found


def _zone() -> str:
    return zone_of(who().district_id)

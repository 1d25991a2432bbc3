"""What we promise, version by version: list, read, see what a new one would change, save it, take it back."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response
from marshmallow import fields
from sqlalchemy.orm import Session

from dispatch.actions import policies as deeds
from dispatch.orders.people import Role
from dispatch.queries import policies as look
from dispatch.storage.policy import UnknownPolicy, policy_of
from dispatch.web import schemas
from dispatch.web.answers import Answer
from dispatch.web.api import ApiBlueprint, empty, reply
from dispatch.web.auth import may, who
from dispatch.web.errors import Problem
from dispatch.web.pages import zone_of
from dispatch.web.parts import parts

BLUEPRINT: Final = ApiBlueprint(
    "policies", __name__, url_prefix="/api/v1/policies", description="What we promise, version by version."
)


class PolicyVersionAnswer(Answer):
    version = fields.String(required=True)
    valid_from = fields.Date(required=True)
    created_at = fields.AwareDateTime(required=True, allow_none=True)
    created_by = fields.String(required=True, allow_none=True)
    fixed = fields.Boolean(
        required=True, metadata={"description": "its first day has come: it never changes"}
    )
    state = fields.String(
        required=True, metadata={"description": "past, current or future, in the reader's district"}
    )
    open_orders = fields.Integer(required=True)


class PoliciesAnswer(Answer):
    today = fields.Date(required=True)
    current = fields.String(required=True)
    versions = fields.List(fields.Nested(PolicyVersionAnswer), required=True)
    tiers_in_use = fields.List(fields.String(), required=True)


class PolicyAnswer(Answer):
    version = fields.String(required=True)
    document = fields.Dict(required=True)
    toml = fields.String(required=True)


class PolicyPreviewAnswer(PolicyAnswer):
    valid_from = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    instead_of = fields.String(required=True)
    running_orders = fields.Integer(
        required=True, metadata={"description": "always 0: an order keeps its version"}
    )
    open_orders_keep = fields.Integer(required=True)
    open_orders_by_version = fields.Dict(required=True)
    future_orders_a_day = fields.Float(required=True)
    looked_back_days = fields.Integer(required=True)
    new_tiers = fields.List(fields.String(), required=True)
    gone_tiers = fields.List(fields.String(), required=True)
    settings = fields.List(fields.Dict(), required=True)
    changes = fields.List(fields.Dict(), required=True)


@BLUEPRINT.get("")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.response(200, PoliciesAnswer)
def list_policies() -> Response:
    """All versions, newest first, with how many open orders are under each; and the tiers that areas have."""
    with parts().database.read() as session:
        found = look.versions(session, parts().clock.now(), _zone())
        return reply({**found, "tiers_in_use": sorted(deeds.tiers_in_use(session))})


@BLUEPRINT.get("/<id:version>")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.response(200, PolicyAnswer)
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
@BLUEPRINT.response(201, PolicyAnswer)
def save_policy(body: dict[str, Any]) -> Response:
    """Save a version for a day to come; one that waits is replaced by its name. What is in force never changes."""
    now = parts().clock.now()
    with parts().database.write() as session:
        row = deeds.save_policy(session, _document(body), actor=who().actor, now=now)
        return reply(look.document(row.policy()), 201)


@BLUEPRINT.post("/preview")
@may(Role.MANAGER, Role.ADMIN)
@BLUEPRINT.arguments(schemas.PolicyBody)
@BLUEPRINT.response(200, PolicyPreviewAnswer)
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

"""Change what a district sets for its plans: all of it or nothing, once, and never over what somebody else has just set."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound, Refused, StaleVersion
from dispatch.actions.log import claim_name
from dispatch.actions.plans import request_plan
from dispatch.orders.people import Actor
from dispatch.planning.problem import ProblemError
from dispatch.planning.rules import DEFAULT_RULES, problems_of, settings_of, stored_in, with_settings
from dispatch.storage.district import District
from dispatch.storage.outbox import Topic, post
from dispatch.storage.rule_change import RuleChange


class UnsoundRules(Refused):
    """Every setting that cannot be as it was given."""

    def __init__(self, problems: list[ProblemError]) -> None:
        super().__init__("; ".join(str(one) for one in problems))
        self.problems = problems


def change_rules(
    session: Session,
    district_id: str,
    settings: Mapping[str, Any],
    *,
    version: int,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> None:
    """These settings from now on; None puts a default back, what is not named stays. A plan is asked for.

    The same event id again changes nothing, and neither does what is so already.
    """
    claim_name(session, f"planning rules {district_id}")
    district = session.get(District, district_id, populate_existing=True)
    if district is None:
        raise NotFound("district", district_id)
    if (known := session.get(RuleChange, event_id)) is not None:
        if known.district_id != district_id or any(
            name not in settings or settings[name] != one["new"] for name, one in known.changed.items()
        ):
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return
    if district.planning_version != version:
        raise StaleVersion(district.planning_version)
    if wrong := problems_of(settings):
        raise UnsoundRules(wrong)
    standard = settings_of(DEFAULT_RULES)
    changed = {}
    for name, new in settings.items():
        old = stored_in(district.planning, name)
        if old != new and not (old is None and new == standard[name]):
            changed[name] = {"old": old, "new": new}
    if not changed:
        return
    district.planning = with_settings(district.planning, {name: one["new"] for name, one in changed.items()})
    district.planning_version += 1
    session.add(
        RuleChange(
            event_id=event_id,
            district_id=district_id,
            at=now,
            by=f"{actor.role}:{actor.id}",
            changed=changed,
            version=district.planning_version,
        )
    )
    session.flush()
    post(
        session,
        Topic.RULES,
        {"district_id": district_id, "version": district.planning_version},
        due_at=now,
    )
    request_plan(session, district_id, actor=actor, now=now)

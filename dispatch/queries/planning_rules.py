"""A district's planning rules as a form shows them: each setting with its default and its range, and who changed what."""

from typing import Any

from sqlalchemy.orm import Session

from dispatch.planning.rules import DEFAULT_RULES, read_rules, settings_of
from dispatch.planning.rules_fields import SETTINGS
from dispatch.queries.planner import who_asked
from dispatch.queries.promises import instant
from dispatch.storage.district import District
from dispatch.storage.rule_change import rule_changes


def planning_rules(session: Session, district: District) -> dict[str, Any]:
    standard, values = settings_of(DEFAULT_RULES), settings_of(read_rules(district.planning))
    return {
        "district_id": district.id,
        "version": district.planning_version,
        "settings": [
            {
                "name": one.name,
                "group": one.group.value,
                "kind": one.kind.value,
                "unit": one.unit.value,
                "value": values[one.name],
                "default": standard[one.name],
                "least": one.least,
                "most": one.most,
                "choices": list(one.choices),
            }
            for one in SETTINGS
        ],
        "changes": [
            {
                "id": row.event_id,
                "at": instant(row.at),
                "by": who_asked(session, row.by),
                "version": row.version,
                "changed": [{"name": name, **one} for name, one in row.changed.items()],
            }
            for row in rule_changes(session, district.id)
        ],
    }

"""A policy written as a document of plain JSON values, in the words that `policy_document` reads."""

from typing import Any

from sla.policy import Once, PerStartedDay, Policy, Row
from sla.public_holidays import write_week
from sla.targets import AroundAgreed, ByCutOff, ByLocalTime, OwnDeadline, ShareOfContract, Target, Within
from sla.written import write_clock, write_point, write_span, write_yuan

ANY_KIND = "any"
"""How a row says that it is for every kind of order."""


def write_policy(policy: Policy) -> dict[str, Any]:
    """The document of a policy, of plain JSON values; `read_policy` of it is the policy again."""
    return {
        "version": policy.version,
        "valid_from": policy.valid_from.isoformat(),
        "tiers": list(policy.named_tiers),
        "cap_yuan": write_yuan(policy.cap_cents),
        "at_risk_percent": policy.at_risk_percent,
        "cancel_ahead": write_span(policy.cancel_ahead),
        "contact_hours": [write_clock(at) for at in policy.contact_hours],
        "office_hours": write_week(policy.office_hours),
        "halves": {
            str(half): [write_clock(starts), write_clock(ends)]
            for half, (starts, ends) in policy.halves.items()
        },
        "ladder": [
            {"name": part.name, "opens": write_clock(part.opens), "closes": write_clock(part.closes)}
            for part in policy.ladder
        ],
        "promises": [write_row(row) for row in policy.rows],
    }


def write_row(row: Row) -> dict[str, Any]:
    """One promise of the document."""
    written: dict[str, Any] = {
        "promise": str(row.promise),
        "kind": str(row.kind) if row.kind else ANY_KIND,
        "tier": row.tier,
        "target": write_target(row.target),
        "counts": str(row.counting),
        "pausable": row.pausable,
        "warnings": [
            {"percent": warned.percent, "tells": [str(one) for one in warned.tells]}
            for warned in row.warnings
        ],
        "on_breach": [str(one) for one in row.on_breach],
    }
    match row.price:
        case Once(cents):
            written["compensation"] = {"once_yuan": write_yuan(cents)}
        case PerStartedDay(cents):
            written["compensation"] = {"per_started_day_yuan": write_yuan(cents)}
    return written


def write_target(target: Target) -> dict[str, Any]:
    match target:
        case Within(span):
            return {"within": write_span(span)}
        case ByCutOff(cut_off=cut_off, before=before, after=after):
            return {
                "cut_off": write_clock(cut_off),
                "before": write_point(before),
                "after": write_point(after),
            }
        case ByLocalTime(point):
            return {"by": write_point(point)}
        case AroundAgreed(early=early, late=late):
            return {"early": write_span(early), "late": write_span(late)}
        case ShareOfContract(percent):
            return {"percent_of_contract": percent}
        case OwnDeadline():
            return {"own_deadline": True}

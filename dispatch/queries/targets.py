"""A promise's target as facts that can be put into words: its span, its local time, its share."""

from datetime import datetime
from typing import Any

from sla.local_time import instant, local_date
from sla.policy import Counting, Policy, Row
from sla.targets import ByCutOff, ByLocalTime, OwnDeadline, ShareOfContract, Within

_HUNDRED = 100


def target_line(
    row: Row, policy: Policy, zone: str, started_at: datetime, contracted_mbps: int | None
) -> dict[str, Any]:
    """The `shape` of the target, and the figures that its wording needs."""
    match row.target:
        case Within(span):
            shape: dict[str, Any] = {"shape": "within", "limit_s": span.total_seconds()}
        case ByCutOff(cut_off=cut_off):
            before = started_at < instant(zone, local_date(zone, started_at), cut_off)
            shape = {"shape": "before" if before else "after", "cut_off": f"{cut_off:%H:%M}"}
        case ByLocalTime():
            shape = {"shape": "local"}
        case ShareOfContract(percent):
            shape = {
                "shape": "share",
                "percent": percent,
                "mbps": (contracted_mbps or 0) * percent / _HUNDRED,
            }
        case OwnDeadline():
            shape = {"shape": "own"}
        case _:
            shape = {}
    if row.counting is Counting.CONTACT and "shape" in shape:
        opens, closes = policy.contact_hours
        shape |= {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
    return shape

"""Who is told, at which fraction, and which of two rungs speaks when both are due."""

from sla.clock import BROKEN
from sla.policy import Audience, Row


def height(rung: str) -> int:
    """The percentage a rung stands at. After a silence only the highest is sent; the lower ones are passed over."""
    return 100 if rung == BROKEN else int(rung.rpartition("_")[2])


def told(row: Row, rung: str) -> tuple[Audience, ...]:
    """Whom the policy names for a rung; nobody when this version of it has no such rung."""
    if rung == BROKEN:
        return row.on_breach
    return next((warned.tells for warned in row.warnings if warned.percent == height(rung)), ())

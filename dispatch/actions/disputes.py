"""Objecting to a pause, deciding on it, and letting one count that came too late: is there such a pause at all?"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from dispatch.actions.clocks import judged
from dispatch.actions.deed import Deed
from dispatch.actions.errors import InvalidField
from dispatch.orders import facts
from sla.clock_facts import Because, ClockState, DisputeState
from sla.policy import PromiseCode

COUNTED: Final = frozenset({"paused", "paused_provisionally"})
"""The lines of a pause that stops the clock: these may be disputed."""
AFTER_BREACH: Final = "pause_after_breach"


def check_dispute(deed: Deed) -> facts.PauseDisputed:
    """A pause that counts, and that has not been disputed before."""
    fact: facts.PauseDisputed = _named(deed, disputable, "a pause that counts and has not been disputed")
    return fact


def check_decision(deed: Deed) -> facts.DisputeDecided:
    """A dispute that is open."""
    fact: facts.DisputeDecided = _named(deed, disputed, "a pause whose dispute is open")
    return fact


def check_approval(deed: Deed) -> facts.PauseApproved:
    """A pause that was received after the breach."""
    fact: facts.PauseApproved = _named(deed, late, "a pause that was received after the breach")
    return fact


def disputable(line: Because) -> bool:
    return line.code in COUNTED and line.data.get("dispute") is None


def disputed(line: Because) -> bool:
    return line.data.get("dispute") == DisputeState.OPEN


def late(line: Because) -> bool:
    return line.code == AFTER_BREACH


def pauses(clocks: Iterable[ClockState]) -> list[Because]:
    """The lines of `complete` that a reason and a start name."""
    complete = next(clock for clock in clocks if clock.promise is PromiseCode.COMPLETE)
    return [line for line in complete.because if line.at is not None and line.data.get("reason") is not None]


def _named(deed: Deed, fits: Callable[[Because], bool], expected: str) -> Any:
    """The fact, if the pause that it means is such a one as the clock sees it now."""
    fact = deed.fact
    clocks, _ = judged(deed.session, deed.order, deed.timing.received_at)
    for line in pauses(clocks):
        if line.at == fact.start_at and line.data["reason"] == fact.reason and fits(line):
            return fact
    raise InvalidField("start_at", expected, f"{fact.reason} {fact.start_at.isoformat()}")

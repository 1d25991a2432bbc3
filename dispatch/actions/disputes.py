"""Objecting to a pause, deciding on it, and letting one count that came too late: is there such a pause at all?"""

from typing import Any, Final

from dispatch.actions.clocks import judged
from dispatch.actions.deed import Deed
from dispatch.actions.errors import InvalidField
from dispatch.orders import facts
from sla.clock_facts import Because, DisputeState
from sla.policy import PromiseCode

COUNTED: Final = frozenset({"paused", "paused_provisionally"})
"""The lines of a pause that stops the clock: these may be disputed."""
AFTER_BREACH: Final = "pause_after_breach"


def check_dispute(deed: Deed) -> facts.PauseDisputed:
    """A pause that counts, and that has not been disputed before."""
    fact: facts.PauseDisputed = deed.fact
    line = _line(deed)
    if line is None or line.code not in COUNTED or line.data.get("dispute") is not None:
        raise _no_such("a pause that counts and has not been disputed", fact)
    return fact


def check_decision(deed: Deed) -> facts.DisputeDecided:
    """A dispute that is open."""
    fact: facts.DisputeDecided = deed.fact
    line = _line(deed)
    if line is None or line.data.get("dispute") != DisputeState.OPEN:
        raise _no_such("a pause whose dispute is open", fact)
    return fact


def check_approval(deed: Deed) -> facts.PauseApproved:
    """A pause that was received after the breach."""
    fact: facts.PauseApproved = deed.fact
    line = _line(deed)
    if line is None or line.code != AFTER_BREACH:
        raise _no_such("a pause that was received after the breach", fact)
    return fact


def _line(deed: Deed) -> Because | None:
    """The pause that is meant, as the clock sees it now: a pause is known by its reason and its start."""
    clocks, _ = judged(deed.session, deed.order, deed.timing.received_at)
    complete = next(clock for clock in clocks if clock.promise is PromiseCode.COMPLETE)
    for line in complete.because:
        if line.at == deed.fact.start_at and line.data.get("reason") == deed.fact.reason:
            return line
    return None


def _no_such(expected: str, fact: Any) -> InvalidField:
    return InvalidField("start_at", expected, f"{fact.reason} {fact.start_at.isoformat()}")

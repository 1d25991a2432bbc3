"""The pauses of an order's clock as a page shows them, which of them may be disputed, and which steps they ask for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Role

STANDS: Final = {
    "paused": "counts",
    "paused_provisionally": "provisional",
    "pause_taken_out": "taken_out",
    "pause_after_breach": "after_breach",
}
"""The because-lines that are pauses, and how such a pause stands."""
_DISPUTABLE: Final = frozenset({"counts", "provisional"})

Promise = Mapping[str, Any]


def pauses_of(promises: Iterable[Promise]) -> list[dict[str, Any]]:
    """Every pause of `complete`, oldest first; its reason and its start are what a dispute names it by."""
    lines = [
        line
        for promise in promises
        if promise["promise"] == "complete"
        for line in promise["because"]
        if line["code"] in STANDS
    ]
    return [_pause(line) for line in sorted(lines, key=lambda line: str(line["at"]))]


def _pause(line: Mapping[str, Any]) -> dict[str, Any]:
    stands = STANDS[line["code"]]
    dispute = line.get("dispute")
    return {
        "reason": line["reason"],
        "start_at": line["at"],
        "end_at": line.get("until"),
        "stands": stands,
        "evidence": line.get("evidence"),
        "dispute": dispute,
        "disputable": stands in _DISPUTABLE and dispute is None,
    }


def steps_with_cause(steps: Sequence[Step], promises: Sequence[Promise], role: Role) -> list[Step]:
    """The steps without those that have nothing to be about: no pause to dispute, no urgent complaint to settle."""
    pauses = pauses_of(promises)
    causes = {
        Step.DISPUTE_PAUSE: any(pause["disputable"] for pause in pauses),
        Step.DECIDE_DISPUTE: any(pause["dispute"] == "open" for pause in pauses),
        Step.APPROVE_PAUSE: any(pause["stands"] == "after_breach" for pause in pauses),
        Step.SETTLE_URGENT: any(
            promise["promise"] == "urgent"
            and promise["met_at"] is None
            and promise["state"] in ("running", "broken")
            for promise in promises
        ),
        # the first agreement is our call, unless the whole ladder could not reach the customer
        Step.CONTACT: role is not Role.CUSTOMER
        or any(
            promise["promise"] == "contact"
            and (promise["met_at"] is not None or promise["state"] == "attempted")
            for promise in promises
        ),
    }
    return [step for step in steps if causes.get(step, True)]

"""What else follows once a step is written and its clocks are known: AFTER, a function a fact."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from dispatch.actions.call_backs import drop_call_back, owe_call_back
from dispatch.actions.corrections import settle_declarations
from dispatch.actions.deed import Deed
from dispatch.actions.optimisation import pass_speed_gate
from dispatch.orders import facts
from sla.clock import ClockState


def _completed(deed: Deed, states: Sequence[ClockState]) -> None:
    owe_call_back(deed.session, deed.order, since=deed.timing.judged_at)
    pass_speed_gate(deed.session, deed.order, states, now=deed.timing.received_at)


def _restored(deed: Deed, _states: Sequence[ClockState]) -> None:
    owe_call_back(deed.session, deed.order, since=deed.timing.judged_at)


def _reopened(deed: Deed, _states: Sequence[ClockState]) -> None:
    drop_call_back(deed.session, deed.order)


AFTER: Final[dict[type[Any], Callable[[Deed, Sequence[ClockState]], None]]] = {
    facts.AddressCorrected: settle_declarations,
    facts.Completed: _completed,
    facts.Restored: _restored,
    facts.Reopened: _reopened,
}

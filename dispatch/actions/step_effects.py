"""What follows from a step for the order's row: FOLLOW, a function a fact."""

from collections.abc import Callable
from typing import Any, Final

from dispatch.actions.corrections import correct_address, correct_tier
from dispatch.actions.deed import Deed
from dispatch.actions.links import expire_links, renew_links
from dispatch.actions.parts import use_parts
from dispatch.orders import facts
from dispatch.orders.lifecycle import Status
from dispatch.orders.people import DESK
from dispatch.storage.order import Order
from dispatch.storage.slot_hold import end_holds


def _leave_plan(order: Order) -> None:
    order.planned_arrive_at = order.planned_start_at = order.planned_end_at = None
    order.planned_travel_s = order.planned_seq = order.planned_depot_at = None
    order.placed_by_hand = False


def _next_visit(order: Order) -> None:
    """The visit is over without a result; the next one starts from nothing."""
    order.visit_no += 1
    order.agreed_at = None
    order.on_the_way_at = order.on_site_at = order.working_at = order.tested_at = None
    order.download_mbps = None
    _leave_plan(order)


def _assigned(deed: Deed) -> None:
    order = deed.order
    fact: facts.Assigned = deed.fact
    order.technician_id = fact.technician_id
    order.pinned = deed.actor.role in DESK
    _leave_plan(order)


def _unassigned(deed: Deed) -> None:
    order = deed.order
    order.technician_id = None
    order.pinned = False
    _leave_plan(order)


def _declined(deed: Deed) -> None:
    order = deed.order
    order.technician_id = None
    order.pinned = False
    order.declined_by = sorted({*order.declined_by, deed.actor.id})
    _leave_plan(order)


def _contacted(deed: Deed) -> None:
    order = deed.order
    fact: facts.Contacted = deed.fact
    order.agreed_at = fact.agreed_at
    end_holds(deed.session, order.id, deed.timing.received_at)


def _set_off(deed: Deed) -> None:
    order = deed.order
    order.on_the_way_at = deed.timing.judged_at


def _arrived(deed: Deed) -> None:
    order = deed.order
    order.on_site_at = deed.timing.judged_at


def _work_started(deed: Deed) -> None:
    order = deed.order
    order.working_at = deed.timing.judged_at


def _tested(deed: Deed) -> None:
    order = deed.order
    fact: facts.Tested = deed.fact
    order.tested_at = deed.timing.judged_at
    if fact.download_mbps is not None:
        order.download_mbps = fact.download_mbps


def _completed(deed: Deed) -> None:
    order = deed.order
    order.completed_at = deed.timing.judged_at
    use_parts(deed.session, order)
    expire_links(deed.session, order.id, completed_at=deed.timing.received_at)


def _restored(deed: Deed) -> None:
    """Nobody was there: no parts are used, and the visit is nobody's."""
    order = deed.order
    order.completed_at = order.tested_at = deed.timing.judged_at
    order.held_from = order.held_reason = order.held_until = None
    order.technician_id, order.pinned, order.agreed_at = None, False, None
    _leave_plan(order)
    end_holds(deed.session, order.id, deed.timing.received_at)
    expire_links(deed.session, order.id, completed_at=deed.timing.received_at)


def _held(deed: Deed) -> None:
    order = deed.order
    fact: facts.Held = deed.fact
    order.held_from, order.held_reason, order.held_until = deed.before, fact.reason, fact.until
    if deed.before in (Status.ON_SITE, Status.WORKING):
        _next_visit(order)
    order.agreed_at = order.booked_date = order.booked_half = None  # nobody is expected any more
    _leave_plan(order)


def _resumed(deed: Deed) -> None:
    order = deed.order
    fact: facts.Resumed = deed.fact
    order.held_from = order.held_reason = order.held_until = None
    order.agreed_at = fact.agreed_at
    end_holds(deed.session, order.id, deed.timing.received_at)


def _withdrawal_requested(deed: Deed) -> None:
    order = deed.order
    order.requested_from = deed.before
    _leave_plan(order)


def _withdrawal_over(deed: Deed) -> None:
    order = deed.order
    if order.status is not Status.WITHDRAWAL_VERIFIED:
        order.requested_from = None


def _withdrawn(deed: Deed) -> None:
    order = deed.order
    order.agreed_at = None
    expire_links(deed.session, order.id, completed_at=deed.timing.received_at)


def _merged(deed: Deed) -> None:
    order = deed.order
    order.held_from = order.held_reason = order.held_until = None
    _leave_plan(order)
    _withdrawn(deed)


def _visit_failed(deed: Deed) -> None:
    order = deed.order
    _next_visit(order)
    order.pinned = False


def _reopened(deed: Deed) -> None:
    order = deed.order
    _next_visit(order)
    order.technician_id = None
    order.pinned = False
    order.completed_at = order.booked_date = order.booked_half = None
    renew_links(deed.session, order.id)


FOLLOW: Final[dict[type[Any], Callable[[Deed], None]]] = {
    facts.Assigned: _assigned,
    facts.Unassigned: _unassigned,
    facts.Declined: _declined,
    facts.Contacted: _contacted,
    facts.SetOff: _set_off,
    facts.Arrived: _arrived,
    facts.WorkStarted: _work_started,
    facts.Tested: _tested,
    facts.Completed: _completed,
    facts.Held: _held,
    facts.Restored: _restored,
    facts.Resumed: _resumed,
    facts.WithdrawalRequested: _withdrawal_requested,
    facts.WithdrawalRetracted: _withdrawal_over,
    facts.WithdrawalVerified: _withdrawal_over,
    facts.Withdrawn: _withdrawn,
    facts.Merged: _merged,
    facts.TierCorrected: correct_tier,
    facts.AddressCorrected: correct_address,
    facts.VisitFailed: _visit_failed,
    facts.Reopened: _reopened,
}

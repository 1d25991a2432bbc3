"""What was wrong about an order from the start: our tier, or the customer's address."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dispatch.actions.clocks import recompute
from dispatch.actions.deed import Deed
from dispatch.actions.errors import InvalidField, NotServiceable
from dispatch.actions.force_majeure import join_declarations, leave_declarations
from dispatch.orders import facts
from dispatch.storage.district import Area
from dispatch.storage.policy import policy_for
from sla.clock import ClockState

ADDRESS: Final = ("address", "lat", "lon")
"""Where somebody lives stands in the order's row, from where it can be erased, not in the log."""
_LONGEST: Final = 300


def check_tier(deed: Deed) -> facts.TierCorrected:
    """Another tier of the version that the order was accepted under."""
    fact: facts.TierCorrected = deed.fact
    tiers = policy_for(deed.session, deed.order).tiers
    if fact.tier not in tiers:
        raise InvalidField("tier", f"one of {', '.join(sorted(tiers))}", fact.tier)
    if fact.tier == deed.order.tier:
        raise InvalidField("tier", "another tier than now", fact.tier)
    return replace(fact, was=deed.order.tier)


def correct_tier(deed: Deed) -> None:
    deed.order.tier = deed.fact.tier


def check_address(deed: Deed) -> facts.AddressCorrected:
    """A whole address in a served area of the district; its tier is that area's, within the order's version."""
    fact: facts.AddressCorrected = deed.fact
    area = deed.session.get(Area, fact.area_id)
    if area is None or area.district_id != deed.order.district_id:
        raise InvalidField("area_id", "an area of the district", fact.area_id)
    if not area.serviceable:
        raise NotServiceable(area.reason or "not_serviceable")
    address = deed.beside.get("address")
    if not isinstance(address, str) or not 1 <= len(address.strip()) <= _LONGEST:
        raise InvalidField("address", f"a text of 1 to {_LONGEST} characters", address)
    _degrees(deed, "lat", 90, "a latitude from -90 to 90")
    _degrees(deed, "lon", 180, "a longitude from -180 to 180")
    tiers = policy_for(deed.session, deed.order).tiers
    return replace(fact, tier=area.tier if area.tier in tiers else deed.order.tier, was=deed.order.tier)


def _degrees(deed: Deed, name: str, most: int, expected: str) -> float:
    value = deed.beside.get(name)
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not known or not -most <= float(value or 0) <= most:
        raise InvalidField(name, expected, value)
    return float(value or 0)


def correct_address(deed: Deed) -> None:
    order = deed.order
    order.address = deed.beside["address"].strip()
    order.lat, order.lon = (
        _degrees(deed, "lat", 90, "a latitude from -90 to 90"),
        _degrees(deed, "lon", 180, "a longitude from -180 to 180"),
    )
    order.area_id, order.tier = deed.fact.area_id, deed.fact.tier
    order.planned_arrive_at = order.planned_start_at = order.planned_end_at = None
    order.planned_travel_s = order.planned_seq = order.planned_depot_at = None
    order.placed_by_hand = False


def settle_declarations(deed: Deed, _states: Sequence[ClockState]) -> None:
    """After the move on paper: force majeure of the old area ends for it, that of the new one begins."""
    now = deed.timing.received_at
    leave_declarations(deed.session, deed.order, now)
    join_declarations(deed.session, deed.order, now)
    recompute(deed.session, deed.order, now)

"""Claims about what broken promises of one order cost us together."""

from sla.compensation import owed
from sla.order import By, Kind, PromiseCode, Visit, Withdrawal
from sla.promises import DEFAULT_POLICY
from tests.sla.november import agreed, at, clocks, given, order

ARRIVE, COMPLETE = PromiseCode.ARRIVE, PromiseCode.COMPLETE


def test_several_broken_windows_of_one_visit_are_paid_once() -> None:
    facts = order(
        kind=Kind.INSTALL,
        agreements=(agreed("20 09:00", "20 14:00"), agreed("20 13:00", "20 16:00", By.US)),
        visits=(Visit(on_site_at=at("20 18:00")),),
    )
    entries = owed(clocks(facts, "20 19:00").values(), DEFAULT_POLICY, Kind.INSTALL, "standard")
    assert [(entry.promise, entry.occasion, entry.cents) for entry in entries] == [(ARRIVE, 1, 2000)]


def test_different_promises_add_up_to_the_cap_of_the_order() -> None:
    facts = order(
        agreements=(agreed("20 09:00", "20 14:00"),), assignments=(given("20 08:10", taken="20 08:20"),)
    )
    entries = owed(clocks(facts, "30 12:00").values(), DEFAULT_POLICY, Kind.REPAIR, "standard")
    assert [(entry.promise, entry.cents, entry.capped) for entry in entries] == [
        (ARRIVE, 2000, False),
        (COMPLETE, 8000, True),
    ]


def test_a_withdrawal_request_ends_what_a_late_repair_costs() -> None:
    facts = order(withdrawals=(Withdrawal(requested_at=at("22 09:00")),))
    entries = owed(clocks(facts, "30 12:00").values(), DEFAULT_POLICY, Kind.REPAIR, "standard")
    assert [entry.cents for entry in entries if entry.promise is COMPLETE] == [2000]

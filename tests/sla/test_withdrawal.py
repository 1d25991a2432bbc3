"""Claims about orders that somebody wants to withdraw: what is void, what is broken, what runs on."""

from sla.clock import State
from sla.order import PromiseCode, Verdict, Withdrawal
from tests.sla.november import at, clocks, given, order

ACCEPT, COMPLETE = PromiseCode.ACCEPT, PromiseCode.COMPLETE


def test_a_confirmed_withdrawal_voids_what_was_not_broken_before() -> None:
    request = Withdrawal(requested_at=at("20 09:20"), verified_at=at("21 10:00"), verdict=Verdict.CUSTOMER)
    facts = order(
        assignments=(given("20 08:10", ended="20 12:00"), given("20 09:10")), withdrawals=(request,)
    )
    seen = clocks(facts, "22 09:00")
    assert (seen[COMPLETE, 1].state, seen[COMPLETE, 1].void_at) == (State.VOID, at("20 09:20"))
    assert (seen[ACCEPT, 1].state, seen[ACCEPT, 2].state) == (State.BROKEN, State.VOID)


def test_until_it_is_verified_a_withdrawal_stops_complete() -> None:
    seen = clocks(order(withdrawals=(Withdrawal(requested_at=at("20 09:00")),)), "25 09:00")
    assert seen[COMPLETE, 1].state is State.PAUSED
    assert seen[PromiseCode.CANCEL_VERIFY, 1].state is State.BROKEN


def test_what_we_cannot_serve_is_broken_and_never_void() -> None:
    request = Withdrawal(requested_at=at("20 09:00"), verified_at=at("20 11:00"), verdict=Verdict.OURS)
    seen = clocks(order(withdrawals=(request,)), "20 12:00")[COMPLETE, 1]
    assert (seen.state, seen.broken_at) == (State.BROKEN, at("20 11:00"))


def test_a_withdrawal_that_nobody_asked_for_leaves_no_pause() -> None:
    request = Withdrawal(requested_at=at("20 09:00"), verified_at=at("20 11:00"), verdict=Verdict.NEVER)
    seen = clocks(order(withdrawals=(request,)), "20 12:00")
    assert (seen[COMPLETE, 1].state, seen[COMPLETE, 1].due_at) == (State.RUNNING, at("21 08:00"))
    assert (PromiseCode.CANCEL_DONE, 1) not in seen

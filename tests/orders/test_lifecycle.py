"""The life cycle is a table: every status × step, and who may take it."""

import pytest

from dispatch.orders.events import ASIDE, FACTS, SYSTEM_MADE
from dispatch.orders.lifecycle import (
    MAY,
    OPEN,
    PLANNABLE,
    TRANSITIONS,
    UNDER_WAY,
    IllegalStep,
    Status,
    Step,
    may,
    steps_from,
    take,
)
from dispatch.orders.people import DESK, Role

S = Status

WORDS: dict[Step, str] = {
    # step: from … > to, as the brief of the life cycle says it; "=" stays where it is
    Step.ASSIGN: "accepted assigned taken contacted visit_failed > assigned",
    Step.UNASSIGN: "assigned taken contacted > accepted",
    Step.DECLINE: "assigned > accepted",
    Step.TAKE: "assigned > taken",
    Step.CONTACT: "taken contacted > contacted",
    Step.ATTEMPT: "assigned taken contacted on_site visit_failed > =",
    Step.SET_OFF: "taken contacted > on_the_way",
    Step.ARRIVE: "contacted on_the_way > on_site",
    Step.START_WORK: "on_site > working",
    Step.TEST: "working tested > tested",
    Step.COMPLETE: "tested > completed",
    Step.CONFIRM: "completed > confirmed",
    Step.HOLD: "accepted assigned taken contacted on_site working visit_failed > on_hold",
    Step.RESUME: "on_hold > held",
    Step.REQUEST_WITHDRAWAL: "accepted assigned taken contacted on_the_way on_site working on_hold visit_failed"
    " > withdrawal_requested",
    Step.RETRACT_WITHDRAWAL: "withdrawal_requested > requested",
    Step.VERIFY_WITHDRAWAL: "withdrawal_requested > withdrawal_verified",
    Step.WITHDRAW: "withdrawal_verified > withdrawn",
    Step.FAIL_VISIT: "on_the_way on_site working > visit_failed",
    Step.REOPEN: "completed confirmed > accepted",
    Step.MERGE: "accepted assigned taken contacted on_hold visit_failed > withdrawn",
    Step.RESTORE: "accepted assigned taken contacted on_hold visit_failed > completed",
    Step.ASK: " ".join(Status) + " > =",
    Step.ANSWER: " ".join(Status) + " > =",
    Step.DISPUTE_PAUSE: " ".join(Status) + " > =",
    Step.DECIDE_DISPUTE: " ".join(Status) + " > =",
    Step.APPROVE_PAUSE: " ".join(Status) + " > =",
    Step.CONFIRM_URGENT: "accepted assigned taken contacted on_the_way on_site working tested on_hold visit_failed > =",
    Step.SETTLE_URGENT: "accepted assigned taken contacted on_the_way on_site working tested on_hold visit_failed"
    " withdrawal_requested withdrawal_verified > =",
    Step.CORRECT_TIER: " ".join(s for s in Status if s is not S.WITHDRAWN) + " > =",
    Step.CORRECT_ADDRESS: "accepted assigned taken contacted on_hold visit_failed > =",
    Step.ACCEPT: " > accepted",
}


def expected(status: Status, step: Step) -> Status | None:
    sources, _, target = WORDS[step].partition(">")
    if status not in sources.split():
        return None
    named = {"=": status, "held": S.ASSIGNED, "requested": S.ON_SITE}
    target = target.strip()
    return named[target] if target in named else Status(target)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("status", Status)
def test_every_step_from_every_status(status: Status, step: Step) -> None:
    target = expected(status, step)
    if target is None:
        with pytest.raises(IllegalStep) as refused:
            take(status, step, S.ASSIGNED, requested_from=S.ON_SITE)
        assert (refused.value.status, refused.value.step) == (status, step)
        assert all((status, allowed) in TRANSITIONS for allowed in refused.value.allowed)
    else:
        assert take(status, step, S.ASSIGNED, requested_from=S.ON_SITE) is target


@pytest.mark.parametrize(
    ("held_from", "agreed", "after"),
    [
        (S.ACCEPTED, False, S.ACCEPTED),
        (S.TAKEN, False, S.TAKEN),
        (S.TAKEN, True, S.CONTACTED),
        (S.CONTACTED, False, S.TAKEN),
        (S.CONTACTED, True, S.CONTACTED),
        (S.ON_SITE, False, S.TAKEN),
        (S.WORKING, False, S.TAKEN),
        (S.WORKING, True, S.CONTACTED),
        (S.VISIT_FAILED, False, S.VISIT_FAILED),
    ],
)
def test_a_resumption_goes_back_to_where_the_order_was_held(
    held_from: Status, agreed: bool, after: Status
) -> None:
    assert take(S.ON_HOLD, Step.RESUME, held_from, agreed=agreed) is after


def test_a_retracted_withdrawal_of_a_held_order_leaves_it_held() -> None:
    assert (
        take(S.WITHDRAWAL_REQUESTED, Step.RETRACT_WITHDRAWAL, S.TAKEN, requested_from=S.ON_HOLD) is S.ON_HOLD
    )


def test_every_step_says_who_may_take_it() -> None:
    assert set(MAY) == set(Step)
    assert all(MAY.values())


def test_only_the_desk_verifies_and_withdraws() -> None:
    assert MAY[Step.VERIFY_WITHDRAWAL] == MAY[Step.WITHDRAW] == DESK


def test_a_customer_agrees_a_time_only_with_whoever_took_the_order() -> None:
    assert may(Role.CUSTOMER, Step.CONTACT, S.CONTACTED)
    assert may(Role.CUSTOMER, Step.CONTACT, S.TAKEN)
    assert not may(Role.CUSTOMER, Step.CONTACT, S.ASSIGNED)


def test_a_dispute_goes_to_the_lead_or_above() -> None:
    for step in (Step.DECIDE_DISPUTE, Step.APPROVE_PAUSE, Step.CORRECT_TIER):
        assert MAY[step] == {Role.LEAD, Role.MANAGER, Role.ADMIN}


def test_the_next_steps_are_those_that_the_role_may_take_from_here() -> None:
    assert steps_from(S.ASSIGNED, Role.TECHNICIAN)[:2] == (Step.DECLINE, Step.TAKE)
    assert Step.ASSIGN not in steps_from(S.ASSIGNED, Role.TECHNICIAN)
    assert steps_from(S.COMPLETED, Role.CUSTOMER)[:3] == (Step.CONFIRM, Step.REOPEN, Step.ASK)
    assert Step.ASSIGN not in steps_from(S.WITHDRAWN, Role.ADMIN)


def test_what_is_planned_and_what_is_under_way_are_open_and_apart() -> None:
    assert PLANNABLE | UNDER_WAY <= OPEN
    assert not PLANNABLE & UNDER_WAY


def test_every_step_has_its_event_and_every_other_event_moves_no_order() -> None:
    assert set(FACTS) == set(Step) | SYSTEM_MADE | ASIDE
    assert not SYSTEM_MADE & ASIDE

"""The rules of warnings, breaches and compensation (§5, §6), those that no worked example shows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sla.clock import State
from sla.compensation import owed
from sla.order import Agreement, Completion, Kind, OrderFacts, PromiseCode, Question, Visit, Withdrawal
from sla.policy import Audience, Once, PerStartedDay
from sla.promises import DEFAULT_POLICY
from sla.risk import Level, outlook
from tests.sla.november import agreed, at, clock, clocks, order, paused, taken

HOUR, INSTANT = timedelta(hours=1), timedelta.resolution


def finished(time: str, reopened: str | None = None) -> Completion:
    return Completion(at=at(time), tested_at=at(time), reopened_at=None if reopened is None else at(reopened))


def cents(facts: OrderFacts, now: str) -> dict[str, int]:
    entries = owed(clocks(facts, now).values(), DEFAULT_POLICY, facts.kind, facts.tier)
    return {f"{entry.promise.value} {entry.occasion}": entry.cents for entry in entries}


# §5


def test_the_percentages_are_of_counting_time() -> None:
    """Two hours of contact time from 20:10: fifty minutes tonight, seventy tomorrow."""
    rungs = clock(order(assignments=taken("20 20:10")), "contact", "20 20:10").rungs
    assert [rung.at for rung in rungs] == [
        at("21 08:10"),
        at("21 08:40"),
        at("21 08:58"),
        at("21 09:10") + INSTANT,
    ]


def test_the_percentages_are_of_the_target_without_the_pauses() -> None:
    rungs = clock(order(pauses=(paused("20 09:00", "20 19:00"),)), "complete", "20 20:00").rungs
    assert [rung.at for rung in rungs] == [
        at("21 06:00"),
        at("21 12:00"),
        at("21 15:36"),
        at("21 18:00") + INSTANT,
    ]


def test_half_three_quarters_nine_tenths_and_the_breach_tell_one_rank_higher_each() -> None:
    row = DEFAULT_POLICY.row(PromiseCode.COMPLETE, Kind.INSTALL, "standard")
    assert [(warned.percent, warned.tells) for warned in row.warnings] == [
        (50, (Audience.TECHNICIAN,)),
        (75, (Audience.LEAD,)),
        (90, (Audience.MANAGER,)),
    ]
    assert row.on_breach == (Audience.DIRECTOR, Audience.CUSTOMER)


def test_the_percentages_are_policy_data() -> None:
    install = DEFAULT_POLICY.rows[0]
    early = replace(install, warnings=(replace(install.warnings[0], percent=10),))
    policy = replace(DEFAULT_POLICY, rows=(early, *DEFAULT_POLICY.rows[1:]))
    rungs = clocks(order(kind=Kind.INSTALL), "20 09:00", policy)["complete", 1].rungs
    assert [(rung.name, rung.at) for rung in rungs] == [
        ("warn_10", at("20 15:12")),
        ("broken", at("23 08:00") + INSTANT),
    ]


@pytest.mark.parametrize(
    "facts",
    [
        order(completions=(finished("20 09:00"),)),
        order(withdrawals=(Withdrawal(requested_at=at("20 09:00"), verified_at=at("20 10:00")),)),
        order(pauses=(paused("20 09:00", None),)),
    ],
    ids=["kept", "void", "paused"],
)
def test_nothing_fires_for_what_is_kept_void_or_paused(facts: OrderFacts) -> None:
    for now in ("20 12:00", "21 09:00", "25 09:00"):
        assert clock(facts, "complete", now).rungs == ()


def test_a_clock_that_breaks_anew_is_a_new_episode_of_its_own() -> None:
    taken_back = order(withdrawn_breaks=((PromiseCode.COMPLETE, 1), (PromiseCode.COMPLETE, 1)))
    again = clock(taken_back, "complete", "21 09:00")
    assert (again.state, again.episode) == (State.BROKEN, 3)


def test_jeopardy_is_earlier_than_any_percentage() -> None:
    complete = clock(order(), "complete", "20 08:01")
    assert (
        outlook(complete, DEFAULT_POLICY, at("20 08:01"), predicted_at=at("21 08:00") + INSTANT).level
        is Level.JEOPARDY
    )
    assert outlook(complete, DEFAULT_POLICY, at("20 08:01"), predicted_at=at("21 08:00")).level is Level.TRACK


def test_what_is_done_is_in_no_jeopardy_whatever_the_plan_says() -> None:
    kept = clock(order(completions=(finished("20 09:00"),)), "complete", "20 10:00")
    assert outlook(kept, DEFAULT_POLICY, at("20 10:00"), predicted_at=at("29 08:00")).level is Level.KEPT


# §6


def test_the_default_rules_of_money_are_those_of_the_page() -> None:
    prices = {
        (row.promise.value, row.kind and row.kind.value): row.price
        for row in DEFAULT_POLICY.rows
        if row.price
    }
    assert prices == {
        ("complete", "install"): Once(2000),
        ("complete", "move"): Once(2000),
        ("complete", "repair"): PerStartedDay(1000),
        ("arrive", None): Once(2000),
    }
    assert DEFAULT_POLICY.cap_cents == 10_000


@pytest.mark.parametrize("kind", [Kind.INSTALL, Kind.MOVE])
def test_a_late_install_or_move_costs_the_same_however_late(kind: Kind) -> None:
    for done in ("23 08:00:01", "29 08:00"):
        assert cents(order(kind=kind, completions=(finished(done),)), "30 08:00") == {"complete 1": 2000}


def test_what_is_in_time_costs_nothing() -> None:
    assert cents(order(completions=(finished("21 08:00"),)), "30 08:00") == {}


@pytest.mark.parametrize(
    ("now", "owing"),
    [
        ("21 08:00", None),
        ("21 08:00:00.000001", 1000),  # the first day starts with the breach itself
        ("22 08:00", 1000),
        ("22 08:00:00.000001", 2000),
        ("25 08:00", 4000),
    ],
)
def test_a_late_repair_is_one_entry_that_grows_with_each_started_day(now: str, owing: int | None) -> None:
    assert cents(order(), now) == ({} if owing is None else {"complete 1": owing})


def test_a_started_day_leaves_the_pauses_out() -> None:
    facts = order(pauses=(paused("21 12:00", "22 12:00"),))
    assert cents(facts, "23 08:00") == {"complete 1": 1000}
    assert cents(facts, "23 08:00:01") == {"complete 1": 2000}


def test_no_order_costs_more_than_the_cap_and_what_was_cut_says_so() -> None:
    facts = order(agreements=(agreed("20 09:00", "20 14:00"),))
    entries = owed(clocks(facts, "30 23:00").values(), DEFAULT_POLICY, Kind.REPAIR, "standard")
    assert [(entry.promise.value, entry.cents, entry.capped) for entry in entries] == [
        ("arrive", 2000, False),
        ("complete", 8000, True),
    ]


def test_a_missed_visit_costs_once_whether_early_late_or_never() -> None:
    said = (agreed("20 09:00", "20 14:00"),)
    done = (finished("20 20:00"),)
    for visits in ((), (Visit(on_site_at=at("20 12:59")),), (Visit(on_site_at=at("20 19:00")),)):
        assert cents(order(agreements=said, visits=visits, completions=done), "20 21:00") == {
            "arrive 1": 2000
        }


def test_two_visits_that_are_missed_cost_twice() -> None:
    facts = order(
        kind=Kind.INSTALL,
        agreements=(agreed("20 09:00", "20 14:00"), Agreement(at=at("20 17:00"), agreed_at=at("21 14:00"))),
        visits=(
            Visit(on_site_at=at("20 16:30"), failed_at=at("20 16:40"), failure="parts"),
            Visit(on_site_at=at("21 16:30")),
        ),
    )
    assert cents(facts, "21 18:00") == {"arrive 1": 2000, "arrive 2": 2000}


def test_accrual_ends_with_the_completion_or_with_a_request_to_withdraw_that_stands() -> None:
    assert cents(order(completions=(finished("22 09:00"),)), "30 08:00") == {"complete 1": 2000}
    request = Withdrawal(requested_at=at("22 09:00"))
    assert cents(order(withdrawals=(request,)), "30 08:00") == {"complete 1": 2000}
    back = replace(request, retracted_at=at("22 15:00"))
    assert cents(order(withdrawals=(back,)), "23 14:00") == {"complete 1": 2000}, (
        "six hours of it were paused"
    )
    assert cents(order(withdrawals=(back,)), "23 14:00:01") == {"complete 1": 3000}


def test_promises_without_a_price_cost_nothing() -> None:
    facts = order(
        assignments=taken("20 08:10"),
        questions=(Question(asked_at=at("20 08:30")),),
        completions=(finished("20 12:00"),),
    )
    seen = clocks(facts, "25 08:00")
    assert {seen["contact", 1].state, seen["answer", 1].state} == {State.BROKEN}
    assert cents(facts, "25 08:00") == {}


def test_an_offline_completion_before_the_due_time_corrects_the_breach_and_its_money() -> None:
    assert cents(order(), "21 12:00") == {"complete 1": 1000}
    late_truth = order(completions=(finished("21 07:50"),), withdrawn_breaks=((PromiseCode.COMPLETE, 1),))
    corrected = clock(late_truth, "complete", "21 14:00")
    assert (corrected.state, corrected.episode, corrected.broken_at) == (State.KEPT, 2, None)
    assert cents(late_truth, "21 14:00") == {}


def test_goodwill_already_given_counts_towards_the_cap() -> None:
    broken = clocks(order(), "30 23:00").values()
    (entry,) = owed(broken, DEFAULT_POLICY, Kind.REPAIR, "standard", given_cents=9500)
    assert (entry.cents, entry.capped) == (500, True)


def test_a_breach_is_a_fact_with_its_start_its_pauses_its_due_and_its_met_time() -> None:
    facts = order(pauses=(paused("20 09:00", "20 12:00"),), completions=(finished("21 15:00"),))
    broken = clock(facts, "complete", "22 08:00")
    assert (broken.started_at, broken.due_at, broken.broken_at, broken.met_at, broken.late) == (
        at("20 08:00"),
        at("21 11:00"),
        at("21 11:00"),
        at("21 15:00"),
        4 * HOUR,
    )
    assert [line.code for line in broken.because] == [
        "started",
        "target",
        "paused",
        "moved",
        "broken",
        "met_late",
    ]


# §8, what of it a clock can say


def test_a_completion_that_did_not_work_gives_its_time_back_but_only_if_a_test_was_recorded() -> None:
    untested = Completion(at=at("20 12:00"), tested_at=None, reopened_at=at("20 20:00"))
    assert clock(order(completions=(finished("20 12:00", "20 20:00"),)), "complete", "20 21:00").due_at == at(
        "21 16:00"
    )
    assert clock(order(completions=(untested,)), "complete", "20 21:00").due_at == at("21 08:00")


def test_a_reopened_order_is_kept_by_the_completion_that_lasts() -> None:
    facts = order(completions=(finished("20 12:00", "20 20:00"), finished("21 15:59")))
    seen = clock(facts, "complete", "21 17:00")
    assert (seen.state, seen.met_at, seen.due_at) == (State.KEPT, at("21 15:59"), at("21 16:00"))


def test_an_order_that_was_merged_into_an_earlier_one_owes_nothing_of_its_own() -> None:
    facts = order(merged_at=at("20 10:00"), assignments=taken("20 08:10"))
    assert {key[0]: each.state for key, each in clocks(facts, "25 08:00").items()} == {
        "complete": State.VOID,
        "accept": State.KEPT,
        "contact": State.VOID,
    }

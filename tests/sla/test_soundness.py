"""Claims about policies: the published one is sound, and what cannot be kept is refused with the field named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from sla.policy import Half, Kind, Once, PartOfDay, Policy, PromiseCode, Row, UnknownTier, Warned
from sla.promises import DEFAULT_POLICY, POLICIES
from sla.soundness import UnsoundPolicy, flaws, refuse_unsound
from sla.targets import AroundAgreed, ShareOfContract, Within

INSTALL = DEFAULT_POLICY.rows[0]
HOUR = timedelta(hours=1)


def with_first(row: Row) -> Policy:
    return replace(DEFAULT_POLICY, rows=(row, *DEFAULT_POLICY.rows[1:]))


def test_every_published_policy_is_sound() -> None:
    for version, policy in POLICIES.items():
        assert list(flaws(policy)) == []
        assert policy.version == version


def test_an_operators_own_tier_falls_back_to_standard() -> None:
    pilot = replace(INSTALL, tier="pilot", target=Within(24 * HOUR))
    policy = replace(
        DEFAULT_POLICY,
        version="pilot",
        valid_from=date(2026, 6, 1),
        rows=(*DEFAULT_POLICY.rows, pilot),
        named_tiers=("standard", "premium", "pilot"),
    )
    refuse_unsound(policy)
    assert policy.row(PromiseCode.COMPLETE, Kind.INSTALL, "pilot").target == Within(24 * HOUR)
    assert policy.row(PromiseCode.COMPLETE, Kind.MOVE, "pilot").target == Within(72 * HOUR)
    with pytest.raises(UnknownTier):
        DEFAULT_POLICY.row(PromiseCode.COMPLETE, Kind.INSTALL, "pilot")
    with pytest.raises(LookupError, match="speed for repair"):
        policy.row(PromiseCode.SPEED, Kind.REPAIR, "standard")


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda: replace(DEFAULT_POLICY, version=""), "version"),
        (lambda: replace(DEFAULT_POLICY, contact_hours=(time(21), time(8)), ladder=()), "contact_hours"),
        (
            lambda: replace(
                DEFAULT_POLICY, ladder=(PartOfDay(name="late", opens=time(20), closes=time(22)),)
            ),
            "ladder[0]",
        ),
        (
            lambda: replace(DEFAULT_POLICY, ladder=(PartOfDay(name="odd", opens=time(12), closes=time(12)),)),
            "ladder[0]",
        ),
        (lambda: replace(DEFAULT_POLICY, ladder=DEFAULT_POLICY.ladder[::-1]), "ladder[1].opens"),
        (lambda: replace(DEFAULT_POLICY, halves={Half.AM: (time(12), time(8))}), "halves.am"),
        (lambda: replace(DEFAULT_POLICY, cancel_ahead=-HOUR), "cancel_ahead"),
        (lambda: replace(DEFAULT_POLICY, at_risk_percent=100), "at_risk_percent"),
        (lambda: replace(DEFAULT_POLICY, cap_cents=-1), "cap_yuan"),
        (lambda: with_first(replace(INSTALL, price=Once(-1))), "promises[0].compensation"),
        (lambda: with_first(replace(INSTALL, target=Within(timedelta(0)))), "promises[0].target.within"),
        (lambda: with_first(replace(INSTALL, target=ShareOfContract(90))), "promises[0].target"),
        (
            lambda: with_first(replace(INSTALL, warnings=(Warned(100, INSTALL.on_breach),))),
            "promises[0].warnings[0].percent",
        ),
        (
            lambda: with_first(replace(INSTALL, warnings=INSTALL.warnings[::-1])),
            "promises[0].warnings[1].percent",
        ),
        (lambda: with_first(replace(INSTALL, warnings=(Warned(50, ()),))), "promises[0].warnings[0].tells"),
        (
            lambda: with_first(replace(INSTALL, promise=PromiseCode.CONTACT, kind=Kind.INSTALL)),
            "promises[0].pausable",
        ),
        (
            lambda: with_first(Row(PromiseCode.ARRIVE, AroundAgreed(early=-HOUR, late=HOUR), kind=Kind.MOVE)),
            "promises[0].target.early",
        ),
        (
            lambda: with_first(Row(PromiseCode.SPEED, ShareOfContract(0), kind=Kind.REPAIR)),
            "promises[0].target.percent_of_contract",
        ),
        (lambda: replace(DEFAULT_POLICY, rows=(*DEFAULT_POLICY.rows, INSTALL)), "promises[16]"),
        (lambda: replace(DEFAULT_POLICY, rows=DEFAULT_POLICY.rows[1:]), "promises"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_field_named(spoil: Callable[[], Policy], field: str) -> None:
    with pytest.raises(UnsoundPolicy) as refused:
        refuse_unsound(spoil())
    assert refused.value.field == field
    assert all(problem.expected and problem.got for problem in refused.value.problems)

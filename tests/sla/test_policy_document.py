"""Claims about a policy as a document: nothing is lost on the way there and back, and every "no" names its place."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.policy import (
    Audience,
    Counting,
    Kind,
    Once,
    PerStartedDay,
    Policy,
    PromiseCode,
    Row,
    Warned,
)
from sla.policy_document import read_policy
from sla.policy_toml import read_toml, write_toml
from sla.policy_writing import write_policy
from sla.promises import DEFAULT_POLICY
from sla.public_holidays import week_of
from sla.soundness import UnsoundPolicy
from sla.targets import AroundAgreed, ByCutOff, ByLocalTime, LocalTime, ShareOfContract, Within

SECONDS = st.integers(0, 86_399)
CLOCKS = SECONDS.map(lambda s: time(s // 3600, s // 60 % 60, s % 60))
SPANS = st.timedeltas(timedelta(microseconds=1), timedelta(days=366))
POINTS = st.builds(LocalTime, st.integers(0, 30), st.none() | CLOCKS)
TIMED = st.one_of(
    st.builds(Within, SPANS),
    st.builds(ByCutOff, cut_off=CLOCKS, before=POINTS, after=POINTS),
    st.builds(ByLocalTime, POINTS),
)
TIERS = ("standard", "premium", "pilot-24h")
AUDIENCES = st.lists(st.sampled_from(Audience), min_size=1, unique=True).map(tuple)


@st.composite
def warnings(draw: st.DrawFn) -> tuple[Warned, ...]:
    percents = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    return tuple(Warned(percent, draw(AUDIENCES)) for percent in percents)


@st.composite
def rows(draw: st.DrawFn, promise: PromiseCode, kind: Kind | None, tier: str) -> Row:
    target: Any = DEFAULT_POLICY.rows[0].target
    match promise:
        case PromiseCode.ARRIVE:
            target = AroundAgreed(early=draw(SPANS), late=draw(SPANS))
        case PromiseCode.SPEED:
            target = ShareOfContract(draw(st.integers(1, 100)))
        case PromiseCode.URGENT:
            target = next(row.target for row in DEFAULT_POLICY.rows if row.promise is promise)
        case _:
            target = draw(TIMED)
    span = isinstance(target, Within)
    return Row(
        promise,
        target,
        kind=kind,
        tier=tier,
        counting=draw(st.sampled_from(Counting)) if span else Counting.ALWAYS,
        pausable=promise is PromiseCode.COMPLETE and draw(st.booleans()),
        warnings=draw(warnings()),
        on_breach=tuple(draw(st.lists(st.sampled_from(Audience), unique=True))),
        price=draw(st.none() | st.builds(Once, st.integers(0, 10**8)) | st.builds(PerStartedDay, st.integers(0, 9999))),
    )  # fmt: skip


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    keys = [(promise, None, "standard") for promise in PromiseCode if promise is not PromiseCode.SPEED]
    more = st.tuples(st.sampled_from(PromiseCode), st.sampled_from(Kind), st.sampled_from(TIERS))
    found = [draw(rows(*key)) for key in [*keys, *draw(st.sets(more, max_size=6))]]
    return replace(
        DEFAULT_POLICY,
        version=draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", fullmatch=True)),
        valid_from=draw(st.dates(date(2026, 1, 1), date(2100, 1, 1))),
        rows=tuple(draw(st.permutations(found))),
        named_tiers=TIERS,
        cap_cents=draw(st.integers(0, 10**8)),
        at_risk_percent=draw(st.integers(1, 99)),
        cancel_ahead=draw(st.timedeltas(timedelta(0), timedelta(days=3))),
        office_hours=week_of({"sat": [["22:00", "06:00"]], "mon": [["08:30:15", "24:00"]]}),
    )


@given(policies())
def test_a_policy_read_from_its_own_writing_is_the_same_policy(policy: Policy) -> None:
    assert read_policy(write_policy(policy)) == policy
    assert read_policy(json.loads(json.dumps(write_policy(policy)))) == policy
    assert read_toml(write_toml(policy)) == policy


def test_the_published_policy_reads_as_it_is_written() -> None:
    assert read_toml(write_toml(DEFAULT_POLICY)) == DEFAULT_POLICY


def _set(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def spoil(document: dict[str, Any]) -> None:
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return spoil


def _drop(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def spoil(document: dict[str, Any]) -> None:
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]

    return spoil


P = "promises"
BAD = [
    (_set("office_hours", to={}), "office_hours", "never-opens"),
    (_set("contact_hours", to=["21:00", "08:00"]), "contact_hours", "never-opens"),
    (_set("office_hours", "mon", to=[["9 o'clock", "12:00"]]), "office_hours.mon", "time"),
    (_set("office_hours", "monday", to=[]), "office_hours.monday", "time"),
    (_set(P, 3, "warnings", 1, "percent", to=120), "promises[3].warnings[1].percent", "after-breach"),
    (_set(P, 3, "warnings", 2, "percent", to=100), "promises[3].warnings[2].percent", "after-breach"),
    (_set(P, 3, "warnings", 2, "percent", to=60), "promises[3].warnings[2].percent", "out-of-order"),
    (_set(P, 3, "warnings", 0, "percent", to=-5), "promises[3].warnings[0].percent", "range"),
    (_set(P, 3, "warnings", 0, "tells", to=[]), "promises[3].warnings[0].tells", "nobody"),
    (_set(P, 3, "warnings", 0, "tells", to=["boss"]), "promises[3].warnings[0].tells[0]", "unknown"),
    (_set(P, 3, "tier", to="gold"), "promises[3].tier", "unknown"),
    (_set("tiers", to=["premium"]), "tiers", "missing"),
    (_set("tiers", to=["standard", "Premium!"]), "tiers[1]", "name"),
    (_set(P, 0, "compensation", to={"once_yuan": -20}), "promises[0].compensation", "negative"),
    (_set(P, 0, "compensation", to={"once_yuan": 20.005}), "promises[0].compensation.once_yuan", "amount"),
    (_set(P, 0, "compensation", to={"once_yuan": True}), "promises[0].compensation.once_yuan", "amount"),
    (_set(P, 0, "compensation", to={"twice": 1}), "promises[0].compensation", "shape"),
    (_set("cap_yuan", to=-1), "cap_yuan", "negative"),
    (_set("cap_yuan", to="nan"), "cap_yuan", "amount"),
    (_set("cancel_ahead", to="-2h"), "cancel_ahead", "negative"),
    (_set(P, 0, "promise", to="finish"), "promises[0].promise", "unknown"),
    (_set(P, 0, "kind", to="upgrade"), "promises[0].kind", "unknown"),
    (_set(P, 0, "counts", to="weekdays"), "promises[0].counts", "unknown"),
    (_set(P, 0, "on_breach", to=["press"]), "promises[0].on_breach[0]", "unknown"),
    (_drop(P, 0), "promises", "not-promised"),
    (_set(P, 8, "target", to={"within": "1h"}), "promises[8].target", "shape"),
    (_set(P, 0, "target", to={"percent_of_contract": 90}), "promises[0].target", "shape"),
    (_set(P, 0, "target", to={"within": "soon"}), "promises[0].target.within", "span"),
    (_set(P, 0, "target", to={"within": "0h"}), "promises[0].target.within", "span"),
    (_set(P, 0, "target", to={"within": "9000h"}), "promises[0].target.within", "span"),
    (_set(P, 0, "target", to={"within": "1h", "by": "24:00 same day"}), "promises[0].target.by", "unknown-field"),
    (_set(P, 3, "target", "after", to="25:00 next day"), "promises[3].target.after", "time"),
    (_set(P, 3, "counts", to="office"), "promises[3].counts", "counts"),
    (_set(P, 6, "pausable", to=True), "promises[6].pausable", "not-pausable"),
    (_set(P, 1, "kind", to="install"), "promises[1]", "twice"),
    (_set(P, 0, "targt", to={}), "promises[0].targt", "unknown-field"),
    (_set("promise", to=[]), "promise", "unknown-field"),
    (_set("ladder", 0, "opens", to="8:00"), "ladder[0].opens", "time"),
    (_set("ladder", 0, "opens", to="06:00"), "ladder[0]", "outside"),
    (_set("ladder", 1, "opens", to="11:00"), "ladder[1].opens", "overlaps"),
    (_drop("valid_from"), "valid_from", "missing"),
    (_set("valid_from", to="1 January"), "valid_from", "date"),
    (_set("version", to="../etc"), "version", "name"),
    (_drop("halves", "pm"), "halves.pm", "missing"),
    (_set("at_risk_percent", to=100), "at_risk_percent", "range"),
    (_set(P, 0, to="complete"), "promises[0]", "type"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "field", "fault"), BAD, ids=[f"{row[1]} {row[2]}" for row in BAD])
def test_a_bad_document_is_refused_at_its_field(
    spoil: Callable[[dict[str, Any]], None], field: str, fault: str
) -> None:
    document = write_policy(DEFAULT_POLICY)
    spoil(document)
    with pytest.raises(UnsoundPolicy) as refused:
        read_policy(document)
    found = {(problem.field, str(problem.fault)) for problem in refused.value.problems}
    assert (field, fault) in found
    assert all(problem.expected and problem.got for problem in refused.value.problems)


def test_all_problems_are_told_at_once_and_each_once() -> None:
    document = write_policy(DEFAULT_POLICY)
    document["cancel_ahead"] = "-2h"
    document["tiers"] = ["premium"]
    document["promises"][3]["warnings"][1]["percent"] = 120
    document["promises"][10] = "not a table"
    document["promises"][12]["tier"] = "gold"
    with pytest.raises(UnsoundPolicy) as refused:
        read_policy(document)
    fields = [problem.field for problem in refused.value.problems]
    assert len(fields) == len(set(fields))
    expected = {"promises[10]", "promises[12].tier", "cancel_ahead", "tiers"}
    assert expected | {"promises[3].warnings[1].percent"} <= set(fields)


def test_a_tier_that_an_area_has_must_be_named() -> None:
    with pytest.raises(UnsoundPolicy) as refused:
        read_policy(write_policy(DEFAULT_POLICY), ["standard", "pilot"])
    assert str(refused.value) == "tiers: expected also pilot, the tier of an area, got standard, premium"


@pytest.mark.parametrize("text", ["= 3", "version = ", "a = 1\na = 2"])
def test_what_is_no_toml_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(UnsoundPolicy, match=r"expected TOML, got .+ \(at "):
        read_toml(text)


@pytest.mark.parametrize(
    "given", [None, [], "policy", 3, {"promises": 3, "tiers": 3, "halves": 3, "ladder": [3]}]
)
def test_any_other_thing_is_refused_and_never_crashes(given: Any) -> None:
    with pytest.raises(UnsoundPolicy):
        read_policy(given)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_one_spoilt_field_never_crashes_the_reader(data: st.DataObject) -> None:
    document: Any = write_policy(DEFAULT_POLICY)
    at = document
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
            break
        at = at[key]
    at[key] = data.draw(JSON)
    try:
        read_policy(document)
    except UnsoundPolicy as refused:
        assert refused.problems  # noqa: PT017  # sound by chance is right too


def test_the_row_that_the_manual_shows_is_one_that_can_be_saved() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "promises.md").read_text(encoding="utf-8")
    shown = tomllib.loads(manual.split("```toml\n")[1].split("```")[0])
    document = write_policy(DEFAULT_POLICY)
    policy = read_policy({**document, **shown, "promises": [*document["promises"], *shown["promises"]]})
    assert policy.row(PromiseCode.COMPLETE, Kind.INSTALL, "pilot").target == Within(timedelta(hours=24))
